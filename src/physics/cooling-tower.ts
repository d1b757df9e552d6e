/**
 * Open cooling tower by the YorkCalc correlation (27 terms): EnergyPlus Engineering Reference, the same as
 * LBNL Modelica Buildings yorkCalc. Terms ordered by powers of flow ratio, range, wet bulb.
 */
const YORK_TERMS = [
  -0.359741205, -0.055053608, 0.0023850432, 0.173926877, -0.0248473764, 0.00048430224, -0.005589849456,
  0.0005770079712, -1.342427256e-5, 2.84765801111111, -0.121765149, 0.0014599242, 1.680428651,
  -0.0166920786, -0.0007190532, -0.025485194448, 4.87491696e-5, 2.719234152e-5, -0.06537662555556,
  -0.002278167, 0.0002500254, -0.0910565458, 0.00318176316, 3.8621772e-5, -0.0034285382352, 8.56589904e-6,
  -1.516821552e-6,
]

/** What a tower is asked: the ratio of relative water flow to relative air flow, the water's range and the wet bulb. */
export interface TowerDuty {
  readonly flowRatio: number
  readonly rangeK: number
  readonly wetBulbC: number
}

/** Bounds inside which the correlation was fitted. */
export const TOWER_LIMITS = {
  wetBulbC: { min: -34.4, max: 26.7 },
  rangeK: { min: 1.1, max: 22.2 },
  approachK: { min: 1.1, max: 40 },
  flowRatioMax: 8,
} as const

/** A tower's answer, and which bounds the duty or the result crossed (empty inside the fit). */
export interface TowerApproach {
  readonly approachK: number
  readonly leavingC: number
  readonly crossed: readonly ('wetBulbC' | 'rangeK' | 'approachK' | 'flowRatio')[]
}

/** Approach, K, by the bare correlation. */
export function yorkCalcApproachK(duty: TowerDuty): number {
  let approachK = 0
  let ratioPower = 1
  let term = 0
  for (let a = 0; a < 3; a += 1) {
    let rangePower = ratioPower
    for (let b = 0; b < 3; b += 1) {
      let product = rangePower
      for (let c = 0; c < 3; c += 1) {
        approachK += YORK_TERMS[term] * product
        product *= duty.wetBulbC
        term += 1
      }
      rangePower *= duty.rangeK
    }
    ratioPower *= duty.flowRatio
  }
  return approachK
}

function clamp(value: number, range: { readonly min: number; readonly max: number }): number {
  return Math.min(range.max, Math.max(range.min, value))
}

/** Leaving water of a tower; arguments outside the fit are held at its bounds and named in `crossed`. */
export function towerApproach(duty: TowerDuty): TowerApproach {
  const held: TowerDuty = {
    flowRatio: Math.min(duty.flowRatio, TOWER_LIMITS.flowRatioMax),
    rangeK: clamp(duty.rangeK, TOWER_LIMITS.rangeK),
    wetBulbC: clamp(duty.wetBulbC, TOWER_LIMITS.wetBulbC),
  }
  const correlationK = yorkCalcApproachK(held)
  const approachK = clamp(correlationK, TOWER_LIMITS.approachK)
  const crossed: ('wetBulbC' | 'rangeK' | 'approachK' | 'flowRatio')[] = []
  if (held.wetBulbC !== duty.wetBulbC) crossed.push('wetBulbC')
  if (held.rangeK !== duty.rangeK) crossed.push('rangeK')
  if (held.flowRatio !== duty.flowRatio) crossed.push('flowRatio')
  if (approachK !== correlationK) crossed.push('approachK')
  return { approachK, leavingC: duty.wetBulbC + approachK, crossed }
}

/** Share of rated fan power at an air-flow fraction ≥ 0.2 (OpenStudio variable-speed tower defaults); 0 with fans off. */
export function towerFanFraction(airFlowFraction: number): number {
  if (airFlowFraction <= 0) return 0
  const x = Math.max(0.2, airFlowFraction)
  return -0.0093 + x * (0.0512 + x * (-0.0838 + 1.0419 * x))
}

/** Share of capacity that free convection gives with fans off (OpenStudio default). */
export const FREE_CONVECTION_FRACTION = 0.125

/** c0 + c1·x + c2·x². */
export type Quadratic = readonly [number, number, number]

const quadraticAt = (c: Quadratic, x: number): number => c[0] + x * (c[1] + x * c[2])

/** Sum of the correlation's terms over the powers of two arguments, by the power of the third. */
function approachBy(argument: 'flowRatio' | 'rangeK', other: number, wetBulbC: number): Quadratic {
  const sums: [number, number, number] = [0, 0, 0]
  for (let kept = 0; kept < 3; kept += 1) {
    let power = 1
    for (let summed = 0; summed < 3; summed += 1) {
      const first = argument === 'flowRatio' ? 9 * kept + 3 * summed : 9 * summed + 3 * kept
      sums[kept] += power * (YORK_TERMS[first] + wetBulbC * (YORK_TERMS[first + 1] + wetBulbC * YORK_TERMS[first + 2]))
      power *= other
    }
  }
  return sums
}

/** Halvings after which a root no longer moves in a double. */
const HALVINGS = 52

/** Where a quadratic that rises between `low` and `high` reaches `value`; the bound beyond which it lies outside. */
function whereRising(c: Quadratic, value: number, low: number, high: number): number {
  if (quadraticAt(c, low) >= value) return low
  if (quadraticAt(c, high) <= value) return high
  let [below, above] = [low, high]
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = 0.5 * (below + above)
    if (middle === below || middle === above) break
    if (quadraticAt(c, middle) <= value) below = middle
    else above = middle
  }
  return below
}

/**
 * Largest ratio of water to air flow (least air) that keeps the leaving water within `approachK` of the wet bulb, between
 * `flowRatioMin` and the bound of the fit; undefined when not even the most air does.
 */
export function towerFlowRatioFor(approachK: number, rangeK: number, wetBulbC: number, flowRatioMin: number): number | undefined {
  const held = clamp(rangeK, TOWER_LIMITS.rangeK)
  const byRatio = approachBy('flowRatio', held, clamp(wetBulbC, TOWER_LIMITS.wetBulbC))
  const wanted = Math.min(approachK, TOWER_LIMITS.approachK.max)
  if (wanted < TOWER_LIMITS.approachK.min || quadraticAt(byRatio, flowRatioMin) > wanted) return undefined
  return whereRising(byRatio, wanted, flowRatioMin, TOWER_LIMITS.flowRatioMax)
}

/**
 * Range, K, that a tower of this flow ratio gives when its water may leave `approachK` above the wet bulb. Below the smallest range
 * of the fit it falls in proportion to what is left of the approach above its own smallest value.
 */
export function towerRangeFor(approachK: number, flowRatio: number, wetBulbC: number): number {
  const { rangeK, approachK: bounds, flowRatioMax } = TOWER_LIMITS
  const byRange = approachBy('rangeK', Math.min(flowRatio, flowRatioMax), clamp(wetBulbC, TOWER_LIMITS.wetBulbC))
  const atSmallest = Math.max(bounds.min, quadraticAt(byRange, rangeK.min))
  if (approachK < atSmallest) return approachK <= bounds.min ? 0 : (rangeK.min * (approachK - bounds.min)) / (atSmallest - bounds.min)
  return whereRising(byRange, Math.min(approachK, bounds.max), rangeK.min, rangeK.max)
}
