// Signing in, in a real browser: without a certificate to a provider of OpenID Connect, back
// to the page that was asked for, and out again. The provider and a gateway that knows it
// are of this test; the services are those of a demo. Started by tests/gateway/page.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser } from './browser.mjs';

const { OPVANG_PAGE_CERTIFICATES: certificates, OPVANG_PAGE_PICTURES: pictures,
  OPVANG_PAGE_GATEWAY: program, OPVANG_PAGE_SERVICES: services, OPVANG_PAGE_OPENAPI: openapi,
} = process.env;
if (!certificates || !pictures || !program || !services || !openapi) {
  console.error('tests/gateway/page sets what this needs');
  process.exit(2);
}
mkdirSync(pictures, { recursive: true });
const root = new URL('../../', import.meta.url).pathname;
const faultsOfPages = readFileSync(join(root, 'tests/support/page_faults.js'), 'utf8');
const home = mkdtempSync(join(tmpdir(), 'opvang-sign-in-'));
const OIN = '00000099000000023000';
const HERE = 'https://opvang.test';

// A provider as the standard has it: one person, one client.
const key = createPrivateKey(readFileSync(`${certificates}/quotas/key.pem`));
const part = (told) => Buffer.from(told).toString('base64url');
const token = (claims) => {
  const said = `${part(JSON.stringify({ alg: 'ES256', kid: 'one' }))}.${part(JSON.stringify(claims))}`;
  return `${said}.${sign('sha256', said, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
};
const begun = new Map();
const provider = createServer({ key: readFileSync(`${certificates}/quotas/key.pem`),
  cert: readFileSync(`${certificates}/quotas/cert.pem`) }, async (asked, answer) => {
  const url = new URL(asked.url, issuer);
  const json = (told) => answer.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(told));
  const html = (told) => answer.writeHead(200, { 'Content-Type': 'text/html' }).end(told);
  let body = '';
  for await (const bytes of asked) body += bytes;
  if (url.pathname === '/.well-known/openid-configuration') {
    json({ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`, end_session_endpoint: `${issuer}/leave` });
  } else if (url.pathname === '/keys') {
    json({ keys: [{ ...createPublicKey(key).export({ format: 'jwk' }), kid: 'one' }] });
  } else if (url.pathname === '/authorize') {
    const code = randomBytes(8).toString('hex');
    begun.set(code, url.searchParams);
    const back = new URL(url.searchParams.get('redirect_uri'));
    back.search = new URLSearchParams({ code, state: url.searchParams.get('state') });
    html(`<a id="in" href="${back.href.replaceAll('&', '&amp;')}">Inloggen</a>`);
  } else if (url.pathname === '/token') {
    const form = new URLSearchParams(body);
    const first = begun.get(form.get('code'));
    begun.delete(form.get('code'));
    const challenge = createHash('sha256').update(form.get('code_verifier')).digest('base64url');
    if (first?.get('code_challenge') !== challenge) return answer.writeHead(400).end();
    const now = Math.floor(Date.now() / 1000);
    json({ token_type: 'Bearer', id_token: token({ iss: issuer, aud: 'opvang', sub: 'persoon-7', oin: OIN,
      nonce: first.get('nonce'), iat: now, exp: now + 300, name: 'Jan Jansen' }) });
  } else if (url.pathname === '/leave') {
    html(`<a id="out" href="${url.searchParams.get('post_logout_redirect_uri')}">Terug</a>`);
  } else answer.writeHead(404).end();
  return undefined;
});
await new Promise((open) => provider.listen(0, '127.0.0.1', open));
const issuer = `https://localhost:${provider.address().port}`;

// A gateway that knows it.
writeFileSync(join(home, 'secret'), 'geheim\n');
writeFileSync(join(home, 'keys'), `${randomBytes(32).toString('hex')}\n`);
const gateway = spawn(program, [`--certificates=${certificates}/gateway`, `--openapi=${openapi}`,
  `--page=${root}services/gateway/page`, ...services.split(' '),
  `--oidc-issuer=${issuer}`, '--oidc-client-id=opvang', `--oidc-client-secret-file=${home}/secret`,
  `--oidc-ca=${certificates}/ca.pem`, `--actor-key=${certificates}/gateway/actor.key`,
  `--session-keys=${home}/keys`, `--public-url=${HERE}`], { stdio: ['ignore', 'ignore', 'pipe'] });
