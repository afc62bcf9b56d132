// What a steward does at the desk, and what a member does with an account, each by pressing it in a browser without scripts on
// a phone: letters come to a mail server of this script's own, and another chapter is really away.
// Usage: desk.js PATH/TO/potluck FOLDER-FOR-SCREENSHOTS
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { PASSWORD, check, checks, everyWay, freePort, launch, potluck, serve } = require('./ways.js');

// A mail server that takes every letter (RFC 5321), and keeps to whom it went and what was in it.
function mailServer(port) {
  const letters = [];
  const server = net.createServer((socket) => {
    let said = '';
    let to = '';
    let writing = false;
    socket.write('220 here\r\n');
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
      for (;;) {
        const end = writing ? said.indexOf('\r\n.\r\n') : said.indexOf('\r\n');
        if (end < 0) return;
        const part = said.slice(0, end);
        said = said.slice(end + (writing ? 5 : 2));
        if (writing) {
          letters.push({ to, text: plain(part) });
          writing = false;
          socket.write('250 kept\r\n');
          continue;
        }
        if (/^RCPT TO:/i.test(part)) to = part.match(/<(.*)>/)[1];
        writing = /^DATA/i.test(part);
        if (/^QUIT/i.test(part)) socket.end('221 bye\r\n');
        else socket.write(writing ? '354 go on\r\n' : '250 well\r\n');
      }
    });
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve({ letters, close: () => server.close() })));
}

// A letter's text: its parts are written as quoted-printable or base64 (RFC 2045), or as they are.
function plain(letter) {
  const boundary = letter.match(/boundary="([^"]+)"/)[1];
  return letter.split(`--${boundary}`).map((part) => {
    const [head, ...rest] = part.trim().split('\r\n\r\n');
    const body = rest.join('\r\n\r\n');
    if (/quoted-printable/i.test(head)) {
      const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
      return Buffer.from(bytes, 'latin1').toString();
    }
    return /base64/i.test(head) ? Buffer.from(body, 'base64').toString() : `${head}\n${body}`;
  }).join('\n');
}

