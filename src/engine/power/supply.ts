/** The supply side of the site bus: what live sources can deliver now, which blocks that covers, and who delivers what flows. */
import { integerInputW } from '../../physics/converter-loss.ts'
import { dieselDerate } from '../../physics/generator.ts'
import type { Cause } from '../ports.ts'
import { eachCovered, substationOutW } from './commitment.ts'
import { calledLimitW, contractLimitW } from './curtailment.ts'
import { components, engineFuelW } from './components/index.ts'
import { SITE_BUS } from './network.ts'
import { type PlantPlan, firmPlantW } from './plan.ts'
import { MODE, type PowerSite } from './power-site.ts'

/** Energised capacity of a feed while it is not interrupted, W. */
const feedW = (p: PowerSite, feed: number): number => components.feed.capacityW({ capacityW: p.feeds.col.energisedW[feed] }, p.feeds.col.interruptions[feed] > 0 ? 0 : 1)

/** Sums over the feeds that come in at the substation (or beside it). */
function feedsW(p: PowerSite, viaSubstation: boolean, read: (feed: number) => number): number {
  let sum = 0
  for (let feed = 0; feed < p.plan.feeds.length; feed++) if (p.plan.feeds[feed].viaSubstation === viaSubstation) sum += read(feed)
  return sum
}

/** Share of an engine's rating left at the present ambient temperature; the elevation is in the rating already. */
const ambientDerate = (p: PowerSite): number => dieselDerate(p.supply.ambientC, 0)

/** What a plant can deliver now, W. */
function plantW(p: PowerSite, index: number): number {
  const { inService, up } = p.plants.col
  if (inService[index] === 0) return 0
  return Math.floor(components.gasEngine.capacityW(p.plan.plants[index].spec, up[index]) * ambientDerate(p))
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

/** Tells for every energised block whether what is live now covers its design power. */
export function eachLive(p: PowerSite, tell: (block: number, isCovered: boolean) => void): void {
  const supply = { feedsW: p.supply.substationW + p.supply.directW + p.supply.curtailedW, plantsW: p.plan.plants.map((_, index) => plantW(p, index)) }
  eachCovered(p.plan, supply, false, block => p.view.energised[block] === 1, tell)
}

/** Takes over the state of sources; returns the power available at the site bus, W. */
export function refreshSources(p: PowerSite): number {
  const { supply } = p
  supply.plantsW = 0
  for (let plant = 0; plant < p.plan.plants.length; plant++) supply.plantsW += plantW(p, plant)
  limitSources(p)
  return availableSiteW(p)
}

/** What the substation passes on now of `highW` at its high side, W. */
const passedW = (p: PowerSite, highW: number): number => substationOutW(p.plan, highW, p.supply.substationUp, p.supply.substationAllowed)

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

export const availableSiteW = (p: PowerSite): number => p.supply.substationW + p.supply.directW + p.supply.plantsW

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
  if (substation !== undefined && p.supply.substationUp < substation.count - substation.redundancy) return 'transformerFault'
  const isShort = plan.plants.some((plant, index) => p.plants.col.inService[index] === 1 && p.plants.col.up[index] < plant.count - plant.redundancy)
  return isShort ? 'generationFault' : 'gridCapacity'
}

/** Feeds carry the load before plants do, each group by capacity. Writes what the meter and the plants deliver to the totals. */
export function dispatch(p: PowerSite): void {
  const { supply, totals, plan } = p
  const demandW = p.flow.inW(SITE_BUS)
  const feedsNowW = supply.substationW + supply.directW
  const fromFeedsW = Math.min(demandW, feedsNowW)
  const highW = feedsNowW === 0 ? 0 : Math.round(fromFeedsW * (supply.substationW / feedsNowW))
  const throughW = Math.min(supply.substationW, Math.max(highW, fromFeedsW - supply.directW))
  const meterW = substationInW(p, throughW)
  supply.throughW = throughW
  totals.gridW = meterW + fromFeedsW - throughW
  totals.lossW += meterW - throughW
  let left = demandW - fromFeedsW
  totals.generationW += left
  for (let index = 0; index < plan.plants.length; index++) {
    const takeW = Math.min(left, plantW(p, index))
    left -= takeW
    p.plants.col.deliversW[index] = takeW
    totals.fuelW += engineFuelW(plan.plants[index].spec, p.plants.col.up[index], takeW)
  }
}

/** What the substation draws at its high side; its transformers lose power as soon as a feed makes them live. */
function substationInW(p: PowerSite, throughW: number): number {
  const { substation } = p.plan
  const isLive = substation !== undefined && p.supply.substationUp > 0 && p.supply.substationW > 0
  return isLive ? integerInputW(components.transformer.lossCurve(substation.spec, p.supply.substationUp), throughW) : throughW
}

/** What the running standby sets of a block may deliver now, W. */
export function islandW(p: PowerSite, block: number): number {
  const { standby } = p.plan.blocks[block]
  if (standby === undefined) return 0
  const countedW = Math.min(standby.spec.countedW, standby.spec.ratedW * dieselDerate(p.supply.ambientC, p.plan.elevationM))
  return components.generator.capacityW({ ...standby.spec, countedW }, p.blocks.col.running[block])
}

/** True if the block could be on the site bus at all: something is live there and a transformer is left. */
export function hasUtility(p: PowerSite, block: number): boolean {
  return availableSiteW(p) + p.supply.curtailedW > 0 && p.blocks.col.transformersUp[block] > 0 && p.blocks.col.mode[block] !== MODE.off
}