let log = '';
const ended = new Promise((end) => gateway.on('exit', end));
const port = await Promise.race([ended.then(() => { throw new Error(log); }), new Promise((found) => {
  gateway.stderr.on('data', (bytes) => {
    log += bytes;
    const told = /"listening"[^\n]*"address":\s*"[^"]*:(\d+)"/.exec(log);
    if (told) found(told[1]);
  });
})]);

// No name leads to this machine: whatever is named, the browser asks here.
const browser = new Browser([`--host-resolver-rules=MAP opvang.test:443 127.0.0.1:${port}`,
  '--ignore-certificate-errors']);
const shown = async (page) => (await page.text('body')).replaceAll('\u00A0', ' ');
async function examine(page, name) {
  for (const width of [375, 1280]) {
    await page.picture(`${pictures}/${name}-${width}.png`, width);
    assert.deepEqual(await page.run(`(() => { ${faultsOfPages}
      return pageFaults(window, document, ${width}, 'nl'); })()`), [], name);
  }
}
try {
  const page = await browser.page(`${HERE}/#/provincie?p=provinces/pv23`);
  await page.until(`document.querySelector('.session a')`);
  assert.match(await shown(page), /De dienst kent uw organisatie niet/);
  await examine(page, 'aanmelden');
  await page.loads(`document.querySelector('.session a').click()`);
  assert.equal(await page.run('location.origin'), issuer);
  await page.loads(`document.querySelector('#in').click()`);
  assert.equal(await page.run('location.href'), `${HERE}/#/provincie?p=provinces/pv23`);
  await page.until(`document.querySelector('.session button') && document.querySelector('main h1') &&
    !document.querySelector('main[aria-busy]')`);
  const text = await shown(page);
  for (const told of ['Overijssel', '6.325', '3.864', `Aangemeld voor OIN ${OIN}`]) {
    assert.ok(text.includes(told), `niet gevonden: ${told}\nin: ${text.slice(0, 1000)}`);
  }
  await examine(page, 'aangemeld');
  // What is sealed is out of reach of a script, and of another site.
  assert.equal(await page.run('document.cookie'), '');
  const { cookies } = await page.send('Network.getCookies', { urls: [HERE] });
  assert.deepEqual(cookies.map(({ name, secure, httpOnly, sameSite, path }) => ({ name, secure, httpOnly, sameSite, path })),
    [{ name: '__Host-opvang', secure: true, httpOnly: true, sameSite: 'Strict', path: '/' }]);
  // A write comes through when the page sends it.
  const refused = await page.run(`fetch('v1/splits', { method: 'POST', body: '{}', headers: {
    'Content-Type': 'application/json', 'X-Opvang-Session': '1', 'Idempotency-Key': crypto.randomUUID() } })
    .then((told) => told.json()).then((told) => told.reason)`);
  assert.notEqual(refused, 'REQUEST_FORGED');
  const forged = await page.run(`fetch('v1/splits', { method: 'POST', body: '{}', headers: {
    'Content-Type': 'application/json' } }).then((told) => told.json()).then((told) => told.reason)`);
  assert.equal(forged, 'REQUEST_FORGED');
  // And out: at the provider too.
  await page.loads(`document.querySelector('.session button').click()`);
  assert.equal(await page.run('location.origin'), issuer);
  await page.loads(`document.querySelector('#out').click()`);
  await page.until(`document.querySelector('.session a')`);
  assert.deepEqual((await page.send('Network.getCookies', { urls: [HERE] })).cookies, []);
  assert.ok(!/persoon|Jansen/.test(log), 'het log noemt een persoon');
  console.log('ok   aanmelden bij een provider, de provincie zien, afmelden');
} finally {
  await browser.end();
  gateway.kill();
  await ended;
  provider.closeAllConnections();
  provider.close();
  rmSync(home, { recursive: true, force: true });
}
