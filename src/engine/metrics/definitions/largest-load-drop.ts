import { defineMetric } from '../metric.ts'

/** Largest load that the grid lost at once in the window. */
export const largestLoadDrop = defineMetric({ id: 'largestLoadDrop', label: 'Largest load drop seen by the grid', unit: 'W', together: 'largest', of: 'loadDropped', largest: event => event.w })
