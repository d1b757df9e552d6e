/**
 * Paths as authors write them: `grid.feeds.permanent.energised.slip`, `blocks.block[2].cooling.units.count`. Elements of lists
 * are named by their `id`, or by `[index]` where they have none; an index after an id is one instance of its `count`.
 */
import type { z } from 'zod'
import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import { nearestName } from './nearest.ts'
import { fieldAt, itemOf, shapeOf, stepInto } from './schema/walk.ts'
import type { TreePath } from './positions.ts'

/** Where a written path leads in the data of a document. */
export interface Target {
  readonly path: TreePath
  /** Instance of a block entry that the path picks out: steps up to the entry, and the index. */
  readonly instance?: { readonly depth: number; readonly index: number }
  /** Field that describes the place; undefined inside free-form values. */
  readonly field: z.ZodType | undefined
}
export interface PathProblem {
  readonly message: string
  /** Nearest valid path. */
  readonly nearest?: string
  readonly allowed?: string
}

interface Segment {
  readonly name: string
  readonly index?: number
}

const SEGMENT = /^([^.[\]]*)(?:\[(\d{1,7})\])?$/u
const MAX_SEGMENTS = 40

function segmentsOf(text: string): Segment[] | undefined {
  const parts = text.split('.')
  if (text.length > 400 || parts.length > MAX_SEGMENTS) return undefined
  const segments: Segment[] = []
  for (const part of parts) {
    const match = SEGMENT.exec(part)
    if (match === null || part === '') return undefined
    segments.push(match[2] === undefined ? { name: match[1] } : { name: match[1], index: Number(match[2]) })
  }
  return segments
}

/** Id of a list element; undefined when it has none. */
export function idOf(element: unknown): string | undefined {
  const id = stepInto(element, 'id')
  return typeof id === 'string' ? id : undefined
}

/** Steps up to the block entry that a path leads into, at the top of the file or in the part of a site; 0 for none. */
export function entryDepth(path: TreePath): number {
  if (path[0] === 'blocks' && typeof path[1] === 'number') return 2
  return path[0] === 'sites' && path[2] === 'blocks' && typeof path[3] === 'number' ? 4 : 0
}

interface Cursor {
  data: unknown
  field: z.ZodType | undefined
  path: (string | number)[]
  instance: Target['instance']
}

/** Names that may follow at a place, for messages and completion. */
export function namesAt(field: z.ZodType | undefined, data: unknown): string[] {
  if (Array.isArray(data)) return data.flatMap((element) => idOf(element) ?? [])
  const stated = typeof data === 'object' && data !== null ? Object.keys(data) : []
  const known = field ? Object.keys(shapeOf(field, data) ?? {}) : []
  return [...new Set([...stated, ...known])]
}

function stepTo(cursor: Cursor, step: string | number): void {
  cursor.field = fieldAt(cursor.field, step, cursor.data)
  cursor.data = stepInto(cursor.data, step)
  cursor.path.push(step)
}

/** Enters a list element by id, noting an instance index. */
function enterElement(cursor: Cursor, { name, index }: Segment): boolean {
  const elements = cursor.data as readonly unknown[]
  const at = elements.findIndex((element) => idOf(element) === name)
  if (at < 0) return false
  stepTo(cursor, at)
  if (index === undefined) return true
  const count = stepInto(cursor.data, 'count')
  // Only block entries stand for several instances. A count that is an expression is checked when they are expanded.
  const isEntry = entryDepth(cursor.path) === cursor.path.length
  if (!isEntry || count === undefined || (typeof count === 'number' && index >= count)) return false
  cursor.instance = { depth: cursor.path.length, index }
  return true
}

/** Enters a key of a section, and with an index an element of the list behind it. */
function enterKey(cursor: Cursor, { name, index }: Segment): boolean {
  const isStated = stepInto(cursor.data, name) !== undefined
  const isKnown = cursor.field !== undefined && shapeOf(cursor.field, cursor.data)?.[name] !== undefined
  if (!isStated && !isKnown) return false
  stepTo(cursor, name)
  if (index === undefined) return true
  // Elements with an id go by it: places move when an option removes an element, ids do not.
  if (!Array.isArray(cursor.data) || index >= cursor.data.length || idOf(cursor.data[index]) !== undefined) return false
  stepTo(cursor, index)
  return true
}

/**
 * Resolves a written path against data and schema. A key that the schema knows is valid even when the data leaves it out;
 * an element of a list must exist.
 */
export function resolvePath(text: string, data: unknown, schema: z.ZodType): Result<Target, PathProblem> {
  const segments = segmentsOf(text)
  if (segments === undefined) return err({ message: 'is not a path', allowed: 'names joined by dots, such as blocks.block[2].cooling.supply' })
  const cursor: Cursor = { data, field: schema, path: [], instance: undefined }
  for (const [position, segment] of segments.entries()) {
    const here = { ...cursor }
    const isEntered = Array.isArray(cursor.data) ? enterElement(cursor, segment) : enterKey(cursor, segment)
    if (!isEntered) return err(describeMiss(segments, position, here))
  }
  return ok({ path: cursor.path, field: cursor.field, ...(cursor.instance ? { instance: cursor.instance } : {}) })
}

const writeSegment = ({ name, index }: Segment): string => (index === undefined ? name : `${name}[${index}]`)

function describeMiss(segments: readonly Segment[], position: number, { data, field }: Pick<Cursor, 'data' | 'field'>): PathProblem {
  const names = namesAt(field, data)
  const { name, index } = segments[position]
  const before = segments.slice(0, position).map(writeSegment)
  const after = segments.slice(position + 1).map(writeSegment)
  const allowed = names.length > 0 && names.length <= 24 ? names.join(', ') : undefined
  if (names.includes(name) && index !== undefined) {
    const id = idOf(stepInto(stepInto(data, name), index))
    return { message: id === undefined ? `has no '${name}[${index}]'` : `names an element by its place; it has the id '${id}'`, nearest: [...before, name, ...(id === undefined ? [] : [id]), ...after].join('.') }
  }
  const where = before.length === 0 ? 'at the top' : `in ${before.join('.')}`
  const meant = nearestName(name, names)
  return { message: `names nothing: there is no '${name}' ${where}`, ...(allowed === undefined ? {} : { allowed }), ...(meant === undefined ? {} : { nearest: [...before, writeSegment({ ...segments[position], name: meant }), ...after].join('.') }) }
}

/** Writes a tree path the way authors do, naming elements by id where the data has one. */
export function writePath(path: TreePath, data: unknown): string {
  let text = ''
  let here = data
  for (const step of path) {
    here = stepInto(here, step)
    const id = typeof step === 'number' ? idOf(here) : step
    text += id === undefined ? `[${step}]` : text === '' ? id : `.${id}`
  }
  return text
}

/** Whether a field is a list of elements, also when the data leaves it out. */
export function isListField(field: z.ZodType | undefined): boolean {
  return field !== undefined && shapeOf(field, undefined) === undefined && itemOf(field) !== undefined
}
