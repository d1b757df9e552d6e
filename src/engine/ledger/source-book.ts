/**
 * What generation is made of and which fuel was burnt, beside the energy book: exact sums of whole watts. Standby, UPS, plant, sun and
 * storage sum to the book's generation, diesel and gas to its fuel; `storageIn`, what charged storage, is part of its losses.
 */
import { addEnergy, energyWMs } from '../../base/exact-sum.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { SiteTotals } from '../ports.ts'

/** Order of the items, by the names of their flows. */
export const SOURCE_ITEMS = ['standby', 'ups', 'plant', 'solar', 'storageOut', 'storageIn', 'diesel', 'gas'] as const
export type SourceItem = (typeof SOURCE_ITEMS)[number]

const FLOW = { standby: 'standbyW', ups: 'upsW', plant: 'plantW', solar: 'solarW', storageOut: 'storageOutW', storageIn: 'storageInW', diesel: 'dieselW', gas: 'gasW' } as const

export interface SourceBook {
  /** Integrates with the flows of the last call, then takes over the present flows. */
  post(totals: SiteTotals): void
  /** Exact energy up to now, W·ms. */
  totalWms(item: SourceItem): bigint
}

export function createSourceBook(kernel: Kernel, state: State): SourceBook {
  const items = SOURCE_ITEMS.map(item => ({ flow: FLOW[item], sum: state.scalars(`energy.source.${item}`, { kWh: 0, wMs: 0, flowW: 0, lastMs: 0 }) }))
  return {
    post(totals) {
      for (let i = 0; i < items.length; i++) {
        const { flow, sum } = items[i]
        const w = totals[flow]
        if (w === sum.flowW) continue
        addEnergy(sum, sum.flowW, kernel.now - sum.lastMs)
        sum.lastMs = kernel.now
        sum.flowW = w
      }
    },
    totalWms(item) {
      const { sum } = items[SOURCE_ITEMS.indexOf(item)]
      return energyWMs(sum) + BigInt(sum.flowW) * BigInt(kernel.now - sum.lastMs)
    },
  }
}
