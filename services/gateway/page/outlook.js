// What lies ahead: what closes when, and by when must be decided so that it counts.
import { h, table } from './elements.js';
import { addDays, count, day, dayOf } from './notation.js';
import { word } from './words.js';
import { get, search } from './rest.js';
import { valueOf } from './stand.js';

// Of an area or a municipality, from the day of the stand on.
export async function outlook(parent, { content }) {
  const { spec, cycle } = content;
  const from = dayOf(spec.asOfDate);
  const [outlooks, calendar] = await Promise.all([
    ahead(parent, content, from), get(`${spec.cycle}/calendar`, { asOfDate: from,
      revision: pinned(spec.quotasRevision) })]);
  const names = new Map(content.municipalities.map((row) => [row.municipality, row.displayName]));
  const flat = (name) => outlooks.flatMap((one) => (one[name] ?? []).map((row) => ({
    ...row, municipality: names.get(one.municipality) ?? one.municipality })));
  const closings = flat('closings').sort((a, b) => (dayOf(a.closeDate) < dayOf(b.closeDate) ? -1 : 1));
  const dues = flat('dues').sort((a, b) => (dayOf(a.lastDate) < dayOf(b.lastDate) ? -1 : 1));
  return [h('h2', {}, 'Wat sluit, en wanneer'), table({
    kind: 'wordy', caption: `Besloten plekken die verdwijnen, vanaf ${day(from)}`,
    empty: 'Van geen plek is een einde bekend.',
    columns: [{ label: 'Dag' }, { label: 'Gemeente' }, { label: 'Locatie' }, { label: 'Voor wie' },
      { label: 'Plekken minder', num: true }, { label: 'Blijft in de gemeente', num: true }, { label: 'Hoe zeker' }],
    rows: closings.map((row) => [day(row.closeDate), row.municipality, row.displayName,
      word('locations.PlaceGroup', row.group), count(row.placeCount ?? 0),
      count(row.remainingPlaceCount ?? 0), row.endCertainty
        ? word('locations.PlaceEntry.EndCertainty', row.endCertainty) : 'alleen minder plekken']) }),
  h('h2', {}, 'Wat wanneer besloten moet zijn'),
  h('p', {}, `Wat op ${day(cycle?.windowStartDate)} open is, kan meetellen. Hoe lang vergunning en bouw duren is per locatie anders en staat in geen bron; de laatste dag hieronder rekent geen doorlooptijd.`),
  table({ kind: 'wordy', caption: 'De volgende stap van locaties die nog niet open zijn',
    empty: 'Geen locatie wacht op een stap.',
    columns: [{ label: 'Uiterlijk' }, { label: 'Gemeente' }, { label: 'Locatie' },
      { label: 'Stap' }, { label: 'Plekken', num: true }],
    rows: dues.map((row) => [[day(row.lastDate), row.overdue && h('strong', {}, ' (voorbij)')],
      row.municipality, row.displayName, word('locations.Outlook.Due.Step', row.step),
      count(row.placeCount ?? 0)]) }),
  failing(outlooks, names), statutory(calendar)];
}

// A revision of nothing means now.
export const pinned = (revision) => (revision && revision !== '0' ? revision : undefined);

function ahead(parent, content, from) {
  const { spec, cycle } = content;
  const body = { startDate: from, asOfDate: from, revision: pinned(spec.locationsRevision),
    endDate: addDays(dayOf(cycle.windowEndDate) > from ? cycle.windowEndDate : from, 365),
    neededDate: dayOf(cycle.windowStartDate),
    requirements: content.municipalities.map((row) => ({ municipality: row.municipality,
      placeCount: valueOf(row.figures, 'asylum.target_place_count') }))
      .filter((one) => one.placeCount !== undefined) };
  return search(`${parent}/outlooks/_search`, body, 'outlooks');
}

function failing(outlooks, names) {
  const rows = outlooks.filter((one) => one.firstFailingDate && names.has(one.municipality));
  return h('details', {}, h('summary', {}, `Vanaf wanneer gemeenten onder hun opgave zijn (${rows.length})`),
    table({ caption: 'De eerste dag met minder besloten plekken dan de opgave',
      columns: [{ label: 'Gemeente' }, { label: 'Vanaf' }, { label: 'Tekort', num: true }],
      empty: 'Geen gemeente komt onder haar opgave.',
      rows: rows.map((one) => [names.get(one.municipality), day(one.firstFailingDate),
        count(one.missingPlaceCount ?? 0)]) }));
}

function statutory({ milestones = [], state }) {
  return [h('h2', {}, 'Wettelijke dagen'), table({ kind: 'wordy',
    caption: `De cyclus: ${word('quotas.CycleStep.State', state)}`,
    columns: [{ label: 'Laatste dag op tijd' }, { label: 'Wat' }, { label: 'Stand' },
      { label: 'Gebeurd op' }, { label: 'Artikel' }],
    rows: milestones.map((one) => [day(one.lastTimelyDate),
      word('quotas.Calendar.Milestone.Kind', one.kind),
      word('quotas.Calendar.Milestone.Standing', one.standing),
      one.stepDate ? day(one.stepDate) : 'niet vastgelegd', one.legalBasis]) })];
}

