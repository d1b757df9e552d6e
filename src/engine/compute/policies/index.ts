/** All scheduler policies. One line a policy. */
import { assert } from '../../../base/assert.ts'
import { conservative } from './conservative.ts'
import { easyBackfill } from './easy-backfill.ts'
import { fifo } from './fifo.ts'
import { priority } from './priority.ts'
import { shortestFirst } from './shortest-first.ts'
import type { Policy } from '../policy.ts'

export const POLICIES: readonly Policy[] = [fifo, easyBackfill, conservative, priority, shortestFirst]

/** The policy with this id; throws on an unknown one, which validation reports before. */
export function policyOf(id: string): Policy {
  const policy = POLICIES.find(candidate => candidate.id === id)
  assert(policy !== undefined, 'unknown scheduler policy', { id })
  return policy
}
