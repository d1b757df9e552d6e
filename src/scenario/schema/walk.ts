/** Walking the schema beside the data: which keys a place of the scenario has, and which field describes each. */
import { z } from 'zod'
import { metaOf } from './field-meta.ts'

/** A field of the schema, for those who only hand it on. */
export type Field = z.ZodType

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The schema inside optional, default and pipe wrappers. */
function unwrap(schema: z.ZodType): z.ZodType {
  let inner: z.core.$ZodType = schema
  for (;;) {
    if (inner instanceof z.ZodOptional || inner instanceof z.ZodPrefault || inner instanceof z.ZodDefault) inner = inner.def.innerType
    else if (inner instanceof z.ZodPipe) inner = inner.def.in
    else return inner as z.ZodType
  }
}

/** Fields of the section that a schema describes, given the data for those that depend on a key; undefined for a value or a list. */
export function shapeOf(schema: z.ZodType, data: unknown): Readonly<Record<string, z.ZodType>> | undefined {
  const meta = metaOf(schema)
  if (meta?.shape) return meta.shape
  if (meta?.variants) {
    const { key, options } = meta.variants
    const id = isRecord(data) ? data[key] : undefined
    const chosen = typeof id === 'string' && Object.hasOwn(options, id) ? [options[id]] : Object.values(options)
    return Object.assign({}, ...chosen.map((option) => shapeOf(option, data) ?? {})) as Record<string, z.ZodType>
  }
  const inner = unwrap(schema)
  return inner instanceof z.ZodObject ? inner.shape : undefined
}

/** The element of a list or of a section with free names. */
export function itemOf(schema: z.ZodType): z.ZodType | undefined {
  const meta = metaOf(schema)
  if (meta?.item) return meta.item
  const inner = unwrap(schema)
  if (inner instanceof z.ZodArray) return inner.element as z.ZodType
  return inner instanceof z.ZodRecord ? (inner.valueType as z.ZodType) : undefined
}

/** The field at one step from a place; undefined where the schema has none. */
export function fieldAt(schema: z.ZodType | undefined, step: string | number, data: unknown): z.ZodType | undefined {
  if (schema === undefined) return undefined
  const shape = shapeOf(schema, data)
  if (shape) return typeof step === 'string' && Object.hasOwn(shape, step) ? shape[step] : undefined
  return itemOf(schema)
}

/** The field at the end of a path of keys and list indexes, the data walked alongside. */
export function fieldAtPath(schema: z.ZodType, path: readonly (string | number)[], data: unknown): z.ZodType | undefined {
  let field: z.ZodType | undefined = schema
  let here = data
  for (const step of path) {
    field = fieldAt(field, step, here)
    here = stepInto(here, step)
  }
  return field
}

/** The value one step into data; undefined where there is none. */
export function stepInto(data: unknown, step: string | number): unknown {
  if (typeof step === 'number') return Array.isArray(data) ? (data as unknown[])[step] : undefined
  return isRecord(data) && Object.hasOwn(data, step) ? data[step] : undefined
}

/** The value at the end of a path. */
export function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(stepInto, data)
}
