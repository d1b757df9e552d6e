/**
 * Who delivers what flows at the site bus, in order of merit: the sun, plants that are first, storage that takes peaks off the grid or was
 * asked to deliver, feeds, plants behind the feeds, and storage for what is still missing. Whole watts; the site balances exactly.
 */
import { integerInputW } from '../../physics/converter-loss.ts'
import { LOAD_CLASS } from '../ports.ts'
import { components, engineFuelW } from './components/index.ts'
import { type GasSupply, drawOil, oilHeatW } from './gas-supply.ts'
import { SITE_BUS, storageNode } from './network.ts'
import { isPlantLast } from './air-permits.ts'
import { type Emissions, followEmissions } from './emissions.ts'
import { type Plants, countRunning, unitsReady } from './plants.ts'
import type { PowerSite } from './power-site.ts'
import { type SiteStorage, chargeWishW, dischargeLimitW, setStoreFlow } from './site-storage.ts'

/** Charging follows the room that is left in steps of this share, so that it does not follow every watt of the load. */
const CHARGE_STEPS = 32

export interface Dispatch {
  readonly p: PowerSite
  readonly plants: Plants
  readonly gas: GasSupply
  readonly storage: SiteStorage
  readonly emissions: Emissions
}

/** Writes what every source delivers, and the fuel of plants, to the totals. */
export function dispatch(d: Dispatch): void {
  const { p } = d
  const { supply, totals } = p
  const demandW = p.flow.inW(SITE_BUS)
  const feedsW = supply.substationW + supply.directW
  totals.solarW = Math.min(demandW, supply.solarW)
  totals.plantW = 0
  totals.gasW = 0
  let left = demandW - totals.solarW
  if (p.plan.plants.length > 0) left = deliverPlants(p, true, left, feedsW)
  const chargeW = p.plan.storage.length === 0 ? 0 : p.flow.outW(storageNode(p.plan))
  const shavedW = p.plan.storage.length === 0 ? 0 : shave(p, left)
  const fromFeedsW = Math.min(left - shavedW, feedsW)
  meter(p, fromFeedsW, feedsW)
  left -= shavedW + fromFeedsW
  if (p.plan.plants.length > 0) left = deliverPlants(p, false, left, feedsW)
  if (p.plan.plants.length > 0) burn(d)
  if (p.plan.air.permits.length > 0) followEmissions(d.emissions)
  totals.storageOutW = shavedW + left
  totals.storageInW = chargeW
  if (p.plan.storage.length > 0) {
    moveStores(d.storage, totals.storageOutW, chargeW)
    planCharging(p, demandW - chargeW)
  }
  totals.lossW += chargeW
  totals.generationW = totals.standbyW + totals.upsW + totals.solarW + totals.plantW + totals.storageOutW
}

/** Plants of one place in the order of merit take their part of `left`; returns the rest, W. */
function deliverPlants(p: PowerSite, isFirst: boolean, left: number, feedsW: number): number {
  const { limitW, deliversW, unitW } = p.plants.col
  let rest = left
  p.plan.plants.forEach((plan, plant) => {
    if ((plan.isPlantFirst && !isPlantLast(p, plant)) !== isFirst) return
    const takeW = Math.min(rest, limitW[plant])
    // Below the lowest stable load of one unit the feeds carry on if they can.
    const isTooLittle = takeW < plan.spec.loadFractionMin * unitW[plant] && isFirst && feedsW >= rest
    deliversW[plant] = isTooLittle ? 0 : takeW
    rest -= deliversW[plant]
    p.totals.plantW += deliversW[plant]
  })
  return rest
}

/** Fuel of all plants, and what of it is liquid. */
function burn({ p, plants, gas }: Dispatch): void {
  const { deliversW, unitW } = p.plants.col
  let heatW = 0
  for (let plant = 0; plant < p.plan.plants.length; plant++) {
    const { spec, spinning } = p.plan.plants[plant]
    heatW += engineFuelW(spec, unitsReady(p, plant), deliversW[plant], unitW[plant], spinning)
  }
  countRunning(plants)
  const oilW = oilHeatW(p, heatW)
  drawOil(gas, oilW)
  p.totals.dieselW += Math.round(oilW)
  p.totals.gasW = Math.round(heatW - oilW)
}

/** What the meters of the feeds show, with the loss of the substation. */
function meter(p: PowerSite, fromFeedsW: number, feedsW: number): void {
  const { supply, totals } = p
  const highW = feedsW === 0 ? 0 : Math.round(fromFeedsW * (supply.substationW / feedsW))
  const throughW = Math.min(supply.substationW, Math.max(highW, fromFeedsW - supply.directW))
  const meterW = substationInW(p, throughW)
  supply.throughW = throughW
  totals.gridW = meterW + fromFeedsW - throughW
  totals.lossW += meterW - throughW
}

/** What the substation draws at its high side; its transformers lose power as soon as a feed makes them live. */
function substationInW(p: PowerSite, throughW: number): number {
  const { substation } = p.plan
  const isLive = substation !== undefined && p.supply.substationUp > 0 && p.supply.substationW > 0
  return isLive ? integerInputW(components.transformer.lossCurve(substation.spec, p.supply.substationUp), throughW) : throughW
}

/** Storage that takes peaks off the grid or was asked for, W. */
function shave(p: PowerSite, left: number): number {
  let sum = 0
  p.plan.storage.forEach(({ shaveAboveW }, store) => {
    const overW = Math.max(p.supply.storageRequestW - sum, shaveAboveW === undefined ? 0 : left - sum - shaveAboveW, 0)
    sum += Math.min(overW, left - sum, dischargeLimitW(p, store))
  })
  return sum
}

/** Divides what stores deliver and take among them, in file order. */
function moveStores(storage: SiteStorage, outW: number, inW: number): void {
  const { p } = storage
  let leftOut = outW
  let leftIn = inW
  for (let store = 0; store < p.plan.storage.length; store++) {
    const takeW = Math.min(leftOut, dischargeLimitW(p, store))
    const giveW = Math.min(leftIn, p.storage.col.askedW[store])
    leftOut -= takeW
    leftIn -= giveW
    setStoreFlow(storage, store, giveW, takeW)
  }
}

/** Charges stores with what sources have left above the load, below the peak that storage is to hold. */
function planCharging(p: PowerSite, loadW: number): void {
  const { supply } = p
  let roomW = supply.storageRequestW > 0 ? 0 : Math.max(0, supply.substationW + supply.directW + supply.plantsW + supply.solarW - loadW)
  let sum = 0
  p.plan.storage.forEach(({ shaveAboveW }, store) => {
    const wishW = chargeWishW(p, store)
    const belowW = shaveAboveW === undefined ? roomW : Math.min(roomW, shaveAboveW - loadW - sum)
    const stepW = Math.max(1, Math.ceil(wishW / CHARGE_STEPS))
    const w = belowW >= wishW ? wishW : Math.max(0, Math.floor(belowW / stepW) * stepW)
    p.storage.col.askedW[store] = w
    roomW -= w
    sum += w
  })
  if (sum === supply.chargeW) return
  supply.chargeW = sum
  p.flow.setLoad(storageNode(p.plan), LOAD_CLASS.deferrable, sum, 0)
  p.ports.requestSettle(0)
}
