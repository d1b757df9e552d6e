// The playground as those who build the app use it: every page of it opens in both themes, each place is filled, and nothing complains.
import { expect, test } from 'vitest'
import { closesBrowser, drawsFlat, openApp } from './open-app.ts'

closesBrowser()
drawsFlat()

/** Pages, and what each shows once the small site of the tests is simulated. */
const PAGES: readonly (readonly [page: string, ready: string])[] = [
  ['widgets', '[data-demo="splitter"]'],
  ['parts', '[data-demo="Words of the page"]'],
  ['site', '[data-demo="As a table"] table'],
  ['drawings', '[data-demo="Schedule"] .schedule-drawing svg'],
  ['time', '[data-demo="Series"] .series-drawing svg'],
  ['figures', '[data-demo="Ledger and slip"] figure svg'],
  ['decide', '.side[aria-label="Feed on time"] .side-figures'],
  ['explain', '[data-demo="Assumptions"] li'],
  ['document', '[data-demo="Text"] .cm-line'],
  ['dialogs', '[data-demo="A sweep"] button'],
  ['charts', 'section[data-chart="series"] svg'],
]

test.each(PAGES)('the page of %s opens in both themes, filled and without a complaint', async (name, ready) => {
  const { page, complaints, close } = await openApp({ address: `?playground=${name}` })
  await page.locator(ready).first().waitFor()
  for (const theme of ['Light', 'Dark']) {
    await page.getByRole('radio', { name: theme, exact: true }).click()
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(theme.toLowerCase())
  }
  const empty = await page.locator('.playground [data-demo] > div, .playground [data-chart] > .playground-widths').evaluateAll(places => places.filter(place => place.getBoundingClientRect().height < 8).map(place => place.parentElement?.getAttribute('aria-label')))
  expect(empty).toEqual([])
  expect(await page.locator('.playground [data-demo] > div > .bad[role="alert"]').allTextContents()).toEqual([])
  expect(complaints).toEqual([])
  await close()
})

test('each dialog opens from its button and goes with Escape', async () => {
  const { page, complaints, close } = await openApp({ address: '?playground=dialogs' })
  const sweep = page.getByRole('button', { name: 'A merged sweep' })
  await sweep.waitFor()
  for (const [button, title] of [['Gallery', /./u], ['Help', /./u], ['Shortcuts', /./u], ['Several scenarios', /2 scenarios/u], ['A spreadsheet', /racks\.csv/u], ['Measured values', /Lay meter\.csv over a series/u]] as const) {
    await page.getByRole('button', { name: button, exact: true }).click()
    const dialog = page.getByRole('dialog', { name: title })
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
  await sweep.click()
  await page.getByRole('heading', { name: /a sweep of seed/u }).waitFor()
  expect(complaints).toEqual([])
  await close()
})
