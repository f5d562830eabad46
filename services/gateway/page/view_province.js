// The province now, or on any day by what was known at any moment.
import { chooser, field, h, heading, legend, link, select, table, tiles, to, track } from './elements.js';
import { count, day, dayOf, halfYear, instant, percent, shortDay, some } from './notation.js';
import { FIGURES, SERVICES, word } from './words.js';
import { byRegion, idOf, moments, reportsOf, standOf, valueOf } from './stand.js';
import { figure, named, share, toMunicipality } from './figures.js';
import { keep } from './keep.js';
import { outlook } from './outlook.js';
import { steps } from './chart.js';

export async function show(query) {
  const [stand, reports, known] = await Promise.all([
    standOf(query), reportsOf(query.p), moments()]);
  const { content } = stand;
  return [headOf(stand), h('div', { class: 'wrap' },
    controls(query, stand, reports, known),
    stand.composed && composedNote(stand, query, known),
    h('p', { class: 'answer' }, answer(content)), invented(content),
    keyFigures(stand), asylum(stand, query), others(stand, query),
    steps(content.timeline ?? [], { caption: 'Plekken door de tijd, heel de provincie',
      window: content.cycle, target: valueOf(content.total.figures, 'asylum.target_place_count'),
      cellOf: (step, what, value) => named(stand, `${content.spec.scope}#timeline.${dayOf(step.startDate)}.${what}`,
        value, `${content.scopeDisplayName} op ${day(step.startDate)}`) }),
    await outlook(content.spec.scope, stand), counted(stand),
    !stand.composed && keep(stand.name))];
}

export function headOf({ report, content, composed }, over = 'De provincie nu') {
  const { spec } = content;
  return heading({ over, title: content.scopeDisplayName,
    under: [`Stand van ${day(spec.asOfDate)}, ${content.cycle?.displayName ?? spec.cycle}`],
    banner: composed ? 'Voor dit moment samengesteld: geen verslag, en niet bewaard'
      : `${idOf(report.name)}: ${word('reporting.Report.State', report.state)}${
        report.embargoTime ? `. Onder embargo tot ${instant(report.embargoTime)}` : ''}` });
}

function controls(query, stand, reports, known) {
  const verslag = select([['', 'geen: stel de stand samen'], ...reports
    .filter((one) => one.spec.scope === query.p).map((one) => [one.name,
      `${idOf(one.name)} (${word('reporting.Report.State', one.state)})`])],
  stand.composed ? '' : stand.name);
  const dag = h('input', { type: 'date', value: query.dag ?? stand.content.spec.asOfDate });
  const bekend = known && slider(query, known);
  // A day or a moment asks for what no kept report need have.
  for (const control of [dag, bekend?.range]) {
    control?.addEventListener('input', () => { verslag.value = ''; });
  }
  return chooser('Wat wordt getoond', 'Toon', [field('Verslag', verslag),
    field('Op de dag', dag), bekend?.shown], () => {
    location.hash = verslag.value ? to('provincie', { p: query.p, verslag: verslag.value })
      : to('provincie', { p: query.p, dag: dag.value, bekend: bekend?.moment() });
  });
}

// What was known when: every moment at which something was recorded, the newest to the
// right, and at its end all that is known now.
function slider({ bekend }, known) {
  const moments = known.map((write) => [write.recordTime, `${instant(write.recordTime)}: ${
    SERVICES[write.service]}, revisie ${write.revision}`]).reverse();
  // A moment of a link that is older than the list, or between two of it.
  if (bekend && !moments.some(([time]) => time === bekend)) {
    const later = moments.findIndex(([time]) => time > bekend);
    moments.splice(later < 0 ? moments.length : later, 0, [bekend, instant(bekend)]);
  }
  moments.push([undefined, 'alles wat nu bekend is']);
  const range = h('input', { type: 'range', min: 0, max: moments.length - 1, step: 1,
    value: moments.findIndex(([time]) => time === (bekend || undefined)) });
  const told = h('output', {});
  const tell = () => {
    told.textContent = moments[range.value][1];
    range.setAttribute('aria-valuetext', told.textContent);
  };
  range.addEventListener('input', tell);
  tell();
  const shown = field('Met wat bekend was op', range);
  shown.classList.add('slide');
  shown.append(told);
  return { range, shown, moment: () => moments[range.value][0] };
}

