/** One hash over everything a set of replications says; equal in every engine, host and worker count. */
import { createHasher } from '../base/hash.ts'
import type { RunResult } from './run-result.ts'

/** Hashes the replications in order. Engine state is covered by its own hash, columns by their bytes. */
export function resultHash(runs: readonly RunResult[]): string {
  const hasher = createHasher()
  for (const run of runs) {
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
  }
  return hasher.digest()
}
