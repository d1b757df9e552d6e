// An edit while one looks on: what is shown is marked at once, the answer comes in parts, narrows, and everything can be ended. A worker that dies loses nothing.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { readBundle } from '../../src/exchange/bundle-file.ts'
import { resultHash } from '../../src/results/result-hash.ts'
import { createSession } from '../../src/runner/session.ts'
import { scenarioText } from '../app/scenarios.ts'
import { closesBrowser, drawsFlat, openApp, PATIENCE_MS } from './open-app.ts'
import { runCommand } from './palette.ts'
import { openShortSite } from './short-site.ts'

closesBrowser()
drawsFlat()

interface Said {
  /** Figures of an older text. */
  readonly isOld: boolean
  /** Under the first figure: `so far`, `one run`, or an interval. */
  readonly interval: string
  readonly status: string
}

/** Listens from now on to what the header says. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const said: Said[] = []
    Object.assign(window, { said })
    const note = (): void => {
      const hero = document.querySelector('.hero')
      const now = { isOld: hero?.classList.contains('stale') === true, interval: hero?.querySelector('.figure-interval')?.textContent ?? '', status: document.querySelector('.run-status')?.textContent ?? '' }
      if (JSON.stringify(said.at(-1)) !== JSON.stringify(now)) said.push(now)
    }
    addEventListener('keydown', () => queueMicrotask(note), { capture: true })
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  })
}

const heard = (page: Page): Promise<Said[]> => page.evaluate(() => (window as unknown as { said: Said[] }).said)

/** Waits until the figures were marked as old and are so no more; a mark may be gone before anyone looks at the page. */
const markCameAndWent = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => {
    const { said } = window as unknown as { said: Said[] }
    return said.some(({ isOld }) => isOld) && said.at(-1)?.isOld === false
  })

/** The cursor behind the seed of the file. */
async function goToSeed(page: Page): Promise<void> {
  await page.locator('.cm-line', { hasText: /^seed: \d/u }).click()
  await page.keyboard.press('Home')
  for (let step = 0; step < 'seed: 1'.length; step++) await page.keyboard.press('ArrowRight')
}

const status = (page: Page) => page.locator('.run-status')

test('a keystroke marks what is shown as old; a first answer comes, then bands that narrow, with progress and the time left', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  await listen(page)
  await goToSeed(page)
  await page.keyboard.type('7')
  await markCameAndWent(page)
  await page.waitForSelector(WAITS.all)
  const said = await heard(page)
  const first = said.findIndex(({ isOld }) => isOld)
  const fresh = said.findIndex(({ isOld }, at) => at > first && !isOld)
  expect(first).toBeGreaterThanOrEqual(0)
  expect(fresh).toBeGreaterThan(first)
  // The first answer is of a part of one run, or of one; the last has an interval of all.
  expect(said[fresh].interval).toMatch(/^(?:so far|one run)$/u)
  expect(said.at(-1)?.interval).toMatch(/^\d.* %$|–/u)
  expect(said.some(({ status }) => /^Simulating \d+\u2009%/u.test(status))).toBe(true)
  expect(said.some(({ status }) => /^Replications \d+\u2009%/u.test(status))).toBe(true)
  expect(said.some(({ status }) => /about [\d.]+\u2009(?:s|min) left/u.test(status))).toBe(true)
  expect(said.at(-1)?.status).toMatch(/^4 replications/u)
  // Replications come one after the other, and each moves the interval.
  const intervals = new Set(said.slice(fresh).map(({ interval }) => interval).filter(interval => interval.includes('–')))
  expect(intervals.size).toBeGreaterThan(1)
  expect(complaints).toEqual([])
  await close()
})

test('a text of the same meaning is not run again, and one that is wrong leaves the old answer marked', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  await listen(page)
  await page.locator('.cm-line', { hasText: /^seed: \d/u }).click()
  await page.keyboard.press('End')
  await page.keyboard.type(' # again')
  await markCameAndWent(page)
  expect((await heard(page)).filter(({ status }) => /Simulating|Replications/u.test(status))).toEqual([])
  await page.keyboard.press('Enter')
  await page.keyboard.type('seed: two')
  await page.waitForSelector('.problems li.error')
  expect(await page.locator('.hero.stale').count()).toBe(1)
  expect(complaints).toEqual([])
  await close()
})

test('a text that was run before comes back with its whole timeline, without a run', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  const line = page.locator('.cm-line', { hasText: /^horizon: /u })
  const lastDay = async (): Promise<string | null> => {
    const time = page.getByRole('slider', { name: /^Time\./u })
    await time.focus()
    await page.keyboard.press('End')
    return time.getAttribute('aria-valuenow')
  }
  // Ten weeks, one less, and ten again.
  await line.click()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('05')
  await page.waitForSelector('.hero.stale')
  await page.waitForSelector('.hero:not(.stale)')
  await page.waitForSelector(WAITS.all)
  await expect.poll(lastDay, { timeout: PATIENCE_MS }).toBe('63')
  await page.click('h1')
  while (!(await line.textContent())?.includes('2027-03-12')) await page.keyboard.press('Control+z')
  await expect.poll(lastDay, { timeout: PATIENCE_MS }).toBe('70')
  expect(complaints).toEqual([])
  await close()
})

