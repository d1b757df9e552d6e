import { defineMetric } from '../metric.ts'

/** Changes of the draw faster than the utility allows, per window. */
export const rampSteps = defineMetric({ id: 'rampSteps', label: 'Steps beyond the ramp limit', unit: '1', add: event => (event.kind === 'rampExceeded' ? 1 : 0) })
