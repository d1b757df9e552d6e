import { defineMetric } from '../metric.ts'

/** Changes of the draw faster than the utility allows, per window. */
export const rampSteps = defineMetric({ id: 'rampSteps', label: 'Steps beyond the ramp limit', unit: '1', of: 'rampExceeded', add: () => 1 })
