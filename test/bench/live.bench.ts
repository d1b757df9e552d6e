/**
 * The app while one works with it, in headless Chromium: how long an edit takes to its mark and to its first picture, tasks that hold up the
 * page, frames while a series of a million values is moved and zoomed, and the heap over many cycles of edit and run.
 * `node test/bench/live.bench.ts edits|series|memory` measures a part of it; CYCLES sets how many cycles.
 */
import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { build } from 'vite'
import { type Browser, chromium, type Page } from 'playwright-core'
import { serveApp, WAITS } from '../../.ci/app-page.mjs'
import { launchOptions } from '../../.ci/browser.mjs'
import { runCommand } from '../e2e/palette.ts'
import { SHORT_SITE } from '../e2e/short-site.ts'
import { type BenchRow, median, printTable } from './bench.ts'
import { type PageTasks, tasksDuring } from './page-tasks.ts'

const PATIENCE_MS = 600_000
/** Digits behind a 1: seeds that the page has not seen. One that it knows is back at once, without a mark. */
const AT_REST = '2345'
const AT_WORK = '6789'
const CYCLES = Number(process.env.CYCLES ?? 200)
const VALUES = 1_000_000
const BUDGET = { markMs: 16, pictureMs: 200, taskMs: 50, framesPerSecond: 30, growth: 1.1 } as const
/** Looked at after these cycles; the first of them is what the others are held against, as caches fill up until then. */
const LOOKS = [20, 50, 100, 200]
/** Chromium draws sooner or later in a row of wheels. */
const WHEELS = 150

async function opened(browser: Browser, url: string, scenario: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(`${url}?scenario=${scenario}`)
  await page.waitForSelector(WAITS.figures)
  await page.waitForSelector('.cm-content')
  return page
}

/** Puts the cursor behind the value of the line that begins with this. */
async function goBehind(page: Page, start: string): Promise<void> {
  await page.locator('.cm-line', { hasText: new RegExp(`^${start}`, 'u') }).first().click()
  await page.keyboard.press('Home')
  for (let step = 0; step < start.length; step++) await page.keyboard.press('ArrowRight')
}

/** The first replication is over: the header tells an interval, or that there was one run. */
const firstRunIsOver = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => {
    const interval = document.querySelector('.figure.main .figure-interval')?.textContent ?? ''
    return document.querySelector('.hero.stale') === null && /one run|–/u.test(interval)
  })

interface Seen {
  key: number
  mark: number
  /** The new run is named with how far it is; the time left follows when it can be told. */
  progress: number
  picture: number
}

/** Notes when the next digit is typed, when the figures are marked as old, when the new run is told of, and when its figures are there. */
const watchEdit = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen: Seen = { key: 0, mark: 0, progress: 0, picture: 0 }
    Object.assign(window, { seen })
    addEventListener('keydown', () => (seen.key ||= performance.now()), { capture: true, once: true })
    const hero = document.querySelector('.hero')
    new MutationObserver(() => {
      const isStale = hero?.classList.contains('stale') === true
      if (seen.key > 0 && isStale) seen.mark ||= performance.now()
      if (seen.mark > 0 && /^Simulating \d/u.test(document.querySelector('.run-status')?.textContent ?? '')) seen.progress ||= performance.now()
      if (seen.mark > 0 && !isStale) seen.picture ||= performance.now()
    }).observe(document.body, { attributes: true, subtree: true, childList: true, characterData: true })
  })

/** ms from a keystroke to the mark and to figures that are not marked: of a page whose runs are over, or which still makes them. */
async function timedEdit(page: Page, digit: string, isAtRest: boolean): Promise<Omit<Seen, 'key'>> {
  await page.keyboard.press('Backspace')
  await firstRunIsOver(page)
  if (isAtRest) await page.waitForSelector(WAITS.all)
  await watchEdit(page)
  await page.keyboard.type(digit)
  await page.waitForFunction(() => (window as unknown as { seen: Seen }).seen.picture > 0)
  return page.evaluate(() => {
    const { key, mark, progress, picture } = (window as unknown as { seen: Seen }).seen
    return { mark: mark - key, progress: progress === 0 ? Infinity : progress - key, picture: picture - key }
  })
}

const p95 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]

const timeRow = (name: string, values: readonly number[], budget: number): BenchRow => told({ name, value: `${median(values).toFixed(0)} ms, p95 ${p95(values).toFixed(0)} ms`, budget: `≤ ${budget} ms`, pass: median(values) <= budget })

/** Tells a row as soon as it is known: all of them take many minutes. */
function told(row: BenchRow): BenchRow {
  console.error(`  ${row.name}: ${row.value}`)
  return row
}

