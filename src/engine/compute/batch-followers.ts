/** Batch jobs that wait for others: those of users who submit one at a time, steps of chains, jobs that depend on those of other entries. */
import { childKey, type EntityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { exponential } from '../../base/variates.ts'
import type { BatchEntry } from '../../scenario/schema/workload.ts'
import type { ArrivalRate } from './arrival-rate.ts'
import type { Followers, JobDraft } from './source.ts'

/** `isClosed`: the entry has no other jobs. */
export interface BatchFollowers extends Followers {
  readonly isClosed: boolean
}

type Fill = (ordinal: number, first: EntityKey, atMs: number, job: JobDraft) => void

/** Jobs of user u have the numbers u, u + users, u + 2 · users, … */
function closedUsers(users: number, key: EntityKey, rate: ArrivalRate, fill: Fill): BatchFollowers {
  // Thinking goes on at the rate of the hour; it is over when an exponential amount of it is done.
  const thoughtMs = (fromMs: number, ordinal: number): number => Math.ceil(rate.at(rate.upTo(fromMs) + exponential(uniform(childKey(key, ordinal), PURPOSE.arrival, 0), 1)))
  return {
    isClosed: true,
    first(follow) {
      for (let user = 0; user < users; user++) follow(user, thoughtMs(0, user))
    },
    after: (ordinal, endMs, _isDone, follow) => follow(ordinal + users, thoughtMs(endMs, ordinal + users)),
    fill: (ordinal, atMs, job) => fill(ordinal, childKey(key, ordinal), atMs, job),
    drawnBy: ordinal => ordinal % users,
  }
}

/** Steps of a chain have numbers that follow each other. */
const chains = (length: number, key: EntityKey, fill: Fill): BatchFollowers => ({
  isClosed: false,
  after(ordinal, endMs, isDone, follow) {
    if (isDone && (ordinal + 1) % length !== 0) follow(ordinal + 1, endMs)
  },
  fill: (ordinal, atMs, job) => fill(ordinal, childKey(key, ordinal - (ordinal % length)), atMs, job),
  drawnBy: ordinal => ordinal - (ordinal % length),
})

const dependents = (key: EntityKey, fill: Fill): BatchFollowers => ({
  isClosed: true,
  after: () => undefined,
  fill: (ordinal, atMs, job) => fill(ordinal, childKey(key, ordinal), atMs, job),
  drawnBy: ordinal => ordinal,
})

/** Undefined where all jobs come by themselves. `fill` makes the job of a number, of the size of the `first` of its chain or array. */
export function batchFollowers({ arrivals: { users, chain }, dependsOn }: BatchEntry, key: EntityKey, rate: ArrivalRate, fill: Fill): BatchFollowers | undefined {
  if (dependsOn.length > 0) return dependents(key, fill)
  if (users !== undefined) return closedUsers(users.count, key, rate, fill)
  return chain > 1 ? chains(chain, key, fill) : undefined
}
