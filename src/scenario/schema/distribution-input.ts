/** Uncertain values as authors write them, read into a base Distribution in engine units. */
import { lognormalFromQuantiles } from '../../base/distribution.ts'
import type { Distribution } from '../../base/distribution.ts'
import { exp } from '../../base/exact-math.ts'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import { nearestName } from '../nearest.ts'
import { kindOf, parseQuantity, parseRatio } from './quantity-text.ts'
import type { Problem } from './quantity-text.ts'

/** The forms in words, for messages and help. */
export const DISTRIBUTION_FORMS =
  'a quantity, {p50, p90}, {pert: [low, mode, high]}, {weibull: {shape, scale}}, {exponential: mean}, {uniform: [low, high]} or {normal: {mean, sd}}'

type Read<T> = Result<T, Problem>
type Form = (input: Readonly<Record<string, unknown>>, unit: string) => Read<Distribution>

const bad = (message: string, allowed: string = DISTRIBUTION_FORMS): { ok: false; error: Problem } => err({ code: 'distribution', message, allowed })

/** Reads several quantities of one unit, in ascending order. */
function ascending(input: unknown, unit: string, names: readonly string[], code = 'distribution'): Read<number[]> {
  if (!Array.isArray(input) || input.length !== names.length) return bad(`needs a list of ${names.join(', ')}`)
  const values: number[] = []
  for (const [index, name] of names.entries()) {
    const value = parseQuantity(input[index], unit)
    if (!value.ok) return err({ ...value.error, message: `${name} ${value.error.message}` })
    if (index > 0 && value.value < values[index - 1]) return err({ code, message: `${name} is below ${names[index - 1]}`, allowed: names.join(' ≤ ') })
    values.push(value.value)
  }
  return ok(values)
}

/** Reads the named parts of a form with one reader each; other keys are refused. */
function parts(input: unknown, readers: Readonly<Record<string, (value: unknown) => Read<number>>>): Read<Record<string, number>> {
  const names = Object.keys(readers)
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return bad(`is ${kindOf(input)}, but needs ${names.join(' and ')}`)
  const stranger = Object.keys(input).find((key) => !names.includes(key))
  if (stranger !== undefined) return err({ code: 'unknown-key', message: `does not know the key '${stranger}'`, allowed: names.join(', '), nearest: nearestName(stranger, names) })
  const values: Record<string, number> = {}
  for (const name of names) {
    const value = readers[name]((input as Record<string, unknown>)[name])
    if (!value.ok) return err({ ...value.error, message: `${name} ${value.error.message}` })
    values[name] = value.value
  }
  return ok(values)
}

function positiveRatio(value: unknown): Read<number> {
  const ratio = parseRatio(value)
  return ratio.ok && ratio.value <= 0 ? err({ code: 'range', message: 'is not positive', allowed: 'above 0' }) : ratio
}

const positive = (unit: string) => (value: unknown): Read<number> => {
  const quantity = parseQuantity(value, unit)
  return quantity.ok && quantity.value <= 0 ? err({ code: 'range', message: 'is not positive', allowed: `above 0 ${unit}` }) : quantity
}

/** Unit of a spread: kelvin for temperatures. */
const spreadUnit = (unit: string): string => (unit === 'degC' ? 'K' : unit)

const FORMS: Readonly<Record<string, Form>> = {
  p50: (input, unit) => {
    const read = parts(input, { p50: positive(unit), p90: positive(unit) })
    if (!read.ok) return read
    if (read.value.p90 < read.value.p50) return bad('p90 is below p50', 'p50 ≤ p90')
    const { p50, p90 } = read.value
    return ok(p50 === p90 ? { kind: 'fixed', value: p50 } : lognormalFromQuantiles(p50, p90))
  },
  pert: (input, unit) => {
    const read = ascending(input.pert, unit, ['low', 'mode', 'high'], 'PERT')
    if (!read.ok) return read
    const [low, mode, high] = read.value
    return ok(low === high ? { kind: 'fixed', value: low } : { kind: 'pert', low, mode, high })
  },
  weibull: (input, unit) => {
    const read = parts(input.weibull, { shape: positiveRatio, scale: positive(unit) })
    return read.ok ? ok({ kind: 'weibull', shape: read.value.shape, scale: read.value.scale }) : read
  },
  exponential: (input, unit) => {
    const mean = positive(unit)(input.exponential)
    return mean.ok ? ok({ kind: 'exponential', mean: mean.value }) : err({ ...mean.error, message: `mean ${mean.error.message}` })
  },
  uniform: (input, unit) => {
    const read = ascending(input.uniform, unit, ['low', 'high'])
    if (!read.ok) return read
    const [low, high] = read.value
    return ok(low === high ? { kind: 'fixed', value: low } : { kind: 'uniform', low, high })
  },
  normal: (input, unit) => {
    const read = parts(input.normal, { mean: (value) => parseQuantity(value, unit), sd: positive(spreadUnit(unit)) })
    return read.ok ? ok({ kind: 'normal', mean: read.value.mean, sd: read.value.sd }) : read
  },
}

/** Reads a quantity (a fixed value) or one of the forms, each a section with a single key, p50 with p90 excepted. */
export function parseDistribution(input: unknown, unit: string): Read<Distribution> {
  if (typeof input !== 'object' || input === null) {
    const value = parseQuantity(input, unit)
    return value.ok ? ok({ kind: 'fixed', value: value.value }) : err({ ...value.error, allowed: DISTRIBUTION_FORMS })
  }
  if (Array.isArray(input)) return bad('is a list')
  const keys = Object.keys(input)
  const name = keys.find((key) => Object.hasOwn(FORMS, key))
  if (name === undefined) {
    const stranger = keys[0] ?? ''
    return err({ code: 'distribution', message: keys.length === 0 ? 'is empty' : `does not know the distribution '${stranger}'`, allowed: DISTRIBUTION_FORMS, nearest: nearestName(stranger, [...Object.keys(FORMS), 'p90']) })
  }
  if (name !== 'p50' && keys.length > 1) return bad(`has more than the one key '${name}'`)
  return FORMS[name](input as Record<string, unknown>, unit)
}

/** Lowest and highest location parameters of a distribution, for range checks; the tails of open forms are not bounded. */
export function boundsOf(distribution: Distribution): { readonly low: number; readonly high: number } {
  switch (distribution.kind) {
    case 'fixed': return { low: distribution.value, high: distribution.value }
    case 'pert': case 'uniform': return { low: distribution.low, high: distribution.high }
    case 'weibull': return { low: distribution.scale, high: distribution.scale }
    case 'exponential': case 'normal': return { low: distribution.mean, high: distribution.mean }
    case 'lognormal': return { low: exp(distribution.mu), high: exp(distribution.mu) }
  }
}
