/**
 * The builders with which every section of the scenario is described. A section is data: its keys, units, ranges, defaults
 * and sources; validation, `explain`, the form and the JSON Schema all follow from it. Input is what an author writes,
 * output is plain numbers in engine units.
 */
import { z } from 'zod'
import { formatDate, parseDate } from '../../base/civil-date.ts'
import type { Distribution } from '../../base/distribution.ts'
import type { Confidence } from '../../base/quantity.ts'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import { nearestName } from '../nearest.ts'
import { boundsOf, parseDistribution } from './distribution-input.ts'
import { controlProblem } from '../control-characters.ts'
import { describe, leaf, mayBeOmitted, metaOf } from './field-meta.ts'
import type { FieldMeta, Shape } from './field-meta.ts'
import { kindOf, parseQuantity, parseRatio, rangeText } from './quantity-text.ts'
import type { Problem } from './quantity-text.ts'

export { catalog, catalogItem, catalogRow, entry } from './catalog-field.ts'
export type { Catalog, CatalogRow } from './catalog-field.ts'
export { variants } from './variants.ts'
export { metaOf } from './field-meta.ts'
export type { CatalogEntry, CatalogValue, FieldMeta, Shape } from './field-meta.ts'

// Zod would make code out of text for speed. The policy of the page refuses that, the attempt stands in its console, and a file is read once.
z.config({ jitless: true })

/** What every field states; a default needs its source. */
interface Help {
  /** One sentence: what the value is. */
  readonly help: string
  /** Where the default comes from: the publication, or `engineering default`. */
  readonly source?: string
  readonly confidence?: Confidence
  readonly examples?: readonly unknown[]
  /** Code of the issue for a value out of range, where the specification names one of its own. */
  readonly rangeCode?: string
}
interface QuantitySpec extends Help {
  /** Lowest allowed, with unit. Without it, negative values are refused except for temperatures. */
  readonly min?: string
  readonly max?: string
  readonly default?: string
}
interface NumberSpec extends Help {
  readonly min?: number
  readonly max?: number
  readonly default?: number
}

const TEMPERATURE_UNITS: ReadonlySet<string> = new Set(['degC', 'K'])

/** A bound of the schema in engine units; a wrong one is a programming error. */
function bound(text: string | undefined, unit: string, otherwise: number): number {
  if (text === undefined) return otherwise
  const value = parseQuantity(text, unit)
  if (!value.ok) throw new Error(`the schema has the bound '${text}' for ${unit}: it ${value.error.message}`)
  return value.value
}

const outOfRange = (allowed: string | undefined, code = 'range'): Result<never, Problem> => err({ code, message: 'is out of range', allowed })
const defaultMin = (spec: QuantitySpec, unit: string): string | undefined => spec.min ?? (TEMPERATURE_UNITS.has(unit) ? undefined : unit === '' ? '0' : `0 ${unit}`)

/** A quantity written with its unit (`60 MW`); outputs a number in `unit`. `ms` and `W` are rounded to integers. */
export function quantity(unit: string, spec: QuantitySpec): z.ZodType<number> {
  const min = defaultMin(spec, unit)
  return leaf({ ...spec, min, kind: 'quantity', unit }, (input) => {
    const value = parseQuantity(input, unit)
    if (!value.ok) return value
    const inside = value.value >= bound(min, unit, -Infinity) && value.value <= bound(spec.max, unit, Infinity)
    return inside ? value : outOfRange(rangeText(min, spec.max), spec.rangeCode)
  })
}

function bareNumber(kind: 'fraction' | 'ratio', spec: NumberSpec): z.ZodType<number> {
  return leaf({ ...spec, kind }, (input) => {
    const value = parseRatio(input)
    if (!value.ok) return err({ ...value.error, allowed: rangeText(spec.min, spec.max) ?? value.error.allowed })
    const inside = value.value >= (spec.min ?? -Infinity) && value.value <= (spec.max ?? Infinity)
    return inside ? value : outOfRange(rangeText(spec.min, spec.max), spec.rangeCode)
  })
}

/** A share from 0 to 1, as a bare number or `85 %`. */
export const fraction = (spec: NumberSpec): z.ZodType<number> => bareNumber('fraction', { ...spec, min: spec.min ?? 0, max: spec.max ?? 1 })

/** Any bare number or percentage. */
export const ratio = (spec: NumberSpec): z.ZodType<number> => bareNumber('ratio', spec)

