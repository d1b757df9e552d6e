// Charts taken along: as SVG, as PNG of a chosen size, as CSV and Parquet of what is drawn, on the clipboard, and in the report; and what each says without eyes.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { root } from '../../.ci/ensure.mjs'
import { xmlProblem } from '../charts/xml.ts'
import { closesBrowser, drawsFlat, openApp } from './open-app.ts'
import { openShortSite, SHORT_SITE } from './short-site.ts'

closesBrowser()
drawsFlat()

/** What a press brings to the folder of downloads. */
async function downloaded(page: Page, press: () => Promise<void>): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), press()])
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}

const card = (page: Page, id: string): Locator => page.locator(`figure[data-chart="${id}"]`)

/** A line of the menu of a chart. */
async function takeForm(page: Page, id: string, form: string): Promise<void> {
  const chart = card(page, id)
  await chart.hover()
  await chart.getByRole('button', { name: /^More forms of/u }).click()
  await page.getByRole('menuitem', { name: form }).click()
}

/** Chunks of a PNG by name. */
function chunksOf(png: Buffer): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>()
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) found.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  return found
}

const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText())

test('a chart is taken as SVG, as PNG of a chosen size, as CSV and as Parquet of the same rows', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  const chart = card(page, 'ledger-waterfall')
  await chart.hover()

  const svg = await downloaded(page, () => chart.getByRole('button', { name: 'SVG' }).click())
  expect(svg.name).toBe('ledger-waterfall.svg')
  const drawing = svg.bytes.toString('utf8')
  expect(xmlProblem(drawing)).toBeUndefined()
  expect(drawing).toMatch(/of the contract became useful compute/u)
  expect(drawing).toMatch(/Ten weeks of a small hall · As written · seed 5/iu)

  const csv = await downloaded(page, () => chart.getByRole('button', { name: 'CSV' }).click())
  expect(csv.name).toBe('ledger-waterfall.csv')
  const lines = csv.bytes.toString('utf8').replace(/^\uFEFF/u, '').trimEnd().split(/\r?\n/u)
  expect(lines[0]).toMatch(/^bucket,label,share.*,accelerator-hours.*h/u)

  const parquet = await downloaded(page, () => takeForm(page, 'ledger-waterfall', 'Parquet of the data'))
  expect(parquet.name).toBe('ledger-waterfall.parquet')
  const rows = await parquetReadObjects({ file: Uint8Array.from(parquet.bytes).buffer })
  expect(rows).toHaveLength(lines.length - 1)
  const shareName = Object.keys(rows[0]).find(name => name.startsWith('share'))
  expect(rows.reduce((sum, row) => sum + Number(row[shareName ?? '']), 0)).toBeCloseTo(1, 9)
  for (const [at, row] of rows.entries()) expect(lines[at + 1].startsWith(`${String(row.bucket)},`)).toBe(true)

  await takeForm(page, 'ledger-waterfall', 'PNG with size and dots per inch…')
  const dialog = page.getByRole('dialog', { name: /as PNG$/u })
  for (const [field, value] of [['Width, px', '800'], ['Height, px', '420'], ['Dots per inch', '300']] as const) {
    await dialog.getByRole('spinbutton', { name: field }).fill(value)
    await dialog.getByRole('spinbutton', { name: field }).press('Enter')
  }
  // A margin of 16 px on each side; a CSS pixel is 1/96 inch: (800 + 32) × 300/96 = 2600, (420 + 32) × 300/96 = 1412.5.
  await dialog.getByText(/2.?600 × 1.?413 dots/u).waitFor()
  const png = await downloaded(page, () => dialog.getByRole('button', { name: 'Save PNG' }).click())
  expect(png.name).toBe('ledger-waterfall.png')
  const chunks = chunksOf(png.bytes)
  expect([chunks.get('IHDR')?.readUInt32BE(0), chunks.get('IHDR')?.readUInt32BE(4)]).toEqual([2600, 1413])
  // 300 dots an inch of 0.0254 m are 11,811 dots a metre, unit 1.
  const density = chunks.get('pHYs')
  expect([density?.readUInt32BE(0), density?.readUInt32BE(4), density?.readUInt8(8)]).toEqual([11811, 11811, 1])
  await page.getByText('PNG saved').waitFor()

  expect(complaints).toEqual([])
  await close()
})

test('a chart goes to the clipboard as picture, as drawing and as rows, and its command puts it into the report', async () => {
  const { page, complaints, close } = await openShortSite({ permissions: ['clipboard-read', 'clipboard-write'] })
  await page.waitForSelector(WAITS.all)
  await takeForm(page, 'ledger-waterfall', 'Copy as picture')
  await page.getByText('Picture copied').waitFor()
  const picture = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const blob = await item.getType('image/png')
    const { width, height } = await createImageBitmap(blob)
    return { width, height }
  })
  // 720 × 400 px with its margin at 192 dots an inch.
  expect(picture).toEqual({ width: 1504, height: 864 })

  await takeForm(page, 'ledger-waterfall', 'Copy as SVG text')
  await page.getByText('SVG copied').waitFor()
  const svg = await clipboard(page)
  expect(xmlProblem(svg)).toBeUndefined()

  await takeForm(page, 'ledger-waterfall', 'Copy data as CSV')
  await page.getByText('Data copied').waitFor()
  expect(await clipboard(page)).toMatch(/^bucket,label,share/u)

  await takeForm(page, 'ledger-waterfall', 'Copy the command that puts it into the report')
  await page.getByText('Command copied').waitFor()
  const command = await clipboard(page)
  expect(command).toBe('npx nameplate report site.yaml --charts ledger-waterfall --out report.html')
  const folder = mkdtempSync(join(tmpdir(), 'charts-'))
  writeFileSync(join(folder, 'site.yaml'), SHORT_SITE)
  execFileSync(process.execPath, [join(root, '.ci', 'nameplate.mjs'), ...command.split(' ').slice(2)], { cwd: folder })
  const title = /font-weight="600"[^>]*>([^<]+)</u.exec(svg)?.[1] ?? ''
  expect(title).not.toBe('')
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain(title)

  expect(complaints).toEqual([])
  await close()
})

test('every chart has words for those who do not see it, and says so when it has nothing to show', async () => {
  const { page, complaints, close } = await openApp({ address: '?playground=charts' })
  await page.getByRole('heading', { name: 'Playground' }).waitFor()
  const told = await page.locator('section[data-chart]').evaluateAll(sections => sections.map(section => ({
    id: section.getAttribute('data-chart'),
    drawings: section.querySelectorAll('.playground-drawing').length,
    unnamed: Array.from(section.querySelectorAll('.playground-drawing > svg')).filter(svg => svg.getAttribute('role') !== 'img' || (svg.getAttribute('aria-label') ?? '').length < 10).length,
    hasEmpty: section.querySelector('[data-empty]') !== null,
  })))
  expect(told.length).toBeGreaterThan(45)
  expect(told.filter(({ drawings, unnamed }) => drawings === 0 || unnamed > 0)).toEqual([])
  expect(told.filter(({ hasEmpty }) => !hasEmpty).map(({ id }) => id)).toEqual([])
  expect(complaints).toEqual([])
  await close()
})
