/** What policies know of the times ahead: expected ends always, the profile and the book of reservations where a policy asks for them. */
import type { State } from '../kernel/state.ts'
import { type Book, createBook } from './book.ts'
import { createEnds, type Ends } from './ends.ts'
import type { LookAhead } from './policy.ts'
import { createProfile, type Profile } from './profile.ts'
import type { Cluster, Tables } from './tables.ts'

export interface LookedAhead {
  readonly ends: Ends
  readonly profile: Profile
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
  return { ends: wanted === 'none' ? ends : followedBy(ends, profile, cluster, book), profile, book }
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