function composedNote(stand, query, known = []) {
  const { spec } = stand.content;
  const at = known.findIndex((write) => write.recordTime === query.bekend);
  const step = (write, text) => write && link(to('provincie', { p: query.p, dag: query.dag,
    bekend: write.recordTime }), text);
  const steps = at < 0 ? [] : [step(known[at + 1], '← een moment eerder'),
    step(known[at - 1], 'een moment later →')].filter(Boolean);
  return h('p', { class: 'warning' },
    `Samengesteld op ${day(spec.asOfDate)}, met ${query.bekend
      ? `wat op ${instant(query.bekend)} bekend was` : 'alles wat nu bekend is'}. `,
    stand.name && ['Een cijfer dat gelijk is aan dat van verslag ', link(to('provincie',
      { p: query.p, verslag: stand.name }), idOf(stand.name)),
    ' opent daar; van een ander cijfer staat dat van het verslag erbij.'],
    steps.length > 0 && h('span', { class: 'line' }, steps.map((one) => [one, ' '])));
}

// The first sentence of the printed report.
function answer({ total, municipalities, scopeDisplayName }) {
  const of = (name) => valueOf(total.figures, `asylum.${name}_place_count`);
  const [target, guaranteed, intended] = ['target', 'guaranteed', 'intended'].map(of);
  if (guaranteed === undefined || target === undefined) {
    return `Van ${scopeDisplayName} is op deze dag geen opgave of geen plek bekend.`;
  }
  const met = municipalities.filter((row) =>
    valueOf(row.figures, 'asylum.guaranteed_place_count') >=
    valueOf(row.figures, 'asylum.target_place_count')).length;
  return `De gemeenten in ${scopeDisplayName} garanderen samen ${count(guaranteed)} van de ${
    count(target)} plekken voor asielzoekers (${percent(guaranteed, target)}); met voornemens erbij zijn het er ${
    count(intended)} (${percent(intended, target)}). Van de ${
    some(municipalities.length, 'gemeente', 'gemeenten')} voldoe${met === 1 ? 't' : 'n'} er ${count(met)} aan de opgave.`;
}

// What nobody published is invented, and says so before anything else.
function invented({ dataQuality = [] }) {
  const told = dataQuality.filter((one) => one.illustrativeCount).map((one) =>
    `${word('quotas.Duty', `DUTY_${one.duty.toUpperCase()}`)}, ${FIGURES[one.figure] ?? one.figure} ${
      percent(one.illustrativeCount, one.totalCount)}`);
  return told.length > 0 && h('p', { class: 'warning' },
    `Deze cijfers rusten deels op verzonnen cijfers, waar niets is gepubliceerd. Aandeel daarvan: ${told.join('; ')}.`);
}

function keyFigures(stand) {
  const { total, spec } = stand.content;
  const show = (metric, options) => figure(stand, total, metric, options);
  const of = (metric) => valueOf(total.figures, metric);
  const target = of('asylum.target_place_count');
  const guaranteed = of('asylum.guaranteed_place_count') ?? 0;
  const intended = of('asylum.intended_place_count') ?? 0;
  return [h('h2', { class: 'plain' }, 'In één oogopslag'), tiles([
    { label: 'Opgave', value: show('asylum.target_place_count'), note: 'plekken voor asielzoekers, incl. amv' },
    { label: 'Gegarandeerd', value: share(stand, total, 'asylum.guaranteed_place_count'),
      note: [show('asylum.guaranteed_place_count'), ' plekken'] },
    { label: 'Met voornemens', value: share(stand, total, 'asylum.intended_place_count'),
      note: [show('asylum.intended_place_count'), ' plekken'] },
    { label: 'Tekort netto', value: show('asylum.net_shortfall_place_count'), note: 'opgave min gegarandeerd' },
    { label: 'Tekort bruto', value: show('asylum.gross_shortfall_place_count'),
      note: 'alleen gemeenten die te weinig hebben' }]),
  target && h('div', { class: 'head' }, track([['light', guaranteed, intended],
    ['solid', 0, guaranteed]], Math.max(target, intended), target),
  legend(['s', 'gegarandeerd'], ['t', 'met voornemens'], ['m', 'opgave'])),
  tiles([
    { label: 'Oekraïne: opgave', value: show('ukraine.target_place_count'), note: `plekken op ${day(spec.ukraineDate)}` },
    { label: 'Oekraïne: gerealiseerd', value: show('ukraine.realised_place_count'), note: 'plekken, bezet of niet' },
    { label: 'Statushouders: taakstelling', value: show('status_holders.net_target_person_count'),
      note: `personen in het ${halfYear(spec.halfYear)}, incl. meegenomen` },
    { label: 'Statushouders: gehuisvest', value: show('status_holders.realised_person_count'),
      note: `personen t/m ${day(spec.placementsDate)}` }], true)];
}

