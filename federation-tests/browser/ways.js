// What every walk through the pages needs: a chapter, a browser, and a way to look at a page in every way.
const { chromium } = require('playwright-core');
const axe = require('axe-core');
const { spawn } = require('node:child_process');
const net = require('node:net');
const path = require('node:path');

const [potluck, artefacts] = process.argv.slice(2);
const PASSWORD = 'bread and salt';
// Each page is looked at six ways: each language in each theme, and every width.
const WAYS = [
  { name: 'wide-light', width: 1280, colorScheme: 'light', locale: 'en-GB' },
  { name: 'narrow-dark', width: 320, colorScheme: 'dark', locale: 'fr-FR' },
  { name: 'wide-dark', width: 1280, colorScheme: 'dark', locale: 'es-ES' },
  { name: 'phone-light', width: 360, colorScheme: 'light', locale: 'es-ES' },
  { name: 'phone-dark', width: 360, colorScheme: 'dark', locale: 'en-GB' },
  { name: 'wide-light-fr', width: 1280, colorScheme: 'light', locale: 'fr-FR' },
];
// So many of them at a time.
const BESIDE = 3;
let passed = 0;

function check(truth, what) {
  if (!truth) throw new Error(what);
  passed += 1;
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function serve(data, listen, env = process.env) {
  const child = spawn(potluck, ['--data', data, 'serve', '--listen', listen], { stdio: ['ignore', 'pipe', 'inherit'], env });
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
    // axe comes as text, through the debugger: the pages themselves run nothing but their own file.
    if (!window.axe) (0, eval)(source);
    const result = await window.axe.run(document, { resultTypes: ['violations'] });
    return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
  }, axe.source);
  check(found.length === 0, `${name}: ${found.join('\n')}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(wide <= 0, `${name} scrolls sideways by ${wide} pixels`);
  await page.screenshot({ path: path.join(artefacts, `${name}.png`), fullPage: true });
}

// Opens pages in each of the six ways; `pages` are names and addresses.
async function everyWay(browser, state, pages) {
  const left = [...WAYS];
  const walk = async () => {
    for (let way = left.shift(); way; way = left.shift()) await oneWay(browser, state, pages, way);
  };
  await Promise.all(Array.from({ length: BESIDE }, walk));
}

async function oneWay(browser, state, pages, { name, width, ...others }) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, storageState: state, bypassCSP: true, ...others });
  // A choice that was made before would win over the browser's language.
  if (state) await context.addCookies([{ name: 'potluck_language', value: others.locale.slice(0, 2), url: Object.values(pages)[0] }]);
  const page = await context.newPage();
  for (const [title, address] of Object.entries(pages)) {
    const answer = await page.goto(address);
    check(answer.ok() || title === 'not-found', `${title} answers ${answer.status()}`);
    await look(page, `${title}-${name}`);
  }
  await context.close();
}

// What a page costs: requests, bytes (as they come over the line, without pictures), how much it jumps.
async function budget(browser, pages) {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
  for (const [title, address] of Object.entries(pages)) {
    const page = await context.newPage();
    let requests = 0;
    let bytes = 0;
    page.on('response', async (response) => {
      requests += 1;
      if (!(response.headers()['content-type'] || '').startsWith('image/')) bytes += (await response.body().catch(() => Buffer.alloc(0))).length;
    });
    await page.addInitScript(() => {
      window.jumps = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.jumps += entry.value))).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(address, { waitUntil: 'networkidle' });
    const jumps = await page.evaluate(() => window.jumps);
    check(requests <= 30, `${title} asks ${requests} times`);
    check(bytes < 60000, `${title} takes ${bytes} bytes without pictures`);
    check(jumps < 0.05, `${title} jumps by ${jumps}`);
    await page.close();
  }
  await context.close();
}

const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

module.exports = { PASSWORD, budget, check, checks: () => passed, everyWay, freePort, launch, look, potluck, serve };
