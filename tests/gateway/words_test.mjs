// The page's Dutch: every value that a contract enumerates and the page can meet has its
// word, and no word lacks its value; figures are called what the report calls them; and the
// services' refusals are read as the command-line client reads them; and the map has every
// municipality. Needs node alone.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const root = new URL('../../', import.meta.url);
const page = new URL('services/gateway/page/', root);
const text = (path) => readFileSync(new URL(path, root), 'utf8');
// A browser knows a module by its tag; node by a file beside it.
const copied = mkdtempSync(join(tmpdir(), 'opvang-words-'));
cpSync(page, copied, { recursive: true, dereference: true });
writeFileSync(join(copied, 'package.json'), '{"type": "module"}');
after(() => rmSync(copied, { recursive: true }));
const module = (name) => import(pathToFileURL(join(copied, name)));
globalThis.document = { baseURI: 'http://127.0.0.1/' };
const { FIGURES, METRICS, REASONS, SERVICES, UNITS, VERBS, WORDS, prefixOf, word } =
  await module('words.js');
const { inDutch, knownOf, pairsIn } = await module('sentences.js');
const notation = await module('notation.js');
const { layoutOf } = await module('tiles.js');

// Every enum of the contracts by its name within the package: 'reporting.Report.State'.
function enumsOf(service) {
  const found = {};
  const open = [];
  for (const line of text(`proto/nl/opvang/${service}/v1/${service}.proto`).split('\n')) {
    const code = line.replace(/\/\/.*/, '').trim();
    const opened = /^(message|enum|service|rpc|option|oneof)\b\s*(\w*)[^{]*\{(.*)$/.exec(code);
    const value = /^([A-Z][A-Z0-9_]*) = \d+/.exec(code);
    if (value && open.at(-1)?.kind === 'enum') {
      found[open.filter((one) => one.kind !== 'other').map((one) => one.name).join('.')]
        .push(value[1]);
    }
    if (opened) {
      open.push({ kind: ['message', 'enum'].includes(opened[1]) ? opened[1] : 'other', name: opened[2] });
      if (opened[1] === 'enum') found[open.map((one) => one.name).join('.')] = [];
    } else if (/\{[^}]*$/.test(code)) open.push({ kind: 'other' });
    if (/^[^{]*\}/.test(code) || (opened && /\}\s*;?$/.test(opened[3]))) open.pop();
  }
  return Object.fromEntries(Object.entries(found).map(([name, values]) => [`${service}.${name}`, values]));
}
const ENUMS = Object.assign({}, ...['quotas', 'locations', 'housing', 'reporting'].map(enumsOf));

test('every value has its word, every word its value', () => {
  for (const [name, words] of Object.entries(WORDS)) {
    const prefix = prefixOf(name);
    assert.ok(ENUMS[name]?.length > 1, `${name} is no enum of a contract`);
    const values = ENUMS[name].map((value) => value.slice(prefix.length));
    const asked = values.filter((value) => value !== 'UNSPECIFIED');
    assert.deepEqual(Object.keys(words).filter((value) => value !== 'UNSPECIFIED').sort(), asked.sort(), name);
    assert.ok(ENUMS[name].every((value) => value.startsWith(prefix)), `${name}: ${prefix}`);
    for (const value of ENUMS[name]) assert.doesNotMatch(word(name, value), /[A-Z]{3}_|undefined/);
  }
});

test('a view asks for words that are there, and shows no value without one', () => {
  const sources = readdirSync(page).filter((name) => name.endsWith('.js'))
    .map((name) => text(`services/gateway/page/${name}`)).join('\n');
  const asked = [...sources.matchAll(/word\('([\w.]+)'/g)].map((hit) => hit[1]);
  assert.ok(asked.length > 20);
  for (const name of asked) assert.ok(WORDS[name], name);
  const used = new Set(asked);
  assert.deepEqual(Object.keys(WORDS).filter((name) => !used.has(name)), [], 'words that no view asks for');
});

test('every figure is called what the report calls it', () => {
  const rows = [...text('services/reporting/figures/metrics.cc')
    .matchAll(/^ {4}\{"(\w+\.\w+)",\s*"([^"]+)"/gm)].map((hit) => [hit[1], hit[2]]);
  assert.ok(rows.length > 20);
  assert.deepEqual(METRICS, Object.fromEntries(rows));
});

test('every reason of the services that the page asks has its sentence', () => {
  const reasons = [...text('proto/nl/opvang/reporting/v1/reporting.proto')
    .matchAll(/ERROR_REASON_(\w+) = [1-9]/g)].map((hit) => hit[1]);
  const plumbing = ['common/base', 'common/service', 'common/net', 'common/state', 'common/db'].flatMap((folder) =>
    readdirSync(new URL(folder, root)).map((name) => text(`${folder}/${name}`))).join('\n')
    .matchAll(/PlumbingReason\(\s*"([A-Z_]+)"/g);
  for (const reason of [...reasons, ...[...plumbing].map((hit) => hit[1])]) {
    assert.ok(REASONS[reason], `${reason} has no Dutch`);
  }
});

test('units, services and steps are words of the contract', () => {
  const proto = text('proto/nl/opvang/reporting/v1/reporting.proto');
  for (const name of [...Object.keys(UNITS), ...Object.keys(SERVICES)]) assert.ok(proto.includes(`\`${name}\``), name);
  for (const name of Object.keys(FIGURES)) assert.ok(proto.includes(`\`${name}\``), name);
  const verbs = /\/\/ `created`[^]*?string verb/.exec(proto)[0];
  for (const [, verb] of verbs.matchAll(/`(\w+)`/g)) assert.ok(VERBS[verb], verb);
});

test('what a service refuses in English is read in Dutch', () => {
  const all = knownOf(...['sentences', 'fields', 'words'].map((name) => pairsIn(text(`services/gateway/page/${name}.txt`))));
  assert.ok(all.templates.length > 250);
  assert.equal(inDutch('is missing; it must be 1 to 500 characters', all), 'ontbreekt; geef 1 tot en met 500 tekens');
  assert.match(inDutch('provinces/pv23/reports/verslag cannot be submitted now: not adopted yet: IJsselland, Twente.', all),
    /niet.*IJsselland, Twente/);
  assert.equal(inDutch('Heel iets anders', all), undefined);
});

test('numbers and days as people here write them', () => {
  assert.equal(notation.count(6325), '6.325');
  assert.equal(notation.signed(-183), '−183');
  assert.equal(notation.signed(12), '+12');
  assert.equal(notation.percent(3864, 6325), '61,1\u00A0%');
  assert.equal(notation.percent(5699, 6325), '90,1\u00A0%');
  assert.equal(notation.percent(10474, 11704), '89,5\u00A0%');
  assert.equal(notation.percent(1, 2000), '0,1\u00A0%');
  assert.equal(notation.percent(5, 0), undefined);
  assert.equal(notation.day('2024-10-31'), '31 oktober 2024');
  assert.equal(notation.day({ year: 2024, month: 10, day: 31 }), '31 oktober 2024');
  assert.equal(notation.day(undefined), 'onbekend');
  assert.equal(notation.addDays('2024-02-28', 2), '2024-03-01');
  assert.equal(notation.halfYearOf('2024-06-30'), '2024-h1');
  assert.equal(notation.halfYear('2024-h2'), 'tweede halfjaar 2024');
  assert.match(notation.instant('2026-11-30T22:12:27Z'), /30 november 2026.*23:12:27/);
});

const towns = [...text('common/base/municipality_table.inc').matchAll(/\{"(gm\d{4})", "([^"]+)", "(pv\d\d)", "([^"]*)"\}/g)]
  .map(([, code, name, province]) => ({ name, municipality: `municipalities/${code}`, province: `provinces/${province}` }));

test('every municipality is a tile of its province, once, on a map that a phone can hold', () => {
  assert.equal(towns.length, 342);
  const provinces = [...new Set(towns.map((one) => one.province))];
  assert.equal(provinces.length, 12);
  for (const province of provinces) {
    const layout = layoutOf(province);
    const own = towns.filter((one) => one.province === province);
    const tiles = own.map((one) => layout.tileOf(one.municipality) ?? assert.fail(`${one.name} has no tile`));
    assert.equal(new Set(tiles.map(String)).size, own.length, `two on one tile in ${province}`);
    assert.ok(layout.columns <= 9 && tiles.every(([x, y]) => x >= 1 && x <= layout.columns && y >= 1), province);
    for (const one of towns) {
      if (one.province !== province) assert.equal(layout.tileOf(one.municipality), undefined, `${one.name} in ${province}`);
    }
  }
});

test('who lies north or west of whom does so on the map', () => {
  const at = (name) => {
    const { municipality, province } = towns.find((one) => one.name === name) ?? assert.fail(name);
    return layoutOf(province).tileOf(municipality);
  };
  for (const [north, south] of [['Het Hogeland', 'Westerwolde'], ['Terschelling', 'Heerenveen'], ['Assen', 'Hoogeveen'],
    ['Steenwijkerland', 'Deventer'], ['Urk', 'Almere'], ['Elburg', 'Nijmegen'], ['Amersfoort', 'Rhenen'], ['Texel', 'Amsterdam'],
    ['Leiden', 'Dordrecht'], ['Schouwen-Duiveland', 'Terneuzen'], ['Oss', 'Eindhoven'], ['Venlo', 'Maastricht']]) {
    assert.ok(at(north)[1] < at(south)[1], `${north} north of ${south}`);
  }
  for (const [west, east] of [['Westerkwartier', 'Oldambt'], ['Harlingen', 'Smallingerland'], ['Meppel', 'Emmen'], ['Zwolle', 'Enschede'],
    ['Lelystad', 'Dronten'], ['Tiel', 'Winterswijk'], ['Woerden', 'Amersfoort'], ['Haarlem', 'Hilversum'], ['Den Haag', 'Gouda'],
    ['Vlissingen', 'Reimerswaal'], ['Breda', 'Helmond'], ['Weert', 'Roermond']]) {
    assert.ok(at(west)[0] < at(east)[0], `${west} west of ${east}`);
  }
});

test('what the page is made of is asked for at once', () => {
  const index = text('services/gateway/page/index.html');
  const asked = [...index.matchAll(/(?:src|rel="modulepreload" href)="([\w.]+\.js)"/g)].map((hit) => hit[1]);
  assert.deepEqual(asked.sort(), readdirSync(page).filter((name) => name.endsWith('.js')).sort());
});
