// Signing: what stands in the way, and the four steps past it. Whether a step may be
// taken is not decided here: the service says so, and its refusal is shown whole.
import { chooser, cited, field, h, heading, link, select, table, to } from './elements.js';
import { count, day, instant, some } from './notation.js';
import { VERBS, word } from './words.js';
import { get, list } from './rest.js';
import { idOf, reportsOf } from './stand.js';
import { form, letter, steps } from './signing.js';

export async function show(query, page) {
  const reports = await reportsOf(query.p);
  const verslag = query.verslag ?? reports.find((one) => one.spec.scope === query.p &&
    one.state !== 'STATE_DISCARDED')?.name;
  if (!verslag) {
    return [heading({ over: 'Ondertekenen', title: 'Er is nog geen verslag' }), h('div', { class: 'wrap' },
      h('p', {}, 'Van deze provincie is geen verslag dat u mag zien.'))];
  }
  const [standing, findings] = await Promise.all([get(`${verslag}/standing`),
    list(`${verslag}/findings`, {}, 'findings')]);
  const report = reports.find((one) => one.name === verslag);
  const state = word('reporting.Report.State', standing.state);
  const done = steps({ verslag, page });
  return [heading({ over: 'Ondertekenen', title: idOf(verslag), under: [report &&
    `Stand van ${day(report.spec.asOfDate)}, versie ${report.version}`].filter(Boolean), banner: `Nu: ${state}` }),
  h('div', { class: 'wrap' },
    page.note && h('p', { class: 'done' }, page.note),
    chooser('Welk verslag', 'Toon', [field('Verslag', select(reports.map((one) => [one.name,
      `${idOf(one.name)} (${idOf(one.spec.scope)}, ${word('reporting.Report.State', one.state)})`]), verslag))],
    () => { location.hash = to('ondertekenen', { p: query.p, verslag: document.querySelector('.chooser select').value }); }),
    inTheWay(standing), toExplain(findings, done), toConfirm(standing, done), toAdopt(standing, done),
    toSubmit(standing, done), toTakeBack(standing, done), happened(standing),
    h('p', { class: 'back' }, link(to('provincie', { p: query.p, verslag }), 'De cijfers van dit verslag')))];
}

function inTheWay({ obstacles = [], adoptions = [] }) {
  const all = [...obstacles, ...adoptions.flatMap((one) =>
    (one.obstacles ?? []).map((text) => `${one.displayName}: ${text}`))];
  return [h('h2', {}, 'Wat in de weg staat'), all.length === 0 ? h('p', {}, 'Niets.')
    : h('ul', {}, all.map((text) => h('li', {}, text)))];
}

function toExplain(findings, done) {
  const open = findings.filter((one) => one.level !== 'LEVEL_EXPLAIN');
  const explained = open.filter((one) => one.explanation).length;
  return [h('h2', {}, '1. Herstellen of toelichten'),
    h('p', {}, `${some(open.length, 'bevinding vraagt', 'bevindingen vragen')} om herstel of een toelichting; toegelicht: ${
      count(explained)}. Alleen ter toelichting: ${count(findings.length - open.length)}.`),
    open.map((one) => h('div', { class: 'step' }, h('h3', {}, one.sentence),
      h('p', { class: 'note' }, [word('reporting.Finding.Level', one.level), one.legalBasis, one.hint, one.code].filter(Boolean).join('. ').replace('..', '.')),
      one.explanation ? h('p', {}, `Toegelicht door ${one.explanation.organisation}: ${one.explanation.body} (`, cited(one.explanation.source), ')')
        : one.code !== 'CONFIRMATION_MISSING' && h('details', {}, h('summary', {}, 'Toelichten'),
          form(`Toelichting bij: ${one.sentence}`, 'Leg de toelichting vast', [
            letter('Toelichting', 'body', { long: true }), letter('Waar dit staat', 'source')],
          (values) => done.explain(one, values)))))];
}

