/** Works a draw out: when each step begins and ends, what it waited for, and how late the accelerators of each block are. */
import { lotAccelerators } from '../../../scenario/lots.ts'
import { installedMs, installationSteps } from '../../../scenario/installation-steps.ts'
import { eachCovered, substationOutW } from '../../power/commitment.ts'
import { firmPlantW } from '../../power/plant-plan.ts'
import type { Draw } from './draw.ts'
import { type BlockNodes, isPromisedWithBlock, type Network, ROLE } from './network.ts'

export interface Times {
  readonly startMs: Float64Array
  readonly finishMs: Float64Array
  /** Node that a step waited for last, −1 where its own date held it. */
  readonly boundBy: Int32Array
  /** Accelerator-ms of each block between its promised day and the day on which each rack serves, within the horizon. */
  readonly lateMs: Float64Array
  /** Last rack of each block in service. */
  readonly inServiceMs: Float64Array
}

/** A row whose manufacture takes longer by so much. */
export interface Shift {
  readonly row: number
  readonly ms: number
}

interface Work {
  readonly net: Network
  readonly draw: Draw
  readonly times: Times
  /** The same draw without the shift, for what the shift does not reach. */
  readonly base: Times | undefined
  readonly shiftNode: number
  readonly shiftMs: number
}

function newTimes(net: Network): Times {
  const count = net.nodes.length
  return {
    startMs: new Float64Array(count), finishMs: new Float64Array(count), boundBy: new Int32Array(count).fill(-1),
    lateMs: new Float64Array(net.blocks.length), inServiceMs: new Float64Array(net.blocks.length),
  }
}

function step({ net, draw, times, shiftNode, shiftMs }: Work, node: number): void {
  let startMs = draw.notBeforeMs[node]
  let boundBy = -1
  for (const before of net.nodes[node].after) {
    if (times.finishMs[before] <= startMs) continue
    startMs = times.finishMs[before]
    boundBy = before
  }
  times.startMs[node] = startMs
  times.boundBy[node] = boundBy
  times.finishMs[node] = startMs + draw.durationMs[node] + (node === shiftNode ? shiftMs : 0)
}

/** Firm power of the feeds behind the substation, W, given what each has. */
function feedsW({ plan }: Network, energisedW: readonly number[]): number {
  const sumOf = (viaSubstation: boolean): number => plan.feeds.reduce((sum, feed, index) => (feed.viaSubstation === viaSubstation ? sum + energisedW[index] : sum), 0)
  return substationOutW(plan, sumOf(true), plan.substation?.count ?? 0) + sumOf(false)
}

/** Promises power to blocks in file order as sources come; a block that is never covered waits for ever. */
function energise(w: Work): void {
  const { net, times } = w
  const { plan } = net
  const order = [...net.sources].sort((a, b) => times.finishMs[a.node] - times.finishMs[b.node] || a.node - b.node)
  const promisedW = plan.feeds.map(() => 0)
  const plantsW = plan.plants.map(() => 0)
  net.blocks.forEach(({ energised }) => {
    times.startMs[energised] = Infinity
    times.finishMs[energised] = Infinity
  })
  for (const { node, feed, step: at, plant } of order) {
    if (plant >= 0) plantsW[plant] = firmPlantW(plan.plants[plant])
    else {
      const { capacityW, interruptibleW } = plan.feeds[feed].steps[at]
      promisedW[feed] += plan.feeds[feed].isPromised ? capacityW : capacityW - interruptibleW
    }
    eachCovered(plan, { feedsW: feedsW(net, promisedW), plantsW }, true, () => true, (block, isCovered) => {
      const { energised } = net.blocks[block]
      if (!isCovered || times.finishMs[energised] < Infinity) return
      times.startMs[energised] = times.finishMs[node]
      times.finishMs[energised] = times.finishMs[node]
      times.boundBy[energised] = node
    })
  }
}

const sameAt = (a: Times, b: Times, node: number): boolean => node < 0 || a.finishMs[node] === b.finishMs[node]

/** Whether sources are where they are without the shift. */
const keepsPower = ({ net, times, base }: Work): boolean => base !== undefined && net.sources.every(({ node }) => sameAt(times, base, node))

function copyPower({ net, times }: Work, base: Times): void {
  for (const { energised } of net.blocks) {
    times.startMs[energised] = base.startMs[energised]
    times.finishMs[energised] = base.finishMs[energised]
    times.boundBy[energised] = base.boundBy[energised]
  }
}

/** A rack that is received at a time. */
interface Staged {
  readonly atMs: number
  readonly accelerators: number
  readonly lot: number
}

