/**
 * Rack lots from order to staging: supplier → shipping → receiving. A lot has one lead time and arrives in truckloads. The
 * timetable is a pure function of scenario and streams; only the stage of each rack is state.
 */
import { quantileOf, sample } from '../../base/distribution.ts'
import { assert } from '../../base/assert.ts'
import { entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { roundMs } from '../../base/variates.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import type { DomainContext, GatePort } from '../ports.ts'
import { RACK_STAGE, type RackStages } from './rack-stage.ts'

const DAY_MS = 86_400_000
/** Median delivery for planning. */
const MEDIAN = 0.5

/** One truck of a lot: racks firstRack … endRack − 1. Times in ms since the start, negative before it. */
export interface Truck {
  readonly firstRack: number
  readonly endRack: number
  readonly orderMs: number
  readonly shipMs: number
  readonly arriveMs: number
  readonly receivedMs: number
}

/** Racks that stand in service at the start, and the trucks of all others in rack order. */
export interface Timetable {
  readonly standing: readonly number[]
  readonly trucks: readonly Truck[]
}

/** What deliveries follow from. */
type Planning = Pick<DomainContext, 'scenario' | 'world'>

type Lot = DomainContext['scenario']['blocks'][number]['racks'][number]

/** A lot's place among the racks. */
interface PlacedLot {
  readonly lot: Lot
  readonly index: number
  readonly firstRack: number
}

/**
 * Time from the first arrival until the last of these racks is installed: racks are taken in order of arrival by `slots` places
 * that each hold one rack for `durationMs`. `arrivals` ascend from 0.
 */
export function fitOutMs(arrivals: readonly number[], slots: number, durationMs: number): number {
  const finished: number[] = []
  for (let i = 0; i < arrivals.length; i++) {
    const freeMs = i < slots ? 0 : finished[i - slots]
    finished.push(Math.max(arrivals[i], freeMs) + durationMs)
  }
  return finished.length === 0 ? 0 : finished[finished.length - 1]
}

/** Racks that a block's crews work on at the same time. */
export function installSlots(installation: DomainContext['scenario']['facility']['installation']): number {
  return Math.max(1, Math.round((installation.crews * installation.racksPerDay * installation.duration) / DAY_MS))
}

function placeLots(ctx: Planning, block: number): PlacedLot[] {
  let firstRack = ctx.world.blocks.rackBegin[block]
  const placed = ctx.scenario.blocks[block].racks.map((lot, index) => {
    firstRack += lot.count
    return { lot, index, firstRack: firstRack - lot.count }
  })
  assert(firstRack === ctx.world.blocks.rackBegin[block + 1], 'lots and racks of a block differ', { block, firstRack })
  return placed
}

/** Order date at which a median delivery of all planned lots is installed, burned in and accepted by the ready date. */
function plannedOrderMs(ctx: Planning, block: number, placed: PlacedLot, planned: readonly PlacedLot[]): number {
  const { installation, burnIn } = ctx.scenario.facility
  const arrivals = planned.flatMap(({ lot }) => Array.from({ length: lot.count }, (_, i) => Math.floor(i / lot.delivered.truckload) * lot.delivered.interval))
  arrivals.sort((a, b) => a - b)
  const installMs = fitOutMs(arrivals, installSlots(installation), installation.duration)
  const leadMs = Math.round(quantileOf(placed.lot.delivered.lead, MEDIAN))
  return ctx.world.blocks.contractMs[block] - burnIn.duration - installMs - installation.receiving - leadMs
}

/** Latest order of a lot with which a median delivery is installed, burned in and accepted by the ready date, beside the lots without order date. */
export function latestRackOrderMs(ctx: Planning, block: number, lot: number): number {
  const lots = placeLots(ctx, block)
  return plannedOrderMs(ctx, block, lots[lot], lots.filter(placed => placed.index === lot || placed.lot.ordered === undefined))
}

function trucksOf(ctx: Planning, block: number, placed: PlacedLot, orderMs: number): Truck[] {
  const { lot, index, firstRack } = placed
  const key = entityKey(ctx.world.root, `${ctx.world.blocks.path[block]}/lot[${index}]`)
  const leadMs = roundMs(sample(lot.delivered.lead, uniform(key, PURPOSE.leadTime, 0)))
  const { shipping, truckload, interval } = lot.delivered
  return Array.from({ length: Math.ceil(lot.count / truckload) }, (_, i) => {
    const arriveMs = orderMs + leadMs + i * interval
    return {
      firstRack: firstRack + i * truckload,
      endRack: firstRack + Math.min(lot.count, (i + 1) * truckload),
      orderMs,
      shipMs: Math.max(orderMs, arriveMs - shipping),
      arriveMs,
      receivedMs: arriveMs + ctx.scenario.facility.installation.receiving,
    }
  })
}

/** Dates of all deliveries of this run. A block that is ready at the start has its racks in service unless they have an order date. */
export function planDeliveries(ctx: Planning): Timetable {
  const standing: number[] = []
  const trucks: Truck[] = []
  for (let block = 0; block < ctx.world.blocks.count; block++) {
    const lots = placeLots(ctx, block)
    const planned = lots.filter(({ lot }) => lot.ordered === undefined)
    for (const placed of lots) {
      const { lot, firstRack } = placed
      if (lot.ordered !== undefined) {
        trucks.push(...trucksOf(ctx, block, placed, (lot.ordered - ctx.world.startDay) * DAY_MS))
      } else if (ctx.world.blocks.contractMs[block] <= 0) {
        for (let rack = firstRack; rack < firstRack + lot.count; rack++) standing.push(rack)
      } else {
        trucks.push(...trucksOf(ctx, block, placed, plannedOrderMs(ctx, block, placed, planned)))
      }
    }
  }
  return { standing, trucks }
}

export interface Procurement {
  /** Closes the gates of racks under way and schedules the trucks. */
  start(): void
}

/** Runs the timetable; `received(rack)` is called when a rack is staged for installation. */
export function createProcurement(ctx: DomainContext, gates: GatePort, timetable: Timetable, stages: RackStages, received: (rack: number) => void): Procurement {
  const { kernel } = ctx
  const { trucks } = timetable
  const each = (truck: number, act: (rack: number) => void): void => {
    for (let rack = trucks[truck].firstRack; rack < trucks[truck].endRack; rack++) act(rack)
  }
  const ordered = kernel.command('facility.ordered', Phase.facility, truck => each(truck, rack => stages.enter(rack, RACK_STAGE.ordered)))
  const shipped = kernel.command('facility.shipped', Phase.facility, truck =>
    each(truck, rack => {
      stages.enter(rack, RACK_STAGE.shipped)
      gates.closeRack(rack, 'shipping')
      gates.openRack(rack, 'supplier')
    }))
  const arrived = kernel.command('facility.arrived', Phase.facility, truck =>
    each(truck, rack => {
      stages.enter(rack, RACK_STAGE.onSite)
      gates.closeRack(rack, 'receiving')
      gates.openRack(rack, 'shipping')
    }))
  const staged = kernel.command('facility.received', Phase.facility, truck =>
    each(truck, rack => {
      gates.openRack(rack, 'receiving')
      received(rack)
    }))
  const at = (type: CommandType, truck: number, atMs: number): void => {
    if (atMs > 0) kernel.schedule(type, truck, atMs)
  }
  const startTruck = (index: number): void => {
    const { orderMs, shipMs, arriveMs, receivedMs } = trucks[index]
    const stage = arriveMs <= 0 ? RACK_STAGE.onSite : shipMs <= 0 ? RACK_STAGE.shipped : orderMs <= 0 ? RACK_STAGE.ordered : RACK_STAGE.planned
    const cause = receivedMs <= 0 ? undefined : arriveMs <= 0 ? 'receiving' : shipMs <= 0 ? 'shipping' : 'supplier'
    each(index, rack => {
      stages.enter(rack, stage)
      if (cause === undefined) received(rack)
      else gates.closeRack(rack, cause)
    })
    at(ordered, index, orderMs)
    at(shipped, index, shipMs)
    at(arrived, index, arriveMs)
    at(staged, index, receivedMs)
  }
  return { start: () => trucks.forEach((_, index) => startTruck(index)) }
}
