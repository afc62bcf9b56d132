// Visitors, members and stewards find their way through the pages, in a real browser: without scripts wherever that is
// possible, wide and narrow, light and dark, in three languages, with the accessibility rules of axe.
// Usage: run.js PATH/TO/potluck FOLDER-FOR-SCREENSHOTS
const { execFileSync } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const zlib = require('node:zlib');
const { PASSWORD, budget, check, checks, everyWay, freePort, launch, look, potluck, serve } = require('./ways.js');

// A picture of one colour, as PNG.
function png(width, height) {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(zlib.crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 180)]);
  const rows = zlib.deflateSync(Buffer.concat(Array(height).fill(row)));
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

// The code an authenticator app would show (RFC 6238).
function totp(secret, at = Date.now()) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = crypto.createHmac('sha1', key).update(counter).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1000000).padStart(6, '0');
}

(async () => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'potluck-browser-'));
  const listen = `127.0.0.1:${await freePort()}`;
  // Passkeys need a name; an address is no relying party.
  const base = `http://${listen.replace('127.0.0.1', 'localhost')}`;
  const node = await serve(data, listen);
  const browser = await launch();
  const violations = [];
  const watch = (page) => page.on('console', (message) => message.type() === 'error' && violations.push(`${page.url()}: ${message.text()}`));
  const open = async (options) => {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    const page = await context.newPage();
    watch(page);
    return { context, page };
  };
  const submit = (page, action) => page.click(`form[action="${action}"] button:not([type=button])`);
  try {
    // The first start: the printed link leads to the set-up. Everything here works without scripts.
    const link = node.said.match(/http:\/\/\S+\/setup\?token=\S+/)[0].replace('127.0.0.1', 'localhost');
    await everyWay(browser, undefined, { setup: link });
    const { context, page } = await open({ javaScriptEnabled: false });
    await page.goto(link);
    await page.fill('#name', 'OuiShare Paris');
    await page.fill('#city', 'Paris');
    await page.fill('#steward', 'ada');
    await page.fill('#email', 'ada@paris.example');
    await page.fill('#password', PASSWORD);
    await page.click('text=Found the chapter');
    check(page.url().startsWith(`${base}/login`), 'after the set-up comes the log-in');
    await page.fill('#name', 'ada');
    await page.fill('#password', 'not this one');
    await submit(page, '/login');
    check(await page.isVisible('text=do not go together'), 'a wrong password is told');
    await page.fill('#password', PASSWORD);
    await submit(page, '/login');
    check(page.url() === `${base}/admin`, 'the steward begins at the desk');

    // The desk.
    await page.goto(`${base}/admin/chapter`);
    await page.fill('#note', 'We meet at the long table, every Thursday.');
    await submit(page, '/admin/chapter');
    check(await page.isVisible('text=Saved.'), 'the chapter says what it is');
    await page.fill('#text', 'Be kind');
    await page.fill('#hint', 'Argue with ideas, not with people.');
    await submit(page, '/admin/chapter/rules');
    await page.goto(`${base}/admin/announcements`);
    await page.fill('#text', 'Dinner on Thursday at eight. Bring a dish!');
    await page.fill('#day', new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));
    await submit(page, '/admin/announcements');
    await page.goto(base);
    check(await page.isVisible('#dates + dl >> text=Bring a dish!'), 'the home page has the next dates');
    await page.goto(`${base}/admin/emojis`);
    await page.fill('#shortcode', 'bread');
    await page.setInputFiles('#file', { name: 'bread.png', mimeType: 'image/png', buffer: png(64, 64) });
    await submit(page, '/admin/emojis');
    check(await page.isVisible('text=:bread:'), 'the chapter has an emoji');
    await page.goto(`${base}/admin/domains`);
    await page.fill('#host', 'spam.example');
    await page.fill('#comment', 'Nothing but advertisements');
    await submit(page, '/admin/domains');
    await page.setInputFiles('#data', { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('worse.example\n') });
    await submit(page, '/admin/domains/import');
    check(await page.isVisible('text=1 rule was set.'), 'a block list is imported');
    await page.goto(`${base}/admin/storage`);
    await submit(page, '/admin/storage/backups');
    check(await page.isVisible('text=The backup is being made'), 'a backup begins');
    await page.goto(`${base}/admin/invitations`);
    await page.fill('#note', 'For Berta');
    await submit(page, '/admin/invitations');
    const invitation = await page.inputValue('#address1');

    // Joining, through each door.
    const door = async (name) => {
      await page.goto(`${base}/admin/requests`);
      await page.check(`input[name=door][value=${name}]`);
      await submit(page, '/admin/door');
    };
    const join = async (visitor, name, reason) => {
      await visitor.fill('#username', name);
      await visitor.fill('#email', `${name}@mail.example`);
      await visitor.fill('#password', PASSWORD);
      if (reason) await visitor.fill('#reason', reason);
      await visitor.check('input[name=agreement]');
      await submit(visitor, '/join');
    };
    await door('closed');
    const { page: visitor } = await open({ javaScriptEnabled: false });
    await visitor.goto(`${base}/join`);
    check(await visitor.isVisible('text=Accounts are made by the stewards'), 'a closed door says so');
    await door('invitation');
    await everyWay(browser, undefined, { 'join-invitation': `${base}/join` });
    await visitor.goto(invitation);
    check(await visitor.isVisible('text=You have been invited'), 'an invitation opens it');
    await join(visitor, 'berta');
    check(await visitor.isVisible('text=Welcome!'), 'who is invited is in');
    await door('approval');
    const { page: asker } = await open({ javaScriptEnabled: false });
    await asker.goto(`${base}/join`);
    await join(asker, 'chiara', 'I cook for twenty.');
    check(await asker.isVisible('text=A steward will look at your request'), 'who asks waits');
    await everyWay(browser, await context.storageState(), { 'desk-requests': `${base}/admin/requests` });
    await page.goto(`${base}/admin/requests`);
    check(await page.isVisible('text=I cook for twenty.'), 'the steward reads why');
    await page.click('text=Let in');
    await door('open');
    const { page: anybody } = await open({ javaScriptEnabled: false });
    await anybody.goto(`${base}/join`);
    await join(anybody, 'driss');
    check(await anybody.isVisible('text=Welcome!'), 'an open door is open');

    // A post with a picture, answered, liked, and looked at.
    await page.goto(`${base}/home`);
    await page.fill('#compose', 'The long table is ours again on Thursday. :bread: https://example.org/a-very-long-address/that-goes-on-and-on #potluck');
    await page.click('text=Add pictures');
    await page.setInputFiles('#file1', { name: 'table.png', mimeType: 'image/png', buffer: png(800, 400) });
    await page.fill('#description1', 'A long table under trees');
    await submit(page, '/posts');
    check(await page.isVisible('text=Posted.'), 'the post is there');
    check(await page.isVisible('img[alt="A long table under trees"]'), 'its picture is described');
    const thread = new URL(await page.getAttribute('article.post a[href^="/@ada/"]', 'href'), base).href;
    await visitor.goto(thread);
    await visitor.fill('#compose', '@ada I bring soup.');
    await submit(visitor, '/posts');
    check(await visitor.isVisible('article.post:has-text("I bring soup.")'), 'the answer stands below');
    await visitor.click('article.focus button:has-text("0 favourites")');
    check(await visitor.isVisible('article.focus button[aria-pressed=true]:has-text("1 favourite")'), 'it is a favourite');
    await page.goto(`${base}/home`);
    await page.fill('#compose', 'Which day for the repair café?');
    await page.click('text=Add a poll');
    await page.fill('#option1', 'Saturday');
    await page.fill('#option2', 'Sunday');
    await submit(page, '/posts');
    await page.fill('#compose', 'What happened in the kitchen');
    await page.click('summary:has-text("Content warning")');
    await page.fill('#spoiler', 'Onions');
    await submit(page, '/posts');
    await visitor.goto(`${base}/@ada`);
    await visitor.click('form button:has-text("Follow")');
    check(await visitor.isVisible('text=You follow them now.'), 'berta follows ada');
    await visitor.goto(`${base}/home`);
    await visitor.check('input[name="choices[]"][value="1"]');
    await visitor.click('button:has-text("Vote")');
    check(await visitor.isVisible('text=your answer'), 'berta has voted');
    await visitor.goto(`${base}/@ada`);
    const poll = new URL(await visitor.getAttribute('article.post a[href^="/@ada/"]', 'href'), base).href;
    await visitor.goto(`${poll.replace('/@ada/', '/posts/')}/report`);
    await visitor.fill('#comment', 'Onions are fine, really.');
    await submit(visitor, '/reports');
    await page.goto(`${base}/admin/reports`);
    check(await page.isVisible('text=Onions are fine, really.'), 'the report has arrived');
    const report = new URL(await page.getAttribute('h2 a[href^="/admin/reports/"]', 'href'), base).href;
    await page.goto(`${base}/admin/members`);
    const member = new URL(await page.getAttribute('a[href^="/admin/members/"]:has-text("berta")', 'href'), base).href;

    // A proposal: written, published, amended, talked about; one that asks for advice; one that three Connectors could carry.
    const propose = async (process, title) => {
      await page.goto(`${base}/proposals/new`);
      await page.check(`input[name=process][value=${process}]`);
      await page.fill('#title', title);
      await page.fill('#driver', 'The cooks stood outside with hot pots.');
      await page.fill('#text', '- **Six keys** are cut.\n- Whoever cooks gets one.');
      await page.fill('#topic', 'courtyard');
      await submit(page, '/proposals');
      check(await page.isVisible('text=Your draft is kept.'), `${process}: the draft is kept`);
      return page.url();
    };
    const proposal = await propose('consent', 'A key for everybody who cooks');
    check((await visitor.goto(proposal)).status() === 404, 'a draft is its author’s');
    await page.click('button:has-text("Publish")');
    check(await page.isVisible('text=Open for questions'), 'it is open for questions');
    await page.click('a:has-text("Amend")');
    await page.fill('#text', '- **Eight keys** are cut.\n- Whoever cooks gets one.');
    await submit(page, `${new URL(proposal).pathname}/edit`);
    check(await page.isVisible('text=Eight keys'), 'it has a second version');
    await visitor.goto(proposal);
    await visitor.click('button:has-text("Unsure")');
    await visitor.fill('#compose', '@ada Who pays for them?');
    await submit(visitor, '/posts');
    await page.goto(proposal);
    check(await page.isVisible('article.post:has-text("Who pays for them?")'), 'what is said stands below it');
    check(await page.isVisible('text=Unsure · 1'), 'how it feels is counted');
    await page.goto(`${proposal}/versions`);
    check(await page.isVisible('ins:has-text("Eight keys")') && await page.isVisible('del:has-text("Six keys")'), 'what has changed is shown');
    const advised = await propose('advice', 'Which locks to buy');
    await page.fill('#affected', '@berta');
    await page.fill('#experts', '@driss');
    await submit(page, `${new URL(advised).pathname}/ask`);
    await visitor.goto(advised);
    await visitor.click('summary:has-text("Give advice")');
    await visitor.fill('#advice', 'Not the cheapest.');
    await visitor.click('button:has-text("Give advice")');
    check(await visitor.isVisible('blockquote:has-text("Not the cheapest.")'), 'advice is given');
    const endorsed = await propose('three_connectors', 'The repair café moves to Sundays');
    await page.click('button:has-text("Publish")');
    check(await page.isVisible('text=1 / 3'), 'its author is the first of three');
    // Files hang on a text that can still change.
    await page.goto(advised);
    await page.setInputFiles('#attachment', { name: 'Prices 2027.csv', mimeType: 'text/csv', buffer: Buffer.from('lock,price\ngood,40\n') });
    await submit(page, `${new URL(advised).pathname}/attachments`);
    check(await page.isVisible('#attachments a:has-text("Prices 2027.csv")'), 'a file hangs on it');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#attachments a:has-text("Prices 2027.csv")')]);
    check(download.suggestedFilename() === 'Prices 2027.csv', 'it comes under its own name');
    // Everybody is asked, and what they say binds nobody.
    await page.click('summary:has-text("Ask everybody")');
    await submit(page, `${new URL(advised).pathname}/advisory`);
    check(await page.isVisible('#advisory th:has-text("I would go along")'), 'everybody is asked');
    await visitor.goto(advised);
    await visitor.click('article.post label:has-text("I have concerns")');
    await visitor.click('article.post button:has-text("Vote")');
    await page.goto(advised);
    check(await page.isVisible('text=1 person has answered.'), 'and answers');
    // A group decides for itself.
    await page.goto(`${base}/teams`);
    await page.fill('#name', 'The Orchard');
    await page.check('input[name=kind][value=project]');
    await page.fill('#purpose', 'Apples, and what can be made of them.');
    await submit(page, '/teams');
    const team = page.url().split('?')[0];
    await page.fill('#name', '@berta');
    await submit(page, `${new URL(team).pathname}/members`);
    check(await page.isVisible('main li:has-text("Berta")') || await page.isVisible('main li:has-text("berta")'), 'somebody is brought in');
    await page.click('a:has-text("Propose something here")');
    check(await page.inputValue('#team') === 'The Orchard', 'a proposal of theirs is begun');
    await page.fill('#title', 'A longer ladder');
    await page.fill('#text', 'We build one.');
    await submit(page, '/proposals');
    const ladder = page.url().split('?')[0];
    await page.click('button:has-text("Publish")');
    await page.goto(team);
    check(await page.isVisible('a:has-text("A longer ladder")'), 'it stands on their page');
    await page.goto(`${base}/delegations`);
    await page.fill('#subject', 'courtyard');
    await page.selectOption('#scope', 'topic');
    await submit(page, '/delegations');
    check(await page.isVisible('td:has-text("Nobody")'), 'a voice is kept out of a topic');
    const decisions = {
      proposal, advised, endorsed, decisions: `${base}/decisions`, 'decisions-decided': `${base}/decisions?show=decided`, agreements: `${base}/agreements`,
      delegations: `${base}/delegations`, 'by-laws': `${base}/by-laws`, versions: `${proposal}/versions`, connectors: `${base}/connectors`,
      teams: `${base}/teams`, team, ladder,
    };

    // Settings.
    await page.goto(`${base}/settings`);
    await page.fill('#display_name', 'Ada Laurent');
    await page.fill('#note', 'Soup, mostly.');
    await page.setInputFiles('#avatar', { name: 'ada.png', mimeType: 'image/png', buffer: png(200, 200) });
    await submit(page, '/settings');
    check(await page.isVisible('text=Your profile is saved.'), 'the profile is saved');
    await page.goto(`${base}/settings/filters`);
    await page.fill('#words', 'leeks');
    await submit(page, '/settings/filters');
    check(await page.isVisible('strong:has-text("leeks")'), 'a filter is set');

    // The second factor, for Berta.
    await visitor.goto(`${base}/settings/security/second`);
    const secret = await visitor.inputValue('#secret');
    const began = Date.now();
    await visitor.fill('#code', totp(secret, began));
    await visitor.fill('#current', PASSWORD);
    await submit(visitor, '/settings/security/second');
    const recovery = await visitor.textContent('ul.code li');
    check(recovery.length === 11, 'there are recovery codes');
    const { page: second } = await open({ javaScriptEnabled: false });
    await second.goto(`${base}/login`);
    await second.fill('#name', 'berta');
    await second.fill('#password', PASSWORD);
    await submit(second, '/login');
    check(second.url().startsWith(`${base}/login/second`), 'the second factor is asked for');
    await everyWay(browser, await second.context().storageState(), { 'login-second': second.url() });
    await second.fill('#code', '000000');
    await submit(second, '/login/second');
    check(await second.isVisible('text=This code is not right'), 'a wrong code is told');
    // The code that turned it on is spent; the next one holds within the clock's leeway.
    await second.fill('#code', totp(secret, began + 30000));
    await submit(second, '/login/second');
    check(await second.isVisible('text=berta'), 'a code of the app lets her in');

    // A passkey: made on a device, and shown instead of the password and the second factor.
    const { context: device, page: keyed } = await open({ storageState: await visitor.context().storageState() });
    const cdp = await device.newCDPSession(keyed);
    await cdp.send('WebAuthn.enable');
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    await keyed.goto(`${base}/settings/security`);
    await keyed.fill('#passkey-name', 'Her phone');
    await keyed.fill('#passkey-current', PASSWORD);
    await keyed.click('#passkey-add button');
    await keyed.waitForSelector('text=Her phone');
    check(true, 'the passkey is there');
    await keyed.click('details.menu summary');
    await keyed.click('text=Log out');
    await keyed.goto(`${base}/login?next=/settings`);
    await keyed.click('#passkey-login button');
    await keyed.waitForURL(`${base}/settings`);
    check(await keyed.isVisible('text=berta'), 'the passkey lets her in');

    // Everything, six ways.
    const state = await context.storageState();
    const open_pages = {
      home: base, about: `${base}/about`, privacy: `${base}/about/privacy`, people: `${base}/people`, profile: `${base}/@ada`,
      'profile-chapter': `${base}/@paris`, thread, tag: `${base}/tags/potluck`, login: `${base}/login`, join: `${base}/join`,
      password: `${base}/password`, interact: `${base}/interact?server=example.social`, 'not-found': `${base}/nothing`,
    };
    await everyWay(browser, undefined, { ...open_pages, ...decisions });
    const own = ['home', 'home/chapter', 'home/bookmarks', 'home/favourites', 'notifications', 'search?q=table', 'settings', 'settings/privacy',
      'settings/security', 'settings/security/second', 'settings/mail', 'settings/requests', 'settings/filters', 'settings/blocks', 'settings/moving', 'settings/delete'];
    const desk = ['admin', 'admin/members', 'admin/requests', 'admin/invitations', 'admin/reports', 'admin/domains', 'admin/federation',
      'admin/announcements', 'admin/emojis', 'admin/chapter', 'admin/mail', 'admin/storage', 'admin/jobs', 'admin/log', 'admin/design'];
    const named = Object.fromEntries([...own, ...desk].map((p) => [p.replace(/[^a-z]+/g, '-'), `${base}/${p}`]));
    await everyWay(browser, state, { ...named, 'thread-member': thread, 'profile-member': `${base}/@berta`, 'desk-member': member, 'desk-report': report, report: `${poll.replace('/@ada/', '/posts/')}/report` });
    const mine = { ...decisions, waiting: `${base}/decisions?show=waiting`, drafts: `${base}/decisions?show=drafts`, propose: `${base}/proposals/new`, amend: `${proposal}/edit`, object: `${proposal}/object`, 'change-by-laws': `${base}/by-laws/change`, history: `${base}/decisions/before` };
    await everyWay(browser, state, Object.fromEntries(Object.entries(mine).map(([title, address]) => [`${title}-member`, address])));
    await budget(browser, { proposal, decisions: `${base}/decisions`, home: base, about: `${base}/about`, people: `${base}/people`, profile: `${base}/@ada`, thread });

    // With scripts: nothing is refused by the pages' own policy, and what scripts add works.
    const { page: scripted } = await open({ storageState: state });
    for (const address of [...Object.values(open_pages).filter((a) => !a.endsWith('/nothing')), ...Object.values(mine), ...Object.values(named)]) await scripted.goto(address);
    await scripted.goto(`${base}/home`);
    await scripted.fill('#compose', 'twelve chars');
    check((await scripted.textContent('#compose-left')) === '4988', 'what may still be written is counted');
    await scripted.evaluate(() => document.activeElement.blur());
    await scripted.keyboard.press('j');
    check(await scripted.evaluate(() => document.activeElement.matches('article.post')), 'j goes to the first post');
    await scripted.selectOption('select[name=language]', 'fr');
    await scripted.waitForSelector('html[lang=fr]');
    check(await scripted.isVisible('text=Accueil'), 'the language is chosen at once');
    await scripted.selectOption('select[name=theme]', 'dark');
    await scripted.waitForSelector('html[data-theme=dark]');

    // Letting an app in, with an address of its own and without one.
    const app = await (await fetch(`${base}/api/v1/apps`, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: 'Elk', redirect_uris: ['urn:ietf:wg:oauth:2.0:oob', `${base}/health`], scopes: 'read write follow push' }),
    })).json();
    const ask = (uri) => `${base}/oauth/authorize?response_type=code&client_id=${app.client_id}&scope=read+write&state=s1&redirect_uri=${encodeURIComponent(uri)}`;
    await everyWay(browser, state, { authorize: ask('urn:ietf:wg:oauth:2.0:oob') });
    await page.goto(ask('urn:ietf:wg:oauth:2.0:oob'));
    await page.click('text=Let it in');
    check((await page.inputValue('#code')).length > 20, 'the code is on the page');
    await page.goto(ask(`${base}/health`));
    await page.click('text=Let it in');
    check(/\/health\?code=.+&state=s1$/.test(page.url()), `the browser goes back to the app: ${page.url()}`);
    await page.goto(base);
    await page.click('details.menu summary');
    await page.click('text=Log out');
    check(await page.isVisible('text=You are logged out.'), 'ada is logged out');
    const token = execFileSync(potluck, ['--data', data, 'token', 'ada']).toString().trim();
    check(token.length > 20, 'the terminal works beside it');
    const refused = violations.filter((text) => /Content Security Policy/i.test(text));
    check(refused.length === 0, `the browser refused something: ${refused.join('\n')}`);
  } finally {
    await browser.close();
    node.child.kill();
    fs.rmSync(data, { recursive: true, force: true });
  }
  console.log(`${checks()} checks passed`);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