/** Racks of a block in the order in which they are received: when they may be installed, ms, and their accelerators and lot. */
function staged({ net, draw, times }: Work, block: number, lots: BlockNodes['lots']): Staged[] {
  const { racks } = net.scenario.blocks[block]
  const all = lots.flatMap(({ lot, receiving }) => {
    const trucks = draw.trucks[block][lot]
    const shiftMs = times.finishMs[receiving] - trucks[trucks.length - 1].receivedMs
    const accelerators = racks[lot].nodes * racks[lot].acceleratorsPerNode
    return trucks.flatMap(({ firstRack, endRack, receivedMs }) => Array.from({ length: endRack - firstRack }, (): Staged => ({ atMs: receivedMs + shiftMs, accelerators, lot })))
  })
  return lots.length === 1 ? all : all.sort((a, b) => a.atMs - b.atMs)
}

/** Installation and burn-in of a block’s lots, and how late its accelerators are. */
function serve(w: Work, block: number): void {
  const { net, draw, times } = w
  const { lots, building, energised, fabric, ready } = net.blocks[block]
  const burnsInMs = Math.max(times.finishMs[energised], fabric < 0 ? -Infinity : times.finishMs[fabric])
  const { facility, blocks } = net.scenario
  const contractMs = net.world.blocks.contractMs[block]
  const crewsMs = Math.max(building < 0 ? 0 : times.finishMs[building], facility.installation.needsPower ? times.finishMs[energised] : 0)
  const late = (openMs: number, accelerators: number): number => accelerators * Math.max(0, Math.min(openMs, net.world.horizonMs) - contractMs)
  const underWay = new Set(lots.map(({ lot }) => lot))
  const there = blocks[block].racks.reduce((sum, lot, index) => (underWay.has(index) || !isPromisedWithBlock(net.world, block, index) ? sum : sum + lotAccelerators(lot)), 0)
  times.lateMs[block] = late(times.finishMs[ready], there)
  times.inServiceMs[block] = times.finishMs[ready]
  const racks = staged(w, block, lots)
  const standing = installedMs(installationSteps(facility.installation), racks.map(({ atMs, lot }) => ({ atMs, hasLiquid: blocks[block].racks[lot].liquidFraction > 0 })), crewsMs)
  const lastInstalled = new Map<number, number>()
  for (const [rack, { accelerators, lot }] of racks.entries()) {
    lastInstalled.set(lot, Math.max(standing[rack], lastInstalled.get(lot) ?? -Infinity))
    const acceptedMs = Math.max(standing[rack], burnsInMs) + Math.max(1, facility.burnIn.duration)
    const openMs = Math.max(acceptedMs, times.finishMs[ready])
    times.lateMs[block] += late(openMs, accelerators)
    times.inServiceMs[block] = Math.max(times.inServiceMs[block], openMs)
  }
  for (const { lot, installation, burnIn } of lots) {
    step(w, installation)
    times.finishMs[installation] = lastInstalled.get(lot) ?? times.startMs[installation]
    times.startMs[burnIn] = Math.max(times.finishMs[installation], burnsInMs)
    const holds = burnsInMs > times.finishMs[energised] ? fabric : energised
    times.boundBy[burnIn] = burnsInMs > times.finishMs[installation] ? holds : installation
    times.finishMs[burnIn] = times.startMs[burnIn] + draw.durationMs[burnIn]
  }
}

function copyService({ times }: Work, base: Times, block: number, { lots }: BlockNodes): void {
  times.lateMs[block] = base.lateMs[block]
  times.inServiceMs[block] = base.inServiceMs[block]
  for (const { installation, burnIn } of lots) {
    for (const node of [installation, burnIn]) {
      times.startMs[node] = base.startMs[node]
      times.finishMs[node] = base.finishMs[node]
      times.boundBy[node] = base.boundBy[node]
    }
  }
}

/** Whether racks of a block are where they are without the shift. */
const keepsService = ({ times, base }: Work, { building, energised, ready, lots }: BlockNodes): boolean =>
  base !== undefined && [building, energised, ready, ...lots.map(({ receiving }) => receiving)].every(node => sameAt(times, base, node))

/** Works a draw out; with a shift, `base` is the same draw without it. */
export function evaluate(net: Network, draw: Draw, shift?: Shift, base?: Times): Times {
  const shiftNode = shift === undefined ? -1 : (net.rows[shift.row].steps.find(node => net.nodes[node].kind === 'manufacture') ?? -1)
  const w: Work = { net, draw, times: newTimes(net), base, shiftNode, shiftMs: shift?.ms ?? 0 }
  for (let node = 0; node < net.nodes.length; node++) {
    if (node === net.firstEnergised) {
      if (base !== undefined && keepsPower(w)) copyPower(w, base)
      else energise(w)
    }
    if (net.role[node] === ROLE.wait) step(w, node)
  }
  net.blocks.forEach((nodes, block) => {
    if (base !== undefined && keepsService(w, nodes)) copyService(w, base, block, nodes)
    else serve(w, block)
  })
  return w.times
}
