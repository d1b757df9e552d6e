/** What a year of compute costs on a generation of accelerators: kept as it is, or bought anew. The rules of refresh and its report share it. */
import { capitalRecovery } from './capital-recovery.ts'
import type { Lot } from './lots.ts'

const HOURS_PER_YEAR = 8766
const PFLOP = 1e15

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

export function generationOf({ acceleratorName, year, nodes, acceleratorsPerNode, peakFlops, sustained, max }: Lot): Generation {
  const count = nodes * acceleratorsPerNode
  return { acceleratorName, year, flops: peakFlops, sustainedKw: sustained / count / 1000, maxKw: max / count / 1000 }
}

/** Energy and licences of an accelerator in a year, USD. */
export const runningUsd = ({ sustainedKw }: Generation, { usdPerItKwh, softwareUsd }: Pick<RefreshPrices, 'usdPerItKwh' | 'softwareUsd'>): number => sustainedKw * HOURS_PER_YEAR * usdPerItKwh + softwareUsd

/** A year of a Pflop/s on what is there: energy, upkeep and licences, USD. */
export const keepUsd = (old: Generation, prices: RefreshPrices): number => (runningUsd(old, prices) + prices.capexUsd * prices.maintenance) / (old.flops / PFLOP)

/** The same on new accelerators, with their capital over their life, USD. */
export function replaceUsd(successor: Generation, prices: RefreshPrices): number {
  const { capexUsd, lifeYears, discountRate, maintenance } = prices
  return (capexUsd * (capitalRecovery(discountRate, lifeYears) + maintenance) + runningUsd(successor, prices)) / (successor.flops / PFLOP)
}

/** Compute that the power of the old ones carries with new ones, as a multiple. */
export const computeInSamePower = (old: Generation, successor: Generation): number => successor.flops / successor.maxKw / (old.flops / old.maxKw)
