import { backfill } from '../backfill.ts'
import { definePolicy } from '../policy.ts'

/** EASY (Lifka, JSSPP 1995) in order of submission. */
export const easyBackfill = definePolicy({
  id: 'easy-backfill',
  label: 'EASY backfill',
  summary: 'First in, first out, but later jobs may start as long as they do not delay the first waiting job by its users’ estimates.',
  lookAhead: scheduler => (scheduler.backfill.reservations > 1 ? 'profile' : 'none'),
  decide: backfill,
})
