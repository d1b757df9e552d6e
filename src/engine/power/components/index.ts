/** All kinds of electrical equipment, from the grid to the rack. */
import { distribution } from './distribution.ts'
import { feed } from './feed.ts'
import { gasEngine } from './gas-engine.ts'
import { generator } from './generator.ts'
import { transformer } from './transformer.ts'
import { ups } from './ups.ts'

export { standbyFuelW, type StandbySpec } from './generator.ts'
export { engineFuelW, type EngineSpec } from './gas-engine.ts'
export type { DistributionSpec } from './distribution.ts'
export type { FeedSpec } from './feed.ts'
export type { TransformerSpec } from './transformer.ts'
export type { UpsSpec } from './ups.ts'

export const components = { feed, transformer, ups, distribution, generator, gasEngine } as const
