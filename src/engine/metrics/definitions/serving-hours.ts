import { HOUR_MS } from '../../../base/spans.ts'
import { defineMetric } from '../metric.ts'

/** Accelerator-hours held by inference services: those at the close of the window, over its length. */
export const servingHours = defineMetric({
  id: 'servingAcceleratorHours',
  label: 'Accelerator-hours held by services',
  unit: 'h',
  close: (_running, views, windowMs) => (views.jobs.servingAccelerators * windowMs) / HOUR_MS,
})
