// Verifies a posted event: node verify_event.mjs PUBLIC_KEY POST.json, where the post
// is {"method": …, "url": …, "headers": {…}, "body": …} with headers in lower case.
// Prints the id of the event, or why it is refused.
import { createHash, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [, , keyFile, postFile] = process.argv;
const post = JSON.parse(readFileSync(postFile, 'utf8'));

function refuse(why) {
  console.log(why);
  process.exit(1);
}

// RFC 9530: the body is the one that was digested.
const digest = createHash('sha256').update(post.body).digest('base64');
if (post.headers['content-digest'] !== `sha-256=:${digest}:`) refuse('digest');

// RFC 9421: these parts of the message were signed, in this order.
const input = post.headers['signature-input'].match(/^opvang=((\(.*?\)).*)$/);
const signature = post.headers.signature.match(/^opvang=:(.*):$/);
if (!input || !signature) refuse('no signature');
const signed = [...input[2].matchAll(/"([^"]+)"/g)].map((part) => part[1]);
const needed = ['@method', '@target-uri', 'content-digest', 'content-type'];
if (needed.some((part) => !signed.includes(part))) refuse('too little is signed');
const value = (part) => ({ '@method': post.method, '@target-uri': post.url })[part] ??
  post.headers[part];
const base = [...signed.map((part) => `"${part}": ${value(part)}`),
  `"@signature-params": ${input[1]}`].join('\n');
const key = { key: readFileSync(keyFile, 'utf8'), dsaEncoding: 'ieee-p1363' };
if (!verify('sha256', Buffer.from(base), key, Buffer.from(signature[1], 'base64'))) {
  refuse('signature');
}
console.log(JSON.parse(post.body).id);
