/** How soon a user of the built app has something to see and an answer to a key: each time a fresh browser on the campus that the app opens with. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { serveApp, WAITS } from '../../.ci/app-page.mjs'
import { launchOptions } from '../../.ci/browser.mjs'
import { root } from '../../.ci/ensure.mjs'
import { type BenchRow, median, printTable } from './bench.ts'

const BUDGET_S = 2
const RUNS = 5
const PATIENCE_MS = 120_000

interface Times {
  /** From the request of the page on, s: the first paint, the room that a key asked for, and the first figures. */
  readonly paint: number
  readonly answer: number
  readonly figures: number
}

/** The key is pressed as soon as the page has its rooms, as an impatient user does. */
async function openedOnce(url: string): Promise<Times> {
  const browser = await chromium.launch(await launchOptions())
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' })
    page.setDefaultTimeout(PATIENCE_MS)
    await page.addInitScript(selector => {
      const times: Record<string, number> = {}
      Object.assign(window, { times })
      // Noted at the frame that shows it, by the clock of the page, whose zero is the request.
      const look = (): void => {
        if (times.rooms === undefined && document.querySelector('.rooms') !== null) {
          times.rooms = performance.now()
          setTimeout(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '2', bubbles: true })), 0)
        }
        if (document.querySelector('.watch-room') !== null) times.answer ??= performance.now()
        const value = document.querySelector(selector)?.textContent ?? '–'
        if (value !== '–') times.figures ??= performance.now()
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }, '.hero .figure.main .figure-value')
    await page.goto(url)
    await page.waitForSelector('.watch-room')
    await page.waitForSelector(WAITS.figures)
    return await page.evaluate(() => {
      const { times } = window as unknown as { times: Record<string, number> }
      const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN
      return { paint: paint / 1000, answer: times.answer / 1000, figures: times.figures / 1000 }
    })
  } finally {
    await browser.close()
  }
}

export async function benchInteractive(): Promise<BenchRow[]> {
  const built = spawnSync(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (built.status !== 0) return [{ name: 'interactive', value: 'the build failed', budget: `≤ ${BUDGET_S} s`, pass: false }]
  const server = await serveApp()
  const all: Times[] = []
  for (let run = 0; run < RUNS; run++) all.push(await openedOnce(server.url))
  server.close()
  const said = (values: readonly number[]): string => `${median(values).toFixed(2)} s by the clock (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)} s in ${RUNS} browsers)`
  const answers = all.map(({ answer }) => answer)
  return [
    { name: 'page opened until it shows something', value: said(all.map(({ paint }) => paint)) },
    { name: 'page opened until a key is answered by another room', value: said(answers), budget: `≤ ${BUDGET_S} s`, pass: median(answers) <= BUDGET_S },
    { name: 'page opened until the first figures of dallas-100mw', value: said(all.map(({ figures }) => figures)) },
  ]
}

if (process.argv[1]?.endsWith('interactive.bench.ts')) printTable(await benchInteractive())
