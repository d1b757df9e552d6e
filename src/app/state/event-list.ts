/** The list of events: everything that happened in the run that is shown, narrowed by words and kinds. Built in slices, so that the page stays quick. */
import { create } from 'zustand'
import { eventsOf, noteDetails } from '../site/selection.ts'
import { siteNow } from '../site/site-now.ts'
import { clock, seek } from './clock.ts'
import { createDetails, type Detail } from './event-details.ts'
import { type EventGroup, firstAfter, type Happening, matches } from './happenings.ts'
import { select } from './view.ts'

export interface EventList {
  /** In order of time. */
  readonly all: readonly Happening[]
  /** Those that words and kinds leave. */
  readonly found: readonly Happening[]
  readonly isBuilding: boolean
  readonly words: string
  /** Kinds that are left out. */
  readonly hidden: readonly EventGroup[]
}

export const useEvents = create<EventList>(() => ({ all: [], found: [], isBuilding: false, words: '', hidden: [] }))

/** Longest stretch of work between two breaths of the page. */
const SLICE_MS = 12

const breath = (): Promise<void> => new Promise(resume => setTimeout(resume, 0))

/** Counts builds and searches; older ones stop. */
let generation = 0
let built: object | null = null

/** Events of two lists by time; the marks come before details of the same instant. */
function merged(marks: readonly Happening[], details: readonly Happening[]): Happening[] {
  const all: Happening[] = []
  let at = 0
  for (const detail of details) {
    while (at < marks.length && marks[at].atMs <= detail.atMs) all.push(marks[at++])
    all.push(detail)
  }
  return [...all, ...marks.slice(at)]
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/u).filter(word => word !== '')

async function search(): Promise<void> {
  const mine = ++generation
  const { all, words, hidden } = useEvents.getState()
  const [asked, left] = [wordsOf(words), new Set(hidden)]
  const found: Happening[] = []
  let began = performance.now()
  for (const each of all) {
    if (matches(each, asked, left)) found.push(each)
    if (performance.now() - began < SLICE_MS) continue
    await breath()
    if (mine !== generation) return
    began = performance.now()
  }
  useEvents.setState({ found })
}

/** Builds the list of the run that is shown, unless it is there. */
async function build(): Promise<void> {
  const { now } = siteNow.getState()
  const of = now?.run ?? null
  if (now === null || of === built) return
  built = of
  const mine = ++generation
  const marks = eventsOf(now)
  useEvents.setState({ all: marks, isBuilding: of !== null })
  await search()
  if (of === null || built !== of) return
  const details: Detail[] = []
  let began = performance.now()
  for (const detail of createDetails(now.scenario, of, now.blockOfRack)) {
    if (detail !== undefined) details.push(detail)
    if (performance.now() - began < SLICE_MS) continue
    await breath()
    if (built !== of) return
    began = performance.now()
  }
  noteDetails(of, details)
  useEvents.setState({ all: merged(marks, details), isBuilding: false })
  if (mine <= generation) void search()
}

const REBUILD_MS = 400

/** Keeps the list in step with the run while somebody looks; returns the way to stop. */
export function watchEvents(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  void build()
  const stop = siteNow.subscribe((after, before) => {
    if (after.now?.run === before.now?.run || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      void build()
    }, REBUILD_MS)
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}

export function searchEvents(words: string): void {
  useEvents.setState({ words })
  void search()
}

export function toggleGroup(group: EventGroup): void {
  useEvents.setState(({ hidden }) => ({ hidden: hidden.includes(group) ? hidden.filter(each => each !== group) : [...hidden, group] }))
  void search()
}

/** Everything, or what is left out now, is shown alone. */
export function showAllGroups(): void {
  useEvents.setState({ hidden: [] })
  void search()
}

/** Goes to an event: its time, and what it happened to. */
export function goToEvent(event: Happening): void {
  seek(event.atMs)
  select({ kind: event.kind === 'milestone' ? 'milestone' : 'event', key: event.key })
}

/** The next event, or the one before: of those that the list shows while it is narrowed, else of those that stand on the timeline. */
export function stepEvent(direction: 1 | -1): void {
  const { now } = siteNow.getState()
  if (now === null) return
  const { found, words, hidden } = useEvents.getState()
  const list = words !== '' || hidden.length > 0 ? found : eventsOf(now)
  const { atMs } = clock.getState()
  const after = firstAfter(list, atMs)
  const next = direction === 1 ? list[after] : list.slice(0, after).findLast(each => each.atMs < atMs)
  if (next !== undefined) goToEvent(next)
}
