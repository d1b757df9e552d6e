// The cooling schematic on the small scenario: drawn live at the time of the clock, chosen in step with scene and text, by keys as by mouse.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { seek } from '../../src/app/state/clock.ts'
import { useCooling } from '../../src/app/state/cooling.ts'
import { useRun } from '../../src/app/state/run.ts'
import { useView } from '../../src/app/state/view.ts'
import { holds, type Mounted, mountApp, seen, showAs } from './mount-app.tsx'

let mounted: Mounted

beforeAll(async () => {
  mounted = await mountApp(1440, 900)
  await holds(() => expect(useRun.getState().base?.runs.length ?? 0, JSON.stringify(useRun.getState().activity)).toBeGreaterThan(0))
  await showAs('Cooling')
  await holds(() => expect(useCooling.getState().schematic?.cases[0]?.id).toBe('now'))
})
afterAll(() => mounted.root.unmount())

const nowHeatW = (): number => useCooling.getState().schematic?.cases[0].edges[0].heatW ?? 0

test('the state follows the clock', async () => {
  const { horizonMs } = useRun.getState().base?.runs[0] ?? { horizonMs: 0 }
  seek(0)
  await holds(() => expect(useCooling.getState().schematic?.cases[0]?.id).toBe('now'))
  await seen('.cooling svg', /Now at/)
  // On the first day nothing stands yet.
  await holds(() => expect(nowHeatW()).toBe(0))
  seek(horizonMs * 0.9)
  await holds(() => expect(nowHeatW()).toBeGreaterThan(0))
})

test('full load and design day are a press away', async () => {
  await userEvent.click(await seen('.cooling .segment', /^Design day$/))
  await seen('.cooling svg', /Design day at/)
})

test('a part that is pressed is selected in the scene; arrows go along the heat', async () => {
  await userEvent.click(await seen('.cooling [data-node$="/plant"] text', /^Plant$/))
  expect(useView.getState().selection?.kind).toBe('item')
  ;(await seen('.cooling .one-line-scroll')).focus()
  await userEvent.keyboard('{ArrowUp}')
  expect(useCooling.getState().node).toMatch(/pumps$/)
  await userEvent.keyboard('{Escape}')
  expect(useCooling.getState().node).toBeNull()
})

test('what is selected in the scene is selected in the schematic', async () => {
  useView.setState({ selection: { kind: 'rack', index: 0 } })
  await holds(() => expect(useCooling.getState().node).toMatch(/racks$/))
})
