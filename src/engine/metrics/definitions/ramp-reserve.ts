import { defineMetric } from '../metric.ts'

const WH_PER_KWH = 1000

/** Energy of the storage that would have kept the ramp limit in the window. */
export const rampReserve = defineMetric({ id: 'rampReserve', label: 'Storage that would keep the ramp limit', unit: 'kWh', of: 'rampExceeded', largest: event => event.reserveWh / WH_PER_KWH })
