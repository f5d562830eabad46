// Places through time: a picture, with the same numbers in a table beside it.
import { h, legend, svg, table } from './elements.js';
import { count, day, dayNumber } from './notation.js';

const WIDTH = 720;
const HEIGHT = 220;

// `told`: [{startDate, decidedPlaceCount, intendedPlaceCount}], by day; `cellOf` makes what
// stands in a cell of the table of its day, what it is and its number.
export function steps(told, { caption, window, target, cellOf = (_, __, value) => count(value) }) {
  if (told.length < 2) return [];
  const rows = told.map((step) => ({ at: dayNumber(step.startDate), step,
    decided: step.decidedPlaceCount ?? 0, intended: step.intendedPlaceCount ?? 0 }));
  const first = rows[0].at;
  const last = Math.max(rows.at(-1).at + 30, window ? dayNumber(window.windowEndDate) + 30 : 0);
  const top = 1.08 * Math.max(1, target ?? 0, ...rows.flatMap((row) => [row.decided, row.intended]));
  const x = (at) => (WIDTH * (at - first)) / (last - first);
  const y = (value) => HEIGHT - (HEIGHT * value) / top;
  const line = (name) => rows.map((row, i) => `${i ? `H${x(row.at)}V` : `M${x(row.at)} `}${y(row[name])}`)
    .join('') + `H${WIDTH}`;
  const area = (name) => `${line(name)}V${HEIGHT}H0Z`;
  const text = `${caption}: van ${count(rows[0].decided)} besloten plekken op ${day(rows[0].step.startDate)} naar ${
    count(rows.at(-1).decided)} op ${day(rows.at(-1).step.startDate)}. De tabel eronder heeft elke stap.`;
  const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT + 34}`, role: 'img', 'aria-label': text },
    window && svg('rect', { class: 'window', y: 0, height: HEIGHT, x: x(dayNumber(window.windowStartDate)),
      width: x(dayNumber(window.windowEndDate)) - x(dayNumber(window.windowStartDate)) }),
    svg('path', { class: 'intended', d: area('intended') }),
    svg('path', { class: 'decided', d: area('decided') }),
    target !== undefined && svg('line', { class: 'target', x1: 0, x2: WIDTH, y1: y(target), y2: y(target) }),
    svg('line', { class: 'axis', x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT }),
    years(first, last).map(([at, label]) => [
      svg('line', { class: 'axis', x1: x(at), x2: x(at), y1: HEIGHT, y2: HEIGHT + 6 }),
      svg('text', { x: x(at), y: HEIGHT + 26, 'text-anchor': x(at) > WIDTH - 170 ? 'end' : 'start' }, label)]));
  return [h('h2', {}, caption), h('figure', { class: 'steps' }, picture,
    legend(['s', 'besloten plekken'], ['p', 'met voornemens'],
      ...(target === undefined ? [] : [['m', `opgave: ${count(target)}`]]),
      ...(window ? [['w', `venster: ${day(window.windowStartDate)} tot ${day(window.windowEndDate)}`]] : []))),
  h('details', {}, h('summary', {}, 'De stappen als tabel'), table({ caption,
    columns: [{ label: 'Vanaf' }, { label: 'besloten', num: true }, { label: 'met voornemens', num: true },
      { label: 'begin onbekend', num: true }],
    rows: rows.map(({ step, decided, intended }) => [day(step.startDate), cellOf(step, 'decided', decided),
      cellOf(step, 'intended', intended), cellOf(step, 'unknown_start', step.unknownStartPlaceCount ?? 0)]) }))];
}

// The first days of quarters between two days; of long times, of years.
function years(first, last) {
  const marks = [];
  const [from, until] = [first, last].map((at) => new Date(at * 86400000).getUTCFullYear());
  const months = last - first > 1200 ? [0] : [0, 6];
  for (let year = from; year <= until; ++year) {
    for (const month of months) {
      const at = Date.UTC(year, month, 1) / 86400000;
      if (at >= first && at < last - 40) marks.push([at, month ? `juli ${year}` : `januari ${year}`]);
    }
  }
  return marks;
}
