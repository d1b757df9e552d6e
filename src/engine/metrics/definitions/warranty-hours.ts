import { defineMetric } from '../metric.ts'

/** Hours of all blocks with coolant above what the vendor of the racks warrants. */
export const warrantyHours = defineMetric({
  id: 'warrantyHours',
  label: 'Block hours with coolant above the warranted temperature',
  unit: 'h',
  total: views => views.cooling.beyondWarrantyMs.reduce((sum, ms) => sum + ms, 0) / 3_600_000,
})
