/** How each loop was cooled: hours without compressors, with some help of them, by them alone. */
import type { CoolingHoursRow } from '../analysis/efficiency-parts.ts'
import { digits, percent, short } from '../analysis/number-text.ts'
import { defineChart } from './chart.ts'
import { emptyPage, headingOf } from './page.ts'
import { SERIES } from './palette.ts'
import { type BarKey, stackedBars } from './stacked-bars.ts'

export interface CoolingHoursData {
  readonly rows: readonly CoolingHoursRow[]
  readonly replications: number
}

const KEYS: readonly BarKey[] = [
  { label: 'without compressors', colour: SERIES.green, isHatched: false },
  { label: 'with some help', colour: SERIES.sky, isHatched: true },
  { label: 'compressors alone', colour: SERIES.vermilion, isHatched: false },
]

const sumOf = ({ freeH, partialH, mechanicalH }: CoolingHoursRow): number => freeH + partialH + mechanicalH
const freeShare = (rows: readonly CoolingHoursRow[]): number => rows.reduce((sum, { freeH }) => sum + freeH, 0) / Math.max(1e-9, rows.reduce((sum, row) => sum + sumOf(row), 0))

const finding = ({ rows }: CoolingHoursData): string => `Loops are cooled without compressors ${percent(freeShare(rows))} of the time`

export const coolingHours = defineChart<CoolingHoursData>({
  id: 'cooling-hours',
  label: 'Hours of cooling by mode',
  layout(data, frame) {
    if (data.rows.length === 0) return emptyPage(frame, 'Hours of cooling by mode', 'No loop has carried heat yet')
    const max = data.rows.reduce((most, row) => Math.max(most, sumOf(row)), 1)
    const subtitle = `Hours with load by economiser mode${data.replications > 1 ? `, mean of ${data.replications} runs` : ', one replication'}; share without compressors`
    return stackedBars(frame, headingOf(frame, finding(data), subtitle), KEYS, data.rows.map(row => ({
      label: row.label,
      parts: [row.freeH, row.partialH, row.mechanicalH],
      text: percent(row.freeH / sumOf(row)),
      tip: `${row.label}: ${digits(row.freeH)} h without compressors, ${digits(row.partialH)} h with some help, ${digits(row.mechanicalH)} h by compressors alone`,
    })), max, { title: 'time with load, h', value: 'without, %', format: value => short(value) })
  },
  rows: ({ rows }) => ({
    columns: [{ name: 'loop', unit: '' }, { name: 'without compressors', unit: 'h' }, { name: 'with some help of compressors', unit: 'h' }, { name: 'by compressors alone', unit: 'h' }],
    rows: rows.map(({ label, freeH, partialH, mechanicalH }) => [label, freeH, partialH, mechanicalH]),
  }),
  describe: data => (data.rows.length === 0 ? 'No loop has carried heat yet.' : `${finding(data)}. ${data.rows.map(row => `${row.label} ${percent(row.freeH / sumOf(row))}`).join(', ')}.`),
})
