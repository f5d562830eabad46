// The page in a real browser, through the case of Overijssel: from the province to a fact
// and back, another day, another moment, comparison, a municipality, the map, and sign-off
// by two persons. Started by tests/gateway/page, which says where everything is.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { Browser } from './browser.mjs';
import { person } from './person.mjs';

const { OPVANG_PAGE_URL: gateway, OPVANG_PAGE_CERTIFICATES: certificates,
  OPVANG_PAGE_PICTURES: pictures } = process.env;
if (!gateway || !pictures) {
  console.error('OPVANG_PAGE_URL (a gateway) and OPVANG_PAGE_PICTURES (a folder) must be set; tests/gateway/page sets them');
  process.exit(2);
}
mkdirSync(pictures, { recursive: true });
const faultsOfPages = readFileSync(new URL('../support/page_faults.js', import.meta.url), 'utf8');
// An independent checker of WCAG; run beside the page's policy, which would forbid it.
const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
const P = 'provinces/pv23';
const REPORT = `${P}/reports/verslag-2024-11-01`;
const MEMO = `${P}/reports/memo-2024-10-31`;
const ZWOLLE = 'municipalities/gm0193';
const POLICY = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
  "img-src 'self' data:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];

// Who sits at which desk: the maker of the report, a second pair of eyes, and Zwolle.
// Without certificates the addresses are of doors that sign somebody in themselves.
const desks = [['overijssel', 'bureau-1'], ['overijssel', 'bureau-2'], ['zwolle', '']];
const doors = certificates
  ? await Promise.all(desks.map(([who, actor]) => person(gateway, certificates, who, actor)))
  : gateway.split(' ').map((url) => ({ url, end() {} }));
const browser = new Browser();
let passed = 0;
const pass = (what) => { ++passed; console.log(`ok   ${what}`); };

const number = (text) => Number(text.replace(/[^\d−]/g, '').replace('−', '-'));
const holds = (shown, ...parts) => {
  const text = shown.replaceAll('\u00A0', ' ');
  for (const part of parts) assert.ok(text.includes(part), `niet gevonden: ${part}\nin: ${text.slice(0, 2000)}`);
};

