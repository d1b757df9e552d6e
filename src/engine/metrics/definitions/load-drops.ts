import { defineMetric } from '../metric.ts'

/** Times the grid lost the load of the site's UPS at once, per window. */
export const loadDrops = defineMetric({ id: 'loadDrops', label: 'Load drops seen by the grid', unit: '1', of: 'loadDropped', add: () => 1 })
