import { defineMetric } from '../metric.ts'

/** Jobs whose users gave up waiting, per window. */
export const jobsWithdrawn = defineMetric({
  id: 'jobsWithdrawn',
  label: 'Jobs withdrawn',
  unit: '1',
  add: event => (event.kind === 'jobEnded' && event.outcome === 'withdrawn' ? 1 : 0),
})
