/** What PUE is made of: cooling and losses for each unit of IT energy, by year, by load or by block. */
import type { OverheadRow } from '../analysis/efficiency-parts.ts'
import { digits } from '../analysis/number-text.ts'
import { type ChartDefinition, defineChart } from './chart.ts'
import { emptyPage, headingOf } from './page.ts'
import { SERIES } from './palette.ts'
import { type BarKey, stackedBars } from './stacked-bars.ts'

export interface OverheadData {
  readonly rows: readonly OverheadRow[]
  readonly replications: number
}

const KEYS: readonly BarKey[] = [
  { label: 'cooling', colour: SERIES.sky, isHatched: false },
  { label: 'electrical losses', colour: SERIES.orange, isHatched: true },
]
/** The scale reaches at least to here, so that small overheads look small. */
const LEAST_SCALE = 0.2

const pueOf = ({ cooling, losses }: OverheadRow): number => 1 + cooling + losses
const known = ({ rows }: OverheadData): OverheadRow[] => rows.filter(row => Number.isFinite(pueOf(row)))

interface Words {
  readonly id: string
  readonly label: string
  /** What PUE is called here. */
  readonly name: string
  readonly column: string
  readonly of: (label: string) => string
}

function finding(data: OverheadData, { name, of }: Words): string {
  const rows = known(data).toSorted((a, b) => pueOf(a) - pueOf(b))
  const [best, worst] = [rows[0], rows[rows.length - 1]]
  if (best === undefined || worst === undefined) return name
  const [low, high] = [digits(pueOf(best), 3), digits(pueOf(worst), 3)]
  return low === high ? `${name} is ${low}` : `${name} is ${low} ${of(best.label)} and ${high} ${of(worst.label)}`
}

const measure = ({ replications }: OverheadData): string => `Energy beyond each unit of IT energy${replications > 1 ? `, mean of ${replications} runs` : ', one replication'}`

function overheadChart(words: Words): ChartDefinition<OverheadData> {
  return defineChart<OverheadData>({
    id: words.id,
    label: words.label,
    layout(data, frame) {
      const rows = known(data)
      if (rows.length === 0) return emptyPage(frame, words.label, 'No IT power yet')
      const max = rows.reduce((most, { cooling, losses }) => Math.max(most, cooling + losses), LEAST_SCALE)
      return stackedBars(frame, headingOf(frame, finding(data, words), measure(data)), KEYS, rows.map(row => ({
        label: row.label,
        parts: [row.cooling, row.losses],
        text: digits(pueOf(row), 3),
        tip: `${row.label}: ${words.name} ${digits(pueOf(row), 3)}, cooling ${digits(row.cooling, 3)}, electrical losses ${digits(row.losses, 3)}`,
      })), max, { title: 'energy beyond IT, kWh a kWh of IT', value: words.name === 'PUE' ? 'PUE' : 'pPUE', format: digits })
    },
    rows: data => ({
      columns: [{ name: words.column, unit: '' }, { name: words.name, unit: '1' }, { name: 'cooling', unit: '1' }, { name: 'electrical losses', unit: '1' }],
      rows: known(data).map(row => [row.label, pueOf(row), row.cooling, row.losses]),
    }),
    describe: data => (known(data).length === 0 ? `${words.label}: no IT power yet.` : `${finding(data, words)}. ${known(data).map(row => `${row.label} ${digits(pueOf(row), 3)}`).join(', ')}.`),
  })
}

export const pueByYear = overheadChart({ id: 'pue-by-year', label: 'PUE by year', name: 'PUE', column: 'year', of: label => `in ${label}` })
export const pueByLoad = overheadChart({ id: 'pue-by-load', label: 'PUE by load', name: 'PUE', column: 'IT load of design', of: label => `at ${label} of design load` })
export const pueByBlock = overheadChart({ id: 'ppue-by-block', label: 'Partial PUE by block', name: 'Partial PUE', column: 'block', of: label => `in ${label}` })
