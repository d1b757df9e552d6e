import { LOSSLESS } from '../../../physics/converter-loss.ts'
import { gasHeatRateKjPerKwh } from '../../../physics/generator.ts'
import type { PowerComponent } from '../component.ts'
import type { EngineSpec } from '../engine-spec.ts'

const KJ_PER_KWH = 3600

/** A prime-power engine; dispatched behind the feeds, so it runs only for what they cannot carry. */
export const gasEngine: PowerComponent<EngineSpec> = {
  kind: 'gas-engine',
  label: 'Gas engine',
  summary: 'Generates for months before or beside the grid.',
  capacityW: (spec, healthy) => Math.floor(spec.ratedW * healthy),
  lossCurve: () => LOSSLESS,
  reliability: spec => spec,
  example: { ratedW: 4e6, efficiency: 0.449, loadFractionMin: 0.4, failuresPerYear: 6.8, repairMs: 144_000_000 },
}

/** Units that run for `loadW` when each can give `unitW`: as few as carry it, and `spare` more for a trip. */
export function unitsOn(running: number, loadW: number, unitW: number, spare: number): number {
  return loadW === 0 || unitW <= 0 ? 0 : Math.min(running, Math.ceil(loadW / unitW) + spare)
}

/** Fuel, W by lower heating value, of a plant with `running` healthy units at `loadW`; each can give `unitW` now. */
export function engineFuelW(spec: EngineSpec, running: number, loadW: number, unitW = spec.ratedW, spare = 1): number {
  const on = unitsOn(running, loadW, unitW, spare)
  if (on === 0) return 0
  const fraction = Math.max(spec.loadFractionMin, loadW / (on * unitW))
  const unit = { isoW: spec.ratedW, derateFractionPerK: 0, heatRateKjPerKwh: KJ_PER_KWH / spec.efficiency, loadFractionMin: spec.loadFractionMin }
  return (loadW * gasHeatRateKjPerKwh(unit, fraction)) / KJ_PER_KWH
}
