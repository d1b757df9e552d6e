/**
 * JSON Schema (draft-07) of scenario files, from the same fields that validate them: editors complete and check by it. What a
 * schema language cannot say (dimensions, order of dates, references) is left to validation.
 */
import type { z } from 'zod'
import { DISTRIBUTION_FORMS } from './schema/distribution-input.ts'
import { mayBeOmitted, metaOf } from './schema/field-meta.ts'
import type { FieldMeta } from './schema/field-meta.ts'
import { section } from './schema/fields.ts'
import { rangeText } from './schema/quantity-text.ts'
import { WHOLE_KEYS } from './schema/site-part.ts'
import { scenarioFile } from './schema/scenario.ts'
import { itemOf, shapeOf } from './schema/walk.ts'

type Json = Record<string, unknown>

const NUMBER = '[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?'
const EXPRESSION = '^='
const QUANTITY = `^(=|\\s*${NUMBER}\\s*[A-Za-z%°µμ/1])`
const RATIO = `^(=|\\s*${NUMBER}\\s*%?\\s*$)`
const DATE = '^\\d{4}-\\d{2}-\\d{2}$'
const NAME = '^[A-Za-z][A-Za-z0-9_-]{0,63}$'

/** A quantity as an author would write it, by engine unit, for fields without default. */
const EXAMPLES: Readonly<Record<string, string>> = { W: '30 MW', ms: '6 weeks', degC: '36 degC', V: '138 kV', m: '171 m', 'request/s': '4000 request/s', 'B/s': '50 GB/s', B: '80 GB', kg: '1360 kg', K: '4 K', '1/year': '0.5/year' }

const ref = (name: string): Json => ({ $ref: `#/definitions/${name}` })

/** What a reader needs to know, in one line: help, unit, range, default and its source. */
function descriptionOf(meta: FieldMeta): string {
  const facts = [
    meta.unit === undefined || meta.unit === '' ? undefined : `In ${meta.unit}`,
    rangeText(meta.min, meta.max),
    meta.default === undefined || meta.kind === 'section' ? undefined : `default ${typeof meta.default === 'string' ? meta.default : JSON.stringify(meta.default)}`,
    meta.default === undefined ? undefined : meta.source,
  ].filter((fact) => fact !== undefined)
  return facts.length === 0 ? meta.help : `${meta.help} (${facts.join('; ')})`
}

/** A number or an expression; bounds hold for the number. */
const numeric = (type: 'integer' | 'number', pattern: string, { min, max }: FieldMeta): Json => ({
  type: [type, 'string'],
  pattern,
  ...(typeof min === 'number' ? { minimum: min } : {}),
  ...(typeof max === 'number' ? { maximum: max } : {}),
})

const quantityPattern = ({ mayBeUnknown }: FieldMeta): string => (mayBeUnknown === true ? `${QUANTITY}|^unknown$` : QUANTITY)

/** The schema of each kind of value. */
const LEAVES: Readonly<Record<string, (meta: FieldMeta) => Json>> = {
  quantity: (meta) => ({ type: 'string', pattern: quantityPattern(meta) }),
  fraction: (meta) => numeric('number', RATIO, meta),
  ratio: (meta) => numeric('number', RATIO, meta),
  count: (meta) => (meta.min !== undefined && meta.min === meta.max ? { const: meta.min } : numeric('integer', EXPRESSION, meta)),
  flag: () => ({ type: 'boolean' }),
  text: (meta) => (meta.perInstance === true ? { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] } : { type: 'string' }),
  choice: (meta) => ({ enum: meta.choices ?? [] }),
  identifier: () => ({ type: 'string', pattern: NAME }),
  distribution: () => ref('distribution'),
  date: (meta) => (meta.perInstance === true ? { anyOf: [ref('date'), { type: 'array', items: ref('date') }] } : ref('date')),
  milestone: () => ref('milestone'),
  any: () => ({}),
}

function examplesOf(meta: FieldMeta): readonly unknown[] | undefined {
  if (meta.examples) return meta.examples
  if (meta.kind !== 'quantity' || meta.default !== undefined) return undefined
  const example = EXAMPLES[meta.unit ?? '']
  return example === undefined ? undefined : [example]
}

function sectionSchema(shape: Readonly<Record<string, z.ZodType>>, stated: ReadonlySet<string>): Json {
  const properties: Json = {}
  const required: string[] = []
  for (const [key, field] of Object.entries(shape)) {
    properties[key] = schemaOf(field)
    if (!mayBeOmitted(field) && !stated.has(key)) required.push(key)
  }
  return { type: 'object', additionalProperties: false, properties, ...(required.length > 0 ? { required } : {}) }
}

function variantsSchema({ variants }: FieldMeta): Json {
  const { key, options } = variants ?? { key: '', options: {} }
  const alternatives = Object.values(options).map((option) => schemaOf(option))
  return { type: 'object', required: [key], properties: { [key]: { enum: Object.keys(options) } }, oneOf: alternatives }
}

/** The structure that a field describes, without its words. */
function structureOf(field: z.ZodType, meta: FieldMeta | undefined): Json {
  if (meta && Object.hasOwn(LEAVES, meta.kind)) return LEAVES[meta.kind](meta)
  if (meta?.variants) return variantsSchema(meta)
  const shape = shapeOf(field, undefined)
  // Keys of a catalog item are there to override; the catalog states them otherwise.
  if (shape) return sectionSchema(shape, new Set(meta?.overrides))
  const item = itemOf(field)
  if (item === undefined) return {}
  if (meta?.kind === 'named') return { type: 'object', propertyNames: { pattern: NAME }, additionalProperties: schemaOf(item) }
  const bounds = { ...(typeof meta?.min === 'number' ? { minItems: meta.min } : {}), ...(typeof meta?.max === 'number' ? { maxItems: meta.max } : {}) }
  return { type: 'array', items: schemaOf(item), ...bounds }
}

