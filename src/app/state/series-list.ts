/** Series of a run that can be looked at and held against measured values: what people ask for first, then everything that is recorded by window. */
import { capacityLevels } from '../../analysis/capacity.ts'
import { HOUR_MS } from '../../base/spans.ts'
import type { RunResult } from '../../results/run-result.ts'

export interface RunSeries {
  readonly id: string
  readonly label: string
  readonly unit: string
  /** What one of a unit is in that of the series; units of files that are understood. */
  readonly units: Readonly<Record<string, number>>
  values(run: RunResult): Float64Array
}

const POWER = { MW: 1, kW: 1e-3, W: 1e-6, GW: 1e3 } as const
const SHARE = { '%': 1, '1': 100 } as const
const IT_LEAST = 0.02

const recorded = (run: RunResult, id: string): Float64Array => run.series.find(each => each.id === id)?.values ?? new Float64Array(run.ledger.windowCount)
const megawatts = (run: RunResult, kWh: Float64Array): Float64Array => kWh.map(value => value / (run.ledger.windowMs / HOUR_MS) / 1000)
const siteMW = (run: RunResult): Float64Array => {
  const generation = recorded(run, 'generation')
  return megawatts(run, recorded(run, 'grid').map((kWh, at) => kWh + generation[at]))
}
const itMW = (run: RunResult): Float64Array => megawatts(run, recorded(run, 'it'))
const LAST_NODE_GATE = 6

/** Site over IT power; nothing where the IT draws next to nothing. */
function pue(run: RunResult): Float64Array {
  const [site, it] = [siteMW(run), itMW(run)]
  const least = it.reduce((most, value) => Math.max(most, value), 0) * IT_LEAST
  return site.map((value, at) => (it[at] > least ? value / it[at] : NaN))
}

function productiveShare(run: RunResult): Float64Array {
  const { contracted, productive } = capacityLevels(run.ledger)
  return Float64Array.from(productive, (value, at) => (contracted[at] > 0 ? (100 * value) / contracted[at] : NaN))
}

const FIRST: readonly RunSeries[] = [
  { id: 'site', label: 'Site power', unit: 'MW', units: POWER, values: siteMW },
  { id: 'it-power', label: 'IT power', unit: 'MW', units: POWER, values: itMW },
  { id: 'utilisation', label: 'Useful share of the contract', unit: '%', units: SHARE, values: productiveShare },
  { id: 'capacity', label: 'Allocatable accelerators', unit: '', units: { '': 1 }, values: run => Float64Array.from(capacityLevels(run.ledger).byGate[LAST_NODE_GATE]) },
  { id: 'pue', label: 'PUE', unit: '', units: { '': 1 }, values: pue },
]

/** `1` is how counts write that they have no unit. */
const unitOf = (unit: string): string => (unit === '1' ? '' : unit)

export function seriesOf(run: RunResult): readonly RunSeries[] {
  return [...FIRST, ...run.series.map(({ id, label, unit }): RunSeries => ({ id: `series:${id}`, label, unit: unitOf(unit), units: { [unitOf(unit)]: 1 }, values: each => recorded(each, id) }))]
}

/** The unit of a file as one of those that a series understands; undefined for others. */
export function understoodUnit({ units }: RunSeries, unit: string): string | undefined {
  const wanted = unit.trim().toLowerCase()
  return Object.keys(units).find(each => each.toLowerCase() === wanted)
}
