/** What a file says of all its sites and of each: one laid over the other, and back to where a value stands. */
import type { Section } from './parse.ts'
import type { TreePath } from './positions.ts'
import { WHOLE_KEYS } from './schema/site-part.ts'
import { stepInto } from './schema/walk.ts'

const isSection = (value: unknown): value is Section => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keys of which a section states one, by its place: who states another one of them means it instead. */
const ONE_OF: Readonly<Record<string, readonly string[]>> = { 'site.weather': ['climate', 'epw', 'years'] }

/** Maps key by key, everything else replaced; `place` is where both stand. */
export function layOver(under: unknown, over: unknown, place = ''): unknown {
  if (over === undefined) return under
  if (!isSection(under) || !isSection(over)) return over
  const oneOf = ONE_OF[place] ?? []
  const replaced = oneOf.some(key => over[key] !== undefined) ? oneOf : []
  const merged: Record<string, unknown> = Object.fromEntries(Object.entries(under).filter(([key]) => !replaced.includes(key)))
  for (const key of Object.keys(over)) merged[key] = layOver(under[key], over[key], place === '' ? key : `${place}.${key}`)
  return merged
}

/** Keys of a site's part that belong to the whole file; `label` and unknown keys do not. */
export const wholeKeysIn = (part: Section): string[] => Object.keys(part).filter(key => WHOLE_KEYS.has(key))

/** A site as a scenario of its own: the top of the file with the site's part over it. */
export function mergeSite(top: Section, part: Section): Section {
  const { sites: _sites, wan: _wan, ...common } = top
  const own = Object.fromEntries(Object.entries(part).filter(([key]) => key !== 'label' && !WHOLE_KEYS.has(key)))
  return layOver(common, own) as Section
}

/** Where the file writes a value of a merged site; what nobody states belongs where its section stands, the site's part first. */
export function writtenIn(top: Section, id: string, path: TreePath): TreePath {
  let under: unknown = top
  let over: unknown = stepInto(stepInto(top, 'sites'), id)
  const own: TreePath = ['sites', id, ...path]
  for (const step of path) {
    // Below a value that only one of them has, or that is no map, everything is of the one that wins.
    if (over === undefined) return path
    if (under === undefined || !isSection(over) || !isSection(under)) return own
    under = stepInto(under, step)
    over = stepInto(over, step)
  }
  return over === undefined && under !== undefined ? path : own
}

/** A list of the top that becomes one of a site's part. */
export interface ListCopy {
  readonly from: TreePath
  readonly to: TreePath
}

/** The first list on a written path of a site's part that the part leaves to the top; undefined when there is none. */
export function inheritedList(data: unknown, written: string): ListCopy | undefined {
  const [, id, ...names] = written.split('.')
  if (id === undefined || !isSection(stepInto(stepInto(data, 'sites'), id))) return undefined
  const from: string[] = []
  let under: unknown = data
  let over: unknown = stepInto(stepInto(data, 'sites'), id)
  for (const name of names) {
    if (WHOLE_KEYS.has(from[0] ?? name)) return undefined
    under = stepInto(under, name)
    over = stepInto(over, name)
    from.push(name)
    if (Array.isArray(under) && over === undefined) return { from, to: ['sites', id, ...from] }
    if (!isSection(under)) return undefined
  }
  return undefined
}
