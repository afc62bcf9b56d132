// A foreign server made with Fedify and a chapter follow each other, post, edit, delete, like, boost, vote and quote, in
// both kinds of signature and both directions.
// Usage: run.mjs PATH/TO/potluck   (beside its node_modules)
import { createFederation, generateCryptoKeyPair, MemoryKvStore, parseNodeInfo } from '@fedify/fedify';
import * as vocab from '@fedify/fedify/vocab';
import { Temporal } from '@js-temporal/polyfill';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const [potluck] = process.argv.slice(2);
const PUBLIC = new URL('https://www.w3.org/ns/activitystreams#Public');
let checks = 0;

function check(truth, what) {
  if (!truth) throw new Error(what);
  checks += 1;
}

async function until(what, look) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await look();
    if (found) {
      checks += 1;
      return found;
    }
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// ── the foreign server ──

class Peer {
  static async start(firstKnock, wantsNewer) {
    const peer = new Peer();
    peer.port = await freePort();
    peer.base = `http://127.0.0.1:${peer.port}`;
    peer.notes = new Map();
    peer.received = [];
    peer.schemes = new Set();
    const keys = [await generateCryptoKeyPair('RSASSA-PKCS1-v1_5'), await generateCryptoKeyPair('Ed25519')];
    const federation = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true, firstKnock });
    federation
      .setActorDispatcher('/users/{identifier}', async (ctx, identifier) => {
        if (identifier !== 'fred') return null;
        const pairs = await ctx.getActorKeyPairs(identifier);
        return new vocab.Person({
          id: ctx.getActorUri(identifier), preferredUsername: identifier, name: 'Fred', url: ctx.getActorUri(identifier),
          inbox: ctx.getInboxUri(identifier), followers: ctx.getFollowersUri(identifier), endpoints: new vocab.Endpoints({ sharedInbox: ctx.getInboxUri() }),
          publicKey: pairs[0].cryptographicKey, assertionMethods: pairs.map((pair) => pair.multikey),
        });
      })
      .setKeyPairsDispatcher(() => keys);
    federation.setFollowersDispatcher('/users/{identifier}/followers', () => ({ items: [] }));
    federation.setObjectDispatcher(vocab.Note, '/notes/{id}', (_ctx, { id }) => peer.notes.get(id) ?? null);
    federation.setObjectDispatcher(vocab.QuoteAuthorization, '/stamps/{id}', (_ctx, { id }) => peer.notes.get(`stamp-${id}`) ?? null);
    federation.setInboxListeners('/users/{identifier}/inbox', '/inbox').on(vocab.Activity, async (ctx, activity) => {
      peer.received.push({ type: activity.constructor.name, activity, json: await activity.toJsonLd() });
      if (activity instanceof vocab.Follow) {
        const from = await activity.getActor(ctx);
        await ctx.sendActivity({ identifier: 'fred' }, from, new vocab.Accept({
          id: new URL(`${peer.base}/accepts/${peer.received.length}`), actor: ctx.getActorUri('fred'), object: activity }));
      }
    });
    peer.server = http.createServer(async (incoming, outgoing) => {
      const chunks = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const newer = incoming.headers['signature-input'] !== undefined;
      let response;
      if (incoming.method === 'POST' && wantsNewer && !newer) {
        response = new Response('RFC 9421, please', { status: 401 });
      } else {
        if (incoming.method === 'POST') peer.schemes.add(newer ? 'rfc9421' : 'cavage');
        const request = new Request(`${peer.base}${incoming.url}`, {
          method: incoming.method, headers: incoming.headers, body: body.length > 0 ? body : undefined });
        response = await federation.fetch(request, { contextData: undefined });
      }
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    });
    await new Promise((resolve) => peer.server.listen(peer.port, '127.0.0.1', resolve));
    peer.ctx = federation.createContext(new URL(peer.base), undefined);
    peer.me = peer.ctx.getActorUri('fred');
    return peer;
  }

  id(name) {
    return new URL(`${this.base}/${name}`);
  }

  note(id, options) {
    const note = new vocab.Note({
      id: this.ctx.getObjectUri(vocab.Note, { id }), attribution: this.me, to: PUBLIC, cc: this.ctx.getFollowersUri('fred'), ...options });
    this.notes.set(id, note);
    return note;
  }

  send(to, activity) {
    return this.ctx.sendActivity({ identifier: 'fred' }, to, activity);
  }

  create(to, object, n) {
    return this.send(to, new vocab.Create({ id: this.id(`creates/${n}`), actor: this.me, object, to: PUBLIC, cc: this.ctx.getFollowersUri('fred') }));
  }

  gets(type, fits = () => true) {
    return until(`the peer gets ${type}`, () => this.received.find((r) => r.type === type && fits(r.json, r.activity)));
  }
}