(async () => {
  const port = await freePort();
  const mail = await mailServer(port);
  const browser = await launch();
  const violations = [];
  const cities = {};
  const found = async (slug) => {
    const data = fs.mkdtempSync(path.join(os.tmpdir(), `potluck-desk-${slug}-`));
    const listen = `127.0.0.1:${await freePort()}`;
    const terminal = (...args) => execFileSync(potluck, ['--data', data, ...args], { input: `${PASSWORD}\n` }).toString();
    terminal('init', '--domain', listen, '--name', `OuiShare ${slug}`, '--city', slug, '--steward', 'stella', '--email', `stella@${slug}.example`, '--password-file', '-', '--insecure-http');
    fs.appendFileSync(path.join(data, 'potluck.toml'), `\n[mail]\nhost = "127.0.0.1"\nport = ${port}\nencryption = "none"\nfrom = "${slug} <node@${slug}.example>"\n`);
    cities[slug] = { slug, data, listen, base: `http://${listen}`, terminal, node: await serve(data, listen) };
    return cities[slug];
  };
  const submit = (page, action) => page.click(`form[action="${action}"] button:not([type=button])`);
  const visit = async () => {
    const context = await browser.newContext({ locale: 'en-GB', javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && violations.push(`${page.url()}: ${message.text()}`));
    return page;
  };
  const logIn = async (city, name, password = PASSWORD) => {
    const page = await visit();
    await page.goto(`${city.base}/login`);
    await page.fill('#name', name);
    await page.fill('#password', password);
    await submit(page, '/login');
    return page;
  };
  const member = async (city, name) => {
    city.terminal('account', 'create', name, '--email', `${name}@mail.example`, '--password-file', '-');
    return logIn(city, name);
  };
  const says = async (page, text, what = text) => check(await page.isVisible(`text=${text}`), `${what}: ${page.url()} does not say: ${text}`);
  // Waits for what the workers bring: the page is opened until it says so.
  const reads = async (page, address, selector) => {
    for (let n = 0; n < 300; n += 1) {
      await page.goto(address);
      if (await page.isVisible(selector)) return check(true, selector);
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`${address} never shows: ${selector}`);
  };
  // The first letter to somebody that says so.
  const letter = async (to, text) => {
    for (let n = 0; n < 300; n += 1) {
      const found = mail.letters.find((one) => one.to === to && one.text.includes(text));
      if (found) {
        mail.letters.splice(mail.letters.indexOf(found), 1);
        return found.text;
      }
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`no letter to ${to} says ${text}: ${mail.letters.map((one) => `${one.to}, ${one.text.match(/^Subject: (.*)$/m)[1]}`).join('; ')}`);
  };
  const link = (text, part) => text.match(new RegExp(`http://[^\\s<>"]*${part}[^\\s<>"]*`))[0];
  try {
    const paris = await found('paris');
    const lyon = await found('lyon');
    const desk = await logIn(paris, 'stella');
    const state = () => desk.context().storageState();
    const berta = await member(paris, 'berta');
    const ada = await member(paris, 'ada');
    const open = (page, place) => page.goto(`${paris.base}${place}`);

    // Mail: a test letter.
    await open(desk, '/admin/mail');
    await submit(desk, '/admin/mail/test');
    await says(desk, 'The server took the letter.');
    await letter('stella@paris.example', 'Mail works.');

    // A member's role, with the decision it rests on; a second steward and one less; a link for a lost password.
    await open(desk, '/admin/members');
    await desk.click('a[href^="/admin/members/"]:has-text("berta")');
    const hers = desk.url();
    const id = hers.match(/\d+$/)[0];
    await desk.selectOption('#role', 'active');
    await desk.fill('#role-note', 'The assembly of May');
    await submit(desk, `/admin/members/${id}/role`);
    check(await desk.isVisible('main li:has-text("Active member"):has-text("The assembly of May")'), 'her role has a history');
    await submit(desk, `/admin/members/${id}/steward`);
    await open(berta, '/admin');
    check(berta.url() === `${paris.base}/admin`, 'she is a steward');
    await desk.goto(hers);
    await desk.click('button:has-text("No steward any more")');
    check((await open(berta, '/admin')).status() === 403, 'and no more');
    await submit(desk, `/admin/members/${id}/password`);
    const given = await desk.inputValue('#link');
    const lost = await visit();
    await lost.goto(given);
    await lost.fill('#password', 'soup and onions');
    await lost.click('main form button');
    await says(lost, 'Your password is changed. Log in with it.');
    check((await berta.goto(`${paris.base}/settings`)).url().includes('/login'), 'she is logged out everywhere');
    const again = await logIn(paris, 'berta', 'soup and onions');
    await open(again, '/settings');
    await says(again, 'berta', 'the new password holds');

    // Somebody is reported: looked after, warned, shut out, let in again, dealt with, opened again.
    await open(again, '/home');
    await again.fill('#compose', 'Onions are for tears.');
    await submit(again, '/posts');
    await open(ada, '/@berta');
    const post = new URL(await ada.getAttribute('article.post a[href^="/@berta/"]', 'href'), paris.base).pathname;
    const posts = post.replace('/@berta/', '/posts/');
    await everyWay(browser, await again.context().storageState(), { 'post-edit': `${paris.base}${posts}/edit` });
    const arriving = `${paris.base}/authorize_interaction?uri=${encodeURIComponent(`@berta@${paris.listen}`)}`;
    await everyWay(browser, await ada.context().storageState(), { 'person-report': `${paris.base}/people/${id}/report`, 'from-afar': arriving });
    await open(ada, `${posts}/report`);
    await ada.fill('#comment', 'This is no way to speak of onions.');
    await submit(ada, '/reports');
    await letter('stella@paris.example', 'ada reports something');
    await open(desk, '/admin/reports');
    await desk.click('h2 a[href^="/admin/reports/"]');
    const report = desk.url();
    await desk.click('button:has-text("I look after it")');
    check(await desk.isVisible('button:has-text("Leave it to others")'), 'the steward looks after it');
    const sanction = async (act, note) => {
      await desk.goto(hers);
      await desk.check(`input[name=act][value=${act}]`);
      await desk.fill('#note', note);
      await submit(desk, `/admin/members/${id}/sanction`);
      await says(desk, 'Saved.', act);
    };
    await sanction('warn', 'Be kind to onions.');
    await sanction('disable', 'A week to think.');
    const shut = await logIn(paris, 'berta', 'soup and onions');
    check(new URL(shut.url()).pathname === '/login', `who is shut out stays outside: ${shut.url()}`);
    await everyWay(browser, await state(), { 'desk-shut-out': hers });
    await sanction('undo-disable', 'She has thought.');
    await sanction('silence', 'For a while.');
    await sanction('undo-silence', 'Enough.');
    await sanction('suspend', 'Once more.');
    check((await open(ada, '/@berta')).status() >= 404, 'who is suspended is not shown');
    await sanction('undo-suspend', 'It was a mistake.');
    check((await open(ada, '/@berta')).status() === 200, 'and shown again');
    await desk.goto(report);
    await desk.click('button:has-text("Dealt with")');
    await desk.goto(report);
    await desk.click('button:has-text("Open it again")');
    await desk.goto(report);
    check(await desk.isVisible('button:has-text("Dealt with")'), 'a report is opened again');

    // What was set is taken back: a rule, an announcement, an emoji, an invitation, a domain's rule, a backup.
    await open(desk, '/admin/chapter');
    await desk.fill('#text', 'Be loud');
    await submit(desk, '/admin/chapter/rules');
    await submit(desk, '/admin/chapter/rules/remove');
    check(!(await desk.isVisible('li:has-text("Be loud")')), 'a rule is taken back');
    await open(desk, '/admin/announcements');
    await desk.fill('#text', 'No dinner on Thursday');
    await submit(desk, '/admin/announcements');
    await desk.click('summary:has-text("Remove")');
    await desk.click('details[open] button');
    await says(desk, 'Nothing is announced.');
    await open(desk, '/admin/invitations');
    await desk.fill('#note', 'For nobody');
    await submit(desk, '/admin/invitations');
    const invitation = await desk.inputValue('#address1');
    await everyWay(browser, undefined, { invited: invitation });
    await desk.click('form[action$="/revoke"] button');
    await says(desk, 'Undone.', 'an invitation is taken back');
    const guest = await visit();
    await guest.goto(invitation);
    check(!(await guest.isVisible('text=You have been invited')), 'and opens no door');
    await open(desk, '/admin/domains');
    await desk.fill('#host', 'spam.example');
    await desk.fill('#comment', 'Nothing but advertisements');
    await submit(desk, '/admin/domains');
    const [list] = await Promise.all([desk.waitForEvent('download'), desk.click('a[href="/admin/domains/export.csv"]')]);
    check(fs.readFileSync(await list.path(), 'utf8').includes('spam.example'), 'the block list is exported');
    await submit(desk, '/admin/domains/lift');
    await says(desk, 'There are no rules: every server is welcome.');
    await open(desk, '/admin/storage');
    await submit(desk, '/admin/storage/backups');
    await reads(desk, `${paris.base}/admin/storage`, 'a[href^="/admin/storage/backups/"]');
    const [backup] = await Promise.all([desk.waitForEvent('download'), desk.click('a[href^="/admin/storage/backups/"]')]);
    check(fs.statSync(await backup.path()).size > 1000, 'a backup is taken home');
    await desk.click('summary:has-text("Remove")');
    await submit(desk, '/admin/storage/backups/remove');
    await says(desk, 'The backup is removed.');

    // Somebody asks to be let in, and is turned away.
    await open(desk, '/admin/requests');
    await desk.check('input[name=door][value=approval]');
    await submit(desk, '/admin/door');
    await open(guest, '/join');
    await guest.fill('#username', 'mallory');
    await guest.fill('#email', 'mallory@mail.example');
    await guest.fill('#password', PASSWORD);
    await guest.fill('#reason', 'I sell watches.');
    await guest.check('input[name=agreement]');
    await submit(guest, '/join');
    await says(guest, 'We have sent you a letter.');
    await guest.goto(link(await letter('mallory@mail.example', '/confirm'), '/confirm'));
    await guest.click('main form button');
    await reads(desk, `${paris.base}/admin/requests`, 'text=I sell watches.');
    await desk.click('summary:has-text("Turn away")');
    await desk.click('details[open] button');
    await says(desk, 'The request is turned away.');

    // Another chapter: Ada follows Carla there; while it is away what waits for it is tried by hand, and dropped by hand.
    const carla = await member(lyon, 'carla');
    await open(ada, `/search?q=@carla@${lyon.listen}`);
    await ada.click('main a[href*="carla"]');
    await ada.click('form button:has-text("Follow")');
    await reads(carla, `${lyon.base}/@carla`, 'text=1 follower');
    await carla.goto(`${lyon.base}/search?q=@ada@${paris.listen}`);
    await carla.click('main a[href*="ada"]');
    await carla.click('form button:has-text("Follow")');
    await reads(ada, `${paris.base}/@ada`, 'text=1 follower');
    lyon.node.child.kill();
    await new Promise((done) => lyon.node.child.on('exit', done));
    const post_it = async (text) => {
      await open(ada, '/home');
      await ada.fill('#compose', text);
      await submit(ada, '/posts');
    };
    await post_it('Is anybody in Lyon?');
    await reads(desk, `${paris.base}/admin/federation`, `section:has-text("${lyon.listen}"):has-text("Did not answer")`);
    await everyWay(browser, await state(), { 'desk-host-away': `${paris.base}/admin/federation` });
    await desk.click('button:has-text("Try now")');
    await says(desk, 'It will be tried now.');
    await reads(desk, `${paris.base}/admin/federation`, `section:has-text("${lyon.listen}"):has-text("Did not answer")`);
    await desk.click('summary:has-text("Drop what waits")');
    await desk.click('details[open] button');
    await says(desk, 'What waited has been dropped.');
    await post_it('Then we cook alone.');
    await reads(desk, `${paris.base}/admin/federation`, `section:has-text("${lyon.listen}"):has-text("Did not answer")`);
    lyon.node = await serve(lyon.data, lyon.listen);
    await desk.click('button:has-text("Try now")');
    await reads(desk, `${paris.base}/admin/federation`, 'text=Everything that was sent has arrived');
    await reads(carla, `${lyon.base}/home`, 'text=Then we cook alone.');
    check(!(await carla.isVisible('text=Is anybody in Lyon?')), 'what was dropped does not arrive');

    // What is planned, what was done, and by whom.
    await open(ada, '/home');
    await ada.fill('#compose', 'Which day?');
    await ada.click('text=Add a poll');
    await ada.fill('#option1', 'Saturday');
    await ada.fill('#option2', 'Sunday');
    await submit(ada, '/posts');
    await open(desk, '/admin/jobs');
    check(await desk.isVisible('tr:has-text("Close a poll")'), 'what is planned is listed');
    await open(desk, '/admin/log');
    for (const what of ['The assembly of May', 'Be kind to onions.', 'spam.example', 'It was a mistake.', 'mallory']) await says(desk, what, 'the log');
    await everyWay(browser, await state(), { 'desk-log-full': `${paris.base}/admin/log`, 'desk-jobs-full': `${paris.base}/admin/jobs`, 'desk-mail-full': `${paris.base}/admin/mail` });

    // Letters about what happens, switched off from one of them.
    const kept = await logIn(paris, 'berta', 'soup and onions');
    await open(kept, '/settings/mail');
    await kept.check('input[name=mention]');
    await submit(kept, '/settings/mail');
    await says(kept, 'Saved.', 'mail settings');
    await post_it('@berta do you bring the soup?');
    const told = await letter('berta@mail.example', 'ada mentioned you');
    const reader = await visit();
    const off = link(told, '/mail/off/');
    await everyWay(browser, undefined, { 'letter-off': off });
    await reader.goto(off);
    await reader.click('text=Switch them off');
    await says(reader, 'You will get no more letters of this kind.');
    await open(kept, '/settings/mail');
    check(!(await kept.isChecked('input[name=mention]')), 'they are off');

    // Posts by letter, for somebody who has no account: offered, asked for, said yes to, ended.
    await open(kept, '/settings/mail');
    await kept.check('input[name=by_mail]');
    await submit(kept, '/settings/mail');
    await open(desk, '/admin/chapter');
    await desk.check('input[name=by_mail]');
    await submit(desk, '/admin/chapter');
    await open(reader, '/@berta');
    await reader.click('text=By mail');
    await reader.waitForURL('**/subscribe');
    const subscribing = reader.url();
    await reader.fill('#email', 'zoe@post.example');
    await submit(reader, new URL(subscribing).pathname);
    await says(reader, 'a letter is on its way there');
    const consent = link(await letter('zoe@post.example', '/mail/subscribe/'), '/mail/subscribe/');
    await everyWay(browser, undefined, { 'subscription-form': subscribing, 'subscription-confirm': consent });
    await reader.goto(consent);
    await reader.click('main form button');
    await says(reader, 'comes to zoe@post.example from now on');
    await open(kept, '/settings/mail');
    await says(kept, 'One person gets them.');
    await reader.click('text=End it');
    await says(reader, 'does not come to zoe@post.example any more');

    // A forgotten password; another address for letters; the browsers that are logged in.
    await open(reader, '/password');
    await reader.fill('#email', 'berta@mail.example');
    await submit(reader, '/password');
    await says(reader, 'a letter is on its way');
    const renewal = link(await letter('berta@mail.example', '/password/'), '/password/');
    await everyWay(browser, undefined, { 'password-renewal': renewal });
    await reader.goto(renewal);
    await reader.fill('#password', 'soup without onions');
    await reader.click('main form button');
    await says(reader, 'Your password is changed. Log in with it.');
    const fresh = await logIn(paris, 'berta', 'soup without onions');
    await open(fresh, '/settings/security');
    await fresh.fill('#email', 'b@new.example');
    await fresh.fill('#current-email', 'soup without onions');
    await submit(fresh, '/settings/security/email');
    await says(fresh, 'A letter is on its way to the new address.');
    const confirmation = link(await letter('b@new.example', '/confirm/'), '/confirm/');
    await everyWay(browser, undefined, { 'address-confirmation': confirmation });
    await fresh.goto(confirmation);
    await fresh.click('main form button');
    await open(fresh, '/settings/security');
    check((await fresh.inputValue('#email')) === 'b@new.example', 'letters go to the new address');
    await logIn(paris, 'berta', 'soup without onions');
    await open(fresh, '/settings/security');
    await submit(fresh, '/settings/security/sessions/end_others');
    await says(fresh, 'All other browsers are logged out.');
    await fresh.fill('#current', 'soup without onions');
    await fresh.fill('#password', PASSWORD);
    await submit(fresh, '/settings/security/password');
    await says(fresh, 'Your password is changed.');

    // Taking things along, bringing them, and moving: Berta goes on in Lyon, and Ada follows her there.
    await open(ada, '/@berta');
    await ada.click('form button:has-text("Follow")');
    await open(ada, '/settings/moving');
    const [csv] = await Promise.all([ada.waitForEvent('download'), ada.click('a[href="/settings/moving/export/following.csv"]')]);
    const follows = fs.readFileSync(await csv.path(), 'utf8');
    check(follows.includes('carla@') && follows.includes('berta@'), `whom she follows is in the file: ${follows}`);
    await submit(ada, '/settings/moving/archive');
    await reads(ada, `${paris.base}/settings/moving`, 'a[href^="/settings/moving/archive/"]');
    await open(fresh, '/settings/moving');
    await fresh.setInputFiles('#data', { name: 'following.csv', mimeType: 'text/csv', buffer: Buffer.from(follows) });
    await submit(fresh, '/settings/moving/import');
    await says(fresh, 'The import is under way');
    await reads(fresh, `${paris.base}/@berta`, 'text=2 following'); // The chapter, as everybody, and Carla.
    await reads(carla, `${lyon.base}/@carla`, 'text=2 followers');
    const there = await member(lyon, 'berta');
    await there.goto(`${lyon.base}/settings/moving`);
    await there.fill('#alias', `@berta@${paris.listen}`);
    await submit(there, '/settings/moving/alias');
    await says(there, 'Saved.', 'the old account is named');
    await open(fresh, '/settings/moving');
    await fresh.click('summary:has-text("Moving away")');
    await fresh.fill('#new', `@berta@${lyon.listen}`);
    await fresh.fill('#current', 'not this one');
    await submit(fresh, '/settings/moving/away');
    check(await fresh.isVisible('[role=alert]'), 'a wrong password moves nobody');
    await fresh.click('summary:has-text("Moving away")');
    await fresh.fill('#new', `@berta@${lyon.listen}`);
    await fresh.fill('#current', PASSWORD);
    await submit(fresh, '/settings/moving/away');
    await says(fresh, 'You have moved. Your followers are told.');
    await open(ada, '/@berta');
    await says(ada, 'This account has moved to');
    await reads(there, `${lyon.base}/@berta`, 'text=1 follower');
    await everyWay(browser, undefined, { 'profile-moved': `${paris.base}/@berta` });

    // And deleting an account.
    await open(fresh, '/settings/delete');
    await fresh.fill('#password', PASSWORD);
    await submit(fresh, '/settings/delete');
    await says(fresh, 'Your account is deleted. Farewell.');
    check([404, 410].includes((await open(ada, '/@berta')).status()), 'it is gone');
    check(violations.every((text) => !/Content Security Policy/i.test(text)), violations.join('\n'));
  } finally {
    await browser.close();
    mail.close();
    for (const city of Object.values(cities)) {
      city.node.child.kill();
      fs.rmSync(city.data, { recursive: true, force: true });
    }
  }
  console.log(`${checks()} checks passed`);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
