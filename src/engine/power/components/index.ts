/** All kinds of electrical equipment, from the grid to the rack. */
import { batteryStore } from './battery-store.ts'
import { distribution } from './distribution.ts'
import { feed } from './feed.ts'
import { gasEngine } from './gas-engine.ts'
import { gasTurbine } from './gas-turbine.ts'
import { generator } from './generator.ts'
import { solarArray } from './solar-array.ts'
import { transformer } from './transformer.ts'
import { ups } from './ups.ts'

export { dieselHeatW, dieselLph, standbyFuelW, type StandbySpec } from './generator.ts'
export { engineFuelW, unitsOn } from './gas-engine.ts'
export { storeUnitW, type StoreSpec } from './battery-store.ts'
export { arrayOutputW, type SolarSpec } from './solar-array.ts'
export { turbineUnitW, type TurbineSpec } from './gas-turbine.ts'
export type { DistributionSpec } from './distribution.ts'
export type { FeedSpec } from './feed.ts'
export type { TransformerSpec } from './transformer.ts'
export type { UpsSpec } from './ups.ts'

export const components = { feed, transformer, ups, distribution, generator, gasEngine, gasTurbine, batteryStore, solarArray } as const
