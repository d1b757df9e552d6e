/** Futures that leave the run at a moment: what was changed there, under which name, and which of them are kept over a visit. */
import { create } from 'zustand'
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { PathValue, RunTask } from '../../runner/protocol.ts'
import { ADDED_MACHINES, type SiteInjection } from '../../scenario/branch.ts'
import { CHANGEABLE } from '../../scenario/contingent/changeable.ts'
import type { TreeEdit } from '../editing/tree-edit.ts'
import { formatDay } from '../format.ts'
import { keep, recall } from './storage.ts'

/** One thing that is changed at the moment: something happens, or a value of the file holds from then on. */
export type Change =
  | { readonly words: string; readonly injection: SiteInjection }
  | { readonly words: string; readonly set: PathValue }

export interface Future {
  readonly id: string
  readonly name: string
  /** The run that it leaves: its study, and its option. */
  readonly of: string
  readonly option: string | null
  /** ms since the start of the run, on its day. */
  readonly atMs: number
  readonly startDay: number
  readonly changes: readonly Change[]
  /** It is still there after the page was closed. */
  readonly isKept: boolean
}

export interface Futures {
  readonly all: readonly Future[]
  /** The moment at which the form branches; null while it is closed. */
  readonly atMs: number | null
}

const KEY = 'futures'
const MOST_KEPT = 40

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const areStrings = (value: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean => keys.every(key => typeof value[key] === 'string')
const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

const INJECTIONS: Readonly<Record<string, (value: Readonly<Record<string, unknown>>) => boolean>> = {
  fail: value => areStrings(value, ['path']),
  outage: value => areStrings(value, ['path']) && isWhole(value.durationMs),
  feed: value => areStrings(value, ['feed']) && isWhole(value.durationMs),
  rack: value => isWhole(value.rack),
  machine: value => isWhole(value.block) && isWhole(value.count) && (ADDED_MACHINES as readonly unknown[]).includes(value.machine),
}

function isChange(value: unknown): value is Change {
  if (!isRecord(value) || typeof value.words !== 'string') return false
  if (isRecord(value.set)) return areStrings(value.set, ['path', 'value'])
  const { injection } = value
  return isRecord(injection) && (injection.site === undefined || typeof injection.site === 'string') && Object.hasOwn(INJECTIONS, String(injection.kind)) && INJECTIONS[String(injection.kind)](injection)
}

const isFuture = (value: unknown): value is Future =>
  isRecord(value) && areStrings(value, ['id', 'name', 'of']) && (value.option === null || typeof value.option === 'string') && isWhole(value.atMs) && typeof value.startDay === 'number' && Array.isArray(value.changes) && value.changes.length > 0 && value.changes.every(isChange)

/** What a browser kept; anything else in its place is as good as nothing. */
export function readFutures(text: string | null): Future[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(found) ? found.filter(isFuture).slice(0, MOST_KEPT).map(future => ({ ...future, isKept: true })) : []
  } catch {
    return []
  }
}

export const useFutures = create<Futures>(() => ({ all: readFutures(recall(KEY)), atMs: null }))

function change(next: (all: readonly Future[]) => readonly Future[]): void {
  useFutures.setState(before => ({ all: next(before.all) }))
  keep(KEY, JSON.stringify(useFutures.getState().all.filter(({ isKept }) => isKept).slice(-MOST_KEPT)))
}

/** Adds a future; a name that is taken gets a number. */
export function addFuture(made: Omit<Future, 'id' | 'isKept'>): Future {
  const { all } = useFutures.getState()
  const taken = new Set(all.map(({ name }) => name))
  let name = made.name
  for (let n = 2; taken.has(name); n++) name = `${made.name} (${n})`
  const largest = all.reduce((most, { id }) => Math.max(most, Number(id) || 0), 0)
  const future: Future = { ...made, name, id: String(largest + 1), isKept: false }
  change(before => [...before, future])
  return future
}

export const renameFuture = (id: string, name: string): void => change(all => all.map(each => (each.id === id && name.trim() !== '' ? { ...each, name: name.trim() } : each)))
export const keepFuture = (id: string, isKept: boolean): void => change(all => all.map(each => (each.id === id ? { ...each, isKept } : each)))
export const deleteFuture = (id: string): void => change(all => all.filter(each => each.id !== id))

export const openBranchForm = (atMs: number): void => useFutures.setState({ atMs: Math.round(atMs) })
export const closeBranchForm = (): void => useFutures.setState({ atMs: null })

/** `14 Mar 2029, 07:30`. */
export function momentText(startDay: number, atMs: number): string {
  const minutes = Math.floor((atMs % DAY_MS) / 60_000)
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  return `${formatDay(startDay + Math.floor(atMs / DAY_MS))}, ${clock}`
}

export const changeWords = ({ changes }: Pick<Future, 'changes'>): string => changes.map(({ words }) => words).join('; ')

export const injectionsOf = ({ changes }: Future): SiteInjection[] => changes.flatMap(each => ('injection' in each ? [each.injection] : []))
export const setOf = ({ changes }: Future): PathValue[] => changes.flatMap(each => ('set' in each ? [each.set] : []))

/** What a run is asked for. */
export const branchOf = (future: Future | undefined): Pick<RunTask, 'branch'> => (future === undefined ? {} : { branch: { atMs: future.atMs, injections: injectionsOf(future), set: setOf(future), of: future.of } })

/** Name of its study: futures of one meaning share their runs. */
export const futureKey = (future: Future): string => `${future.of} at ${future.atMs} ${JSON.stringify([injectionsOf(future), setOf(future)])}`

const DATE = /^\d{4}-\d{2}-\d{2}$/u
const canWait = ({ path, value }: PathValue): boolean => DATE.test(value) || (CHANGEABLE as readonly string[]).includes(path)

/** Why a file cannot say a future; undefined when it can. */
export function whyNoOption(future: Future): string | undefined {
  if (future.option !== null) return 'it leaves an option, and options do not stand on each other'
  if (injectionsOf(future).length > 0) return 'a file says what is planned, not what fails or is added on a certain day'
  return setOf(future).every(canWait) ? undefined : 'this value cannot change from a day on in a file'
}

/** The key of an option in the file, from its name. */
export function optionId(name: string, taken: readonly string[]): string {
  const plain = name.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/gu, '-').replace(/^-+|-+$/gu, '').slice(0, 40) || 'future'
  const id = /^[a-z]/u.test(plain) ? plain : `future-${plain}`
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? id : `${id}-${n}`
    if (!taken.includes(candidate)) return candidate
  }
}

const numberOrText = (value: string): string | number => (/^\d+$/u.test(value) ? Number(value) : value)

/** The option that a file says for a future, decided on the first midnight from its moment on. */
export function optionEdit(future: Future, taken: readonly string[]): { readonly id: string; readonly edit: TreeEdit } {
  const id = optionId(future.name, taken)
  const day = future.startDay + Math.ceil(future.atMs / DAY_MS)
  const set = Object.fromEntries(setOf(future).map(({ path, value }) => [path, numberOrText(value)]))
  return { id, edit: { kind: 'set', path: ['options', id], value: { label: future.name, when: `from ${formatDate(day)}`, set } } }
}