// Rows by region with their sums, and the whole at the end.
function rowsOf(stand, query, cellsOf) {
  const { content } = stand;
  const rows = byRegion(content).flatMap(({ sum, rows }) => [
    ...(sum ? [{ group: sum.displayName }] : []),
    ...rows.map((row) => [toMunicipality(query, row), ...cellsOf(row)]),
    ...(sum ? [{ kind: 'subtotal', cells: [`Samen ${sum.displayName}`, ...cellsOf(sum)] }] : [])]);
  return [...rows, { kind: 'total', cells: [content.scopeDisplayName, ...cellsOf(content.total)] }];
}

function asylum(stand, query) {
  const { municipalities } = stand.content;
  const value = (row, name) => valueOf(row.figures, `asylum.${name}_place_count`);
  const scale = Math.max(1, ...municipalities.flatMap((row) =>
    ['target', 'guaranteed', 'intended'].map((name) => value(row, name) ?? 0)));
  const bar = (row) => row.municipality && track([
    ['light', value(row, 'guaranteed') ?? 0, value(row, 'intended') ?? 0],
    ['solid', 0, value(row, 'guaranteed') ?? 0]], scale, value(row, 'target'));
  return [h('h2', {}, 'Asielzoekers, per gemeente'), table({
    kind: 'bars', caption: 'Gegarandeerde plekken tegenover de opgave',
    columns: [{ label: 'Gebied' }, { label: 'Beeld', chart: true }, { label: 'gegarandeerd', num: true },
      { label: 'met voornemens', num: true }, { label: 'opgave', num: true }],
    rows: rowsOf(stand, query, (row) => [bar(row), ...['guaranteed', 'intended', 'target'].map(
      (name) => figure(stand, row, `asylum.${name}_place_count`))]) })];
}

function others(stand, query) {
  const made = (title, caption, columns) => [h('h2', {}, title), table({
    caption, columns: [{ label: 'Gebied' }, ...columns.map(([label]) => ({ label, num: true }))],
    rows: rowsOf(stand, query, (row) => columns.map(([, metric, options]) =>
      figure(stand, row, metric, options))) })];
  const { spec } = stand.content;
  return [made('Oekraïense ontheemden, per gemeente',
    `Plekken: opgave op ${day(spec.ukraineDate)}, gerealiseerd op ${day(spec.asOfDate)}`, [
      ['opgave', 'ukraine.target_place_count'], ['gereali­seerd', 'ukraine.realised_place_count'],
      ['in ontwik­keling', 'ukraine.in_development_place_count']]),
  made('Statushouders, per gemeente', `Personen in het ${halfYear(spec.halfYear)}`, [
    ['taakstel­ling', 'status_holders.net_target_person_count'],
    ['gehuis­vest', 'status_holders.realised_person_count'],
    ['verwacht saldo', 'status_holders.expected_person_count', { sign: true }]])];
}

function counted({ content }) {
  return [h('h2', {}, 'Hoe is geteld'), h('ul', {}, (content.rules ?? []).map((rule) => h('li', {}, rule))),
    h('p', { class: 'note' }, 'Van de bronnen: ', (content.sources ?? []).map((source) =>
      `${SERVICES[source.service] ?? source.service} revisie ${source.revision}${source.recordTime
        ? `, vastgelegd ${instant(source.recordTime)}` : ''}`).join('; '), '. Venster: ',
    `${shortDay(content.cycle?.windowStartDate)} tot ${shortDay(content.cycle?.windowEndDate)}.`)];
}

