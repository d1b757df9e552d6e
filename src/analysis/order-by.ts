/** Order-by dates with their price: what a month later costs, by the cost of delay of the blocks that it makes later. */
import type { ScheduleItem, ScheduleReport } from '../results/schedule.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { blockDelayUsd } from './cost-of-delay.ts'

export interface OrderRow {
  readonly item: ScheduleItem
  readonly order: NonNullable<ScheduleItem['order']>
  /** Id of the block, or `site`. */
  readonly owner: string
  /** Largest share of draws in which one of its steps is on the chain that sets the date of a block. */
  readonly criticalFraction: number
  /** Cost of a month later, USD: at the mean delays of the draws with and without it. */
  readonly monthLaterUsd: number
}

const WATTS_PER_KW = 1000

/**
 * Cost of a month later. Racks that are not there cost no interest: their delay is priced by what the block forgoes and its building.
 * Source: model specification, Eq 10.1.
 */
function monthLaterUsd(scenario: Scenario, report: ScheduleReport, { group, order }: ScheduleItem): number {
  if (order === null) return 0
  return report.blocks.reduce((sum, { itW, accelerators, delayMonths }, block) => {
    const costOf = (months: number): number => blockDelayUsd(scenario, { itKW: itW / WATTS_PER_KW, accelerators: group === 'racks' ? 0 : accelerators, months })
    return sum + costOf(delayMonths + order.monthLater.blockMonths[block]) - costOf(delayMonths)
  }, 0)
}

/** Items that are ordered, the most urgent first: by the order date that holds in half of all cases, then by id. */
export function orderRows(scenario: Scenario, report: ScheduleReport): OrderRow[] {
  return report.items
    .flatMap((item): OrderRow[] => {
      const { order, block, steps } = item
      if (order === null) return []
      const owner = report.blocks.find(each => each.block === block)?.id ?? 'site'
      return [{ item, order, owner, criticalFraction: Math.max(...steps.map(step => step.criticalFraction)), monthLaterUsd: monthLaterUsd(scenario, report, item) }]
    })
    .sort((a, b) => a.order.orderByP50Ms - b.order.orderByP50Ms || (a.item.id < b.item.id ? -1 : 1))
}

/** Rent or margin that idle megawatts forgo, USD. Source: the third term of Eq 10.1. */
export const idleUsd = ({ money }: Pick<Scenario, 'money'>, megawattMonths: number): number => megawattMonths * WATTS_PER_KW * money.delay.margin
