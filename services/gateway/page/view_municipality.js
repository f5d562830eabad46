// One municipality: what counts, what does not and why, its locations through time,
// and what it has still to deliver.
import { cited, h, heading, link, table, tiles, to, track } from './elements.js';
import { count, day, dayNumber, dayOf, halfYear, shortDay, signed } from './notation.js';
import { word } from './words.js';
import { get, list } from './rest.js';
import { standOf, valueOf } from './stand.js';
import { figure, named, placeOf } from './figures.js';
import { life } from './life.js';
import { pinned } from './outlook.js';
import { steps } from './chart.js';

export async function show(query) {
  const stand = await standOf(query);
  const { content } = stand;
  const row = content.municipalities.find((one) => one.municipality === query.g);
  if (!row) {
    return [heading({ title: 'Deze gemeente is er niet' }), h('div', { class: 'wrap' }, h('p', {},
      'In dit verslag staat geen gemeente met die naam. ', link(to('provincie', placeOf(query)), 'Naar de provincie')))];
  }
  const region = (content.regions ?? []).find((one) => one.subject === row.region);
  return [heading({ over: 'Een gemeente', title: row.displayName, under: [
    [region && `${region.displayName}, `, `stand van ${day(content.spec.asOfDate)}, ${content.cycle?.displayName ?? ''}`].filter(Boolean).join('')],
  banner: stand.composed ? 'Voor dit moment samengesteld: geen verslag, en niet bewaard' : undefined }),
  h('div', { class: 'wrap' },
    h('nav', { class: 'crumbs', 'aria-label': 'Waar dit bij hoort' }, h('ol', {},
      h('li', {}, link(to('provincie', placeOf(query)), content.scopeDisplayName)),
      h('li', {}, h('span', { 'aria-current': 'page' }, row.displayName)))),
    duties(stand, row), counting(stand, row), uncounted(stand, row), transfers(stand, row), others(stand, row), targets(stand, row),
    lines(row, content), await through(stand, row), await due(stand, row),
    told(row))];
}

function duties(stand, row) {
  const tile = (label, metric, note, options) => ({ label, note, value: figure(stand, row, metric, options) });
  const { spec } = stand.content;
  return [h('h2', { class: 'plain' }, 'De drie opgaven'), tiles([
    tile('Opgave', 'asylum.target_place_count', 'plekken voor asielzoekers, incl. amv'),
    tile('Gegarandeerd', 'asylum.guaranteed_place_count', row.bindingDate && `bindende dag: ${day(row.bindingDate)}`),
    tile('Met voornemens', 'asylum.intended_place_count', 'plekken'),
    tile('Tekort', 'asylum.net_shortfall_place_count', 'opgave min gegarandeerd'),
    tile('Waarvan amv', 'asylum.guaranteed_amv_count', ['gegarandeerd, van ', figure(stand, row, 'asylum.target_amv_count')])]),
  tiles([
    tile('Oekraïne: opgave', 'ukraine.target_place_count', `plekken op ${day(spec.ukraineDate)}`),
    tile('Oekraïne: gerealiseerd', 'ukraine.realised_place_count', 'plekken, bezet of niet'),
    tile('Statushouders: taakstelling', 'status_holders.net_target_person_count', `personen, ${halfYear(spec.halfYear)}`),
    tile('Statushouders: gehuisvest', 'status_holders.realised_person_count', `personen t/m ${day(spec.placementsDate)}`)], true)];
}

const group = (value) => word('locations.PlaceGroup', value);
const stateOf = (site) => word('locations.LocationState', site.locationState);

// A number of a location and one group of its places, by its name in the report.
const ofSite = (stand, site, { placeGroup }, what, value, about) => named(stand,
  `${site.location}#${placeGroup.replace('PLACE_GROUP_', '').toLowerCase()}.${what}_place_count`, value,
  `${site.displayName}, ${group(placeGroup)}, ${about}`);

