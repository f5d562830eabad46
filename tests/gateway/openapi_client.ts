// A client in another language that knows nothing but openapi.json: `api.ts` is generated of
// it, so that a wrong address, field, value or kind does not compile. Lists what counts in
// a region, page by page, and delivers what COA counted in a location.
//   openapi_client.js GATEWAY CERTIFICATES    (tests/gateway/openapi_client)
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { connect } from 'node:tls';
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

type Occupancy = components['schemas']['LocationsOccupancy'];
type Line = components['schemas']['LocationsDeliverOccupanciesRequest'];

const [gateway, certificates] = process.argv.slice(2);
assert.ok(gateway && certificates, 'openapi_client.js GATEWAY CERTIFICATES');

// The whole of what a client adds to what is generated: who it is.
function as(organisation: string) {
  const file = (name: string) => readFileSync(`${certificates}/${organisation}/${name}.pem`);
  const agent = new Agent({ ca: file('ca'), cert: file('cert'), key: file('key'), keepAlive: true });
  async function fetch(asked: Request): Promise<Response> {
    const body = Buffer.from(await asked.arrayBuffer());
    return new Promise((answered, failed) => {
      request(asked.url, { agent, method: asked.method,
        headers: Object.fromEntries(asked.headers) }, (told) => {
        const parts: Buffer[] = [];
        told.on('data', (part) => parts.push(part)).on('error', failed).on('end', () => {
          const headers = new Headers();
          for (const [name, value] of Object.entries(told.headers)) headers.set(name, String(value));
          answered(new Response(Buffer.concat(parts), { status: told.statusCode ?? 0, headers }));
        });
      }).on('error', failed).end(body);
    });
  }
  return createClient<paths>({ baseUrl: `${gateway}v1`, fetch });
}

// A stream is lines of JSON: no generator knows them, so a line is what has its type.
const lines = (all: unknown): string => (all as Line[]).map((line) => `${JSON.stringify(line)}\n`).join('');

const window = { windowStartDate: '2025-07-01', windowEndDate: '2026-02-01',
  realisationStartDate: '2024-10-01', realisationEndDate: '2025-07-02', ruleSet: 'cycle-2024' };

async function coverage(client: ReturnType<typeof as>, asOfDate: string) {
  const rows: components['schemas']['LocationsMunicipalityCoverage'][] = [];
  let pages = 0;
  let pageToken: string | undefined;
  do {
    const { data, error, response } = await client.GET('/regions/{region}/coverages', {
      params: { path: { region: 'ijsselland' }, query: { ...window, asOfDate, pageSize: 5, pageToken } } });
    assert.ok(data, JSON.stringify(error));
    assert.match(response.headers.get('API-Version') ?? '', /^1\.\d+\.\d+$/);
    rows.push(...data.coverage ?? []);
    pageToken = data.nextPageToken;
    ++pages;
  } while (pageToken);
  return { rows, pages };
}

const province = as('overijssel');
const before = await coverage(province, '2024-11-30');
assert.equal(before.rows.length, 11);
assert.equal(before.pages, 3);
const zwolle = before.rows.find((row) => row.municipality === 'municipalities/gm0193');
assert.equal(zwolle?.guaranteedPlaceCount, 520);
const location = 'municipalities/gm0193/locations/azc-zwolle';
const of = ({ rows }: typeof before) => rows.flatMap((row) => row.locations ?? [])
  .find((row) => row.location === location);
const asylum: components['schemas']['LocationsPlaceGroup'] = 'PLACE_GROUP_REGULAR';
assert.ok(of(before)?.groups?.some((one) => one.group === asylum));
console.log(`ok   dekking van IJsselland: ${before.rows.length} gemeenten op ${before.pages} bladen, Zwolle 520 gegarandeerd`);

// What COA counted; sent again with the same id it is the same write.
const row: Occupancy = { location, countDate: '2024-11-30', personCount: 590,
  source: 'illustrative: bezetting COA november 2024' };
const deliver = (client: ReturnType<typeof as>, rows: Occupancy[], requestId: string) =>
  client.POST('/occupancy-deliveries', {
    headers: { 'Content-Type': 'application/x-ndjson' },
    bodySerializer: lines,
    body: [{ header: { parent: 'countries/nl', requestId, rowCount: rows.length } },
      { rows: { firstRowNumber: 1, rows } }] satisfies Line[] as unknown as Line });
const id = randomUUID();
const coa = as('coa');
const kept = await deliver(coa, [row], id);
assert.equal(kept.data?.acceptedRowCount, 1, JSON.stringify(kept.error));
assert.match(kept.data.revision ?? '', /^\d+$/);
const again = await deliver(coa, [row], id);
assert.deepEqual(again.data, kept.data);
const after = of(await coverage(province, '2024-11-30'));
assert.deepEqual(after?.occupancy, { ...row, revision: kept.data.revision });
console.log(`ok   bezetting geleverd als COA, revisie ${kept.data.revision}, en terug in de dekking`);

// Refusals are problems, with all faults at their places.
const refused = await deliver(coa, [{ ...row, personCount: -1, source: '' }], randomUUID());
assert.equal(refused.response.status, 400);
assert.equal(refused.error?.reason, 'FIELD_INVALID');
assert.deepEqual(refused.error.errors?.map((fault) => fault.field).sort(),
  ['rows[1].personCount', 'rows[1].source']);
const stranger = await deliver(as('auditor'), [row], randomUUID());
assert.equal(stranger.error?.reason, 'METHOD_NOT_ALLOWED');
assert.equal(stranger.response.status, 403);

// An older TLS is refused by the gateway, and not by this client: the alert is its answer.
const { hostname, port } = new URL(gateway);
const older = await new Promise<string>((told) => {
  connect({ host: hostname, port: Number(port), rejectUnauthorized: false, minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }, () => told('taken'))
    .on('error', (fault: NodeJS.ErrnoException) => told(fault.code ?? ''));
});
assert.equal(older, 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
console.log('ok   een weigering noemt elke fout op haar plaats; wie het niet mag, wordt geweigerd');

// What the description forbids does not compile; were it to, these lines would not.
export const forbidden: unknown[] = [
  // @ts-expect-error: no such address.
  () => province.GET('/regions/{region}/coverage', {}),
  // @ts-expect-error: the days are required.
  () => province.GET('/regions/{region}/coverages', { params: { path: { region: 'twente' } } }),
  // @ts-expect-error: no such value.
  ((group: components['schemas']['LocationsPlaceGroup']) => group)('PLACE_GROUP_GENERAL'),
  // @ts-expect-error: a count is a number.
  { ...row, personCount: '590' } satisfies Occupancy,
  // @ts-expect-error: no such field.
  { ...row, persons: 590 } satisfies Occupancy,
];
console.log('3 passed, 0 failed');
