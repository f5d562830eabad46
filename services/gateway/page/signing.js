// The steps of signing as calls, and the forms that ask for them.
import { field, h } from './elements.js';
import { inDutch, send } from './rest.js';

export const letter = (label, name, { long, optional, type = 'text' } = {}) => {
  const control = long ? h('textarea', { name, rows: 3, maxlength: 2000 })
    : h('input', { name, type, maxlength: type === 'text' ? 500 : undefined });
  if (!optional) control.setAttribute('required', '');
  return h('div', { class: 'wide' }, field(label, control));
};

// A form that does one thing. What is refused stays filled in, with every fault below.
export function form(label, button, fields, act) {
  const fault = h('div', { class: 'refusal', role: 'alert', hidden: true });
  const press = h('button', { type: 'submit' }, button);
  return h('form', { 'aria-label': label, onsubmit: async (event) => {
    event.preventDefault();
    const told = new FormData(event.target);
    const values = Object.fromEntries(told);
    values.municipality = told.getAll('municipality');
    press.disabled = true;
    fault.hidden = true;
    try {
      await act(values);
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      const lines = problem.lines ?? await inDutch(problem);
      fault.replaceChildren(h('p', {}, lines[0]), ...(lines.length > 1
        ? [h('ul', {}, lines.slice(1).map((line) => h('li', {}, line)))] : []));
      fault.hidden = false;
    } finally {
      press.disabled = false;
    }
  } }, fields, fault, press);
}

// A key per write, kept until it is answered: who presses again after a lost answer
// asks for the same write.
const keys = new Map();
async function write(path, body) {
  const said = JSON.stringify([path, body]);
  if (!keys.has(said)) keys.set(said, crypto.randomUUID());
  try {
    const answer = await send(path, body, keys.get(said));
    keys.delete(said);
    return answer;
  } catch (problem) {
    if (problem.status > 0 && problem.status < 500) keys.delete(said);
    throw problem;
  }
}

export function steps({ verslag, page }) {
  return {
    async explain({ key }, { body, source }) {
      await write(`${verslag}/finding-explanations`, { key, body, source });
      page.again('De toelichting is vastgelegd.');
    },
    async confirm(chosen, letterOf) {
      const lines = [];
      let done = 0;
      page.tell('Bezig met bevestigen…');
      for (const { municipality, displayName } of chosen) {
        try {
          await write(`${verslag}/confirmations`, { municipality, letter: letterOf });
          ++done;
        } catch (problem) {
          if (problem.name === 'AbortError') throw problem;
          lines.push(...(await inDutch(problem)).map((line) => `${displayName}: ${line}`));
        }
      }
      const counted = `${done} van de ${chosen.length} gekozen gemeenten zijn bevestigd.`;
      page.tell('');
      if (chosen.length === 0) throw { lines: ['Kies eerst een gemeente.'] };
      if (lines.length > 0) throw { lines: [counted, ...lines] };
      page.again(counted);
    },
    async adopt({ subject, displayName }, letterOf) {
      await write(`${verslag}/adoptions`, { subject, letter: letterOf });
      page.again(`Vastgesteld voor ${displayName}.`);
    },
    async revoke({ municipality }, reason) {
      await write(`${verslag}/revocations`, { municipality: municipality[0], reason });
      page.again('De bevestiging is ingetrokken.');
    },
    async reopen(reason) {
      await write(`${verslag}/reopenings`, { reason });
      page.again('Het verslag is heropend; wat was vastgesteld, is dat niet meer.');
    },
    async submit({ letter: letterOf, embargo }) {
      await write(`${verslag}/submissions`, { letter: letterOf,
        embargoTime: embargo ? new Date(embargo).toISOString() : undefined });
      page.again('Het verslag is ingediend.');
    },
  };
}