function counting(stand, row) {
  const rows = (row.sites ?? []).flatMap((site) => (site.groups ?? [])
    .filter((one) => one.countedPlaceCount).map((one) => [site.displayName, group(one.placeGroup),
      ofSite(stand, site, one, 'counted', one.countedPlaceCount, 'telt mee'),
      ofSite(stand, site, one, 'offered', one.offeredPlaceCount ?? 0, 'biedt'),
      `${stateOf(site)}; ${word('locations.Location.Operator', site.locationOperator)}`]));
  return [h('h2', {}, 'Wat meetelt als gegarandeerd'), table({ kind: 'wordy',
    caption: 'Plekken op de bindende dag, per locatie en voor wie', empty: 'Geen plek telt mee.',
    columns: [{ label: 'Locatie' }, { label: 'Voor wie' }, { label: 'Telt mee', num: true },
      { label: 'Biedt', num: true }, { label: 'Stand en uitvoerder' }], rows })];
}

function uncounted(stand, row) {
  const rows = (row.sites ?? []).flatMap((site) => (site.uncounted ?? []).map((one) => [
    site.displayName, group(one.placeGroup), ofSite(stand, site, one, 'uncounted', one.placeCount ?? 0, 'telt niet mee'),
    (one.uncountedReasons ?? []).map((reason) => h('span', { class: 'line' },
      word('locations.LocationCoverage.Reason', reason))), site.remark || 'geen opmerking']));
  return [h('h2', {}, 'Wat niet meetelt, en waarom'), table({ kind: 'wordy',
    caption: 'Plekken die niet meetellen', empty: 'Alles wat er is, telt mee.',
    columns: [{ label: 'Locatie' }, { label: 'Voor wie' }, { label: 'Plekken', num: true },
      { label: 'Waarom niet' }, { label: 'Opmerking' }], rows })];
}

function others(stand, row) {
  return [h('h2', {}, 'Opvang van Oekraïense ontheemden'), table({ kind: 'wordy',
    caption: 'Locaties', empty: 'Geen locatie is bekend.',
    columns: [{ label: 'Locatie' }, { label: 'Plekken', num: true }, { label: 'Stand' }, { label: 'Vanaf' }, { label: 'Tot' }],
    rows: (row.shelters ?? []).map((one) => [one.displayName,
      named(stand, `${one.location}#place_count`, one.placeCount ?? 0, `${one.displayName}, plekken`),
      word('reporting.Shelter.Progress', one.shelterProgress),
      one.startDate ? day(one.startDate) : 'onbekend', one.endDate ? day(one.endDate) : 'geen einde bekend']) })];
}

// Places lent or borrowed: in the guaranteed number, with intentions, or not.
function transfers(stand, row) {
  const rows = (stand.content.transfers ?? []).filter((one) => [one.giver, one.receiver].includes(row.municipality));
  return rows.length === 0 ? [] : [h('h2', {}, 'Geleend en uitgeleend'), table({ kind: 'wordy',
    caption: 'Uitruil van plekken', columns: [{ label: 'Van' }, { label: 'Aan' }, { label: 'Plekken', num: true },
      { label: 'Telt' }, { label: 'Voorwaarde' }, { label: 'Bron' }],
    rows: rows.map((one) => [one.giverDisplayName, one.receiverDisplayName,
      named(stand, `${one.transfer}#place_count`, one.placeCount ?? 0, `van ${one.giverDisplayName} aan ${one.receiverDisplayName}`),
      word('reporting.TransferRow.Counting', one.transferCounting), one.condition || 'geen', cited(one.sources?.[0])]) })];
}

// How the target for asylum seekers came to be what it is.
function targets(stand, row) {
  return [h('h2', {}, 'Hoe de opgave tot stand kwam'), table({ kind: 'wordy', caption: 'Stappen van de opgave asiel',
    empty: 'Er is geen opgave vastgelegd.', columns: [{ label: 'Vanaf' }, { label: 'Plekken', num: true },
      { label: 'Hoe vast' }, { label: 'Rust op' }, { label: 'Bron' }],
    rows: (row.asylumSteps ?? []).map((one, i) => [day(one.startDate),
      named(stand, `${row.municipality}#asylum.step.${i}`, one.placeCount ?? 0, `opgave vanaf ${day(one.startDate)}`),
      one.changeCount === undefined ? word('quotas.QuotaEntry.Basis', one.quotaBasis) : `verschoven, ${signed(one.changeCount)}`,
      one.legalBasis || 'niet vermeld', cited(one.source)]) })];
}

