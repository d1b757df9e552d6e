/** Exact energies of a run (decimal strings of W·ms) in the units of people. The only rounding is that of a number. */

/** MWh: 3.6 × 10¹² W·ms. */
export const megawattHours = (wms: string): number => Number(BigInt(wms)) / 3.6e12

/** GJ: 10¹² W·ms. */
export const gigajoules = (wms: string): number => Number(BigInt(wms)) / 1e12
