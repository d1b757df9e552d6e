/** What the meter read as CSV: a row a month with energy by price period, and a row a quarter-hour of demand. */
import { formatDate } from '../../base/civil-date.ts'
import { DEMAND_INTERVAL_MS } from '../../results/metering.ts'
import type { RunResult } from '../../results/run-result.ts'
import { writeCsv } from '../csv.ts'

const DAY_MS = 86_400_000
const W_MS_PER_KWH = 3_600_000_000
const MINUTE_MS = 60_000
const MINUTES_PER_HOUR = 60

const two = (count: number): string => String(count).padStart(2, '0')

export function meterCsv({ metering }: RunResult): string {
  const columns = [
    { name: 'month', unit: '' },
    { name: 'days metered', unit: 'day' },
    ...metering.periods.map(name => ({ name: `energy ${name}`, unit: 'kWh' })),
    { name: 'highest demand', unit: 'kW' },
    { name: 'demand at the peak of the grid', unit: 'kW' },
    { name: 'carbon', unit: 'kg' },
  ]
  const rows = metering.months.map(month => [
    `${month.year}-${two(month.month)}`,
    month.days,
    ...month.energyWms.map(wms => Number(BigInt(wms)) / W_MS_PER_KWH),
    month.peakW / 1000,
    month.coincidentInterval < 0 ? null : month.coincidentW / 1000,
    month.carbonKg,
  ])
  return writeCsv(columns, rows)
}

/** Begins of quarter-hours in standard time; empty unless the run was recorded. */
export function demandCsv({ metering, startDay }: RunResult): string {
  const rows = Array.from(metering.intervalsWms, (wms, interval) => {
    const atMs = interval * DEMAND_INTERVAL_MS
    const minute = Math.floor((atMs % DAY_MS) / MINUTE_MS)
    return [`${formatDate(startDay + Math.floor(atMs / DAY_MS))} ${two(Math.floor(minute / MINUTES_PER_HOUR))}:${two(minute % MINUTES_PER_HOUR)}`, wms / DEMAND_INTERVAL_MS / 1000]
  })
  return writeCsv([{ name: 'begin', unit: '' }, { name: 'demand', unit: 'kW' }], rows)
}
