/**
 * Units of the scenario language, on mathjs's unit table: the only module that imports mathjs.
 * A unit text becomes a factor and an offset to SI base units with multiplications alone, so that every engine computes
 * the same bits. A month is 365.25 / 12 days and a year 365.25 days, as in mathjs.
 */
import { create, createUnitDependencies, parseDependencies } from 'mathjs'
import type { MathNode } from 'mathjs'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'

/** What a unit text means: SI value = (number + offset) × factor. */
export interface Unit {
  readonly factor: number
  /** Non-zero for degC and degF alone: temperatures on a scale, not differences. */
  readonly offset: number
  /** Exponents of the base dimensions, in mathjs's order with our own appended. */
  readonly dimensions: readonly number[]
  /** The units it is made of, with prefix, and their powers. */
  readonly parts: readonly { readonly name: string; readonly power: number }[]
}

/** Units that mathjs lacks. An undefined definition makes a base dimension of its own. */
const CUSTOM_UNITS: Readonly<Record<string, { definition?: string; aliases?: string[]; prefixes: 'none' | 'short' }>> = {
  USD: { prefixes: 'short' },
  request: { aliases: ['requests'], prefixes: 'short' },
  token: { aliases: ['tokens'], prefixes: 'short' },
  GPU: { aliases: ['GPUs'], prefixes: 'none' },
  flop: { aliases: ['flops'], prefixes: 'short' },
  kbit: { definition: '1000 b', prefixes: 'none' },
  Mbit: { definition: '1000000 b', prefixes: 'none' },
  Gbit: { definition: '1000000000 b', prefixes: 'none' },
  Tbit: { definition: '1000000000000 b', prefixes: 'none' },
}

/** The parts of mathjs that are used, typed by what is read from them. */
interface UnitMath {
  createUnit(name: string, options: object): unknown
  parse(text: string): MathNode
  Unit: { parse(text: string, options: { allowNoUnits: boolean }): ParsedUnit; isValuelessUnit(name: string): boolean }
}
interface ParsedUnit {
  readonly dimensions: readonly number[]
  readonly units: readonly { readonly unit: { readonly name: string; readonly value: number; readonly offset: number }; readonly prefix: { readonly name: string; readonly value: number }; readonly power: number }[]
}

const math = createMath()
const unitByText = new Map<string, Result<Unit, string>>()
const MAX_UNIT_LENGTH = 60
const MAX_CACHED = 4096
const MAX_POWER = 6

function createMath(): UnitMath {
  const created = create({ createUnitDependencies, parseDependencies }) as unknown as UnitMath
  for (const [name, { definition, aliases, prefixes }] of Object.entries(CUSTOM_UNITS)) {
    created.createUnit(name, { ...(definition === undefined ? {} : { definition }), aliases: aliases ?? [], prefixes })
  }
  return created
}

/** mathjs's syntax tree of an expression; throws a SyntaxError on text that it does not understand. */
export function parseSyntax(text: string): MathNode {
  return math.parse(text)
}

/** Whether a single word, with or without prefix, is a unit. */
export function isUnitName(word: string): boolean {
  return word.length <= MAX_UNIT_LENGTH && math.Unit.isValuelessUnit(word)
}

/** Writes typographic variants of a unit the way the table spells them: `°C`, `m²`, `µs`, `kW·h`. */
function plainUnit(text: string): string {
  return text
    .trim()
    .replace(/°\s*([CF])\b/gu, 'deg$1')
    .replace(/²/gu, '^2')
    .replace(/³/gu, '^3')
    .replace(/[µμ]/gu, 'u')
    .replace(/[·×]/gu, '*')
    .replace(/^\//u, '1/')
}

function readUnit(text: string): Result<Unit, string> {
  const unknown = err(`unknown unit '${text.length > MAX_UNIT_LENGTH ? `${text.slice(0, MAX_UNIT_LENGTH)}…` : text}'`)
  const plain = plainUnit(text)
  // Letters, powers, products and quotients only: numbers are the caller's, and 1/year is the one exception.
  if (plain.length > MAX_UNIT_LENGTH || !/^(1\s*\/\s*)?[A-Za-z][A-Za-z0-9\s*/^()-]*$/u.test(plain)) return unknown
  let parsed: ParsedUnit
  try {
    parsed = math.Unit.parse(plain, { allowNoUnits: false })
  } catch {
    return unknown
  }
  let factor = 1
  for (const { unit, prefix, power } of parsed.units) {
    if (!Number.isInteger(power) || Math.abs(power) > MAX_POWER) return unknown
    const one = unit.value * prefix.value
    for (let i = 0; i < Math.abs(power); i++) factor = power > 0 ? factor * one : factor / one
  }
  const single = parsed.units.length === 1 && parsed.units[0].power === 1
  const parts = parsed.units.map(({ unit, prefix, power }) => ({ name: prefix.name + unit.name, power }))
  return ok({ factor, offset: single ? parsed.units[0].unit.offset : 0, dimensions: parsed.dimensions, parts })
}

/** Meaning of a unit text such as `L/min/kW`, `1/year` or `degC`; `''` is the unit of bare numbers. */
export function unitOf(text: string): Result<Unit, string> {
  const known = unitByText.get(text)
  if (known) return known
  const unit = text.trim() === '' ? ok(DIMENSIONLESS) : readUnit(text)
  if (unitByText.size < MAX_CACHED) unitByText.set(text, unit)
  return unit
}

/** The unit of bare numbers. */
export const DIMENSIONLESS: Unit = { factor: 1, offset: 0, dimensions: [], parts: [] }

/** Whether two units measure the same thing; missing trailing exponents count as zero. */
export function sameDimensions(a: readonly number[], b: readonly number[]): boolean {
  const length = Math.max(a.length, b.length)
  for (let i = 0; i < length; i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return false
  return true
}

/** Converts between units of one dimension. Factors are rounded to 15 digits, so that 1 kW is 1000 W and not its neighbour. */
export function convert(value: number, from: Unit, to: Unit): number {
  if (from.factor === to.factor && from.offset === to.offset) return value
  if (from.offset === 0 && to.offset === 0) {
    // Divide by the whole number rather than multiply by its inverse: 700 W are 0.7 kW to the last bit.
    return from.factor >= to.factor ? value * Number((from.factor / to.factor).toPrecision(15)) : value / Number((to.factor / from.factor).toPrecision(15))
  }
  // A scale with an offset loses the last digits; a billionth of a degree is kept.
  return Math.round(((value + from.offset) * (from.factor / to.factor) - to.offset) * 1e9) / 1e9
}

/** Writes parts of a unit so that `unitOf` reads them back: `USD/MWh`, `kg m^2/s^3`, `1/year`. */
export function unitText(parts: Unit['parts']): string {
  const write = (sign: number): string[] => parts.filter(({ power }) => power * sign > 0).map(({ name, power }) => (Math.abs(power) === 1 ? name : `${name}^${Math.abs(power)}`))
  const over = write(1).join(' ')
  const under = write(-1).map((part) => `/${part}`)
  return (over === '' && under.length > 0 ? '1' : over) + under.join('')
}
