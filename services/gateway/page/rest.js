// The only way to the services: the gateway's REST API. Pages are followed to the end;
// a refusal becomes a Problem that says in Dutch all that is wrong.
import { EXPLAINED, REASONS, STATUSES } from './words.js';
import { dutchField, dutchSentence } from './sentences.js';

const base = new URL('v1/', document.baseURI);

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || String(status));
    this.status = status;
    this.reason = body.reason ?? '';
    this.detail = body.detail ?? '';
    this.faults = (body.errors ?? []).map((fault) => ({
      field: fault.field ?? '', description: fault.description ?? fault.message ?? '' }));
  }
}

// What stands where a view is left stops.
let leaving = new AbortController();
export function leave() {
  leaving.abort();
  leaving = new AbortController();
}

// A name comes from an address, which anybody may have written: it leads within the API.
const NAMED = /^[\w-]+(\/[\w-]+)*$/;

async function ask(path, query, options) {
  if (!NAMED.test(path)) throw new Problem(400, {});
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== '') url.searchParams.append(name, one);
    }
  }
  let answer;
  try {
    answer = await fetch(url, { ...options, signal: leaving.signal,
      headers: { Accept: 'application/json', ...options?.headers } });
  } catch (fault) {
    if (fault.name === 'AbortError') throw fault;
    throw new Problem(0, {});
  }
  if (!answer.ok) throw new Problem(answer.status, await answer.json().catch(() => ({})));
  return answer.json();
}

export const get = (path, query) => ask(path, query);

// All pages of a list, joined; `most` bounds what a page of ours will hold.
export async function list(path, query, name, most = 5000) {
  const all = [];
  let pageToken;
  do {
    const page = await ask(path, { pageSize: 1000, ...query, pageToken });
    all.push(...(page[name] ?? []));
    pageToken = page.nextPageToken;
  } while (pageToken && all.length < most);
  return all;
}

const post = (path, body, headers) => ask(path, undefined, { method: 'POST',
  body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', 'X-Opvang-Session': '1', ...headers } });

// A write. The key is chosen before the first try, and is the same when it is tried again.
export const send = (path, body, key = crypto.randomUUID()) =>
  post(path, body, { 'Idempotency-Key': key });

// All pages of a read whose question does not fit an address.
export async function search(path, body, name) {
  const all = [];
  let pageToken;
  do {
    const page = await post(path, { pageSize: 1000, ...body, pageToken });
    all.push(...(page[name] ?? []));
    pageToken = page.nextPageToken;
  } while (pageToken);
  return all;
}

// What a refusal says: the first sentence, then every fault.
export async function inDutch(problem) {
  if (!(problem instanceof Problem)) {
    return ['De pagina zelf doet iets verkeerd; meld dit aan de beheerder.', String(problem)];
  }
  const first = REASONS[problem.reason] ?? STATUSES[problem.status] ??
    `De dienst weigert dit (${problem.status}).`;
  const lines = [first];
  // Of these the sentence itself says what is in the way; of others it is for who
  // runs the services, or says the same.
  if (EXPLAINED.includes(problem.reason) && problem.faults.length === 0) {
    lines.push(await dutchSentence(problem.detail));
  }
  for (const fault of problem.faults) {
    lines.push(`${await dutchField(fault.field)} ${await dutchSentence(fault.description)}`);
  }
  return lines;
}
