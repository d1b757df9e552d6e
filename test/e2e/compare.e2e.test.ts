// Options side by side: a user compares, reads the verdict, narrows to what differs, changes the baseline, and takes the command line along.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { root } from '../../.ci/ensure.mjs'
import { closesBrowser, drawsFlat, openApp } from './open-app.ts'
import { openShortSite, SHORT_SITE } from './short-site.ts'

closesBrowser()
drawsFlat()

const COMPARE = '.compare-choice .button >> nth=0'

test('an option stands beside the baseline with paired differences, and the copied command says the same', async () => {
  const { page, complaints, close } = await openShortSite({ permissions: ['clipboard-read', 'clipboard-write'] })
  await page.waitForSelector(WAITS.figures)
  await page.click(COMPARE)
  // A quick answer of one pair first, then bands.
  await page.waitForSelector('.side[aria-label="Feed on time"] .side-figures')
  await page.waitForSelector('.compare-panel > header p:text-matches("^4 pairs of replications")')
  expect(await page.locator('.compare-panel h2').textContent()).toMatch(/Feed on time/u)
  expect(await page.locator('.side[aria-label="Feed on time"] .side-figure >> nth=0').textContent()).toMatch(/\d\u2009%.*pp.*\(.*…/u)
  expect(await page.locator('.side [data-chart="ledger-bridge"] figcaption').textContent()).toMatch(/Feed on time/u)
  expect(await page.locator('.side-picture svg').count()).toBe(2)

  // Another option beside it; all intervals hold at once.
  await page.getByRole('button', { name: 'Add an option' }).click()
  await page.click('.menu-item:text-is("A third transformer")')
  await page.waitForSelector('.side[aria-label="A third transformer"] .side-figures')
  await page.waitForSelector('.compare-panel > header p:text-matches("^4 pairs.*all 2 intervals hold at once")')

  // The overlay has one line an option, and differences.
  expect(await page.locator('[data-chart="overlay"] figcaption').textContent()).toMatch(/Feed on time.*As written/u)
  await page.click('.over-time .segment:text-is("Difference")')
  expect(await page.locator('[data-chart="overlay"] figcaption').textContent()).toMatch(/less As written by month/u)
  // One cursor: a click in one chart moves the line in all of them.
  const lines = page.locator('.over-time .crosshair:not(.ghost)')
  const before = await lines.first().getAttribute('style')
  await page.locator('.over-time .crosshair-field').first().click({ position: { x: 60, y: 40 } })
  expect(await lines.first().getAttribute('style')).not.toBe(before)
  const shifts = await lines.evaluateAll(all => new Set(all.map(line => (line as HTMLElement).style.transform)).size)
  expect(shifts).toBeLessThanOrEqual(2)

  // Only what differs, or everything.
  const rows = page.locator('.figure-table tbody tr')
  const few = await rows.count()
  await page.click('.figure-table .check')
  expect(await rows.count()).toBeGreaterThan(few)

  // The command line is one that the program takes, with the same verdict.
  await page.click('.command-line .button')
  const command = await page.evaluate(() => navigator.clipboard.readText())
  expect(command).toBe('npx nameplate compare site.yaml --options feed-on-time,third-transformer --importance 1%')
  const [, , ...words] = command.split(' ')
  const folder = mkdtempSync(join(tmpdir(), 'compare-'))
  writeFileSync(join(folder, 'site.yaml'), SHORT_SITE)
  const told = execFileSync(process.execPath, [join(root, '.ci', 'nameplate.mjs'), ...words], { cwd: folder, encoding: 'utf8' })
  const difference = /Productive of contract\s+(\S+).%\s+(\S+).%/u.exec(told)
  expect(difference, told).not.toBeNull()
  const shown = await page.locator('.figure-table tr:has(th:text-is("Productive of contract")) td').allTextContents()
  expect(Number(shown[0].replace(/[^\d.]/gu, ''))).toBeCloseTo(Number(difference?.[1]), 0)

  expect(complaints).toEqual([])
  await close()
})

test('saved results stand beside simulated options, paired where their seeds are the same', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Save results/u }).click()])
  // A bundle keeps its name.
  const bundle = { name: 'before.nameplate', mimeType: 'application/octet-stream', buffer: readFileSync(await file.path()) }
  await page.click(COMPARE)
  await page.waitForSelector('.side[aria-label="Feed on time"] .side-figures')
  await page.setInputFiles('input[aria-label="Open results beside the baseline"]', bundle)
  const beside = page.getByRole('article', { name: 'Ten weeks of a small hall', exact: true })
  await beside.locator('.side-figures').first().waitFor()
  expect(await beside.locator('header small').textContent()).toBe('Opened results')
  // The same seeds and the same file: no difference at all, and the pairs are pairs.
  const first = beside.locator('.side-figure').first()
  expect(await first.textContent()).toMatch(/=.*±0\.0\u2009pp.*no difference that matters/u)
  expect(await page.locator('.compare-panel > header p').first().textContent()).not.toMatch(/Not paired/u)
  // The document stays, and the option is still simulated.
  expect(await page.locator('.title h1').textContent()).toBe('Ten weeks of a small hall')
  await page.waitForSelector('.side[aria-label="Feed on time"] .side-figures')
  expect(complaints).toEqual([])
  await close()
})

test('another option becomes the baseline, the threshold is chosen, and one is left out', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.figures)
  await page.click(COMPARE)
  await page.waitForSelector('.side[aria-label="Feed on time"] .side-figures')
  await page.locator('.side[aria-label="Feed on time"]').getByRole('button', { name: 'Make baseline' }).click()
  await page.waitForSelector('.side.baseline[aria-label="Feed on time, baseline"] .side-figures')
  await page.waitForSelector('.side[aria-label="As written"] .side-figures')
  expect(await page.locator('.command-line code').textContent()).toBe('npx nameplate compare site.yaml --base feed-on-time --options . --importance 1%')
  await page.click('.select[aria-label="Smallest difference that matters"]')
  await page.click('.menu-item:has-text("10")')
  expect(await page.locator('.command-line code').textContent()).toMatch(/--importance 10%$/u)
  await page.click('.side[aria-label="As written"] [aria-label="Leave out As written"]')
  await page.waitForSelector('h2:text-is("Nothing stands beside the baseline.")')
  expect(complaints).toEqual([])
  await close()
})

test('on a phone the options are cards, one below the other, within the width of the screen', async () => {
  const { page, complaints, close } = await openApp({ width: 390, height: 844 })
  await page.waitForSelector(WAITS.figures)
  await page.click(COMPARE)
  await page.waitForSelector('.side[aria-label="Feed on time"] .side-figures')
  const boxes = await page.locator('.side').evaluateAll(all => all.map(side => side.getBoundingClientRect()).map(({ left, right, top, bottom }) => ({ left, right, top, bottom })))
  expect(boxes).toHaveLength(2)
  expect(boxes[1].top).toBeGreaterThanOrEqual(boxes[0].bottom)
  expect(Math.max(...boxes.map(({ right }) => right))).toBeLessThanOrEqual(390)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  expect(complaints).toEqual([])
  await close()
})
