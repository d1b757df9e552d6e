/**
 * The app while one works with it, in headless Chromium: how long an edit takes to its mark and to its first picture, tasks that hold up the
 * page, frames while a series of a million values is moved and zoomed, and the heap over many cycles of edit and run.
 */
import { build } from 'vite'
import { type Browser, chromium, type Page } from 'playwright-core'
import { serveApp, WAITS } from '../../.ci/app-page.mjs'
import { launchOptions } from '../../.ci/browser.mjs'
import { type BenchRow, median, printTable } from './bench.ts'

const PATIENCE_MS = 600_000
const EDITS = 5
const CYCLES = Number(process.env.CYCLES ?? 200)
const VALUES = 1_000_000
const BUDGET = { markMs: 16, pictureMs: 200, taskMs: 50, framesPerSecond: 30, growth: 1.1 } as const
/** Cycles before the heap is first looked at: caches fill up to their limit. */
const WARM_CYCLES = 20

async function opened(browser: Browser, url: string, scenario: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(`${url}?scenario=${scenario}`)
  await page.waitForSelector(WAITS.figures)
  await page.waitForSelector('.cm-content')
  return page
}

/** Types a digit behind the seed. */
async function typeSeed(page: Page, digit: string): Promise<void> {
  await page.locator('.cm-line', { hasText: /^seed:/u }).first().click()
  await page.keyboard.press('Home')
  for (let step = 0; step < 'seed: 1'.length; step++) await page.keyboard.press('ArrowRight')
  await page.keyboard.type(digit)
}

interface Edit {
  readonly markMs: number
  readonly pictureMs: number
  readonly longestTaskMs: number
  readonly tasks: number
}

