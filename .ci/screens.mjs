// Pictures of every screen in both themes and at three widths: npm run screens [-- --only place,import] [--widths 1440,390] [--themes dark] [--scenario quickstart] [--option LABEL] [--site LABEL]
// They lie in out/screens as SCREEN-WIDTH-THEME.png and are for looking at; nothing compares them.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { openPage, PATIENCE_MS, serveApp, WAITS } from './app-page.mjs';
import { launchOptions } from './browser.mjs';
import { root } from './ensure.mjs';
import { DESKS, menu, PHONE, SCREENS, SETTLE_MS } from './screen-list.mjs';

/** @type {('light' | 'dark')[]} */
const THEMES = ['light', 'dark'];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    widths: { type: 'string' },
    themes: { type: 'string' },
    scenario: { type: 'string', default: 'dallas-100mw' },
    option: { type: 'string' },
    site: { type: 'string' },
    wait: { type: 'string', default: 'figures' },
    out: { type: 'string', default: join(root, 'out', 'screens') },
  },
});
const list = (/** @type {string | undefined} */ text) => text?.split(',');
const sizes = [...DESKS, PHONE].filter(({ width }) => list(values.widths)?.includes(String(width)) ?? true);
const themes = THEMES.filter((theme) => list(values.themes)?.includes(theme) ?? true);
const only = list(values.only);

mkdirSync(values.out, { recursive: true });
const server = await serveApp();
const browser = await chromium.launch(await launchOptions());
let failed = 0;
try {
  for (const { width, height } of sizes) {
    const isPhone = width < 760;
    const page = await openPage(browser, { width, height, theme: themes[0] });
    await page.goto(`${server.url}?scenario=${values.scenario}`);
    await page.waitForSelector(WAITS[/** @type {keyof typeof WAITS} */ (values.wait)], { timeout: PATIENCE_MS });
    page.setDefaultTimeout(90_000);
    if (values.option !== undefined) {
      await menu(page, 'Buildout option', values.option);
      await page.waitForTimeout(SETTLE_MS);
      await page.waitForSelector(WAITS.figures, { timeout: PATIENCE_MS });
    }
    if (values.site !== undefined) await menu(page, 'Site to look at', values.site);
    for (const { id, go, back, on } of SCREENS) {
      if (on !== undefined && (on === 'phone') !== isPhone) continue;
      if (only !== undefined && !only.includes(id)) continue;
      try {
        await go(page, isPhone);
        await page.mouse.move(1, 1);
        for (const theme of themes) {
          await page.emulateMedia({ colorScheme: theme }); // the page follows the system
          await page.waitForTimeout(SETTLE_MS);
          const file = `${id}-${width}-${theme}.png`;
          await page.screenshot({ path: join(values.out, file) });
          console.log(file);
        }
        await back?.(page, isPhone);
      } catch (error) {
        failed += 1;
        console.error(`${id}-${width}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
        await page.keyboard.press('Escape');
      }
    }
    await page.close();
  }
} finally {
  await browser.close();
  server.close();
}
if (failed > 0) {
  console.error(`${failed} screens could not be taken`);
  process.exitCode = 1;
}
