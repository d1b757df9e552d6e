/** Expanded data against the schema and the static rules: everything that is wrong, at once, with its place in the data. */
import type { z } from 'zod'
import { mapSection, pathKey } from './edit-tree.ts'
import type { FindingSeverity } from './issue.ts'
import { nearestName } from './nearest.ts'
import type { Section } from './parse.ts'
import type { TreePath } from './positions.ts'
import { withRefresh } from './refresh-rule.ts'
import { RULES } from './rules/index.ts'
import { metaOf } from './schema/field-meta.ts'
import { kindOf } from './schema/quantity-text.ts'
import { scenarioFile, scenarioSection } from './schema/scenario.ts'
import type { Scenario } from './schema/scenario.ts'
import { type SitesWan, sitesWanSection } from './schema/wan.ts'
import type { Waiver } from './schema/waivers.ts'
import { fieldAtPath, shapeOf, valueAt } from './schema/walk.ts'

/** A problem with its place in the expanded data. */
export interface Problem {
  readonly severity: FindingSeverity
  readonly code: string
  readonly path: TreePath
  readonly message: string
  readonly value?: unknown
  readonly allowed?: string
  readonly nearest?: string
  /** Whether the key itself is the problem, not its value. */
  readonly isKey?: boolean
}

const sections = shapeOf(scenarioSection, undefined) ?? {}
const MAX_LISTED_KEYS = 30
/** Keys of one section that are compared with the known ones; more are a mistake of another kind. */
const MAX_COMPARED_KEYS = 200

type ZodIssue = z.core.$ZodIssue
interface CustomParams {
  readonly code?: string
  readonly allowed?: string
  readonly nearest?: string
}

/** Keys that may stand at a place, those of a block entry included. */
function keysAt(path: TreePath, data: unknown): string[] {
  const field = fieldAtPath(path[0] === 'wan' ? scenarioFile : scenarioSection, path, data)
  const keys = field ? Object.keys(shapeOf(field, valueAt(data, path)) ?? {}) : []
  return path.length === 2 && path[0] === 'blocks' ? [...keys, 'count'] : keys
}

function unknownKeys(issue: Extract<ZodIssue, { code: 'unrecognized_keys' }>, path: TreePath, data: unknown): Problem[] {
  const known = keysAt(path, data)
  return issue.keys.map((key, index) => {
    const nearest = index < MAX_COMPARED_KEYS ? nearestName(key, known) : undefined
    const allowed = known.length > 0 && known.length <= MAX_LISTED_KEYS ? known.join(', ') : undefined
    return { severity: 'error', code: 'unknown-key', path: [...path, key], message: 'is not a known key', isKey: true, ...(allowed === undefined ? {} : { allowed }), ...(nearest === undefined ? {} : { nearest }) }
  })
}

const EXPECTED: Readonly<Record<string, string>> = { object: 'a section with keys', record: 'a section with keys', array: 'a list' }

/** A zod issue in our words. */
export function problemsOf(issue: ZodIssue, data: unknown): Problem[] {
  const path = issue.path.filter((step): step is string | number => typeof step !== 'symbol')
  const value = valueAt(data, path)
  const at = { severity: 'error', path, value } as const
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue, path, data)
  if (issue.code === 'custom') {
    const { code = 'value', allowed, nearest } = (issue.params ?? {}) as CustomParams
    return [{ ...at, code, message: issue.message, ...(allowed === undefined ? {} : { allowed }), ...(nearest === undefined ? {} : { nearest }) }]
  }
  if (issue.code === 'invalid_type') {
    const allowed = EXPECTED[issue.expected] ?? issue.expected
    return [{ ...at, code: value === undefined ? 'missing' : 'type', message: value === undefined ? 'is missing' : `is ${kindOf(value)}`, allowed }]
  }
  if (issue.code === 'too_small') return [{ ...at, code: 'range', message: 'has too few elements', allowed: `at least ${issue.minimum}` }]
  if (issue.code === 'too_big') return [{ ...at, code: 'range', message: 'has too many elements', allowed: `at most ${issue.maximum}` }]
  return [{ ...at, code: 'value', message: issue.message }]
}

