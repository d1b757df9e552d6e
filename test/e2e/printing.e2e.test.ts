// What there is to decide prints on two pages of A4, light and without tools; so does it for who uses the dark theme.
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { closesBrowser, drawsFlat, openApp } from './open-app.ts'
import { chooseShortSite } from './short-site.ts'

closesBrowser()
drawsFlat()

/** Pages of a PDF: its objects of that type. */
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page(?!s)/gu)?.length ?? 0

test.each([['the quickstart', 1], ['a file', 2]])('%s with %d of its options beside the baseline is two pages', async (which, options) => {
  const { page, complaints, close } = await openApp({ colorScheme: 'dark' })
  if (which === 'a file') await chooseShortSite(page)
  await page.waitForSelector(WAITS.figures)
  await page.keyboard.press('3')
  await page.waitForSelector('.side:not(.baseline) .side-figures')
  for (let added = 1; added < options; added++) {
    await page.getByRole('button', { name: 'Add an option' }).click()
    await page.getByRole('menuitem').first().click()
  }
  await page.waitForFunction(count => document.querySelectorAll('.side:not(.baseline) .side-figures.money').length === count, options)
  // What is on the sheets can be seen on paper, and nothing of the screen is left there.
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  const sheets = page.locator('.sheet')
  expect(await sheets.count()).toBe(2)
  for (const heading of await sheets.getByRole('heading').all()) expect(await heading.isVisible()).toBe(true)
  expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0)
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  await page.emulateMedia({ media: null, colorScheme: 'dark' })
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
  expect(pagesOf(pdf)).toBe(2)
  // The room is as it was.
  expect(await page.locator('.sheet').count()).toBe(0)
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  expect(complaints).toEqual([])
  await close()
})

test('the Plan room prints figures and charts, and nothing that one would press or type into', async () => {
  const { page, complaints, close } = await openApp({ colorScheme: 'light' })
  await page.waitForSelector(WAITS.figures)
  await page.waitForSelector('.chart-library')
  await page.emulateMedia({ media: 'print', colorScheme: 'light' })
  expect(await page.locator('.chart svg').filter({ visible: true }).count()).toBeGreaterThan(3)
  // Figures are buttons on the screen, and stay.
  expect(await page.locator('button:not(.figure), input, [role="combobox"]').filter({ visible: true }).count()).toBe(0)
  expect(complaints).toEqual([])
  await close()
})
