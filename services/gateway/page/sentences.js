// What the services say in English, in Dutch. The sentences are those of the
// command-line client, in its own files (services/cli/shell, which has the same rules):
// templates in which a value stands as {}.
import { count, day } from './notation.js';

let read;

async function pairsOf(file) {
  const answer = await fetch(new URL(file, document.baseURI));
  return answer.ok ? pairsIn(await answer.text()) : [];
}

// Rows as `{"english", "dutch"},`.
export const pairsIn = (text) => text.split('\n').filter((line) => line.startsWith('{"'))
  .map((line) => JSON.parse(line.replace(/^\{/, '[').replace(/\},?\s*$/, ']')));

export function knownOf(sentences, fields, words) {
  return { fields: new Map(fields), words: new Map(words),
    templates: sentences.map(([english, dutch]) => {
      const literals = english.split('{}');
      return { literals, dutch, length: literals.join('').length };
    // Those that say how a sentence begins first, then those that say the most of it.
    }).sort((a, b) => (a.literals[0] === '') - (b.literals[0] === '') || b.length - a.length) };
}

function known() {
  read ??= Promise.all(['sentences.txt', 'fields.txt', 'words.txt'].map(pairsOf))
    .then((pairs) => knownOf(...pairs))
    .catch(() => knownOf([], [], []));
  return read;
}

// The values of a sentence that a template has; nothing of another one.
function valuesIn(sentence, { literals, length }) {
  if (!sentence.startsWith(literals[0])) return undefined;
  let rest = sentence.slice(literals[0].length);
  const values = [];
  for (let i = 1; i < literals.length; ++i) {
    const last = i + 1 === literals.length;
    if (last && !rest.endsWith(literals[i])) return undefined;
    const at = last ? rest.length - literals[i].length : rest.indexOf(literals[i]);
    if (at < 0) return undefined;
    values.push(rest.slice(0, at));
    rest = rest.slice(at + literals[i].length);
  }
  // "{} of {}" is of numbers: Dutch says "of" too, and means another thing.
  const few = literals[0] === '' && length < 10 && !values.every((value) => /^[-\d]+$/.test(value));
  return rest === '' && !few ? values : undefined;
}

function valueIn(value, all) {
  if (/^-?\d+$/.test(value)) return count(Number(value));
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return day(value);
  const words = value.split(/, | or /).map((one) => all.words.get(one.toLowerCase()));
  if (words.every(Boolean)) {
    return words.length > 1 && value.includes(' or ')
      ? `${words.slice(0, -1).join(', ')} of ${words.at(-1)}` : words.join(', ');
  }
  return all.fields.get(value) ?? inDutch(value, all) ?? value;
}

// The Dutch with its values. Within quotes stands what somebody typed.
function filled(dutch, values, all) {
  let next = 0;
  return dutch.split('"').map((part, i) => part.replace(/\{(\d*)\}/g, (_, named) => {
    const value = values[named === '' ? next++ : Number(named)];
    if (named !== '') next++;
    return i % 2 ? value : valueIn(value, all);
  })).join('"');
}

function one(sentence, all) {
  for (const template of all.templates) {
    const values = valuesIn(sentence, template);
    if (values) return filled(template.dutch, values, all);
  }
  return undefined;
}

// A sentence, or several behind each other; undefined when none of it is known.
export function inDutch(sentence, all) {
  const whole = one(sentence, all);
  if (whole !== undefined || !sentence.includes('; ')) return whole;
  const parts = sentence.split('; ').map((part) => one(part, all) ?? part);
  return parts.join('; ') === sentence ? undefined : parts.join('; ');
}

// What has no template is told as it is: it may be Dutch already.
export const dutchSentence = async (sentence) => (sentence
  ? inDutch(sentence, await known()) ?? sentence : '');

// 'texts[2].source' as 'bron (rij 3)'.
export async function dutchField(path) {
  const last = path.split('.').at(-1).replace(/\[\d+\]$/, '')
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const row = /\[(\d+)\]/.exec(path);
  return `${(await known()).fields.get(last) ?? last}${row ? ` (rij ${Number(row[1]) + 1})` : ''}`;
}
