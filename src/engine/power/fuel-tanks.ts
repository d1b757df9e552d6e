/**
 * Fuel of a block's sets: one level that falls in a straight line between changes of load, with the reorder level and empty tanks
 * scheduled, and deliveries that come a lead time after the order. Also what the sets delivered over 24 h, against their rating class.
 */
import { sample } from '../../base/distribution.ts'
import { PURPOSE, uniform } from '../../base/rng.ts'
import { DAY_MS, HOUR_MS } from '../../base/spans.ts'
import { roundMs } from '../../base/variates.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import { dieselLph } from './components/index.ts'
import { NODE, nodeOf } from './network.ts'
import { MODE, type PowerSite, cancelAt } from './power-site.ts'
import type { StandbyPlan } from './standby-plan.ts'

/** One row a block; handles of pending commands are 0 for none. */
export const FUEL_COLUMNS = {
  levelL: 'f64', atMs: 'f64', rateLpms: 'f64', burntL: 'f64', deliveredL: 'f64', orders: 'u32', isDry: 'u8',
  low: 'f64', empty: 'f64', delivery: 'f64',
  /** Sets that cool down, sets on the load bank and their load per rating, and the commands that end both. */
  cooling: 'i32', testing: 'i32', testLoad: 'f64', cooled: 'f64', tested: 'f64', tests: 'u32', missed: 'u32',
  /** Power of the island and its energy since the last look at the rating class; 1 when the class caps the sets. */
  islandW: 'f64', islandWms: 'f64', review: 'f64', isCapped: 'u8',
} as const

export interface TankListener {
  /** The tanks of a block are empty: its sets stop. */
  ranDry(block: number): void
  /** Fuel is there again. */
  refilled(block: number): void
  /** What the sets of a block may give changed. */
  ratingChanged(block: number): void
}

export interface Tanks {
  readonly p: PowerSite
  readonly commands: Readonly<Record<'low' | 'empty' | 'delivered' | 'reviewed', CommandType>>
}

function planOf(p: PowerSite, block: number): StandbyPlan {
  const { standby } = p.plan.blocks[block]
  if (standby === undefined) throw new Error(`block ${block} has no standby sets`)
  return standby
}

/** Registers the crossings; tanks are full at first. */
export function createTanks(p: PowerSite, listener: TankListener): Tanks {
  const { kernel, emit } = p.ctx
  const { col } = p.fuel
  const step = (name: string, handles: Float64Array, act: (tanks: Tanks, block: number) => void): CommandType =>
    kernel.command(`power.${name}`, Phase.facility, block => {
      handles[block] = 0
      act(tanks, block)
    })
  const tanks: Tanks = {
    p,
    commands: {
      low: step('fuelLow', col.low, order),
      empty: step('fuelEmpty', col.empty, (_, block) => {
        integrate(p, block)
        col.isDry[block] = 1
        emit({ kind: 'fuelEmpty', block })
        listener.ranDry(block)
      }),
      delivered: step('fuelDelivered', col.delivery, (_, block) => {
        deliver(tanks, block)
        if (col.isDry[block] === 0) return
        col.isDry[block] = 0
        listener.refilled(block)
      }),
      reviewed: step('ratingReviewed', col.review, (_, block) => {
        review(tanks, block)
        listener.ratingChanged(block)
      }),
    },
  }
  p.plan.blocks.forEach(({ standby }, block) => {
    col.levelL[block] = standby?.fuel.volumeL ?? 0
  })
  return tanks
}

/** Brings level and energy up to now. */
function integrate(p: PowerSite, block: number): void {
  const { levelL, atMs, rateLpms, burntL, islandW, islandWms } = p.fuel.col
  const spanMs = p.ctx.kernel.now - atMs[block]
  const usedL = rateLpms[block] * spanMs
  levelL[block] -= usedL
  burntL[block] += usedL
  islandWms[block] += islandW[block] * spanMs
  atMs[block] = p.ctx.kernel.now
}

/** Fuel that the sets of a block burn now, L/h. */
function burnLph(p: PowerSite, block: number): number {
  const { standby } = p.plan.blocks[block]
  if (standby === undefined) return 0
  const { cooling, testing, testLoad } = p.fuel.col
  const { spec } = standby
  const running = p.blocks.col.running[block]
  return dieselLph(spec, running, servedW(p, block)) + dieselLph(spec, cooling[block], 0) + dieselLph(spec, testing[block], testing[block] * testLoad[block] * spec.ratedW)
}

