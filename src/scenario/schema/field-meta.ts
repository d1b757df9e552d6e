/** What a field says about itself, beside its zod schema: feeds issues, `explain`, the form and the JSON Schema. */
import { z } from 'zod'
import type { Confidence } from '../../base/quantity.ts'
import { err } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import type { Problem } from './quantity-text.ts'

export type FieldKind =
  | 'quantity' | 'fraction' | 'ratio' | 'count' | 'flag' | 'text' | 'choice' | 'identifier' | 'distribution' | 'date' | 'milestone'
  | 'section' | 'list' | 'named' | 'variants' | 'catalog' | 'any'

export type Shape = Readonly<Record<string, z.ZodType>>

export interface FieldMeta {
  readonly kind: FieldKind
  readonly help: string
  /** Engine unit of the output. */
  readonly unit?: string
  readonly min?: string | number
  readonly max?: string | number
  /** Default as an author would write it. */
  readonly default?: unknown
  /** Where the default comes from. */
  readonly source?: string
  readonly confidence?: Confidence
  readonly choices?: readonly string[]
  readonly examples?: readonly unknown[]
  /** Whether the key may be left out and stays undefined. */
  readonly optional?: boolean
  /** Whether the text `unknown` stands for a value nobody has published. */
  readonly mayBeUnknown?: boolean
  /** Whether a list may give one value for each instance of the entry. */
  readonly perInstance?: boolean
  /** Fields of a section or catalog item. */
  readonly shape?: Shape
  /** Element of a list or of a section with free names. */
  readonly item?: z.ZodType
  /** Sections that a key chooses from. */
  readonly variants?: { readonly key: string; readonly options: Readonly<Record<string, z.ZodType>> }
  /** Keys of a catalog item that its catalog states. */
  readonly overrides?: readonly string[]
  /** Values of the chosen catalog entry by field, as an author would write them. */
  readonly entries?: Readonly<Record<string, CatalogEntry>>
  /** The same schema without default, for overriding catalog values. */
  readonly bare?: z.ZodType
}

/** One catalog value with its provenance, written as an author would write it. */
export interface CatalogValue {
  readonly value: string | number | boolean
  readonly source: string
  readonly confidence: Confidence
}
/** One row of a catalog: a value per field and, under `label`, its name in words. */
export type CatalogEntry = Readonly<Record<string, CatalogValue | string>>

/** Filled once while the schema modules load, then only read. */
const metas = new WeakMap<z.ZodType, FieldMeta>()

/** What a field says about itself; undefined for a schema that was not built by `fields.ts`. */
export function metaOf(schema: z.ZodType): FieldMeta | undefined {
  return metas.get(schema)
}

/** Attaches a description and, when it has one, the default. The default is read like input. */
export function describe<T>(bare: z.ZodType<T>, meta: FieldMeta): z.ZodType<T> {
  const schema = meta.default === undefined ? bare : bare.prefault(meta.default as never)
  metas.set(schema, { ...meta, bare })
  return schema
}

/** Whether the key of this field may be left out. */
export function mayBeOmitted(schema: z.ZodType): boolean {
  const meta = metaOf(schema)
  return meta === undefined ? schema._zod.optin !== undefined : meta.default !== undefined || meta.optional === true
}

/** A field that is one value: `read` turns the input into it or says what is wrong. */
export function leaf<T>(meta: FieldMeta, read: (input: unknown) => Result<T, Problem>): z.ZodType<T> {
  const bare = z.unknown().transform((input, context): T => {
    const result = input === undefined || input === null ? err(missing(input, meta)) : read(input)
    if (result.ok) return result.value
    const { code, message, allowed, nearest } = result.error
    context.issues.push({ code: 'custom', message, input, params: { code, allowed, nearest } })
    return z.NEVER
  })
  return describe(bare, meta)
}

function missing(input: unknown, meta: FieldMeta): Problem {
  const allowed = meta.choices?.join(', ') ?? (meta.unit === undefined ? meta.kind : `a quantity in ${meta.unit}`)
  return { code: 'missing', message: input === null ? 'is empty' : 'is missing', allowed }
}
