/** How well a simulated series meets what was measured, by the two measures of ASHRAE Guideline 14. */
import { sqrt } from '../base/exact-math.ts'

export interface Calibration {
  /** Pairs that were compared. */
  readonly count: number
  readonly meanActual: number
  readonly meanSimulated: number
  /** Normalised mean bias error, share: positive where less was simulated than measured. */
  readonly nmbe: number
  /** Coefficient of variation of the root mean square error, share. */
  readonly cvRmse: number
}

/** Parameters of the model that the guideline takes off the number of pairs for calibrated simulations. */
const PARAMETERS = 1

/** What the guideline allows of hourly and of monthly data, shares. */
export const GUIDELINE_14 = { hourly: { nmbe: 0.1, cvRmse: 0.3 }, monthly: { nmbe: 0.05, cvRmse: 0.15 } } as const

/** Null below two pairs, and where nothing was measured on average. Pairs without a number on either side are left out. */
export function calibrationOf(actual: ArrayLike<number>, simulated: ArrayLike<number>): Calibration | null {
  let [count, sumActual, sumSimulated, bias, square] = [0, 0, 0, 0, 0]
  for (let at = 0; at < actual.length; at++) {
    const difference = actual[at] - simulated[at]
    if (!Number.isFinite(difference)) continue
    count += 1
    sumActual += actual[at]
    sumSimulated += simulated[at]
    bias += difference
    square += difference * difference
  }
  if (count <= PARAMETERS || sumActual === 0) return null
  const meanActual = sumActual / count
  return { count, meanActual, meanSimulated: sumSimulated / count, nmbe: bias / ((count - PARAMETERS) * meanActual), cvRmse: sqrt(square / (count - PARAMETERS)) / Math.abs(meanActual) }
}
