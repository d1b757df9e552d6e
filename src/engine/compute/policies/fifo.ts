import { startFirst } from '../backfill.ts'
import { definePolicy } from '../policy.ts'

export const fifo = definePolicy({
  id: 'fifo',
  label: 'First in, first out',
  summary: 'Starts jobs in order of submission; the first that does not fit blocks the rest.',
  decide: startFirst,
})
