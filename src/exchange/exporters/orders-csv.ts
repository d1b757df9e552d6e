/** Orders of long-lead equipment as CSV: a row an item, dates as YYYY-MM-DD. */
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS, WEEK_MS } from '../../base/spans.ts'
import type { ScheduleItem, ScheduleReport } from '../../results/schedule.ts'
import { writeCsv } from '../csv.ts'

export interface PricedOrder {
  readonly item: ScheduleItem
  readonly owner: string
  readonly criticalFraction: number
  readonly monthLaterUsd: number
}

const COLUMNS = [
  ...['item', 'label', 'for'].map(name => ({ name, unit: '' })),
  { name: 'count', unit: '' },
  ...['ordered', 'stated', 'needed', 'order by P50', 'order by P90'].map(name => ({ name, unit: '' })),
  ...['float P50', 'float P90'].map(name => ({ name, unit: 'day' })),
  ...['lead P50', 'lead P90'].map(name => ({ name, unit: 'week' })),
  { name: 'critical', unit: '' },
  { name: 'month later', unit: 'USD' },
  { name: 'month later', unit: 'MW·month' },
  { name: 'month later', unit: 'GPU·h' },
  { name: 'source', unit: '' },
  { name: 'confidence', unit: '' },
]

export function ordersCsv(report: ScheduleReport, rows: readonly PricedOrder[]): string {
  const date = (ms: number): string => formatDate(report.startDay + Math.floor(ms / DAY_MS))
  return writeCsv(COLUMNS, rows.flatMap(({ item, owner, criticalFraction, monthLaterUsd }) => {
    const { order } = item
    if (order === null) return []
    const { megawattMonths, acceleratorHours } = order.monthLater
    return [[
      item.id, item.label, owner, item.count,
      date(order.orderedMs), order.isStated ? 'yes' : 'no', date(order.neededMs), date(order.orderByP50Ms), date(order.orderByP90Ms),
      Math.floor(order.floatP50Ms / DAY_MS), Math.floor(order.floatP90Ms / DAY_MS),
      Number((order.leadP50Ms / WEEK_MS).toFixed(1)), Number((order.leadP90Ms / WEEK_MS).toFixed(1)),
      Number(criticalFraction.toFixed(3)), Math.round(monthLaterUsd), Number(megawattMonths.toFixed(3)), Math.round(acceleratorHours),
      order.source, order.confidence,
    ]]
  }))
}