function toConfirm({ confirmations = [] }, done) {
  const open = confirmations.filter((one) => one.state !== 'STATE_CONFIRMED');
  const all = h('button', { type: 'button', class: 'second', onclick: (event) => {
    for (const box of event.target.form.elements) if (box.type === 'checkbox') box.checked = true;
  } }, 'Kies alle');
  return [h('h2', {}, '2. Bevestigen'), h('p', {}, `${confirmations.length - open.length} van de ${
    confirmations.length} gemeenten bevestigden hun cijfers.`),
  open.length > 0 && h('div', { class: 'step' }, form('Cijfers bevestigen', 'Bevestig de cijfers', [
    h('fieldset', {}, h('legend', {}, 'Van welke gemeenten'), all, h('ul', { class: 'checks' }, open.map((one) => h('li', {},
      h('label', {}, h('input', { type: 'checkbox', name: 'municipality', value: one.municipality }), h('span', {}, one.displayName,
        one.state !== 'STATE_OPEN' && ` (${word('reporting.Standing.Confirmation.State', one.state)})`)))))),
    letter('Brief waarin de gemeente bevestigt (een gemeente zelf hoeft dit niet)', 'letter', { optional: true })],
  (values) => done.confirm(open.filter((one) => values.municipality.includes(one.municipality)), values.letter))),
  h('details', {}, h('summary', {}, 'Wie bevestigde'), table({ kind: 'wordy', caption: 'Bevestigingen per gemeente',
    columns: [{ label: 'Gemeente' }, { label: 'Stand' }, { label: 'Door' }, { label: 'Op' }, { label: 'Brief' }],
    rows: confirmations.map((one) => [one.displayName, word('reporting.Standing.Confirmation.State', one.state),
      one.organisation || 'niemand', one.recordTime ? instant(one.recordTime) : 'nog niet', one.letter || 'geen']) }))];
}

function toAdopt({ adoptions = [] }, done) {
  return [h('h2', {}, '3. Vaststellen'), adoptions.map((one) => h('div', { class: 'step' }, h('h3', {}, one.displayName),
    one.adopted ? h('p', {}, `Vastgesteld door ${one.organisation} op ${instant(one.recordTime)}: ${one.letter}`)
      : form(`Vaststellen voor ${one.displayName}`, `Stel vast voor ${one.displayName}`,
        [letter('Besluit of vergadering', 'letter')], (values) => done.adopt(one, values.letter))))];
}

const isOver = (state) => ['STATE_SUBMITTED', 'STATE_AMENDED', 'STATE_DISCARDED'].includes(state);

function toSubmit({ state }, done) {
  return [h('h2', {}, '4. Indienen bij de minister'),
    h('p', {}, 'Wie het verslag maakte, dient het niet zelf in: dat doet een ander, die zich bewijst.'),
    isOver(state) ? h('p', {}, `Dit verslag is ${word('reporting.Report.State', state)}.`)
      : h('div', { class: 'step' }, form('Indienen', 'Dien het verslag in', [letter('Brief aan de minister', 'letter'),
        letter('Onder embargo tot (mag leeg)', 'embargo', { optional: true, type: 'datetime-local' })],
      (values) => done.submit(values)))];
}

// What was agreed may turn out to be wrong until it is submitted.
function toTakeBack({ state, confirmations = [], adoptions = [] }, done) {
  const confirmed = confirmations.filter((one) => one.state === 'STATE_CONFIRMED');
  const adopted = adoptions.some((one) => one.adopted);
  if (isOver(state) || (confirmed.length === 0 && !adopted)) return [];
  return [h('h2', {}, 'Terug op een stap'),
    confirmed.length > 0 && h('div', { class: 'step' }, h('h3', {}, 'Een bevestiging intrekken'),
      form('Bevestiging intrekken', 'Trek de bevestiging in', [
        field('Van welke gemeente', select(confirmed.map((one) => [one.municipality, one.displayName]), undefined,
          { name: 'municipality' })), letter('Waarom', 'reason')], (values) => done.revoke(values, values.reason))),
    adopted && h('div', { class: 'step' }, h('h3', {}, 'Het verslag heropenen'),
      h('p', {}, 'Elke vaststelling vervalt; de bevestigingen blijven.'),
      form('Heropenen', 'Heropen het verslag', [letter('Waarom', 'reason')], (values) => done.reopen(values.reason)))];
}

function happened({ events = [] }) {
  return [h('h2', {}, 'Wat er gebeurde'), table({ kind: 'wordy', caption: 'De stappen van dit verslag, in volgorde',
    columns: [{ label: 'Op' }, { label: 'Stap' }, { label: 'Waarvoor' }, { label: 'Door' }, { label: 'Brief of reden' }],
    rows: events.map((one) => [instant(one.recordTime), VERBS[one.verb] ?? one.verb, one.subject || 'het geheel',
      [one.organisation, one.actor && h('span', { class: 'over' }, one.actor.replace(/^proved:(.*)/, '$1, bewezen'))],
      one.letter || 'geen']) })];
}

