// The province as tiles, one per municipality, with the same in a table beside it.
import { h, table, to } from './elements.js';
import { percent } from './notation.js';
import { standOf, valueOf } from './stand.js';
import { figure, placeOf, share, toMunicipality, unknown } from './figures.js';
import { layoutOf } from './tiles.js';
import { headOf } from './view_province.js';

// How a municipality stands: a word and a sign of its own, not a colour alone.
const STANDS = [['met', '●', 'voldoet aan de opgave'], ['partly', '◐', 'voldoet er deels aan'],
  ['planned', '○', 'heeft alleen voornemens'], ['nothing', '✕', 'heeft niets'],
  ['none-known', '?', 'onbekend']];

// Where a long name may break: behind what stands before the last part of a word.
const PARTS = /[\p{L}]{4,}(?=(land|berg|bosch|gestel|waard|waal|veen|broek|huizen|oog|polder|kerk|ambacht|dijk|donk|drecht|meer|werf|diel|karspelen|zeel|dam|burg|brug|ingen|hout|acker)(?!\p{L}))/gu;

function standing(row) {
  const [target, guaranteed, intended] = ['target', 'guaranteed', 'intended'].map((name) =>
    valueOf(row.figures, `asylum.${name}_place_count`));
  if (target === undefined || guaranteed === undefined) return STANDS[4];
  if (guaranteed >= target) return STANDS[0];
  if (guaranteed > 0) return STANDS[1];
  return intended > 0 ? STANDS[2] : STANDS[3];
}

export async function show(query) {
  const stand = await standOf(query);
  const { content } = stand;
  const rows = content.municipalities;
  const layout = layoutOf(content.spec.scope);
  const map = h('ul', { class: layout.columns > 4 ? 'map' : 'map few' }, rows.map((row) => tile(query, layout, row)));
  map.style.setProperty('--columns', layout.columns);
  return [headOf(stand, 'De provincie als kaart'), h('div', { class: 'wrap' },
    h('h2', { class: 'plain' }, 'Gegarandeerd, in procenten van de opgave'),
    h('p', {}, 'Elke gemeente is één tegel, ongeveer waar zij ligt: noord boven, west links. De grootte zegt niets.'),
    map,
    h('ul', { class: 'legend signs' }, STANDS.map(([name, sign, text]) => h('li', { class: name },
      h('span', { 'aria-hidden': 'true' }, `${sign} `), text,
      ` (${rows.filter((row) => standing(row)[0] === name).length})`))),
    h('h2', {}, 'Hetzelfde als tabel'), table({ caption: 'Gegarandeerde plekken tegenover de opgave',
      columns: [{ label: 'Gemeente' }, { label: 'aandeel', num: true },
        { label: 'gegaran­deerd', num: true }, { label: 'opgave', num: true }],
      rows: rows.map((row) => [[toMunicipality(query, row), h('span', { class: 'over' }, standing(row)[2])],
        share(stand, row, 'asylum.guaranteed_place_count'),
        figure(stand, row, 'asylum.guaranteed_place_count'),
        figure(stand, row, 'asylum.target_place_count')]) }))];
}

function tile(query, layout, row) {
  const [name, sign, text] = standing(row);
  const told = percent(valueOf(row.figures, 'asylum.guaranteed_place_count') ?? 0,
    valueOf(row.figures, 'asylum.target_place_count'));
  const made = h('li', {}, h('a', { class: name, href: to('gemeente', { g: row.municipality, ...placeOf(query) }) },
    h('span', { class: 'place' }, row.displayName.replace(PARTS, '$&\u00AD')),
    h('span', { class: 'short', 'aria-hidden': 'true' }, row.displayName.slice(0, 4)),
    h('span', { class: 'told' }, told ? [told.slice(0, -2), h('span', { class: 'unit' }, told.slice(-2))] : unknown(), h('span', { class: 'sign', 'aria-hidden': 'true' }, ` ${sign}`),
      h('span', { class: 'unseen' }, `, ${text}`))));
  const place = layout.tileOf(row.municipality);
  if (place) [made.style.gridColumn, made.style.gridRow] = place.map(String);
  return made;
}
