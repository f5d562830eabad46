// Who is signed in, the way in and the way out. Of who has a certificate there is
// nothing to tell. Nothing is known of a person: a session is an organisation's.
import { h } from './elements.js';

const FAULTS = {
  SIGN_IN_REFUSED: 'Aanmelden is niet gelukt.',
  SIGN_IN_UNAVAILABLE: 'Aanmelden kan nu even niet.',
  GATEWAY_BUSY: 'Aanmelden kan nu even niet.',
};
// What the gateway sends back to, when nobody was let in.
const fault = FAULTS[new URLSearchParams(location.search).get('session')];
if (location.search) history.replaceState(null, '', `./${location.hash}`);

// The way back leads to what is shown when one leaves.
const wayIn = () => h('a', { href: 'session/begin', onclick: (event) => {
  event.target.href = `session/begin?to=${encodeURIComponent(location.hash)}`;
} }, 'Aanmelden');

const wayOut = () => h('button', { type: 'button', onclick: async (event) => {
  event.target.disabled = true;
  const left = await fetch('session', { method: 'DELETE', headers: { 'X-Opvang-Session': '1' } })
    .then((answer) => answer.json()).catch(() => undefined);
  if (left) location.replace(left.next ?? './');
  else event.target.disabled = false;
} }, 'Afmelden');

const told = await fetch('session').then((answer) => answer.json()).catch(() => ({}));
const shown = told.kind === 'session' ? [`Aangemeld voor OIN ${told.oin} `, wayOut()]
  : told.signIn ? [fault && h('span', { role: 'alert' }, fault, ' '), wayIn()] : [];
if (shown.length > 0) {
  document.querySelector('header.site .wrap').append(h('p', { class: 'session' }, shown));
}
