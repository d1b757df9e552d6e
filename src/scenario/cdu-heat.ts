/** Heat that one coolant distribution unit carries. */
import { facilityFluid } from './catalog/fluids.ts'
import type { BlockCoolingSection } from './schema/block-cooling.ts'

const LITRES_PER_MIN = 60_000

/** Heat, W, at which the pumps of a unit are at the end of their curve, or its valve is open; Infinity where neither is stated. */
export function cduLimitW({ cdu, facilityLoop }: Pick<BlockCoolingSection, 'cdu' | 'facilityLoop'>): number {
  const pumpsW = cdu.pumpFlow === undefined ? Infinity : (1000 * cdu.pumpFlow) / cdu.flow
  if (cdu.valveFlow === undefined) return pumpsW
  const { densityKgPerM3, heatCapacityJPerKgK } = facilityFluid(facilityLoop.glycol)
  return Math.min(pumpsW, (cdu.valveFlow / LITRES_PER_MIN) * densityKgPerM3 * (facilityLoop.heatCapacity ?? heatCapacityJPerKgK) * facilityLoop.range)
}

/** Usable heat of a unit, W: its rating, or where its pumps or its valve end before. */
export const cduUsableW = (section: Pick<BlockCoolingSection, 'cdu' | 'facilityLoop'>): number => Math.min(section.cdu.rated, cduLimitW(section))
