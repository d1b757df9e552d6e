import type { BlockPowerSection } from '../../scenario/schema/block-power.ts'

/** Load at one power factor. */
export interface FactoredLoad {
  readonly w: number
  readonly factor: number
}

/** Racks and motors of a block at their power factors. */
export const factoredLoads = ({ powerFactor }: Pick<BlockPowerSection, 'powerFactor'>, itW: number, mechanicalW: number): FactoredLoad[] => [
  { w: itW, factor: powerFactor.it },
  { w: mechanicalW, factor: powerFactor.mechanical },
]

/** Power factor of a mix: total power per sum of the apparent powers, which bounds the current from above. */
export function mixedPowerFactor(loads: readonly FactoredLoad[]): number {
  const w = loads.reduce((sum, load) => sum + load.w, 0)
  const va = loads.reduce((sum, load) => sum + load.w / load.factor, 0)
  return va === 0 ? 1 : w / va
}
