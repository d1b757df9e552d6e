/**
 * Rack lots from order to staging: supplier → shipping → receiving. A lot has one lead time and arrives in truckloads. The
 * timetable is a pure function of scenario and streams; only the stage of each rack is state.
 */
import { quantileOf, sample } from '../../base/distribution.ts'
import { inverseNormal, normalCdf, sqrt } from '../../base/exact-math.ts'
import { type EntityKey, entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { DAY_MS } from '../../base/spans.ts'
import { roundMs } from '../../base/variates.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import type { DomainContext, GatePort } from '../ports.ts'
import { lotGates } from './lot-gates.ts'
import { installedMs, type InstallationStep, installationSteps, type WaitingRack } from '../../scenario/installation-steps.ts'
import { RACK_STAGE, type RackStages } from './rack-stage.ts'

/** Median delivery for planning. */
const MEDIAN = 0.5

/** One truck of a lot: racks for the places firstRack … endRack − 1. Times in ms since the start, negative before it. */
export interface Truck {
  readonly lot: number
  readonly firstRack: number
  readonly endRack: number
  readonly orderMs: number
  readonly shipMs: number
  readonly arriveMs: number
  /** Staged for installation: received, and the racks that stood there have served their life. */
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

/** A lot of the file and its index in the world. */
interface PlacedLot {
  readonly lot: Lot
  readonly index: number
}

/** Time from the first arrival until the last of these racks, which come in order of time from 0 on, is installed. */
export const fitOutMs = (arrivals: readonly WaitingRack[], steps: readonly InstallationStep[]): number => installedMs(steps, arrivals).reduce((last, atMs) => Math.max(last, atMs), 0)

function placeLots({ world, scenario }: Planning, block: number): PlacedLot[] {
  const first = world.lots.block.indexOf(block)
  return scenario.blocks[block].racks.map((lot, inBlock) => ({ lot, index: first + inBlock }))
}

/** From order to the first truck at the site, of a median delivery. */
const medianLeadMs = ({ delivered }: Lot): number => Math.round(quantileOf(delivered.slot, MEDIAN)) + Math.round(quantileOf(delivered.lead, MEDIAN))

/**
 * Uniform of the lead time of a lot. Lots of one supplier's batch share a shock: the normal scores behind their uniforms have the stated
 * correlation, and each lead time keeps its distribution.
 */
function leadUniform({ world }: Planning, { delivered: { supplier, correlation } }: Lot, key: EntityKey): number {
  const own = uniform(key, PURPOSE.leadTime, 0)
  if (supplier === undefined || correlation === 0) return own
  const shared = uniform(entityKey(world.root, `supplier[${supplier}]`), PURPOSE.leadTime, 0)
  const score = sqrt(correlation) * inverseNormal(shared) + sqrt(1 - correlation) * inverseNormal(own)
  return Math.min(1 - 1e-15, Math.max(1e-15, normalCdf(score)))
}

/** A truck of a lot: its racks by their number in the lot, and when it comes after the first. */
interface Load {
  readonly first: number
  readonly end: number
  readonly afterMs: number
}

/** Trucks of a lot in order of its racks: those of each tranche follow each other at the interval of trucks. */
export function loadsOf({ count, delivered: { truckload, interval, tranches } }: Pick<Lot, 'count'> & { readonly delivered: Pick<Lot['delivered'], 'truckload' | 'interval' | 'tranches'> }): Load[] {
  let from = 0
  return (tranches.length === 0 ? [{ racks: count, after: 0 }] : tranches).flatMap(({ racks, after }) => {
    const first = from
    from += racks
    return Array.from({ length: Math.ceil(racks / truckload) }, (_, truck) => ({ first: first + truck * truckload, end: first + Math.min(racks, (truck + 1) * truckload), afterMs: after + truck * interval }))
  })
}

/**
 * Order date of a lot at which a median delivery is there in time: installed, burned in and accepted by its promised date together with the
 * lots that are planned for the same date; or on site when the racks that it replaces have served their life.
 */
function plannedOrderMs({ scenario, world }: Planning, { lot, index }: PlacedLot, planned: readonly PlacedLot[]): number {
  const { installation, burnIn } = scenario.facility
  const { predecessor, retireMs, contractMs } = world.lots
  if (predecessor[index] >= 0) return retireMs[predecessor[index]] - installation.receiving - medianLeadMs(lot)
  const together = planned.filter(other => predecessor[other.index] < 0 && contractMs[other.index] === contractMs[index])
  const arrivals = together.flatMap(other => loadsOf(other.lot).flatMap(({ first, end, afterMs }) => Array.from({ length: end - first }, (): WaitingRack => ({ atMs: afterMs, hasLiquid: other.lot.liquidFraction > 0 }))))
  arrivals.sort((a, b) => a.atMs - b.atMs)
  const installMs = fitOutMs(arrivals, installationSteps(installation))
  return contractMs[index] - burnIn.duration - installMs - installation.receiving - medianLeadMs(lot)
}

/** Latest order of a lot with which a median delivery is in time, beside the lots without order date. */
export function latestRackOrderMs(ctx: Planning, block: number, lot: number): number {
  const lots = placeLots(ctx, block)
  return plannedOrderMs(ctx, lots[lot], lots.filter((placed, inBlock) => inBlock === lot || placed.lot.ordered === undefined))
}

function trucksOf(ctx: Planning, { lot, index }: PlacedLot, orderMs: number): Truck[] {
  const { world, scenario } = ctx
  const { path, firstRack, predecessor, retireMs } = world.lots
  const key = entityKey(world.root, path[index])
  const slotMs = Math.round(sample(lot.delivered.slot, uniform(key, PURPOSE.leadTime, 1)))
  const leadMs = slotMs + roundMs(sample(lot.delivered.lead, leadUniform(ctx, lot, key)))
  const { shipping } = lot.delivered
  const placesFreeMs = predecessor[index] < 0 ? -Infinity : retireMs[predecessor[index]] + 1
  return loadsOf(lot).map(({ first, end, afterMs }) => {
    const arriveMs = orderMs + leadMs + afterMs
    return {
      lot: index,
      firstRack: firstRack[index] + first,
      endRack: firstRack[index] + end,
      orderMs,
      shipMs: Math.max(orderMs, arriveMs - shipping),
      arriveMs,
      receivedMs: Math.max(placesFreeMs, arriveMs + scenario.facility.installation.receiving),
    }
  })
}

/** Dates of all deliveries of this run. What is promised for the start stands in service unless it has an order date. */
export function planDeliveries(ctx: Planning): Timetable {
  const { firstRack, contractMs, predecessor } = ctx.world.lots
  const standing: number[] = []
  const trucks: Truck[] = []
  for (let block = 0; block < ctx.world.blocks.count; block++) {
    const lots = placeLots(ctx, block)
    const planned = lots.filter(({ lot }) => lot.ordered === undefined)
    for (const placed of lots) {
      const { lot, index } = placed
      if (lot.ordered !== undefined) trucks.push(...trucksOf(ctx, placed, (lot.ordered - ctx.world.startDay) * DAY_MS))
      else if (predecessor[index] >= 0 || contractMs[index] > 0) trucks.push(...trucksOf(ctx, placed, plannedOrderMs(ctx, placed, planned)))
      else for (let rack = firstRack[index]; rack < firstRack[index] + lot.count; rack++) standing.push(rack)
    }
  }
  return { standing, trucks }
}

export interface Procurement {
  /** Closes the gates of racks under way and schedules the trucks. */
  start(): void
}

/** Runs the timetable; `received(lot, rack)` is called when a rack of a lot is staged for installation on its place. */
export function createProcurement(ctx: DomainContext, gates: GatePort, timetable: Timetable, stages: RackStages, received: (lot: number, rack: number) => void): Procurement {
  const { kernel, world } = ctx
  const { trucks } = timetable
  const { close, open } = lotGates(world, gates)
  const each = (truck: number, act: (rack: number, lot: number) => void): void => {
    const { firstRack, endRack, lot } = trucks[truck]
    for (let rack = firstRack; rack < endRack; rack++) act(rack, lot)
  }
  // The stage of a place is that of the racks that stand there until the next ones are installed.
  const enter = (rack: number, lot: number, stage: number): void => {
    if (world.lots.predecessor[lot] < 0) stages.enter(rack, stage)
  }
  const ordered = kernel.command('facility.ordered', Phase.facility, truck => each(truck, (rack, lot) => enter(rack, lot, RACK_STAGE.ordered)))
  const shipped = kernel.command('facility.shipped', Phase.facility, truck =>
    each(truck, (rack, lot) => {
      enter(rack, lot, RACK_STAGE.shipped)
      close(lot, rack, 'shipping')
      open(lot, rack, 'supplier')
    }))
  const arrived = kernel.command('facility.arrived', Phase.facility, truck =>
    each(truck, (rack, lot) => {
      enter(rack, lot, RACK_STAGE.onSite)
      close(lot, rack, 'receiving')
      open(lot, rack, 'shipping')
    }))
  const staged = kernel.command('facility.received', Phase.facility, truck =>
    each(truck, (rack, lot) => {
      open(lot, rack, 'receiving')
      received(lot, rack)
    }))
  const at = (type: CommandType, truck: number, atMs: number): void => {
    if (atMs > 0) kernel.schedule(type, truck, atMs)
  }
  const startTruck = (index: number): void => {
    const { orderMs, shipMs, arriveMs, receivedMs } = trucks[index]
    const stage = arriveMs <= 0 ? RACK_STAGE.onSite : shipMs <= 0 ? RACK_STAGE.shipped : orderMs <= 0 ? RACK_STAGE.ordered : RACK_STAGE.planned
    const cause = receivedMs <= 0 ? undefined : arriveMs <= 0 ? 'receiving' : shipMs <= 0 ? 'shipping' : 'supplier'
    each(index, (rack, lot) => {
      enter(rack, lot, stage)
      if (cause === undefined) received(lot, rack)
      else close(lot, rack, cause)
    })
    at(ordered, index, orderMs)
    at(shipped, index, shipMs)
    at(arrived, index, arriveMs)
    at(staged, index, receivedMs)
  }
  return { start: () => trucks.forEach((_, index) => startTruck(index)) }
}
