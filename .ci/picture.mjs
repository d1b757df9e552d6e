// Takes pictures of the built app in a real Chromium: node .ci/picture.mjs FILE.png [--size 1440x900] [--theme light|dark] [--query scenario=quickstart]
// [--wait figures|replications|all] [--tab ledger|charts|text] [--click SELECTOR]… [--at DATE-SHARE]. The picture of the README is made by
//   npm run build && node .ci/picture.mjs public/nameplate.png --wait all
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { openPage, PATIENCE_MS, serveApp, WAITS } from './app-page.mjs';
import { launchOptions } from './browser.mjs';

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
const server = await serveApp();
const browser = await chromium.launch(await launchOptions());
try {
  const page = await openPage(browser, { width, height, theme: values.theme, scale: Number(values.scale) });
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
