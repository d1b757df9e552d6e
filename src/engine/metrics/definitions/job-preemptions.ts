import { defineMetric } from '../metric.ts'

/** Jobs whose nodes a higher class took, per window. */
export const jobPreemptions = defineMetric({ id: 'jobPreemptions', label: 'Job preemptions', unit: '1', of: 'jobPreempted', add: () => 1 })
