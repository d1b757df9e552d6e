import { defineMetric } from '../metric.ts'

/** Warmest coolant supply of any block at the close of the window. */
export const coolantTemperature = defineMetric({
  id: 'coolantC',
  label: 'Warmest coolant supply',
  unit: 'degC',
  together: 'largest',
  close: (_running, views) => views.cooling.coolantC.reduce((warmest, value) => Math.max(warmest, value), -Infinity),
})
