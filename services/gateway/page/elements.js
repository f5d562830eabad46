// What a page is made of. Text becomes a text node, never markup; looks that
// depend on a number go through the style object, as the policy asks.

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(child));
  }
  return element;
}

export const h = (tag, props, ...children) =>
  fill(document.createElement(tag), props, children);

export const svg = (tag, props, ...children) =>
  fill(document.createElementNS('http://www.w3.org/2000/svg', tag), props, children);

// The one way to a view: '#/cijfer?verslag=…'. What has no value is left out.
export function to(view, params = {}) {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value) said.append(name, value);
  }
  // Slashes and colons may stand in a hash, and read better so.
  const query = said.toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
  return `#/${view}${query ? `?${query}` : ''}`;
}

// Where something is stated, in Dutch; an address in it can be followed.
export const cited = (source) => h('span', { class: 'source' }, sourceWords(source).split(/(https:\/\/[^\s;,)]+)/)
  .map((part) => (part.startsWith('https://') ? h('a', { href: part, rel: 'noopener noreferrer' }, part) : part)));

const sourceWords = (source) => (source ? source.replace(/^illustrative/, 'verzonnen') : 'niet vermeld');

export const link = (href, ...children) => h('a', { href }, ...children);

// A table with a caption, scopes and row heads. A column: {label, num, wide, chart}.
// A row: an array of cells, or {group: text}, or {cells, kind: 'subtotal' | 'total'}.
// `wordy` stacks each row on a narrow screen; others fit as they are.
export function table({ caption, columns, rows, kind = '', empty }) {
  if (rows.length === 0) return h('p', { class: 'note' }, empty ?? 'Niets.');
  const head = columns.map((column) => column.chart
    ? h('td', { class: 'chart' })
    : h('th', { scope: 'col', class: classOf(column) }, column.label));
  const body = rows.map((row) => {
    if (row.group) {
      return h('tr', { class: 'group' },
        h('th', { scope: 'rowgroup', colspan: columns.length }, row.group));
    }
    const cells = row.cells ?? row;
    return h('tr', { class: row.kind }, cells.map((cell, i) => i === 0
      ? h('th', { scope: 'row' }, cell)
      : h('td', { class: classOf(columns[i]), 'data-label': columns[i].label }, cell)));
  });
  const made = h('table', { class: kind }, h('caption', {}, caption),
    h('thead', {}, h('tr', {}, head)), h('tbody', {}, body));
  if (kind.includes('wordy') || kind.includes('bars')) return made;
  return h('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': caption }, made);
}

const classOf = (column) => [column.num && 'num', column.wide && 'wide',
  column.chart && 'chart'].filter(Boolean).join(' ') || undefined;

// A bar: parts are [class, from, to] of `scale`; `mark` is where the target is. The
// numbers stand beside it, so that it is hidden from who does not see it.
export function track(parts, scale, mark) {
  const share = (value) => `${Math.max(0, Math.min(100, (100 * value) / (scale || 1)))}%`;
  const bar = h('span', { class: 'track', 'aria-hidden': 'true' });
  for (const [name, from, until] of parts) {
    if (!(until > from)) continue;
    const piece = h('i', { class: name });
    piece.style.left = share(from);
    piece.style.width = share(until - from);
    bar.append(piece);
  }
  if (mark !== undefined) {
    const piece = h('i', { class: 'mark' });
    piece.style.left = share(mark);
    bar.append(piece);
  }
  return bar;
}

export const legend = (...items) => h('ul', { class: 'legend' },
  items.map(([name, text]) => h('li', {}, h('b', { class: name, 'aria-hidden': 'true' }), text)));

export const tiles = (items, small) => h('dl', { class: small ? 'key small' : 'key' },
  items.map(({ label, value, note }) => h('div', {}, h('dt', {}, label),
    h('dd', { class: 'v' }, value), note && h('dd', { class: 'e' }, note))));

// The head of a view; its one h1.
export function heading({ over, title, under = [], banner }) {
  return [h('div', { class: 'top' }, h('div', { class: 'wrap' },
    h('h1', { tabindex: '-1' }, over && [h('span', {}, over), ' '], title),
    under.map((line) => h('p', {}, line)))),
  banner && h('div', { class: 'banner' }, h('p', { class: 'wrap' }, banner))];
}

export const field = (label, control) => {
  control.id ||= `veld-${++fields}`;
  return h('div', { class: 'field' }, h('label', { for: control.id }, label), control);
};
let fields = 0;

export const select = (options, chosen, props = {}) => h('select', props,
  options.map(([value, text]) => h('option', { value, selected: value === chosen }, text)));

// Chosen values become a place to go to; nothing is sent by the form itself.
export const chooser = (label, button, fieldsOf, go) => h('form', {
  class: 'chooser', 'aria-label': label,
  onsubmit: (event) => { event.preventDefault(); go(); },
}, fieldsOf, h('button', { type: 'submit' }, button));