/** A whole number of things; not negative unless `min` says so. */
export function count(spec: NumberSpec): z.ZodType<number> {
  const min = spec.min ?? 0
  const max = spec.max ?? Number.MAX_SAFE_INTEGER
  const allowed = `a whole number, ${rangeText(min, spec.max) ?? ''}`
  return leaf({ ...spec, min, kind: 'count' }, (input) => {
    if (typeof input !== 'number') return err({ code: 'type', message: `is ${kindOf(input)}`, allowed })
    if (!Number.isSafeInteger(input)) return err({ code: 'type', message: 'is not a whole number', allowed })
    return input >= min && input <= max ? ok(input) : outOfRange(allowed, spec.rangeCode)
  })
}

/** true or false. */
export function flag(spec: Help & { readonly default?: boolean }): z.ZodType<boolean> {
  return leaf({ ...spec, kind: 'flag', choices: ['true', 'false'] }, (input) =>
    typeof input === 'boolean' ? ok(input) : err({ code: 'type', message: `is ${kindOf(input)}`, allowed: 'true or false' }),
  )
}

const MAX_TEXT_LENGTH = 400

/** Free text of at most 400 characters, without control characters, which would reach terminals and tables; tabs and line breaks are text. */
export function text(spec: Help & { readonly default?: string }, mayBeEmpty = true): z.ZodType<string> {
  return leaf({ ...spec, kind: 'text' }, (input) => {
    if (typeof input !== 'string') return err({ code: 'type', message: `is ${kindOf(input)}`, allowed: 'text' })
    const control = controlProblem(input)
    if (control !== undefined) return err(control)
    if (!mayBeEmpty && input.trim() === '') return err({ code: 'text', message: 'is empty: write what it is to be called', allowed: 'at least one character' })
    return input.length <= MAX_TEXT_LENGTH ? ok(input) : err({ code: 'range', message: `has ${input.length} characters`, allowed: `at most ${MAX_TEXT_LENGTH}` })
  })
}

const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/u
const IDENTIFIER_RULE = 'a letter, then letters, digits, - or _, at most 64'

/** An author-written id, unique among its siblings. */
export function identifier(spec: Help & { readonly default?: string }): z.ZodType<string> {
  return leaf({ ...spec, kind: 'identifier' }, (input) => {
    if (typeof input !== 'string') return err({ code: 'type', message: `is ${kindOf(input)}`, allowed: IDENTIFIER_RULE })
    return IDENTIFIER.test(input) ? ok(input) : err({ code: 'identifier', message: 'is not an id', allowed: IDENTIFIER_RULE })
  })
}

/** One of a few words. */
export function choice<const Choices extends readonly string[]>(choices: Choices, spec: Help & { readonly default?: Choices[number] }): z.ZodType<Choices[number]> {
  const allowed = choices.join(', ')
  return leaf({ ...spec, kind: 'choice', choices }, (input) => {
    if (typeof input === 'string' && choices.includes(input)) return ok(input as Choices[number])
    const nearest = typeof input === 'string' ? nearestName(input, choices) : undefined
    return err({ code: 'choice', message: typeof input === 'string' ? 'is not one of the choices' : `is ${kindOf(input)}`, allowed, nearest })
  })
}

/** An uncertain value: a quantity (fixed) or a distribution of one; outputs a Distribution in `unit`. */
export function distribution(unit: string, spec: Omit<QuantitySpec, 'default'> & { readonly default?: unknown }): z.ZodType<Distribution> {
  const min = defaultMin(spec as QuantitySpec, unit)
  return leaf({ ...spec, min, kind: 'distribution', unit }, (input) => {
    const read = parseDistribution(input, unit)
    if (!read.ok) return read
    const { low, high } = boundsOf(read.value)
    const [lowest, highest] = [bound(min, unit, -Infinity), bound(spec.max, unit, Infinity)]
    // A median comes back from its logarithm with an error in the last digits.
    const inside = low >= lowest - Math.abs(lowest) * 1e-12 && high <= highest + Math.abs(highest) * 1e-12
    return inside ? read : outOfRange(rangeText(min, spec.max), spec.rangeCode)
  })
}

const FIRST_DAY = '1990-01-01'
const LAST_DAY = '2100-12-31'

function readDate(input: unknown): Result<number, Problem> {
  const allowed = `a date such as 2028-07-01, from ${FIRST_DAY} to ${LAST_DAY}`
  if (typeof input !== 'string') return err({ code: 'type', message: `is ${kindOf(input)}`, allowed })
  const day = parseDate(input)
  if (day === undefined) return err({ code: 'date', message: 'is not a date that exists', allowed })
  const written = formatDate(day)
  return written >= FIRST_DAY && written <= LAST_DAY ? ok(day) : outOfRange(allowed)
}

