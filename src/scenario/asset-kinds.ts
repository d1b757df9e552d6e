/** Which kinds of equipment a site has at all, read from the file. */
import { liquidShare } from './liquid-share.ts'
import type { AssetKind } from './catalog/assets.ts'
import type { Scenario } from './schema/scenario.ts'

type Site = Pick<Scenario, 'grid' | 'generation' | 'storage' | 'blocks'>

const someBlock = ({ blocks }: Site, has: (block: Site['blocks'][number]) => boolean): boolean => blocks.some(has)
const hasLiquid = (site: Site): boolean => someBlock(site, ({ racks, cooling }) => racks.some(lot => liquidShare(cooling, lot) > 0))
const hasUps = (site: Site): boolean => someBlock(site, ({ power }) => power.ups.model !== 'none' && power.ups.count > 0)
const hasGear = ({ grid }: Site): boolean => grid.switchgear !== undefined

/** Kinds that are not listed are there wherever there are blocks, or ask for the same people as the air handlers that are. */
const PRESENT: Readonly<Partial<Record<AssetKind, (site: Site) => boolean>>> = {
  substationTransformer: ({ grid }) => grid.substation !== undefined,
  substationTapChanger: ({ grid }) => grid.substation !== undefined,
  busSection: hasGear,
  relay: hasGear,
  infeedBreaker: site => hasGear(site) && site.grid.substation !== undefined,
  feederBreaker: hasGear,
  blockTransformer: site => someBlock(site, ({ power }) => power.transformers.count > 0),
  blockTapChanger: site => someBlock(site, ({ power }) => power.transformers.count > 0),
  mainBreaker: site => someBlock(site, ({ power }) => power.transformers.count > 0),
  upsModule: hasUps,
  upsSystem: hasUps,
  pdu: site => someBlock(site, ({ power }) => power.distribution.pdu !== undefined),
  busway: site => someBlock(site, ({ racks }) => racks.length > 0),
  engine: ({ generation }) => generation.length > 0,
  storageConverter: ({ storage }) => storage.length > 0,
  standbySet: site => someBlock(site, ({ power }) => power.generators !== undefined),
  cdu: hasLiquid,
  cduPump: hasLiquid,
  airHandler: site => someBlock(site, ({ racks }) => racks.length > 0),
}

/** Whether the site has any of a kind, or has to have people for it all the same. */
export const hasAssets = (site: Site, kind: AssetKind): boolean => PRESENT[kind]?.(site) ?? true
