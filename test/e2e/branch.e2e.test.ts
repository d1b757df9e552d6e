// Branch here: a user stops at a moment, lets something fail, sees both futures side by side, names and keeps one, and puts another into the file.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { closesBrowser, drawsFlat } from './open-app.ts'
import { chooseShortSite, openShortSite } from './short-site.ts'

closesBrowser()
drawsFlat()

/** Picks a line of a menu. */
async function choose(page: Page, menu: string, line: string): Promise<void> {
  await page.click(`.select[aria-label="${menu}"]`)
  await page.locator('.menu-item', { hasText: line }).first().click()
}

const run = async (page: Page): Promise<void> => page.getByRole('button', { name: 'Run this future' }).click()

test('both transformers fail at a moment: the future stands beside the run, is named and kept, and is there again', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.replications)
  // Stop somewhere, by the keyboard, and branch there.
  await page.locator('.timeline-lanes').focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+ArrowLeft')
  await page.locator('.timeline-lanes').blur()
  await page.keyboard.press('b')
  const dialog = page.getByRole('dialog')
  expect(await dialog.locator('h2').textContent()).toMatch(/^Branch at \d+ \w+ 2027, \d\d:\d\d$/u)
  expect(await dialog.textContent()).toContain('to the last bit')
  await choose(page, 'Kind of equipment', 'Hall 1: transformer')
  await dialog.getByRole('button', { name: 'And another' }).click()
  await choose(page, 'Which one', 'Transformer 2')
  await dialog.getByLabel('Name of the future').fill('Both transformers')
  await run(page)

  // It stands beside the run that it leaves, with paired differences.
  const side = page.locator('.side[aria-label="Both transformers"]')
  await side.locator('.side-figures').first().waitFor()
  await page.waitForSelector('.compare-panel > header p:text-matches("^4 pairs")')
  expect(await side.textContent()).toContain('Hall 1 transformer 1 fails; Hall 1 transformer 2 fails')
  await page.locator('.figure-table .check input').uncheck()
  expect(await page.locator('.figure-table tr:has(th:text-is("Productive of contract")) td').nth(1).textContent()).toMatch(/−\d/u)
  // Nothing differs before the branch: the overlay's differences are nought until then.
  await page.click('.over-time .segment:text-is("Difference")')
  expect(await page.locator('.command-line').textContent()).toContain('Only here: Both transformers')

  await side.getByRole('button', { name: 'Rename' }).click()
  await side.getByLabel('New name').fill('A dark week')
  await page.keyboard.press('Enter')
  await page.locator('.side[aria-label="A dark week"]').getByRole('button', { name: 'Keep' }).click()
  await page.reload()
  await chooseShortSite(page)
  await page.waitForSelector(WAITS.replications)
  await page.keyboard.press('3')
  await page.locator('.side[aria-label="A dark week"] .side-figures').first().waitFor()
  await page.locator('.side[aria-label="A dark week"]').getByRole('button', { name: 'Delete' }).click()
  await page.locator('.side[aria-label="A dark week"]').waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
  await close()
})

test('more technicians from a day on become an option of the file; a date that has passed is refused in words', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.replications)
  await page.locator('.timeline-lanes').focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+ArrowLeft')
  await page.getByRole('button', { name: 'Branch here' }).click()
  await choose(page, 'What changes', 'Other number of technicians')
  const technicians = page.getByLabel('Technicians')
  await technicians.fill('9')
  await page.keyboard.press('Tab')
  await run(page)
  const side = page.locator('.side[aria-label="9 technicians"]')
  await side.locator('.side-figures').first().waitFor()
  await side.getByRole('button', { name: 'Make it an option' }).click()
  await page.waitForSelector('.future-tools small:text-is("The file has the option future-9-technicians now.")')
  await page.keyboard.press('1')
  await page.waitForSelector('.select[aria-label="Buildout option"]')
  await choose(page, 'Buildout option', '9 technicians')
  await page.waitForSelector(WAITS.figures)
  await choose(page, 'Buildout option', 'As written')
  await page.waitForSelector(WAITS.figures)

  // The feed came long ago: its date cannot move any more.
  await page.getByRole('button', { name: 'Branch here' }).click()
  await choose(page, 'What changes', 'A date moves')
  await page.getByLabel('New date').fill('2027-03-01')
  await run(page)
  await page.waitForSelector('.side-waiting .error:text-matches("would have been another before")')
  expect(complaints).toEqual([])
  await close()
})

/** Opens a menu that has the focus, and picks a line by its first letters. */
async function pickByKeys(page: Page, menu: string, letters: string): Promise<void> {
  await page.getByRole('combobox', { name: menu }).focus()
  await page.keyboard.press('Enter')
  // Letters count from when a line of the menu has the focus.
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'option')
  await page.keyboard.type(letters)
  // The focus follows the letters in a task of its own.
  await page.waitForFunction(begin => document.activeElement?.textContent?.startsWith(begin), letters)
  await page.keyboard.press('Enter')
  await page.getByRole('option').first().waitFor({ state: 'detached' })
}

test('by the keyboard alone: one more chiller and a later feed leave the same moment, and stand side by side', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.replications)
  const branchEarly = async (): Promise<void> => {
    await page.locator('.timeline-lanes').focus()
    await page.keyboard.press('Home')
    for (let day = 0; day < 5; day++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('b')
    await page.getByRole('dialog', { name: 'Branch at 6 Jan 2027, 00:00' }).waitFor()
  }
  await branchEarly()
  await pickByKeys(page, 'What changes', 'A cooling')
  await page.getByLabel('Name of the future').focus()
  await page.keyboard.type('Another chiller')
  await page.keyboard.press('Enter')
  const chiller = page.locator('.side[aria-label="Another chiller"]')
  await chiller.locator('.side-figures').first().waitFor()
  expect(await chiller.textContent()).toContain('One more chiller at Hall 1')

  // The feed has not come yet at this moment, so that its date can still move.
  await page.keyboard.press('1')
  await branchEarly()
  await pickByKeys(page, 'What changes', 'A date')
  await page.getByLabel('New date').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('2027-02-20')
  await page.keyboard.press('Enter')
  const later = page.locator('.side[aria-label="Feed street energised planned for 2027-02-20"]')
  await later.locator('.side-figures').first().waitFor()
  await chiller.locator('.side-figures').first().waitFor()
  await page.waitForSelector('.compare-panel > header p:text-matches("^4 pairs")')
  await page.getByRole('checkbox', { name: 'Only what differs' }).uncheck()
  const table = page.getByRole('region', { name: 'Figures by option' })
  const names = await table.locator('thead th').allTextContents()
  const productive = table.locator('tr:has(th:text-is("Productive of contract")) td')
  // A feed that comes six weeks later costs.
  expect(await productive.nth(names.indexOf('Feed street energised planned for 2027-02-20') - 1).textContent()).toMatch(/▼ −\d/u)
  expect(names).toContain('Another chiller')
  expect(complaints).toEqual([])
  await close()
})