// ── the chapter ──

async function startChapter(dir) {
  const domain = `127.0.0.1:${await freePort()}`;
  execFileSync(potluck, ['--data', dir, 'init', '--domain', domain, '--name', 'Paris', '--city', 'Paris', '--steward', 'ada', '--email', 'ada@paris.example',
    '--password-file', '-', '--insecure-http'], { input: 'bread and salt' });
  const token = execFileSync(potluck, ['--data', dir, 'token', 'ada']).toString().trim();
  const child = spawn(potluck, ['--data', dir, 'serve', '--listen', domain], { stdio: ['ignore', 'pipe', fs.openSync(path.join(dir, 'log'), 'a')] });
  await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes('listening on')) resolve();
    });
    child.on('exit', () => reject(new Error('the node ended')));
  });
  const base = `http://${domain}`;
  const call = async (method, address, body) => {
    const answer = await fetch(base + address, {
      method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
    const json = await answer.json().catch(() => null);
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${JSON.stringify(json)}`);
    return json;
  };
  return { base, child, get: (a) => call('GET', a), post: (a, b = {}) => call('POST', a, b), put: (a, b) => call('PUT', a, b), delete: (a) => call('DELETE', a) };
}

// ── what they do ──

async function story(chapter, firstKnock, wantsNewer) {
  const peer = await Peer.start(firstKnock, wantsNewer);
  const ada = await peer.ctx.lookupObject(`${chapter.base}/users/ada`);
  check(ada instanceof vocab.Person && ada.preferredUsername === 'ada', 'Fedify reads the actor');
  check((await Array.fromAsync(ada.getAssertionMethods())).length === 1, 'Fedify reads the Multikey');

  // What the node says of itself, read without leniency.
  for (const version of ['2.0', '2.1']) {
    const info = await (await fetch(`${chapter.base}/nodeinfo/${version}`)).json();
    check(parseNodeInfo(info) !== null && info.version === version, `NodeInfo ${version} fits its schema`);
  }

  // Follow, both ways.
  const [fred] = (await chapter.get(`/api/v2/search?type=accounts&resolve=true&q=${encodeURIComponent(peer.me.href)}`)).accounts;
  check(fred.username === 'fred' && fred.display_name === 'Fred', 'the chapter reads the actor');
  await chapter.post(`/api/v1/accounts/${fred.id}/follow`);
  const relation = async () => (await chapter.get(`/api/v1/accounts/relationships?id[]=${fred.id}`))[0];
  await until('the follow is accepted', async () => (await relation()).following);
  await peer.send(ada, new vocab.Follow({ id: peer.id('follows/1'), actor: peer.me, object: ada.id }));
  await peer.gets('Accept', (json) => json.object?.id === peer.id('follows/1').href || json.object === peer.id('follows/1').href);
  await until('the chapter counts a follower', async () => (await relation()).followed_by);

  // A post from there: read, edited, liked, boosted, deleted.
  const home = async (words) => (await chapter.get('/api/v1/timelines/home')).find((s) => (s.reblog ?? s).content.includes(words));
  await peer.create(ada, peer.note('1', { content: '<p>soup from afar</p>' }), 1);
  const copy = await until('the post is at home', () => home('soup from afar'));
  await chapter.post(`/api/v1/statuses/${copy.id}/favourite`);
  await peer.gets('Like', (json) => json.object === copy.uri);
  await chapter.post(`/api/v1/statuses/${copy.id}/unfavourite`);
  await peer.gets('Undo', (json) => json.object.type === 'Like');
  await chapter.post(`/api/v1/statuses/${copy.id}/reblog`);
  await peer.gets('Announce', (json) => json.object === copy.uri);
  await chapter.post(`/api/v1/statuses/${copy.id}/unreblog`);
  await peer.gets('Undo', (json) => json.object.type === 'Announce');
  const edited = peer.note('1', { content: '<p>stew from afar</p>', updated: Temporal.Now.instant() });
  await peer.send(ada, new vocab.Update({ id: peer.id('updates/1'), actor: peer.me, object: edited, to: PUBLIC }));
  await until('the edit is there', async () => (await chapter.get(`/api/v1/statuses/${copy.id}`)).content.includes('stew'));
  check((await chapter.get(`/api/v1/statuses/${copy.id}/history`)).length === 2, 'the edit has a history');

  // A post from here, the same.
  const post = await chapter.post('/api/v1/statuses', { status: `bread for @fred@127.0.0.1:${peer.port}` });
  const created = await peer.gets('Create', (json) => json.object.id === post.uri);
  check(created.json.object.type === 'Note' && [created.json.object.tag].flat().some((t) => t?.href === peer.me.href), `Fedify reads the mention: ${JSON.stringify(created.json)}`);
  const mine = new URL(post.uri);
  const now = () => chapter.get(`/api/v1/statuses/${post.id}`);
  // One boost is the chapter's own.
  await peer.send(ada, new vocab.Like({ id: peer.id('likes/1'), actor: peer.me, object: mine }));
  await peer.send(ada, new vocab.Announce({ id: peer.id('boosts/1'), actor: peer.me, object: mine, to: PUBLIC }));
  await until('like and boost are counted', async () => (await now()).favourites_count === 1 && (await now()).reblogs_count === 2);
  await peer.send(ada, new vocab.EmojiReact({ id: peer.id('reacts/1'), actor: peer.me, object: mine, content: '🍲' }));
  await until('the emoji is there', async () => (await chapter.get(`/api/v1/potluck/statuses/${post.id}/reactions`))[0]?.name === '🍲');
  await peer.send(ada, new vocab.Undo({ id: peer.id('undos/1'), actor: peer.me, object: new vocab.Like({ id: peer.id('likes/1'), actor: peer.me, object: mine }) }));
  await peer.send(ada, new vocab.Undo({ id: peer.id('undos/2'), actor: peer.me, object: new vocab.Announce({ id: peer.id('boosts/1'), actor: peer.me, object: mine }) }));
  await until('both are taken back', async () => (await now()).favourites_count === 0 && (await now()).reblogs_count === 1);
  await chapter.put(`/api/v1/statuses/${post.id}`, { status: 'bread for all' });
  await peer.gets('Update', (json) => json.object.id === post.uri && json.object.content.includes('for all'));
  await peer.create(ada, peer.note('2', { content: '<p>a reply</p>', replyTarget: mine, tags: [new vocab.Mention({ href: ada.id, name: '@ada' })] }), 2);
  await until('the reply stands below', async () => (await chapter.get(`/api/v1/statuses/${post.id}/context`)).descendants.length === 1);

  // Polls.
  const option = (name) => new vocab.Note({ name, replies: new vocab.Collection({ totalItems: 0 }) });
  const asked = new vocab.Question({ id: peer.id('questions/1'), attribution: peer.me, to: PUBLIC, content: '<p>which colour?</p>',
    exclusiveOptions: [option('red'), option('green')], voters: 0 });
  await peer.create(ada, asked, 3);
  const poll = await until('the poll is at home', () => home('which colour'));
  check(poll.poll.options.map((o) => o.title).join() === 'red,green', 'the options are read');
  await chapter.post(`/api/v1/polls/${poll.id}/votes`, { choices: ['1'] });
  await peer.gets('Create', (json) => json.object.name === 'green' && json.object.inReplyTo === peer.id('questions/1').href);
  const own = await chapter.post('/api/v1/statuses', { status: 'when?', poll: { options: ['now', 'later'], expires_in: 3600 } });
  await peer.gets('Create', (json) => json.object.type === 'Question' && json.object.id === own.uri);
  await peer.send(ada, new vocab.Create({ id: peer.id('creates/4'), actor: peer.me, to: ada.id,
    object: new vocab.Note({ id: peer.id('votes/1'), name: 'later', attribution: peer.me, replyTarget: new URL(own.uri), to: ada.id }) }));
  await until('the vote is counted', async () => (await chapter.get(`/api/v1/polls/${own.id}`)).options[1].votes_count === 1);

  // Quotes, with consent both ways.
  const quoting = peer.note('5', { content: '<p>as she says</p>', quote: new URL(own.uri) });
  await peer.send(ada, new vocab.QuoteRequest({ id: peer.id('quote-requests/1'), actor: peer.me, object: new URL(own.uri), instrument: quoting }));
  const granted = await peer.gets('Accept', (json) => json.object?.type === 'QuoteRequest' || json.result !== undefined);
  const stamp = await peer.ctx.lookupObject(granted.json.result);
  check(stamp instanceof vocab.QuoteAuthorization && stamp.interactionTargetId.href === own.uri && stamp.interactingObjectId.href === quoting.id.href,
    'the leave is for this post and this quote');
  const anybody = new vocab.InteractionPolicy({ canQuote: new vocab.InteractionRule({ automaticApproval: PUBLIC }) });
  await peer.create(ada, peer.note('6', { content: '<p>quote this</p>', interactionPolicy: anybody }), 6);
  const quotable = await until('the quotable post is at home', () => home('quote this'));
  const mineQuoting = await chapter.post('/api/v1/statuses', { status: 'hear, hear', quoted_status_id: quotable.id });
  const request = await peer.gets('QuoteRequest', (json) => json.object === quotable.uri);
  const leave = new vocab.QuoteAuthorization({ id: peer.ctx.getObjectUri(vocab.QuoteAuthorization, { id: '1' }), attribution: peer.me,
    interactingObject: new URL(mineQuoting.uri), interactionTarget: new URL(quotable.uri) });
  peer.notes.set('stamp-1', leave);
  await peer.send(ada, new vocab.Accept({ id: peer.id('accepts/quote'), actor: peer.me, object: request.activity, result: leave.id }));
  await until('the quote is accepted', async () => (await chapter.get(`/api/v1/statuses/${mineQuoting.id}`)).quote.state === 'accepted');

  // Deleting, both ways.
  await peer.send(ada, new vocab.Delete({ id: peer.id('deletes/1'), actor: peer.me, object: new vocab.Tombstone({ id: new URL(copy.uri) }), to: PUBLIC }));
  await until('the post is gone', async () => (await chapter.get(`/api/v1/statuses/${copy.id}`).catch(() => null)) === null);
  await chapter.delete(`/api/v1/statuses/${post.id}`);
  await peer.gets('Delete', (json) => json.object?.id === post.uri || json.object === post.uri);

  // Leaving, both ways.
  await peer.send(ada, new vocab.Undo({ id: peer.id('undos/3'), actor: peer.me, object: new vocab.Follow({ id: peer.id('follows/1'), actor: peer.me, object: ada.id }) }));
  await until('the follower has left', async () => !(await relation()).followed_by);
  await chapter.post(`/api/v1/accounts/${fred.id}/unfollow`);
  await peer.gets('Undo', (json) => json.object.type === 'Follow');

  const scheme = wantsNewer ? 'rfc9421' : 'cavage';
  check([...peer.schemes].join() === scheme, `everything came with ${scheme}: ${[...peer.schemes]}`);
  peer.server.close();
  peer.server.closeAllConnections();
}

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'potluck-fedify-'));
const chapter = await startChapter(dir);
try {
  await story(chapter, 'draft-cavage-http-signatures-12', false);
  await story(chapter, 'rfc9421', true);
  console.log(`${checks} checks passed`);
} catch (error) {
  console.error(error);
  console.error(fs.readFileSync(path.join(dir, 'log'), 'utf8').split('\n').slice(-40).join('\n'));
  process.exitCode = 1;
} finally {
  chapter.child.removeAllListeners('exit');
  chapter.child.kill('SIGKILL');
  fs.rmSync(dir, { recursive: true, force: true });
  process.exit();
}
