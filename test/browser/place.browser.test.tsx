// Placing racks on the small scenario: asked by keys, answered beside scene and table, chosen in step with everything else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { clock } from '../../src/app/state/clock.ts'
import { replaceText, useDocument } from '../../src/app/state/document.ts'
import { usePlace } from '../../src/app/state/place.ts'
import { useRun } from '../../src/app/state/run.ts'
import { useView } from '../../src/app/state/view.ts'
import { createSession } from '../../src/runner/session.ts'
import { violationsIn } from './axe.ts'
import { holds, type Mounted, mountApp, seen, showAs } from './mount-app.tsx'

let mounted: Mounted

beforeAll(async () => {
  mounted = await mountApp(1440, 900)
  await holds(() => expect(useRun.getState().base?.runs.length ?? 0, JSON.stringify(useRun.getState().activity)).toBeGreaterThan(0))
  await userEvent.click(await seen('.site-tools button', /^Place racks$/))
  await seen('.place-verdict', /racks fit/)
})
afterAll(() => mounted.root.unmount())

const answered = (count: number): Promise<void> => holds(() => expect(usePlace.getState().report?.asked, JSON.stringify(usePlace.getState().activity)).toBe(count))

test('the answer in the page is the answer of the engine in process', async () => {
  const { text, file } = useDocument.getState()
  const outcome = await createSession().place({ text, file, option: null, set: [] }, { weather: null }, { model: 'gb200-nvl72', count: 50 }, null)
  expect(outcome).toEqual({ status: 'finished', report: usePlace.getState().report })
})

test('another number is asked by keys; the old answer stays meanwhile, marked', async () => {
  const field = await seen('.number-field', /^/)
  await userEvent.clear(field)
  await userEvent.type(field, '5')
  const marked: boolean[] = []
  const stop = usePlace.subscribe(({ activity, report }) => marked.push(activity === 'working' && report?.asked === 50))
  await userEvent.keyboard('{Enter}')
  await answered(5)
  stop()
  expect(marked).toContain(true)
  await seen('.place-verdict', /1 of 5 racks fit/)
  await seen('.legend', /How many of 5 racks/)
})

describe('a position', () => {
  test('chosen by keys selects its hall, shows its line and tells what each resource takes', async () => {
    const position = await seen('.place-position')
    position.focus()
    await userEvent.keyboard('{Enter}')
    const { selection } = useView.getState()
    expect(selection?.kind).toBe('item')
    await seen('.inspector', /Room for racks/)
    await seen('.place-detail tr.binds', /power in failover.*1.*binds/)
    await seen('.place-detail', /floor load.*5\+/)
    await holds(() => expect(document.querySelector('.cm-activeLine, .cm-line')).not.toBeNull())
  })

  test('follows what is selected in the scene', async () => {
    useView.setState({ selection: null })
    await holds(() => expect(usePlace.getState().block).toBe(-1))
    useView.setState({ selection: { kind: 'rack', index: 3 } })
    await holds(() => expect(usePlace.getState().block).toBe(0))
    await seen('.place-position[aria-pressed="true"]')
  })
})

test('a phase sets the clock, and what is not ready says so', async () => {
  await userEvent.click(await seen('.place-phases button', /1 Jul 2027/))
  expect(clock.getState().atMs).toBe(181 * 86_400_000)
  await seen('.legend', /1 block/)
  await userEvent.click(await seen('.place-phases button', /1 Jun 2027/))
  await seen('.legend-classes li:not(.none)', /Not ready yet/)
})

test('the table says the same, resource by resource', async () => {
  await userEvent.click(await seen('.place-phases button', /1 Jul 2027/))
  await showAs('Table')
  const row = await seen('.table-scroll tbody tr', /Hall 1/)
  expect(row.textContent).toMatch(/1 of 5/)
  await seen('.table-scroll th', /Cooling distribution/)
  await showAs('3D')
})

test('a change of the text gives a new answer, undo the old one', async () => {
  const { text } = useDocument.getState()
  replaceText(text.replace('{model: lv-3mva, count: 2}', '{model: lv-3mva, count: 3}'), 'quickstart.yaml')
  await holds(() => expect(usePlace.getState().report?.blocks[0].racks).toBe(3))
  replaceText(text, 'quickstart.yaml')
  await holds(() => expect(usePlace.getState().report?.blocks[0].racks).toBe(1))
})

test('assistive technology finds nothing to stumble over, in either theme', async () => {
  await userEvent.click(await seen('.place-position'))
  for (const theme of ['light', 'dark'] as const) {
    useView.setState({ theme })
    await holds(() => expect(document.documentElement.dataset.theme).toBe(theme))
    expect(await violationsIn('.place-panel'), theme).toEqual([])
    expect(await violationsIn('.site-tools'), theme).toEqual([])
  }
})
