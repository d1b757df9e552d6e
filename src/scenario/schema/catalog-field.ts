/** Equipment catalogs: typed rows with provenance, chosen by `model` and overridable field by field. */
import { z } from 'zod'
import type { Confidence } from '../../base/quantity.ts'
import { err, ok } from '../../base/result.ts'
import { nearestName } from '../nearest.ts'
import { describe, leaf, metaOf } from './field-meta.ts'
import type { CatalogEntry, CatalogValue, Shape } from './field-meta.ts'
import { kindOf } from './quantity-text.ts'

/** Rows of one kind of equipment. */
export interface Catalog<F extends Shape = Shape> {
  readonly kind: string
  readonly fields: F
  readonly entries: Readonly<Record<string, CatalogEntry>>
}
type FieldsOutput<F extends Shape> = z.output<z.ZodObject<F, z.core.$strict>>

/** One row in engine units. */
export type CatalogRow<C extends Catalog> = { readonly model: string } & FieldsOutput<C['fields']>

/** A catalog of one kind. An entry may leave a field without default open; then the author must state it. */
export function catalog<F extends Shape>(kind: string, fields: F, entries: Readonly<Record<string, CatalogEntry>>): Catalog<F> {
  return { kind, fields, entries }
}

/** Writes an entry whose values share one source; values with another are given as `{value, source, confidence}`. */
export function entry(label: string, source: string, confidence: Confidence, values: Readonly<Record<string, string | number | boolean | CatalogValue>>): CatalogEntry {
  const sourcedValues = Object.entries(values).map(([key, value]) => [key, typeof value === 'object' ? value : { value, source, confidence }])
  return { label, ...(Object.fromEntries(sourcedValues) as Record<string, CatalogValue>) }
}

/** A catalog row in engine units; throws on an unknown model, an unknown field or a value that the fields refuse. */
export function catalogRow<F extends Shape>(of: Catalog<F>, model: string): Partial<FieldsOutput<F>> & { readonly model: string } {
  if (!Object.hasOwn(of.entries, model)) throw new Error(`the ${of.kind} catalog has no '${model}'`)
  const row: Record<string, unknown> = { model }
  const values = of.entries[model]
  for (const key of Object.keys(values)) {
    if (key !== 'label' && !Object.hasOwn(of.fields, key)) throw new Error(`the ${of.kind} catalog has no field '${key}' that ${model} states`)
  }
  for (const [key, field] of Object.entries(of.fields)) {
    const stated = values[key]
    const read = field.safeParse(typeof stated === 'object' ? stated.value : undefined)
    if (read.success) row[key] = read.data
    else if (stated !== undefined) throw new Error(`${of.kind} catalog, ${model}.${key}: ${read.error.issues[0]?.message}`)
  }
  return row as Partial<FieldsOutput<F>> & { readonly model: string }
}

type Item<F extends Shape> = { model: string; count: number } & FieldsOutput<F>
type ItemWith<F extends Shape, X extends Shape> = { model: string } & ('count' extends keyof X ? unknown : { count: number }) & FieldsOutput<F> & FieldsOutput<X>
interface ItemSpec {
  readonly help?: string
  readonly default?: Readonly<Record<string, unknown>>
  readonly source?: string
  readonly confidence?: Confidence
}

function modelField(of: Catalog): z.ZodType<string> {
  const ids = Object.keys(of.entries)
  return leaf({ kind: 'choice', help: `Model from the ${of.kind} catalog.`, choices: ids }, (input) => {
    if (typeof input === 'string' && ids.includes(input)) return ok(input)
    const nearest = typeof input === 'string' ? nearestName(input, ids) : undefined
    return err({ code: 'choice', message: typeof input === 'string' ? `is not in the ${of.kind} catalog` : `is ${kindOf(input)}`, allowed: ids.join(', '), nearest })
  })
}

const MAX_ITEMS = 1_000_000

function countField(): z.ZodType<number> {
  return leaf({ kind: 'count', help: 'How many of them.', min: 0, max: MAX_ITEMS, default: 1, source: 'one unless stated', confidence: 'high' }, (input) => {
    const allowed = `a whole number, 0 to ${MAX_ITEMS}`
    if (typeof input !== 'number') return err({ code: 'type', message: `is ${kindOf(input)}`, allowed })
    if (!Number.isSafeInteger(input)) return err({ code: 'type', message: 'is not a whole number', allowed })
    return input >= 0 && input <= MAX_ITEMS ? ok(input) : err({ code: 'range', message: 'is out of range', allowed })
  })
}

/**
 * `{model: ups-1667kw, count: 20, rated: 1.5 MW}`: a row of the catalog, `count` of them (default 1), some fields overridden,
 * and the extra fields of this place. Outputs every field in engine units.
 */
export function catalogItem<F extends Shape>(of: Catalog<F>): z.ZodType<Item<F>>
export function catalogItem<F extends Shape, X extends Shape>(of: Catalog<F>, extraFields: X, spec?: ItemSpec): z.ZodType<ItemWith<F, X>>
export function catalogItem(of: Catalog, extraFields: Shape = {}, spec: ItemSpec = {}): z.ZodType<object> {
  const overrides: Record<string, z.ZodType> = {}
  for (const [key, field] of Object.entries(of.fields)) overrides[key] = (metaOf(field)?.bare ?? field).optional()
  const object = z.strictObject({ model: modelField(of), count: countField(), ...overrides, ...extraFields })
  const bare = object.transform((stated, context): object => {
    const item: Record<string, unknown> = { ...catalogRow(of, stated.model) }
    for (const [key, value] of Object.entries(stated)) if (value !== undefined) item[key] = value
    for (const [key, field] of Object.entries(of.fields)) {
      if (Object.hasOwn(item, key) || metaOf(field)?.optional === true) continue
      context.issues.push({ code: 'custom', message: `is missing: ${stated.model} does not state it`, path: [key], input: undefined, params: { code: 'missing', allowed: metaOf(field)?.help } })
    }
    // Copied whole: an object that grew key by key is kept as a hash table, and the engine reads its fields often.
    return { ...item }
  })
  const help = spec.help ?? `Equipment from the ${of.kind} catalog.`
  const shape = { model: modelField(of), count: countField(), ...of.fields, ...extraFields }
  return describe(bare, { ...spec, kind: 'catalog', help, shape, entries: of.entries, overrides: Object.keys(of.fields) })
}
