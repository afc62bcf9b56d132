// A steward's and a member's way through the pages, in a real browser, wide and narrow, with the accessibility rules of axe.
// Usage: run.js PATH/TO/potluck FOLDER-FOR-SCREENSHOTS
const { chromium } = require('playwright-core');
const axe = require('axe-core');
const { spawn, execFileSync } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const [potluck, artefacts] = process.argv.slice(2);
const PASSWORD = 'bread and salt';
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

function serve(data, listen) {
  const child = spawn(potluck, ['--data', data, 'serve', '--listen', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes('listening on')) resolve({ child, said });
    });
    child.on('exit', () => reject(new Error('the node ended')));
  });
}

async function look(page, name) {
  const found = await page.evaluate(async (source) => {
    // axe comes as text, through the debugger: the pages themselves allow no script at all.
    (0, eval)(source);
    const result = await window.axe.run(document, { resultTypes: ['violations'] });
    return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
  }, axe.source);
  check(found.length === 0, `${name}: ${found.join('\n')}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(wide <= 0, `${name} scrolls sideways by ${wide} pixels`);
  await page.screenshot({ path: path.join(artefacts, `${name}.png`), fullPage: true });
}

async function both(browser, state, address, name) {
  for (const [size, width] of [['wide', 1280], ['narrow', 320]]) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, storageState: state, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(address);
      await look(page, `${name}-${size}-${colorScheme}`);
      await context.close();
    }
  }
}

(async () => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'potluck-browser-'));
  const listen = `127.0.0.1:${await freePort()}`;
  const base = `http://${listen}`;
  const node = await serve(data, listen);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    // The first start: the printed link leads to the set-up. Everything here works without scripts.
    const link = node.said.match(/http:\/\/\S+\/setup\?token=\S+/)[0];
    await both(browser, undefined, link, 'setup');
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const violations = [];
    page.on('console', (message) => message.type() === 'error' && violations.push(message.text()));
    await page.goto(link);
    await page.fill('#name', 'OuiShare Paris');
    await page.fill('#city', 'Paris');
    await page.fill('#steward', 'ada');
    await page.fill('#email', 'ada@paris.example');
    await page.fill('#password', PASSWORD);
    await page.click('text=Found the chapter');
    check(page.url().startsWith(`${base}/login`), 'after the set-up comes the log-in');
    await both(browser, undefined, `${base}/login`, 'login');
    await page.fill('#name', 'ada');
    await page.fill('#password', 'not this one');
    await page.click('button:has-text("Log in")');
    check(await page.isVisible('text=do not go together'), 'a wrong password is told');
    await page.fill('#password', PASSWORD);
    await page.click('button:has-text("Log in")');
    check(page.url() === `${base}/` && (await page.isVisible('text=Log out')), 'ada is logged in');

    // A post by an app, and its pages.
    const token = execFileSync(potluck, ['--data', data, 'token', 'ada']).toString().trim();
    const post = async (body) => (await fetch(`${base}/api/v1/statuses`, {
      method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body),
    })).json();
    const first = await post({ status: 'The long table is ours again on Thursday. Bring a dish! https://example.org/a-very-long-address/that-goes-on-and-on #potluck' });
    await post({ status: 'I bring soup.', in_reply_to_id: first.id });
    await post({ status: 'What happened in the kitchen', spoiler_text: 'Onions' });
    const state = await context.storageState();
    await both(browser, state, base, 'home');
    await both(browser, undefined, `${base}/@ada`, 'profile');
    await both(browser, undefined, first.url, 'thread');
    await both(browser, undefined, `${base}/@paris`, 'chapter');
    await both(browser, undefined, `${base}/tags/potluck`, 'tag');
    await both(browser, undefined, `${base}/nothing`, 'not-found');

    // Letting an app in, with an address of its own and without one.
    const app = await (await fetch(`${base}/api/v1/apps`, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: 'Elk', redirect_uris: ['urn:ietf:wg:oauth:2.0:oob', `${base}/health`], scopes: 'read write follow push' }),
    })).json();
    const ask = (uri) => `${base}/oauth/authorize?response_type=code&client_id=${app.client_id}&scope=read+write&state=s1&redirect_uri=${encodeURIComponent(uri)}`;
    await both(browser, state, ask('urn:ietf:wg:oauth:2.0:oob'), 'authorize');
    await page.goto(ask('urn:ietf:wg:oauth:2.0:oob'));
    await page.click('text=Let it in');
    check((await page.inputValue('#code')).length > 20, 'the code is on the page');
    await page.goto(ask(`${base}/health`));
    await page.click('text=Let it in');
    check(/\/health\?code=.+&state=s1$/.test(page.url()), `the browser goes back to the app: ${page.url()}`);
    await page.goto(base);
    await page.click('text=Log out');
    check(await page.isVisible('text=Log in'), 'ada is logged out');
    const refused = violations.filter((text) => /Content Security Policy/i.test(text));
    check(refused.length === 0, `the browser refused something: ${refused.join('\n')}`);
  } finally {
    await browser.close();
    node.child.kill();
    fs.rmSync(data, { recursive: true, force: true });
  }
  console.log(`${checks} checks passed`);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
