/** Dates of the file that can be dragged on the drawing of the schedule: which row each belongs to, where it stands, and what a new day means. */
import { formatDate, parseDate } from '../../base/civil-date.ts'
import type { ScheduleReport } from '../../results/schedule.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { writtenPath } from '../site/lines-of.ts'
import { milestoneTable, orderTable, type PlanRow, type PlanTable } from './plan-rows.ts'

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
function rowOf({ written }: PlanRow, report: ScheduleReport, scenario: Scenario | null): string | undefined {
  const block = report.blocks.find(({ id }) => `blocks.${id}.ready` === written)
  if (block !== undefined) return block.id
  const item = report.items.find(({ path, group }) => {
    const own = writtenPath(scenario, path)
    return group === 'racks' ? own === written : group !== 'block' && (written === own || written.startsWith(`${own}.`))
  })
  return item === undefined ? undefined : item.id === report.blocks[item.block]?.id ? `${item.id}/building` : item.id
}

/** Handles of all dates that the file states as days; those that an expression works out are changed in the text. */
export function scheduleHandles(data: unknown, report: ScheduleReport, scenario: Scenario | null): ScheduleHandle[] {
  const milestones = milestoneTable(data)
  const orders = orderTable(data)
  return [milestones, orders].flatMap(table =>
    table.rows.flatMap((plan, index): ScheduleHandle[] => {
      const [cell] = plan.cells
      const day = cell?.change === null || cell === undefined ? undefined : parseDate(cell.text)
      const row = day === undefined ? undefined : (rowOf(plan, report, scenario) ?? rowOf({ ...plan, written: loose(plan.written) }, report, scenario))
      return day === undefined || row === undefined ? [] : [{ row, label: table === orders ? `${plan.label}, ordered` : plan.label, day, table, index }]
    }),
  )
}

export const dayText = (day: number): string => formatDate(day)
