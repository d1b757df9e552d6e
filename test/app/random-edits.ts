/** Edits at random places of a tree, repeatable by their seed. */
import type { TreeEdit, TreePath } from '../../src/app/editing/tree-edit.ts'

/** Whole numbers from 0 on, below a bound. */
export type Random = (below: number) => number

export function randomOf(seed: number): Random {
  let state = seed >>> 0 || 1
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 4294967296) * below)
  }
}

const isSection = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function pathsOf(data: unknown, path: TreePath = []): TreePath[] {
  const below = Array.isArray(data) ? data.map((each, index) => [each, index] as const) : isSection(data) ? Object.entries(data).map(([key, each]) => [each, key] as const) : []
  return [path, ...below.flatMap(([each, step]) => pathsOf(each, [...path, step]))]
}

const at = (data: unknown, path: TreePath): unknown => path.reduce<unknown>((here, step) => (here as Record<string | number, unknown>)[step], data)

const VALUES: readonly unknown[] = [7, '4 MW', 'a: b', '=slip', '2028-01-01', true, [1, 'x'], { id: 'new', count: 2 }, [], {}]

export function randomEdit(data: unknown, random: Random): TreeEdit {
  const paths = pathsOf(data).filter(path => path.length > 0)
  const pick = <T>(of: readonly T[]): T => of[random(of.length)]
  const value = pick(VALUES)
  const lists = paths.filter(path => Array.isArray(at(data, path)))
  const sections = paths.filter(path => isSection(at(data, path)))
  const choice = random(6)
  const list = lists.length > 0 ? pick(lists) : []
  const { length } = lists.length > 0 ? (at(data, list) as unknown[]) : []
  if (choice === 0 && lists.length > 0) return { kind: 'insert', path: list, index: random(length + 1), value }
  if (choice === 1 && length > 1) return { kind: 'move', path: list, from: random(length), to: random(length) }
  if (choice === 2) return { kind: 'remove', path: pick(paths) }
  if (choice === 3) return { kind: 'rename', path: pick(paths.filter(path => typeof path.at(-1) === 'string')), key: `k${random(1000)}` }
  if (choice === 4 && sections.length > 0) return { kind: 'set', path: [...pick(sections), `k${random(1000)}`], value }
  return { kind: 'set', path: pick(paths), value }
}
