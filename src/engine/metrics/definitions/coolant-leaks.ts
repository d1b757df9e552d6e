import { defineMetric } from '../metric.ts'

/** Leaks of technology loops at racks and rows. */
export const coolantLeaks = defineMetric({ id: 'coolantLeaks', label: 'Coolant leaks', unit: '1', of: 'leakFound', add: () => 1 })
