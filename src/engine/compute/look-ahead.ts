/** What policies know of the times ahead: expected ends always, the profile and the book of reservations where a policy asks for them. */
import type { State } from '../kernel/state.ts'
import { type Book, createBook } from './book.ts'
import { createEnds, type Ends } from './ends.ts'
import type { LookAhead } from './policy.ts'
import { createProfile, type Profile } from './profile.ts'
import type { Cluster, Tables } from './tables.ts'

export interface LookedAhead {
  readonly ends: Ends
  profile(): Profile
  readonly book: Book
}

export function createLookAhead(state: State, columns: () => Tables['jobs']['col'], cluster: () => Cluster, wanted: LookAhead): LookedAhead {
  const ends = createEnds(state, columns)
  const freeNodes = (): number => cluster().counts.freeNodes
  const base = {
    nowMs: () => cluster().kernel.now,
    freeNow: freeNodes,
    freeSoon: () => freeNodes() + ends.overdue(cluster().kernel.now),
    capacity: () => freeNodes() + ends.nodes(),
  }
  const profile = createProfile(state, base)
  const book = createBook(state, base, profile, columns)
  return { ends: wanted === 'none' ? ends : followedBy(ends, profile, cluster, book), profile: () => profile, book }
}

/** Expected ends that the profile follows. */
function followedBy(ends: Ends, profile: Profile, cluster: () => Cluster, book: Book): Ends {
  return {
    ...ends,
    insert(job) {
      ends.insert(job)
      const { endEstimateMs, nodes } = cluster().jobs.col
      profile.change(endEstimateMs[job], nodes[job])
    },
    remove(job) {
      ends.remove(job)
      const { endEstimateMs, nodes } = cluster().jobs.col
      if (endEstimateMs[job] <= cluster().kernel.now) return
      profile.change(endEstimateMs[job], -nodes[job])
      book.noteEarly()
    },
  }
}

/**
 * What policies know of every part of the site, as one: jobs are told to that of their part, questions go to that which is scheduled; in between,
 * a walk takes all.
 */
export function joinLookAheads(each: readonly LookedAhead[], partOf: (job: number) => number, current: () => number): LookedAhead {
  if (each.length === 1) return each[0]
  const of = (job: number): LookedAhead => each[partOf(job)]
  const here = (): LookedAhead => each[Math.max(0, current())]
  return {
    ends: {
      insert: job => of(job).ends.insert(job),
      remove: job => of(job).ends.remove(job),
      shadow: (need, freeNodes, nowMs, into) => here().ends.shadow(need, freeNodes, nowMs, into),
      overdue: nowMs => here().ends.overdue(nowMs),
      nodes: () => here().ends.nodes(),
      walk(visit) {
        if (current() >= 0) here().ends.walk(visit)
        else for (const { ends } of each) ends.walk(visit)
      },
    },
    profile: () => here().profile(),
    book: {
      add: job => of(job).book.add(job),
      drop: job => of(job).book.drop(job),
      noteEarly: () => each.forEach(({ book }) => book.noteEarly()),
      advance: () => here().book.advance(),
      newcomer: () => here().book.newcomer(),
      count: () => here().book.count(),
      next: () => here().book.next(),
      startOf: job => here().book.startOf(job),
      nextStartMs: () => here().book.nextStartMs(),
      lift: job => here().book.lift(job),
      place: (job, fromMs) => here().book.place(job, fromMs),
      breakPromise: () => here().book.breakPromise(),
      condition: () => here().book.condition(),
      refreshed: () => here().book.refreshed(),
      refreshedMs: () => here().book.refreshedMs(),
    },
  }
}
