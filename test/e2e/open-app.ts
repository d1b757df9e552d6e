/** A user with a real Chromium in front of the built app: pages of any size, and what a page complains about. */
import { readFileSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, inject } from 'vitest'
import { launchOptions } from '../../.ci/browser.mjs'

/** Pages compute on loaded machines and in software; no test asserts a duration. */
export const PATIENCE_MS = 240_000

export interface Opened {
  readonly page: Page
  /** Errors of the console, uncaught exceptions and failed requests so far. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

export interface Look extends BrowserContextOptions {
  readonly width?: number
  readonly height?: number
  /** What follows the address, such as `?scenario=quickstart`. */
  readonly address?: string
  /** Where the app is served; the server of all tests unless one has its own. */
  readonly host?: string
  /** Called with the page before it is opened. */
  readonly before?: (page: Page) => Promise<void>
}

let browser: Promise<Browser> | undefined

/** One browser a file, closed with it. */
export function theBrowser(): Promise<Browser> {
  browser ??= launchOptions().then(options => chromium.launch(options))
  return browser
}

/** Call once in every file that opens pages. */
export function closesBrowser(): void {
  afterAll(async () => {
    const open = browser
    browser = undefined
    await (await open)?.close()
  })
}

let isFlat = false

/** Call once in a file that is not about the scene: its pages find no graphics and show the site from above. Drawing scenes in software takes most of a test's time. */
export function drawsFlat(): void {
  isFlat = true
}

/** Runs in the page: there are no 3D graphics. */
export function withoutGraphics(): void {
  const getContext = HTMLCanvasElement.prototype.getContext
  HTMLCanvasElement.prototype.getContext = new Proxy(getContext, { apply: (target, canvas, args) => (String(args[0]).startsWith('webgl') ? null : Reflect.apply(target, canvas, args)) })
}

/** Listens to what goes wrong in a page. */
export function complaintsOf(page: Page): string[] {
  const found: string[] = []
  page.on('console', message => {
    if (message.type() === 'error') found.push(message.text())
  })
  page.on('pageerror', error => {
    found.push(error.stack ?? error.message)
  })
  page.on('requestfailed', request => {
    // A page that is left waits for nothing any more.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') found.push(`failed: ${request.url()}`)
  })
  return found
}

/** The app in a context of its own: nothing is remembered from other pages. The small scenario unless the address says otherwise. */
export async function openApp({ width = 1440, height = 900, address = '?scenario=quickstart', host, before, ...options }: Look = {}): Promise<Opened> {
  // Keeping the app for later is work beside every test; those that are about it allow it.
  const context = await (await theBrowser()).newContext({ viewport: { width, height }, serviceWorkers: 'block', ...options })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  if (isFlat) await page.addInitScript(withoutGraphics)
  await before?.(page)
  await page.goto(`${host ?? inject('appUrl')}${address}`)
  return { page, complaints, close: () => context.close() }
}

/** Shows the site in another way: side by side where there is room, in a menu where there is none. */
export async function showAs(page: Page, name: string): Promise<void> {
  const tools = page.locator('.site-tools')
  const menu = tools.getByRole('combobox', { name: 'Show the site as' })
  const segment = tools.getByRole('radio', { name, exact: true })
  await menu.or(segment).first().waitFor()
  if ((await segment.count()) > 0) return segment.click()
  await menu.click()
  await page.getByRole('option', { name, exact: true }).click()
}

/** The document as it is saved by its shortcut, in a browser that hands files out. */
export async function savedFile(page: Page): Promise<string> {
  await page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }))
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+s')])
  return readFileSync(await download.path(), 'utf8')
}
