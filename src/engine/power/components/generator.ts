import { LOSSLESS } from '../../../physics/converter-loss.ts'
import { dieselFuelLph } from '../../../physics/generator.ts'
import type { PowerComponent } from '../component.ts'

export interface StandbySpec {
  /** Nameplate of one set, W, and what of it is counted on. */
  readonly ratedW: number
  readonly countedW: number
}

/** Energy of diesel, J/L (lower heating value 35.8 MJ/L). Source: EN 590 diesel, 42.8 MJ/kg at 0.836 kg/L. */
const DIESEL_J_PER_L = 35.8e6
const SECONDS_PER_HOUR = 3600

/** A standby set: waits for the loss of the utility. Starting and failing are drawn a demand (`standby.ts`). */
export const generator: PowerComponent<StandbySpec> = {
  kind: 'generator',
  label: 'Standby generator',
  summary: 'Starts when the utility is lost and carries its block until the utility has been back for a while.',
  capacityW: (spec, healthy) => Math.floor(spec.countedW * healthy),
  lossCurve: () => LOSSLESS,
  reliability: () => undefined,
  example: { ratedW: 3e6, countedW: 2.85e6 },
}

/** Diesel, L/h, of `running` sets that share `loadW`. */
export function dieselLph(spec: StandbySpec, running: number, loadW: number): number {
  return running === 0 ? 0 : running * dieselFuelLph(spec.ratedW, loadW / (running * spec.ratedW))
}

/** Heat of diesel, W by lower heating value, that is burnt at `litresPerHour`. */
export const dieselHeatW = (litresPerHour: number): number => (litresPerHour * DIESEL_J_PER_L) / SECONDS_PER_HOUR

/** Fuel, W by lower heating value, of `running` sets that share `loadW`. */
export const standbyFuelW = (spec: StandbySpec, running: number, loadW: number): number => dieselHeatW(dieselLph(spec, running, loadW))
