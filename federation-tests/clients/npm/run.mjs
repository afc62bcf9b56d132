// What Elk, Phanpy and other web apps are made of (masto), what Whalebird and Fedistar are made of (megalodon), against a running
// chapter: in Node, and masto in a page of another origin in Chromium.
// Usage: run.mjs PATH/TO/potluck
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';

import { build } from 'esbuild';
import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } from 'masto';
import pkg from 'megalodon';
import { chromium } from 'playwright-core';

const { default: megalodon, detector } = pkg;
const [potluck] = process.argv.slice(2);
const PASSWORD = 'bread and salt';
const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';
let checks = 0;

function check(truth, what) {
  if (!truth) throw new Error(what);
  checks += 1;
}

async function until(look, what, seconds = 30) {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; await new Promise((done) => setTimeout(done, 100))) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`waited in vain until ${what}`);
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

// A PNG of one colour.
function png(width, height) {
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(zlib.crc32 ? zlib.crc32(body) : crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc((width * 3 + 1) * height, 90);
  for (let y = 0; y < height; y += 1) rows[y * (width * 3 + 1)] = 0;
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', zlib.deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

class Node {
  static async start() {
    const node = new Node();
    node.domain = `127.0.0.1:${await freePort()}`;
    node.base = `http://${node.domain}`;
    node.dir = fs.mkdtempSync(path.join(os.tmpdir(), 'potluck-npm-'));
    node.run('init', '--domain', node.domain, '--name', 'Paris', '--city', 'Paris', '--steward', 'stella', '--email', 'stella@paris.example',
      '--password-file', '-', '--insecure-http');
    node.child = spawn(potluck, ['--data', node.dir, 'serve', '--listen', node.domain], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    node.child.stdout.on('data', (text) => { said += text; });
    await until(() => said.includes('listening on'), 'the node listens');
    return node;
  }

  run(...args) {
    return execFileSync(potluck, ['--data', this.dir, ...args], { input: `${PASSWORD}\n` }).toString().trim();
  }

  person(name) {
    this.run('account', 'create', name, '--email', `${name}@paris.example`, '--password-file', '-');
    return this.run('token', name);
  }

  end() {
    this.child.kill('SIGKILL');
    fs.rmSync(this.dir, { recursive: true, force: true });
  }
}

// ── signing up with an app of one's own ──

async function joins(node) {
  node.run('registrations', 'open');
  const rest = createRestAPIClient({ url: node.base });
  const app = await rest.v1.apps.create({ clientName: 'Masto', redirectUris: OUT_OF_BAND, scopes: 'read write follow push' });
  check(app.clientId && app.vapidKey, 'an app is registered, with a key for push');
  const oauth = createOAuthAPIClient({ url: node.base });
  const token = await oauth.token.create({ grantType: 'client_credentials', clientId: app.clientId, clientSecret: app.clientSecret, redirectUri: OUT_OF_BAND, scope: 'read write follow push' });
  const asApp = createRestAPIClient({ url: node.base, accessToken: token.accessToken });
  const wanted = { username: 'nina', email: 'nina@paris.example', password: PASSWORD, agreement: true, locale: 'fr' };
  const mine = await asApp.v1.accounts.create(wanted);
  const nina = createRestAPIClient({ url: node.base, accessToken: mine.accessToken });
  check((await nina.v1.accounts.verifyCredentials()).username === 'nina', 'who signs up is in');
  let refused;
  await asApp.v1.accounts.create({ ...wanted, email: 'other@paris.example' }).catch((error) => { refused = error; });
  check(refused.statusCode === 422 && refused.details.username[0].error === 'ERR_TAKEN', 'a name that is taken is told beside its field');
  return mine.accessToken;
}

// ── masto ──

async function withMasto(node, ada, bob) {
  const rest = createRestAPIClient({ url: node.base, accessToken: ada });
  const other = createRestAPIClient({ url: node.base, accessToken: bob });
  const instance = await rest.v2.instance.fetch();
  check(instance.configuration.urls.streaming && instance.apiVersions.mastodon >= 7, 'the instance says where it streams and what it can');
  const [me, him] = [await rest.v1.accounts.verifyCredentials(), await other.v1.accounts.verifyCredentials()];
  await rest.v1.accounts.$select(him.id).follow();

  const stream = createStreamingAPIClient({ streamingApiUrl: instance.configuration.urls.streaming, accessToken: ada });
  const heard = [];
  const listening = (async () => {
    for await (const event of stream.user.subscribe()) heard.push(event);
  })();
  const picture = await rest.v2.media.create({ file: new Blob([png(300, 200)], { type: 'image/png' }), description: 'a pot', focus: '0.0,0.0' });
  check(picture.url && picture.meta.original.width === 300 && picture.blurhash, 'a picture is there at once');
  // What is posted before the stream has begun is not heard, so post until it is.
  await until(async () => {
    await other.v1.statuses.create({ status: 'hello @ada' });
    return heard.some((event) => event.event === 'update') && heard.some((event) => event.event === 'notification');
  }, 'the stream tells of a post and of a mention');
  check(heard.find((event) => event.event === 'update').payload.account.username === 'bob', 'a streamed post is read like any other');

  const soup = await rest.v1.statuses.create({ status: 'Soup at #eight', mediaIds: [picture.id], visibility: 'public', quoteApprovalPolicy: 'public' });
  check(soup.mediaAttachments[0].description === 'a pot' && soup.tags[0].name === 'eight', 'a post with a picture');
  await until(() => heard.some((event) => event.event === 'update' && event.payload.id === soup.id), 'one hears of one\'s own post');
  const edited = await rest.v1.statuses.$select(soup.id).update({ status: 'Soup at #nine', mediaIds: [picture.id] });
  check(edited.editedAt && (await rest.v1.statuses.$select(soup.id).history.list()).length === 2, 'a post is edited and tells what it said before');
  await until(() => heard.some((event) => event.event === 'status.update'), 'the stream tells of the edit');
  check((await rest.v1.statuses.$select(soup.id).source.fetch()).text === 'Soup at #nine', 'its source can be edited again');
  const poll = await rest.v1.statuses.create({ status: 'Which soup?', poll: { options: ['leek', 'onion'], expiresIn: 3_600 } });
  const voted = await other.v1.polls.$select(poll.poll.id).votes.create({ choices: [1] });
  check(voted.ownVotes[0] === 1 && voted.votesCount === 1, 'a vote counts');
  const quote = await other.v1.statuses.create({ status: 'Look at this', quotedStatusId: soup.id });
  check(quote.quote.quotedStatus.id === soup.id && quote.quote.state === 'accepted', 'a quote is shown with what it quotes');

  const list = await rest.v1.lists.create({ title: 'Cooks', repliesPolicy: 'followed', exclusive: false });
  await rest.v1.lists.$select(list.id).accounts.create({ accountIds: [him.id] });
  check((await rest.v1.timelines.list.$select(list.id).list()).some((post) => post.id === quote.id), 'a list shows its people');
  await rest.v1.lists.$select(list.id).accounts.remove({ accountIds: [him.id] });
  check((await rest.v1.lists.$select(list.id).accounts.list()).length === 0, 'somebody leaves the list');
  const filter = await rest.v2.filters.create({ title: 'No onions', context: ['home'], filterAction: 'warn', keywordsAttributes: [{ keyword: 'onion', wholeWord: true }] });
  const cried = await other.v1.statuses.create({ status: 'Cutting an onion' });
  const home = await until(async () => (await rest.v1.timelines.home.list()).find((post) => post.id === cried.id), 'the post is at home');
  check(home.filtered[0].filter.id === filter.id, 'a filter has its say');
  await rest.v2.filters.$select(filter.id).remove();
  const later = await rest.v1.statuses.create({ status: 'Tomorrow', scheduledAt: new Date(Date.now() + 3_600_000).toISOString() });
  check(later.params.text === 'Tomorrow' && (await rest.v1.scheduledStatuses.list()).length === 1, 'a post waits for its time');
  await rest.v1.scheduledStatuses.$select(later.id).remove();
  const grouped = await rest.v2.notifications.list();
  check(grouped.notificationGroups.some((group) => group.type === 'mention') && grouped.accounts.length > 0, 'notifications come in groups');
  check((await rest.v2.search.list({ q: 'soup' })).statuses.length > 0, 'posts are found by a word');
  const push = await rest.v1.push.subscription.create({
    subscription: { endpoint: 'https://push.example/abc', keys: { p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4', auth: 'BTBZMqHH6r4Tts7J_aSIgg' } },
    data: { alerts: { mention: true }, policy: 'all' },
  });
  check(push.endpoint === 'https://push.example/abc' && push.serverKey, 'an app is to be woken');
  const profile = await rest.v1.accounts.updateCredentials({ displayName: 'Ada L.', note: 'I cook', avatar: new Blob([png(90, 90)], { type: 'image/png' }) });
  check(profile.displayName === 'Ada L.' && !profile.avatar.includes('static'), 'a profile changes, with its picture');

  // Back through everything, by the Link header alone.
  const all = new Set();
  for (let n = 0; n < 200; n += 1) await other.v1.statuses.create({ status: `one of many ${n}` });
  for await (const page of other.v1.accounts.$select(him.id).statuses.list({ limit: 40 })) page.forEach((post) => all.add(post.id));
  check(all.size > 200, `paging reaches the end: ${all.size}`);

  stream.close();
  await listening.catch(() => {});
  return me;
}

// ── megalodon ──

async function withMegalodon(node, ada, bob) {
  check((await detector(node.base)) === 'mastodon', 'the node is taken for one that speaks Mastodon');
  const client = megalodon('mastodon', node.base, ada);
  const other = megalodon('mastodon', node.base, bob);
  check((await client.verifyAccountCredentials()).data.username === 'ada', 'megalodon knows who it is');
  check((await client.getInstance()).data.uri === node.domain, 'the instance is read');
  const file = fs.createWriteStream(path.join(node.dir, 'pot.png'));
  file.end(png(64, 64));
  await once(file, 'close');
  const media = (await client.uploadMedia(fs.createReadStream(path.join(node.dir, 'pot.png')), { description: 'another pot' })).data;
  const post = (await client.postStatus('From megalodon', { media_ids: [media.id], visibility: 'unlisted' })).data;
  check(post.media_attachments[0].description === 'another pot' && post.visibility === 'unlisted', 'a post with a picture');
  check((await client.editStatus(post.id, { status: 'Edited by megalodon' })).data.content.includes('Edited'), 'a post is edited');
  const question = (await client.postStatus('Which?', { poll: { options: ['a', 'b'], expires_in: 600, multiple: false } })).data;
  check((await other.votePoll(question.poll.id, [0])).data.voted === true, 'a vote counts');
  const list = (await client.createList('Bakers')).data;
  check((await client.getLists()).data.some((one) => one.id === list.id), 'a list is there');
  check((await client.updateList(list.id, 'Bakers and cooks')).data.title === 'Bakers and cooks', 'a list is renamed');
  await client.deleteList(list.id);
  const filter = (await client.createFilter('leek', ['home'])).data;
  check((await client.getFilters()).data.some((one) => one.id === filter.id), 'an older filter is there');
  await client.deleteFilter(filter.id);
  check((await client.search('ada', { type: 'accounts' })).data.accounts[0].username === 'ada', 'people are found');
  check((await other.favouriteStatus(question.id)).data.favourited === true, 'a favourite');
  const later = (await client.postStatus('Tomorrow', { scheduled_at: new Date(Date.now() + 3_600_000).toISOString() })).data;
  check((await client.getScheduledStatuses()).data.some((one) => one.id === later.id), 'a post waits for its time');
  await client.cancelScheduledStatus(later.id);
  const push = (await client.subscribePushNotification(
    { endpoint: 'https://push.example/def', keys: { p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4', auth: 'BTBZMqHH6r4Tts7J_aSIgg' } },
    { alerts: { mention: true } })).data;
  check(push.endpoint === 'https://push.example/def', 'an app is to be woken');
  check((await client.bookmarkStatus(question.id)).data.bookmarked === true, 'a bookmark');
  const stream = await client.userStreaming();
  const heard = [];
  stream.on('update', (status) => heard.push(status));
  stream.on('notification', (notification) => heard.push(notification));
  await until(async () => {
    await other.postStatus('psst @ada', {});
    return heard.length > 0;
  }, 'megalodon\'s stream tells something');
  stream.stop();
  check((await client.getNotifications({ limit: 2 })).data.length === 2, 'notifications, as many as asked for');
  const page = await client.getHomeTimeline({ limit: 2 });
  check(/rel="next"/.test(page.headers.link), 'pages are linked');
}

// ── masto in a page of another origin ──

async function inAPage(node, ada) {
  const bundled = await build({
    stdin: { contents: "import * as masto from 'masto'; globalThis.masto = masto;", resolveDir: import.meta.dirname }, bundle: true, write: false, format: 'iife', platform: 'browser',
  });
  const server = http.createServer((request, response) => {
    const [type, body] = request.url === '/masto.js' ? ['text/javascript', bundled.outputFiles[0].text] : ['text/html', '<!doctype html><title>app</title><script src="/masto.js"></script>'];
    response.writeHead(200, { 'content-type': type }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${server.address().port}/`);
    const seen = await page.evaluate(async ({ base, token }) => {
      const { createRestAPIClient, createStreamingAPIClient } = globalThis.masto;
      const rest = createRestAPIClient({ url: base, accessToken: token });
      const instance = await rest.v2.instance.fetch();
      const stream = createStreamingAPIClient({ streamingApiUrl: instance.configuration.urls.streaming, accessToken: token });
      const first = (async () => {
        for await (const event of stream.user.subscribe()) if (event.event === 'update') return event.payload.content;
        return undefined;
      })();
      // An Idempotency-Key makes a preflight of its own.
      const post = async (status) => (await fetch(`${base}/api/v1/statuses`, {
        method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': status }, body: JSON.stringify({ status }),
      })).json();
      let streamed;
      first.then((content) => { streamed = content; });
      for (let n = 0; n < 100 && !streamed; n += 1) {
        await post(`from another origin ${n}`);
        await new Promise((done) => setTimeout(done, 100));
      }
      const answer = await fetch(`${base}/api/v1/timelines/home?limit=2`, { headers: { authorization: `Bearer ${token}` } });
      const pages = [];
      for await (const page of rest.v1.timelines.home.list({ limit: 2 })) {
        pages.push(page.length);
        if (pages.length === 2) break;
      }
      const refused = await fetch(`${base}/api/v1/timelines/home`, { headers: { authorization: 'Bearer nonsense' } });
      const picture = new Image();
      const shown = new Promise((done) => { picture.onload = () => done(true); picture.onerror = () => done(false); });
      picture.crossOrigin = 'anonymous';
      picture.src = (await rest.v1.accounts.verifyCredentials()).avatar;
      stream.close();
      return { streamed, link: answer.headers.get('link'), left: answer.headers.get('x-ratelimit-remaining'), pages, refused: refused.status, shown: await shown };
    }, { base: node.base, token: ada });
    check(seen.streamed?.includes('from another origin'), 'a page of another origin streams, with its token in the sub-protocol');
    check(seen.link.includes('rel="next"') && seen.pages.join() === '2,2', 'it reads the Link header, and pages by it');
    check(Number(seen.left) > 0, 'it reads how often it may still ask');
    check(seen.refused === 401, 'it can read an error');
    check(seen.shown === true, 'it shows a picture of ours');
  } finally {
    await browser.close();
    server.close();
  }
}

const node = await Node.start();
try {
  const [ada, bob] = [node.person('ada'), node.person('bob')];
  await joins(node);
  await withMasto(node, ada, bob);
  await withMegalodon(node, ada, bob);
  await inAPage(node, ada);
} finally {
  node.end();
}
console.log(`${checks} checks passed`);
process.exit(0);
