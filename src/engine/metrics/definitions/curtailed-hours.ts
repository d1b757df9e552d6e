import { HOUR_MS } from '../../../base/spans.ts'
import { defineMetric } from '../metric.ts'

/** Hours of calls for interruptible power that ended in the window, over all contracts. */
export const curtailedHours = defineMetric({ id: 'curtailedHours', label: 'Hours of curtailment', unit: 'h', of: 'curtailmentEnded', add: event => event.durationMs / HOUR_MS })
