// What the services say in English, in Dutch. The sentences are those of the
// command-line client, in its own files: templates in which a value stands as {}.
let read;

async function pairsOf(file) {
  const answer = await fetch(new URL(file, document.baseURI));
  if (!answer.ok) return [];
  return (await answer.text()).split('\n').filter((line) => line.startsWith('{"'))
    .map((line) => JSON.parse(line.replace(/^\{/, '[').replace(/\},?\s*$/, ']')));
}

function templates() {
  read ??= Promise.all([pairsOf('sentences.txt'), pairsOf('fields.txt'), pairsOf('words.txt')])
    .then(([sentences, fields, words]) => ({
      sentences: sentences.map(([english, dutch]) => {
        const literals = english.split('{}');
        return { literals, dutch, length: literals.join('').length };
      // Those that say how a sentence begins first, then those that say the most of it.
      }).sort((a, b) => (a.literals[0] === '') - (b.literals[0] === '') || b.length - a.length),
      fields: new Map(fields), words: new Map(words),
    }));
  return read;
}

// The values of a sentence that a template has; nothing of another one.
export function valuesIn(sentence, literals) {
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
  return rest === '' ? values : undefined;
}

function translate(sentence, known) {
  for (const { literals, dutch } of known.sentences) {
    const values = valuesIn(sentence, literals);
    if (!values) continue;
    let next = 0;
    return dutch.replaceAll('{}', () => {
      const value = values[next++];
      return known.words.get(value) ?? translate(value, known) ?? value;
    });
  }
  return undefined;
}

// What has no template is told as it is: it may be Dutch already.
export async function dutchSentence(sentence) {
  if (!sentence) return '';
  const known = await templates().catch(() => undefined);
  return (known && translate(sentence, known)) ?? sentence;
}

// 'finding.body[2].source' as 'bron (finding.body[2].source)'; the last name is told.
export async function dutchField(path) {
  const known = await templates().catch(() => undefined);
  const last = path.split('.').at(-1).replace(/\[\d+\]$/, '')
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const name = known?.fields.get(last);
  if (!name) return path;
  return path.includes('.') || path.includes('[') ? `${name} (${path})` : name;
}
