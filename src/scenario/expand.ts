/** Block entries become instances: `{id: block, count: 4, ready: [four dates]}` is `block[0]` to `block[3]`, each with its date. */
import type { z } from 'zod'
import { changeAt, compact } from './edit-tree.ts'
import { changeOf } from './options.ts'
import type { Author, InstanceEdit } from './options.ts'
import type { Section } from './parse.ts'
import type { TreePath } from './positions.ts'
import { LISTED_KEYS, MAX_BLOCK_COUNT, blockEntry } from './schema/blocks.ts'
import { shapeOf } from './schema/walk.ts'

/** A problem of an entry, with its place before expansion. */
export interface EntryProblem {
  readonly path: TreePath
  readonly message: string
  readonly code: string
  readonly value?: unknown
  readonly allowed?: string
}

/** Where an instance comes from. */
interface Instance {
  readonly entry: number
  /** Undefined for an entry without count. */
  readonly index: number | undefined
  /** Keys whose value is its element of a list, such as the ready date. */
  readonly listed: readonly string[]
}

export interface Expanded {
  readonly data: Section
  readonly problems: readonly EntryProblem[]
  readonly instances: readonly Instance[]
  /** Values that an option or --set gave to one instance, by expanded path. */
  readonly origins: readonly { readonly path: TreePath; readonly author: Author }[]
}

const isSection = (value: unknown): value is Section => typeof value === 'object' && value !== null && !Array.isArray(value)
const entryFields = shapeOf(blockEntry, undefined) ?? {}

/** Expands the blocks of data whose expressions have values, and applies the edits of single instances. */
export function expandBlocks(data: Section, edits: readonly InstanceEdit[]): Expanded {
  if (!Array.isArray(data.blocks)) return { data, problems: [], instances: [], origins: [] }
  const blocks: unknown[] = []
  const instances: Instance[] = []
  const problems: EntryProblem[] = []
  const origins: { path: TreePath; author: Author }[] = []
  for (const [entry, block] of (data.blocks as readonly unknown[]).entries()) {
    if (!isSection(block)) {
      blocks.push(block)
      instances.push({ entry, index: undefined, listed: [] })
      continue
    }
    const room = MAX_BLOCK_COUNT - blocks.length
    const { count, found } = countOf(block, ['blocks', entry], room)
    problems.push(...found)
    for (let index = 0; index < (count ?? 1); index++) {
      const here = blocks.length
      let instance: unknown = instanceOf(block, count === undefined ? undefined : index)
      for (const edit of edits) {
        if (edit.entry !== entry || edit.index !== index || count === undefined) continue
        instance = changeAt(instance, edit.path, changeOf(edit))
        origins.push({ path: ['blocks', here, ...edit.path], author: edit.author })
      }
      blocks.push(compact(instance).data)
      instances.push({ entry, index: count === undefined ? undefined : index, listed: listedKeys(block) })
    }
    for (const edit of edits) {
      if (edit.entry === entry && edit.index >= (count ?? 0)) problems.push({ path: ['blocks', entry, 'count'], code: 'path', message: `leaves no instance ${edit.index} for an option to change`, value: block.count })
    }
  }
  return { data: { ...data, blocks }, problems, instances, origins }
}

const listedKeys = (block: Section): string[] => LISTED_KEYS.filter(key => Array.isArray(block[key]))

function check(field: z.ZodType | undefined, value: unknown, path: TreePath): EntryProblem[] {
  const read = field?.safeParse(value)
  if (read === undefined || read.success) return []
  return read.error.issues.map((issue) => {
    const params = (issue as { params?: { code?: string; allowed?: string } }).params
    return { path, message: issue.message, code: params?.code ?? 'type', value, ...(params?.allowed === undefined ? {} : { allowed: params.allowed }) }
  })
}

/** The count of an entry, undefined when it has none or a wrong one, with the problems of its id, label, count and dates. */
function countOf(block: Section, path: TreePath, room: number): { readonly count: number | undefined; readonly found: readonly EntryProblem[] } {
  const wrongCount = check(entryFields.count, block.count, [...path, 'count'])
  const found = [...check(entryFields.id, block.id, [...path, 'id']), ...wrongCount]
  const stated = wrongCount.length === 0 && typeof block.count === 'number' ? block.count : undefined
  if (stated !== undefined && stated > room) found.push({ path: [...path, 'count'], code: 'range', message: 'makes too many blocks', value: stated, allowed: `at most ${MAX_BLOCK_COUNT} in all` })
  const count = stated !== undefined && stated > room ? 1 : stated
  for (const key of wrongCount.length === 0 ? listedKeys(block) : []) {
    const values = block[key] as readonly unknown[]
    const what = key === 'ready' ? 'date' : 'id'
    if (values.length !== (stated ?? 1)) found.push({ path: [...path, key], code: 'range', message: `has ${values.length} ${what}s for ${stated ?? 1} blocks`, value: values, allowed: `one ${what}, or one for each of count` })
  }
  return { count, found }
}

function instanceOf(block: Section, index: number | undefined): Section {
  const { count: _count, label, ...rest } = block
  // A list that is too short repeats its last value; that it is too short is reported once, for the entry.
  const own = listedKeys(block).map(key => [key, (block[key] as readonly unknown[])[index ?? 0] ?? (block[key] as readonly unknown[]).at(-1) ?? ''])
  const id = typeof block.id === 'string' ? block.id : 'block'
  const words = `${id.charAt(0).toUpperCase()}${id.slice(1).replaceAll(/[-_]/gu, ' ')}`
  const named = typeof label === 'string' ? label : words
  return {
    ...rest,
    id: index === undefined ? id : `${id}[${index}]`,
    label: label !== undefined && typeof label !== 'string' ? label : index === undefined ? named : `${named} ${index + 1}`,
    ...Object.fromEntries(own),
  }
}
