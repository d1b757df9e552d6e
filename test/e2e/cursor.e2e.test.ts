// One cursor: what a user selects in one view, and the time that is set in one, is what all views show.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { closesBrowser, openApp } from './open-app.ts'

closesBrowser()

/** Shows the site in another way: side by side where there is room, else in a menu. */
async function showAs(page: Page, name: string): Promise<void> {
  const segment = page.locator('.site-tools .segment', { hasText: new RegExp(`^${name}$`, 'u') })
  if ((await segment.count()) > 0) return segment.click()
  await page.click('.select[aria-label="Show the site as"]')
  await page.locator('[role="option"]', { hasText: new RegExp(`^${name}$`, 'u') }).click()
}

const text = (page: Page, selector: string): Promise<string> => page.locator(selector).first().innerText()

test('events are searched, narrowed and gone to; time has two scales, loops and gaps', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  await showAs(page, 'Events')
  await page.waitForSelector('.event-rows tbody tr')
  await page.locator('.event-count', { hasText: /^\d+ events$/u }).waitFor()

  // Search and kinds.
  await page.fill('input[aria-label="Search events"]', 'faulty gpu')
  await page.locator('.event-count', { hasText: / of /u }).waitFor()
  const first = page.locator('.event-rows tbody tr:not([aria-hidden])').first()
  expect(await first.innerText()).toMatch(/Faulty GPU/u)
  await first.locator('button').click()
  const when = (await first.locator('.moment').innerText()).split(' ').slice(0, 3).join(' ')
  await page.locator('.date-readout', { hasText: when }).waitFor()
  expect(await text(page, '.inspector header')).toMatch(/Faulty GPU/u)
  expect(await page.locator('.event-rows tr.selected').count()).toBe(1)

  // From event to event by keys: the next one of those that are listed.
  await page.locator('.timeline-lanes').focus()
  await page.keyboard.press('.')
  await page.locator('.event-rows tr.selected', { hasText: 'Faulty GPU' }).waitFor()
  expect(await text(page, '.date-readout')).not.toBe(when)
  await page.keyboard.press(',')
  await page.locator('.date-readout', { hasText: when }).waitFor()
  await page.fill('input[aria-label="Search events"]', 'no such thing')
  await page.locator('.empty', { hasText: 'No event has these words' }).waitFor()
  await page.fill('input[aria-label="Search events"]', '')

  // Seconds of operation: the time of day is said, steps are seconds, gaps are left out as zigzags.
  await page.click('.segments[aria-label="Scale of time"] >> text=Seconds')
  await page.locator('.timeline-lanes').focus()
  const before = await text(page, '.date-readout')
  expect(before).toMatch(/\d\d:\d\d:\d\d$/u)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  expect(await text(page, '.date-readout')).not.toBe(before)
  await page.keyboard.press('Shift+ArrowLeft')
  await page.locator('.timeline-controls button', { hasText: 'Skip gaps' }).click()
  await page.waitForSelector('.timeline-gap path', { state: 'attached' })
  await page.locator('.timeline-controls button', { hasText: 'Skip gaps' }).click()
  await page.click('.segments[aria-label="Scale of time"] >> text=Months')
  await page.locator('.timeline-lanes').focus()
  const ticks = await page.locator('.timeline-axis text').allInnerTexts()
  for (let zooms = 0; zooms < 5; zooms++) await page.keyboard.press('w')
  expect(await page.locator('.timeline-axis text').allInnerTexts()).not.toEqual(ticks)
  await page.keyboard.press('[')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press(']')
  await page.waitForSelector('.timeline-loop')
  await page.click('text=End loop')
  expect(await page.locator('.timeline-loop').count()).toBe(0)

  // Play moves the cursor by itself.
  const still = await text(page, '.date-readout')
  await page.locator('.timeline-lanes').focus()
  await page.keyboard.press('Space')
  await page.waitForFunction(was => document.querySelector('.date-readout')?.textContent !== was, still)
  await page.keyboard.press('Space')
  expect(complaints).toEqual([])
  await close()
})

test('a dip in utilisation leads to its cause: time, selection, words and the line of the text', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  const field = page.locator('[data-chart="utilisation"] .crosshair-field')
  await field.scrollIntoViewIfNeeded()
  const box = await field.boundingBox()
  if (box === null) throw new Error('no chart to press')
  // The contract of the quickstart begins in July 2027, before its late feed: a little after a quarter of the time.
  await page.mouse.click(box.x + box.width * 0.262, box.y + box.height / 2)
  await page.locator('.chart-cause', { hasText: 'took most' }).waitFor()
  const words = await text(page, '.chart-cause p')
  expect(words).toMatch(/Grid late or out took most, .* It waited for: Feed street energised/su)
  await page.locator('.inspector header', { hasText: 'Feed street energised' }).waitFor()
  expect(await page.locator('.happening.selected').count()).toBe(1)
  // The editor shows the line that states it.
  await page.locator('.cm-activeLine', { hasText: 'energised:' }).waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('a job is found in the queue picture, seen in its racks from the front, and both lead on', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  await showAs(page, 'Jobs')
  const lanes = page.locator('.jobs-lanes')
  await lanes.waitFor()
  await page.click('.segments[aria-label="Lanes"] >> text=By rack')
  const box = await lanes.boundingBox()
  if (box === null) throw new Error('no lanes')
  // Racks have jobs in the second year; the first bar under the pointer is taken.
  for (let share = 0.6; share < 0.95 && (await page.locator('.inspector header', { hasText: /^Job / }).count()) === 0; share += 0.02) await page.mouse.click(box.x + box.width * share, box.y + 6)
  const job = (await text(page, '.inspector header')).split('\n')[0]
  expect(job).toMatch(/^Job \d/u)
  expect(await text(page, '.inspector .facts')).toMatch(/Submitted/u)
  await page.locator('.inspector .written button', { hasText: /line \d+/u }).waitFor()

  // The same job at its racks.
  await showAs(page, 'Racks')
  await page.locator('.rack-front.taken-in', { hasText: job }).first().waitFor()
  await page.locator('.rack-row').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await page.locator('.inspector header', { hasText: /rack \d+, node 1/u }).waitFor()
  expect(await page.locator('.slot.node.selected').count()).toBe(1)
  expect(await page.locator('.rack-front').count()).toBeGreaterThan(2)

  // The network that it spans, and a leaf group of it.
  await showAs(page, 'Network')
  await page.locator('.network-plot .leaf.spanned').first().waitFor()
  await page.locator('.network-plot .leaf').nth(1).click()
  await page.locator('.inspector header', { hasText: 'Leaf group 2' }).waitFor()
  await page.locator('.network-plot').focus()
  await page.keyboard.press('ArrowUp')
  await page.locator('.inspector header', { hasText: 'Spine switches' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.locator('.inspector header', { hasText: 'Leaf group 1' }).waitFor()

  // And back: what was selected by hand in the racks is selected in the table.
  await showAs(page, 'Table')
  await page.locator('tr.selected').first().waitFor()
  expect(complaints).toEqual([])
  await close()
})
