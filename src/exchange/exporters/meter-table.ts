/** What the meter read as tables: a row a month with energy by price period, and a row a quarter-hour of demand. */
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS, MINUTE_MS } from '../../base/spans.ts'
import { DEMAND_INTERVAL_MS } from '../../results/metering.ts'
import type { RunResult } from '../../results/run-result.ts'
import { column, type Table } from '../table.ts'

const W_MS_PER_KWH = 3_600_000_000
const MINUTES_PER_HOUR = 60

const two = (count: number): string => String(count).padStart(2, '0')

export function meterTable({ metering }: RunResult): Table {
  const columns = [
    column('month'),
    column('days metered', 'day', 'number'),
    ...metering.periods.map(name => column(`energy ${name}`, 'kWh', 'number')),
    column('highest demand', 'kW', 'number'),
    column('demand at the peak of the grid', 'kW', 'number'),
    column('carbon', 'kg', 'number'),
  ]
  const rows = metering.months.map(month => [
    `${month.year}-${two(month.month)}`,
    month.days,
    ...month.energyWms.map(wms => Number(BigInt(wms)) / W_MS_PER_KWH),
    month.peakW / 1000,
    month.coincidentInterval < 0 ? null : month.coincidentW / 1000,
    month.carbonKg,
  ])
  return { columns, rows }
}

/** Begins of quarter-hours in standard time; empty unless the run was recorded. */
export function demandTable({ metering, startDay }: RunResult): Table {
  const rows = Array.from(metering.intervalsWms, (wms, interval) => {
    const atMs = interval * DEMAND_INTERVAL_MS
    const minute = Math.floor((atMs % DAY_MS) / MINUTE_MS)
    return [`${formatDate(startDay + Math.floor(atMs / DAY_MS))} ${two(Math.floor(minute / MINUTES_PER_HOUR))}:${two(minute % MINUTES_PER_HOUR)}`, wms / DEMAND_INTERVAL_MS / 1000]
  })
  return { columns: [column('begin', '', 'time'), column('demand', 'kW', 'number')], rows }
}
