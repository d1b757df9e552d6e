import { defineMetric } from '../metric.ts'

/** Blocks energised at the close of the window. */
export const energisedBlocks = defineMetric({
  id: 'energisedBlocks',
  label: 'Blocks energised',
  unit: '1',
  close: (_running, views) => views.power.energised.reduce((sum, on) => sum + on, 0),
})
