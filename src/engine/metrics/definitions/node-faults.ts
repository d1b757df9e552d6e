import { defineMetric } from '../metric.ts'

/** Hardware faults that struck nodes, per window. */
export const nodeFaults = defineMetric({ id: 'nodeFaults', label: 'Node faults', unit: '1', of: 'nodeFaulted', add: () => 1 })
