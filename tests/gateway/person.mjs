// A person at a desk: a door on loopback that stands for a browser's certificate. What
// comes in goes to the gateway with the certificate of an organisation and a signed claim
// of who acts, as the system does that let the person in.
import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';

const part = (told) => Buffer.from(told).toString('base64url');

function claim(key, actor) {
  const now = Math.floor(Date.now() / 1000);
  const said = `${part(JSON.stringify({ alg: 'ES256', typ: 'JWT' }))}.${
    part(JSON.stringify({ aud: 'opvang', sub: actor, iat: now, exp: now + 1800 }))}`;
  return `${said}.${createSign('SHA256').update(said)
    .sign({ key, dsaEncoding: 'ieee-p1363' }, 'base64url')}`;
}

export async function person(gateway, certificates, organisation, actor) {
  const file = (name) => readFileSync(`${certificates}/${organisation}/${name}`);
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map(file);
  const actorKey = actor && file('actor.key');
  const door = createServer((asked, answered) => {
    const headers = { ...asked.headers, host: new URL(gateway).host };
    if (actor) headers['x-opvang-actor'] = claim(actorKey, actor);
    const onward = request(new URL(asked.url, gateway), { method: asked.method, headers, ca, cert, key },
      (told) => {
        answered.writeHead(told.statusCode, told.headers);
        told.pipe(answered);
      });
    onward.on('error', (fault) => answered.writeHead(502).end(String(fault)));
    asked.pipe(onward);
  });
  await new Promise((open) => door.listen(0, '127.0.0.1', open));
  return { url: `http://127.0.0.1:${door.address().port}/`, end: () => door.close() };
}
