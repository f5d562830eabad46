// Where it begins: which province.
import { h, heading, link, to } from './elements.js';
import { provinces } from './stand.js';

export async function show() {
  return [heading({ title: 'Opvang per provincie', under: [
    'Wat gemeenten moeten doen voor asielzoekers, Oekraïense ontheemden en statushouders, en wat zij doen.'] }),
  h('div', { class: 'wrap' }, h('h2', {}, 'Kies een provincie'),
    h('ul', { class: 'choices' }, (await provinces()).map((province) => h('li', {},
      link(to('provincie', { p: province.name }), province.displayName)))))];
}
