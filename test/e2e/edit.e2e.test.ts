// A user edits the scenario: typing, help in the text, quick fixes, tables and files that are opened are steps of one undo history.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { closesBrowser, openApp } from './open-app.ts'

closesBrowser()

/** The text in the editor, as far as it is drawn. */
const shown = (page: Page): Promise<string> => page.locator('.cm-content').innerText()

/** Puts the cursor behind a piece of a line. */
async function cursorBehind(page: Page, piece: string): Promise<void> {
  const line = page.locator('.cm-line', { hasText: piece }).first()
  await line.click()
  await page.keyboard.press('End')
}

test('help in the text: completion, a fix of a wrong key, the way to a definition, and undo of all of it', async () => {
  const { page, complaints, close } = await openApp()
  await cursorBehind(page, 'replications:')
  await page.keyboard.press('Enter')
  await page.keyboard.type('windo')
  await page.locator('.cm-tooltip-autocomplete li', { hasText: 'window' }).first().click()
  await page.keyboard.type('1 day')
  await page.waitForFunction(() => document.querySelector('.cm-content')?.textContent.includes('window: 1 day') === true)

  // A list of values may be open, of which Enter would take one.
  await page.keyboard.press('Escape')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.keyboard.type('ide')
  await page.keyboard.press('Escape')
  await page.keyboard.type('alize: []')
  const mark = page.locator('.cm-lintRange-error').first()
  await mark.hover()
  await page.locator('.cm-diagnosticAction', { hasText: 'Change to idealise' }).click()
  await page.waitForFunction(() => document.querySelector('.cm-content')?.textContent.includes('idealise: []'))

  await cursorBehind(page, 'idealise')
  await page.keyboard.press('Control+z')
  expect(await shown(page)).toContain('idealize: []')
  for (let step = 0; step < 12 && (await shown(page)).includes('window: 1 day'); step++) await page.keyboard.press('Control+z')
  expect(await shown(page)).not.toContain('window: 1 day')
  expect(complaints).toEqual([])
  await close()
})

test('the form: a key with its unit, range and default is changed, refused values are told, and undo works everywhere', async () => {
  const { page, complaints, close } = await openApp()
  const form = (label: string) => page.locator(`.form-row[data-key="${label}"]`)
  await page.waitForSelector('.cm-line')
  await page.click('.text-pages .segment:text-is("Form")')
  await form('replications').locator('input').waitFor()
  expect(await form('replications').innerText()).toMatch(/1 to 1000.*default 8 \(engineering default, confidence medium\)/su)
  await form('replications').locator('input').fill('5')
  await page.keyboard.press('Enter')
  await page.click('h1')
  await form('faults').locator('.form-open').click()
  await form('technicians').locator('input').fill('3')
  await page.keyboard.press('Enter')
  await form('technicians').and(page.locator('.stated')).waitFor()
  await form('technicians').locator('input').fill('-2')
  await page.keyboard.press('Enter')
  await form('technicians').locator('.bad').waitFor()
  await page.click('h1')
  for (let step = 0; step < 3; step++) await page.keyboard.press('Control+z')
  await page.click('.text-pages .segment:text-is("Text")')
  await page.waitForSelector('.cm-line')
  const text = await shown(page)
  expect(text).toContain('replications: 4 # repetitions')
  await page.click('h1')
  await page.keyboard.press('Control+y')
  await page.waitForFunction(() => document.querySelector('.cm-content')?.textContent.includes('replications: 5 # repetitions') === true)
  expect(complaints).toEqual([])
  await close()
})

test('cells of a spreadsheet are pasted into a table as one step, and a wrong one is told at its cell', async () => {
  const { page, complaints, close } = await openApp({ address: '?scenario=dallas-100mw' })
  await page.waitForSelector('.cm-line')
  await page.click('.text-pages .segment:text-is("Table")')
  const grid = page.locator('.table-page .edit-grid')
  const cells = grid.locator('td[data-cell$=" 0"] .value')
  await cells.first().waitFor()
  const before = await cells.allTextContents()
  const paste = async (rows: string): Promise<void> => {
    await grid.locator('td[data-cell="0 0"]').click()
    await grid.evaluate((element, content) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', content)
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, rows)
  }
  await paste('2028-08-01\nsoon')
  await grid.locator('td[data-cell="1 0"] .problem').waitFor()
  expect(await cells.first().textContent()).toBe(before[0])
  await paste('2028-07-11\n2029-02-02')
  await page.waitForFunction(() => document.querySelector('td[data-cell="1 0"] .value')?.textContent === '2029-02-02')
  await page.click('h1')
  await page.keyboard.press('Control+z')
  await page.waitForFunction(was => document.querySelector('td[data-cell="1 0"] .value')?.textContent === was, before[1])
  expect(await cells.allTextContents()).toEqual(before)
  expect(complaints).toEqual([])
  await close()
})
