// The schedule on the small scenario: bars with bands, groups that open and close, a row chosen in step with scene and text, by keys as by mouse.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { clock } from '../../src/app/state/clock.ts'
import { openFile, useDocument } from '../../src/app/state/document.ts'
import { useRun } from '../../src/app/state/run.ts'
import { useSchedule } from '../../src/app/state/schedule.ts'
import { useView } from '../../src/app/state/view.ts'
import { holds, type Mounted, mountApp, seen, showAs } from './mount-app.tsx'

let mounted: Mounted

beforeAll(async () => {
  mounted = await mountApp(1440, 900)
  await holds(() => expect(useRun.getState().base?.runs.length ?? 0, JSON.stringify(useRun.getState().activity)).toBeGreaterThan(0))
  await showAs('Schedule')
  await seen('.schedule-drawing svg', /Hall 1/)
})
afterAll(() => mounted.root.unmount())

const rows = (): number => document.querySelectorAll('.schedule-drawing [data-row]').length

test('groups open and close by mouse and by keys', async () => {
  const all = rows()
  await userEvent.click(await seen('.schedule-drawing [data-group="hall"] text', /^Hall 1$/))
  await holds(() => expect(rows()).toBeLessThan(all))
  ;(await seen('.schedule .one-line-scroll')).focus()
  await userEvent.keyboard('{ArrowRight}')
  await holds(() => expect(rows()).toBe(all))
})

test('an item tells its order dates, is selected in the scene and sets the clock', async () => {
  await userEvent.click(await seen('.schedule-drawing [data-row="hall/chillers"] text', /Chillers/))
  expect(useSchedule.getState().row).toBe('hall/chillers')
  expect(useView.getState().selection?.kind).toBe('item')
  await seen('.schedule-detail', /Order by .* for P50/)
  await userEvent.click(await seen('.schedule-detail .link', /Set the clock/))
  const at = clock.getState().atMs
  const finish = useSchedule.getState().report?.items.find(({ id }) => id === 'hall/chillers')?.steps.at(-1)?.finish.p50Ms
  expect(at).toBe(finish)
})

test('arrows go from row to row and Escape ends the selection', async () => {
  ;(await seen('.schedule .one-line-scroll')).focus()
  await userEvent.keyboard('{ArrowUp}')
  expect(useSchedule.getState().row).not.toBe('hall/chillers')
  await userEvent.keyboard('{Escape}')
  expect(useSchedule.getState().row).toBeNull()
  expect(document.querySelector('.schedule-detail')).toBeNull()
})

test('a date changed in the table is in the text, and undone there and here', async () => {
  await userEvent.click(await seen('.schedule .segment', /^Milestones$/))
  const grid = await seen('.edit-grid', /Feed street/)
  const before = useDocument.getState().text
  await userEvent.click(await seen('.edit-grid td', /2027-07-01/))
  await userEvent.keyboard('{Enter}')
  const input = await seen('.edit-grid input', /^/)
  await userEvent.clear(input)
  await userEvent.type(input, '2027-08-01{Enter}')
  await holds(() => expect(useDocument.getState().text).toContain('2027-08-01'))
  grid.focus()
  await userEvent.keyboard('{Control>}z{/Control}')
  await holds(() => expect(useDocument.getState().text).toBe(before))
})

test('a value that is wrong stays in its cell with what is wrong, and the text is unchanged', async () => {
  const before = useDocument.getState().text
  await userEvent.click(await seen('.edit-grid td', /2027-07-01/))
  await userEvent.keyboard('{Enter}')
  const input = await seen('.edit-grid input', /^/)
  await userEvent.clear(input)
  await userEvent.type(input, 'soon{Enter}')
  await seen('.edit-grid td.wrong .problem', /not a date/)
  expect(useDocument.getState().text).toBe(before)
})

test('a spreadsheet is shown with its findings before it is taken over', async () => {
  const before = useDocument.getState().text
  await openFile(new File(['Hall;Rack type;Qty\nhall;gb200-nvl72;many\n'], 'racks.csv'))
  await seen('.import-dialog', /Row 2, C \(Qty\): .*not a whole number/)
  await userEvent.keyboard('{Escape}')
  await openFile(new File(['Hall;Rack type;Qty\nhall;gb200-nvl72;14\n'], 'racks.csv'))
  await seen('.import-dialog', /blocks\.hall\.racks\[0\]\.count/)
  await userEvent.click(await seen('.import-dialog button', /^Take over$/))
  await holds(() => expect(useDocument.getState().text).not.toBe(before))
  expect(useDocument.getState().text).toMatch(/count: 14/)
})
