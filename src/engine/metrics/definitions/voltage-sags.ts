import { defineMetric } from '../metric.ts'

/** Voltage sags that reached the site, per window. */
export const voltageSags = defineMetric({ id: 'voltageSags', label: 'Voltage sags', unit: '1', of: 'feedSagged', add: () => 1 })
