/**
 * Whether the generations of a file are worth replacing by later ones of it: a new accelerator's cost per compute with capital and power against
 * what the old one costs to keep running (power and upkeep alone), the price at which both are equal, and what the power of the old ones would
 * carry instead. Energy costs what it did in the run, cooling and losses included; compute is the dense bfloat16 peak.
 */
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { BILL_LINES } from './bill.ts'
import { capitalRecovery } from '../scenario/capital-recovery.ts'
import { computeInSamePower, type Generation, generationOf, keepUsd, type RefreshPrices, replaceUsd, runningUsd } from '../scenario/generation-cost.ts'
import { megawattHours } from './energy.ts'
import { costRows } from './money.ts'

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

/** An old generation against a later one. */
export function refreshPair(old: Generation, successor: Generation, prices: RefreshPrices): RefreshRow {
  const { lifeYears, discountRate, maintenance } = prices
  const keep = keepUsd(old, prices)
  return {
    old: old.acceleratorName,
    successor: successor.acceleratorName,
    keepUsd: keep,
    replaceUsd: replaceUsd(successor, prices),
    breakEvenUsd: (keep * (successor.flops / PFLOP) - runningUsd(successor, prices)) / (capitalRecovery(discountRate, lifeYears) + maintenance),
    computeInSamePower: computeInSamePower(old, successor),
    acceleratorsInSamePower: old.maxKw / successor.maxKw,
  }
}

/** Generations of the file in order of their lots, each once. */
function generationsOf({ blocks }: Pick<Scenario, 'blocks'>): Generation[] {
  const found = new Map<string, Generation>()
  for (const { racks } of blocks) {
    for (const lot of racks) {
      if (!found.has(lot.acceleratorName)) found.set(lot.acceleratorName, generationOf(lot))
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
