// One cursor: what is chosen, pointed at and shown in time is the same in all views, by mouse and by keyboard.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { closesBrowser } from './open-app.ts'
import { runCommand } from './palette.ts'
import { openShortSite } from './short-site.ts'

closesBrowser()

const date = (page: Page): Promise<string | null> => page.getByLabel('Date shown').textContent()
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' })
/** Where the labels of the scene stand: they move when the camera does. */
const labelPlaces = (page: Page): Promise<string[]> => page.locator('.site-label').evaluateAll(labels => labels.map(label => (label as HTMLElement).style.transform))

/** The bar of a round length in the scene: its text and its width tell how near the camera is. */
const scaleOf = (page: Page): Promise<{ readonly text: string; readonly px: number }> => page.locator('.site-ruler').evaluate(ruler => ({ text: ruler.textContent ?? '', px: ruler.querySelector('.length')?.getBoundingClientRect().width ?? 0 }))
/** Length on the ground of 100 px, m. */
const metresOf = ({ text, px }: { readonly text: string; readonly px: number }): number => (Number.parseFloat(text) / px) * 100

test('a press on a dip names the cause, flies there, selects it and shows its line; C does the same for the time of the clock', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  await page.waitForSelector('.site-view canvas')
  const chart = page.locator('figure[data-chart="utilisation"]')
  await chart.scrollIntoViewIfNeeded()
  const [before, scale] = [await labelPlaces(page), await scaleOf(page)]
  const field = chart.locator('.crosshair-field')
  const box = await field.boundingBox()
  if (box === null) throw new Error('the chart is not in sight')
  // The second of the ten weeks: the feed is promised for the 8th of January and comes late.
  await field.click({ position: { x: box.width * 0.15, y: box.height / 2 } })
  const words = chart.locator('.chart-cause')
  await words.getByText('It waited for: Feed street energised').waitFor()
  expect(await words.textContent()).toMatch(/took most, [\d.]+\u2009% of the contract of that week/u)
  expect(await inspector(page).textContent()).toContain('Feed street energised')
  expect(await date(page)).toMatch(/^1[0-2] Jan 2027/u)
  // The camera has left where it stood, and come nearer: this site has no substation, so that power comes in at the transformers of the hall.
  await expect.poll(async () => (await labelPlaces(page)).join() !== before.join(), { timeout: 60_000 }).toBe(true)
  await expect.poll(async () => metresOf(await scaleOf(page)), { timeout: 60_000 }).toBeLessThan(metresOf(scale))
  expect(await words.getByRole('button', { name: /^line \d+$/u }).count()).toBe(1)
  await page.waitForSelector('.cm-activeLine:has-text("street:")')

  await inspector(page).getByRole('button', { name: 'Close the inspector' }).click()
  await words.getByRole('button', { name: 'Close' }).click()
  await page.locator('.timeline-lanes').focus()
  await page.keyboard.press('c')
  await words.getByText('It waited for: Feed street energised').waitFor()
  expect(await inspector(page).textContent()).toContain('Feed street energised')
  expect(complaints).toEqual([])
  await close()
})

