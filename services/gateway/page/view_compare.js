// Two reports compared: from the one number to the other, by causes.
import { chooser, cited, field, h, heading, link, select, table, to, track } from './elements.js';
import { count, day, signed } from './notation.js';
import { METRICS, word } from './words.js';
import { list } from './rest.js';
import { idOf, reportsOf } from './stand.js';
import { about, numberLink, unknown } from './figures.js';

const FIRST = 'asylum.intended_place_count';

export async function show(query) {
  const reports = await reportsOf(query.p);
  const own = reports.filter((report) => report.spec.scope === query.p);
  // The two newest, the older one first.
  const naar = query.naar ?? query.verslag ?? own[0]?.name;
  const van = query.van_verslag ?? own.find((report) => report.name !== naar)?.name;
  const head = (title, under) => heading({ over: 'Twee verslagen vergeleken', title, under });
  const choose = controls(query, reports, van, naar);
  if (!van || !naar) {
    return [head('Er zijn geen twee verslagen'), h('div', { class: 'wrap' }, choose,
      h('p', {}, 'Van deze provincie zijn er minder dan twee verslagen die u mag zien.'))];
  }
  const differences = await list(`${van}/comparisons`,
    { other: naar, includeCancelled: query.ook === 'ja' }, 'differences');
  const one = differences.find((told) => told.subject === query.gebied &&
    told.metric === query.cijfer) ?? differences.find((told) => told.metric === FIRST) ?? differences[0];
  return [head(`Van ${idOf(van)} naar ${idOf(naar)}`, [differences.length
    ? `${differences.length} cijfers verschillen; elk verschil valt zonder rest uiteen in oorzaken.`
    : 'Geen cijfer verschilt.']),
  h('div', { class: 'wrap' }, choose, one && opened({ ...query, naar }, one, van, naar),
    differences.length > 0 && all(query, differences, one, van, naar))];
}

function controls(query, reports, van, naar) {
  const options = reports.map((report) => [report.name,
    `${idOf(report.name)} (${report.spec.scope === query.p ? '' : `${idOf(report.spec.scope)}, `}${day(report.spec.asOfDate)})`]);
  const [from, until] = [select(options, van), select(options, naar)];
  return chooser('Welke verslagen', 'Vergelijk', [field('Van', from), field('Naar', until)], () => {
    location.hash = to('vergelijken', { p: query.p, van_verslag: from.value, naar: until.value });
  });
}

const nameOf = (one) => `${one.displayName}: ${METRICS[one.metric] ?? one.metric}`;
const end = (report, one, value) => (value === undefined ? unknown()
  : numberLink(report, `${one.subject}#${one.metric}`, count(value), `${nameOf(one)}, in ${idOf(report)}`));

// The waterfall: each cause begins where the one before ended.
function opened(query, one, van, naar) {
  const from = one.fromCount ?? 0;
  const until = one.toCount ?? 0;
  let at = from;
  const levels = [from, until, 0];
  const parts = (one.parts ?? []).map((part) => {
    const begin = at;
    at += part.count ?? 0;
    levels.push(at);
    return { ...part, count: part.count ?? 0, begin, after: at };
  });
  // Where all are close together the difference shows only beside the axis' cut.
  const top = Math.max(...levels);
  const bottom = Math.min(...levels.filter((level) => level !== 0), top);
  const cut = bottom > 0 && top - bottom < 0.25 * top ? Math.max(0, bottom - 2 * (top - bottom)) : Math.min(0, bottom);
  const bar = (name, low, high) => track([[name, low - cut, high - cut]], top - cut);
  const rows = [[`In ${idOf(van)}`, bar('solid', cut, from), end(van, one, one.fromCount), ''],
    ...parts.map((part) => [word('reporting.FigureDifference.Cause', part.cause),
      bar(part.count < 0 ? 'less' : 'more', Math.min(part.begin, part.after), Math.max(part.begin, part.after)),
      count(part.after), signed(part.count)]),
    { kind: 'total', cells: [`In ${idOf(naar)}`, bar('solid', cut, until), end(naar, one, one.toCount),
      signed(one.differenceCount ?? 0)] }];
  return [h('h2', {}, nameOf(one)),
    table({ kind: 'bars waterfall', caption: 'Van het ene naar het andere cijfer, per oorzaak', columns: [
      { label: 'Oorzaak' }, { label: 'Beeld', chart: true }, { label: 'stand erna', num: true },
      { label: 'verschil', num: true }], rows }),
    cut > 0 && h('p', { class: 'note' }, `De balken beginnen bij ${count(cut)}, zodat het verschil te zien is.`),
    records(query, parts)];
}

function records(query, parts) {
  return [h('h3', {}, 'De vastleggingen achter elke oorzaak'), parts.map((part) => table({
    kind: 'wordy', caption: `${word('reporting.FigureDifference.Cause', part.cause)}: ${signed(part.count)}`,
    columns: [{ label: 'Waarover' }, { label: 'Verschil', num: true }, { label: 'Wat veranderde' }, { label: 'Bron' }],
    empty: `${word('reporting.FigureDifference.Cause', part.cause)}: geen losse vastlegging.`,
    rows: (part.records ?? []).map((record) => [[record.displayName || record.resource,
      about({ p: query.p, verslag: query.naar }, record.resource)], signed(record.count ?? 0),
    (record.changes ?? []).map((change) => h('span', { class: 'line' }, change)),
    (record.sources ?? []).length === 0 ? 'niet vermeld'
      : record.sources.map((told) => h('span', { class: 'line' }, cited(told)))]) }))];
}

function all(query, differences, shown, van, naar) {
  return [h('h2', {}, 'Alle verschillen'), table({ kind: 'wordy',
    caption: 'Elk cijfer dat verschilt; open er een voor zijn oorzaken',
    columns: [{ label: 'Gebied en cijfer' }, { label: 'Was', num: true }, { label: 'Is', num: true },
      { label: 'Verschil', num: true }, { label: 'Oorzaken' }],
    rows: differences.map((one) => [one === shown ? h('strong', {}, nameOf(one), ' (hierboven open)')
      : link(to('vergelijken', { p: query.p, van_verslag: van, naar, gebied: one.subject, cijfer: one.metric }),
        nameOf(one)), end(van, one, one.fromCount), end(naar, one, one.toCount),
    signed(one.differenceCount ?? 0), (one.parts ?? []).map((part) =>
      `${word('reporting.FigureDifference.Cause', part.cause)} ${signed(part.count ?? 0)}`).join('; ')]) })];
}
