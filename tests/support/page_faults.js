// Runs in a browser: what is wrong with a page at a width, for whoever reads it.

// The luminance of a colour (WCAG 2.1, relative luminance).
function luminance([r, g, b]) {
  const [x, y, z] = [r, g, b].map((c) => {
    const s = c / 255;
    return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}
const parts = (colour) => colour.match(/[\d.]+/g).map(Number);

// What lies behind an element: the first ground that is not transparent.
function ground(view, element) {
  for (let at = element; at; at = at.parentElement) {
    const [r, g, b, alpha = 1] = parts(view.getComputedStyle(at).backgroundColor);
    if (alpha > 0) return [r, g, b];
  }
  return [255, 255, 255];
}

function contrastFaults(view, doc) {
  const faults = [];
  const walker = doc.createTreeWalker(doc.body, view.NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (!text || element.closest('style,script')) continue;
    const style = view.getComputedStyle(element);
    const [a, b] = [luminance(parts(style.color)), luminance(ground(view, element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) faults.push(`${text.slice(0, 20)} ${ratio.toFixed(1)}`);
  }
  return faults;
}

// What every page must hold, in `language`.
function pageFaults(view, doc, width, language) {
  const faults = [];
  const add = (what, list) => {
    if (list.length) faults.push(`${width}: ${what} (${list.length}: ${list[0]})`);
  };
  if (doc.documentElement.lang !== language) faults.push(`${width}: taal`);
  if (doc.documentElement.scrollWidth > width) {
    faults.push(`${width}: breedte ${doc.documentElement.scrollWidth}`);
  }
  const levels = [...doc.querySelectorAll('h1,h2,h3,h4')].map((h) => +h.tagName[1]);
  if (levels[0] !== 1 || levels.filter((l) => l === 1).length !== 1 ||
      levels.some((l, i) => i > 0 && l - levels[i - 1] > 1)) {
    faults.push(`${width}: koppen ${levels.join('')}`);
  }
  add('contrast', contrastFaults(view, doc));
  add('tabel', [...doc.querySelectorAll('table')]
    .filter((t) => !t.caption || !t.querySelector('th[scope=col]') ||
      [...t.querySelectorAll('th')].some((th) => !th.scope))
    .map((t) => t.textContent.trim().slice(0, 20)));
  add('beeld', [...doc.querySelectorAll('svg,img')]
    .filter((s) => !(s.getAttribute('aria-label') || s.getAttribute('alt')))
    .map((s) => s.outerHTML.slice(0, 40)));
  const ids = [...doc.querySelectorAll('[id]')].map((e) => e.id);
  add('id', ids.filter((id, i) => ids.indexOf(id) !== i));
  return faults;
}
