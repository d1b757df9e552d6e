/** Dates of the file that can be dragged on the drawing of the schedule: which row each belongs to, where it stands, and to which days it snaps. */
import { civilFromDays, daysFromCivil, formatDate, parseDate, weekday } from '../../base/civil-date.ts'
import type { ScheduleReport } from '../../results/schedule.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { writtenPath } from '../site/lines-of.ts'
import { milestoneTable, orderTable, type PlanTable } from './plan-rows.ts'

export interface ScheduleHandle {
  /** Row of the drawing. */
  readonly row: string
  readonly label: string
  /** Days since 1970-01-01. */
  readonly day: number
  readonly table: PlanTable
  /** Row of the table whose first cell is the date. */
  readonly index: number
}

/** Written path without the index of an instance that stands for all of an entry. */
const loose = (written: string): string => written.replaceAll(/\[\d+\]/gu, '')

/** Id of the row of the drawing that a date of the file is about; undefined where the drawing has none. */
function rowOf(written: string, report: ScheduleReport, scenario: Scenario | null): string | undefined {
  const block = report.blocks.find(({ id }) => `blocks.${id}.ready` === written)
  if (block !== undefined) return block.id
  const item = report.items.find(({ path, group }) => {
    const own = writtenPath(scenario, path)
    return group === 'racks' ? own === written : group !== 'block' && (written === own || written.startsWith(`${own}.`))
  })
  return item === undefined ? undefined : item.id === report.blocks[item.block]?.id ? `${item.id}/building` : item.id
}

/** Handles of all dates that the file states as days. */
export function scheduleHandles(data: unknown, report: ScheduleReport, scenario: Scenario | null): ScheduleHandle[] {
  return [milestoneTable(data), orderTable(data)].flatMap(table =>
    table.rows.flatMap(({ label, written, cells }, index): ScheduleHandle[] => {
      const [cell] = cells
      const day = cell?.change == null ? undefined : parseDate(cell.text)
      const row = day === undefined ? undefined : (rowOf(written, report, scenario) ?? rowOf(loose(written), report, scenario))
      return day === undefined || row === undefined ? [] : [{ row, label: table.columns[0].id === 'ordered' ? `${label}, ordered` : label, day, table, index }]
    }),
  )
}

export type Snap = 'day' | 'week' | 'month'

/** What a dragged day snaps to, in words. */
export const SNAP_WORDS: Readonly<Record<Snap, string>> = { day: 'days', week: 'Mondays', month: 'firsts of months' }

/** A hand moves by about this, px: what it passes over by then is what a day snaps to. */
const HAND_PX = 2

/** Days of the pixel tell what can be hit: single days, weeks or months. */
export function snapOf(daysAPixel: number): Snap {
  const days = daysAPixel * HAND_PX
  return days <= 1 ? 'day' : days <= 7 ? 'week' : 'month'
}

const firstOfMonth = (day: number, later: number): number => {
  const { year, month } = civilFromDays(day)
  return month + later > 12 ? daysFromCivil(year + 1, month + later - 12, 1) : daysFromCivil(year, month + later, 1)
}

/** The nearest day that a drag may end at; close to where it began, that day itself. */
export function snappedDay(raw: number, snap: Snap, from: number): number {
  const day = Math.round(raw)
  if (snap === 'day') return day
  const [before, after] = snap === 'week' ? [day - weekday(day), day - weekday(day) + 7] : [firstOfMonth(day, 0), firstOfMonth(day, 1)]
  const nearest = raw - before <= after - raw ? before : after
  return Math.abs(from - raw) <= Math.abs(nearest - raw) ? from : nearest
}

export const dayText = (day: number): string => formatDate(day)

/** A shift in words: `9 weeks later`, `1 day earlier`; '' for none. */
export function shiftText(days: number): string {
  const [amount, unit] = days % 7 === 0 ? [Math.abs(days) / 7, 'week'] : [Math.abs(days), 'day']
  return days === 0 ? '' : `${amount} ${unit}${amount === 1 ? '' : 's'} ${days > 0 ? 'later' : 'earlier'}`
}
