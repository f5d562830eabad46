// Which view an address asks for. All of it stands in the address: nothing is remembered.
import { h, heading, link, to } from './elements.js';
import { inDutch, leave } from './rest.js';
import { placeOf } from './figures.js';
import * as start from './view_start.js';
import * as province from './view_province.js';
import * as figure from './view_figure.js';
import * as compare from './view_compare.js';
import * as municipality from './view_municipality.js';
import * as map from './view_map.js';
import * as sign from './view_sign.js';

const VIEWS = { '': start, provincie: province, cijfer: figure, vergelijken: compare,
  gemeente: municipality, kaart: map, ondertekenen: sign };
const MENU = [['provincie', 'De provincie nu'], ['kaart', 'Kaart'],
  ['vergelijken', 'Vergelijken'], ['ondertekenen', 'Ondertekenen']];

const main = document.getElementById('inhoud');
const said = document.getElementById('melding');
let shown = 0;

const tell = (text) => { said.textContent = text; };

function addressed() {
  const [view, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return { view, query: Object.fromEntries(new URLSearchParams(query)) };
}

function provinceOf({ p, verslag, van }) {
  return p ?? /provinces\/[a-z0-9]+/.exec(verslag ?? '')?.[0] ??
    /provinces\/[a-z0-9]+/.exec(van ?? '')?.[0];
}

function menu(view, query) {
  const p = provinceOf(query);
  const items = p ? MENU : [];
  document.getElementById('menu').replaceChildren(...items.map(([name, text]) => h('li', {},
    h('a', { href: to(name, { ...placeOf(query), p }),
      'aria-current': name === view ? 'page' : undefined }, text))));
}

// `note`: what was just done, told above what it made.
async function show(note) {
  const turn = ++shown;
  const { view, query } = addressed();
  const made = VIEWS[view];
  leave();
  query.p = provinceOf(query);
  menu(view, query);
  tell('Bezig met laden…');
  main.setAttribute('aria-busy', 'true');
  let parts;
  try {
    if (!made) throw new RangeError(view);
    parts = await made.show(query, { again: show, tell, note });
  } catch (fault) {
    if (turn !== shown) return;
    parts = await refusal(fault, view);
  }
  if (turn !== shown) return;
  main.replaceChildren(...parts.flat(Infinity).filter((part) => part instanceof Node));
  main.removeAttribute('aria-busy');
  const title = main.querySelector('h1');
  document.title = title ? `${title.textContent} · Opvang` : 'Opvang';
  tell('');
  // Who reads by ear or keyboard begins at what is new.
  if (turn > 1) {
    title?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

async function refusal(fault, view) {
  if (fault instanceof RangeError) {
    return [heading({ title: 'Deze bladzijde is er niet' }), h('div', { class: 'wrap' },
      h('p', {}, `Er is geen onderdeel "${view}". `, link('#/', 'Naar het begin')))];
  }
  const [first, ...more] = await inDutch(fault);
  return [heading({ title: 'Dit is niet te tonen' }), h('div', { class: 'wrap' },
    h('div', { class: 'refusal', role: 'alert' }, h('p', {}, first),
      more.length > 0 && h('ul', {}, more.map((line) => h('li', {}, line)))),
    h('p', {}, link('#/', 'Kies een provincie'), ' of ',
      h('button', { type: 'button', onclick: () => show() }, 'probeer het opnieuw')))];
}

document.getElementById('naar-inhoud').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', () => show());
show();
