import { LOSSLESS } from '../../../physics/converter-loss.ts'
import { evaporativeInletC, gasAvailableW } from '../../../physics/generator.ts'
import type { PowerComponent } from '../component.ts'
import type { EngineSpec } from '../engine-spec.ts'

export interface TurbineSpec extends EngineSpec {
  /** Output lost per kelvin above 15 °C. */
  readonly derateFractionPerK: number
  readonly hasInletCooling: boolean
  readonly pressurePa: number
}

/** What one turbine can give in the present air, W; `ratedW` is at 15 °C and sea level. */
export function turbineUnitW(spec: TurbineSpec, ambientC: number, wetBulbC: number): number {
  const inletC = spec.hasInletCooling ? evaporativeInletC(ambientC, wetBulbC) : ambientC
  const { ratedW: isoW, derateFractionPerK, loadFractionMin } = spec
  return gasAvailableW({ isoW, derateFractionPerK, heatRateKjPerKwh: 0, loadFractionMin }, inletC, spec.pressurePa)
}

/** A gas turbine behind the meter; the air at its inlet sets what it can give, in the same hour as it sets the load. */
export const gasTurbine: PowerComponent<TurbineSpec> = {
  kind: 'gas-turbine',
  label: 'Gas turbine',
  summary: 'Generates behind the meter; loses output in hot and thin air.',
  capacityW: (spec, healthy) => Math.floor(turbineUnitW(spec, 15, 15) * healthy),
  lossCurve: () => LOSSLESS,
  reliability: spec => spec,
  example: { ratedW: 34e6, efficiency: 0.36, loadFractionMin: 0.4, failuresPerYear: 6.8, repairMs: 144_000_000, derateFractionPerK: 0.0075, hasInletCooling: false, pressurePa: 101_325 },
}
