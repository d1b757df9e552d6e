/** The supply side of the site bus: what live sources can deliver now, which blocks that covers, and who delivers what flows. */
import { dieselDerate } from '../../physics/generator.ts'
import type { Cause } from '../ports.ts'
import { eachCovered, substationOutW } from './commitment.ts'
import { calledLimitW, contractLimitW } from './curtailment.ts'
import { components } from './components/index.ts'
import { SITE_BUS } from './network.ts'
import { type PlantPlan, firmPlantW } from './plant-plan.ts'
import { type Plants, commitPlants, refreshPlants } from './plants.ts'
import { MODE, type PowerSite } from './power-site.ts'
import { storageLimitW } from './site-storage.ts'
import { equipmentCause } from './taken.ts'

/** What stands beside the blocks. */
const SITE = -1

/** Energised capacity of a feed while it is not interrupted, W. */
const feedW = (p: PowerSite, feed: number): number => components.feed.capacityW({ capacityW: p.feeds.col.energisedW[feed] }, p.feeds.col.interruptions[feed] > 0 ? 0 : 1)

/** Sums over the feeds that come in at the substation (or beside it). */
function feedsW(p: PowerSite, viaSubstation: boolean, read: (feed: number) => number): number {
  let sum = 0
  for (let feed = 0; feed < p.plan.feeds.length; feed++) if (p.plan.feeds[feed].viaSubstation === viaSubstation) sum += read(feed)
  return sum
}

/** Energised power of a feed that the utility may not take back, W. */
const firmFeedW = (p: PowerSite, feed: number): number => p.feeds.col.energisedW[feed] - p.feeds.col.interruptibleW[feed]

/** Energised power of a feed that may be promised to blocks, W. */
const promisedFeedW = (p: PowerSite, feed: number): number => (p.plan.feeds[feed].isPromised ? p.feeds.col.energisedW[feed] : firmFeedW(p, feed))

/** Firm power at the meter: energised feeds, capped by the substation with its redundant transformers out, and firm plants. */
export function firmW(p: PowerSite): number {
  const { substation } = p.plan
  const highW = feedsW(p, true, feed => firmFeedW(p, feed))
  const ratedW = substation === undefined ? 0 : components.transformer.capacityW(substation.spec, substation.count - substation.redundancy)
  const plantsW = p.plan.plants.reduce((sum, plant, index) => sum + firmNowW(p, plant, index), 0)
  return Math.min(highW, ratedW) + feedsW(p, false, feed => firmFeedW(p, feed)) + plantsW
}

/** Firm power of the feeds behind the substation's losses, W: what can be promised to blocks. */
function firmFeedsW(p: PowerSite): number {
  const highW = feedsW(p, true, feed => promisedFeedW(p, feed))
  return substationOutW(p.plan, highW, p.plan.substation?.count ?? 0) + feedsW(p, false, feed => promisedFeedW(p, feed))
}

const firmNowW = (p: PowerSite, plant: PlantPlan, index: number): number => (p.plants.col.inService[index] === 1 ? firmPlantW(plant) : 0)

/** Tells for every block whether firm power not promised to earlier blocks covers its design power. */
export function eachPromised(p: PowerSite, tell: (block: number, isCovered: boolean) => void): void {
  const supply = { feedsW: firmFeedsW(p), plantsW: p.plan.plants.map((plant, index) => firmNowW(p, plant, index)) }
  eachCovered(p.plan, supply, true, () => true, tell)
}

/** Tells for every energised block whether what is live now, storage included and sun left out, covers its design power. */
export function eachLive(p: PowerSite, tell: (block: number, isCovered: boolean) => void): void {
  const supply = { feedsW: p.supply.substationW + p.supply.directW + p.supply.curtailedW + p.supply.storageW, plantsW: p.plan.plants.map((_, index) => p.plants.col.limitW[index]) }
  eachCovered(p.plan, supply, false, block => p.view.energised[block] === 1, tell)
}

/**
 * Takes over the state of sources and brings plants up or down for it; a planned need finds them running. Returns the power available at
 * the site bus, W.
 */
export function refreshSources(plants: Plants, isPlanned: boolean): number {
  const { p } = plants
  const { supply } = p
  limitSources(p)
  commitPlants(plants, isPlanned)
  supply.plantsW = refreshPlants(p)
  // In a call storage answers only where the file lists it.
  supply.storageW = p.curtailment.col.isCalled.includes(1) && !p.plan.response.includes('storage') ? 0 : storageLimitW(p)
  const availableW = availableSiteW(p)
  p.flow.setLimit(SITE_BUS, availableW)
  return availableW
}

