// A user edits the scenario: typing, help in the text, quick fixes, tables and files that are opened are steps of one undo history.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { closesBrowser, drawsFlat, openApp, savedFile, showAs } from './open-app.ts'

closesBrowser()
drawsFlat()

const SMALL = readFileSync('scenarios/quickstart.yaml', 'utf8')

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

test('a key tells its meaning, value and range under the pointer, and a name leads to where it is defined', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  await page.locator('.cm-line span', { hasText: /^replications$/u }).first().hover()
  const card = page.locator('.code-help')
  await card.waitFor()
  expect(await card.innerText()).toMatch(/replications[\s\S]*4 · [\s\S]*allowed: 1 to 1000/u)
  await page.locator('.cm-line span', { hasText: /^voltage$/u }).first().hover()
  await page.waitForFunction(() => document.querySelector('.code-help')?.textContent.includes('grid.feeds.street.voltage') === true)
  expect(await card.innerText()).toMatch(/13\.8 kV[\s\S]*allowed: .* kV/u)

  await page.locator('.cm-line').first().click()
  await page.keyboard.press('Control+f')
  await page.keyboard.type('=feedDelay')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('F12')
  await page.waitForFunction(() => document.querySelector('.cm-activeLine')?.textContent.includes('feedDelay: 6 weeks') === true)
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
  await page.getByRole('navigation', { name: 'Where the form is' }).getByRole('button', { name: 'Scenario', exact: true }).click()
  await form('horizon').locator('.form-open').click()
  // A day is typed, or stepped by the arrow keys: a day, with Shift a week.
  const end = form('end').getByRole('textbox')
  await end.focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Shift+ArrowUp')
  expect(await end.inputValue()).toBe('2029-01-09')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.querySelector('.form-row[data-key="end"] input')?.getAttribute('data-written') === '2029-01-09')
  await page.click('h1')
  for (let step = 0; step < 4; step++) await page.keyboard.press('Control+z')
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
  // As spreadsheets of other countries copy it.
  await paste('11.7.2028\t3,5 months')
  await page.waitForFunction(() => document.querySelector('td[data-cell="0 1"] .value')?.textContent === '3.5 months')
  expect(await cells.first().textContent()).toBe('2028-07-11')
  await page.click('h1')
  await page.keyboard.press('Control+z')
  await page.waitForFunction(was => document.querySelector('td[data-cell="0 0"] .value')?.textContent === was, before[0])
  expect(await cells.allTextContents()).toEqual(before)
  expect(complaints).toEqual([])
  await close()
})

test('a walk through text, form, table, schedule and plan is one history: undone it is the same file to the byte, redone the other one', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  const showPage = (label: string): Promise<void> => page.click(`.text-pages .segment:text-is("${label}")`)
  const gestures: readonly ((step: number) => Promise<void>)[] = [
    async step => {
      await showPage('Text')
      await page.locator('.cm-line').first().click()
      await page.keyboard.press('End')
      await page.keyboard.type(` # ${step}`)
    },
    async step => {
      await showPage('Form')
      await page.getByRole('textbox', { name: 'Replications', exact: true }).fill(String(10 + step))
      await page.keyboard.press('Enter')
    },
    async step => {
      await showPage('Table')
      await page.locator('td[data-cell="1 0"]').click()
      await page.keyboard.type(`2027-08-${10 + step}`)
      await page.keyboard.press('Enter')
    },
    async () => {
      await showAs(page, 'Schedule')
      await page.getByRole('slider', { name: 'Day of Feed street energised', exact: true }).focus()
      for (const key of ['PageUp', 'ArrowLeft', 'Enter']) await page.keyboard.press(key)
    },
    async () => {
      await showAs(page, 'From above')
      const canvas = await page.getByRole('img', { name: /^Plan of the site from above/u }).boundingBox()
      await page.mouse.click((canvas?.x ?? 0) + (canvas?.width ?? 0) / 2, (canvas?.y ?? 0) + (canvas?.height ?? 0) / 2)
      await page.locator('.move-handle').focus()
      for (const key of ['ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
      await page.waitForSelector('.problems-summary:has-text("moved")')
    },
  ]
  // A shuffled order, the same every time.
  const texts = [SMALL]
  for (const [step, gesture] of [3, 0, 4, 2, 1, 0, 3].entries()) {
    await gestures[gesture](step)
    await page.waitForFunction(() => document.querySelector('.saved-state')?.textContent === 'Saved on this machine')
    const text = await savedFile(page)
    expect(text, `gesture ${gesture} of step ${step}`).not.toBe(texts.at(-1))
    texts.push(text)
  }
  await page.click('h1')
  const undone = new Set([texts.at(-1)])
  for (let step = 0; step < 40 && !undone.has(SMALL); step++) {
    await page.keyboard.press('Control+z')
    undone.add(await savedFile(page))
  }
  // Every text between was there again on the way.
  for (const text of texts) expect([...undone]).toContain(text)
  for (let step = 0; step < undone.size; step++) await page.keyboard.press('Control+y')
  expect(await savedFile(page)).toBe(texts.at(-1))
  expect(complaints).toEqual([])
  await close()
})
