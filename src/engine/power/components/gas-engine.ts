import { LOSSLESS } from '../../../physics/converter-loss.ts'
import { gasHeatRateKjPerKwh } from '../../../physics/generator.ts'
import type { PowerComponent, Reliability } from '../component.ts'

export interface EngineSpec extends Reliability {
  /** Continuous output at the site's elevation, W. */
  readonly ratedW: number
  /** Efficiency at full load, lower heating value, 0–1. */
  readonly efficiency: number
  /** Lowest stable load per rating. */
  readonly loadFractionMin: number
}

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

/** Fuel, W by lower heating value, of a plant with `running` engines at `loadW`: as few on as carry it, and one more for a trip. */
export function engineFuelW(spec: EngineSpec, running: number, loadW: number): number {
  if (running === 0 || loadW === 0) return 0
  const on = Math.min(running, Math.ceil(loadW / spec.ratedW) + 1)
  const fraction = Math.max(spec.loadFractionMin, loadW / (on * spec.ratedW))
  const unit = { isoW: spec.ratedW, derateFractionPerK: 0, heatRateKjPerKwh: KJ_PER_KWH / spec.efficiency, loadFractionMin: spec.loadFractionMin }
  return (loadW * gasHeatRateKjPerKwh(unit, fraction)) / KJ_PER_KWH
}
