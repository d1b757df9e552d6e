/**
 * Overlays on a scenario: the chosen option, then `--set path=value`. `set` replaces, `add` appends elements and brings new
 * keys, `remove` leaves elements out by id. Nothing that stays is renumbered. A path without index stands for all instances of
 * a block entry; one with an index picks a single instance and wins over it, whatever the order.
 */
import type { z } from 'zod'
import { changeAt, compact, isWithin, pathKey, REMOVED } from './edit-tree.ts'
import type { IndexShifts } from './edit-tree.ts'
import { showValue } from './issue.ts'
import type { Issue } from './issue.ts'
import { nearestName } from './nearest.ts'
import { parseValue } from './parse.ts'
import type { Section } from './parse.ts'
import { idOf, isListField, resolvePath } from './path.ts'
import type { Target } from './path.ts'
import type { TreePath } from './positions.ts'
import { inheritedList, type ListCopy } from './site-parts.ts'
import { metaOf } from './schema/field-meta.ts'
import { scenarioFile } from './schema/scenario.ts'
import { shapeOf, stepInto, valueAt } from './schema/walk.ts'

/** One `--set`. */
export interface SetFlag {
  readonly path: string
  /** YAML text, as typed. */
  readonly value: string
}

/** Where an overlaid value was written: a place under `options` of the file, or a `--set`. */
export type Author = { readonly kind: 'option'; readonly id: string; readonly at: TreePath } | { readonly kind: 'set'; readonly text: string }

type Verb = 'set' | 'add' | 'remove'

interface Edit {
  readonly verb: Verb
  readonly path: string
  readonly value: unknown
  readonly author: Author
}

/** A value that does not come from the base of the file, and who wrote it. */
export interface Origin {
  readonly path: TreePath
  readonly author: Author
}

/** A change to one instance of a block entry, applied once the entry is expanded. */
export interface InstanceEdit {
  /** Site in whose part the entry stands; left out for one at the top. */
  readonly site?: string | undefined
  /** Index of the entry among the blocks after removals. */
  readonly entry: number
  readonly index: number
  /** Path below the instance. */
  readonly path: TreePath
  readonly verb: Verb
  readonly value: unknown
  readonly author: Author
}

export interface Overlaid {
  readonly data: Section
  readonly issues: readonly Issue[]
  /** In the coordinates before removals closed their gaps. */
  readonly origins: readonly Origin[]
  readonly shifts: IndexShifts
  readonly instanceEdits: readonly InstanceEdit[]
  /** Lists of the top that an edit made a site's own, in the same coordinates. */
  readonly copies: readonly ListCopy[]
}

interface Draft {
  data: unknown
  readonly issues: Issue[]
  readonly origins: Origin[]
  readonly instanceEdits: InstanceEdit[]
  readonly copies: ListCopy[]
}

/** Between the ids of options that are applied one after the other. */
export const TOGETHER = '+'

/** Applies the option of that id, or several in their order, and then the sets to the data of a file. */
export function overlay(data: Section, choice: { readonly option?: string | undefined; readonly set?: readonly SetFlag[] | undefined }): Overlaid {
  const draft: Draft = { data, issues: [], origins: [], instanceEdits: [], copies: [] }
  for (const id of choice.option?.split(TOGETHER) ?? []) for (const edit of optionEdits(data, id, draft.issues)) applyEdit(draft, edit)
  for (const flag of choice.set ?? []) {
    const edit = flagEdit(flag, draft.issues)
    if (edit) applyEdit(draft, edit)
  }
  const compacted = compact(draft.data)
  const instanceEdits = draft.instanceEdits.flatMap((edit) => {
    const entries = compacted.shifts.get(pathKey(blocksOf(edit.site)))
    const entry = entries ? entries.indexOf(edit.entry) : edit.entry
    return entry < 0 ? [] : [{ ...edit, entry }]
  })
  return { data: compacted.data as Section, issues: draft.issues, origins: draft.origins, shifts: compacted.shifts, instanceEdits, copies: draft.copies }
}

/** Path of the blocks at the top or in the part of a site. */
export const blocksOf = (site: string | undefined): string[] => (site === undefined ? ['blocks'] : ['sites', site, 'blocks'])

/** Applies one option of the data. */
export const applyOption = (data: Section, id: string): Overlaid => overlay(data, { option: id })

const isSection = (value: unknown): value is Section => typeof value === 'object' && value !== null && !Array.isArray(value)

function optionEdits(data: Section, id: string, issues: Issue[]): Edit[] {
  const options = isSection(data.options) ? data.options : {}
  const option = Object.hasOwn(options, id) ? options[id] : undefined
  if (!isSection(option)) {
    const ids = Object.keys(options)
    const nearest = nearestName(id, ids)
    issues.push({ severity: 'error', code: 'unknown-option', path: 'options', message: `there is no option '${id}'`, value: id, allowed: ids.join(', ') || 'the file has no options', ...(nearest === undefined ? {} : { nearest }) })
    return []
  }
  const edits: Edit[] = []
  for (const verb of ['set', 'add'] as const) {
    const paths = option[verb]
    // A malformed option is reported by the schema.
    if (!isSection(paths)) continue
    for (const path of Object.keys(paths)) edits.push({ verb, path, value: paths[path], author: { kind: 'option', id, at: ['options', id, verb, path] } })
  }
  const removed: readonly unknown[] = Array.isArray(option.remove) ? option.remove : []
  removed.forEach((path, index) => {
    if (typeof path === 'string') edits.push({ verb: 'remove', path, value: undefined, author: { kind: 'option', id, at: ['options', id, 'remove', index] } })
  })
  return edits
}

