/**
 * Whether the generations of a file are worth replacing by later ones of it: a new accelerator's cost per compute with capital and power against
 * what the old one costs to keep running (power and upkeep alone), the price at which both are equal, and what the power of the old ones would
 * carry instead. Energy costs what it did in the run, cooling and losses included; compute is the dense bfloat16 peak.
 */
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { BILL_LINES } from './bill.ts'
import { capitalRecovery } from './capital-recovery.ts'
import { megawattHours } from './energy.ts'
import { costRows } from './money.ts'

const HOURS_PER_YEAR = 8766
const PFLOP = 1e15

export interface RefreshRow extends Uncertain {
  /** Names of the accelerators. */
  readonly old: string
  readonly successor: string
  /** A year of a Pflop/s: keeping the old one, and buying and running the new one, USD. */
  readonly keepUsd: number
  readonly replaceUsd: number
  /** Price of a new accelerator below which replacing is cheaper, USD; at or below 0 at none. */
  readonly breakEvenUsd: number
  /** Compute that the power of the old ones carries with new ones, as a multiple; new accelerators for each old one there. */
  readonly computeInSamePower: number
  readonly acceleratorsInSamePower: number
}

/** What refresh needs to know of a generation. */
export interface Generation {
  readonly acceleratorName: string
  readonly year: number
  /** Of one accelerator with its share of the rack. */
  readonly flops: number
  readonly sustainedKw: number
  readonly maxKw: number
}

/** Prices of a year. */
export interface RefreshPrices {
  readonly usdPerItKwh: number
  readonly capexUsd: number
  readonly lifeYears: number
  readonly discountRate: number
  /** Of the price of an accelerator, a year; and licences, USD a year. */
  readonly maintenance: number
  readonly softwareUsd: number
}

/** An old generation against a later one. */
export function refreshPair(old: Generation, successor: Generation, prices: RefreshPrices): RefreshRow {
  const { usdPerItKwh, capexUsd, lifeYears, discountRate, maintenance, softwareUsd } = prices
  const powerUsd = ({ sustainedKw }: Generation): number => sustainedKw * HOURS_PER_YEAR * usdPerItKwh
  const capital = capitalRecovery(discountRate, lifeYears)
  const keepUsd = (powerUsd(old) + capexUsd * maintenance + softwareUsd) / (old.flops / PFLOP)
  const running = powerUsd(successor) + softwareUsd
  return {
    old: old.acceleratorName,
    successor: successor.acceleratorName,
    keepUsd,
    replaceUsd: (capexUsd * (capital + maintenance) + running) / (successor.flops / PFLOP),
    breakEvenUsd: (keepUsd * (successor.flops / PFLOP) - running) / (capital + maintenance),
    computeInSamePower: successor.flops / successor.maxKw / (old.flops / old.maxKw),
    acceleratorsInSamePower: old.maxKw / successor.maxKw,
  }
}

/** Generations of the file in order of their lots, each once. */
function generationsOf({ blocks }: Pick<Scenario, 'blocks'>): Generation[] {
  const found = new Map<string, Generation>()
  for (const { racks } of blocks) {
    for (const { acceleratorName, year, nodes, acceleratorsPerNode, peakFlops, sustained, max } of racks) {
      const count = nodes * acceleratorsPerNode
      if (!found.has(acceleratorName)) found.set(acceleratorName, { acceleratorName, year, flops: peakFlops, sustainedKw: sustained / count / 1000, maxKw: max / count / 1000 })
    }
  }
  return [...found.values()]
}

const ELECTRICITY: ReadonlySet<string> = new Set(BILL_LINES.map(({ id }) => id))

/** Every generation against every later one; empty where the file has one alone, or nothing drew power. */
export function refreshRows(scenario: Scenario, run: RunResult): RefreshRow[] {
  const generations = generationsOf(scenario)
  const itKwh = megawattHours(run.energy.itWms) * 1000
  if (generations.length < 2 || itKwh === 0) return []
  const { accelerators, discountRate, software } = scenario.money
  const electricityUsd = costRows(scenario, run).reduce((usd, row) => (ELECTRICITY.has(row.id) ? usd + row.usd : usd), 0)
  const prices: RefreshPrices = { usdPerItKwh: electricityUsd / itKwh, capexUsd: accelerators.capex, lifeYears: accelerators.life, discountRate, maintenance: accelerators.maintenance, softwareUsd: software }
  return generations.flatMap(old => generations.flatMap(successor => (successor.year > old.year ? [refreshPair(old, successor, prices)] : [])))
}
