import { LOSSLESS } from '../../../physics/converter-loss.ts'
import type { PowerComponent, Reliability } from '../component.ts'

export interface StoreSpec extends Reliability {
  /** Energy of one unit when new, J, and rating of its inverters, W. */
  readonly energyJ: number
  readonly inverterW: number
  /** Highest power per energy of the cells, 1/s. */
  readonly ratePerS: number
  /** One-way efficiency, 0–1. */
  readonly efficiency: number
  /** Power of cooling and controls of one unit, W. */
  readonly auxiliaryW: number
  /** Share of the power that is counted on. */
  readonly availability: number
}

/** Power of one unit whose cells have the given health, W. */
export const storeUnitW = (spec: StoreSpec, health: number): number => Math.min(spec.ratePerS * spec.energyJ * health, spec.inverterW) * spec.availability

/** Battery storage on the site bus; its losses are kept in its own books of energy, not in a curve. */
export const batteryStore: PowerComponent<StoreSpec> = {
  kind: 'battery-store',
  label: 'Battery storage',
  summary: 'Carries the site bus while sources are away or start, and takes the peaks off the grid.',
  capacityW: (spec, healthy) => Math.floor(storeUnitW(spec, 1) * healthy),
  lossCurve: () => LOSSLESS,
  reliability: spec => spec,
  example: { energyJ: 7.2e9, inverterW: 2e6, ratePerS: 1 / 3600, efficiency: 0.9479, auxiliaryW: 4000, availability: 0.97, failuresPerYear: 0.2, repairMs: 86_400_000 },
}
