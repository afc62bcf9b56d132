// Three chapters, each a process of its own, found a network in a browser without scripts, decide together across their nodes, and
// look at the trail. Time passes by libfaketime, which tells the real programs another day.
// Usage: network.js PATH/TO/potluck FOLDER-FOR-SCREENSHOTS
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { PASSWORD, check, checks, everyWay, freePort, launch, potluck, serve } = require('./ways.js');

const library = fs.readdirSync('/usr/lib').map((name) => `/usr/lib/${name}/faketime/libfaketime.so.1`).find((file) => fs.existsSync(file));

(async () => {
  if (!library) throw new Error('libfaketime is missing: apt-get install libfaketime');
  const clock = fs.mkdtempSync(path.join(os.tmpdir(), 'potluck-clock-'));
  let hours = 0;
  const passHours = (more) => {
    hours += more;
    fs.writeFileSync(path.join(clock, 'new'), `+${hours}h\n`);
    fs.renameSync(path.join(clock, 'new'), path.join(clock, 'now'));
  };
  passHours(0);
  const env = { ...process.env, LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: path.join(clock, 'now'), FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  const cities = {};
  const browser = await launch();
  const logIn = async (city, javaScriptEnabled = false) => {
    await city.context?.close();
    city.context = await browser.newContext({ locale: 'en-GB', javaScriptEnabled, viewport: { width: 400, height: 800 } });
    city.page = await city.context.newPage();
    await city.page.goto(`${city.base}/login`);
    await city.page.fill('#name', 'stella');
    await city.page.fill('#password', PASSWORD);
    await city.page.click('form[action="/login"] button:not([type=button])');
  };
  // Waits for what the workers bring: the page is opened until it says so.
  const reads = async (page, address, text) => {
    for (let n = 0; n < 200; n += 1) {
      await page.goto(address);
      if (await page.isVisible(`text=${text}`)) return check(true, text);
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`${address} never says: ${text}`);
  };
  // The same decision has an address of its own at each chapter.
  const find = async (city, title) => {
    await reads(city.page, `${city.base}/network`, title);
    await city.page.click(`a:has-text("${title}")`);
    return city.page.url();
  };
  try {
    for (const name of ['Paris', 'Lyon', 'Marseille']) {
      const slug = name.toLowerCase();
      const data = fs.mkdtempSync(path.join(os.tmpdir(), `potluck-network-${slug}-`));
      const listen = `127.0.0.1:${await freePort()}`;
      const terminal = (...args) => execFileSync(potluck, ['--data', data, ...args], { env, input: `${PASSWORD}\n` }).toString();
      terminal('init', '--domain', listen, '--name', `OuiShare ${name}`, '--city', name, '--steward', 'stella', '--display-name', `Stella ${name}`, '--email', `s@${slug}.example`, '--password-file', '-', '--insecure-http');
      cities[slug] = { slug, data, base: `http://${listen}`, handle: `@${slug}@${listen}`, terminal, node: await serve(data, listen, env) };
      await logIn(cities[slug]);
    }
    const { paris, lyon, marseille } = cities;

    await paris.page.goto(`${paris.base}/network`);
    check(await paris.page.isVisible('text=This chapter belongs to no network yet.'), 'there is none');
    await paris.page.click('a:has-text("To the steward’s desk")');
    await everyWay(browser, await paris.context.storageState(), { 'network-none': `${paris.base}/network`, 'network-desk': `${paris.base}/admin/network` });
    await paris.page.fill('#name', 'OuiShare');
    await paris.page.fill('#others', '@nobody@127.0.0.1:1');
    await paris.page.click('button:has-text("Found a network")');
    check(await paris.page.isVisible('[role=alert]'), 'a chapter that is not there is told');
    check((await paris.page.inputValue('#name')) === 'OuiShare', 'what was typed is kept');
    await paris.page.fill('#others', `${lyon.handle}\n${marseille.handle}`);
    await paris.page.click('button:has-text("Found a network")');
    check(await paris.page.isVisible('text=The network is begun.'), 'it is begun');
    await everyWay(browser, await paris.context.storageState(), { 'network-founding': `${paris.base}/admin/network` });
    for (const city of [lyon, marseille]) {
      await reads(city.page, `${city.base}/admin/network`, 'invites this chapter');
      if (city === lyon) await everyWay(browser, await city.context.storageState(), { 'network-invited': `${city.base}/admin/network` });
      await city.page.click('button:has-text("Sign and join")');
      check(await city.page.isVisible('text=Signed.'), `${city.slug} has signed`);
    }
    for (const city of Object.values(cities)) await reads(city.page, `${city.base}/network`, 'Nothing is open at the moment.');
    check(lyon.terminal('network', 'show').includes('OuiShare Marseille'), 'and the terminal says who belongs to it');

    // Lyon names another founding Connector: her profile says so there, with what the chapter has signed, and so it does in Paris.
    lyon.terminal('account', 'create', 'bea', '--display-name', 'Bea', '--email', 'bea@lyon.example', '--password-file', '-', '--role', 'active');
    const nameBea = async (role) => {
      await lyon.page.goto(`${lyon.base}/admin/members`);
      await lyon.page.click('a:has-text("Bea")');
      await lyon.page.selectOption('#role', role);
      await lyon.page.click('form[action$="/role"] button');
    };
    await nameBea('connector');
    await lyon.page.goto(`${lyon.base}/@bea`);
    const attestation = await lyon.page.getAttribute('a.tag:has-text("Connector")', 'href');
    check(attestation.endsWith('/users/bea/connector'), `what the chapter has signed is linked: ${attestation}`);
    await paris.page.goto(`${paris.base}/authorize_interaction?uri=${encodeURIComponent(`${lyon.base}/users/bea`)}`);
    await reads(paris.page, `${paris.base}/@bea@${lyon.base.slice('http://'.length)}`, 'Connector of OuiShare Lyon');
    await everyWay(browser, await paris.context.storageState(), { 'network-connector': `${paris.base}/@bea@${lyon.base.slice('http://'.length)}` });
    await nameBea('active');

    await paris.page.goto(`${paris.base}/network`);
    await paris.page.click('a:has-text("Propose something to the network")');
    await paris.page.fill('#title', 'One calendar');
    await paris.page.fill('#driver', 'We miss each other’s dates.');
    await paris.page.fill('#text', 'We keep **one** calendar for all cities.');
    await everyWay(browser, await paris.context.storageState(), { 'network-write': `${paris.base}/network/propose` });
    await paris.page.click('button:has-text("Propose it")');
    check(await paris.page.isVisible('text=All chapters can read it now.'), 'it is proposed');
    const begun = paris.page.url().split('?')[0];
    await everyWay(browser, await paris.context.storageState(), { 'network-edit': `${begun}/edit`, 'network-compete': `${begun}/compete` });
    const at = { paris: begun, lyon: await find(lyon, 'One calendar'), marseille: await find(marseille, 'One calendar') };
    passHours(49);
    await paris.page.goto(at.paris);
    await paris.page.click('button:has-text("Call for consent")');
    for (const city of Object.values(cities)) await reads(city.page, at[city.slug], 'I can live with it');
    await paris.page.click('button:has-text("I can live with it")');
    await lyon.page.click('button:has-text("I can live with it")');
    check(await lyon.page.isVisible('text=Signed. It is brought to the chapter that hosts this decision.'), 'what is said is signed');
    await marseille.page.click('summary:has-text("I object")');
    await marseille.page.fill('#reason', 'it would cost the small chapters their own dates');
    await marseille.page.click('details[open] button:has-text("I object")');
    await reads(lyon.page, at.lyon, 'it would cost the small chapters their own dates');
    await everyWay(browser, await lyon.context.storageState(), { 'network-open': `${lyon.base}/network`, 'network-consent': at.lyon });
    passHours(1);
    await reads(marseille.page, at.marseille, 'Take my objection back');
    await marseille.page.click('button:has-text("Take my objection back")');
    await reads(paris.page, at.paris, 'taken back');
    await marseille.page.goto(at.marseille);
    await marseille.page.click('button:has-text("I can live with it")');
    await reads(paris.page, at.paris, '1 / 1');
    passHours(7 * 24);
    await reads(lyon.page, at.lyon, 'What was witnessed in time may still arrive.');
    passHours(25);
    for (let n = 0; n < 4; n += 1) {
      passHours(1);
      await reads(lyon.page, at.lyon, n < 1 ? 'Adopted' : 'Why this can be believed');
    }
    for (const city of Object.values(cities)) await reads(city.page, at[city.slug], 'The chapters have recounted and agree');
    await everyWay(browser, await lyon.context.storageState(), { 'network-ratified': at.lyon, 'network-past': `${lyon.base}/network` });
    // Anybody recounts it, from whichever chapter's record.
    for (const city of Object.values(cities)) {
      const said = lyon.terminal('verify', `${at[city.slug]}/record.json`);
      check(said.includes('The decision holds.'), `the record of ${city.slug} holds: ${said}`);
    }

    // Lyon’s Connector keeps her key in her browser from now on: what she says is signed there, and nowhere else.
    await lyon.page.goto(`${lyon.base}/network/key`);
    check(await lyon.page.isVisible('text=On your chapter’s node'), 'her key is on the node');
    check(await lyon.page.isHidden('button:has-text("Keep it in this browser")'), 'without scripts it stays there');
    await logIn(lyon, true);
    await lyon.page.goto(`${lyon.base}/network/key`);
    await everyWay(browser, await lyon.context.storageState(), { 'network-key': `${lyon.base}/network/key` });
    await lyon.page.click('button:has-text("Keep it in this browser")');
    await lyon.page.waitForSelector('text=From now on this browser signs what you decide.');
    check(true, 'her key is in her browser');
    await everyWay(browser, await lyon.context.storageState(), { 'network-key-device': `${lyon.base}/network/key` });
    await lyon.page.goto(`${lyon.base}/network/propose`);
    await lyon.page.fill('#title', 'One bank account');
    await lyon.page.fill('#text', 'We keep our money together.');
    await lyon.page.click('button:has-text("Propose it")');
    await lyon.page.waitForSelector('text=All chapters can read it now.');
    const then = { lyon: lyon.page.url().split('?')[0], paris: await find(paris, 'One bank account'), marseille: await find(marseille, 'One bank account') };
    await reads(paris.page, then.paris, 'Who will decide');
    await paris.page.click('summary:has-text("Somebody should not be here")');
    await paris.page.selectOption('#challenged', { label: 'Stella Marseille' });
    await paris.page.fill('#doubt', 'nobody has seen her for a year');
    await everyWay(browser, await paris.context.storageState(), { 'network-roll': then.paris });
    await paris.page.click('details[open] button:has-text("Somebody should not be here")');
    check(await paris.page.isVisible('text=All chapters can read your doubt.'), 'a doubt is raised');
    await reads(marseille.page, then.marseille, 'nobody has seen her for a year');
    check(await marseille.page.isVisible('text=not proven'), 'and stands as one');
    await everyWay(browser, await marseille.context.storageState(), { 'network-doubt': then.marseille });
    passHours(49);
    await lyon.page.goto(then.lyon);
    await lyon.page.click('button:has-text("Call for consent")');
    await lyon.page.waitForSelector('text=Signed. It is brought to the chapter that hosts this decision.');
    await reads(lyon.page, then.lyon, 'I can live with it');
    // Another browser of hers has no key to sign with.
    const other = await browser.newContext({ locale: 'en-GB', storageState: await lyon.context.storageState() });
    const elsewhere = await other.newPage();
    await elsewhere.goto(then.lyon);
    await elsewhere.click('button:has-text("I can live with it")');
    await elsewhere.waitForSelector('[role=alert]:has-text("The key you decide with is not in this browser.")');
    await other.close();
    const bare = await browser.newContext({ locale: 'en-GB', javaScriptEnabled: false, storageState: await lyon.context.storageState() });
    const plain = await bare.newPage();
    await plain.goto(then.lyon);
    await plain.click('button:has-text("I can live with it")');
    check(await plain.isVisible('text=The key you decide with is on your device.'), 'without scripts she is told where it is');
    await bare.close();
    await lyon.page.click('button:has-text("I can live with it")');
    await lyon.page.waitForSelector('text=Signed. It is brought to the chapter that hosts this decision.');
    await reads(paris.page, then.paris, '1 / 1');
    await lyon.page.goto(`${lyon.base}/network/key`);
    await lyon.page.click('button:has-text("Decide with the key on the node again")');
    await lyon.page.waitForSelector('text=Your key on the node signs again what you decide.');
    await logIn(lyon);
    await lyon.page.goto(then.lyon);
    await lyon.page.click('button:has-text("Abstain")');
    await reads(lyon.page, then.lyon, 'Your answer: Abstention');
  } finally {
    await browser.close();
    for (const city of Object.values(cities)) {
      city.node.child.kill();
      fs.rmSync(city.data, { recursive: true, force: true });
    }
    fs.rmSync(clock, { recursive: true, force: true });
  }
  console.log(`${checks()} checks passed`);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
