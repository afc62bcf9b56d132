// Five Connectors decide in a browser without scripts: an objection, an amendment, consent in the second round, the review; three
// Connectors and a call-in; a vote with another text and a voice handed on; somebody becomes a Connector. Time passes by
// libfaketime, which tells the real program another day.
// Usage: decide.js PATH/TO/potluck FOLDER-FOR-SCREENSHOTS
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { PASSWORD, check, checks, everyWay, freePort, launch, potluck, serve } = require('./ways.js');

const library = fs.readdirSync('/usr/lib').map((name) => `/usr/lib/${name}/faketime/libfaketime.so.1`).find((file) => fs.existsSync(file));

(async () => {
  if (!library) throw new Error('libfaketime is missing: apt-get install libfaketime');
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'potluck-decide-'));
  const clock = fs.mkdtempSync(path.join(os.tmpdir(), 'potluck-clock-'));
  let today = 0;
  const passDays = (days) => {
    today += days;
    fs.writeFileSync(path.join(clock, 'new'), `+${today}d\n`);
    fs.renameSync(path.join(clock, 'new'), path.join(clock, 'now'));
  };
  passDays(0);
  const env = { ...process.env, LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: path.join(clock, 'now'), FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  const listen = `127.0.0.1:${await freePort()}`;
  const base = `http://${listen}`;
  const terminal = (...args) => execFileSync(potluck, ['--data', data, ...args], { env, input: `${PASSWORD}\n` }).toString();
  terminal('init', '--domain', listen, '--name', 'OuiShare Paris', '--city', 'Paris', '--steward', 'stella', '--email', 's@paris.example', '--password-file', '-', '--insecure-http');
  const roles = { ada: 'connector', bob: 'connector', carl: 'connector', dora: 'connector', emil: 'connector', nia: 'active' };
  for (const [name, role] of Object.entries(roles)) terminal('account', 'create', name, '--email', `${name}@paris.example`, '--password-file', '-', '--role', role);
  terminal('account', 'role', 'stella', 'active');
  // What was talked about before this node comes along from Loomio.
  const before = [
    { table: 'groups', record: { id: 1, name: 'Paris' } },
    { table: 'users', record: { id: 7, name: 'Léa Roux', username: 'lea' } },
    { table: 'discussions', record: { id: 10, group_id: 1, author_id: 7, title: 'Where do we meet?', description: 'The café closes.', description_format: 'md', created_at: '2019-03-01T18:30:00.000Z' } },
    { table: 'comments', record: { id: 100, discussion_id: 10, user_id: 7, body: '**Upstairs?**', body_format: 'md', created_at: '2019-03-02T08:00:00.000Z' } },
    { table: 'polls', record: { id: 20, discussion_id: 10, group_id: 1, author_id: 7, poll_type: 'proposal', title: 'We rent the hall', details: 'For a year.', details_format: 'md', created_at: '2019-03-03T08:00:00.000Z', closed_at: '2019-03-10T08:00:00.000Z' } },
    { table: 'poll_options', record: { id: 30, poll_id: 20, name: 'agree', priority: 0 } },
    { table: 'stances', record: { id: 40, poll_id: 20, participant_id: 7, reason: 'at last', reason_format: 'md', latest: true, cast_at: '2019-03-04T08:00:00.000Z', option_scores: { 30: 1 } } },
    { table: 'outcomes', record: { id: 60, poll_id: 20, author_id: 7, statement: 'We rent it from April.', statement_format: 'md', latest: true, created_at: '2019-03-11T08:00:00.000Z' } },
  ];
  fs.writeFileSync(path.join(data, 'loomio.json'), before.map((line) => JSON.stringify(line)).join('\n'));
  terminal('import', 'loomio', path.join(data, 'loomio.json'));
  const node = await serve(data, listen, env);
  const browser = await launch();
  const pages = {};
  const contexts = {};
  const logIn = async (name) => {
    await contexts[name]?.close();
    contexts[name] = await browser.newContext({ locale: 'en-GB', javaScriptEnabled: false, viewport: { width: 400, height: 800 } });
    const page = await contexts[name].newPage();
    await page.goto(`${base}/login`);
    await page.fill('#name', name);
    await page.fill('#password', PASSWORD);
    await page.click('form[action="/login"] button:not([type=button])');
    pages[name] = page;
  };
  // Waits for what the worker brings: the page is opened until it says so.
  const reads = async (page, address, text) => {
    for (let n = 0; n < 100; n += 1) {
      await page.goto(address);
      if (await page.isVisible(`text=${text}`)) return check(true, text);
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`${address} never says: ${text}`);
  };
  const propose = async (process, title) => {
    const { ada } = pages;
    await ada.goto(`${base}/proposals/new`);
    await ada.check(`input[name=process][value=${process}]`);
    await ada.fill('#title', title);
    await ada.fill('#driver', 'People stand outside.');
    await ada.fill('#text', 'Each of us gets **one**.');
    await ada.click('form[action="/proposals"] button');
    await ada.click('button:has-text("Publish")');
    return ada.url().split('?')[0];
  };
  const objects = async (name, proposal, reason) => {
    const page = pages[name];
    await page.goto(proposal);
    await page.click('a:has-text("I object")');
    await page.fill('#reason', 'no');
    await page.click('button:has-text("Go on")');
    check(await page.isVisible('[role=alert]'), 'a reason that is too short is told');
    await page.fill('#reason', reason);
    await page.click('button:has-text("Go on")');
    check(await page.isVisible(`blockquote:has-text("${reason}")`), 'it is shown once more before it counts');
    await page.click('button:has-text("Raise the objection")');
    check(await page.isVisible('text=Your objection has been raised.'), 'it counts');
  };
  const consents = async (name, proposal) => {
    await pages[name].goto(proposal);
    await pages[name].click('button:has-text("I can live with it")');
    check(await pages[name].isVisible('text=It has been noted.'), `${name} consents`);
  };
  const state = () => contexts.ada.storageState();
  try {
    for (const name of Object.keys(roles)) await logIn(name);
    let { ada, bob, carl, dora, emil, nia } = pages;

    await ada.goto(`${base}/decisions/before`);
    await ada.click('a:has-text("Where do we meet?")');
    check(await ada.isVisible('text=We rent it from April.'), 'what was decided before can be read');
    await everyWay(browser, await state(), { 'decide-before': ada.url() });

    // Two rounds.
    const key = await propose('consent', 'A key for everybody');
    passDays(1);
    await ada.goto(key);
    await ada.click('button:has-text("Call for consent")');
    await consents('carl', key);
    await reads(bob, `${base}/decisions?show=waiting`, 'A key for everybody');
    await objects('bob', key, 'we could not pay the rent in autumn if every key costs ten euros');
    // Somebody who thinks better of an objection takes it back.
    await objects('emil', key, 'the colour of the keys is not agreed on at all');
    await emil.click('button:has-text("Take my objection back")');
    check(await emil.isVisible('text=It has been noted.'), 'an objection is taken back');
    await everyWay(browser, await state(), { 'decide-consent': key });
    passDays(7);
    await reads(ada, key, 'An objection is being integrated');
    await everyWay(browser, await state(), { 'decide-integration': key, 'decide-amend': `${key}/edit` });
    await ada.goto(`${key}/edit`);
    await ada.fill('#note-0', 'Nothing is paid from the rent.');
    await ada.fill('#text', 'Each of us pays for theirs.');
    await ada.click('button:has-text("Publish the new version")');
    for (const name of ['bob', 'carl', 'dora']) await consents(name, key);
    passDays(6);
    await reads(emil, `${base}/notifications`, 'A key for everybody');
    passDays(1);
    await reads(ada, key, 'Adopted');
    check(await ada.isVisible('text=2 / 3'), 'in the second round');
    await ada.click('summary:has-text("Say what came of it")').catch(() => {});
    await everyWay(browser, await state(), { 'decide-adopted': key, 'decide-agreements': `${base}/agreements` });
    const record = await (await fetch(`${key}/record.json`)).text();
    fs.writeFileSync(path.join(data, 'record.json'), record);
    check(terminal('verify', `${key}`).length > 0, 'anybody can recount it');

    // Three Connectors, and one who calls it in.
    const bench = await propose('three_connectors', 'A bench by the door');
    for (const page of [bob, carl]) {
      await page.goto(bench);
      await page.click('button:has-text("Endorse")');
    }
    await reads(dora, bench, 'Effective');
    await dora.click('summary:has-text("Call it in")');
    await dora.fill('#call-in', 'the door has to stay free for wheelchairs');
    await dora.click('details[open] button:has-text("Call it in")');
    check(await dora.isVisible('text=Open for questions'), 'the chapter decides it together');

    // A vote with another text and a voice handed on.
    const stove = await propose('consent', 'A stove for the kitchen');
    passDays(1);
    await ada.goto(stove);
    await ada.click('button:has-text("Call for consent")');
    await objects('bob', stove, 'gas in an old house is a danger for everybody');
    passDays(7);
    await reads(bob, stove, 'An objection is being integrated');
    await everyWay(browser, await contexts.bob.storageState(), { 'decide-compete': `${stove}/compete` });
    await bob.click('a:has-text("Add another text")');
    await bob.fill('#title', 'An electric stove');
    await bob.fill('#text', 'With induction.');
    await bob.click('button:has-text("Add it to the vote")');
    passDays(15);
    // Whoever was away for a month logs in again.
    for (const name of Object.keys(roles)) await logIn(name);
    ({ ada, bob, carl, dora, emil, nia } = pages);
    await ada.goto(stove);
    await ada.click('button:has-text("Ask for a vote")');
    await emil.goto(`${base}/delegations`);
    await emil.selectOption('#trustee', 'dora');
    await emil.click('form[action="/delegations"] button');
    await reads(ada, stove, 'The vote');
    await everyWay(browser, await state(), { 'decide-vote': stove, 'decide-delegations': `${base}/delegations` });
    for (const page of [ada, bob, carl, dora]) {
      await page.goto(stove);
      await page.selectOption('#grade-proposal', page === ada ? '1' : '-1');
      await page.selectOption('#grade-alternative-1', '2');
      await page.click(`form[action="${new URL(stove).pathname}/vote"] button`);
    }
    passDays(7);
    await reads(ada, stove, 'Adopted');
    check(await ada.isVisible('h3:has-text("An electric stove") >> text=Chosen'), 'the other text wins');
    check((await ada.locator('figure svg path.ribbon').count()) === 1, 'how weight flowed is drawn');
    await everyWay(browser, await state(), { 'decide-counted': stove });

    // Somebody becomes a Connector.
    await nia.goto(`${base}/connectors`);
    await nia.click('a:has-text("I want to become a Connector")');
    await nia.fill('#statement', 'I want to hold the door open.');
    for (const name of ['ada', 'bob', 'carl']) await nia.check(`label.check:has-text("${name}") input`);
    await everyWay(browser, await contexts.nia.storageState(), { 'decide-become': `${base}/connectors/become` });
    await nia.click('form[action="/connectors/candidates"] button');
    const candidate = nia.url().split('?')[0];
    for (const page of [ada, bob, carl]) {
      await page.goto(candidate);
      await page.fill('#results', 'Ran the fair.');
      await page.fill('#intent', 'A winter of dinners.');
      await page.fill('#fit', 'Listens.');
      await page.click('button:has-text("Endorse")');
    }
    await everyWay(browser, await state(), { 'decide-candidate': candidate, 'decide-connectors': `${base}/connectors` });
    passDays(91);
    for (const name of ['ada', 'nia']) await logIn(name);
    await reads(pages.nia, candidate, 'To the decision');
    await pages.nia.click('a:has-text("To the decision")');
    const admission = pages.nia.url();
    await everyWay(browser, await state(), { 'decide-admission': admission });
    passDays(7);
    await reads(pages.ada, `${base}/connectors`, 'nia');
    // And half a year after it was adopted the first decision comes up by itself.
    passDays(90);
    await logIn('ada');
    await reads(pages.ada, `${base}/agreements`, 'To be looked at again');
    await everyWay(browser, await state(), { 'decide-review': `${base}/agreements` });
  } finally {
    await browser.close();
    node.child.kill();
    for (const folder of [data, clock]) fs.rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${checks()} checks passed`);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
