/** What a site has a number of, and could have one more of: machines, people, parts, megawatts of its feeds. */
import { metaOf } from './schema/field-meta.ts'
import { scenarioFile } from './schema/scenario.ts'
import { fieldAtPath } from './schema/walk.ts'
import { resolvePath, writePath } from './path.ts'

type TreePath = readonly (string | number)[]

export interface Resource {
  readonly path: string
  /** Value now and with one more, as written. */
  readonly present: string
  readonly more: string
}

/** Keys of numbers of things that are bought or hired. */
const COUNTED: ReadonlySet<string> = new Set(['count', 'technicians', 'gpu', 'stock', 'escorts', 'permits'])
/** Sections that are the site; what stands in the others is what it is for. */
const SECTIONS: ReadonlySet<string> = new Set(['blocks', 'generation', 'storage', 'solar', 'grid', 'faults', 'spares', 'crews', 'facility', 'security', 'maintenance', 'sites'])
/** Of every site, also when the file leaves them to their defaults. */
const ALWAYS = ['faults.technicians', 'faults.spares.gpu'] as const

const QUANTITY = /^\s*(\d+(?:\.\d+)?)\s*(.*?)\s*$/u

/** One more of a number or of the unit in which a quantity is written; undefined for anything else. */
export function oneMore(value: unknown): { readonly present: string; readonly more: string } | undefined {
  if (typeof value === 'number') return { present: String(value), more: String(value + 1) }
  const match = typeof value === 'string' ? QUANTITY.exec(value) : null
  return match === null ? undefined : { present: String(value), more: `${Number((Number(match[1]) + 1).toPrecision(12))} ${match[2]}`.trim() }
}

/** The resource at a path; undefined where there is nothing to count. */
export function resourceAt(data: unknown, path: string): Resource | undefined {
  const target = resolvePath(path, data, scenarioFile)
  if (!target.ok) return undefined
  const stated = target.value.path.reduce<unknown>((here, step) => (typeof here === 'object' && here !== null ? (here as Readonly<Record<string | number, unknown>>)[step] : undefined), data)
  const found = oneMore(stated ?? (target.value.field === undefined ? undefined : metaOf(target.value.field)?.default))
  return found === undefined ? undefined : { path, ...found }
}

const isFeedCapacity = (path: TreePath): boolean => path.at(-1) === 'capacity' && path.includes('feeds')

function walk(value: unknown, path: TreePath, tell: (path: TreePath, value: unknown) => void): void {
  tell(path, value)
  if (Array.isArray(value)) value.forEach((inner, index) => walk(inner, [...path, index], tell))
  else if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key], tell)
}

/** Resources that a file states, in file order, then those that every site has. */
export function resourcesOf(data: Readonly<Record<string, unknown>>): Resource[] {
  const found: Resource[] = []
  for (const [section, content] of Object.entries(data)) {
    if (!SECTIONS.has(section)) continue
    walk(content, [section], (path, value) => {
      const isCounted = typeof value === 'number' && COUNTED.has(String(path.at(-1))) && metaOf(fieldAtPath(scenarioFile, path, data) ?? scenarioFile)?.kind === 'count'
      const more = isCounted || isFeedCapacity(path) ? oneMore(value) : undefined
      if (more !== undefined) found.push({ path: writePath(path, data), ...more })
    })
  }
  const left = ALWAYS.filter(path => !found.some(each => each.path === path)).flatMap(path => resourceAt(data, path) ?? [])
  return [...found, ...left]
}