function schemaOf(field: z.ZodType): Json {
  const meta = metaOf(field)
  const structure = structureOf(field, meta)
  if (meta === undefined) return structure
  const examples = examplesOf(meta)
  const words: Json = {
    description: descriptionOf(meta),
    ...(meta.default === undefined || meta.kind === 'section' ? {} : { default: meta.default }),
    ...(examples === undefined ? {} : { examples }),
  }
  // Draft-07 ignores what stands beside a $ref.
  return '$ref' in structure ? { ...words, allOf: [structure] } : { ...words, ...structure }
}

const quantity: Json = { type: 'string', pattern: QUANTITY }
const listOf = (length: number): Json => ({ type: 'array', items: quantity, minItems: length, maxItems: length })
const only = (properties: Json): Json => ({ type: 'object', additionalProperties: false, properties, required: Object.keys(properties) })
const shape: Json = { type: ['number', 'string'], pattern: RATIO }

/** Read before everything else, so that no section knows of it. */
const extended: Json = {
  description: 'Path of a scenario beside this one that it extends, or a list of which later ones win: sections are laid over each other key by key (a source of weather in place of another one), everything else is replaced by this file. Never outside the folder of the scenario.',
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }],
  examples: ['base.yaml'],
}

const definitions: Json = {
  date: { type: 'string', pattern: DATE, description: 'A day, such as 2028-07-01.', examples: ['2028-07-01'] },
  distribution: {
    description: `Either ${DISTRIBUTION_FORMS}.`,
    anyOf: [
      quantity,
      { type: 'number' },
      only({ p50: quantity, p90: quantity }),
      only({ pert: listOf(3) }),
      only({ weibull: only({ shape, scale: quantity }) }),
      only({ exponential: quantity }),
      only({ uniform: listOf(2) }),
      only({ normal: only({ mean: quantity, sd: quantity }) }),
    ],
  },
  milestone: {
    description: 'A day, or a planned day with its slip.',
    anyOf: [ref('date'), { type: 'object', additionalProperties: false, required: ['planned'], properties: { planned: ref('date'), slip: { description: 'How much later than planned.', allOf: [ref('distribution')] } } }],
  },
}

/** Whether a site's part may state only some keys of the value of a field: sections and maps are merged key by key. */
const isMerged = (field: z.ZodType): boolean => {
  const kind = metaOf(field)?.kind
  return kind === 'named' || (kind === 'section' && shapeOf(field, undefined) !== undefined)
}

/** What may stand at a place, whatever is missing: in a file with several sites another place may state it. */
function partOf(field: z.ZodType): Json {
  if (!isMerged(field)) return schemaOf(field)
  const item = metaOf(field)?.kind === 'named' ? itemOf(field) : undefined
  if (item !== undefined) return { ...schemaOf(field), additionalProperties: partOf(item) }
  const { required: _required, ...rest } = schemaOf(field)
  return { ...rest, properties: Object.fromEntries(Object.entries(shapeOf(field, undefined) ?? {}).map(([key, each]) => [key, partOf(each)])) }
}

/** The keys that must be there, with those below them; undefined when none must. */
function neededIn(field: z.ZodType): Json | undefined {
  if (!isMerged(field)) return undefined
  const item = metaOf(field)?.kind === 'named' ? itemOf(field) : undefined
  if (item !== undefined) {
    const needed = neededIn(item)
    return needed === undefined ? undefined : { additionalProperties: needed }
  }
  const fields = Object.entries(shapeOf(field, undefined) ?? {})
  const required = fields.flatMap(([key, each]) => (mayBeOmitted(each) ? [] : [key]))
  const below = fields.flatMap(([key, each]) => {
    const needed = neededIn(each)
    return needed === undefined ? [] : [[key, needed] as const]
  })
  if (required.length === 0 && below.length === 0) return undefined
  return { ...(required.length === 0 ? {} : { required }), ...(below.length === 0 ? {} : { properties: Object.fromEntries(below) }) }
}

/** A site's part: the sections of the top, where they stand. */
function sitesSchema(sites: z.ZodType): Json {
  const part = itemOf(sites)
  const keys = Object.entries((part === undefined ? undefined : shapeOf(part, undefined)) ?? {})
  const properties = Object.fromEntries(keys.map(([key, field]) => [key, key === 'label' ? schemaOf(field) : { $ref: `#/properties/${key}` }]))
  const { additionalProperties: _whole, ...words } = schemaOf(sites)
  return { ...words, additionalProperties: { type: 'object', additionalProperties: false, properties } }
}

/** The JSON Schema of scenario files. A file with several sites may leave out at the top what its sites state. */
export function scenarioJsonSchema(): Record<string, unknown> {
  const fields = shapeOf(scenarioFile, undefined) ?? {}
  const oneSite = section(Object.fromEntries(Object.entries(fields).filter(([key]) => !WHOLE_KEYS.has(key))), { help: 'A site.' })
  const { properties: _properties, required: _required, ...words } = schemaOf(scenarioFile)
  const properties = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, key === 'sites' ? sitesSchema(field) : WHOLE_KEYS.has(key) ? schemaOf(field) : partOf(field)]))
  const required = Object.entries(fields).flatMap(([key, field]) => (WHOLE_KEYS.has(key) && !mayBeOmitted(field) ? [key] : []))
  return { $schema: 'http://json-schema.org/draft-07/schema#', title: 'Nameplate scenario', ...words, properties: { ...properties, extends: extended }, if: { required: ['extends'] }, else: { required, if: { required: ['sites'] }, else: neededIn(oneSite) }, definitions }
}