const taskRow = (name: string, { longestMs, longestCpuMs, over, overCpu, cpuMs }: PageTasks): BenchRow => told({
  name: `${name}: longest task of the page by processor time (by the clock)`,
  value: `${longestCpuMs.toFixed(0)} ms (${longestMs.toFixed(0)} ms); over 50 ms: ${overCpu} (${over}); together ${cpuMs.toFixed(0)} ms`,
  budget: `≤ ${BUDGET.taskMs} ms`,
  pass: longestCpuMs <= BUDGET.taskMs,
})

async function benchEdits(browser: Browser, url: string, scenario: string): Promise<BenchRow[]> {
  let page: Page | undefined
  const load = await tasksDuring(browser, async () => {
    page = await opened(browser, url, scenario)
    await firstRunIsOver(page)
  })
  if (page === undefined) throw new Error('no page')
  const app = page
  const rows = [taskRow(`${scenario}, loading until the first run is over`, load)]
  await goBehind(app, 'seed: 1')
  await app.keyboard.type('1')
  for (const [digits, state] of [[AT_REST, 'at rest'], [AT_WORK, 'while the last edit is still run']] as const) {
    const edits: Omit<Seen, 'key'>[] = []
    for (const digit of digits) edits.push(await timedEdit(app, digit, digits === AT_REST))
    rows.push(
      timeRow(`${scenario}, ${state}: keystroke to the mark of old figures, median of ${edits.length}`, edits.map(({ mark }) => mark), BUDGET.markMs),
      timeRow(`${scenario}, ${state}: keystroke to the progress of the new run, median of ${edits.length}`, edits.map(({ progress }) => progress), BUDGET.pictureMs),
      timeRow(`${scenario}, ${state}: keystroke to the first new figures, median of ${edits.length}`, edits.map(({ picture }) => picture), BUDGET.pictureMs),
    )
  }
  const run = await tasksDuring(browser, async () => {
    await app.keyboard.type('5')
    await app.waitForSelector('.hero.stale')
    await firstRunIsOver(app)
  })
  rows.push(taskRow(`${scenario}, an edit and its first run`, run))
  const rooms = await tasksDuring(browser, async () => {
    for (const [room, sign] of [['Watch', '.watch-room svg'], ['Decide', '.compare-panel'], ['Plan', '.plan-room']] as const) {
      await app.click(`.rooms .segment:text-is("${room}")`)
      await app.waitForSelector(sign)
    }
  })
  await app.close()
  return [...rows, taskRow(`${scenario}, through the rooms`, rooms)]
}

/** A file of a million measured values, one a minute. */
function millionLines(): Buffer {
  const start = Date.UTC(2027, 0, 1)
  const lines = Array.from({ length: VALUES }, (_, at) => `${new Date(start + at * 60_000).toISOString().slice(0, 16).replace('T', ' ')},${(1000 + 300 * Math.sin(at / 700) + (at % 97)).toFixed(1)}`)
  return Buffer.from(`time,Meter [kW]\n${lines.join('\n')}\n`)
}

/** Turns the wheel and drags at every frame; how many pictures there were, and in what time. */
const moveSeries = (page: Page): Promise<{ readonly pictures: number; readonly ms: number }> =>
  page.evaluate(async wheels => {
    const drawing = document.querySelector('.series-drawing')
    if (drawing === null) throw new Error('no drawing')
    let pictures = 0
    const watcher = new MutationObserver(() => {
      pictures += 1
    })
    watcher.observe(drawing, { subtree: true, attributes: true, childList: true, characterData: true })
    const box = drawing.getBoundingClientRect()
    const at = (share: number): { clientX: number; clientY: number; bubbles: true; cancelable: true } => ({ clientX: box.left + box.width * share, clientY: box.top + 100, bubbles: true, cancelable: true })
    const frame = (): Promise<number> => new Promise(resolve => requestAnimationFrame(resolve))
    const begin = performance.now()
    for (let wheel = 0; wheel < wheels; wheel++) {
      drawing.dispatchEvent(new WheelEvent('wheel', { ...at(0.3 + 0.4 * Math.abs(Math.sin(wheel / 20))), deltaY: wheel % 60 < 30 ? -40 : 40 }))
      await frame()
    }
    for (let step = 0; step < wheels; step++) {
      if (step % 50 === 0) drawing.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true, cancelable: true }))
      drawing.dispatchEvent(new KeyboardEvent('keydown', { key: step % 50 < 25 ? 'ArrowRight' : 'ArrowLeft', bubbles: true, cancelable: true }))
      await frame()
    }
    const ms = performance.now() - begin
    watcher.disconnect()
    return { pictures, ms }
  }, WHEELS)

