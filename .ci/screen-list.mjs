// Every screen of the app and the way to it, as a user goes: for those who take pictures of all of them and for those who test all of them.
// A screen is gone to from the one before it; `back` undoes what the next one does not expect.
import { PATIENCE_MS, WAITS } from './app-page.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ id: string, go(page: Page, isPhone: boolean): Promise<void>, back?(page: Page, isPhone: boolean): Promise<void>, on?: 'phone' | 'desk' }} Screen */

export const DESKS = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
];
export const PHONE = { width: 390, height: 844 };
/** Until what moves has come to rest, ms. */
export const SETTLE_MS = 900;

/** Picks a line of a menu. @param {Page} page @param {string} label @param {string} choice */
export async function menu(page, label, choice) {
  await page.click(`.select[aria-label="${label}"]`);
  await page.click(`.menu-item:has-text("${choice}")`);
}

/** One of the ways to show the site: side by side where there is room, else in a menu. @param {Page} page @param {string} name */
export async function view(page, name) {
  const segment = page.locator(`.site-tools .segment:text-is("${name}")`);
  if ((await segment.count()) > 0) await segment.click();
  else await menu(page, 'Show the site as', name);
}

/** @param {Page} page @param {string} name */
const tab = (page, name) => page.click(`.phone-tabs button:text-is("${name}")`);

/** Hands a file to the app as if it were dropped. @param {Page} page @param {string} name @param {string} text */
async function drop(page, name, text) {
  await page.setInputFiles('input[type="file"][aria-label="Open a scenario file"]', { name, mimeType: 'text/csv', buffer: Buffer.from(text) });
}

/** @param {string} name @param {string} [ready] @returns {Screen} */
const siteView = (name, ready) => ({
  id: name.toLowerCase(),
  async go(page) {
    await view(page, name);
    if (ready !== undefined) await page.waitForSelector(ready, { timeout: PATIENCE_MS });
  },
});

/** @param {string} id @param {string} name @param {string} [ready] @returns {Screen} */
const layer = (id, name, ready) => ({
  id,
  async go(page) {
    await view(page, '3D');
    await menu(page, 'Colour the site by', name);
    if (ready !== undefined) await page.waitForSelector(ready, { timeout: PATIENCE_MS });
  },
  back: async (page) => menu(page, 'Colour the site by', 'State'),
});

const GOOD_SHEET = 'Hall;Rack type;Qty;Ordered\nblock;gb200-nvl72;190;2027-03-01\n';
const BAD_SHEET = 'Hall;Rack type;Qty;Ordered\nblock;gb200-nvl72;190;2027-03-01\nblock;gb200-nvl72;many;2027-03-01\nannex;gb200-nvl72;12;soon\n';

/** A spreadsheet before it is taken over. @param {string} id @param {string} sheet @returns {Screen} */
const importing = (id, sheet) => ({
  id,
  async go(page, isPhone) {
    if (isPhone) await tab(page, 'Text');
    else if ((await page.locator('.text-panel').count()) === 0) await page.click('[aria-label="Show the text"]');
    await drop(page, 'racks.csv', sheet);
    await page.waitForSelector('.import-dialog');
  },
  async back(page, isPhone) {
    await page.keyboard.press('Escape');
    if (isPhone) await tab(page, 'Site');
  },
});

/** A dialog that a key opens. @param {string} id @param {string} key @param {string} selector @returns {Screen} */
const dialog = (id, key, selector) => ({
  id,
  async go(page) {
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await page.keyboard.press(key);
    await page.waitForSelector(selector);
  },
  back: async (page) => page.keyboard.press('Escape'),
});

/** A dialog that the palette opens. @param {string} id @param {string} words @param {string} ready @returns {Screen} */
const command = (id, words, ready) => ({
  id,
  async go(page) {
    await page.keyboard.press('Control+k');
    await page.fill('.palette-input', words);
    await page.click(`.palette-item:has-text("${words}")`);
    await page.waitForSelector(ready);
  },
  back: async (page) => page.keyboard.press('Escape'),
});

