/** The dates of a scenario as a list: every milestone and every date that the file states, wherever it stands. */
import type { z } from 'zod'
import { idOf, writePath } from './path.ts'
import type { TreePath } from './positions.ts'
import { metaOf } from './schema/field-meta.ts'
import { scenarioFile } from './schema/scenario.ts'
import { itemOf, shapeOf, stepInto } from './schema/walk.ts'

export interface StatedMilestone {
  /** As an author would write it: `grid.feeds.permanent.energised`, `blocks.block[2].ready`. */
  readonly written: string
  /** Place in the data of the file; of one of several dates of a block entry, that of the list. */
  readonly path: TreePath
  /** In words: `Feed permanent energised`. */
  readonly label: string
  /** Whether it may have a slip. */
  readonly slips: boolean
  /** As written: a date, or an expression. */
  readonly planned: unknown
  /** As written: a duration, `{p50, p90}` or another distribution; undefined for none. */
  readonly slip: unknown
  /** Instance of a block entry that this date is for, and how many the entry stands for. */
  readonly instance?: { readonly index: number; readonly count: number }
}

/** Sections whose dates are no milestones of the plan. */
const NO_PLAN: ReadonlySet<string> = new Set(['horizon', 'options'])

/** Singular words for what a name in a path belongs to. */
const OWNERS: Readonly<Record<string, string>> = { feeds: 'feed', generation: 'plant', storage: 'storage', solar: 'array', phases: 'phase', gates: 'gate', orders: 'order' }

const spaced = (key: string): string => key.replaceAll(/([a-z])([A-Z])/gu, '$1 $2').toLowerCase()

function labelOf(path: TreePath, data: unknown, instance: number | undefined): string {
  const words: string[] = []
  let here = data
  path.forEach((step, index) => {
    here = stepInto(here, step)
    const isLast = index === path.length - 1
    const before = path[index - 1]
    if (typeof step === 'number') words.push(`${OWNERS[String(before)] === undefined ? '' : `${OWNERS[String(before)]} `}${idOf(here) ?? step + 1}${before === 'blocks' && instance !== undefined ? `[${instance}]` : ''}`)
    else if (typeof before === 'string' && OWNERS[before] !== undefined) words.push(`${OWNERS[before]} ${step}`)
    else if (isLast || (OWNERS[step] === undefined && step !== 'blocks' && index > 0)) words.push(spaced(step))
  })
  const text = words.join(' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

interface Walk {
  readonly data: unknown
  readonly found: StatedMilestone[]
}

function take({ data, found }: Walk, path: TreePath, value: unknown, slips: boolean): void {
  const isSection = typeof value === 'object' && value !== null && !Array.isArray(value)
  const base = { path, slips, planned: isSection ? stepInto(value, 'planned') : value, slip: isSection ? stepInto(value, 'slip') : undefined }
  const isReady = path[0] === 'blocks' && path.length === 3
  const count = isReady ? stepInto(stepInto(stepInto(data, 'blocks'), path[1]), 'count') : undefined
  if (typeof count !== 'number') {
    found.push({ ...base, written: writePath(path, data), label: labelOf(path, data, undefined) })
    return
  }
  const id = writePath(path.slice(0, 2), data)
  for (let index = 0; index < count; index++) {
    const planned = Array.isArray(value) ? (value as readonly unknown[])[index] : value
    found.push({ ...base, planned, slip: undefined, written: `${id}[${index}].${path[2]}`, label: labelOf(path, data, index), instance: { index, count } })
  }
}

function visit(walk: Walk, field: z.ZodType, value: unknown, path: TreePath): void {
  const kind = metaOf(field)?.kind
  if (kind === 'date' || kind === 'milestone') return take(walk, path, value, kind === 'milestone')
  if (typeof value !== 'object' || value === null) return
  const shape = shapeOf(field, value)
  const item = itemOf(field)
  for (const step of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    if (path.length === 0 && NO_PLAN.has(String(step))) continue
    const inner = shape === undefined ? item : typeof step === 'string' && Object.hasOwn(shape, step) ? shape[step] : undefined
    if (inner !== undefined) visit(walk, inner, stepInto(value, step), [...path, step])
  }
}

/** Every date that the data of a file states, in its order. */
export function milestonesOf(data: unknown): StatedMilestone[] {
  const walk: Walk = { data, found: [] }
  visit(walk, scenarioFile, data, [])
  return walk.found
}