function flagEdit({ path, value }: SetFlag, issues: Issue[]): Edit | undefined {
  const author: Author = { kind: 'set', text: `--set ${path}=${value}` }
  const parsed = parseValue(value)
  if (parsed.ok) return { verb: 'set', path, value: parsed.value, author }
  issues.push({ severity: 'error', code: 'set', path, message: parsed.error, value, file: author.text })
  return undefined
}

/** Refuses an edit; the issue stands where the edit was written. */
function refuse(draft: Draft, { author, path, value }: Edit, problem: Pick<Issue, 'message'> & Partial<Issue>): void {
  draft.issues.push({ severity: 'error', code: 'path', path: author.kind === 'option' ? author.at.join('.') : path, ...(value === undefined ? {} : { value: showValue(value) }), ...problem, ...(author.kind === 'set' ? { file: author.text } : {}) })
}

const UNTOUCHABLE: ReadonlySet<string> = new Set(['format', 'options'])
const ENTRY_KEYS: ReadonlySet<unknown> = new Set(['id', 'count'])

/** Resolves the path of an edit; a list of the top whose elements it changes for one site becomes that site's own first. */
function resolveEdit(draft: Draft, path: string): ReturnType<typeof resolvePath> {
  const resolved = resolvePath(path, draft.data, scenarioFile)
  if (resolved.ok || !path.startsWith('sites.')) return resolved
  const copy = inheritedList(draft.data, path)
  if (copy === undefined) return resolved
  draft.data = changeAt(draft.data, copy.to, () => valueAt(draft.data, copy.from))
  draft.copies.push(copy)
  return resolvePath(path, draft.data, scenarioFile)
}

function applyEdit(draft: Draft, edit: Edit): void {
  const resolved = resolveEdit(draft, edit.path)
  if (!resolved.ok) return refuse(draft, edit, { ...resolved.error, value: edit.path })
  const target = resolved.value
  const { path, instance } = target
  if (UNTOUCHABLE.has(String(path[0]))) return refuse(draft, edit, { message: `cannot change '${path[0]}'`, value: edit.path })
  const below = instance ? path.slice(instance.depth) : path
  if (instance && (below.length === 0 || ENTRY_KEYS.has(below[0]))) return refuse(draft, edit, { message: 'names a whole instance; name a key of it', value: edit.path })
  if (!isAllowed(draft, edit, target)) return
  if (instance) {
    draft.instanceEdits.push({ site: instance.depth === 4 ? String(path[1]) : undefined, entry: Number(path[instance.depth - 1]), index: instance.index, path: below, verb: edit.verb, value: edit.value, author: edit.author })
    return
  }
  noteOrigins(draft, edit, path)
  draft.data = changeAt(draft.data, path, changeOf(edit))
}

/** What an edit makes of the value at its target. */
export function changeOf({ verb, value }: { readonly verb: Verb; readonly value: unknown }): (present: unknown) => unknown {
  if (verb === 'set') return () => value
  if (verb === 'remove') return () => REMOVED
  if (Array.isArray(value)) return (present) => [...(Array.isArray(present) ? (present as unknown[]) : []), ...(value as readonly unknown[])]
  return (present) => ({ ...(isSection(present) ? present : {}), ...(value as Section) })
}

/** Whether the verb suits its target; refuses the edit when it does not. */
function isAllowed(draft: Draft, edit: Edit, { path, field }: Target): boolean {
  if (edit.verb === 'set') return true
  const present = valueAt(draft.data, path)
  const reason = edit.verb === 'remove' ? whyNotRemoved(present, path) : whyNotAdded(edit.value, present, field)
  if (reason !== undefined) refuse(draft, edit, { message: reason, ...(edit.verb === 'remove' ? { value: edit.path } : {}) })
  return reason === undefined
}

function whyNotRemoved(present: unknown, path: TreePath): string | undefined {
  if (present === undefined) return 'names nothing that the scenario states'
  return typeof path.at(-1) === 'number' && idOf(present) === undefined ? 'names an element without id, which cannot be removed alone' : undefined
}

function whyNotAdded(value: unknown, present: unknown, field: z.ZodType | undefined): string | undefined {
  const kind = field === undefined ? undefined : metaOf(field)?.kind
  if (isListField(field) && kind !== 'named' && (present === undefined || Array.isArray(present))) return Array.isArray(value) ? undefined : 'adds to a list, which takes a list of elements'
  const isSectionField = field !== undefined && (shapeOf(field, undefined) !== undefined || kind === 'named')
  if (!isSectionField || (present !== undefined && !isSection(present))) return 'names a single value; add is for lists and sections, set replaces'
  if (!isSection(value)) return 'adds to a section, which takes a section with new keys'
  const taken = Object.keys(value).find((key) => stepInto(present, key) !== undefined)
  return taken === undefined ? undefined : `adds '${taken}', which is already there; set replaces`
}

function noteOrigins(draft: Draft, { verb, value, author }: Edit, path: TreePath): void {
  const note = (step: TreePath, writtenAt: TreePath): void => {
    draft.origins.push({ path: [...path, ...step], author: author.kind === 'set' ? author : { ...author, at: [...author.at, ...writtenAt] } })
  }
  if (verb === 'set') {
    // A later value hides who wrote the earlier ones.
    draft.origins.splice(0, draft.origins.length, ...draft.origins.filter((origin) => !isWithin(origin.path, path)))
    note([], [])
  }
  if (verb !== 'add') return
  const present = valueAt(draft.data, path)
  const start = Array.isArray(present) ? present.length : 0
  if (Array.isArray(value)) value.forEach((_, index) => note([start + index], [index]))
  else for (const key of Object.keys(value as object)) note([key], [key])
}
