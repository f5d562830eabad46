// The report itself, to read elsewhere and to keep: what RenderReport prints.
import { h } from './elements.js';

const FORMATS = [['HTML', 'HTML: een pagina, ook zonder script te lezen'], ['PDF', 'PDF: op papier'],
  ['ODS', 'ODS: een werkblad per tabel'], ['XLSX', 'XLSX: hetzelfde voor een ander programma'],
  ['CSV', 'CSV: de gegevens'], ['ARCHIVE', 'het archief: stukken, gegevens, regels, zegels'],
  ['JSON', 'JSON: de inhoud zoals die is verzegeld']];

// Links: the gateway answers the document as itself, with its name.
export function keep(name) {
  return h('div', { class: 'screen' }, h('h2', {}, 'Het verslag zelf'),
    h('ul', { class: 'kept' }, FORMATS.map(([format, text]) => h('li', {},
      h('a', { href: `v1/${name}/renditions?format=FORMAT_${format}` }, text)))));
}
