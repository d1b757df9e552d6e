/**
 * How efficiently a run turned energy and water into IT power: PUE of the model and for a budget, by calendar year, by load and by block,
 * WUE, CUE, ERE, peak water beside annual water, and how the blocks were cooled. Ratios of exact energies, rounded once.
 */
import { DAY_MS } from '../base/spans.ts'
import { sumPerPlace } from '../scenario/lots.ts'
import { civilFromDays } from '../base/civil-date.ts'
import type { LoopHours } from '../results/efficiency.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { sitesOf } from '../scenario/sites.ts'
import { runsBySite } from './by-site.ts'
import { megawattHours } from './energy.ts'
import { average } from './estimate.ts'
import { seriesValues } from './money.ts'
import { levelisedUsdPerMWh } from './on-site-money.ts'

/** Width of a bin of load, as a share of the design IT power. */
const BIN = 0.1
/** Micrograms of a cubic metre of water. */
const UG_PER_M3 = 1e12

export interface EfficiencyRow extends Uncertain {
  readonly id: string
  readonly label: string
  /** Mean over the replications in which it has a value; null in none. */
  readonly value: number | null
  readonly unit: string
}

/** Energy of a site, its cooling and its IT, any unit. */
export interface SiteEnergy {
  readonly site: number
  readonly mechanical: number
  readonly it: number
}

/** Energy of the whole run, MWh: what storage delivers came in before. */
export function siteEnergy({ energy, onSite }: RunResult): SiteEnergy {
  return {
    site: Number(BigInt(energy.gridWms) + BigInt(energy.generationWms) - BigInt(onSite.storageOutWms)) / 3.6e12,
    mechanical: megawattHours(energy.mechanicalWms),
    it: megawattHours(energy.itWms),
  }
}

export const pueOf = ({ site, it }: SiteEnergy): number => site / it

/** PUE with cooling energy times `operations`: what control, wear and people add to the model. */
export const budgetPueOf = ({ site, mechanical, it }: SiteEnergy, operations: number): number => (site + (operations - 1) * mechanical) / it

/** Energies of windows, summed over those that `of` names alike. */
export function windowsGrouped<K>(run: RunResult, of: (window: number, itKWh: number) => K | undefined): Map<K, SiteEnergy> {
  const [grid, generation, storageOut, mechanical, it] = ['grid', 'generation', 'storageOut', 'mechanical', 'it'].map(id => seriesValues(run, id))
  const sums = new Map<K, SiteEnergy>()
  for (let window = 0; window < it.length; window++) {
    const key = of(window, it[window])
    if (key === undefined || it[window] <= 0) continue
    const before = sums.get(key) ?? { site: 0, mechanical: 0, it: 0 }
    sums.set(key, { site: before.site + grid[window] + generation[window] - storageOut[window], mechanical: before.mechanical + mechanical[window], it: before.it + it[window] })
  }
  return sums
}

export const yearOf = (run: RunResult, window: number): number => civilFromDays(run.startDay + Math.floor((window * run.ledger.windowMs) / DAY_MS)).year

const designItW = (scenario: Scenario): number => sitesOf(scenario).reduce((total, site) => total + site.scenario.blocks.reduce((sum, block) => sum + sumPerPlace(block, lot => lot.max), 0), 0)

/** PUE with the cooling energy of each site times its factor of `efficiency.operations`; NaN without IT. */
export function budgetPue(scenario: Scenario, run: RunResult): number {
  if (run.sites === undefined) return budgetPueOf(siteEnergy(run), scenario.efficiency.operations)
  const sites = runsBySite(scenario, run).map(site => ({ energy: siteEnergy(site.run), operations: site.scenario.efficiency.operations })).filter(({ energy }) => energy.it > 0)
  return sites.reduce((sum, { energy, operations }) => sum + budgetPueOf(energy, operations) * energy.it, 0) / sites.reduce((sum, { energy }) => sum + energy.it, 0)
}

/** Tenth of the design load in which a window lies, 0–9. */
export const loadBinOf = (scenario: Scenario, run: RunResult) => (_window: number, itKWh: number): number =>
  Math.min(9, Math.floor(itKWh / ((designItW(scenario) / 1000) * (run.ledger.windowMs / 3_600_000)) / BIN))

/** One row for every key that any replication has, in order. */
function byKey(runs: readonly RunResult[], of: (run: RunResult) => Map<number, SiteEnergy>, row: (key: number) => Omit<EfficiencyRow, 'value'>): EfficiencyRow[] {
  const maps = runs.map(of)
  const keys = [...new Set(maps.flatMap(map => [...map.keys()]))].sort((a, b) => a - b)
  return keys.map(key => ({ ...row(key), value: meanOf(maps.map(map => map.get(key)).map(energy => (energy === undefined ? NaN : pueOf(energy)))) }))
}

function meanOf(values: readonly number[]): number | null {
  const known = values.filter(value => Number.isFinite(value))
  return known.length === 0 ? null : average(known)
}

const highest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0)

function siteRows(scenario: Scenario, runs: readonly RunResult[]): EfficiencyRow[] {
  const energies = runs.map(siteEnergy)
  const row = (id: string, label: string, unit: string, values: readonly number[]): EfficiencyRow => ({ id, label, unit, value: meanOf(values) })
  return [
    row('pue', 'PUE of the model', '', energies.map(pueOf)),
    row('budgetPue', `PUE for a budget, cooling energy times ${[...new Set(sitesOf(scenario).map(site => site.scenario.efficiency.operations))].join(' or ')}`, '', runs.map(run => budgetPue(scenario, run))),
    ...byKey(runs, run => windowsGrouped(run, window => yearOf(run, window)), year => ({ id: `pue.${year}`, label: `PUE in ${year}`, unit: '' })),
    ...byKey(runs, run => windowsGrouped(run, loadBinOf(scenario, run)), bin => ({ id: `pue.load${bin}`, label: `PUE at ${bin * 10}–${bin * 10 + 10} % of design load`, unit: '' })),
  ]
}

