// Numbers that open: each is a link to what it is made of, in the report that has it.
import { h, link, to } from './elements.js';
import { count, percent, signed } from './notation.js';
import { METRICS } from './words.js';
import { rowOf, subjectOf, valueOf } from './stand.js';

export const unknown = () => h('span', { class: 'unknown' }, 'onbekend');

// Where a number leads, with the way back to here.
export const toFigure = (report, figure, pad) => to('cijfer', {
  verslag: report, cijfer: figure, pad, van: location.hash.slice(2).startsWith('cijfer')
    ? new URLSearchParams(location.hash.split('?')[1]).get('van') : location.hash.slice(1) });

// Of a sum that is not known of all: over how many it goes.
function knownOf(row, metric) {
  const known = (row.knownCounts ?? []).find((one) => one.metric === metric);
  return known && `bekend van ${count(known.knownMunicipalityCount ?? 0)} van ${
    count(known.municipalityCount ?? 0)} gemeenten`;
}

// The number of a row as a link. In what is composed for the moment it opens where the
// kept report has the same number; where it has another, that one is told beside it.
export function figure(stand, row, metric, { sign = false } = {}) {
  const known = knownOf(row, metric);
  const textOf = ({ figures }) => {
    const value = valueOf(figures, metric);
    return value === undefined ? undefined : (sign ? signed : count)(value);
  };
  const text = known?.startsWith('bekend van 0') ? undefined : textOf(row);
  if (text === undefined) return unknown();
  return [opens(stand, row, metric, text, textOf), known && h('span', { class: 'over' }, known)];
}

// A share of the target, which opens as the two counts it is of.
export function share(stand, row, metric) {
  const textOf = ({ figures }) => {
    const part = valueOf(figures, metric);
    return part === undefined ? undefined
      : percent(part, valueOf(figures, 'asylum.target_place_count'));
  };
  const text = textOf(row);
  return text === undefined ? unknown()
    : opens(stand, row, metric.replace('_place_count', '_percent'), text, textOf);
}

function opens(stand, row, metric, text, textOf) {
  const subject = subjectOf(row);
  const about = `${row.displayName}, ${METRICS[metric] ?? 'aandeel van de opgave'}`;
  const name = `${subject}#${metric}`;
  if (!stand.composed) return numberLink(stand.name, name, text, about);
  const before = stand.base && rowOf(stand.base.content, subject);
  const kept = before && textOf(before);
  if (kept === undefined) return text;
  return kept === text ? numberLink(stand.name, name, text, about)
    : [text, h('span', { class: 'over' }, 'verslag: ',
      numberLink(stand.name, name, kept, `${about}, in het verslag`))];
}

export const numberLink = (report, name, text, about) => h('a', {
  class: 'number', 'data-figure': name, href: toFigure(report, name),
  'aria-label': `${text} (${about})` }, text);

// A number that the report knows by that name; of what is composed for the moment none does.
export const named = (stand, name, value, about) => (stand.composed ? count(value)
  : numberLink(stand.name, name, count(value), about));

export const toMunicipality = (query, row) => link(to('gemeente',
  { g: row.municipality, ...placeOf(query) }), row.displayName);

// What a record is about, leading to its municipality where it has one.
export function about(query, resource) {
  const g = /^municipalities\/[a-z0-9]+/.exec(resource ?? '')?.[0];
  return h('span', { class: 'over' }, g ? link(to('gemeente', { g, ...placeOf(query) }), resource) : resource);
}

// What of an address says which province, report, day and knowledge it is about.
export const placeOf = ({ p, verslag, dag, bekend }) => ({ p, verslag, dag, bekend });
