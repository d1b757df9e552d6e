/** Sections that differ by one key: `source: training-mix` has other keys than `source: inference`. */
import { z } from 'zod'
import { nearestName } from '../nearest.ts'
import { describe } from './field-meta.ts'
import type { Shape } from './field-meta.ts'
import { kindOf } from './quantity-text.ts'

type Options = Readonly<Record<string, Shape>>
type VariantOutput<Key extends string, O extends Options> = {
  [Id in keyof O & string]: { [K in Key]: Id } & z.output<z.ZodObject<O[Id], z.core.$strict>>
}[keyof O & string]

/** A section whose other keys depend on the word under `key`; outputs a union discriminated by it. */
export function variants<const Key extends string, O extends Options>(
  key: Key,
  options: O,
  spec: { readonly help: string; readonly default?: Readonly<Record<string, unknown>> },
): z.ZodType<VariantOutput<Key, O>> {
  const ids = Object.keys(options)
  const schemas: Record<string, z.ZodType> = {}
  for (const id of ids) {
    const shape = { [key]: describe(z.literal(id), { kind: 'choice', help: spec.help, choices: [id] }), ...options[id] }
    schemas[id] = describe(z.strictObject(shape), { kind: 'section', help: spec.help, shape })
  }
  const bare = z.unknown().transform((input, context): VariantOutput<Key, O> => {
    const refuse = (message: string, path: string[], value: unknown, nearest?: string): never => {
      context.issues.push({ code: 'custom', message, path, input: value, params: { code: 'choice', allowed: ids.join(', '), nearest } })
      return z.NEVER
    }
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return refuse(`is ${kindOf(input)}`, [], input)
    const id = (input as Record<string, unknown>)[key]
    if (typeof id !== 'string' || !Object.hasOwn(schemas, id)) {
      return refuse(id === undefined ? 'is missing' : 'is not one of the choices', [key], id, typeof id === 'string' ? nearestName(id, ids) : undefined)
    }
    const read = schemas[id].safeParse(input)
    if (read.success) return read.data as VariantOutput<Key, O>
    for (const issue of read.error.issues) context.issues.push({ ...issue, path: [...issue.path], input } as never)
    return z.NEVER
  })
  return describe(bare, { ...spec, kind: 'variants', variants: { key, options: schemas } })
}
