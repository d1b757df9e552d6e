import { defineMetric } from '../metric.ts'

/** Jobs thrown out by faults, power or cooling, per window. */
export const jobInterruptions = defineMetric({ id: 'jobInterruptions', label: 'Job interruptions', unit: '1', of: 'jobInterrupted', add: () => 1 })
