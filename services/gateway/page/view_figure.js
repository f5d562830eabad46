// A number opened: what it is made of, by which rule and article, down to the fact.
import { cited, h, heading, link, table, to } from './elements.js';
import { count, day, instant, percent, signed } from './notation.js';
import { SERVICES, UNITS, word } from './words.js';
import { get } from './rest.js';
import { about } from './figures.js';
import { idOf } from './stand.js';

// The way here: what was opened before, the first one first.
const trailOf = ({ pad }) => (pad ? pad.split('|') : []);

export async function show(query) {
  const { verslag, cijfer } = query;
  const trail = trailOf(query);
  const open = (figure) => get(`${verslag}/figure-explanations`, { figure });
  const [told, ...before] = await Promise.all([open(cijfer),
    ...trail.map((figure) => open(figure).catch(() => ({ label: figure, figure })))]);
  const value = told.rule === 'RULE_SHARE'
    ? percent(told.count ?? 0, told.wholeCount ?? 0) ?? 'onbekend' : count(told.count ?? 0);
  const share = told.rule === 'RULE_SHARE';
  return [heading({ over: told.label, title: share ? value : `${value} ${UNITS[told.unit] ?? told.unit}`,
    under: [`${share ? `${count(told.count ?? 0)} van ${count(told.wholeCount ?? 0)}, op` : 'Op'} ${
      day(told.asOfDate)}, in ${idOf(verslag)}`] }),
  h('div', { class: 'wrap' }, crumbs(query, before, told), whence(told),
    parts(query, trail, told), facts(query, told),
    h('p', { class: 'back' }, link(backOf(query), '← Terug naar waar u vandaan kwam')))];
}

// Only ever an address of this page.
const backOf = ({ van, verslag, p }) => (van?.startsWith('/') ? `#${van}`
  : to('provincie', { p, verslag }));

function crumbs(query, before, told) {
  const items = [link(backOf(query), query.van?.startsWith('/gemeente') ? 'De gemeente'
    : query.van?.startsWith('/vergelijken') ? 'De vergelijking' : idOf(query.verslag)),
  ...before.map((one, i) => link(to('cijfer', { ...query, p: undefined, cijfer: one.figure,
    pad: trailOf(query).slice(0, i).join('|') }), one.label))];
  return h('nav', { class: 'crumbs', 'aria-label': 'De weg naar dit cijfer' }, h('ol', {},
    items.map((item) => h('li', {}, item)),
    h('li', {}, h('span', { 'aria-current': 'page' }, told.label))));
}

function whence(told) {
  return h('dl', { class: 'facts' },
    h('div', {}, h('dt', {}, 'Regel'), h('dd', {}, told.ruleSentence ||
      word('reporting.FigureExplanation.Rule', told.rule))),
    told.legalBasis && h('div', {}, h('dt', {}, 'Rust op'), h('dd', {}, told.legalBasis)));
}

function parts(query, trail, told) {
  if (!told.parts?.length) return [];
  const share = told.rule === 'RULE_SHARE';
  const deeper = (figure) => to('cijfer', { ...query, p: undefined, cijfer: figure,
    pad: [...trail, query.cijfer].join('|') });
  const rows = told.parts.map((part) => {
    const text = share ? count(part.count ?? 0) : signed(part.count ?? 0).replace(/^\+/, '');
    return [part.label, part.figure ? h('a', { class: 'number', href: deeper(part.figure),
      'data-figure': part.figure, 'aria-label': `${text} (${part.label})` }, text) : text];
  });
  if (!share) {
    rows.push({ kind: 'total', cells: [`Samen: ${told.label}`, count(told.count ?? 0)] });
  }
  return [h('h2', {}, 'Waaruit het bestaat'), table({ caption: share
    ? 'De twee aantallen waarvan dit het aandeel is' : 'De delen, die samen het cijfer zijn',
  columns: [{ label: 'Deel' }, { label: UNITS[told.unit] ?? 'aantal', num: true }], rows })];
}

function facts(query, told) {
  if (!told.facts?.length) return [];
  return [h('h2', {}, 'De feiten waarop het rust'), table({ kind: 'wordy',
    caption: 'Vastgelegde feiten, elk met zijn bron',
    columns: [{ label: 'Feit' }, { label: 'Aantal', num: true }, { label: 'Bron' },
      { label: 'Vastgelegd door' }, { label: 'Op' }],
    rows: told.facts.map((fact) => [[fact.statement, about({ p: query.p, verslag: query.verslag }, fact.resource)],
      fact.count === undefined ? 'geen aantal' : count(fact.count),
      cited(fact.source),
      fact.organisation || 'onbekend',
      [instant(fact.recordTime), h('span', { class: 'over' },
        `${SERVICES[fact.service] ?? fact.service}, revisie ${fact.revision ?? 'onbekend'}`)]]) })];
}
