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
  expect(await shown(page)).toContain('window: 1 day')

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
