/** Changes of the scenario's tree by path, as forms, tables and drags ask for them. */

/** Keys and list indexes from the root of the file. */
export type TreePath = readonly (string | number)[]

export type TreeEdit =
  /** The value at the path; undefined takes it out. Sections that are missing on the way are written. */
  | { readonly kind: 'set'; readonly path: TreePath; readonly value: unknown }
  /** A new element of the list at the path, before the one that has this index now. */
  | { readonly kind: 'insert'; readonly path: TreePath; readonly index: number; readonly value: unknown }
  | { readonly kind: 'remove'; readonly path: TreePath }
  /** Another key for the value at the path. */
  | { readonly kind: 'rename'; readonly path: TreePath; readonly key: string }
  /** An element of the list at the path comes to stand at another index. */
  | { readonly kind: 'move'; readonly path: TreePath; readonly from: number; readonly to: number }

export interface EditProblem {
  readonly path: TreePath
  /** The end of a sentence that begins with the path. */
  readonly message: string
}

type Branch = Readonly<Record<string, unknown>> | readonly unknown[]

const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null
const isSection = (value: unknown): value is Readonly<Record<string, unknown>> => isBranch(value) && !Array.isArray(value)

const stepInto = (data: unknown, step: string | number): unknown => (isBranch(data) && Object.hasOwn(data, step) ? (data as Readonly<Record<string | number, unknown>>)[step] : undefined)

/** The value at the end of a path; undefined where there is none. */
export const valueAt = (data: unknown, path: TreePath): unknown => path.reduce<unknown>(stepInto, data)

/** Data with what stands at a path changed; sections that are missing on the way are made. */
function changedAt(data: unknown, path: TreePath, change: (value: unknown) => unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return change(data)
  if (Array.isArray(data)) return (data as readonly unknown[]).map((each, index) => (index === step ? changedAt(each, rest, change) : each)).concat(step === data.length ? [changedAt(undefined, rest, change)] : [])
  const made = changedAt(stepInto(data, step), rest, change)
  // A list is begun by its first element.
  if (!isBranch(data) && step === 0) return [made]
  if (isSection(data)) return { ...data, [step]: made }
  // A date that gets a slip keeps its planned day.
  return step === 'slip' && typeof data === 'string' ? { planned: data, slip: made } : { [step]: made }
}

const without = (data: unknown, step: string | number): unknown => {
  if (Array.isArray(data)) return data.filter((_, index) => index !== step)
  return isSection(data) ? Object.fromEntries(Object.entries(data).filter(([key]) => key !== step)) : data
}

function moved(list: readonly unknown[], from: number, to: number): unknown[] {
  const rest = list.filter((_, index) => index !== from)
  return [...rest.slice(0, to), list[from], ...rest.slice(to)]
}

/** What the data is after an edit: what the changed text has to say. */
export function editData(data: unknown, edit: TreeEdit): unknown {
  const { path } = edit
  const above = path.slice(0, -1)
  const step = path[path.length - 1] ?? ''
  if (edit.kind === 'remove' || (edit.kind === 'set' && edit.value === undefined)) return changedAt(data, above, parent => without(parent, step))
  if (edit.kind === 'set') return changedAt(data, path, () => edit.value)
  if (edit.kind === 'rename') return changedAt(data, above, parent => (isSection(parent) ? Object.fromEntries(Object.entries(parent).map(([key, value]) => [key === step ? edit.key : key, value])) : parent))
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : [])
  if (edit.kind === 'insert') return changedAt(data, path, value => [...list(value).slice(0, edit.index), edit.value, ...list(value).slice(edit.index)])
  return changedAt(data, path, value => moved(list(value), edit.from, edit.to))
}
