/** What one more unit of each resource brings at a point: paired differences over common random numbers, all intervals holding at once. */
import { pairedInterval } from '../compare.ts'
import { average } from '../estimate.ts'

export interface Change {
  readonly mean: number
  /** 95 %, over all resources together; null below two replications. */
  readonly ci95: readonly [number, number] | null
  /** Whether the interval leaves out zero, or nothing ever differs. */
  readonly isClear: boolean
}

/** Change of one number a replication by one unit more; null where it has no value in some replication. */
export function changeOf(base: readonly number[], more: readonly number[], resources: number): Change | null {
  const differences = more.map((value, at) => value - base[at])
  if (differences.length === 0 || !differences.every(Number.isFinite)) return null
  const ci95 = pairedInterval(differences, Math.max(1, resources))
  return { mean: average(differences), ci95, isClear: ci95 !== null && (ci95[0] > 0 || ci95[1] < 0) }
}
