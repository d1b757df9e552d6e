import { pow } from '../base/exact-math.ts'

/**
 * Power of a variable-speed pump or fan, W, at a flow fraction of its rating: a static share that does not fall with
 * flow, the rest by the cube law. `staticFraction` 0.15 and a lowest flow of 0.4 are engineering defaults; below the
 * lowest flow the drive holds its speed, so the power no longer falls.
 */
export function affinityPowerW(
  ratedW: number,
  flowFraction: number,
  staticFraction = 0.15,
  flowFractionMin = 0.4,
): number {
  const x = Math.max(flowFraction, flowFractionMin)
  return ratedW * (staticFraction + (1 - staticFraction) * x * x * x)
}

/** Flow fraction of the design that `running` out of `required` equal parallel pumps deliver; engineering default exponent. */
export function parallelPumpFlowFraction(running: number, required: number): number {
  return running >= required ? 1 : pow(running / required, 0.9)
}
