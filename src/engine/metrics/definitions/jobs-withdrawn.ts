import { defineMetric } from '../metric.ts'

/** Jobs whose users gave up waiting, per window. */
export const jobsWithdrawn = defineMetric({
  id: 'jobsWithdrawn',
  label: 'Jobs withdrawn',
  unit: '1',
  of: 'jobEnded',
  add: event => (event.outcome === 'withdrawn' ? 1 : 0),
})
