// Fire zones in the page: coloured in the scene, named where one points, listed in the table with their state at the time of the clock.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { seek } from '../../src/app/state/clock.ts'
import { replaceText, useDocument } from '../../src/app/state/document.ts'
import { siteNow } from '../../src/app/site/site-now.ts'
import { useRun } from '../../src/app/state/run.ts'
import { useView } from '../../src/app/state/view.ts'
import { ZONE_STATES } from '../../src/results/zones.ts'
import { NEVER, zoneSiteText } from '../engine/facility/zone-site.ts'
import { violationsIn } from './axe.ts'
import { holds, type Mounted, mountApp, pick, seen, showAs } from './mount-app.tsx'

let mounted: Mounted

beforeAll(async () => {
  mounted = await mountApp(1440, 900)
  replaceText(zoneSiteText({ north: 'emergencyOff: {scope: rack}', rates: NEVER.replace('emergencyOff: 0/year', 'emergencyOff: 60/year') }), 'zones.yaml')
  await holds(() => expect(useRun.getState().base?.runs[0]?.zones?.fire.length ?? 0, JSON.stringify([useRun.getState().activity, useDocument.getState().issues])).toBe(5))
})
afterAll(() => mounted.root.unmount())

/** Times at which the first zone came into a state. */
function timesOf(id: (typeof ZONE_STATES)[number]['id']): number[] {
  const log = useRun.getState().base?.runs[0]?.logs.find(candidate => candidate.id === 'zoneState')
  return [...(log?.atMs ?? [])].filter((_, row) => log?.entity[row] === 0 && ZONE_STATES[log.value[row]].id === id)
}

test('the layer is chosen by keys; its legend counts zones', async () => {
  ;(await seen('.select[aria-label="Colour the site by"]')).focus()
  await userEvent.keyboard('{Enter}')
  await seen('[role="option"]', /^Fire zones$/)
  // Arrows rather than letters: letters that come slowly are taken for the beginning of another word.
  const isThere = (): boolean => /^Fire zones$/.test(document.activeElement?.textContent ?? '')
  for (let presses = 0; presses < 30 && !isThere(); presses++) await userEvent.keyboard('{ArrowDown}')
  await userEvent.keyboard('{Enter}')
  await holds(() => expect(useView.getState().layer).toBe('zones'))
  await seen('.legend', /Fire zones by their state.*5 zones/)
})

test('a pressed power-off is seen for its two hours, in the bytes of the scene, beside the name and in the legend', async () => {
  const [pressed] = timesOf('emergencyOff')
  expect(pressed).toBeGreaterThan(0)
  seek(pressed + 60_000)
  await seen('.legend-classes li:not(.none)', /Emergency power-off\s*1/)
  const { now } = siteNow.getState()
  expect(now?.rackBytes[0]).toBe(now?.layer.legend.find(({ label }) => label === 'Emergency power-off')?.byte)
  seek(timesOf('normal').find(atMs => atMs > pressed) ?? 0)
  await seen('.legend-classes li.none', /Emergency power-off\s*0/)
  seek(pressed + 60_000)
})

test('the table lists what is not normal first, with the time since, and selects a zone', async () => {
  await showAs('Table')
  const first = await seen('.table-scroll tbody tr:first-child', /hall\/north/)
  expect(first.textContent).toMatch(/Emergency power-off pressed/)
  expect(first.textContent).toMatch(/\d{4}$/)
  await userEvent.click(await seen('.table-scroll button', /hall\/north/))
  expect(useView.getState().selection).toEqual({ kind: 'zone', of: 'fire', index: 0 })
  await seen('.inspector', /hall\/north.*Fire zone.*Emergency power-off pressed/)
  expect(await violationsIn('.site-panel')).toEqual([])
})

test('security zones that the scenario does not name are told as such', async () => {
  await pick('Colour the site by', /^Security zones$/)
  await seen('.site-table .empty', /names no security zones/)
})
