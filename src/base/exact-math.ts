/**
 * Transcendental functions whose results are the same bits on every engine.
 *
 * The language leaves `Math.exp`, `log`, `pow`, `sin` … to the implementation, so two browsers may differ in the last bit, and one bit is
 * enough to part two runs for good. These are the fdlibm algorithms in plain JS (@stdlib, Apache-2.0), which use only operations that
 * IEEE 754 rounds exactly; errors stay below 1 ulp (pow, log10, log2, tanh: about 1–2 ulp).
 *
 * Cost and that of V8's own `Math`, ns a call (Node 24, one shared EPYC core): exp 38/27, ln 42/25, pow 152/30, sin 31/27, cos 31/27,
 * atan 27/23, expm1 35/25, log1p 41/26, tanh 58/34, log10 53/30, log2 54/26. So pow is the one to keep out of hot loops.
 */
import stdAtan from '@stdlib/math-base-special-atan'
import stdCos from '@stdlib/math-base-special-cos'
import stdErfc from '@stdlib/math-base-special-erfc'
import stdExp from '@stdlib/math-base-special-exp'
import stdExpm1 from '@stdlib/math-base-special-expm1'
import stdLn from '@stdlib/math-base-special-ln'
import stdLog1p from '@stdlib/math-base-special-log1p'
import stdPow from '@stdlib/math-base-special-pow'
import stdSin from '@stdlib/math-base-special-sin'

const LN10 = 2.302585092994046
const SQRT_HALF = 0.7071067811865476

// fdlibm's ln 2 as a whole and as a sum whose lead has few bits, and the coefficients of its series for exp.
const LN2_WHOLE = 6.93147180559945286227e-1
const LN2_LEAD = 6.93147182464599609375e-1
const LN2_REST = -1.90465429995776804525e-9
const EXP_SERIES = [1.66666666666666019037e-1, -2.77777777770155933842e-3, 6.61375632143793436117e-5, -1.65339022054652515390e-6, 4.13813679705723846039e-8] as const
const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)
/** Where the low word of a double is: hosts differ in the order of bytes. */
const LOW_WORD = new Uint32Array(Float64Array.of(1).buffer)[0] === 0 ? 0 : 1

/** e to the power x. */
export const exp = (x: number): number => stdExp(x)
/** Natural logarithm; NaN below zero. */
export const ln = (x: number): number => stdLn(x)
/** x to the power y, as ECMAScript defines its special cases. */
export const pow = (x: number, y: number): number => stdPow(x, y)
/**
 * 2 to the power x: the bits of `pow(2, x)`. Between −½ and ½ the logarithm of the base, the range and the exponent need no work, and what is
 * left of fdlibm's algorithm costs a tenth of the whole.
 */
export function exp2(x: number): number {
  if (!(x > -0.5 && x < 0.5)) return stdPow(2, x)
  double[0] = x
  words[LOW_WORD] = 0
  const high = double[0]
  const lead = high * LN2_LEAD
  const rest = (x - high) * LN2_WHOLE + high * LN2_REST
  const z = lead + rest
  const carried = rest - (z - lead)
  const square = z * z
  const even = z - square * (EXP_SERIES[0] + square * (EXP_SERIES[1] + square * (EXP_SERIES[2] + square * (EXP_SERIES[3] + square * EXP_SERIES[4]))))
  return 1 - ((z * even) / (even - 2) - (carried + z * carried) - z)
}

/** Sine of x radians. */
export const sin = (x: number): number => stdSin(x)
/** Cosine of x radians. */
export const cos = (x: number): number => stdCos(x)
/** Arc tangent in radians. */
export const atan = (x: number): number => stdAtan(x)
/** exp(x) − 1 without cancellation near zero. */
export const expm1 = (x: number): number => stdExpm1(x)
/** ln(1 + x) without cancellation near zero. */
export const log1p = (x: number): number => stdLog1p(x)
/** Square root; IEEE 754 rounds it exactly, so the built-in one is safe. */
export const sqrt = (x: number): number => Math.sqrt(x)

/** Logarithm to base 10; whole where x is the double nearest to a power of ten. */
export function log10(x: number): number {
  return logTo(10, stdLn(x) / LN10, x)
}

/** Logarithm to base 2; whole at powers of two. */
export function log2(x: number): number {
  return logTo(2, stdLn(x) / Math.LN2, x)
}

