import { defineMetric } from '../metric.ts'

const MS_PER_HOUR = 3_600_000

/** Accelerator-hours held by inference services: those at the close of the window, over its length. */
export const servingHours = defineMetric({
  id: 'servingAcceleratorHours',
  label: 'Accelerator-hours held by services',
  unit: 'h',
  close: (_running, views, windowMs) => (views.jobs.servingAccelerators * windowMs) / MS_PER_HOUR,
})
