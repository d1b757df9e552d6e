import { LOSSLESS } from '../../../physics/converter-loss.ts'
import { cellTemperatureC, solarOutputW } from '../../../physics/solar.ts'
import type { PowerComponent } from '../component.ts'

export interface SolarSpec {
  /** Direct-current rating, W, and most that the inverters deliver, W. */
  readonly peakW: number
  readonly inverterW: number
  readonly efficiency: number
  /** Irradiance in the plane of the modules per horizontal irradiance. */
  readonly tiltGain: number
}

/** Output of an array, W, at a horizontal irradiance in W/m². */
export function arrayOutputW(spec: SolarSpec, horizontal: number, ambientC: number): number {
  const irradiance = horizontal * spec.tiltGain
  return Math.floor(Math.min(spec.inverterW, solarOutputW(spec.peakW, irradiance, spec.efficiency, cellTemperatureC(ambientC, irradiance))))
}

/** Photovoltaic modules; without output by night, and never counted as firm. */
export const solarArray: PowerComponent<SolarSpec> = {
  kind: 'solar-array',
  label: 'Photovoltaic array',
  summary: 'Feeds the site bus by day before any other source.',
  capacityW: (spec, healthy) => spec.inverterW * Math.min(1, healthy),
  lossCurve: () => LOSSLESS,
  reliability: () => undefined,
  example: { peakW: 100e6, inverterW: 80e6, efficiency: 0.86, tiltGain: 1.1 },
}
