/** The edits by which one order is placed a month later, all else as it is: for a pair of runs over the same random numbers. */
import { formatDate } from '../base/civil-date.ts'
import type { Distribution } from '../base/distribution.ts'
import { exp, inverseNormal } from '../base/exact-math.ts'
import { DAY_MS } from '../base/spans.ts'
import type { ScheduleItem, ScheduleReport } from '../results/schedule.ts'
import type { PathValue } from '../runner/protocol.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { LONG_LEAD } from '../scenario/catalog/long-lead.ts'

/** A month of 365.25 / 12 days, in whole days. */
const MONTH_DAYS = 30

/** Runs that draw what the schedule draws. */
const DRAWN: readonly PathValue[] = [
  { path: 'procurement.mode', value: 'sampled' },
  { path: 'facility.commissioning.mode', value: 'sampled' },
]

const ms = (value: number): string => `${value} ms`

/** A distribution as authors write it. */
function written(distribution: Distribution): unknown {
  switch (distribution.kind) {
    case 'fixed': return ms(distribution.value)
    case 'pert': return { pert: [distribution.low, distribution.mode, distribution.high].map(ms) }
    case 'uniform': return { uniform: [distribution.low, distribution.high].map(ms) }
    case 'exponential': return { exponential: ms(distribution.mean) }
    case 'weibull': return { weibull: { shape: distribution.shape, scale: ms(distribution.scale) } }
    case 'normal': return { normal: { mean: ms(distribution.mean), sd: ms(distribution.sd) } }
    case 'lognormal': return { p50: ms(exp(distribution.mu)), p90: ms(exp(distribution.mu + distribution.sigma * inverseNormal(0.9))) }
  }
}

type Order = Scenario['procurement']['orders'][number]

const asWritten = ({ id, equipment, for: owners, ordered, lead }: Order): object => ({
  id, equipment, ordered: formatDate(ordered), ...(owners === undefined ? {} : { for: owners }), ...(lead === undefined ? {} : { lead: written(lead) }),
})

/** Name by which an order means the owner of an item: its block, plant or store. */
function ownerOf(scenario: Scenario, { path, block }: ScheduleItem): string[] | undefined {
  if (block >= 0) return [scenario.blocks[block].id]
  const [list, index] = path
  if (list === 'generation' && typeof index === 'number') return [scenario.generation[index].id]
  return list === 'storage' && typeof index === 'number' ? [scenario.storage[index].id] : undefined
}

/** Edits that place the order of an item so many days after its present day. */
function orderEdits(scenario: Scenario, report: ScheduleReport, item: ScheduleItem, days: number): PathValue[] {
  const { order, group, path, block } = item
  if (order === null) return []
  const ordered = formatDate(report.startDay + Math.floor(order.orderedMs / DAY_MS) + days)
  if (group === 'racks') return [{ path: `blocks.${scenario.blocks[block].id}.racks[${path[3]}].ordered`, value: ordered }]
  const equipment = (Object.keys(LONG_LEAD) as (keyof typeof LONG_LEAD)[]).find(kind => item.id.endsWith(`/${kind}`))
  const owners = ownerOf(scenario, item)
  const { orders } = scenario.procurement
  const others = orders.filter(each => each.equipment !== equipment || (each.for !== undefined && owners !== undefined && !owners.some(owner => each.for?.includes(owner))))
  const replaced = orders.filter(each => !others.includes(each))
  const lead = replaced[0]?.lead
  // An order for several owners keeps the others.
  const kept = replaced.flatMap((each): Order[] => {
    const left = (each.for ?? []).filter(owner => owners?.includes(owner) !== true)
    return left.length === 0 ? [] : [{ ...each, for: left }]
  })
  const later = { id: 'later', equipment, ordered, ...(owners === undefined ? {} : { for: owners }), ...(lead === undefined ? {} : { lead: written(lead) }) }
  return [{ path: 'procurement.orders', value: JSON.stringify([...others.map(asWritten), ...kept.map(asWritten), later]) }]
}

/** The waiver of an order that is placed so many days later than it holds the plan; none is needed for one that does. */
function accepted({ waivers, blocks }: Scenario, { group, block, order }: ScheduleItem, days: number): PathValue[] {
  if (order === null || (order.isStated && days === 0)) return []
  if (Math.floor(order.orderedMs / DAY_MS + days) * DAY_MS <= order.orderByP50Ms) return []
  const at = group === 'racks' ? `blocks.${blocks[block].id}` : 'procurement.orders'
  return [{ path: 'waivers', value: JSON.stringify([...waivers, { code: 'NEGATIVE_FLOAT', at, by: 'order-by', reason: 'An order is moved to see what that does' }]) }]
}

/** The edits of a run with the order of an item so many days later. */
const sideOf = (scenario: Scenario, report: ScheduleReport, item: ScheduleItem, days: number): PathValue[] => [...DRAWN, ...accepted(scenario, item, days), ...orderEdits(scenario, report, item, days)]

/** The two sides of a pair: the order on its present day, and a month later. */
export const pairOf = (scenario: Scenario, report: ScheduleReport, item: ScheduleItem): { readonly now: readonly PathValue[]; readonly later: readonly PathValue[] } => ({
  now: sideOf(scenario, report, item, 0),
  later: sideOf(scenario, report, item, MONTH_DAYS),
})
