/** Limits on data of unknown origin: aliases that explode or loop, nesting, keys that reach for prototypes, numbers that are none. */
import type { TreePath } from './positions.ts'

/** Most values after aliases are written out. */
export const MAX_VALUES = 1_000_000
/** Deepest nesting after aliases are written out. */
export const MAX_NESTING = 64
const MAX_KEY_LENGTH = 200
const MAX_REPORTED = 50

export interface TreeProblem {
  readonly code: string
  readonly path: TreePath
  readonly message: string
  readonly allowed?: string
  readonly value?: string
}

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

interface Size {
  readonly values: number
  readonly height: number
}

interface Inspection {
  /** Sizes of what was seen; null while it is being looked into. */
  readonly sizes: Map<object, Size | null>
  readonly problems: TreeProblem[]
}

/** Problems of a tree, in file order. A shared branch is looked into once, so that the work is bounded by the text. */
export function inspectTree(data: object): readonly TreeProblem[] {
  const inspection: Inspection = { sizes: new Map(), problems: [] }
  const size = sizeOf(data, [], inspection)
  const { problems } = inspection
  if (size.values > MAX_VALUES) problems.push({ code: 'too-large', path: [], message: `the aliases of the file stand for ${size.values} values`, allowed: `at most ${MAX_VALUES} values` })
  return problems
}

function sizeOf(value: unknown, path: TreePath, inspection: Inspection): Size {
  if (typeof value === 'number' && !Number.isFinite(value)) report(inspection, { code: 'number', path, message: 'is not a finite number', value: String(value) })
  if (typeof value !== 'object' || value === null) return { values: 1, height: 0 }
  const known = inspection.sizes.get(value)
  if (known === null) {
    report(inspection, { code: 'cycle', path, message: 'is an alias of what contains it' })
    return { values: 1, height: 0 }
  }
  const tooDeep = path.length + (known?.height ?? 0) > MAX_NESTING
  if (tooDeep) report(inspection, { code: 'too-deep', path: path.slice(0, 6), message: 'is nested too deeply', allowed: `at most ${MAX_NESTING} levels` })
  if (known) return known
  if (tooDeep) return { values: 1, height: 0 }
  inspection.sizes.set(value, null)
  let values = 1
  let height = 0
  const look = (child: unknown, step: string | number): void => {
    const size = sizeOf(child, [...path, step], inspection)
    values += size.values
    height = Math.max(height, size.height + 1)
  }
  if (Array.isArray(value)) value.forEach(look)
  else for (const key of Object.keys(value)) {
    if (FORBIDDEN_KEYS.has(key) || key.length > MAX_KEY_LENGTH) report(inspection, { code: 'unknown-key', path: [...path, key.slice(0, MAX_KEY_LENGTH)], message: 'is not allowed as a key' })
    else look((value as Record<string, unknown>)[key], key)
  }
  const size = { values, height }
  inspection.sizes.set(value, size)
  return size
}

function report({ problems }: Inspection, problem: TreeProblem): void {
  if (problems.length < MAX_REPORTED) problems.push(problem)
}
