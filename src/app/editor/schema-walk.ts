/** What the JSON Schema of scenarios says about a place: keys that may stand there and values that may be written. */
import { ELEMENT } from './yaml-path.ts'

type Schema = Readonly<Record<string, unknown>>

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value)
const schemas = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isSchema) : [])

const MAX_ALTERNATIVES = 64

/** A schema and all that it refers to or chooses from. */
function alternatives(root: Schema, schema: Schema): Schema[] {
  const found: Schema[] = []
  const visit = (candidate: Schema): void => {
    if (found.length > MAX_ALTERNATIVES || found.includes(candidate)) return
    found.push(candidate)
    const { $ref } = candidate
    const definition = typeof $ref === 'string' && isSchema(root.definitions) ? root.definitions[$ref.replace('#/definitions/', '')] : undefined
    if (isSchema(definition)) visit(definition)
    for (const list of [candidate.allOf, candidate.anyOf, candidate.oneOf]) schemas(list).forEach(visit)
  }
  visit(schema)
  return found
}

/** Schemas that may describe the place `steps` lead to. */
function schemasAt(root: Schema, steps: readonly string[]): Schema[] {
  let current = alternatives(root, root)
  for (const step of steps) {
    const below = current.flatMap(schema => {
      if (step === ELEMENT) return isSchema(schema.items) ? [schema.items] : []
      const property = isSchema(schema.properties) ? schema.properties[step] : undefined
      if (isSchema(property)) return [property]
      return isSchema(schema.additionalProperties) ? [schema.additionalProperties] : []
    })
    current = below.flatMap(schema => alternatives(root, schema))
  }
  return current
}

export interface KeyHint {
  readonly key: string
  readonly help: string
  readonly isRequired: boolean
  /** True when the value is a section or list on lines of its own. */
  readonly isSection: boolean
}

const helpOf = (found: readonly Schema[]): string => found.map(({ description }) => description).find(text => typeof text === 'string') ?? ''

/** Keys of the section at `steps`. */
export function keysAt(root: unknown, steps: readonly string[]): KeyHint[] {
  if (!isSchema(root)) return []
  const hints = new Map<string, KeyHint>()
  for (const schema of schemasAt(root, steps)) {
    const required = Array.isArray(schema.required) ? schema.required : []
    for (const [key, property] of Object.entries(isSchema(schema.properties) ? schema.properties : {})) {
      if (hints.has(key) || !isSchema(property)) continue
      const found = alternatives(root, property)
      hints.set(key, { key, help: helpOf(found), isRequired: required.includes(key), isSection: found.every(({ type, $ref, allOf }) => type === 'object' || type === 'array' || $ref !== undefined || allOf !== undefined) && found.some(({ type }) => type === 'object') })
    }
  }
  return [...hints.values()]
}

export interface ValueHint {
  readonly text: string
  readonly detail: string
}

const written = (value: unknown): string | undefined => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined)

/** Values that the schema names for the key at the end of `steps`: choices, the default, examples. */
export function valuesAt(root: unknown, steps: readonly string[]): ValueHint[] {
  if (!isSchema(root)) return []
  const found = schemasAt(root, steps)
  const hints = new Map<string, ValueHint>()
  const add = (value: unknown, detail: string): void => {
    const text = written(value)
    if (text !== undefined && !hints.has(text)) hints.set(text, { text, detail })
  }
  for (const schema of found) {
    add(schema.default, 'default')
    for (const value of Array.isArray(schema.enum) ? schema.enum : []) add(value, '')
    if (schema.type === 'boolean') [true, false].forEach(value => add(value, ''))
    for (const value of Array.isArray(schema.examples) ? schema.examples : []) add(value, 'example')
  }
  return [...hints.values()]
}