test('an option that does not hold is told with its line; the file itself is run all the same', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  await goToSeed(page)
  await page.keyboard.type('8')
  await page.locator('.cm-line', { hasText: 'set: {blocks.hall' }).click()
  await page.keyboard.press('Home')
  for (let step = 0; step < 'set: {b'.length; step++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Delete')
  const problem = page.locator('.problems li.error')
  await problem.waitFor()
  expect(await problem.textContent()).toMatch(/options\.third-transformer/u)
  await page.waitForSelector('.hero:not(.stale)')
  await page.waitForSelector(WAITS.all)
  expect(await status(page).textContent()).toMatch(/^4 replications/u)
  expect(complaints).toEqual([])
  await close()
})

test('what is typed and taken back before the page looked leaves no mark', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  await page.locator('.cm-line', { hasText: /^seed: \d/u }).click()
  await page.keyboard.press('End')
  // Both keys in one task, as on a page that is busy.
  await page.locator('.cm-content').evaluate(content => {
    for (const [key, keyCode] of [['Enter', 13], ['Backspace', 8]] as const) content.dispatchEvent(new KeyboardEvent('keydown', { key, keyCode, bubbles: true, cancelable: true }))
  })
  await page.waitForSelector('.hero:not(.stale)')
  expect(await status(page).textContent()).toMatch(/^4 replications/u)
  expect(complaints).toEqual([])
  await close()
})

test('cancel ends all work from the header, by Escape and from the palette; what is there stays, and it can go on', async () => {
  const { page, complaints, close } = await openApp({ address: '?scenario=dallas-100mw' })
  const bar = page.getByRole('progressbar')
  const resume = async (): Promise<void> => {
    await status(page).getByText('Cancelled').waitFor()
    expect(await bar.count()).toBe(0)
    expect(await page.locator('.hero .figure.main .figure-value').textContent()).toMatch(/\d/u)
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await bar.waitFor()
  }
  await page.waitForSelector(WAITS.figures)
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await resume()
  await page.locator('.timeline-lanes').focus()
  await page.keyboard.press('Escape')
  await resume()
  await runCommand(page, 'Cancel all work')
  await resume()
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await status(page).getByText('Cancelled').waitFor()
  expect(complaints).toEqual([])
  await close()
})

/** One replication of the small scenario, and the hash of its result when nothing disturbs it. */
const ONE_RUN = scenarioText('quickstart').replace(/^replications: 4/mu, 'replications: 1')
async function undisturbed(): Promise<string> {
  const outcome = await createSession().run({ source: { text: ONE_RUN, file: 'one-run.yaml', option: null, set: [] }, inputs: { weather: null }, seed: null, replication: 0, untilMs: null, record: true, stream: false }, null)
  if (outcome.status !== 'finished') throw new Error(outcome.status)
  return resultHash([outcome.result])
}

/** Ends every worker that simulates, from inside. */
async function endEngines(page: Page, how: 'closes' | 'throws'): Promise<void> {
  const engines = page.workers().filter(worker => /\/browser-[^/]*\.js$/u.test(worker.url()))
  expect(engines.length).toBeGreaterThan(0)
  for (const worker of engines) {
    const ended = how === 'closes' ? worker.evaluate(() => self.close()) : worker.evaluate(() => void setTimeout(() => { throw new Error('the memory of the worker ran out') }))
    // A worker that has ended does not answer any more, and a replaced one may be gone before its turn; that the app noticed is for the test to see.
    void ended.catch(() => undefined)
  }
}

test('workers that end, silently or with an error, are replaced: it is said, the run goes on, and its result is that of an undisturbed run', async () => {
  const { page, close } = await openApp()
  await page.setInputFiles('input[type="file"][aria-label="Open a scenario file"]', { name: 'one-run.yaml', mimeType: 'application/yaml', buffer: Buffer.from(ONE_RUN) })
  const bar = page.getByRole('progressbar', { name: 'Simulating' })
  const message = page.locator('.message.problem')
  for (const how of ['closes', 'throws'] as const) {
    await bar.waitFor()
    await endEngines(page, how)
    await message.getByText(how === 'closes' ? 'the browser ended the worker' : 'the memory of the worker ran out').waitFor()
    expect(await message.textContent()).toMatch(/^The worker that simulated has ended: .+\. Another one goes on from (?:the start|\d+ \w+ 20\d\d, the last state that it sent)\. Your text is safe, and the results are the same\./u)
    // Other work may stand before the run for a moment.
    await status(page).getByText('restarted at').waitFor()
  }
  await page.waitForSelector('.figure-interval:text-is("one run")')
  const [file] = await Promise.all([page.waitForEvent('download'), runCommand(page, 'Save results as a file')])
  const entries = readBundle(readFileSync(await file.path()))
  if (!entries.ok) throw new Error(entries.error)
  expect(String(entries.value['run-0.json'])).toContain(await undisturbed())
  await close()
})