/** A step of the tour on its campus, from the first on. @param {number} step @param {(page: Page) => Promise<unknown>} [back] @returns {Screen} */
const tourStep = (step, back) => ({
  id: `tour-${step}`,
  async go(page, isPhone) {
    if (step === 1) await command('tour', 'Take the tour', '.tour-card').go(page, isPhone);
    else await page.click('.tour-card button:has-text("Next")');
    await page.waitForSelector(`.tour-card :text("${step} of 3")`);
    if (step > 1) await page.waitForSelector('.tour-answer p:has-text("95")', { timeout: PATIENCE_MS });
  },
  ...(back === undefined ? {} : { back: async (page) => void (await back(page)) }),
});

/** A question of the panel of explanations. @param {string} id @param {string} name @param {string} ready @returns {Screen} */
const explaining = (id, name, ready) => ({
  id,
  on: 'desk',
  async go(page) {
    await page.click('.side-tabs button:has-text("Explain")');
    await page.click(`.explain-topics button:text-is("${name}")`);
    await page.waitForSelector(ready);
  },
  back: async (page) => page.click('.side-tabs button:has-text("Figures")'),
});

/** The document beside the site, as text, form or table. @param {string} id @param {string} name @param {string} ready @returns {Screen} */
const documentAs = (id, name, ready) => ({
  id,
  async go(page, isPhone) {
    if (isPhone) await tab(page, 'Text');
    else if ((await page.locator('.text-panel').count()) === 0) await page.click('[aria-label="Show the text"]');
    await page.click(`.text-pages .segment:text-is("${name}")`);
    await page.waitForSelector(ready);
  },
  async back(page, isPhone) {
    await page.click('.text-pages .segment:text-is("Text")');
    if (isPhone) await tab(page, 'Site');
  },
});

/** A page of the playground; the app is opened again afterwards. @param {string} name @returns {Screen} */
const playground = (name) => ({
  id: `playground-${name}`,
  async go(page) {
    await page.goto(new URL(`?playground=${name}`, page.url()).href);
    await page.waitForSelector('.playground section');
  },
  async back(page) {
    await page.goBack();
    await page.waitForSelector(WAITS.figures, { timeout: PATIENCE_MS });
  },
});

