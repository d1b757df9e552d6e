/** What the panel of efficiency shows: headline figures, charts and the whole table in groups, worked out once for each set of runs. */
import { type EfficiencyRow, efficiencyRows } from '../../analysis/efficiency.ts'
import { type EfficiencyParts, efficiencyParts } from '../../analysis/efficiency-parts.ts'
import { runFigures } from '../../analysis/figures.ts'
import { summarise } from '../../analysis/summarise.ts'
import { writeCsv } from '../../exchange/csv.ts'
import { type Figure, isEstimate } from '../../results/summary.ts'
import { formatNumber, formatQuantity, formatRange } from '../format.ts'
import { runsOf, type Study } from './run.ts'
import { hasContract } from './so-far.ts'

export interface EfficiencyGroup {
  readonly label: string
  readonly rows: readonly EfficiencyRow[]
}

export interface Headline {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly unit: string
  /** Interval, or why there is no value. */
  readonly more: string
}

export interface EfficiencyView {
  readonly headlines: readonly Headline[]
  readonly parts: EfficiencyParts
  readonly groups: readonly EfficiencyGroup[]
}

/** Groups of the table in order; a row belongs to the first whose pattern its id matches. */
const GROUPS: readonly { readonly label: string; readonly has: RegExp }[] = [
  { label: 'Site', has: /^(pue|budgetPue|wue|cue|ere)$/ },
  { label: 'PUE by year', has: /^pue\.\d/ },
  { label: 'PUE by load', has: /^pue\.load/ },
  { label: 'Water', has: /^(water|peakWater|shortage)/ },
  { label: 'Partial PUE of blocks', has: /^ppue\./ },
  { label: 'Hours by economiser mode', has: /^(liquid|air)\./ },
  { label: 'Machines and warranty', has: /./ },
]

export function efficiencyGroups(rows: readonly EfficiencyRow[]): EfficiencyGroup[] {
  const groupOf = ({ id }: EfficiencyRow): number => GROUPS.findIndex(({ has }) => has.test(id))
  return GROUPS.map(({ label }, index) => ({ label, rows: rows.filter(row => groupOf(row) === index) })).filter(group => group.rows.length > 0)
}

/** As many decimals as tell values of this kind apart. */
export function efficiencyValue({ value, unit }: EfficiencyRow): string {
  if (value === null) return '–'
  const decimals = unit === '' ? (Number.isInteger(value) && Math.abs(value) >= 10 ? 0 : 3) : Math.abs(value) < 10 ? 2 : Math.abs(value) < 1000 ? 1 : 0
  return formatNumber(value, decimals)
}

function headline(id: string, label: string, figure: Figure, unit: string, decimals: number): Headline {
  if (!isEstimate(figure)) return { id, label, value: '–', unit: '', more: figure.reason }
  const text = (value: number): string => formatQuantity(value, unit, decimals)
  return { id, label, value: formatNumber(figure.mean, decimals), unit, more: figure.ci95 === null ? 'one run' : formatRange(text(figure.ci95[0]), text(figure.ci95[1])) }
}

/** While the first run goes on, its figures are not yet those of a run. */
export function whileRunning(study: Study, headlines: readonly Headline[]): readonly Headline[] {
  return study.runs.length > 0 ? headlines : headlines.map(row => (row.more === 'one run' ? { ...row, more: 'so far' } : row))
}

/** Null while nothing is contracted yet. */
export function efficiencyView(study: Study | null): EfficiencyView | null {
  const runs = runsOf(study)
  if (study === null || runs.length === 0 || !runs.every(hasContract)) return null
  const { scenario } = study
  const { pue, budgetPue, sitePerBusbar, wue, cue, peakWaterKgps } = summarise(scenario, runs)
  const rows = efficiencyRows(scenario, runs, runs.map(run => runFigures(scenario, run).cue))
  const ere = rows.find(({ id }) => id === 'ere')
  return {
    headlines: whileRunning(study, [
      headline('pue', 'PUE', pue, '', 3),
      headline('budgetPue', 'PUE for a budget', budgetPue, '', 3),
      headline('sitePerBusbar', 'Site over busbars', sitePerBusbar, '', 3),
      headline('wue', 'WUE', wue, 'L/kWh', 2),
      headline('cue', 'CUE', cue, 'kg/kWh', 3),
      ...(ere === undefined || ere.value === null ? [] : [{ id: 'ere', label: 'ERE', value: efficiencyValue(ere), unit: '', more: ere.label.replace(/^ERE, /, '') }]),
      headline('peakWater', 'Peak water', peakWaterKgps, 'kg/s', 1),
    ]),
    parts: efficiencyParts(scenario, runs),
    groups: efficiencyGroups(rows),
  }
}

/** Every row of the table. */
export const efficiencyCsv = (groups: readonly EfficiencyGroup[]): string =>
  writeCsv([{ name: 'group', unit: '' }, { name: 'id', unit: '' }, { name: 'figure', unit: '' }, { name: 'value', unit: '' }, { name: 'unit', unit: '' }], groups.flatMap(({ label, rows }) => rows.map(row => [label, row.id, row.label, row.value, row.unit])))
