import { defineMetric } from '../metric.ts'

/** Lowest thermal throttle factor of any block at the close of the window; 1 is unthrottled. */
export const thermalThrottle = defineMetric({
  id: 'thermalThrottle',
  label: 'Thermal throttle factor',
  unit: '1',
  together: 'least',
  close: (_running, views) => views.cooling.throttle.reduce((lowest, value) => Math.min(lowest, value), 1),
})