test('a rack that is chosen in the table is chosen in inspector, elevation, network and jobs, and in the text', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.replications)
  await page.locator('.timeline-lanes').focus()
  await page.keyboard.press('End')
  await runCommand(page, 'Show the site as: Table')
  await page.getByRole('region', { name: 'Racks by row' }).getByRole('button', { name: 'Hall 1' }).first().click()
  expect(await inspector(page).textContent()).toMatch(/rack 1/iu)
  await page.waitForSelector('.cm-activeLine:has-text("racks:")')
  await runCommand(page, 'Show the site as: Racks')
  await page.waitForSelector('.rack-front.selected:has-text("Rack 1")')
  // By the keyboard to the next rack and to a node of it.
  await page.locator('.rack-row').focus()
  await page.keyboard.press('ArrowRight')
  await page.waitForSelector('.rack-front.selected:has-text("Rack 2")')
  await page.keyboard.press('ArrowDown')
  await page.waitForSelector('.slot.node.selected')
  await runCommand(page, 'Show the site as: Network')
  await page.waitForSelector('.leaf.spanned')
  await runCommand(page, 'Show the site as: Jobs')
  await page.waitForSelector('.jobs-lanes canvas')
  await page.getByRole('button', { name: 'By rack' }).or(page.getByRole('radio', { name: 'By rack' })).click()
  // A press on a bar chooses the job: the racks that it runs on are taken in from the front.
  const lanes = page.locator('.jobs-lanes')
  await expect.poll(async () => {
    await lanes.click({ position: { x: ((await lanes.boundingBox())?.width ?? 0) * 0.8, y: 6 } })
    return inspector(page).textContent()
  }, { timeout: 60_000, interval: 500 }).toMatch(/^Job [\d,]+/u)
  expect(await page.locator('.rack-note').textContent()).toMatch(/^Hall 1, row 1, rack 1: training \d/u)
  // The time is one at which the job holds its racks.
  await inspector(page).getByText(/^\d+ in Hall 1$/u).waitFor()
  await page.waitForSelector('.cm-activeLine:has-text("workload:")')
  await runCommand(page, 'Show the site as: Racks')
  await page.waitForSelector('.rack-front.taken-in')
  expect(complaints).toEqual([])
  await close()
})

test('events: words, kinds, from one to the next by keys, and what is pointed at is marked on the timeline and in the charts', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.replications)
  await runCommand(page, 'Show the site as: Events')
  const rows = page.getByRole('region', { name: 'Events' })
  await rows.locator('tbody tr').first().waitFor()
  await page.getByRole('searchbox', { name: 'Search events' }).fill('street energised')
  await page.locator('.event-count', { hasText: /^1 of \d/u }).waitFor()
  const row = rows.locator('tbody tr').first()
  await row.hover()
  await page.waitForSelector('.timeline .happening[data-hovered]:has-text("Feed street energised")', { state: 'attached' })
  await page.locator('figure[data-chart="utilisation"] .crosshair.ghost:not([hidden])').first().waitFor({ state: 'attached' })
  await row.getByRole('button').click()
  await page.waitForSelector('.timeline .happening.selected', { state: 'attached' })
  const energised = await date(page)
  expect(energised).toMatch(/^\d+ (?:Jan|Feb) 2027/u)
  await page.waitForSelector('.cm-activeLine:has-text("energised")')

  // Kinds: without milestones nothing of these words is left.
  await page.getByRole('button', { name: /^Milestones/u }).click()
  await page.getByText('No event has these words and kinds.').waitFor()
  await page.getByRole('button', { name: 'All kinds' }).click()
  await page.getByRole('searchbox', { name: 'Search events' }).fill('')
  await page.locator('.timeline-lanes').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('.')
  const first = await date(page)
  await page.keyboard.press('.')
  await page.keyboard.press(',')
  expect(await date(page)).toBe(first)
  expect(complaints).toEqual([])
  await close()
})

