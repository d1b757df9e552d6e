/** Level payments for capital. Source: annuity formula. */
import { pow } from '../base/exact-math.ts'

/** Capital recovery factor: the level annual payment per unit of capital at rate `r` over `years`. */
export function capitalRecovery(rate: number, years: number): number {
  if (rate === 0) return 1 / years
  return rate / (1 - pow(1 + rate, -years))
}
