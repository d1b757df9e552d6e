import { defineMetric } from '../metric.ts'

const HOUR_MS = 3_600_000

/** Hours of calls for interruptible power that ended in the window, over all contracts. */
export const curtailedHours = defineMetric({ id: 'curtailedHours', label: 'Hours of curtailment', unit: 'h', of: 'curtailmentEnded', add: event => event.durationMs / HOUR_MS })