/** A day as `2028-07-01`; outputs the day number (days since 1970-01-01). */
export function date(spec: Help & { readonly default?: string }): z.ZodType<number> {
  return leaf({ ...spec, kind: 'date' }, readDate)
}

/** A date that may slip: `planned` as day number, `slip` as a distribution in ms. */
export interface Milestone {
  readonly planned: number
  readonly slip: Distribution
}

/** A date, or `{planned: date, slip: distribution}`. */
export function datedMilestone(spec: Help & { readonly default?: unknown }): z.ZodType<Milestone> {
  const parts = z.strictObject({
    planned: date({ help: 'The planned date.' }),
    slip: distribution('ms', { help: 'How much later than planned.', max: '15 years', default: '0 days', source: 'as planned unless stated', confidence: 'medium' }),
  })
  const bare = z.unknown().transform((input, context): Milestone => {
    const read = parts.safeParse(typeof input === 'object' && input !== null ? input : { planned: input })
    if (read.success) return read.data
    for (const issue of read.error.issues) context.issues.push({ ...issue, path: typeof input === 'object' && input !== null ? [...issue.path] : [], input } as never)
    return z.NEVER
  })
  return describe(bare, { ...spec, kind: 'milestone', shape: parts.shape })
}

/** A section: exactly these keys. When all of them may be left out, so may the section. */
export function section<S extends Shape>(shape: S, spec: Help): z.ZodType<z.output<z.ZodObject<S, z.core.$strict>>> {
  const object = z.strictObject(shape)
  const whole = Object.values(shape).every(mayBeOmitted) ? {} : undefined
  return describe(object as unknown as z.ZodType<z.output<typeof object>>, { ...spec, kind: 'section', shape, default: whole })
}

/** A section that stays undefined when it is not in the file. */
export function optionalSection<S extends Shape>(shape: S, spec: Help): z.ZodOptional<z.ZodType<z.output<z.ZodObject<S, z.core.$strict>>>> {
  return optional(section(shape, spec))
}

/** Any field that stays undefined when it is not in the file, whatever its default. */
export function optional<T>(field: z.ZodType<T>): z.ZodOptional<z.ZodType<T>> {
  const meta = metaOf(field)
  const bare = (meta?.bare ?? field) as z.ZodType<T>
  const schema = z.optional(bare)
  if (meta) describe(schema, { ...meta, default: undefined, optional: true })
  return schema
}

/** A field whose value may be the text `unknown`, which outputs null: not published is not zero. */
export function orUnknown<T>(field: z.ZodType<T>): z.ZodType<T | null> {
  const meta = metaOf(field)
  const bare = meta?.bare ?? field
  const either = z.unknown().transform((input, context): T | null => {
    if (input === 'unknown') return null
    const read = bare.safeParse(input)
    if (read.success) return read.data as T
    for (const issue of read.error.issues) context.issues.push({ ...issue, path: [...issue.path], input } as never)
    return z.NEVER
  })
  return describe<T | null>(either, { ...(meta as FieldMeta), mayBeUnknown: true })
}

interface ListSpec extends Help {
  readonly min?: number
  readonly max?: number
  readonly default?: readonly unknown[]
}
const MAX_LIST_LENGTH = 10_000

/** A list of sections or values, of at most 10,000 elements. Elements with an `id` are addressed by it. */
export function list<T>(item: z.ZodType<T>, spec: ListSpec): z.ZodType<T[]> {
  const bare = z.array(item).min(spec.min ?? 0).max(spec.max ?? MAX_LIST_LENGTH)
  return describe(bare as z.ZodType<T[]>, { ...spec, kind: 'list', item })
}

/** A section with free names as keys, such as `feeds: {temporary: …, permanent: …}`; outputs an object in file order. */
export function named<T>(item: z.ZodType<T>, spec: Help & { readonly default?: Readonly<Record<string, unknown>> }): z.ZodType<Record<string, T>> {
  const bare = z.record(z.string(), item).superRefine((value, context) => {
    for (const key of Object.keys(value)) {
      if (!IDENTIFIER.test(key)) context.addIssue({ code: 'custom', message: 'is not a name', path: [key], params: { code: 'identifier', allowed: IDENTIFIER_RULE } })
    }
  })
  return describe(bare as z.ZodType<Record<string, T>>, { ...spec, kind: 'named', item })
}
