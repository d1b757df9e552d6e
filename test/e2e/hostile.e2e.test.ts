// A scenario whose names, labels and notes are attacks: each is shown as the text that it is, wherever the app shows it or writes it.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { view } from '../../.ci/screen-list.mjs'
import { closesBrowser, openApp } from './open-app.ts'
import { SHORT_SITE } from './short-site.ts'

closesBrowser()

const IMAGE = '<img src=x onerror="window.attacked=1">'
const ADDRESS = 'javascript:window.attacked=2//'
/** Turns the direction of what follows it, so that a file name or an amount reads otherwise than it is. */
const TURNED = 'annex \u202Egpj.exe\u2066'
const CLOSING = '</title></svg><script>window.attacked=3</script>'
// A value that begins with = is an expression of the file; spreadsheets take + for one as well.
const FORMULA = '+HYPERLINK("https://attacker.example","Hall")'

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
const HOSTILE = SHORT_SITE.replace('name: Ten weeks of a small hall', `name: ${quoted(IMAGE + TURNED)}\ndescription: ${quoted(CLOSING)}`)
  .replace('label: Hall 1', `label: ${quoted(FORMULA + IMAGE)}`)
  .replace('label: Feed on time', `label: ${quoted(IMAGE + ADDRESS)}`)
  .replace('label: A third transformer', `label: ${quoted(CLOSING + TURNED)}`)

async function openHostile(): Promise<Awaited<ReturnType<typeof openApp>>> {
  const opened = await openApp({ acceptDownloads: true })
  await opened.page.waitForSelector('.cm-line')
  await opened.page.setInputFiles('input[type="file"][aria-label="Open a scenario file"]', { name: 'hostile.yaml', mimeType: 'application/yaml', buffer: Buffer.from(HOSTILE) })
  await opened.page.waitForFunction(wanted => document.querySelector('h1')?.textContent === wanted, IMAGE + TURNED)
  await opened.page.waitForSelector(WAITS.figures)
  return opened
}

/** Nothing of the text became an element or ran. */
async function nothingRan(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'attacked' in window)).toBe(false)
  expect(await page.locator('img, script:not([src]), iframe, object, embed, a[href^="javascript"]').count()).toBe(0)
}

async function fileOf(page: Page, chart: string, button: string): Promise<string> {
  const card = page.locator(`[data-chart="${chart}"]`).first()
  await card.hover()
  const download = page.waitForEvent('download')
  await card.getByRole('button', { name: button, exact: true }).click()
  return readFileSync(await (await download).path(), 'utf8')
}

test('header, menus, tables, inspector, palette and events show hostile texts as texts', async () => {
  const { page, complaints, close } = await openHostile()
  await page.getByRole('combobox', { name: 'Buildout option' }).click()
  expect(await page.getByRole('option').allTextContents()).toEqual(expect.arrayContaining([IMAGE + ADDRESS, CLOSING + TURNED]))
  await page.keyboard.press('Escape')
  await view(page, 'Table')
  const hall = page.getByRole('button', { name: FORMULA + IMAGE, exact: true }).first()
  await hall.click()
  expect(await page.getByRole('complementary', { name: 'Inspector' }).textContent()).toContain(IMAGE)
  for (const name of ['One-line', 'Schedule', 'Events', 'Jobs', '3D']) {
    await view(page, name)
    await page.waitForSelector('.site-panel :is(svg, canvas, table)')
  }
  await page.keyboard.press('Control+k')
  await page.waitForSelector('.palette-item')
  expect(await page.locator('.palette-item').allTextContents()).toContain(`Option: ${IMAGE}${ADDRESS}`)
  await page.keyboard.press('Escape')
  await nothingRan(page)
  // What turns the direction of text keeps to its own line.
  expect(await page.locator('h1').evaluate(name => getComputedStyle(name).unicodeBidi)).toMatch(/isolate|plaintext/u)
  expect(complaints).toEqual([])
  await close()
})

test('cards of options, titles of charts, and files of charts hold them as texts', async () => {
  const { page, complaints, close } = await openHostile()
  await page.keyboard.press('3')
  await page.waitForSelector('.side .side-figures')
  await page.locator('[data-chart="ledger-bridge"] svg').first().waitFor()
  expect(await page.locator('.side h3').allTextContents()).toContain(IMAGE + ADDRESS)
  expect(await page.locator('[data-chart="ledger-bridge"] figcaption').first().textContent()).toContain(IMAGE)
  await nothingRan(page)

  const svg = await fileOf(page, 'ledger-bridge', 'SVG')
  await page.keyboard.press('2')
  const csv = await fileOf(page, 'capacity-by-date', 'CSV')
  expect(csv.split(/[\r\n,;\t]+/u).filter(cell => /^\uFEFF?"?[=+@]/u.test(cell))).toEqual([])
  expect(complaints).toEqual([])

  // Read last: to read a drawing is to meet its styles, of which the policy of the page complains.
  const parsed = await page.evaluate(text => {
    const drawing = new DOMParser().parseFromString(text, 'image/svg+xml')
    return { broken: drawing.querySelector('parsererror') !== null, strange: drawing.querySelectorAll('script, img, image, foreignObject, a, [onerror], [onload]').length, text: drawing.documentElement.textContent }
  }, svg)
  expect(parsed).toMatchObject({ broken: false, strange: 0 })
  expect(parsed.text).toContain('onerror')
  await nothingRan(page)
  await close()
})
