/** Arithmetic of expressions: numbers with units, exact in every engine. A problem is thrown as an ExpressionError, caught at the one entry. */
import { exp, ln, pow } from '../base/exact-math.ts'
import { convert, DIMENSIONLESS, sameDimensions, unitOf, unitText } from './schema/units.ts'
import type { Unit } from './schema/units.ts'

/** Why an expression has no value. */
export class ExpressionError extends Error {}

/** A number in its own unit. Bare numbers have DIMENSIONLESS. */
export interface Amount {
  readonly value: number
  readonly unit: Unit
  /** Set for the name of a unit alone: `36 degC` is a reading, twice the reading `1 degC` is not. */
  readonly isUnitName?: boolean
}

export const bare = (value: number): Amount => ({ value, unit: DIMENSIONLESS })

const isBare = ({ unit }: Amount): boolean => unit.dimensions.every((power) => power === 0)
/** A reading of a thermometer, as opposed to a difference of temperatures. */
const isReading = ({ unit }: Amount): boolean => unit.offset !== 0

function refuse(message: string): never {
  throw new ExpressionError(message)
}

const name = ({ unit }: Amount): string => (unit.parts.length === 0 ? 'a bare number' : `'${unitText(unit.parts)}'`)

function inUnit(amount: Amount, unit: Unit, verb: string): number {
  if (!sameDimensions(amount.unit.dimensions, unit.dimensions)) refuse(`cannot ${verb} ${name(amount)} and ${name({ value: 1, unit })}`)
  return convert(amount.value, amount.unit, unit)
}

const kelvin = (): Unit => known('K')
function known(text: string): Unit {
  const unit = unitOf(text)
  return unit.ok ? unit.value : refuse(unit.error)
}

/** Same number in the difference unit of a temperature scale. */
function difference(amount: Amount, scale: Unit): number {
  const degree = convert(1, { ...scale, offset: 0 }, kelvin())
  return inUnit(amount, kelvin(), 'add') / degree
}

export function add(a: Amount, b: Amount): Amount {
  if (isReading(a) && isReading(b)) return refuse('cannot add two temperatures; write a difference in K')
  if (isReading(a)) return { value: a.value + difference(b, a.unit), unit: a.unit }
  if (isReading(b)) return add(b, a)
  return { value: a.value + inUnit(b, a.unit, 'add'), unit: a.unit }
}

export function subtract(a: Amount, b: Amount): Amount {
  if (isReading(a) && isReading(b)) return { value: convert(a.value, a.unit, known('degC')) - convert(b.value, b.unit, known('degC')), unit: kelvin() }
  if (isReading(a)) return { value: a.value - difference(b, a.unit), unit: a.unit }
  if (isReading(b)) return refuse('cannot subtract a temperature from a difference')
  return { value: a.value - inUnit(b, a.unit, 'subtract'), unit: a.unit }
}

/** Multiplies the parts of two units; equal parts cancel, and a unit without dimension becomes a plain factor. */
function combine(value: number, a: Unit, b: Unit, sign: 1 | -1): Amount {
  const powers = new Map<string, number>()
  for (const { name: part, power } of a.parts) powers.set(part, (powers.get(part) ?? 0) + power)
  for (const { name: part, power } of b.parts) powers.set(part, (powers.get(part) ?? 0) + sign * power)
  const parts = [...powers].filter(([, power]) => power !== 0).map(([part, power]) => ({ name: part, power }))
  const unit = known(unitText(parts))
  return isBare({ value, unit }) ? bare(value * Number(unit.factor.toPrecision(15))) : { value, unit }
}

export function multiply(a: Amount, b: Amount): Amount {
  if (isReading(b) && isBare(a) && b.isUnitName === true) return { value: a.value, unit: b.unit }
  if (isReading(a) || isReading(b)) return refuse('cannot multiply a temperature; write it in K')
  return combine(a.value * b.value, a.unit, b.unit, 1)
}

export function divide(a: Amount, b: Amount): Amount {
  if (isReading(a) || isReading(b)) return refuse('cannot divide a temperature; write it in K')
  if (b.value === 0) return refuse('divides by zero')
  return combine(a.value / b.value, a.unit, b.unit, -1)
}

export const negate = (a: Amount): Amount => ({ value: -a.value, unit: a.unit })
export const percent = (a: Amount): Amount => bare(Number((plain(a, '%') / 100).toPrecision(15)))

const MAX_UNIT_POWER = 6

export function raise(a: Amount, b: Amount): Amount {
  const exponent = plain(b, 'a power')
  if (isBare(a)) return bare(pow(plain(a, 'a power'), exponent))
  if (!Number.isInteger(exponent) || Math.abs(exponent) > MAX_UNIT_POWER) return refuse(`cannot raise ${name(a)} to ${exponent}; whole powers up to ${MAX_UNIT_POWER} only`)
  let result = bare(1)
  for (let i = 0; i < Math.abs(exponent); i++) result = exponent > 0 ? multiply(result, a) : divide(result, a)
  return result
}

/** The number of an amount that must have no unit. */
function plain(amount: Amount, what: string): number {
  if (!isBare(amount)) return refuse(`${what} takes a number without unit, not ${name(amount)}`)
  return amount.value
}

/** The extreme of amounts of one dimension, in its own unit. */
function extreme(amounts: readonly Amount[], what: 'min' | 'max'): Amount {
  const [first, ...rest] = amounts
  return rest.reduce((best, next) => {
    const value = inUnit(next, best.unit, 'compare')
    const isBetter = what === 'min' ? value < best.value : value > best.value
    return isBetter ? next : best
  }, first)
}

function squareRoot(amount: Amount): Amount {
  if (amount.value < 0) return refuse('takes the root of a negative number')
  if (isBare(amount)) return bare(Math.sqrt(amount.value))
  if (isReading(amount) || amount.unit.parts.some(({ power }) => power % 2 !== 0)) return refuse(`sqrt cannot halve the powers of ${name(amount)}`)
  const parts = amount.unit.parts.map(({ name: part, power }) => ({ name: part, power: power / 2 }))
  return { value: Math.sqrt(amount.value), unit: known(unitText(parts)) }
}

function logarithm(amount: Amount): Amount {
  const value = plain(amount, 'log')
  return value > 0 ? bare(ln(value)) : refuse('takes the logarithm of a number that is not positive')
}

interface NamedFunction {
  readonly least: number
  readonly most: number
  readonly apply: (amounts: readonly Amount[]) => Amount
}
const ofOne = (apply: (amount: Amount) => Amount): NamedFunction => ({ least: 1, most: 1, apply: ([amount]) => apply(amount) })
const MAX_ARGUMENTS = 20

/** The functions of expressions; log is the natural logarithm. */
export const FUNCTIONS: ReadonlyMap<string, NamedFunction> = new Map([
  ['min', { least: 1, most: MAX_ARGUMENTS, apply: (amounts) => extreme(amounts, 'min') }],
  ['max', { least: 1, most: MAX_ARGUMENTS, apply: (amounts) => extreme(amounts, 'max') }],
  ['round', ofOne((amount) => bare(Math.round(plain(amount, 'round'))))],
  ['floor', ofOne((amount) => bare(Math.floor(plain(amount, 'floor'))))],
  ['ceil', ofOne((amount) => bare(Math.ceil(plain(amount, 'ceil'))))],
  ['sqrt', ofOne(squareRoot)],
  ['abs', ofOne((amount) => ({ value: Math.abs(amount.value), unit: amount.unit }))],
  ['exp', ofOne((amount) => bare(exp(plain(amount, 'exp'))))],
  ['log', ofOne(logarithm)],
])
