/** Rows of bars of the accounts: what an hour costs at each level, profit by year, hours of tenants, requests of services. */
import { digits, percent, short } from '../analysis/number-text.ts'
import { holderText } from './account-data.ts'
import type { AccountData, AccountRow } from './chart-data.ts'
import { type ChartDefinition, defineChart } from './chart.ts'
import { emptyPage, headingOf } from './page.ts'
import { SERIES } from './palette.ts'
import { type BarKey, stackedBars } from './stacked-bars.ts'

interface Words {
  readonly id: string
  readonly label: string
  readonly column: string
  readonly unit: string
  readonly keys: readonly BarKey[]
  readonly measure: string
  /** Title of the axis, with its unit. */
  readonly axis: string
  readonly tick: (value: number, decimals: number) => string
  readonly empty: string
  readonly finding: (rows: readonly AccountRow[]) => string
  readonly format: (value: number) => string
}

const key = (label: string, colour: string, isHatched = false): BarKey => ({ label, colour, isHatched })
const totalOf = ({ parts, total }: AccountRow): number => total ?? parts.reduce((sum, part) => sum + part, 0)
const lengthOf = ({ parts }: AccountRow): number => parts.reduce((sum, part) => sum + Math.max(0, part), 0)
const runs = (count: number): string => (count > 1 ? `, mean of ${count} runs` : ', one replication')

function barChart(words: Words): ChartDefinition<AccountData> {
  const { id, label, keys, format } = words
  return defineChart<AccountData>({
    id,
    label,
    layout(data, frame) {
      const max = data.rows.reduce((most, row) => Math.max(most, lengthOf(row)), 0)
      if (max === 0) return emptyPage(frame, label, words.empty)
      return stackedBars(frame, headingOf(frame, words.finding(data.rows), `${words.measure}${runs(data.replications)}`), keys, data.rows.map(row => ({
        label: row.label,
        parts: row.parts,
        text: format(totalOf(row)),
        tip: `${row.label}: ${keys.map((each, at) => `${each.label} ${format(row.parts[at])}`).join(', ')}`,
      })), max, { title: words.axis, value: words.unit, format: words.tick })
    },
    rows: data => ({
      columns: [{ name: words.column, unit: '' }, ...keys.map(each => ({ name: each.label, unit: words.unit })), { name: 'in all', unit: words.unit }],
      rows: data.rows.map(row => [row.label, ...row.parts, totalOf(row)]),
    }),
    describe: data => (data.rows.every(row => lengthOf(row) === 0) ? `${label}: ${words.empty}.` : `${words.finding(data.rows)}. ${data.rows.map(row => `${row.label} ${format(totalOf(row))}`).join(', ')}.`),
  })
}

const ofLabel = (rows: readonly AccountRow[], label: string): number => totalOf(rows.find(row => row.label === label) ?? { label, parts: [0] })
const money = (usd: number): string => (usd < 0 ? `−${short(-usd)}` : short(usd))

/** USD per accelerator-hour: what runs the site, and capital with interest. */
export const costByLevel = barChart({
  id: 'cost-by-level',
  label: 'Cost of a GPU-hour by level',
  column: 'level',
  unit: 'USD/GPU·h',
  keys: [key('capital', SERIES.blue), key('running costs', SERIES.orange, true)],
  measure: 'Mean costs over mean GPU-hours at each level, USD/GPU·h, capital with interest',
  axis: 'cost, USD/GPU·h',
  tick: digits,
  empty: 'No contracted hour yet',
  finding: rows => `A useful GPU-hour costs ${digits(ofLabel(rows, 'productive'), 2)} USD, a contracted one ${digits(ofLabel(rows, 'contracted'), 2)}`,
  format: value => digits(value, 2),
})

/** USD per useful accelerator-hour: what each line of the costs adds. */
export const costStack = barChart({
  id: 'cost-stack',
  label: 'What a useful GPU-hour costs',
  column: 'line',
  unit: 'USD/GPU·h',
  keys: [key('capital', SERIES.blue), key('running costs', SERIES.orange, true)],
  measure: 'Mean cost by line over mean productive GPU-hours, USD/GPU·h',
  axis: 'cost, USD/GPU·h',
  tick: digits,
  empty: 'No useful hour yet',
  finding(rows) {
    const all = rows.reduce((sum, row) => sum + totalOf(row), 0)
    return `A useful GPU-hour costs ${digits(all, 2)} USD; ${percent(totalOf(rows[0]) / all)} of it is “${rows[0].label}”`
  },
  format: value => (value > 0 && value < 0.0005 ? '< 0.001' : digits(value, value < 0.1 ? 3 : 2)),
})

/** USD by year: where revenue went; the total is the profit. */
export const profitByYear = barChart({
  id: 'profit-by-year',
  label: 'Profit and loss by year',
  column: 'year',
  unit: 'USD',
  keys: [key('electricity', SERIES.orange, true), key('operation', SERIES.sky), key('depreciation', SERIES.grey, true), key('profit', SERIES.green)],
  measure: 'Where revenue goes, USD; at the right the profit or loss of the year',
  axis: 'revenue by where it goes, USD',
  tick: value => short(value),
  empty: 'Nothing is earned yet',
  finding(rows) {
    const all = rows.reduce((sum, row) => sum + totalOf(row), 0)
    return all >= 0 ? `A profit of ${money(all)} USD over ${rows.length} ${rows.length === 1 ? 'year' : 'years'}` : `A loss of ${money(-all)} USD over ${rows.length} ${rows.length === 1 ? 'year' : 'years'}`
  },
  format: money,
})

/** Accelerator-hours by tenant. */
export const tenantHours = barChart({
  id: 'tenant-hours',
  label: 'What tenants held and waited for',
  column: 'tenant',
  unit: 'GPU·h',
  keys: [key('productive', SERIES.green), key('held, not productive', SERIES.blue, true), key('waited for', SERIES.yellow, true)],
  measure: 'GPU-hours over the simulated time',
  axis: 'accelerator-hours, GPU·h',
  tick: value => short(value),
  empty: 'No tenant held anything yet',
  finding(rows) {
    const largest = rows.toSorted((a, b) => b.parts[0] + b.parts[1] - a.parts[0] - a.parts[1])[0]
    const held = rows.reduce((sum, { parts }) => sum + parts[0] + parts[1], 0)
    return held === 0 ? 'No tenant held anything' : `${holderText(largest.label)} held ${percent((largest.parts[0] + largest.parts[1]) / held, 0)} of what tenants held`
  },
  format: short,
})

/** Requests by service. */
export const serviceRequests = barChart({
  id: 'service-requests',
  label: 'How services answered',
  column: 'service',
  unit: 'requests',
  keys: [key('first token in time', SERIES.green), key('late', SERIES.orange, true), key('turned away', SERIES.vermilion, true)],
  measure: 'Requests over the simulated time',
  axis: 'requests',
  tick: value => short(value),
  empty: 'No request yet',
  finding(rows) {
    const sums = rows.reduce(([good, all], { parts }) => [good + parts[0], all + parts[0] + parts[1] + parts[2]], [0, 0])
    return `${percent(sums[0] / sums[1], 2)} of all requests had their first token in time`
  },
  format: short,
})
