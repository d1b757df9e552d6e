// The app on a phone: one column with tabs, nothing wider than the screen.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { useRun } from '../../src/app/state/run.ts'
import { holds, type Mounted, mountApp, seen, showAs } from './mount-app.tsx'

const WIDTH = 390
let mounted: Mounted
beforeAll(async () => {
  mounted = await mountApp(WIDTH, 844)
  await holds(() => expect(useRun.getState().base?.runs.length ?? 0).toBeGreaterThan(0))
})
afterAll(() => mounted.root.unmount())

test.each([
  ['Site', '.site-view canvas'],
  ['Ledger', '[data-chart="ledger-waterfall"] svg'],
  ['Charts', '[data-chart="capacity-by-date"] svg'],
  ['Text', '.cm-content'],
])('%s fits the width of the screen', async (tab, content) => {
  await userEvent.click(await seen('.phone-tabs button', new RegExp(`^${tab}$`)))
  const shown = await seen(content, /^/)
  expect(innerWidth).toBe(WIDTH)
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(WIDTH)
  if (tab !== 'Text') expect(shown.getBoundingClientRect().right).toBeLessThanOrEqual(WIDTH)
})

test('the one-line has the list of failures first and stays within the screen', async () => {
  await userEvent.click(await seen('.phone-tabs button', /^Site$/))
  await showAs('One-line')
  const list = await seen('.option-list [role="option"]')
  const drawing = await seen('.one-line-drawing svg')
  expect(list.getBoundingClientRect().top).toBeLessThan(drawing.getBoundingClientRect().top)
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(WIDTH)
  const scroll = await seen('.one-line-scroll')
  expect(scroll.clientWidth).toBeLessThanOrEqual(WIDTH)
})

test('a comparison is seen from any tab', async () => {
  await userEvent.click(await seen('.phone-tabs button', /^Text$/))
  await userEvent.click(await seen('.compare-choice .button', /^/))
  const panel = await seen('.compare-panel')
  expect(panel.getBoundingClientRect().width).toBeLessThanOrEqual(WIDTH)
  await userEvent.click(await seen('.compare-choice .button', /^/))
  await seen('.site-tools')
})

test.each([
  ['Cooling', '.cooling .one-line-drawing svg'],
  ['Schedule', '.schedule-drawing svg'],
])('%s fits the width of the screen and scrolls in itself', async (view, drawing) => {
  await userEvent.click(await seen('.phone-tabs button', /^Site$/))
  await showAs(view)
  const shown = await seen(drawing)
  expect(shown.getBoundingClientRect().width).toBeLessThanOrEqual(WIDTH)
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(WIDTH)
  const scroll = await seen('.one-line-scroll')
  expect(scroll.scrollHeight).toBeGreaterThan(scroll.clientHeight)
})
