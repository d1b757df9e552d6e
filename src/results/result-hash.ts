/** One hash over everything a set of replications says; equal in every engine, host and worker count. */
import { createHasher } from '../base/hash.ts'
import type { RunResult } from './run-result.ts'

/** Of one replication. Engine state is covered by its own hash, columns by their bytes. */
function runHash(run: RunResult): string {
  const hasher = createHasher()
  hasher.number(run.seed)
  hasher.number(run.replication)
  hasher.string(run.stateHash)
  hasher.bytes(run.ledger.acceleratorMs)
  hasher.bytes(run.ledger.contractedMs)
  for (const series of run.series) {
    hasher.string(series.id)
    hasher.bytes(series.values)
  }
  for (const milestone of run.milestones) {
    hasher.string(milestone.name)
    hasher.number(milestone.atMs)
    hasher.number(milestone.block)
  }
  for (const total of Object.values(run.energy)) hasher.string(String(total))
  return hasher.digest()
}

/** Of a set of replications from the hashes of each, in order; that of one is its own. */
export function hashTogether(hashes: readonly string[]): string {
  if (hashes.length === 1) return hashes[0]
  const hasher = createHasher()
  for (const hash of hashes) hasher.string(hash)
  return hasher.digest()
}

/** Hashes the replications in order. */
export const resultHash = (runs: readonly RunResult[]): string => hashTogether(runs.map(runHash))