test('time plays and stops, faster and in a loop; months show the plan, seconds the operation', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.replications)
  const lanes = page.locator('.timeline-lanes')
  const day = async (): Promise<number> => Number(await lanes.getAttribute('aria-valuenow'))
  await lanes.focus()
  await page.keyboard.press('Home')
  expect(await day()).toBe(0)
  await page.keyboard.press('+')
  await page.keyboard.press('-')
  await page.keyboard.press('-')
  await page.getByRole('combobox', { name: 'Speed' }).getByText('10\u2009days/s').waitFor()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: /^Pause/u }).waitFor()
  await expect.poll(day, { timeout: 60_000 }).toBeGreaterThan(0)
  // It stops by itself at the end, after ten weeks.
  await page.getByRole('button', { name: /^Play/u }).waitFor()
  expect(await day()).toBe(70)

  // A loop of the last days: time does not leave it.
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('[')
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press(']')
  await page.getByRole('button', { name: 'End loop' }).waitFor()
  await page.keyboard.press('Space')
  const seen = new Set<number>()
  await expect.poll(async () => seen.add(await day()).size, { timeout: 60_000, interval: 20 }).toBeGreaterThan(2)
  expect([...seen].every(each => each >= 40 && each <= 45)).toBe(true)
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'End loop' }).click()

  const scale = page.getByLabel('Scale of time')
  await scale.getByText('Seconds').click()
  expect(await date(page)).toMatch(/\d\d:\d\d:\d\d/u)
  const from = await date(page)
  await lanes.focus()
  await page.keyboard.press('ArrowRight')
  const seconds = (text: string | null): number => (text ?? '').slice(-8).split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  expect((seconds(await date(page)) - seconds(from) + 86_400) % 86_400).toBe(1)
  await scale.getByText('Months').click()
  expect(await date(page)).not.toMatch(/:/u)
  expect(complaints).toEqual([])
  await close()
})

test('what is pointed at in one view is marked in the others: a line of racks in the plan from above, a rack from the front in text and ledger', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.replications)
  await page.locator('.timeline-lanes').focus()
  await page.keyboard.press('End')
  await runCommand(page, 'Show the site as: Table')
  const row = page.locator('tr[data-rack-group]').first()
  await row.hover()
  await page.waitForSelector('tr[data-rack-group][data-hovered]')
  // By the keyboard as well: the focus marks as the pointer does.
  await page.mouse.move(2, 2)
  await page.waitForSelector('tr[data-hovered]', { state: 'detached' })
  await row.getByRole('button').focus()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  await page.waitForSelector('tr[data-rack-group][data-hovered]')
  await runCommand(page, 'Show the site as: Racks')
  await page.locator('.rack-front').first().hover()
  await page.waitForSelector('.rack-front[data-hovered]')
  // The text marks the line of these racks, the ledger the level at which they are lost or productive.
  await page.waitForSelector('.cm-hoveredLine:has-text("racks:")')
  await page.waitForSelector('figure[data-chart="ledger-waterfall"] .step[data-hovered]', { state: 'attached' })
  await page.mouse.move(2, 2)
  await page.waitForSelector('.cm-hoveredLine', { state: 'detached' })
  expect(complaints).toEqual([])
  await close()
})

test('a machine that is chosen in the drawing of the cooling is chosen in table, one-line, schedule and text, and the other way round', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.replications)
  await runCommand(page, 'Show the site as: Cooling')
  const cooler = page.locator('.one-line.cooling [data-node]').filter({ has: page.locator('title', { hasText: /dry-cooler-980kw/u }) }).first()
  await cooler.click()
  await page.waitForSelector('.cm-activeLine:has-text("cooling:")')
  await runCommand(page, 'Show the site as: Table')
  await inspector(page).getByText('Dry cooler', { exact: false }).first().waitFor()
  await page.waitForSelector('.equipment-table tr.selected:has-text("Dry cooler")')
  // A UPS of the table is the component that the one-line speaks of.
  await page.locator('.equipment-table').getByRole('button', { name: /UPS/u }).first().click()
  await page.waitForSelector('.cm-activeLine:has-text("ups:")')
  await runCommand(page, 'Show the site as: One-line')
  await page.locator('.one-line [aria-live]', { hasText: /UPS/u }).waitFor({ state: 'attached' })
  // The racks of the schedule are those of the table and the text.
  await runCommand(page, 'Show the site as: Schedule')
  await page.locator('.schedule-drawing [data-row]').filter({ has: page.locator('title', { hasText: /gb200/iu }) }).first().click()
  await page.waitForSelector('.cm-activeLine:has-text("racks:")')
  await runCommand(page, 'Show the site as: Racks')
  await page.waitForSelector('.rack-front.selected')
  expect(complaints).toEqual([])
  await close()
})
