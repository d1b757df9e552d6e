import { defineMetric } from '../metric.ts'

/** Hours of all blocks with coolant or inlet air so warm that racks were asked for less power. */
export const thermalWarningHours = defineMetric({
  id: 'thermalWarningHours',
  label: 'Block hours with a thermal warning',
  unit: 'h',
  total: views => views.cooling.warnedMs.reduce((sum, ms) => sum + ms, 0) / 3_600_000,
})
