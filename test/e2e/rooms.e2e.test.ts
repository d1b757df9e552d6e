// The three rooms around one document, the palette and the sheet of shortcuts, by mouse and by keyboard.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { closesBrowser, openApp, PATIENCE_MS, showAs } from './open-app.ts'

closesBrowser()

const room = (page: Page, name: string): Promise<void> => page.click(`.rooms .segment:text-is("${name}")`)
const date = (page: Page): Promise<string | null> => page.textContent('.date-readout')

test('rooms share option, time and what the site is shown as; going through them builds no new site', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  await page.waitForSelector('.site-view canvas')
  await page.evaluate(() => document.querySelector('.site-view canvas')?.setAttribute('data-first', ''))
  expect(await page.isVisible('.text-panel')).toBe(true)
  await page.focus('.timeline-lanes')
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+ArrowRight')
  const shown = await date(page)

  await room(page, 'Watch')
  expect(await page.isVisible('.text-panel')).toBe(false)
  await page.waitForSelector('[data-chart="capacity-by-date"] svg')
  expect(await date(page)).toBe(shown)

  await room(page, 'Decide')
  await page.waitForSelector('.compare-panel')
  expect(await page.isVisible('.site-panel')).toBe(false)
  await room(page, 'Plan')
  expect(await page.isVisible('.text-panel')).toBe(true)
  expect(await page.locator('.site-view canvas[data-first]').count()).toBe(1)
  expect(await date(page)).toBe(shown)
  expect(complaints).toEqual([])
  await close()
})

test('the Plan room has findings beside the site and the schedule below it', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  await page.click('.drawer-handle')
  await page.waitForSelector('.schedule-drawer .schedule-drawing svg')
  await page.click('.side-tabs button:has-text("Findings")')
  await page.click('.cm-content')
  await page.keyboard.press('Control+End')
  await page.keyboard.type('\nnonsense: 1\n')
  await page.waitForSelector('.findings li.error:has-text("nonsense")')
  await page.click('.findings li.error .link')
  // Slow typing may be several steps.
  await page.focus('.cm-content')
  await expect
    .poll(async () => {
      await page.keyboard.press('Control+z')
      return page.locator('.findings li.error').count()
    }, { timeout: PATIENCE_MS, interval: 500 })
    .toBe(0)
  expect(complaints).toEqual([])
  await close()
})

test('the palette finds a command by its words and runs it; Escape and the old focus come back', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  await page.focus('.cm-content')
  const before = await page.locator('.cm-content').textContent()
  // At once, as who knows it types: the palette is not loaded yet.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('accounts', { delay: 20 })
  await expect.poll(() => page.locator('.palette-input').inputValue(), { timeout: PATIENCE_MS }).toBe('accounts')
  expect(await page.locator('.cm-content').textContent()).toBe(before)
  await page.waitForSelector('.palette-item[data-selected="true"]:has-text("Accounts")')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.accounts figure svg')
  await page.keyboard.press('Control+Shift+P')
  await page.waitForSelector('.palette-input')
  await page.keyboard.type('no such words at all')
  await page.waitForSelector('.palette :text("No command has these words.")')
  await page.keyboard.press('Escape')
  await page.waitForSelector('.palette', { state: 'detached' })
  await page.click('[aria-label^="Find a command"]')
  await page.waitForSelector('.palette-input')
  await page.keyboard.type('watch: the site')
  await page.locator('.palette-item[data-selected="true"]', { hasText: 'Watch: the site' }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForSelector('.watch-room')
  expect(complaints).toEqual([])
  await close()
})

test('single keys go to the rooms and open the sheet of shortcuts, which can turn them off; text takes them as letters', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  await page.keyboard.press('2')
  await page.waitForSelector('.watch-room')
  await page.keyboard.press('1')
  await page.waitForSelector('.plan-room .cm-content')
  await page.click('.cm-content')
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('?2')
  expect(await page.locator('.shortcut-sheet').count()).toBe(0)
  await page.waitForSelector('.cm-line:has-text("?2")')
  await page.keyboard.press('Control+z')
  await page.focus('.timeline-lanes')
  await page.keyboard.press('?')
  await page.waitForSelector('.shortcut-sheet dt:has-text("Find a command")')
  await page.click('.shortcut-sheet button:has-text("Turn single keys off")')
  await page.keyboard.press('Escape')
  await page.focus('.timeline-lanes')
  await page.keyboard.press('2')
  await page.keyboard.press('Control+k')
  await page.waitForSelector('.palette')
  await page.keyboard.press('Escape')
  expect(await page.locator('.plan-room').count()).toBe(1)
  expect(complaints).toEqual([])
  await close()
})

/** The commonest colour of the plan from above, as the style sheet would write it. */
const groundColour = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.flat-plan canvas')
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray()
    const counts = new Map<string, number>()
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] < 255) continue
      const colour = `#${[data[at], data[at + 1], data[at + 2]].map(part => part.toString(16).padStart(2, '0')).join('')}`
      counts.set(colour, (counts.get(colour) ?? 0) + 1)
    }
    return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? ''
  })

test('what is drawn from above has the colours of the theme, also after it changes', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  await showAs(page, 'From above')
  for (const [colorScheme, ground] of [['dark', '#0d1114'], ['light', '#f3f2ee'], ['dark', '#0d1114']] as const) {
    await page.emulateMedia({ colorScheme })
    await page.waitForSelector(`html[data-theme="${colorScheme}"]`)
    await expect.poll(() => groundColour(page), { timeout: PATIENCE_MS }).toBe(ground)
  }
  expect(complaints).toEqual([])
  await close()
})