// Every location as a line in time, from its first to its last day with places.
function lines(row, content) {
  const sites = (row.sites ?? []).filter((site) => site.startDate || site.knownSinceDate);
  if (sites.length === 0) return [];
  const of = (name) => dayNumber(content.cycle[name]);
  const [low, high] = [of('realisationStartDate'), of('windowEndDate') + 90];
  const spot = (told, none) => (told ? Math.max(low, Math.min(high, dayNumber(told))) : none);
  const bar = (site) => track([
    ['during', of('windowStartDate') - low, of('windowEndDate') - low],
    [site.siteProgress === 'PROGRESS_EXISTING' ? 'solid slim' : 'light slim',
      spot(site.startDate ?? site.knownSinceDate) - low, spot(site.endDate, high) - low]], high - low);
  return [h('h2', {}, 'De locaties door de tijd'), table({ kind: 'bars lines',
    caption: `Van ${day(content.cycle.realisationStartDate)} tot drie maanden na het venster; het venster is gekleurd`,
    columns: [{ label: 'Locatie' }, { label: 'Beeld', chart: true }, { label: 'vanaf', num: true },
      { label: 'tot', num: true }, { label: 'stand', num: true }],
    rows: sites.map((site) => [site.displayName, bar(site),
      site.startDate ? shortDay(site.startDate) : `bekend sinds ${shortDay(site.knownSinceDate)}`,
      site.endDate ? [shortDay(site.endDate), site.endDateCertainty === 'END_CERTAINTY_INDICATIVE' &&
        h('span', { class: 'over' }, word('locations.PlaceEntry.EndCertainty', site.endDateCertainty))] : 'geen einde bekend',
      stateOf(site)]) }), sites.map((site) => life(site, content.spec.locationsRevision))];
}

async function through({ content }, row) {
  const { spec, cycle } = content;
  const lines = await list(`${row.municipality}/timelines`, { startDate: dayOf(cycle.realisationStartDate),
    endDate: dayOf(cycle.windowEndDate), asOfDate: dayOf(spec.asOfDate), revision: pinned(spec.locationsRevision) }, 'timelines');
  const sum = (step) => ['regular', 'amv', 'special'].reduce((all, name) => all + (step[`${name}PlaceCount`] ?? 0), 0);
  return steps((lines[0]?.steps ?? []).map((step) => ({ ...step, decidedPlaceCount: sum(step) })),
    { caption: 'Plekken door de tijd', window: cycle, target: valueOf(row.figures, 'asylum.target_place_count') });
}

async function due(stand, row) {
  const head = h('h2', {}, 'Wat is aangeleverd, en wat nog niet');
  const { spec } = stand.content;
  let rows;
  try {
    rows = (await get(`${spec.scope}/deliveries`, { cycle: spec.cycle, asOfDate: dayOf(spec.asOfDate),
      report: stand.composed ? undefined : stand.name })).deliveries ?? [];
  } catch (problem) {
    if (problem.status !== 403) throw problem;
    return [head, h('p', {}, 'Dit is te zien voor de provincie, haar regio’s, het ministerie en de accountant.')];
  }
  return [head, table({ kind: 'wordy', caption: `Gezien op ${day(spec.asOfDate)}`,
    columns: [{ label: 'Wat' }, { label: 'Stand' }, { label: 'Uiterlijk' }, { label: 'Te vragen' }],
    rows: rows.filter((one) => one.municipality === row.municipality).map((one) => [
      word('reporting.Deadline.Item', one.item), word('reporting.Delivery.Standing', one.standing),
      one.dueDate ? day(one.dueDate) : 'geen termijn', one.reminder || 'niets']) })];
}

function told(row) {
  const texts = row.explanations ?? [];
  return texts.length === 0 ? [] : [h('h2', {}, 'Toelichting van de gemeente'), texts.map((text) => [
    text.title && h('h3', {}, text.title), text.body.split(/\n\n+/).map((part) => h('p', {}, part)),
    h('p', { class: 'note' }, cited(text.source))])];
}