const ratioOf = (it: bigint, all: bigint): number => (it === 0n ? NaN : Number(all) / Number(it))

function loopRows(block: string, name: 'liquid' | 'air', hours: readonly LoopHours[]): EfficiencyRow[] {
  if (hours.every(({ freeH, partialH, mechanicalH }) => freeH + partialH + mechanicalH === 0)) return []
  const words = { liquid: 'Liquid loop', air: 'Chilled water' }[name]
  const row = (key: keyof LoopHours, label: string): EfficiencyRow => ({ id: `${name}.${key}.${block}`, label: `${words} of ${block}, ${label}`, unit: 'h', value: meanOf(hours.map(each => each[key])) })
  return [row('freeH', 'cooled without compressors'), row('partialH', 'with some help of compressors'), row('mechanicalH', 'by compressors alone')]
}

function blockRows(runs: readonly RunResult[]): EfficiencyRow[] {
  return runs[0].efficiency.flatMap(({ path, label }, index) => {
    const each = runs.map(run => run.efficiency[index])
    const row = (id: string, words: string, unit: string, values: readonly number[]): EfficiencyRow => ({ id: `${id}.${path}`, label: `${words} ${label}`, unit, value: meanOf(values) })
    return [
      row('ppue', 'Partial PUE of', '', each.map(({ itWms, mechanicalWms, roomLossWms }) => ratioOf(BigInt(itWms), BigInt(itWms) + BigInt(mechanicalWms) + BigInt(roomLossWms)))),
      ...loopRows(label, 'liquid', each.map(({ liquid }) => liquid)),
      ...loopRows(label, 'air', each.map(({ air }) => air)),
      row('evaporatingH', 'Hours of evaporation at', 'h', each.map(({ evaporatingH }) => evaporatingH)),
      row('compressorStarts', 'Starts of compressors after free cooling at', '', each.map(({ compressorStarts }) => compressorStarts)),
      row('beyondWarrantyH', 'Hours beyond the warranted coolant at', 'h', each.map(({ beyondWarrantyH }) => beyondWarrantyH)),
    ]
  })
}

function waterRows(scenario: Scenario, runs: readonly RunResult[]): EfficiencyRow[] {
  const years = runs[0].horizonMs / (365.25 * DAY_MS)
  const row = (id: string, label: string, unit: string, values: readonly number[]): EfficiencyRow => ({ id, label, unit, value: meanOf(values) })
  // Of several sites, heat is reused at each by its own share.
  const share = scenario.sites === undefined ? scenario.efficiency.heatReuse : 0
  return [
    row('wue', 'WUE', 'L/kWh', runs.map(run => run.energy.waterL / (siteEnergy(run).it * 1000))),
    ...(share > 0 ? [row('ere', `ERE, ${share * 100} % of IT heat reused`, '', runs.map(run => pueOf(siteEnergy(run)) - share))] : []),
    row('waterPerYear', 'Water a year', 'm³', runs.map(run => run.energy.waterL / 1000 / years)),
    row('peakWater', 'Peak water', 'kg/s', runs.map(run => highest(seriesValues(run, 'peakWater')))),
    ...runs[0].water.sources.map(({ id }, index) => row(`water.${id}`, `Water from ${id}`, 'm³', runs.map(run => Number(BigInt(run.water.sources[index].ug)) / UG_PER_M3))),
    ...(['evaporated', 'blowdown', 'drift'] as const).map(part => row(`water.${part}`, { evaporated: 'Water evaporated', blowdown: 'Water bled off', drift: 'Water drifted away' }[part], 'm³', runs.map(run => Number(BigInt(run.water[`${part}Ug`])) / UG_PER_M3))),
  ]
}

/** Hours of what a shortage of water made the site do, by what it was. */
function shortageRows(runs: readonly RunResult[]): EfficiencyRow[] {
  const hours = runs.map(run => {
    const found = new Map<string, number>()
    for (const { kind, label, atMs, endMs } of run.incidents) {
      if (kind === 'water') found.set(label, (found.get(label) ?? 0) + ((endMs < 0 ? run.horizonMs : endMs) - atMs) / 3_600_000)
    }
    return found
  })
  const labels = [...new Set(hours.flatMap(found => [...found.keys()]))].sort()
  return labels.map(label => ({ id: `shortage.${label}`, label: `Hours of ${label}`, unit: 'h', value: average(hours.map(found => found.get(label) ?? 0)) }))
}

/** The whole table, mean over replications; `carbon` is the CUE of each. */
/** What a megawatt-hour of the plants on site costs; no row where there are none. */
function plantCostRows(scenario: Scenario, runs: readonly RunResult[]): EfficiencyRow[] {
  if (scenario.generation.length === 0 || scenario.sites !== undefined) return []
  return [{ id: 'plantCost', label: 'Levelised cost of power made on site', unit: 'USD/MWh', value: meanOf(runs.map(run => levelisedUsdPerMWh(scenario, run))) }]
}

export function efficiencyRows(scenario: Scenario, runs: readonly RunResult[], cue: readonly number[]): EfficiencyRow[] {
  return [...siteRows(scenario, runs), ...plantCostRows(scenario, runs), { id: 'cue', label: 'CUE', unit: 'kg/kWh', value: meanOf(cue) }, ...waterRows(scenario, runs), ...shortageRows(runs), ...blockRows(runs)]
}
