// Finished results in the app: saved, opened at once without being run, spoiled files told as what they are, a sweep as a table.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { sweepBytes } from '../app/finished.ts'
import { closesBrowser, drawsFlat, openApp, PATIENCE_MS, showAs } from './open-app.ts'

closesBrowser()
drawsFlat()

/** Drops a file onto the page, as from the file manager. */
async function drop(page: Page, name: string, content: Uint8Array): Promise<void> {
  const handle = await page.evaluateHandle(({ base64, file }) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([Uint8Array.from(atob(base64), character => character.charCodeAt(0))], file, { lastModified: Date.UTC(2027, 2, 14) }))
    return transfer
  }, { base64: Buffer.from(content).toString('base64'), file: name })
  await page.dispatchEvent('body', 'drop', { dataTransfer: handle })
}

/** Results of the small scenario as the app saves them. */
async function savedResults(page: Page): Promise<Uint8Array> {
  await page.waitForSelector(WAITS.all)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Save results/u }).click()])
  expect(file.suggestedFilename()).toBe('quickstart.nameplate')
  return readFileSync(await file.path())
}

const headline = (page: Page): Promise<string | null> => page.locator('.hero .figure.main').textContent()

test('results are saved, and open at once in another window without a run; the text is theirs until one edits it', async () => {
  const first = await openApp()
  const bundle = await savedResults(first.page)
  const told = await headline(first.page)
  expect(first.complaints).toEqual([])
  await first.close()

  const { page, complaints, close } = await openApp({ address: '?scenario=research-cluster' })
  await drop(page, 'plan.nameplate', bundle)
  const strip = page.getByRole('region', { name: 'Opened results' })
  await strip.getByText('Made by').waitFor()
  expect(await strip.textContent()).toMatch(/Opened results.*ScenarioQuick.*OptionAs written.*Made bynameplate 0\.1\.0.*Seed1, \d+ replications.*Fileplan\.nameplate, 14 Mar 2027/u)
  await expect.poll(() => headline(page), { timeout: PATIENCE_MS }).toBe(told)
  // The drawings are audited, the results are not computed again.
  await page.waitForSelector(WAITS.all)
  // Typing changes nothing.
  const line = page.locator('.cm-line', { hasText: /^seed: 1/u })
  await line.click()
  await page.keyboard.type('9')
  expect(await line.textContent()).toMatch(/^seed: 1/u)
  // Nor is a future simulated; it is said how one would be.
  await page.getByRole('button', { name: 'Branch here' }).click()
  const dialog = page.getByRole('dialog', { name: 'Branch here' })
  await dialog.getByText(/Choose Edit and run first/u).waitFor()
  expect(await dialog.getByRole('button', { name: 'Run this future' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await page.locator('[data-chart="slip-response"]').count()).toBe(0)
  await page.getByRole('button', { name: 'Edit and run' }).click()
  await page.waitForSelector('.run-status [role="progressbar"]')
  await page.waitForSelector(WAITS.all)
  await expect.poll(() => headline(page), { timeout: PATIENCE_MS }).toBe(told)
  await page.getByRole('button', { name: 'Show the opened results' }).click()
  await strip.waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('what is no bundle, spoiled or hostile is told and changes nothing', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  const before = await page.locator('.title h1').textContent()
  const alert = page.getByRole('alert')
  for (const [name, content, words] of [
    ['<img src=x onerror=alert(1)>.nameplate', Buffer.from('no archive'), /^<img src=x onerror=alert\(1\)>\.nameplate is not a results bundle: no archive that can be read/u],
    ['cut.parquet', Buffer.from('PAR1cut off'), /^cut\.parquet is damaged or cut off/u],
  ] as const) {
    await drop(page, name, content)
    await expect.poll(() => alert.textContent(), { timeout: 60_000 }).toMatch(words)
    await page.getByRole('button', { name: 'Dismiss' }).click()
  }
  expect(await page.locator('.title h1').textContent()).toBe(before)
  expect(complaints).toEqual([])
  await close()
})

test('a merged sweep is a table with a response, and any of its points opens as a scenario', async () => {
  const { page, complaints, close } = await openApp()
  await drop(page, 'results.parquet', await sweepBytes())
  await page.getByRole('heading', { name: /a sweep of seed and name/u }).waitFor()
  expect(await page.locator('.sweep-panel tbody tr').count()).toBe(2)
  await page.locator('.sweep-response .chart-drawing svg[role="img"]').waitFor()
  await page.getByRole('button', { name: 'seed', exact: true }).click()
  await page.getByRole('button', { name: 'seed', exact: true }).click()
  expect(await page.locator('.sweep-panel tbody tr').first().textContent()).toMatch(/^13b2/u)
  await page.getByRole('button', { name: 'Open point 1 as a scenario' }).click()
  await page.locator('.cm-line', { hasText: /^seed: 3/u }).waitFor()
  expect(await page.locator('.cm-line', { hasText: /^name: b/u }).count()).toBe(1)
  await page.waitForSelector(WAITS.figures)
  expect(complaints).toEqual([])
  await close()
})

test('measured values from a file are laid over a series, with how well they meet; lines that are wrong are counted; a reload keeps them', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  await showAs(page, 'Series')
  await page.locator('.series-drawing svg').waitFor()
  const days = Array.from({ length: 200 }, (_, day) => `${new Date(Date.UTC(2027, 2, 1 + day)).toISOString().slice(0, 10)},${1000 + day}`)
  const file = ['date,Meter [kW]', ...days, 'soon,7', '2027-06-01,=1+1'].join('\n')
  await page.setInputFiles('input[aria-label="Open measured values"]', { name: 'meter.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await page.getByRole('dialog', { name: /Lay meter\.csv over a series/u }).waitFor()
  await page.getByRole('button', { name: 'Lay over' }).click()
  const row = page.locator('.actuals-table tbody tr')
  await row.waitFor()
  await expect.poll(() => row.textContent(), { timeout: 60_000 }).toMatch(/Meter.*Lines: 1 without a date, 1 without a number; the first is line 202.*200.*\d\u2009%.*[+−]\d.*windows/u)
  // The card of the charts column shows it as well, and says so.
  await page.locator('figure[data-chart="power"] path.measured').waitFor({ state: 'attached' })
  expect(await page.locator('figure[data-chart="power"] figcaption').textContent()).toMatch(/Measured values beside it: Meter\./u)
  // The wheel looks closer, Home shows all again.
  await page.locator('.series-drawing').hover()
  await page.mouse.wheel(0, -400)
  await page.getByRole('button', { name: 'Show all of it' }).waitFor()
  await page.locator('.series-drawing').focus()
  await page.keyboard.press('ArrowRight')
  await page.reload()
  await page.waitForSelector(WAITS.figures)
  await showAs(page, 'Series')
  await row.waitFor()
  expect(complaints).toEqual([])
  await close()
})
