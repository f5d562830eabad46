// The same as caller.cc in JavaScript, with gRPC of its own making (grpc-js).
//   node caller.mjs TARGET HISTORY STOP
import {createHash, randomUUID} from 'node:crypto';
import {appendFileSync, existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {setTimeout as pause} from 'node:timers/promises';

const root = new URL('../..', import.meta.url).pathname;
const require = createRequire(root);
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [target, history, stop] = process.argv.slice(2);
const MARK = 'illustrative: ';
const TOWNS = ['gm0153', 'gm0141', 'gm1742'].map(code => `municipalities/${code}`);
const PAUSE_MS = 15;

const {QuotaService} = grpc.loadPackageDefinition(loader.loadSync(
    'nl/opvang/quotas/v1/quotas.proto',
    {includeDirs: [`${root}/proto`], longs: Number, enums: String, keepCase: true}))
    .nl.opvang.quotas.v1;
const quotas = new QuotaService(target, grpc.credentials.createInsecure(), {
  'grpc.service_config': readFileSync(`${root}/proto/service_config.json`, 'utf8'),
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 200,
});

const moment = () => Number(process.hrtime.bigint()) / 1e9;
const any = list => list[Math.floor(Math.random() * list.length)];
const below = bound => Math.floor(Math.random() * bound);
const note = event => appendFileSync(
    history, JSON.stringify({at: moment(), service: 'quotas', ...event}) + '\n');
const digest = told => createHash('sha256').update(JSON.stringify(told)).digest('hex');

// As the configuration has it: no try of our own. A fault is noted.
function call(method, request, id) {
  const begin = moment();
  return new Promise(resolve => quotas[method](request, (fault, answer) => {
    if (fault) {
      const known = id ? {id} : {};
      note({what: 'try', begin, code: String(fault.code), words: fault.details, ...known});
    }
    resolve({answer: fault ? null : answer, begin});
  }));
}

async function read(town, revision) {
  const {answer, begin} = await call(
      'ListQuotaEntries', {parent: town, page_size: 1000, revision});
  if (!answer) return;
  const now = revision === 0;
  const whole = !answer.next_page_token;
  // It is of the request: one that says its revision gets another.
  answer.next_page_token = '';
  const seen = {};
  if (now && whole) {
    seen.town = town;
    seen.ids = [...new Set(answer.quota_entries.map(
        entry => entry.source.slice(MARK.length, MARK.length + 8)))].sort();
  }
  // Its own way to write an answer down: it is compared with its own.
  note({what: 'read', method: 'ListQuotaEntries', begin, now, revision: answer.revision,
        sha: digest(answer), request: `js ${town} ${answer.revision}`, ...seen});
}

while (!existsSync(stop)) {
  const town = any(TOWNS), id = randomUUID();
  note({what: 'write', id, method: 'DeliverQuotas', town, facts: 1, request: `js ${id}`});
  const {answer, begin} = await call('DeliverQuotas', {
    parent: town, request_id: id,
    quota_entries: [{
      subject: town, duty: 'DUTY_UKRAINE', basis: 'BASIS_AGREED',
      start_date: {year: 2025 + below(3), month: 1 + below(12), day: 1 + below(28)},
      quota_count: below(1000), source: MARK + id}]}, id);
  if (answer) {
    note({what: 'ack', id, begin, sha: digest(answer), revision: answer.revision});
    await read(town, answer.revision);
    await read(town, 0);
  }
  await pause(PAUSE_MS);
}
quotas.close();