/** @type {Screen[]} */
export const SCREENS = [
  { id: 'site', go: async (page) => view(page, '3D') },
  layer('place', 'Room for racks', '.place-verdict'),
  {
    ...layer('place-detail', 'Room for racks', '.place-verdict'),
    async go(page) {
      await view(page, '3D');
      await menu(page, 'Colour the site by', 'Room for racks');
      await page.click('.place-position');
      await page.waitForSelector('.place-detail');
    },
    async back(page, isPhone) {
      await layer('place', 'Room for racks').back?.(page, isPhone);
      await page.click('.inspector .icon-only'); // of the hall that the position is in
    },
  },
  layer('failover', 'Load, failover'),
  layer('network-load', 'Network load'),
  layer('age', 'Age'),
  layer('stranded', 'Stranded resource'),
  layer('zones', 'Fire zones'),
  layer('security', 'Security zones'),
  siteView('From above', '.flat-plan canvas'),
  siteView('One-line', '.one-line-drawing svg'),
  siteView('Cooling', '.cooling .one-line-drawing svg'),
  siteView('Schedule', '.schedule-drawing svg'),
  { id: 'milestones', go: async (page) => page.click('.schedule .segment:text-is("Milestones")') },
  { id: 'orders', go: async (page) => page.click('.schedule .segment:text-is("Orders")'), back: async (page) => page.click('.schedule .segment:text-is("Bars")') },
  siteView('Efficiency', '.efficiency svg'),
  siteView('Accounts', '.accounts figure svg'),
  { id: 'tenants', go: async (page) => page.click('.accounts .segment:text-is("Tenants")') },
  { id: 'services', go: async (page) => page.click('.accounts .segment:text-is("Services")') },
  { id: 'runs', go: async (page) => page.click('.accounts .segment:text-is("Runs")') },
  { id: 'network-account', go: async (page) => page.click('.accounts .segment:text-is("Network")'), back: async (page) => page.click('.accounts .segment:text-is("Money")') },
  siteView('Events', '.event-rows tbody tr'),
  siteView('Jobs', '.jobs-lanes canvas'),
  siteView('Racks', '.rack-front'),
  siteView('Network', '.network-plot svg'),
  siteView('Series', '.series-drawing svg'),
  siteView('Table', '.site-table table'),
  { id: 'inspector', go: async (page) => page.click('.equipment-table .link >> nth=0'), back: async (page) => page.click('.inspector .icon-only') },
  { id: 'ledger', on: 'phone', go: async (page) => tab(page, 'Ledger') },
  { id: 'charts', on: 'phone', go: async (page) => tab(page, 'Charts') },
  { id: 'text', on: 'phone', go: async (page) => tab(page, 'Text'), back: async (page) => tab(page, 'Site') },
  documentAs('form', 'Form', '.form-row'),
  documentAs('table-page', 'Table', '.table-page .edit-grid'),
  {
    ...documentAs('versions', 'Text', '.cm-line'),
    async go(page, isPhone) {
      if (isPhone) await tab(page, 'Text');
      else if ((await page.locator('.text-panel').count()) === 0) await page.click('[aria-label="Show the text"]');
      await page.click('.saved-state');
      await page.waitForSelector('.versions-body');
    },
    async back(page, isPhone) {
      await page.keyboard.press('Escape');
      if (isPhone) await tab(page, 'Site');
    },
  },
  importing('import', GOOD_SHEET),
  importing('import-problems', BAD_SHEET),
  {
    id: 'watch',
    on: 'desk',
    go: async (page) => page.click('.rooms .segment:text-is("Watch")'),
    back: async (page) => page.click('.rooms .segment:text-is("Plan")'),
  },
  {
    id: 'findings',
    on: 'desk',
    go: async (page) => page.click('.side-tabs button:has-text("Findings")'),
    back: async (page) => page.click('.side-tabs button:has-text("Figures")'),
  },
  explaining('value', 'Value of fixing', '.study-status'),
  explaining('inputs', 'Which input matters', '.study-status'),
  explaining('solve', 'How many I need', '.study-fields'),
  explaining('calendar', 'Decide by when', '.explain-panel'),
  explaining('premortem', 'What may go wrong', '.study-fields'),
  explaining('assumptions', 'Assumptions', '.assumptions li'),
  {
    id: 'why',
    async go(page) {
      await page.click('.hero .figure.main');
      await page.waitForSelector('.why-card .why-drivers');
    },
    back: async (page) => page.click('.why-card [aria-label="Close the card"]'),
  },
  {
    id: 'schedule-below',
    on: 'desk',
    async go(page) {
      await page.click('.drawer-handle');
      await page.waitForSelector('.schedule-drawer .schedule-drawing svg', { timeout: PATIENCE_MS });
    },
    back: async (page) => page.click('.drawer-handle'),
  },
  {
    id: 'menu',
    go: async (page) => page.click('[aria-label="Menu"]'),
    back: async (page) => page.keyboard.press('Escape'),
  },
  command('gallery', 'All scenarios that come with the app', '.gallery-card'),
  command('help', 'Help: keys of a scenario', '.help-entries li'),
  dialog('palette', 'Control+k', '.palette'),
  dialog('shortcuts', '?', '.shortcut-sheet'),
  dialog('branch', 'b', '.branch-dialog form'),
  {
    id: 'compare',
    async go(page) {
      await page.click('.compare-choice .button >> nth=0');
      await page.waitForSelector('.side .side-figures', { timeout: PATIENCE_MS });
    },
  },
  { id: 'compare-over-time', go: async (page) => page.locator('.over-time').scrollIntoViewIfNeeded() },
  {
    id: 'compare-figures',
    go: async (page) => page.locator('.command-line').scrollIntoViewIfNeeded(),
    back: async (page) => page.click('.compare-panel > header > .button'),
  },
  {
    id: 'chart-library',
    on: 'desk',
    async go(page) {
      await page.keyboard.press('2');
      await page.click('.library-group button:has-text("Power")');
      await page.locator('.chart-library').scrollIntoViewIfNeeded();
    },
    back: async (page) => page.keyboard.press('1'),
  },
  tourStep(1),
  tourStep(2),
  tourStep(3, async (page) => page.click('.tour-card button:has-text("Close")')),
  playground('widgets'),
  playground('parts'),
  playground('charts'),
];
