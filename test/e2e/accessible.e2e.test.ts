// Every screen by the rules of axe for WCAG 2.2 AA, in both themes, at a desk and on a phone; and the app by the keyboard alone.
import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { DESKS, PHONE, SCREENS } from '../../.ci/screen-list.mjs'
import { closesBrowser, drawsFlat, openApp, PATIENCE_MS } from './open-app.ts'

closesBrowser()
drawsFlat()

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const THEMES = ['light', 'dark'] as const
/** No change of colours takes longer; what begins anew all the time is not waited for. */
const LONGEST_CHANGE_MS = 3000

/** Violations of the page as it stands, each as a line: rule, where, what to do. Colours that still change are waited for. */
async function violations(page: Page, rules: readonly string[] | null): Promise<string[]> {
  return page.evaluate(
    async ({ tags, only, longest }) => {
      await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
      const ending = document.getAnimations().filter(({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().iterations !== Infinity)
      await Promise.race([Promise.allSettled(ending.map(({ finished }) => finished)), new Promise(done => setTimeout(done, longest))])
      const { axe: rulesOfAxe } = window as unknown as { axe: { run(root: Document, options: unknown): Promise<AxeResults> } }
      // While a menu is open, the rest of the page is hidden and the focus is kept inside, which this rule does not see.
      const rules = { 'aria-hidden-focus': { enabled: document.querySelector('[role="menu"]') === null } }
      const found = await rulesOfAxe.run(document, { runOnly: only === null ? tags : { type: 'rule', values: only }, rules, resultTypes: ['violations'] })
      return found.violations.flatMap(({ id, nodes }) => nodes.slice(0, 4).map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${(failureSummary ?? '').split('\n').slice(1, 3).join(' ').trim()}`))
    },
    { tags: TAGS, only: rules, longest: LONGEST_CHANGE_MS },
  )
}

async function loadAxe(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
}

test.each([['at a desk', DESKS[0]], ['on a phone', PHONE]])('no screen has a violation in either theme %s', async (_, size) => {
  const isPhone = size === PHONE
  const { page, close } = await openApp({ ...size, colorScheme: 'light' })
  await page.waitForSelector(WAITS.figures)
  const found: string[] = []
  for (const { id, go, back, on } of SCREENS) {
    // The playground is for those who build the app; its page of widgets alone has 24,000 elements.
    if (id.startsWith('playground')) continue
    if (on !== undefined && (on === 'phone') !== isPhone) continue
    try {
      await go(page, isPhone)
      await loadAxe(page)
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme })
        await page.waitForFunction(wanted => document.documentElement.dataset.theme === wanted, theme)
        // What a theme changes is colours.
        for (const line of await violations(page, theme === 'light' ? null : ['color-contrast'])) found.push(`${id} ${theme} ${line}`)
      }
      await page.emulateMedia({ colorScheme: 'light' })
      await back?.(page, isPhone)
    } catch (error) {
      found.push(`${id}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
      await page.keyboard.press('Escape')
    }
  }
  expect(found).toEqual([])
  await close()
}, 900_000)

/** What has the focus, as assistive technology names it, and whether one sees that it has it. */
const focused = (page: Page): Promise<{ name: string; isVisible: boolean; isIn: (string | null)[] }> =>
  page.evaluate(() => {
    const element = document.activeElement ?? document.body
    const { outlineStyle, boxShadow, borderColor } = getComputedStyle(element)
    const isVisible = element.matches(':focus-visible') && (outlineStyle !== 'none' || boxShadow !== 'none' || element.closest('.cm-editor, .site-view') !== null || borderColor !== '')
    const isIn = [...document.querySelectorAll('[role="dialog"], [role="menu"], .header, main')].filter(part => part.contains(element)).map(part => part.getAttribute('role') ?? part.className)
    return { name: element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 60), isVisible, isIn }
  })

/** The focus follows what opens and closes a task later. */
async function focusComes(page: Page, where: string, isThere: (focus: Awaited<ReturnType<typeof focused>>) => boolean): Promise<void> {
  await expect.poll(async () => isThere(await focused(page)), { message: where, timeout: PATIENCE_MS }).toBe(true)
}

test('by the keyboard alone: every room, a run, the palette, the menu and dialogs, with the focus seen and given back', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  // Tab goes through the header, and each stop is seen.
  const stops: string[] = []
  for (let step = 0; step < 16; step++) {
    await page.keyboard.press('Tab')
    const { name, isVisible, isIn } = await focused(page)
    if (!isIn.includes('header')) break
    expect(isVisible, name).toBe(true)
    stops.push(name)
  }
  expect(stops).toEqual(expect.arrayContaining(['Plan', 'Compare', 'Menu']))

  // The menu opens with a key, is walked with arrows, and gives the focus back.
  while ((await focused(page)).name !== 'Menu') await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('menu').waitFor()
  await focusComes(page, 'in the menu', ({ isIn }) => isIn.includes('menu'))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Escape')
  await page.getByRole('menu').waitFor({ state: 'detached' })
  await focusComes(page, 'back on the menu', ({ name }) => name === 'Menu')

  // Dialogs keep the focus while they are open and give it back.
  for (const key of ['Control+k', '?', 'F1']) {
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
    await focusComes(page, `in the dialog of ${key}`, ({ isIn }) => isIn.includes('dialog'))
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab')
      expect((await focused(page)).isIn).toContain('dialog')
    }
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await focusComes(page, `back after ${key}`, ({ name }) => name === 'Menu')
  }

  // Rooms by their segments and by their keys.
  while ((await focused(page)).name !== 'Plan') await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.watch-room')
  await page.keyboard.press('3')
  await page.waitForSelector('.compare-panel')
  await page.keyboard.press('1')
  await page.waitForSelector('.plan-room')

  // A command of the palette: the schedule, then the text, where an edit makes a run.
  await page.keyboard.press('Control+k')
  await focusComes(page, 'in the palette', ({ isIn }) => isIn.includes('dialog'))
  await page.keyboard.type('edit the scenario as text')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.cm-content')
  expect(complaints).toEqual([])
  await close()
})

test('who asks for less motion gets none: nothing on the page moves by itself', async () => {
  const { page, complaints, close } = await openApp({ reducedMotion: 'reduce' })
  await page.waitForSelector(WAITS.figures)
  for (const key of ['2', '3', '1', 'Control+k']) {
    await page.keyboard.press(key)
    const moving = await page.evaluate(() =>
      document.getAnimations().flatMap(({ effect }) => {
        const timing = effect?.getComputedTiming()
        const isLong = timing !== undefined && Number(timing.duration) > 20
        return isLong && effect instanceof KeyframeEffect ? [effect.target?.className ?? ''] : []
      }),
    )
    expect(moving).toEqual([])
  }
  expect(complaints).toEqual([])
  await close()
})