/** From the keystroke to the mark and to figures that are not marked, with all tasks of the page until its first replication is over. */
async function timedEdit(page: Page, digit: string): Promise<Edit> {
  await page.evaluate(() => {
    const seen = { key: 0, mark: 0, picture: 0, tasks: [] as number[] }
    Object.assign(window, { seen })
    addEventListener('keydown', event => {
      if (/\d/u.test(event.key)) seen.key = performance.now()
    }, { capture: true })
    const hero = document.querySelector('.hero')
    new MutationObserver(() => {
      const isStale = hero?.classList.contains('stale') === true
      if (seen.key > 0 && isStale && seen.mark === 0) seen.mark = performance.now()
      if (seen.mark > 0 && !isStale && seen.picture === 0) seen.picture = performance.now()
    }).observe(document.body, { attributes: true, subtree: true, childList: true, characterData: true })
    new PerformanceObserver(list => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' })
  })
  await typeSeed(page, digit)
  await page.waitForFunction(() => (window as unknown as { seen: { picture: number } }).seen.picture > 0)
  await page.waitForFunction(() => !/Simulating/u.test(document.querySelector('.run-status')?.textContent ?? ''))
  return page.evaluate(() => {
    const { key, mark, picture, tasks } = (window as unknown as { seen: { key: number; mark: number; picture: number; tasks: number[] } }).seen
    return { markMs: mark - key, pictureMs: picture - key, longestTaskMs: Math.max(0, ...tasks), tasks: tasks.length }
  })
}

async function benchEdits(browser: Browser, url: string, scenario: string): Promise<BenchRow[]> {
  const page = await opened(browser, url, scenario)
  const edits: Edit[] = []
  for (let edit = 0; edit < EDITS; edit++) {
    edits.push(await timedEdit(page, String(edit + 1)))
    await page.reload()
    await page.waitForSelector(WAITS.figures)
  }
  await page.close()
  const of = (pick: (edit: Edit) => number): number => median(edits.map(pick))
  const row = (name: string, ms: number, budget: number): BenchRow => ({ name: `${scenario}: ${name}`, value: `${ms.toFixed(0)} ms`, budget: `≤ ${budget} ms`, pass: ms <= budget })
  return [
    row('keystroke to the mark of old figures, median of 5', of(edit => edit.markMs), BUDGET.markMs),
    row('keystroke to the first partial result, median of 5', of(edit => edit.pictureMs), BUDGET.pictureMs),
    row('longest task of the page over edit and run, median of 5', of(edit => edit.longestTaskMs), BUDGET.taskMs),
    { name: `${scenario}: tasks over 50 ms in an edit and run, median of 5`, value: of(edit => edit.tasks).toFixed(0) },
  ]
}

/** A file of a million measured values, one a minute. */
function millionLines(): Buffer {
  const start = Date.UTC(2027, 0, 1)
  const lines = Array.from({ length: VALUES }, (_, at) => `${new Date(start + at * 60_000).toISOString().slice(0, 16).replace('T', ' ')},${(1000 + 300 * Math.sin(at / 700) + (at % 97)).toFixed(1)}`)
  return Buffer.from(`time,Meter [kW]\n${lines.join('\n')}\n`)
}

async function benchSeries(browser: Browser, url: string): Promise<BenchRow[]> {
  const page = await opened(browser, url, 'quickstart')
  await page.waitForSelector(WAITS.all)
  await page.click('.site-tools .segment:text-is("Series")')
  await page.waitForSelector('.series-drawing svg')
  await page.setInputFiles('input[aria-label="Open measured values"]', { name: 'million.csv', mimeType: 'text/csv', buffer: millionLines() })
  await page.getByRole('button', { name: 'Lay over' }).click()
  await page.waitForSelector('.actuals-table tbody tr')
  // A picture is a change of the drawing; wheels come at every frame for some seconds.
  const perSecond = await page.evaluate(async () => {
    const drawing = document.querySelector('.series-drawing')
    if (drawing === null) throw new Error('no drawing')
    let pictures = 0
    const watcher = new MutationObserver(() => {
      pictures += 1
    })
    watcher.observe(drawing, { subtree: true, attributes: true, childList: true, characterData: true })
    const box = drawing.getBoundingClientRect()
    const begin = performance.now()
    let frame = 0
    while (performance.now() - begin < 4000) {
      frame += 1
      drawing.dispatchEvent(new WheelEvent('wheel', { deltaY: frame % 60 < 30 ? -40 : 40, clientX: box.left + box.width * (0.3 + 0.4 * Math.abs(Math.sin(frame / 20))), clientY: box.top + 100, bubbles: true, cancelable: true }))
      await new Promise(resolve => requestAnimationFrame(resolve))
    }
    return pictures / ((performance.now() - begin) / 1000)
  })
  await page.close()
  return [{ name: 'pan and zoom over 1,000,000 measured values beside a run, pictures a second', value: perSecond.toFixed(0), budget: `≥ ${BUDGET.framesPerSecond}`, pass: perSecond >= BUDGET.framesPerSecond }]
}

/** Used heap of the page after it was collected, MB. */
async function heapMB(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 1e6
}

async function benchMemory(browser: Browser, url: string): Promise<BenchRow[]> {
  const page = await opened(browser, url, 'quickstart')
  await page.waitForSelector(WAITS.all)
  const heaps: (readonly [cycle: number, mb: number])[] = []
  for (let cycle = 0; cycle <= CYCLES; cycle++) {
    if (cycle >= WARM_CYCLES && cycle % WARM_CYCLES === 0) heaps.push([cycle, await heapMB(page)])
    const text = page.locator('.cm-line', { hasText: /^seed:/u }).first()
    await text.click()
    await page.keyboard.press('Home')
    await page.keyboard.press('Shift+End')
    await page.keyboard.type(`seed: ${cycle + 2}`)
    await page.waitForFunction(() => document.querySelector('.hero.stale') === null && /one run|–/u.test(document.querySelector('.figure.main .figure-interval')?.textContent ?? ''))
  }
  await page.close()
  for (const [cycle, mb] of heaps) console.error(`  after ${cycle} cycles: ${mb.toFixed(1)} MB`)
  const [first, last] = [heaps[0]?.[1] ?? NaN, heaps.at(-1)?.[1] ?? NaN]
  return [{ name: `heap of the page after ${heaps.at(-1)?.[0] ?? 0} cycles of edit and run, against that after ${WARM_CYCLES}`, value: `${last.toFixed(1)} MB against ${first.toFixed(1)} MB`, ratio: (last / first).toFixed(2), budget: `≤ ${BUDGET.growth}`, pass: last / first <= BUDGET.growth }]
}

export async function benchLive(): Promise<BenchRow[]> {
  if (process.env.NAMEPLATE_APP_BUILT === undefined) await build({ logLevel: 'error' })
  const server = await serveApp()
  const browser = await chromium.launch(await launchOptions())
  try {
    return [...(await benchEdits(browser, server.url, 'dallas-100mw')), ...(await benchSeries(browser, server.url)), ...(await benchMemory(browser, server.url))]
  } finally {
    await browser.close()
    server.close()
  }
}

if (process.argv[1]?.endsWith('live.bench.ts')) printTable(await benchLive())