/** Data without the keys at these paths (steps joined by NUL). */
function without(data: unknown, dropped: ReadonlySet<string>, here: TreePath = []): unknown {
  if (typeof data !== 'object' || data === null) return data
  if (Array.isArray(data)) return (data as readonly unknown[]).map((child, index) => without(child, dropped, [...here, index]))
  const kept = Object.fromEntries(Object.entries(data).filter(([key]) => !dropped.has(pathKey([...here, key]))))
  return mapSection(kept, (child, key) => without(child, dropped, [...here, key]))
}

/** Lists whose elements the rules judge each by itself or beside its like, by a method that passes over gaps. */
const JUDGED_APART: ReadonlySet<string> = new Set(['checks'])
/** Elements of such a list that are read apart; more are a mistake of another kind. */
const MAX_READ_APART = 500

/** The elements of a list that can be read, in their places; gaps stand for the others. */
function readableElements(field: z.ZodType, list: readonly unknown[]): readonly unknown[] {
  const readable: unknown[] = []
  for (const [index, element] of list.slice(0, MAX_READ_APART).entries()) {
    const read = field.safeParse([element])
    if (read.success) readable[index] = (read.data as readonly unknown[])[0]
  }
  return readable
}

/** The sections that can be read, unknown keys left aside, so that rules run although something else is wrong. */
function readableSections(data: Section, unknown: readonly TreePath[]): Partial<Scenario> {
  const known = unknown.length === 0 ? data : (without(data, new Set(unknown.map(pathKey))) as Section)
  const readable: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(sections)) {
    const value = known[key]
    const read = field.safeParse(value)
    if (read.success) readable[key] = read.data
    else if (JUDGED_APART.has(key) && Array.isArray(value)) readable[key] = readableElements(field, value)
  }
  return readable
}

/** A section that may be left out and is. */
const isLeftOut = (key: string, data: Section): boolean => data[key] === undefined && metaOf(sections[key])?.optional === true

export interface Validated {
  /** The scenario, when the schema has nothing against it; rules may. */
  readonly read?: Scenario
  /** Sections that can be read, whatever is wrong with the others. */
  readonly readable: Partial<Scenario>
  readonly problems: readonly Problem[]
  readonly waivers: readonly Waiver[]
}

/** Reads expanded data of a site. */
export function validate(data: Section): Validated {
  const read = scenarioSection.safeParse(data)
  const problems: Problem[] = read.success ? [] : read.error.issues.flatMap((issue) => problemsOf(issue, data))
  const unknown = problems.filter(({ code, isKey }) => code === 'unknown-key' && isKey === true).map(({ path }) => path)
  const whole = read.success ? withRefresh(read.data) : undefined
  const readable: Partial<Scenario> = whole ?? withRefresh(readableSections(data, unknown))
  for (const { code, severity, sections: needed, find } of RULES) {
    if (!needed.every((key) => readable[key] !== undefined || isLeftOut(key, data))) continue
    for (const finding of find(readable)) problems.push({ value: valueAt(data, finding.path), ...finding, code, severity })
  }
  return { ...(whole === undefined ? {} : { read: whole }), readable, problems, waivers: readable.waivers ?? [] }
}

/** Reads the network between the sites of a file. */
export function validateWan(data: Section): { readonly wan?: SitesWan; readonly problems: readonly Problem[] } {
  const read = sitesWanSection.safeParse(data.wan ?? {})
  if (read.success) return { wan: read.data, problems: [] }
  return { problems: read.error.issues.flatMap((issue) => problemsOf({ ...issue, path: ['wan', ...issue.path] }, data)) }
}