/** What the substation passes on now of `highW` at its high side, W. */
const passedW = (p: PowerSite, highW: number): number => substationOutW(p.plan, highW, p.supply.substationUp, p.supply.substationAllowed, p.supply.infeedsActing === 1)

/** What a feed gives while its contract is called: at most what that leaves, W. */
const calledFeedW = (p: PowerSite, feed: number): number => Math.min(feedW(p, feed), calledLimitW(p, feed) ?? Infinity)

/** Takes over what feeds give, less what calls take back and more what is drawn beyond them, and limits the site to its sources. */
export function limitSources(p: PowerSite): void {
  const { supply } = p
  supply.substationW = passedW(p, feedsW(p, true, feed => feedW(p, feed)))
  supply.directW = feedsW(p, false, feed => feedW(p, feed))
  supply.curtailedW = 0
  supply.excessW = 0
  if (p.curtailment.col.isCalled.includes(1)) lowerFeeds(p)
  p.flow.setLimit(SITE_BUS, availableSiteW(p))
}

function lowerFeeds(p: PowerSite): void {
  const { supply } = p
  const freeW = supply.substationW + supply.directW
  const highW = passedW(p, feedsW(p, true, feed => calledFeedW(p, feed)))
  const directW = feedsW(p, false, feed => calledFeedW(p, feed))
  supply.excessW = Math.min(supply.excessWishW, freeW - highW - directW)
  const throughW = Math.min(supply.excessW, supply.substationW - highW)
  supply.substationW = highW + throughW
  supply.directW = directW + supply.excessW - throughW
  supply.curtailedW = freeW - supply.substationW - supply.directW
}

/** What all sources can deliver while all contracts that are called or announced hold, W. */
export function calledSupplyW(p: PowerSite): number {
  const limitW = (feed: number): number => {
    const contract = p.plan.curtailment.findIndex(plan => plan.feed === feed)
    const isOpen = contract >= 0 && (p.curtailment.col.isCalled[contract] === 1 || p.curtailment.col.pending[contract] !== 0)
    return isOpen ? Math.min(feedW(p, feed), contractLimitW(p, contract)) : feedW(p, feed)
  }
  return availableSiteW(p) - p.supply.substationW - p.supply.directW + passedW(p, feedsW(p, true, limitW)) + feedsW(p, false, limitW)
}

/** What all sources can deliver at the site bus now, W. */
export const availableSiteW = ({ supply }: PowerSite): number => supply.substationW + supply.directW + supply.plantsW + supply.solarW + supply.storageW

/** Why the site bus has less than blocks need. */
export function siteCause(p: PowerSite): Cause {
  const { plan } = p
  const { energisedW, interruptions, plannedOutages } = p.feeds.col
  let isPlanned = false
  for (let feed = 0; feed < plan.feeds.length; feed++) {
    if (energisedW[feed] <= 0 || interruptions[feed] === 0) continue
    if (interruptions[feed] > plannedOutages[feed]) return 'gridOutage'
    isPlanned = true
  }
  if (isPlanned) return 'plannedElectrical'
  if (p.supply.curtailedW > 0) return 'curtailment'
  const { substation } = plan
  if (substation !== undefined && p.supply.substationUp < substation.count - substation.redundancy) return equipmentCause(p, SITE, 'transformerFault')
  const isShort = plan.plants.some((plant, index) => p.plants.col.inService[index] === 1 && (p.plants.col.isHot[index] === 0 || p.plants.col.limitW[index] < firmPlantW(plant)))
  return isShort ? equipmentCause(p, SITE, 'generationFault') : 'gridCapacity'
}

/** What the running standby sets of a block may deliver now, W. */
export function islandW(p: PowerSite, block: number): number {
  const { standby } = p.plan.blocks[block]
  if (standby === undefined) return 0
  const classW = p.fuel.col.isCapped[block] === 1 ? standby.meanLoad * standby.spec.ratedW : Infinity
  const countedW = Math.min(standby.spec.countedW, classW, standby.spec.ratedW * dieselDerate(p.supply.ambientC, p.plan.elevationM))
  return components.generator.capacityW({ ...standby.spec, countedW }, p.blocks.col.running[block])
}

/** True if the block could be on the site bus at all: feeds or plants are live there and a transformer is left. */
export function hasUtility(p: PowerSite, block: number): boolean {
  return p.supply.substationW + p.supply.directW + p.supply.plantsW + p.supply.curtailedW > 0 && p.blocks.col.transformersUp[block] > 0 && p.blocks.col.mode[block] !== MODE.off
}
