// A user takes charts along: picture of a chosen size, SVG, CSV and Parquet as files, the clipboard, and finds charts by a word.
import { readFile } from 'node:fs/promises'
import axe from 'axe-core'
import { parquetReadObjects } from 'hyparquet'
import type { Download, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { closesBrowser, openApp, type Opened } from './open-app.ts'

closesBrowser()

async function watch(more: { readonly permissions?: string[] } = {}): Promise<Opened> {
  const opened = await openApp(more)
  await opened.page.waitForSelector(WAITS.figures)
  await opened.page.keyboard.press('2')
  await opened.page.waitForSelector('.chart-library')
  return opened
}

/** What assistive technology would stumble over in a part of the page. */
async function axeViolations(page: Page, part: string): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async selector => {
    const { axe: run } = window as unknown as { axe: typeof axe }
    return (await run.run(selector)).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  }, part)
}

const bytesOf = async (download: Download): Promise<Buffer> => readFile(await download.path())

/** Opens the menu of a chart by the keyboard and chooses an entry. */
async function choose(page: Page, chart: string, entry: string): Promise<void> {
  await page.focus(`figure[data-chart="${chart}"] button[aria-label^="More forms"]`)
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: entry }).press('Enter')
}

async function taken(page: Page, act: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return download
}

test('charts are found by a word, drawn when their group opens, and taken along as SVG, CSV and Parquet', async () => {
  const { page, complaints, close } = await watch()
  expect(await page.locator('figure[data-chart="power-stack"]').count()).toBe(0)
  await page.fill('[aria-label="Find a chart"]', 'power stack')
  await page.waitForSelector('figure[data-chart="power-stack"] svg')
  await page.fill('[aria-label="Find a chart"]', '')
  await page.getByRole('button', { name: /^Jobs and network/u }).click()
  await page.waitForSelector('figure[data-chart="job-gantt"] svg')
  const svg = await taken(page, () => page.click('figure[data-chart="queue"] button:text-is("SVG")'))
  expect(svg.suggestedFilename()).toBe('queue.svg')
  expect((await bytesOf(svg)).toString()).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]* aria-label="[^"]+"/u)
  const csv = (await bytesOf(await taken(page, () => page.click('figure[data-chart="queue"] button:text-is("CSV")')))).toString()
  expect(csv).toMatch(/^\uFEFFweek from,waiting P10 \[jobs\],/u)
  const parquet = await taken(page, () => choose(page, 'queue', 'Parquet of the data'))
  expect(parquet.suggestedFilename()).toBe('queue.parquet')
  const rows = await parquetReadObjects({ file: Uint8Array.from(await bytesOf(parquet)).buffer })
  expect(rows.length).toBe(csv.trimEnd().split('\r\n').length - 1)
  expect(rows[0].week_from).toBeInstanceOf(Date)
  expect(complaints).toEqual([])
  await close()
})

test('a picture has the size and the dots per inch that were chosen', async () => {
  const { page, complaints, close } = await watch()
  await page.getByRole('button', { name: /^Power/u }).last().click()
  await page.waitForSelector('figure[data-chart="load-duration"] svg')
  await choose(page, 'load-duration', 'PNG with size and dots per inch…')
  await page.waitForSelector('.png-dialog')
  for (const [label, value] of [['Width, px', '600'], ['Height, px', '300'], ['Dots per inch', '144']] as const) {
    await page.fill(`.png-dialog [aria-label="${label}"]`, value)
    await page.keyboard.press('Enter')
  }
  await page.locator('.png-dialog [role="status"]', { hasText: '948 × 498 dots' }).waitFor()
  expect(await axeViolations(page, '.png-dialog')).toEqual([])
  const png = await bytesOf(await taken(page, () => page.click('.png-dialog button:text-is("Save PNG")')))
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([948, 498])
  expect(png.readUInt32BE(png.indexOf('pHYs') + 4)).toBe(Math.round(144 / 0.0254))
  expect(complaints).toEqual([])
  await close()
})

test('the clipboard takes the picture, the drawing as text, the data and the line for the report', async () => {
  const { page, complaints, close } = await watch({ permissions: ['clipboard-read', 'clipboard-write'] })
  await page.getByRole('button', { name: /^Carbon/u }).click()
  await page.waitForSelector('figure[data-chart="carbon"] svg')
  const read = async (): Promise<string> => page.evaluate(() => navigator.clipboard.readText())
  const copied = async (entry: string, said: string): Promise<string> => {
    await choose(page, 'carbon', entry)
    await page.waitForSelector(`figure[data-chart="carbon"] [role="status"]:text-is("${said}")`)
    return read()
  }
  expect(await copied('Copy as SVG text', 'SVG copied')).toMatch(/^<svg /u)
  expect(await copied('Copy data as CSV', 'Data copied')).toMatch(/^month,grid \[t\]/u)
  expect(await copied('Copy the command that puts it into the report', 'Command copied')).toMatch(/^npx nameplate report \S+ --charts carbon --out report\.html$/u)
  await choose(page, 'carbon', 'Copy as picture')
  await page.waitForSelector('figure[data-chart="carbon"] [role="status"]:text-is("Picture copied")')
  expect(await page.evaluate(async () => (await navigator.clipboard.read())[0].types)).toContain('image/png')
  expect(complaints).toEqual([])
  await close()
})

test('the playground shows widgets, parts and charts without a complaint', async () => {
  const { page, complaints, close } = await openApp({ address: '?playground' })
  await page.waitForSelector('[data-demo="button"]')
  await page.click('.segment:text-is("Charts")')
  await page.waitForSelector('section[data-chart="network-load"] svg')
  expect(await page.locator('.playground section[data-chart]').count()).toBeGreaterThan(40)
  await page.click('.segment:text-is("Parts")')
  await page.waitForSelector('.playground .account-table')
  expect(complaints).toEqual([])
  await close()
})
