// Once the app was open it needs no host: it opens, simulates and edits without a network. A newer build waits until the user loads it.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveApp, WAITS } from '../../.ci/app-page.mjs'
import { root } from '../../.ci/ensure.mjs'
import { sealWorker } from '../../.ci/offline.mjs'
import { view } from '../../.ci/screen-list.mjs'
import { closesBrowser, openApp, PATIENCE_MS } from './open-app.ts'

closesBrowser()

const built = join(root, 'dist', 'app')
const folder = mkdtempSync(join(tmpdir(), 'nameplate-app-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let host: Awaited<ReturnType<typeof serveApp>>
beforeAll(async () => {
  cpSync(built, folder, { recursive: true })
  host = await serveApp(folder)
})
afterAll(() => host.close())

/** Everything is kept, and what the page asks for is answered from there. */
const isKept = (page: Page): Promise<unknown> => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')

/** Writes another name into the text, as one who edits. */
async function rename(page: Page, name: string): Promise<void> {
  await page.locator('.cm-line', { hasText: /^name:/u }).click()
  await page.keyboard.press('End')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.press('Delete') // who types over a selection has the browser try a style attribute, which the policy refuses and the console tells
  await page.keyboard.type(`name: ${name}`)
  await page.waitForFunction(wanted => document.querySelector('h1')?.textContent === wanted, name)
}

/** Rooms, views, dialogs and a file of a chart: all that is loaded when it is needed. */
async function lookAround(page: Page): Promise<void> {
  for (const [name, ready] of [['One-line', '.one-line-drawing svg'], ['Schedule', '.schedule-drawing svg'], ['Efficiency', '.efficiency svg'], ['Accounts', '.accounts figure svg'], ['Events', '.event-rows tbody tr'], ['Jobs', '.jobs-lanes canvas'], ['Series', '.series-drawing svg'], ['Table', '.site-table table'], ['3D', '.site-view canvas']] as const) {
    await view(page, name)
    await page.waitForSelector(ready)
  }
  for (const key of ['Control+k', 'F1']) {
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  await page.keyboard.press('2')
  const chart = page.locator('[data-chart="ledger-waterfall"]').first()
  await chart.hover()
  const saved = page.waitForEvent('download')
  await chart.getByRole('button', { name: 'SVG' }).click()
  await saved
  await page.keyboard.press('3')
  await page.waitForSelector('.compare-panel')
  await page.keyboard.press('1')
}

test('after it was kept, nothing is asked of the host: not by any room, run, edit or file', async () => {
  const { page, complaints, close } = await openApp({ host: host.url, serviceWorkers: 'allow' })
  await page.waitForSelector(WAITS.figures)
  await isKept(page)
  const before = host.asked.length
  const elsewhere: string[] = []
  page.on('request', request => {
    if (!request.url().startsWith(host.url) && !/^(?:blob|data):/u.test(request.url())) elsewhere.push(request.url())
  })
  await lookAround(page)
  await rename(page, 'Edited with nobody to ask')
  await page.waitForFunction(() => document.querySelector('.stale') === null)
  await page.waitForSelector(WAITS.replications)
  // Whether there is a newer worker, browsers ask on their own.
  expect(host.asked.slice(before).filter(path => !path.endsWith('/service-worker.js'))).toEqual([])
  expect(elsewhere).toEqual([])
  expect(complaints).toEqual([])
  await close()
})

test('without a network the page opens again with the text of before, simulates and is edited', async () => {
  const { page, complaints, close } = await openApp({ host: host.url, serviceWorkers: 'allow' })
  await page.waitForSelector(WAITS.figures)
  await isKept(page)
  await rename(page, 'Written at the desk')
  await page.waitForSelector('.saved-state:has-text("Saved")')
  await page.context().setOffline(true)
  await page.reload()
  await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Written at the desk')
  await page.waitForSelector(WAITS.figures)
  await rename(page, 'Written in the train')
  await page.waitForSelector(WAITS.replications)
  await lookAround(page)
  expect(complaints).toEqual([])
  await close()
})

test('a newer build waits; who loads it has it, and who does not goes on with the files of before', async () => {
  const { page, complaints, close } = await openApp({ host: host.url, serviceWorkers: 'allow' })
  await page.waitForSelector(WAITS.figures)
  await isKept(page)
  // The newer build has another page and lacks a file of the older one.
  const palette = readdirSync(join(folder, 'assets')).find(name => /^palette-.*\.js$/u.test(name)) ?? ''
  rmSync(join(folder, 'assets', palette))
  const index = join(folder, 'index.html')
  writeFileSync(index, readFileSync(index, 'utf8').replace(/<title>[^<]*<\/title>/u, '<title>Nameplate, newer</title>'))
  sealWorker(folder)

  const second = await page.context().newPage()
  await second.goto(`${host.url}?scenario=quickstart`)
  await second.waitForSelector('.message:has-text("A new version of Nameplate is ready")')
  expect(await second.title()).toBe('Nameplate')
  await second.getByRole('button', { name: 'Load it' }).click()
  await expect.poll(() => second.title(), { timeout: PATIENCE_MS }).toBe('Nameplate, newer')
  await second.waitForSelector(WAITS.figures)

  // The first page is not touched: it still has its text, and a part that it never opened, which no host has any more.
  expect(await page.title()).toBe('Nameplate')
  await page.keyboard.press('Control+k')
  await page.waitForSelector('.palette-input')
  expect(complaints).toEqual([])
  await close()
})

test('the manifest names pictures that are there, in the sizes that it says', async () => {
  const manifest = JSON.parse(readFileSync(join(built, 'manifest.webmanifest'), 'utf8')) as { start_url: string; icons: { src: string; sizes: string; purpose?: string }[] }
  expect(manifest.start_url).toBe('./')
  expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true)
  const { page, close } = await openApp()
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async address => {
      const picture = new Image()
      picture.src = address
      await picture.decode()
      return `${picture.naturalWidth}x${picture.naturalHeight}`
    }, src)
    if (sizes !== 'any') expect(size).toBe(sizes)
  }
  await close()
})

test('opened as a file, where browsers refuse its parts, the page says what to do', async () => {
  const { page, close } = await openApp({ host: pathToFileURL(join(built, 'index.html')).href, address: '' })
  expect(await page.locator('#root').innerText()).toMatch(/Browsers load its files from a web server only.*npm start/u)
  await close()
})