async function benchSeries(browser: Browser, url: string): Promise<BenchRow[]> {
  const page = await opened(browser, url, 'quickstart')
  await page.waitForSelector(WAITS.all)
  await runCommand(page, 'Show the site as: Series')
  await page.waitForSelector('.series-drawing svg')
  await page.setInputFiles('input[aria-label="Open measured values"]', { name: 'million.csv', mimeType: 'text/csv', buffer: millionLines() })
  await page.getByRole('button', { name: 'Lay over' }).click()
  await page.waitForSelector('.actuals-table tbody tr')
  let moved = { pictures: 0, ms: 1 }
  const tasks = await tasksDuring(browser, async () => {
    moved = await moveSeries(page)
  })
  await page.close()
  const perSecond = (moved.pictures / moved.ms) * 1000
  const cpuMs = tasks.cpuMs / Math.max(1, moved.pictures)
  return [
    { name: 'pan and zoom over 1,000,000 measured values beside a run, pictures a second by the clock', value: perSecond.toFixed(0), budget: `≥ ${BUDGET.framesPerSecond}`, pass: perSecond >= BUDGET.framesPerSecond },
    { name: 'the same, processor time of the page for a picture', value: `${cpuMs.toFixed(1)} ms`, budget: `≤ ${(1000 / BUDGET.framesPerSecond).toFixed(0)} ms`, pass: cpuMs <= 1000 / BUDGET.framesPerSecond },
    taskRow('pan and zoom', tasks),
  ]
}

interface Memory {
  /** Used heap of the page after it was collected, MB. */
  readonly heap: number
  /** Resident memory of its process, workers and buffers included, MB; 0 where the system does not tell. */
  readonly resident: number
}

async function memoryOf(browser: Browser, page: Page): Promise<Memory> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  const whole = await browser.newBrowserCDPSession()
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
  await whole.detach()
  const residents = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentMB(id))
  return { heap: usedSize / 1e6, resident: Math.max(0, ...residents) }
}

function residentMB(id: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) / 1000
  } catch {
    return 0
  }
}

async function benchMemory(browser: Browser, url: string): Promise<BenchRow[]> {
  const page = await opened(browser, url, 'quickstart')
  await page.setInputFiles('input[type="file"][aria-label="Open a scenario file"]', { name: 'site.yaml', mimeType: 'application/yaml', buffer: Buffer.from(SHORT_SITE.replace('replications: 4', 'replications: 2')) })
  await page.waitForSelector('h1:has-text("Ten weeks of a small hall")', { state: 'attached' })
  await firstRunIsOver(page)
  const looks: (readonly [cycle: number, memory: Memory])[] = []
  for (let cycle = 1; cycle <= CYCLES; cycle++) {
    await page.locator('.cm-line', { hasText: /^seed:/u }).first().click()
    await page.keyboard.press('Home')
    await page.keyboard.press('Shift+End')
    await page.keyboard.type(`seed: ${cycle + 100}`)
    await page.waitForFunction(seed => document.querySelector('.cm-content')?.textContent?.includes(`seed: ${seed}`) === true && document.querySelector('.hero.stale') === null, cycle + 100)
    await page.waitForSelector('.run-status span:text-matches("^2 replications")')
    if (LOOKS.includes(cycle) || cycle === CYCLES) looks.push([cycle, await memoryOf(browser, page)])
  }
  await page.close()
  const [first] = looks
  return looks.map(([cycle, { heap, resident }]): BenchRow => {
    const ratio = heap / first[1].heap
    return { name: `after ${cycle} cycles of edit and run: heap of the page, and memory of its process with all workers`, value: `${heap.toFixed(1)} MB, ${resident.toFixed(0)} MB`, ratio: ratio.toFixed(2), budget: `≤ ${BUDGET.growth}`, pass: ratio <= BUDGET.growth }
  })
}

const PARTS = {
  edits: async (browser: Browser, url: string): Promise<BenchRow[]> => [...(await benchEdits(browser, url, 'quickstart')), ...(await benchEdits(browser, url, 'dallas-100mw'))],
  series: benchSeries,
  memory: benchMemory,
} as const

export async function benchLive(wanted: readonly string[] = Object.keys(PARTS)): Promise<BenchRow[]> {
  if (process.env.NAMEPLATE_APP_BUILT === undefined) await build({ logLevel: 'error' })
  const server = await serveApp()
  const rows: BenchRow[] = []
  try {
    for (const [name, bench] of Object.entries(PARTS)) {
      if (!wanted.includes(name)) continue
      const browser = await chromium.launch(await launchOptions())
      rows.push(...(await bench(browser, server.url)))
      await browser.close()
    }
  } finally {
    server.close()
  }
  const [load] = loadavg()
  return [...rows, { name: `load of the machine meanwhile, ${cpus().length} cores`, value: load.toFixed(1) }]
}

if (process.argv[1]?.endsWith('live.bench.ts')) printTable(await benchLive(process.argv.length > 2 ? process.argv.slice(2) : undefined))
