/** Fluids of facility loops: water with or without propylene glycol, near 40 °C. */

export interface Fluid {
  readonly densityKgPerM3: number
  readonly heatCapacityJPerKgK: number
}

/** Treated water near 40 °C. */
const WATER: Fluid = { densityKgPerM3: 990, heatCapacityJPerKgK: 4180 }
/** A quarter of propylene glycol by volume (PG25); other shares lie on the line through both, within 2 % of tables up to 0.6. Engineering default. */
const QUARTER_GLYCOL: Fluid = { densityKgPerM3: 1015, heatCapacityJPerKgK: 3900 }

/** Water with a share of propylene glycol by volume, 0–0.6. */
export function facilityFluid(glycol: number): Fluid {
  const between = (of: (fluid: Fluid) => number): number => of(WATER) + ((of(QUARTER_GLYCOL) - of(WATER)) * glycol) / 0.25
  return { densityKgPerM3: between(fluid => fluid.densityKgPerM3), heatCapacityJPerKgK: between(fluid => fluid.heatCapacityJPerKgK) }
}