/**
 * The quotient of two rounded logarithms may miss a whole number by a bit; snap to it where the power proves it. A double next to the power
 * has a logarithm that rounds to the same whole number, except near 1, where the logarithm resolves every double.
 */
function logTo(base: number, estimate: number, x: number): number {
  const whole = Math.round(estimate)
  if (whole === 0 || whole === estimate || !(Math.abs(estimate - whole) < 1e-12 * Math.abs(whole))) return estimate
  return Math.abs(stdPow(base, whole) - x) <= 2.3e-16 * x ? whole : estimate
}

/** Hyperbolic tangent. */
export function tanh(x: number): number {
  const size = Math.abs(x)
  if (size > 22) return Math.sign(x)
  if (size < 1e-9) return x
  if (size >= 1) return Math.sign(x) * (1 - 2 / (stdExpm1(2 * size) + 2))
  const t = stdExpm1(-2 * size)
  return (Math.sign(x) * -t) / (t + 2)
}

/** Probability that a standard normal value is at most x; relative error below 1e-14 for x ≥ −8. */
export function normalCdf(x: number): number {
  return 0.5 * stdErfc(-x * SQRT_HALF)
}

/** Ratio of two polynomials of degree 7 in r, numerator a, denominator 1 + r·b…, the shape of all three branches of AS 241. */
function ratio(r: number, a: readonly number[], b: readonly number[]): number {
  const top = ((((((a[7] * r + a[6]) * r + a[5]) * r + a[4]) * r + a[3]) * r + a[2]) * r + a[1]) * r + a[0]
  const bottom = ((((((b[6] * r + b[5]) * r + b[4]) * r + b[3]) * r + b[2]) * r + b[1]) * r + b[0]) * r + 1
  return top / bottom
}

// Wichura (1988), Algorithm AS 241, PPND16, Applied Statistics 37(3): coefficients of the centre, the shoulders and the far tails.
const CENTRE_TOP = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457, 67265.770927008700853,
  33430.575583588128105, 2509.0809287301226727,
]
const CENTRE_BOTTOM = [
  42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061, 28729.085735721942674,
  5226.495278852854561,
]
const SHOULDER_TOP = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258, 0.24178072517745061177,
  0.0227238449892691845833, 7.7454501427834140764e-4,
]
const SHOULDER_BOTTOM = [
  2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459, 0.0151986665636164571966, 5.475938084995344946e-4,
  1.05075007164441684324e-9,
]
const TAIL_TOP = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093, 0.0012426609473880784386,
  2.71155556874348757815e-5, 2.01033439929228813265e-7,
]
const TAIL_BOTTOM = [
  0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4, 1.8463183175100546818e-5,
  1.4215117583164458887e-7, 2.04426310338993978564e-15,
]

/**
 * Quantile of the standard normal distribution, p in (0, 1); ±Infinity at the ends, NaN outside.
 * Wichura's AS 241 (PPND16), relative error below 1e-15, on the exact ln and sqrt.
 */
export function inverseNormal(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return q * ratio(0.180625 - q * q, CENTRE_TOP, CENTRE_BOTTOM)
  const tail = q < 0 ? p : 1 - p
  if (!(tail > 0)) return tail === 0 ? Math.sign(q) * Infinity : NaN
  const r = Math.sqrt(-stdLn(tail))
  const z = r <= 5 ? ratio(r - 1.6, SHOULDER_TOP, SHOULDER_BOTTOM) : ratio(r - 5, TAIL_TOP, TAIL_BOTTOM)
  return q < 0 ? -z : z
}

// Lanczos (1964) with g = 7 and nine terms, coefficients as computed by P. Godfrey.
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]
const SQRT_TWO_PI = 2.5066282746310002

/** Gamma function for x ≥ 0.5, relative error 1e-14 up to 30, 2e-13 at the overflow near 171; NaN below 0.5 (moments of distributions need no more). */
export function gamma(x: number): number {
  if (!(x >= 0.5)) return NaN
  const z = x - 1
  const series = LANCZOS.reduce((sum, c, i) => (i === 0 ? c : sum + c / (z + i)), 0)
  const t = z + 7.5
  const half = stdPow(t, (z + 0.5) / 2) // in two halves: t^(z+0.5) overflows before the product does
  return SQRT_TWO_PI * half * stdExp(-t) * half * series
}
