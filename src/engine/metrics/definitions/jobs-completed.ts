import { defineMetric } from '../metric.ts'

/** Jobs that finished their work, per window. */
export const jobsCompleted = defineMetric({
  id: 'jobsCompleted',
  label: 'Jobs completed',
  unit: '1',
  of: 'jobEnded',
  add: event => (event.outcome === 'completed' ? 1 : 0),
})
