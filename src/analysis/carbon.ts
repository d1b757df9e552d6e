/** Carbon of fuel that is burnt on site. */
import type { RunResult } from '../results/run-result.ts'
import { gigajoules } from './energy.ts'

/** CO₂ of natural gas by lower heating value, kg/GJ. */
const GAS_CO2 = 56.1
/** Carbon of diesel, kg/GJ: 2.706 kg/L by REopt at 35.8 MJ/L. */
const DIESEL_CO2 = 2.706 / 0.0358

/** Carbon of diesel and gas, t; what a run does not call diesel is gas. */
export function fuelCarbonT(run: RunResult): number {
  const dieselGJ = gigajoules(run.onSite.dieselWms)
  return ((gigajoules(run.energy.fuelWms) - dieselGJ) * GAS_CO2 + dieselGJ * DIESEL_CO2) / 1000
}
