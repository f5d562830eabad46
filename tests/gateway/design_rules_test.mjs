// What the linter of the NL API Design Rules cannot judge, held against the description that
// the build makes: names, nesting, operations, language, deprecation; and the statement of
// conformance (services/gateway/ADR.md) against the linter's own list. Needs node alone.
//   design_rules_test.mjs OPENAPI_JSON
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../', import.meta.url);
const text = (path) => readFileSync(new URL(path, root), 'utf8');
const described = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation,
    segments: path.split('/').slice(1), rpc: operation.operationId.split('_').slice(0, 2).join('_'),
    verb: /_([A-Z][a-z]+)/.exec(operation.operationId)[1].toLowerCase() })));
const isPlural = (segment) => segment.split('-').at(-1).endsWith('s');
const isVariable = (segment) => segment.startsWith('{');

test('/core/naming-resources, /core/resource-operations: nouns; what is done is a thing that is made', () => {
  const verbs = new Set(operations.map(({ verb }) => verb));
  assert.ok(verbs.size > 20 && verbs.has('confirm'));
  for (const { path, segments } of operations) {
    for (const [i, segment] of segments.entries()) {
      if (segment === '_search' && i + 1 === segments.length) continue;
      assert.ok(!segment.startsWith('_') && !verbs.has(segment.split('-')[0]), path);
    }
  }
});

test('/core/naming-collections: a collection is a plural', () => {
  for (const { path, method, segments, verb } of operations) {
    segments.forEach((segment, i) => {
      if (isVariable(segments[i + 1] ?? '')) assert.ok(isPlural(segment), path);
    });
    const last = segments.at(-1);
    if (last === '_search' || isVariable(last)) continue;
    if (method === 'post' || verb === 'list') assert.ok(isPlural(last), path);
    // What stands on its own is one.
    else if (verb === 'get') assert.ok(!isPlural(last) || isVariable(segments.at(-2) ?? ''), path);
  }
});

test('/core/nested-child: what exists within something is listed and made there', () => {
  for (const { path, segments } of operations.filter(({ method }) => method === 'get')) {
    if (!isVariable(segments.at(-1)) || segments.length < 4) continue;
    const collection = `/${segments.slice(0, -1).join('/')}`;
    assert.ok(described.paths[collection], `${path} without ${collection}`);
  }
});

test('/core/http-methods, /core/http-safety: GET asks, what changes is no GET and can be sent twice', () => {
  const asking = new Set(operations.filter(({ method }) => method === 'get').map(({ rpc }) => rpc));
  for (const { path, method, operation, rpc } of operations) {
    assert.ok(['get', 'post', 'put', 'patch', 'delete'].includes(method), path);
    assert.equal(method === 'get', operation.requestBody === undefined, path);
    if (method === 'get') continue;
    // A question that no address can hold changes nothing.
    assert.equal(asking.has(rpc), path.endsWith('/_search'), `${method} ${path}`);
    if (asking.has(rpc)) continue;
    const named = operation.parameters.map((one) => one.name ?? one.$ref.split('/').at(-1));
    assert.ok(named.includes('IdempotencyKey'), `${path} cannot be sent twice`);
  }
});

test('/core/interface-language: one English word for each Dutch term, none in Dutch', () => {
  const glossary = text('proto/README.md').split('## Glossary')[1].split('\n## ')[0];
  const pairs = [...glossary.matchAll(/\| ([^|]+) \| ([^|]+) (?=\|)/g)].map(([, dutch, english]) => [dutch.trim(), english.trim()])
    .filter(([dutch]) => dutch !== 'Dutch' && !dutch.startsWith('-'));
  assert.ok(pairs.length > 40);
  const english = new Set(pairs.flatMap(([, one]) => one.toLowerCase().match(/[a-z]+/g)));
  const dutch = new Set(pairs.flatMap(([one]) => one.toLowerCase().match(/[a-zé]{5,}/g) ?? []).filter((one) => !english.has(one)));
  const names = [...operations.flatMap(({ segments }) => segments.filter((one) => !isVariable(one))),
    ...Object.values(described.components.schemas).flatMap((schema) => Object.keys(schema.properties ?? {}))];
  for (const name of names) {
    for (const word of name.replace(/([A-Z])/g, '-$1').toLowerCase().split(/[-_]/)) assert.ok(!dutch.has(word), name);
  }
});

test('/core/deprecation-schedule: beside what goes stands what to use instead, and how long both do', () => {
  const gone = Object.entries(described.components.schemas).flatMap(([name, { properties = {} }]) =>
    Object.entries(properties).filter(([, one]) => one.deprecated).map(([property, one]) => [`${name}.${property}`, one, properties]));
  assert.ok(gone.length > 0);
  for (const [where, { description }, beside] of gone) {
    const instead = /`(\w+)`/.exec(description)?.[1] ?? '';
    assert.ok(beside[instead.replace(/_(.)/g, (_, letter) => letter.toUpperCase())], `${where}: ${description}`);
  }
  assert.match(text('proto/README.md'), /at\s+least two years/);
});

test('/core/changelog: every version of the contract stands in it', () => {
  assert.match(text('CHANGELOG.md'), new RegExp(`contract.*${described.info.version.replaceAll('.', '\\.')}`, 'i'));
});

test('the statement of conformance knows every rule of the linter, each once', () => {
  const statement = text('services/gateway/ADR.md');
  const rows = [...statement.matchAll(/^\| `(\/core\/[a-z/-]+)` \|/gm)].map(([, rule]) => rule);
  assert.equal(rows.length, 36);
  assert.equal(new Set(rows).size, 36);
  const linted = new Set(text('proto/adr.yaml').match(/(?<=#)\/core\/[a-z/-]+[a-z]/g));
  assert.ok(linted.size > 12);
  for (const rule of linted) assert.ok(rows.includes(rule), rule);
});
