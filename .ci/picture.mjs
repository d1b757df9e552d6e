// Takes pictures of the built app in a real Chromium: node .ci/picture.mjs FILE.png [--size 1440x900] [--theme light|dark] [--query scenario=quickstart]
// [--wait figures|replications|all] [--tab ledger|charts|text] [--click SELECTOR]… [--at DATE-SHARE]. The picture of the README is made by
//   npm run build && node .ci/picture.mjs public/nameplate.png --wait all
// The files are served without COOP and COEP from a folder below the root, as the humblest static host would.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { launchOptions } from './browser.mjs';
import { root } from './ensure.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png' };
const FOLDER = '/some/folder/';
const PATIENCE_MS = 600_000;

/** @param {string} directory @returns {Promise<{ url: string, close(): void }>} */
function serve(directory) {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(directory, normalize(path.startsWith(FOLDER) ? path.slice(FOLDER.length) || 'index.html' : 'absent'));
    if (!file.startsWith(directory) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[/** @type {keyof typeof TYPES} */ (extname(file))] ?? 'application/octet-stream' }).end(readFileSync(file));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({ url: `http://127.0.0.1:${port}${FOLDER}`, close: () => server.close() });
    });
  });
}

/** What must be on the page before the picture is taken. */
const WAITS = {
  figures: '.hero .figure.main .figure-value:not(:text-is("–"))',
  replications: '.figure.main .figure-interval:not(:text-is("one run")):not(:text-is("so far")):not(:text-is("pending"))',
  all: '.run-status span:text-matches("^[0-9]+ replication")',
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '1440x900' },
    theme: { type: 'string', default: 'light' },
    query: { type: 'string', default: '' },
    wait: { type: 'string', default: 'replications' },
    tab: { type: 'string' },
    click: { type: 'string', multiple: true, default: [] },
    at: { type: 'string' },
    scale: { type: 'string', default: '1' },
  },
});
const [file] = positionals;
if (file === undefined) throw new Error('Name the file of the picture: node .ci/picture.mjs FILE.png');
const [width, height] = values.size.split('x').map(Number);
const server = await serve(join(root, 'dist', 'app'));
const browser = await chromium.launch(await launchOptions());
try {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: Number(values.scale), colorScheme: values.theme === 'dark' ? 'dark' : 'light', hasTouch: width < 600 });
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && console.error(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => console.error(`page error: ${error.stack ?? error.message}`));
  page.on('requestfailed', (request) => console.error(`failed: ${request.url()}`));
  const started = performance.now();
  await page.goto(server.url + (values.query === '' ? '' : `?${values.query}`));
  await page.waitForSelector(WAITS[/** @type {keyof typeof WAITS} */ (values.wait)] ?? values.wait, { timeout: PATIENCE_MS });
  console.error(`ready after ${Math.round(performance.now() - started)} ms`);
  if (values.tab !== undefined) await page.click(`.phone-tabs button:text-is("${values.tab.charAt(0).toUpperCase()}${values.tab.slice(1)}")`);
  for (const selector of values.click) await page.click(selector);
  if (values.at !== undefined) {
    const lanes = await page.locator('.timeline-lanes').boundingBox();
    if (lanes !== null) await page.mouse.click(lanes.x + 92 + Number(values.at) * (lanes.width - 104), lanes.y + 20);
    await page.mouse.move(5, 5);
  }
  await page.waitForTimeout(2500);
  await page.screenshot({ path: file });
} finally {
  await browser.close();
  server.close();
}
