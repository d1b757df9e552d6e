// Dates of the file on the drawing of the schedule: every stated date has a handle in the row that it sets, and a drag ends on days that a hand can hit.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { formatDate, parseDate } from '../../src/base/civil-date.ts'
import { changeCells } from '../../src/app/state/plan-rows.ts'
import { type ScheduleHandle, scheduleHandles, shiftText, snapOf, snappedDay } from '../../src/app/state/schedule-handles.ts'
import { scheduleReport } from '../../src/engine/preflight/schedule/schedule.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { parse } from '../../src/scenario/parse.ts'

const CAMPUS = readFileSync('scenarios/dallas-100mw.yaml', 'utf8')

function handlesOf(text: string): ScheduleHandle[] {
  const parsed = parse(text)
  const { scenario } = loadScenario(text)
  if (!parsed.ok || scenario === undefined) throw new Error('the scenario cannot be read')
  return scheduleHandles(parsed.value.data, scheduleReport(scenario, { draws: 1 }), scenario)
}

const dayOf = (text: string): number => {
  const day = parseDate(text)
  if (day === undefined) throw new Error(`${text} is no day`)
  return day
}

test('feeds and blocks have their dates in their rows', () => {
  const found = handlesOf(CAMPUS).map(({ row, label, day }) => [row, label, formatDate(day)])
  expect(found).toContainEqual(['grid/feed[temporary]', 'Feed temporary energised', '2028-07-01'])
  expect(found).toContainEqual(['grid/feed[permanent]', 'Feed permanent energised', '2029-01-01'])
  expect(found).toContainEqual(['block[2]', 'Block[2] ready', '2029-09-01'])
  expect(found).toContainEqual(['block[3]', 'Block[3] ready', '2030-03-01'])
})

test('a list of dates keeps its comments and the other dates; a date that was an alias of another becomes one of its own', () => {
  const listed = CAMPUS.replace(/ready: \[.*\]/u, 'ready:\n      - 2028-09-01 # first\n      - 2029-03-01\n      - 2029-09-01 # third\n      - 2030-03-01')
  const handle = handlesOf(listed).find(({ label }) => label === 'Block[2] ready')
  if (handle === undefined) throw new Error('no handle')
  expect(changeCells(listed, 'campus.yaml', handle.table, [{ row: handle.index, column: 0, text: '2029-10-01' }])).toEqual({ text: listed.replace('- 2029-09-01 # third', '- 2029-10-01 # third') })
  const shared = CAMPUS.replace('energised: 2028-07-01', 'energised: &first 2028-07-01').replace(/planned: 2029-01-01/u, 'planned: *first')
  const alias = handlesOf(shared).find(({ label }) => label === 'Feed permanent energised')
  if (alias === undefined) throw new Error('no handle')
  expect(changeCells(shared, 'campus.yaml', alias.table, [{ row: alias.index, column: 0, text: '2029-10-01' }])).toEqual({ text: shared.replace('planned: *first', 'planned: 2029-10-01') })
})

test.each([
  [0.4, 'day'], [0.6, 'week'], [3.5, 'week'], [4, 'month'],
])('with %d days to the pixel a day snaps to a %s', (days, unit) => expect(snapOf(days)).toBe(unit))

test.each([
  // Wednesday 5 July 2028 is nearer to Monday the 3rd, Friday to the 10th.
  ['2028-07-05', 'week', '2028-07-03'],
  ['2028-07-07', 'week', '2028-07-10'],
  ['2028-12-20', 'month', '2029-01-01'],
  ['2028-12-10', 'month', '2028-12-01'],
  ['2028-07-05', 'day', '2028-07-05'],
  // Back where it began it is as it was.
  ['2028-06-14', 'month', '2028-06-15'],
] as const)('%s by %s is %s', (raw, unit, expected) => expect(formatDate(snappedDay(dayOf(raw), unit, dayOf('2028-06-15')))).toBe(expected))

test('a shift in words', () => {
  expect([14, -7, 1, -3, 0].map(shiftText)).toEqual(['2 weeks later', '1 week earlier', '1 day later', '3 days earlier', ''])
})
