/**
 * What generation is made of and which fuel was burnt, beside the energy book: exact sums of whole watts. Standby, UPS, plant, sun and
 * storage sum to the book's generation, diesel and gas to its fuel; `storageIn`, what charged storage, is part of its losses.
 */
import { type EnergySum, addEnergy, energyWMs } from '../../base/exact-sum.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { SiteTotals } from '../ports.ts'

/** Order of the items, by the names of their flows. */
export const SOURCE_ITEMS = ['standby', 'ups', 'plant', 'solar', 'storageOut', 'storageIn', 'diesel', 'gas'] as const
export type SourceItem = (typeof SOURCE_ITEMS)[number]

export interface SourceBook {
  /** Integrates with the flows of the last call, then takes over the present flows. */
  post(totals: SiteTotals): void
  /** Exact energy up to now, W·ms. */
  totalWms(item: SourceItem): bigint
}

type Sum = EnergySum & { flowW: number; lastMs: number }

function follow(kernel: Kernel, sum: Sum, flowW: number): void {
  if (flowW === sum.flowW) return
  addEnergy(sum, sum.flowW, kernel.now - sum.lastMs)
  sum.lastMs = kernel.now
  sum.flowW = flowW
}

export function createSourceBook(kernel: Kernel, state: State): SourceBook {
  const sums = Object.fromEntries(SOURCE_ITEMS.map(item => [item, state.scalars(`energy.source.${item}`, { kWh: 0, wMs: 0, flowW: 0, lastMs: 0 })])) as Readonly<Record<SourceItem, Sum>>
  return {
    // One by one: flows that are looked up by name cost more than all the rest, and this follows every settle.
    post(totals) {
      follow(kernel, sums.standby, totals.standbyW)
      follow(kernel, sums.ups, totals.upsW)
      follow(kernel, sums.plant, totals.plantW)
      follow(kernel, sums.solar, totals.solarW)
      follow(kernel, sums.storageOut, totals.storageOutW)
      follow(kernel, sums.storageIn, totals.storageInW)
      follow(kernel, sums.diesel, totals.dieselW)
      follow(kernel, sums.gas, totals.gasW)
    },
    totalWms(item) {
      const sum = sums[item]
      return energyWMs(sum) + BigInt(sum.flowW) * BigInt(kernel.now - sum.lastMs)
    },
  }
}
