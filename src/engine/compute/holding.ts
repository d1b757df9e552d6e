/** Accounts of the ledger in which jobs stand, by state. */
import { bucketIndex } from '../../scenario/buckets.ts'

const HOLDING = {
  starting: bucketIndex('L8.init'),
  restoring: bucketIndex('L8.restore'),
  running: bucketIndex('E.provisional'),
  stalled: bucketIndex('L8.faultStall'),
  ending: bucketIndex('L8.teardown'),
  saving: bucketIndex('L9.ckpt'),
  dataWait: bucketIndex('L8.dataWait'),
  gangWait: bucketIndex('L8.gangWait'),
} as const

/** By code of `JOB_STATE`; −1 is no account. */
export const BUCKET_OF_STATE: readonly number[] = [-1, -1, HOLDING.starting, HOLDING.restoring, HOLDING.running, HOLDING.stalled, HOLDING.ending, HOLDING.saving, -1, HOLDING.dataWait, HOLDING.gangWait]
