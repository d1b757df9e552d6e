import { sqrt } from '../base/exact-math.ts'

/**
 * Loss of a power converter as a quadratic of its output: `constantW + linear·out + quadraticPerW·out²` (W).
 * Covers UPS, PDU, rectifier, power shelf, busway (`quadraticPerW` only), transformer and affine rectifier fits.
 */
export interface LossCurve {
  /** No-load loss, W, ≥ 0. */
  readonly constantW: number
  /** Loss per watt of output, ≥ 0. */
  readonly linear: number
  /** Loss per watt squared, 1/W, ≥ 0. */
  readonly quadraticPerW: number
}

/** Fit of a converter: loss = rated·(a0 + a1·x + a2·x²) with x = output / rated. */
export interface ConverterFit {
  readonly a0: number
  readonly a1: number
  readonly a2: number
}

/**
 * Published or fitted converter losses. UPS rows fitted to vendors' "up to 97 % double conversion, 99 % eco" claims;
 * legacy, shelf, busway, PDU transformer and 800 VDC rows are engineering defaults.
 */
export const CONVERTER_FITS = {
  upsDoubleConversion: { a0: 0.0045, a1: 0.013, a2: 0.0105 },
  upsEco: { a0: 0.0025, a1: 0.004, a2: 0.003 },
  upsLegacy: { a0: 0.018, a1: 0.02, a2: 0.022 },
  rackShelf: { a0: 0.006, a1: 0.01, a2: 0.014 },
  busway: { a0: 0, a1: 0, a2: 0.005 },
  pduTransformer: { a0: 0.0035, a1: 0, a2: 0.012 },
  mvRectifier: { a0: 0.004, a1: 0.006, a2: 0.006 },
  dcBusway: { a0: 0, a1: 0, a2: 0.003 },
  dcToDcShelf: { a0: 0.004, a1: 0.006, a2: 0.008 },
} as const satisfies Record<string, ConverterFit>

/** A converter without any loss. */
export const LOSSLESS: LossCurve = { constantW: 0, linear: 0, quadraticPerW: 0 }

/** What `outputW` answers when the input does not even cover the no-load loss. */
export const NO_OUTPUT = -1

/** Loss curve of a converter rated `ratedW` (> 0) at its output. */
export function converterCurve(ratedW: number, fit: ConverterFit): LossCurve {
  return { constantW: ratedW * fit.a0, linear: fit.a1, quadraticPerW: fit.a2 / ratedW }
}

/**
 * Loss curve of a device published as `in = (out + offsetW) / efficiency`, e.g. ORNL Frontier's rectifier (17 W, 0.96)
 * and 380-to-48 V converter (13 W, 0.98) in ExaDigiT/RAPS.
 */
export function affineConverterCurve(offsetW: number, efficiency: number): LossCurve {
  return { constantW: offsetW / efficiency, linear: 1 / efficiency - 1, quadraticPerW: 0 }
}

/** Loss, W, at an output of `outW` watts. */
export function lossW(curve: LossCurve, outW: number): number {
  return curve.constantW + outW * (curve.linear + outW * curve.quadraticPerW)
}

/** Input, W, for an output of `outW`; real numbers. */
export function inputW(curve: LossCurve, outW: number): number {
  return outW + lossW(curve, outW)
}

/** Output, W, that an input of `inW` yields; closed-form inverse of `inputW`, real numbers. */
export function outputW(curve: LossCurve, inW: number): number {
  const slope = 1 + curve.linear
  const available = inW - curve.constantW
  if (curve.quadraticPerW === 0) return available / slope
  // The form with the root in the denominator loses no digits when the quadratic term is small.
  return (2 * available) / (slope + sqrt(slope * slope + 4 * curve.quadraticPerW * available))
}

/** Loss in whole watts: rounded up, so that books in integers close and no loss is invented away. */
export function integerLossW(curve: LossCurve, outW: number): number {
  return Math.ceil(lossW(curve, outW))
}

/** Input in whole watts for an integer output: `out + ceil(loss(out))`. Strictly increasing in `outW`. */
export function integerInputW(curve: LossCurve, outW: number): number {
  return outW + integerLossW(curve, outW)
}

/**
 * The largest integer output whose `integerInputW` is at most `inW` (integer), or `NO_OUTPUT` when the input does not
 * cover the no-load loss. Exact inverse: closed form, then corrected by single watts.
 */
export function integerOutputW(curve: LossCurve, inW: number): number {
  if (inW < integerInputW(curve, 0)) return NO_OUTPUT
  let outW = Math.max(0, Math.floor(outputW(curve, inW)))
  while (integerInputW(curve, outW) > inW) outW -= 1
  while (integerInputW(curve, outW + 1) <= inW) outW += 1
  return outW
}

/** Efficiency, 0–1, at an output of `outW` > 0. */
export function converterEfficiency(curve: LossCurve, outW: number): number {
  return outW / inputW(curve, outW)
}
