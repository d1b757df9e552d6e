/** Changing plain data without touching the original: every change copies the branch above it. */
import type { TreePath } from './positions.ts'
import { stepInto } from './schema/walk.ts'

type Branch = Readonly<Record<string, unknown>> | readonly unknown[]

const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null

/** Stands in a list for an element that an option removed, until `compact` closes the gap. */
export const REMOVED: unique symbol = Symbol('removed')

function copyOf(value: unknown): Record<string | number, unknown> {
  return (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string | number, unknown>
}

/**
 * Data with the value at a path replaced by what `change` makes of it; sections that are missing on the way are created. A
 * date on the way to `planned` or `slip` becomes a section with that planned date.
 */
export function changeAt(data: unknown, path: TreePath, change: (value: unknown) => unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return change(data)
  const branch = isBranch(data) ? data : typeof data === 'string' && (step === 'slip' || step === 'planned') ? { planned: data } : {}
  const copy = copyOf(branch)
  const value = changeAt(stepInto(branch, step), rest, change)
  if (value === REMOVED && !Array.isArray(branch)) delete copy[step]
  else copy[step] = value
  return copy
}

/** Original indexes of the elements of the lists that lost some, by list path (steps joined by NUL). */
export type IndexShifts = ReadonlyMap<string, readonly number[]>
export const pathKey = (path: TreePath): string => path.join('\0')

/** Drops removed elements; notes for each shortened list which elements are left. */
export function compact(data: unknown): { readonly data: unknown; readonly shifts: IndexShifts } {
  const shifts = new Map<string, readonly number[]>()
  const visit = (value: unknown, path: TreePath): unknown => {
    if (!isBranch(value)) return value
    if (!Array.isArray(value)) return mapSection(value as Readonly<Record<string, unknown>>, (child, key) => visit(child, [...path, key]))
    const elements = value as readonly unknown[]
    const left = elements.flatMap((element, index) => (element === REMOVED ? [] : [index]))
    if (left.length < elements.length) shifts.set(pathKey(path), left)
    return left.map((index) => visit(elements[index], [...path, index]))
  }
  return { data: visit(data, []), shifts }
}

/** A section with every value changed, in the same order of keys. */
export function mapSection(section: Readonly<Record<string, unknown>>, change: (value: unknown, key: string) => unknown): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const key of Object.keys(section)) result[key] = change(section[key], key)
  return result
}

/** The path that an element had before `compact`. */
export function beforeCompact(path: TreePath, shifts: IndexShifts): TreePath {
  if (shifts.size === 0) return path
  const before: (string | number)[] = []
  for (const step of path) {
    const left = typeof step === 'number' ? shifts.get(pathKey(before)) : undefined
    before.push(left && typeof step === 'number' ? (left[step] ?? step) : step)
  }
  return before
}

/** Whether `path` lies at or below `root`. */
export function isWithin(path: TreePath, root: TreePath): boolean {
  return root.length <= path.length && root.every((step, index) => step === path[index])
}