const servedW = (p: PowerSite, block: number): number => (p.blocks.col.mode[block] === MODE.island ? p.flow.inW(nodeOf(block, NODE.bus)) : 0)

/** Follows a change of load or of running sets. */
export function followBurn(tanks: Tanks, block: number): void {
  const { p, commands } = tanks
  if (p.plan.blocks[block].standby === undefined) return
  const { rateLpms, islandW, islandWms, review: handle, isCapped } = p.fuel.col
  const { kernel } = p.ctx
  const rate = burnLph(p, block) / HOUR_MS
  const islandNowW = servedW(p, block)
  if (rate === rateLpms[block] && islandNowW === islandW[block]) return
  integrate(p, block)
  rateLpms[block] = rate
  // What is emitted follows at the next settle.
  if (p.plan.air.ofBlock[block] >= 0) p.ports.requestSettle(block)
  islandW[block] = islandNowW
  if (islandNowW > 0 && handle[block] === 0 && planOf(p, block).meanLoad < 1) {
    islandWms[block] = 0
    handle[block] = kernel.schedule(commands.reviewed, block, kernel.now + DAY_MS)
  }
  if (p.blocks.col.running[block] === 0 && handle[block] !== 0) {
    cancelAt(p, handle, block)
    isCapped[block] = 0
  }
  watchLevel(tanks, block)
}

/** Schedules the crossings at the present rate. */
function watchLevel(tanks: Tanks, block: number): void {
  const { p, commands } = tanks
  const { levelL, rateLpms, low, empty, delivery, isDry } = p.fuel.col
  const { kernel } = p.ctx
  cancelAt(p, low, block)
  cancelAt(p, empty, block)
  const rate = rateLpms[block]
  if (rate === 0 || isDry[block] === 1) return
  // Rounded down, so that the level never falls below nothing.
  empty[block] = kernel.schedule(commands.empty, block, kernel.now + Math.max(1, Math.floor(levelL[block] / rate)))
  if (delivery[block] === 0) low[block] = kernel.schedule(commands.low, block, kernel.now + Math.max(1, Math.ceil((levelL[block] - planOf(p, block).fuel.lowL) / rate)))
}

function order({ p, commands }: Tanks, block: number): void {
  const { delivery, orders } = p.fuel.col
  const { kernel, emit } = p.ctx
  const leadMs = sample(planOf(p, block).fuel.delivery, uniform(p.blockKey[block], PURPOSE.leadTime, orders[block]))
  orders[block] += 1
  delivery[block] = kernel.schedule(commands.delivered, block, kernel.now + roundMs(leadMs))
  emit({ kind: 'fuelOrdered', block })
}

function deliver(tanks: Tanks, block: number): void {
  const { p } = tanks
  const { levelL, deliveredL } = p.fuel.col
  const { fuel } = planOf(p, block)
  integrate(p, block)
  const litres = Math.min(fuel.loadL, fuel.volumeL - levelL[block])
  levelL[block] += litres
  deliveredL[block] += litres
  p.ctx.emit({ kind: 'fuelDelivered', block, litres })
  if (levelL[block] <= fuel.lowL) order(tanks, block)
  watchLevel(tanks, block)
}

/** Mean load of the last 24 h against the rating class; sets that gave more are held to it until the demand is over. */
function review({ p, commands }: Tanks, block: number): void {
  const { islandWms, isCapped, review: handle } = p.fuel.col
  const { meanLoad, spec } = planOf(p, block)
  integrate(p, block)
  const allowedW = meanLoad * spec.ratedW * p.blocks.col.running[block]
  if (islandWms[block] / DAY_MS > allowedW) isCapped[block] = 1
  islandWms[block] = 0
  handle[block] = p.ctx.kernel.schedule(commands.reviewed, block, p.ctx.kernel.now + DAY_MS)
}

/** Fuel of a block up to now, L. */
export interface FuelBook {
  readonly levelL: number
  readonly burntL: number
  readonly deliveredL: number
}

export function fuelBook(p: PowerSite, block: number): FuelBook {
  const { levelL, atMs, rateLpms, burntL, deliveredL } = p.fuel.col
  const sinceL = rateLpms[block] * (p.ctx.kernel.now - atMs[block])
  return { levelL: levelL[block] - sinceL, burntL: burntL[block] + sinceL, deliveredL: deliveredL[block] }
}
