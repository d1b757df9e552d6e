import { defineMetric } from '../metric.ts'

/** Hours of all blocks in which the coolant’s set point was mixed up to stay above the dew point of the hall. */
export const dewPointGuardHours = defineMetric({
  id: 'dewPointGuardHours',
  label: 'Block hours with coolant held above the dew point',
  unit: 'h',
  total: views => views.cooling.guardedMs.reduce((sum, ms) => sum + ms, 0) / 3_600_000,
})
