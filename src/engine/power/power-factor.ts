/** Power factor of IT loads and of motors, fixed by kind of load; engineering defaults. */
const IT = 0.98
const MECHANICAL = 0.9

/** Power factor of a mix: total power per sum of the apparent powers, which bounds the current from above. */
export function mixedPowerFactor(itW: number, mechanicalW: number): number {
  const apparentVa = itW / IT + mechanicalW / MECHANICAL
  return apparentVa === 0 ? IT : (itW + mechanicalW) / apparentVa
}
