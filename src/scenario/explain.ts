/** Where a value of the scenario comes from and what it means, after options, expressions, catalogs and defaults. */
import type { z } from 'zod'
import type { Confidence } from '../base/quantity.ts'
import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import { pathKey } from './edit-tree.ts'
import { showValue } from './issue.ts'
import type { ScenarioDocument } from './load.ts'
import { entryDepth, namesAt, resolvePath } from './path.ts'
import type { PathProblem } from './path.ts'
import type { TreePath } from './positions.ts'
import { metaOf } from './schema/field-meta.ts'
import type { FieldMeta } from './schema/field-meta.ts'
import { rangeText } from './schema/quantity-text.ts'
import { scenarioFile } from './schema/scenario.ts'
import { fieldAt, stepInto } from './schema/walk.ts'

export type ValueFrom = 'file' | 'default' | 'catalog' | 'option' | 'set' | 'expression' | 'none'

/** What is known about one value. */
export interface ValueFacts {
  readonly path: string
  readonly help: string
  /** As an author would write it; undefined when nothing states it and there is no default. */
  readonly written?: unknown
  /** In the engine unit; undefined for sections and for values that are not valid. */
  readonly value?: unknown
  /** Engine unit of `value`. */
  readonly unit?: string
  readonly from: ValueFrom
  /** The publication, the option or the file that states it. */
  readonly source: string
  /** How far the source is to be trusted; for defaults and catalog values. */
  readonly confidence?: Confidence
  /** The expression whose value this is. */
  readonly expression?: string
  readonly allowed?: string
  /** Place in the file, for what the file states. */
  readonly line?: number
  readonly column?: number
}

export interface Explanation extends ValueFacts {
  /** What stands below, for sections and lists. */
  readonly children: readonly ValueFacts[]
}

/** A place reached by walking the schema beside the data, defaults filled in. */
interface Place {
  readonly path: TreePath
  readonly field: z.ZodType | undefined
  readonly data: unknown
  /** Set below a value that no author wrote. */
  readonly given?: { readonly from: 'default' | 'catalog'; readonly source: string; readonly confidence?: Confidence | undefined }
}

function withDefault(place: Place): Place {
  const meta = place.field ? metaOf(place.field) : undefined
  if (place.data !== undefined || meta?.default === undefined) return place
  return { ...place, data: meta.default, given: { from: 'default', source: meta.source ?? 'engineering default', confidence: meta.confidence } }
}

/** The value that a catalog states for a field of an item, when the item itself does not. */
function fromCatalog(meta: FieldMeta | undefined, item: unknown, key: string | number): Pick<Place, 'data' | 'given'> | undefined {
  const model = stepInto(item, 'model')
  if (meta?.entries === undefined || typeof model !== 'string' || typeof key !== 'string' || !Object.hasOwn(meta.entries, model)) return undefined
  const stated = meta.entries[model][key]
  return typeof stated === 'object' ? { data: stated.value, given: { from: 'catalog', source: stated.source, confidence: stated.confidence } } : undefined
}

function step(place: Place, key: string | number): Place {
  const meta = place.field ? metaOf(place.field) : undefined
  const stated = stepInto(place.data, key)
  const next: Place = { path: [...place.path, key], field: fieldAt(place.field, key, place.data), data: stated, ...(place.given ? { given: place.given } : {}) }
  if (stated !== undefined) return next
  return withDefault({ ...next, ...fromCatalog(meta, place.data, key) })
}

function factsOf(document: ScenarioDocument, place: Place, text: string): ValueFacts {
  const meta = place.field ? metaOf(place.field) : undefined
  const read = meta?.shape || meta?.item ? undefined : place.field?.safeParse(place.data)
  const allowed = meta?.choices?.join(', ') ?? rangeText(meta?.min, meta?.max)
  return {
    path: text,
    help: meta?.help ?? 'Part of a value.',
    ...(place.data === undefined ? {} : { written: place.data }),
    ...(read?.success === true && read.data !== undefined ? { value: read.data } : {}),
    ...(meta?.unit === undefined ? {} : { unit: meta.unit }),
    ...(allowed === undefined ? {} : { allowed }),
    ...provenance(document, place),
  }
}

function provenance(document: ScenarioDocument, place: Place): Pick<ValueFacts, 'from' | 'source' | 'confidence' | 'expression' | 'line' | 'column'> {
  if (place.data === undefined) return { from: 'none', source: 'not stated' }
  if (place.given) return { from: place.given.from, source: place.given.source, ...(place.given.confidence === undefined ? {} : { confidence: place.given.confidence }) }
  const origin = document.originOf(place.path)
  const expression = document.expressions.get(pathKey(origin.path))
  const { author } = origin
  const source = author === undefined ? 'scenario file' : author.kind === 'option' ? `option ${author.id}` : author.text
  const from = expression !== undefined ? 'expression' : author === undefined ? 'file' : author.kind
  return { from, source, ...(expression === undefined ? {} : { expression }), ...origin.position('key') }
}

function childrenOf(document: ScenarioDocument, place: Place, text: string): ValueFacts[] {
  const below = text === '' ? '' : `${text}.`
  if (Array.isArray(place.data)) {
    // What a default lists has no place of its own.
    if (place.given?.from === 'default') return []
    return (place.data as readonly unknown[]).map((element, index) => {
      const id = stepInto(element, 'id')
      return factsOf(document, step(place, index), typeof id === 'string' ? `${below}${id}` : `${text}[${index}]`)
    })
  }
  const meta = place.field ? metaOf(place.field) : undefined
  if (meta?.kind === 'distribution' || meta?.kind === 'any') return []
  return namesAt(place.field, place.data).map((key) => factsOf(document, step(place, key), `${below}${key}`))
}

/** Explains a path such as `faults.technicians` or `blocks.block[2].cooling.units`; '' explains the whole scenario. */
export function explain(document: ScenarioDocument, text: string): Result<Explanation, PathProblem> {
  const root: Place = { path: [], field: scenarioFile, data: document.expanded }
  if (text === '') return ok({ ...factsOf(document, root, ''), children: childrenOf(document, root, '') })
  const resolved = resolvePath(text, document.addressed, scenarioFile)
  if (!resolved.ok) return err(resolved.error)
  const { path, instance } = resolved.value
  // The number of instances is a fact of the entry; everything else is read from the instance.
  const depth = entryDepth(path)
  const isEntryFact = depth > 0 && path[depth] === 'count'
  const start: Place = isEntryFact ? { ...root, data: document.addressed } : root
  const walked = isEntryFact ? path : document.toExpanded(path, instance?.index)
  const place = walked.reduce<Place>(step, start)
  return ok({ ...factsOf(document, place, text), children: childrenOf(document, place, text) })
}

/** One line about a value, for lists: `60 MW (file, line 17)`. */
export function factsText(facts: ValueFacts): string {
  const where = facts.line === undefined ? facts.from : `${facts.from}, line ${facts.line}`
  return `${showValue(facts.written) ?? 'not stated'} (${where})`
}
