// What happened to a location, read when it is opened.
import { cited, h, table } from './elements.js';
import { count, day } from './notation.js';
import { word } from './words.js';
import { inDutch, list } from './rest.js';
import { pinned } from './outlook.js';

export function life(site, revision) {
  const place = h('div', { role: 'status' });
  let asked = false;
  return h('details', { ontoggle: async () => {
    if (asked) return;
    asked = true;
    place.append('Bezig met laden…');
    try {
      place.replaceChildren(events(site, await list(`${site.location}/life-events`,
        { revision: pinned(revision) }, 'lifeEvents')));
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      asked = false;
      place.replaceChildren((await inDutch(problem)).join(' '));
    }
  } }, h('summary', {}, `Levensloop van ${site.displayName}`), place);
}

function events(site, all) {
  return table({ kind: 'wordy', caption: `Wat er gebeurde met ${site.displayName}`,
    empty: 'Niets is vastgelegd.',
    columns: [{ label: 'Vanaf' }, { label: 'Wat' }, { label: 'Waarom' }, { label: 'Bron' }],
    rows: all.map((one) => [day(one.eventDate), what(one), one.reason || 'niet vermeld', cited(one.source)]) });
}

const moved = (name, { fromDate, toDate }) => `${name} van ${fromDate ? day(fromDate) : 'geen'} naar ${
  toDate ? day(toDate) : 'geen'}`;

function what(one) {
  return [one.state && word('locations.LocationState', one.state),
    one.startMove && moved('begin', one.startMove), one.endMove && moved('einde', one.endMove),
    one.objectionCount !== undefined && `${count(one.objectionCount)} bezwaren en beroepen`]
    .filter(Boolean).join('; ');
}
