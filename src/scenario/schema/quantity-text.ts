/** Quantities as authors write them, such as `60 MW`, `48 weeks` or `85 %`, read into engine units. */
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import { convert, DIMENSIONLESS, sameDimensions, unitOf } from './units.ts'
import type { Unit } from './units.ts'

/** Why an input is refused; becomes an issue once its place in the file is known. */
export interface Problem {
  readonly code: string
  readonly message: string
  /** Allowed range, values or shape, in words. */
  readonly allowed?: string
  readonly nearest?: string
}

/** A number with its unit, before conversion. */
export interface Quantity {
  readonly value: number
  readonly unit: Unit
  readonly unitText: string
}

const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*)$/su
const MAX_TEXT_LENGTH = 120

/** Engine units whose values are whole numbers. */
const INTEGER_UNITS: ReadonlySet<string> = new Set(['W', 'ms'])

/** Reads `60 MW` into its number and unit; a bare number has the unit `''`. */
export function readQuantity(text: string): Result<Quantity, Problem> {
  const match = text.length > MAX_TEXT_LENGTH ? null : NUMBER.exec(text.trim())
  if (match === null) return err({ code: 'not-a-quantity', message: 'is not a number with a unit' })
  let rest = match[2].trim()
  let value = Number(match[1])
  if (/^(?!1\s*\/)[,_]?\d/u.test(rest)) return err({ code: 'not-a-quantity', message: 'is not a number with a unit; write digits without separators' })
  if (rest.startsWith('%')) {
    value = Number((value / 100).toPrecision(15))
    rest = rest.slice(1).trim()
  }
  const unit = unitOf(rest)
  if (!unit.ok) return err({ code: 'unknown-unit', message: unit.error })
  if (!Number.isFinite(value)) return err({ code: 'not-a-quantity', message: 'is beyond the range of numbers' })
  return ok({ value, unit: unit.value, unitText: rest })
}

const wanted = (unitText: string): string => (unitText === '' ? 'a number without unit' : `a quantity in ${unitText}`)

/** Converts a quantity to an engine unit; refuses another dimension, and a temperature where a difference is meant. */
export function toUnit(quantity: Quantity, engineUnit: string): Result<number, Problem> {
  const target = unitOf(engineUnit)
  if (!target.ok) throw new Error(`the schema names an unknown unit: ${engineUnit}`)
  if (quantity.unitText === '' && target.value.dimensions.length > 0) {
    return err({ code: 'unit-missing', message: 'has no unit', allowed: wanted(engineUnit) })
  }
  if (!sameDimensions(quantity.unit.dimensions, target.value.dimensions)) {
    return err({ code: 'dimension', message: `is in '${quantity.unitText}', which measures something else`, allowed: wanted(engineUnit) })
  }
  if (quantity.unit.offset !== 0 && target.value.offset === 0) {
    return err({ code: 'dimension', message: 'is a temperature where a difference or an absolute value is meant; write it in K', allowed: wanted(engineUnit) })
  }
  const converted = convert(quantity.value, quantity.unit, target.value)
  const isCounted = INTEGER_UNITS.has(engineUnit)
  const value = isCounted ? Math.round(converted) : converted
  if (isCounted ? !Number.isSafeInteger(value) : !Number.isFinite(value)) {
    return err({ code: 'range', message: 'is beyond the range that can be counted exactly', allowed: wanted(engineUnit) })
  }
  return ok(value + 0) // no negative zero
}

/** Reads any input as a quantity in an engine unit. */
export function parseQuantity(input: unknown, engineUnit: string): Result<number, Problem> {
  if (typeof input === 'number') return toUnit({ value: input, unit: DIMENSIONLESS, unitText: '' }, engineUnit)
  if (typeof input !== 'string') return err({ code: 'type', message: `is ${kindOf(input)}`, allowed: wanted(engineUnit) })
  const quantity = readQuantity(input)
  if (quantity.ok) return toUnit(quantity.value, engineUnit)
  return err({ ...quantity.error, allowed: wanted(engineUnit) })
}

/** Reads a bare number or a percentage. */
export function parseRatio(input: unknown): Result<number, Problem> {
  if (typeof input === 'number' && Number.isFinite(input)) return ok(input)
  if (typeof input !== 'string') return err({ code: 'type', message: `is ${kindOf(input)}`, allowed: 'a number or a percentage' })
  const quantity = readQuantity(input)
  if (!quantity.ok) return err({ code: 'type', message: 'is not a number', allowed: 'a number or a percentage' })
  if (quantity.value.unitText !== '') return err({ code: 'dimension', message: `has the unit '${quantity.value.unitText}'`, allowed: 'a number or a percentage' })
  return ok(quantity.value.value + 0)
}

/** What an input is, in the words of a message. */
export function kindOf(input: unknown): string {
  if (input === null || input === undefined) return 'empty'
  if (Array.isArray(input)) return 'a list'
  if (typeof input === 'object') return 'a section with keys'
  if (typeof input === 'boolean') return 'true or false'
  return typeof input === 'number' ? 'a bare number' : 'text'
}

/** A range in words: `0 W to 2 GW`, `at least 1`, `at most 5 years`. */
export function rangeText(min: string | number | undefined, max: string | number | undefined): string | undefined {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`
  if (min !== undefined) return `at least ${min}`
  return max === undefined ? undefined : `at most ${max}`
}
