// The report itself, to read elsewhere and to keep: what RenderReport prints.
import { field, h, select } from './elements.js';
import { file } from './rest.js';
import { idOf } from './stand.js';
import { form } from './signing.js';

const FORMATS = [['HTML', 'html', 'een pagina, ook zonder script te lezen'], ['PDF', 'pdf', 'op papier'],
  ['ODS', 'ods', 'een werkblad per tabel'], ['XLSX', 'xlsx', 'hetzelfde voor een ander programma'],
  ['CSV', 'zip', 'de gegevens'], ['ARCHIVE', 'zip', 'het archief: stukken, gegevens, regels, zegels'],
  ['JSON', 'json', 'de inhoud zoals die is verzegeld']];

export function keep(name) {
  const format = select(FORMATS.map(([value, , text]) => [value, `${value === 'ARCHIVE' ? '' : `${value}: `}${text}`]),
    'HTML', { name: 'format' });
  return h('div', { class: 'screen' }, h('h2', {}, 'Het verslag zelf'), form('Het verslag bewaren', 'Bewaar het verslag',
    [field('Als', format)], async (values) => {
      const [value, end] = FORMATS.find(([one]) => one === values.format);
      const address = URL.createObjectURL(await file(`${name}/renditions`, { format: `FORMAT_${value}` }));
      h('a', { href: address, download: `${idOf(name)}.${end}` }).click();
      URL.revokeObjectURL(address);
    }));
}