// What every view must hold, at a phone's and a desk's width, kept as pictures, and where
// somebody looks at it four times as large.
const seen = new Map();
async function examine(page, name) {
  await page.run(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
  for (const width of [375, 1280]) {
    await page.picture(`${pictures}/${name}-${width}.png`, width);
    const faults = await page.run(`(() => { ${faultsOfPages}
      return pageFaults(window, document, ${width}, 'nl'); })()`);
    assert.deepEqual(faults, [], `${name}: ${faults}`);
    assert.deepEqual(await violations(page), [], `${name} op ${width}`);
  }
  await page.width(320);
  assert.ok(await page.run('document.documentElement.scrollWidth') <= 320, `${name}: breder dan 320`);
  await page.width(1280);
  assert.deepEqual(await page.run(`[...document.querySelectorAll('main [style*="url"], main img, main script, main iframe')].length`), 0);
  const [title, view] = [await page.run('document.title'), name.split('-')[0]];
  assert.ok((seen.get(title) ?? view) === view, `${name} heet als ${seen.get(title)}: ${title}`);
  seen.set(title, view);
}

async function violations(page) {
  await page.run(`window.axe ?? (() => { ${axe} })(); undefined`);
  return page.run(`axe.run(document, { runOnly: ${JSON.stringify(WCAG)}, resultTypes: ['violations'] })
    .then((told) => told.violations.map((one) => one.id + ': ' + one.nodes[0].html.slice(0, 200)))`);
}

// What a first look costs on a phone; nothing is packed, nothing was kept.
async function kilobytes(page, name, most) {
  const bytes = page.sent.reduce((sum, one) => sum + one.bytes, 0);
  console.log(`     ${name}: ${Math.round(bytes / 1024)} kB in ${page.sent.length} antwoorden`);
  assert.ok(bytes > 1024 && bytes < most * 1024, JSON.stringify(page.sent));
  page.sent.length = 0;
}

// Every number of those tables opens, in the report that has it.
async function allOpen(page, ...captions) {
  for (const caption of captions) {
    const [cells, named] = await page.run(`(() => { const table = [...document.querySelectorAll('main table')]
      .find((one) => one.caption.textContent === ${JSON.stringify(caption)});
      return [[...table.querySelectorAll('tbody td.num')].map((one) => one.textContent),
        [...table.querySelectorAll('tbody td.num a.number')].map((one) => one.dataset.figure)]; })()`);
    assert.ok(named.length > 0 && named.length === cells.length, `${caption}: ${named.length} van ${cells.length} openen: ${cells}`);
    const gone = await page.run(`Promise.all(${JSON.stringify([...new Set(named)])}.map((figure) => fetch('v1/${REPORT}/figure-explanations?figure=' +
      encodeURIComponent(figure)).then((told) => told.ok ? '' : figure))).then((all) => all.filter(Boolean))`);
    assert.deepEqual(gone, [], caption);
  }
}

// By keyboard: from the skip link on, in the order of reading, each with its focus visible.
async function tabThrough(page, name, times) {
  await page.run('document.activeElement.blur(); scrollTo(0, 0)');
  let before = -1;
  for (let i = 0; i < times; ++i) {
    await page.key('Tab');
    const { at, outline, unseen, tag } = await page.run(`(() => { const on = document.activeElement, style = getComputedStyle(on);
      return { at: [...document.querySelectorAll('*')].indexOf(on), tag: on.outerHTML.slice(0, 80),
        outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        unseen: on.getClientRects().length === 0 }; })()`);
    if (tag.startsWith('<body')) break;
    assert.ok(at > before || tag.includes('type="date"') || tag.includes('datetime'), `${name}: focus springt terug naar ${tag}`);
    assert.ok(outline && !unseen, `${name}: focus is niet te zien op ${tag}`);
    before = at;
  }
}

const quiet = (page, name) => assert.deepEqual(page.console, [], `op de console van ${name}`);
const title = (page) => page.text('main h1');

try {
  const page = await browser.page(doors[0].url);
  const policy = await page.run(`fetch('./').then((told) => told.headers.get('content-security-policy'))`);
  assert.deepEqual(policy.split(/; */).filter(Boolean).sort(), POLICY.sort());
  await examine(page, 'begin');
  // The checker sees what is wrong.
  await page.run(`document.querySelector('main').append(document.createElement('input')); undefined`);
  assert.match((await violations(page)).join(), /^label: <input>$/);
  await page.run(`document.querySelector('main > input').remove()`);
  await kilobytes(page, 'het begin', 150);
  await page.leads(`[...document.querySelectorAll('main a')].find((one) => one.textContent === 'Overijssel').click();`);
  const home = await page.run('location.hash');
  holds(await title(page), 'Overijssel');
  await kilobytes(page, 'de provincie', 300);
  holds(await page.text(), '6.325', '3.864', '5.699', '61,1 %', '90,1 %', '2.461', '2.852',
    'Steenwijkerland', 'Samen IJsselland', 'Wat sluit, en wanneer', 'AZC Schalkhaar',
    'Wat wanneer besloten moet zijn', 'Nieuw azc Deventer', 'verdeelbesluit');
  assert.equal(await page.run('document.activeElement.tagName'), 'H1');
  await examine(page, 'provincie');
  await tabThrough(page, 'provincie', 40);
  // Its documents are links, answered as what they are.
  const kept = await page.run(`Promise.all([...document.querySelectorAll('.kept a')].map((one) =>
    fetch(one.href, { headers: { Accept: 'text/html,*/*;q=0.8' } }).then(async (told) => ({ status: told.status,
      type: told.headers.get('content-type'), named: told.headers.get('content-disposition'),
      start: told.headers.get('content-type').startsWith('text/html') ? (await told.text()).slice(0, 200) : '' }))))`);
  assert.deepEqual(kept.map(({ status }) => status), Array(7).fill(200));
  assert.equal(new Set(kept.map(({ type }) => type)).size, 6, 'CSV and the archive are both zip');
  holds(kept[0].start.toLowerCase(), '<!doctype html>');
  for (const { named } of kept) assert.match(named, /filename/);
  await page.print(`${pictures}/provincie.pdf`);
  await allOpen(page, 'Plekken door de tijd, heel de provincie', 'Gegarandeerde plekken tegenover de opgave');
  pass('de provincie: opgave, gegarandeerd, met voornemens, wat sluit en wat besloten moet zijn');

  // Down to a fact, each level adding up, and back along the crumbs.
  const way = [`${P}#asylum.guaranteed_place_count`, 'regions/ijsselland#asylum.guaranteed_place_count',
    `${ZWOLLE}#asylum.guaranteed_place_count`, `${ZWOLLE}/locations/rol-meeuwenlaan#regular.counted_place_count`];
  for (const [i, figure] of way.entries()) {
    const told = await page.text(`a[data-figure="${figure}"]`);
    await page.click(`main a[data-figure="${figure}"]`);
    assert.equal(number(await page.run(`document.querySelector('h1').lastChild.textContent`)), number(told));
    assert.equal(await page.run(`document.querySelectorAll('.crumbs li').length`), i + 2);
    const parts = await page.run(`[...document.querySelectorAll('main tbody tr:not(.total) td.num')].map((one) => one.textContent)`);
    if (i + 1 < way.length) {
      assert.equal(parts.reduce((sum, one) => sum + number(one), 0), number(told), `de delen van ${figure}`);
      holds(await page.text(), 'Wet 3(2)', 'Het laagste aantal besloten plekken');
    }
    if (i === 0) await examine(page, 'cijfer');
  }
  holds(await page.text(), 'vanaf 30 juni 2023 300 regulier', 'https://1zwolle.nl', 'provincie Overijssel', 'revisie 3', 'uur');
  await examine(page, 'feit');
  await page.click('.crumbs li:nth-child(3) a');
  holds(await title(page), 'IJsselland', '1.980');
  await page.click('.crumbs li:first-child a');
  assert.equal(await page.run('location.hash'), home);
  await page.leads('history.back();');
  holds(await title(page), 'IJsselland');
  pass('een cijfer gaat open tot het feit met bron, organisatie en tijd, en terug');

  // Another day: composed, kept nowhere; a figure that is the same opens.
  const reports = () => page.run(`fetch('v1/${P}/reports').then((told) => told.json()).then((told) => told.reports.length)`);
  const before = await reports();
  await page.go(`#/provincie?p=${P}&dag=2025-03-01`);
  holds(await page.text(), 'Voor dit moment samengesteld', 'Samengesteld op 1 maart 2025', '6.325');
  assert.equal(await reports(), before);
  await examine(page, 'provincie-andere-dag');
  // What was known when the memo was made: 93 %.
  const known = await page.run(`fetch('v1/${MEMO}').then((told) => told.json()).then((told) => told.createTime)`);
  await page.go(`#/provincie?p=${P}&dag=2024-10-31&bekend=${known}`);
  holds(await page.text(), '5.882', '93,0 %', 'verslag: ', '5.699', 'een moment eerder', 'een moment later');
  await examine(page, 'provincie-eerder-bekend');
  // By hand: the slider goes through all moments, the arrow keys one by one; what is chosen
  // stands in the address.
  const slide = `document.querySelector('.chooser input[type=range]')`;
  const told = () => page.run(`${slide}.getAttribute('aria-valuetext')`);
  const then = await told();
  assert.equal(then, await page.text('.chooser output'));
  await page.run(`${slide}.focus()`);
  await page.key('ArrowRight');
  assert.notEqual(await told(), then);
  await page.key('ArrowLeft');
  assert.equal(await told(), then);
  await page.run(`${slide}.value = ${slide}.max; ${slide}.dispatchEvent(new Event('input')); undefined`);
  assert.equal(await told(), 'alles wat nu bekend is');
  await page.key('ArrowLeft');
  assert.match(await told(), /uur: .*, revisie \d+$/);
  assert.equal(await page.run(`document.querySelector('.chooser select').value`), '');
  await page.leads(`document.querySelector('.chooser button').click();`);
  holds(await page.run('location.hash'), 'bekend=20', 'dag=2024-10-31');
  holds(await page.text(), '5.699', '90,1 %');
  await page.leads(`[...document.querySelectorAll('main a')].find((one) => one.textContent === '← een moment eerder').click();`);
  holds(await page.run('location.hash'), 'bekend=20');
  pass('elke dag, en elk moment waarop iets bekend was');

  await page.go(`#/vergelijken?p=${P}&van_verslag=${MEMO}&naar=${REPORT}`);
  holds(await page.text(), 'Overijssel: met voornemens', '5.882', '5.699', '−183', 'plan veranderd',
    'Opvang Twenterand', 'vervallen: vanaf 15 december 2025 gepland 120 regulier', 'Opvang Dinkelland');
  const steps = await page.run(`[...document.querySelectorAll('.waterfall tbody tr:not(.total) td:last-child')].map((one) => one.textContent)`);
  assert.equal(steps.filter(Boolean).reduce((sum, one) => sum + number(one), 0), -183);
  await examine(page, 'vergelijken');
  await tabThrough(page, 'vergelijken', 15);
  await page.leads(`[...document.querySelectorAll('main a')].find((one) => one.textContent === 'Dinkelland: met voornemens').click();`);
  holds(await page.text('main h2'), 'Dinkelland');
  pass('twee verslagen: het verschil valt uiteen in oorzaken, elk met haar vastleggingen');

  await page.go(`#/gemeente?p=${P}&g=${ZWOLLE}`);
  holds(await page.text(), '717', '520', 'ROL Meeuwenlaan', 'sluit of krimpt tijdens het venster',
    'geen startdatum', 'besluit niet afgerond', 'De locaties door de tijd', 'nog niet ontvangen', 'Drie kandidaat-locaties');
  await page.run(`[...document.querySelectorAll('summary')].find((one) => one.textContent === 'Levensloop van ROL Meeuwenlaan').click()`);
  await page.until(`document.querySelector('main').innerText.includes('Wat er gebeurde met ROL Meeuwenlaan')`);
  await page.until(`document.querySelectorAll('details[open] [role=status] table').length > 0`);
  await allOpen(page, 'Plekken op de bindende dag, per locatie en voor wie', 'Plekken die niet meetellen', 'Locaties',
    'Stappen van de opgave asiel');
  await examine(page, 'gemeente');
  await tabThrough(page, 'gemeente', 30);
  pass('een gemeente: wat telt, wat niet en waarom, haar locaties en wat nog moet komen');

  page.sent.length = 0;
  await page.go(`#/kaart?p=${P}`);
  // What was read before is not asked for again.
  await kilobytes(page, 'de kaart, nadat de provincie is gelezen', 20);
  const cells = await page.run(`[...document.querySelectorAll('.map li')].map((one) => one.style.gridArea)`);
  assert.equal(new Set(cells).size, 25);
  assert.ok(cells.every(Boolean), 'een gemeente zonder tegel');
  await page.picture(`${pictures}/page.png`, 1024, 870);
  await examine(page, 'kaart');
  await tabThrough(page, 'kaart', 20);
  await page.leads(`[...document.querySelectorAll('.map a')].find((one) => one.textContent.startsWith('Zwolle')).click();`);
  holds(await title(page), 'Zwolle');
  // Of any province: its own municipalities with the figures of this one.
  const content = await page.run(`fetch('v1/${REPORT}').then((told) => told.json())`);
  const all = await page.run(`fetch('v1/municipalities?parent=municipalities/-&pageSize=1000').then((told) => told.json())`);
  for (const [i, { name, displayName }] of (await page.run(`fetch('v1/provinces').then((told) => told.json())`)).provinces.entries()) {
    const own = all.municipalities.filter((one) => one.province === name);
    const made = structuredClone(content);
    Object.assign(made.content, { scopeDisplayName: displayName, regions: [] });
    made.content.spec.scope = name;
    made.content.municipalities = own.map((one, n) => ({ ...content.content.municipalities[(i + n) % 25],
      municipality: one.name, displayName: one.displayName, ...(n % 7 === 6 && { figures: {} }) }));
    await page.run(`window.asked ??= window.fetch; window.fetch = (url, ...more) => String(url).endsWith('/v1/${name}/reports/x')
      ? Promise.resolve(new Response(${JSON.stringify(JSON.stringify(made))})) : window.asked(url, ...more); undefined`);
    await page.go(`#/kaart?p=${name}&verslag=${name}/reports/x`);
    const areas = await page.run(`[...document.querySelectorAll('.map li')].map((one) => one.style.gridArea)`);
    assert.ok(areas.every(Boolean) && new Set(areas).size === own.length && own.length > 5, `${displayName}: ${areas}`);
    await examine(page, `kaart-${name.slice(-4)}`);
  }
  await page.run('window.fetch = window.asked; undefined');
  pass('de kaart: een tegel per gemeente, met teken en tabel, van elke provincie');

  // Unknown is not nought, and what is not there is said.
  await page.go(`#/provincie?p=${P}&dag=2023-01-01`);
  holds(await page.text(), 'onbekend', 'bekend van 13 van 14 gemeenten', 'geen opgave of geen plek bekend');
  await examine(page, 'provincie-onbekend');
  quiet(page, 'het bekijken');
  await page.go('#/provincie?p=provinces/pv20');
  holds(await page.text(), 'Dit valt buiten het gebied van uw organisatie');
  await page.go(`#/gemeente?p=${P}&g=municipalities/gm9999`);
  holds(await page.text(), 'Deze gemeente is er niet');
  await page.go('#/nergens');
  holds(await page.text(), 'Deze bladzijde is er niet');

  const refused = (one) => one.until(`document.querySelector('.refusal:not([hidden])')`).then(() => one.text('.refusal:not([hidden])'));
  const fill = (form, values) => `{ const form = document.querySelector('form[aria-label^="${form}"]');
    for (const [name, value] of Object.entries(${JSON.stringify(values)})) form.elements[name].value = value; form.requestSubmit(); }`;
  await page.go(`#/provincie?p=${P}&verslag=${P}/reports/is-er-niet`);
  holds(await refused(page), 'Een verslag met die naam bestaat niet');

  // An address that somebody made up leads nowhere else.
  for (const away of ['https://example.org/x', '../../x', '//example.org']) {
    await page.go(`#/provincie?p=${encodeURIComponent(away)}`);
    holds(await refused(page), 'De vraag klopt niet.');
    await page.go(`#/cijfer?verslag=${REPORT}&cijfer=${encodeURIComponent(way[3])}&van=${encodeURIComponent(`javascript:${away}`)}`);
    assert.ok(await page.run(`[...document.querySelectorAll('main a')].every((one) => /^(https:|http:)/.test(one.protocol) &&
      (one.origin === location.origin || one.closest('.source')))`));
  }

  // By keyboard alone: a number opens by Enter, and what is new has the focus.
  await page.go(`#/provincie?p=${P}`);
  await page.run(`document.querySelector('main a.number').focus(); window.before = document.querySelector('main').firstElementChild; undefined`);
  await page.key('Enter');
  await page.until(`document.querySelector('main').firstElementChild !== window.before && !document.querySelector('main[aria-busy]')`);
  holds(await title(page), 'opgave asiel');
  assert.equal(await page.run('document.activeElement.tagName'), 'H1');
  await page.run(`document.getElementById('naar-inhoud').focus()`);
  await page.key('Enter');
  assert.equal(await page.run('document.activeElement.id'), 'inhoud');

  // A gateway that does not answer is told, and asked again by a button.
  await page.offline(true);
  await page.go(`#/kaart?p=${P}`);
  holds(await refused(page), 'De dienst is niet te bereiken');
  await page.offline(false);
  await page.leads(`[...document.querySelectorAll('main button')].find((one) => one.textContent === 'probeer het opnieuw').click();`);
  holds(await title(page), 'Overijssel');
  pass('wat niet kan, staat er in het Nederlands; alles gaat met het toetsenbord');

  // Without script everything is a plain page, which leads on to the next.
  const still = await browser.page(doors[0].url, { script: false });
  holds(await still.text('body'), 'Zonder script', 'opvang report print', 'Overijssel');
  await still.picture(`${pictures}/zonder-script-375.png`, 375);
  const follow = (text) => still.loads(`[...document.querySelectorAll('a')].find((one) => one.textContent === ${JSON.stringify(text)}).click()`, { atOnce: true });
  // The checker is a script itself.
  const look = async (name) => examine(await browser.page(await still.run('location.href')), name);
  await follow('Overijssel');
  assert.equal(await title(still), 'Verslagen, provincie Overijssel (pv23)');
  await follow('Locaties');
  await look('zonder-locaties');
  holds(await still.text(), 'Locaties, provincie Overijssel (pv23)', 'CNO Zwolle');
  await still.loads(`document.querySelector('details').open = true; document.querySelector('[name=asOfDate]').value = '2024-10-31';
    document.querySelector('form').submit()`, { atOnce: true });
  assert.match(await still.run('location.search'), /asOfDate=2024-10-31/);
  holds(await still.text(), 'CNO Zwolle');
  // Where more has to be said, the page asks.
  await follow('Dekking');
  holds(await still.text(), 'Zeg wat u wilt weten', 'Telregels', 'Vraag');
  await look('zonder-vraag');
  await follow('Verslagen');
  await follow(REPORT);
  holds(await still.text(), 'concept');
  await look('zonder-verslag');
  await follow('Als document');
  holds(await still.text(), 'Zeg wat u wilt weten');
  await still.loads(`document.querySelector('[name=format]').value = 'FORMAT_HTML';
    document.querySelector('form').submit()`, { atOnce: true });
  assert.equal(await still.run('document.contentType'), 'text/html');
  holds(await still.text('body'), '3.864');
  assert.deepEqual(still.console.filter((line) => !/status of 400/.test(line)), []);
  pass('zonder script is alles als eenvoudige bladzijde te lezen');

  // Signing. What is refused says all that is in the way, in Dutch.
  const sign = `#/ondertekenen?p=${P}&verslag=${REPORT}`;
  await page.go(sign);
  holds(await page.text(), 'Nog niet vastgesteld: IJsselland, Twente', '0 van de 25');
  await examine(page, 'ondertekenen');
  await tabThrough(page, 'ondertekenen', 30);
  // Pressed again after an answer that was lost, it is the same write; after one that
  // came, it is another. What was filled in stays.
  const press = async (...parts) => {
    await page.run(`document.querySelector('form[aria-label="Indienen"] .refusal').hidden = true; undefined`);
    await page.run(`{ const form = document.querySelector('form[aria-label="Indienen"]'); form.requestSubmit(); }`);
    holds(await refused(page), ...parts);
  };
  await page.run(`document.querySelector('form[aria-label="Indienen"]').elements.letter.value = 'brief aan de minister'`);
  page.keys.length = 0;
  await page.offline(true);
  await press('De dienst is niet te bereiken');
  await page.offline(false);
  await press('Die stap kan nu niet.', 'IJsselland, Twente');
  await press('Die stap kan nu niet.');
  assert.equal(page.keys[0], page.keys[1]);
  assert.notEqual(page.keys[1], page.keys[2]);
  await page.go(`${sign}&weer=1`);
  await page.run(`document.querySelectorAll('form[aria-label="Cijfers bevestigen"] input')[0].checked = true;
    ${fill('Cijfers bevestigen', { letter: '' })}`);
  holds(await refused(page), '0 van de 1', 'Almelo: Wat u invulde, bevat fouten.', 'brief ontbreekt');
  await examine(page, 'ondertekenen-geweigerd');
  // What is typed is told, and never becomes markup.
  const hostile = '<img src=x onerror="document.title=1">Het college besluit in november.';
  for (let left = await page.run(`document.querySelectorAll('form[aria-label^="Toelichting"]').length`); left > 0; --left) {
    await page.leads(fill('Toelichting', { body: hostile, source: 'regietafel 31 oktober 2024, agendapunt 4' }));
    holds(await page.text('.done'), 'De toelichting is vastgelegd');
  }
  holds(await page.text(), hostile);
  assert.equal(await page.run(`document.querySelectorAll('main img').length`), 0);
  await page.leads(`[...document.querySelectorAll('button')].find((one) => one.textContent === 'Kies alle').click();
    ${fill('Cijfers bevestigen', { letter: 'brief van het college, oktober 2024' })}`);
  holds(await page.text('.done'), '25 van de 25');
  await page.run(fill('Vaststellen voor Twente', { letter: 'regietafel Twente' }));
  holds(await refused(page), 'laat een ander dit doen');
  // What was agreed is taken back, and given again.
  await page.leads(fill('Bevestiging intrekken', { municipality: 'municipalities/gm0141', reason: 'het college kwam erop terug' }));
  holds(await page.text('.done'), 'De bevestiging is ingetrokken');
  holds(await page.text(), '24 van de 25', 'Almelo (ingetrokken)', 'het college kwam erop terug');
  await page.leads(`document.querySelectorAll('form[aria-label="Cijfers bevestigen"] input')[0].checked = true;
    ${fill('Cijfers bevestigen', { letter: 'brief van het college, november 2024' })}`);
  holds(await page.text(), '25 van de 25');
  pass('wie het verslag maakte, bevestigt met de brieven en stelt niet zelf vast');

  const other = await browser.page(`${doors[1].url}${sign}`);
  for (const region of ['IJsselland', 'Twente']) {
    await other.leads(fill(`Vaststellen voor ${region}`, { letter: `regietafel ${region}, 30 oktober 2024` }));
    holds(await other.text('.done'), `Vastgesteld voor ${region}`);
  }
  await examine(other, 'ondertekenen-vastgesteld');
  await other.leads(fill('Heropenen', { reason: 'Twente kwam erop terug' }));
  holds(await other.text('.done'), 'heropend');
  holds(await other.text(), 'Nog niet vastgesteld: IJsselland, Twente', '25 van de 25', 'Twente kwam erop terug');
  // With the keyboard alone.
  for (const region of ['IJsselland', 'Twente']) {
    await other.run(`document.querySelector('form[aria-label="Vaststellen voor ${region}"] input').focus();
      window.before = document.querySelector('main').firstElementChild; undefined`);
    await other.send('Input.insertText', { text: `regietafel ${region}, 30 oktober 2024` });
    await other.key('Enter');
    await other.until(`document.querySelector('main').firstElementChild !== window.before && !document.querySelector('main[aria-busy]')`);
    holds(await other.text('.done'), `Vastgesteld voor ${region}`);
  }
  holds(await other.text(), 'Wat in de weg staat\n\nNiets.');
  await other.leads(fill('Indienen', { letter: 'brief aan de minister' }));
  holds(await other.text(), 'Het verslag is ingediend.', 'Nu: ingediend', 'bureau-2, bewezen');
  assert.equal(await other.run(`document.querySelectorAll('form[aria-label="Heropenen"], form[aria-label^="Bevestiging"]').length`), 0);
  await examine(other, 'ondertekenen-ingediend');
  quiet(other, 'de tweede persoon');
  pass('een ander stelt vast en dient in');

  if (doors[2]) {
    const zwolle = await browser.page(`${doors[2].url}#/gemeente?p=${P}&g=${ZWOLLE}`);
    holds(await zwolle.text(), '520', 'Dit is te zien voor de provincie');
    await zwolle.go(`#/provincie?p=${P}`);
    holds(await zwolle.text(), '3.864');
    await zwolle.go(`#/provincie?p=${P}&dag=2025-03-01`);
    holds(await zwolle.text(), 'Uw rol mag dit niet');
    pass('een gemeente ziet wat zij mag, en leest wat zij niet mag');
  }
  assert.equal(await page.run('document.cookie'), '');
  assert.deepEqual((await page.send('Network.getAllCookies')).cookies, []);
  // The browser tells of answers that refuse; nothing else may stand there.
  assert.deepEqual(page.console.filter((line) => !/the server responded with a status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(line)), []);
  console.log(`${passed} passed, 0 failed`);
} finally {
  await browser.end();
  doors.forEach((door) => door.end());
}
