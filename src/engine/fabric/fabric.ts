/**
 * The fabric: which bundles each job loads, and how much slower it runs by placement, contention and what has failed. Rates are the
 * proportional bound (feasible, never above max-min) or, for small sites, max-min fair; the slowdown of a job follows from the step of its
 * model, or from its exposed communication share.
 */
import type { DomainContext, FabricPort, RepairPort, WidePort } from '../ports.ts'
import { attach, detach } from './attach.ts'
import { createBook, type FabricBook, type FabricPorts } from './book.ts'
import { setTransfers } from './bundles.ts'
import { createFaultClocks } from './fault-clocks.ts'
import { createLongFlaps, flapFigures } from './flaps.ts'
import { tellMembers } from './job-rates.ts'
import { createFabricMaintenance } from './maintenance.ts'
import { effectiveBps } from './regions.ts'
import { createWideArea } from './wide-area.ts'

/** Links from nodes to switches in the same rack are copper, those to other racks optical. */
function opticalShare({ world }: DomainContext, leaf: number): number {
  const { nodeBegin } = world.leaves
  return world.nodes.rack[nodeBegin[leaf]] === world.nodes.rack[nodeBegin[leaf + 1] - 1] ? 0 : 1
}

/** What jobs ask of the healthy bandwidth of a bundle, ÷ that bandwidth; −1 where there is no such tier. */
export interface NetworkLoads {
  leaf(leaf: number): number
  spine(block: number): number
  pod(block: number): number
}

export interface Fabric extends FabricPort, RepairPort, WidePort {
  readonly loads: NetworkLoads
  start(): void
}

function loadsOf({ bundles }: FabricBook): NetworkLoads {
  const { at, table } = bundles
  const share = (bundle: number): number => {
    const { loadBps, healthyBps } = table.col
    if (!(healthyBps[bundle] < Infinity)) return -1
    return healthyBps[bundle] > 0 ? loadBps[bundle] / healthyBps[bundle] : loadBps[bundle] > 0 ? Infinity : -1
  }
  return { leaf: share, spine: block => share(at.spines + block), pod: block => share(at.pods + block) }
}

/** Units of `RepairPort` are numbered from 0 here. */
export function createFabric(ctx: DomainContext, ports: FabricPorts): Fabric {
  const flaps = flapFigures(ctx.scenario.fabric)
  const book = createBook(ctx, ports, flaps.stalledShare)
  const maintenance = createFabricMaintenance(book)
  const faults = createFaultClocks(book, leaf => opticalShare(ctx, leaf))
  const parts = [faults, createLongFlaps(book, flaps.longPerYear), maintenance, createWideArea(book)]
  return {
    attach: (job, nodes, nodeCount, commFraction, source) => attach(book, job, { nodes, nodeCount, commFraction, source }),
    detach(job) {
      const before = book.down.crossing
      detach(book, job)
      if (before > 0 && book.down.crossing === 0) maintenance.nothingCrosses()
    },
    regionBps: region => effectiveBps(ctx.scenario.fabric.wan.regions[region]),
    regionShare: region => 1 / book.bundles.table.col.level[book.bundles.at.regions + region],
    loadRegion(region, bps) {
      setTransfers(book.bundles, book.bundles.at.regions + region, bps)
      tellMembers(book, book.bundles.at.regions + region)
    },
    loads: loadsOf(book),
    technicianArrived: faults.technicianArrived,
    partArrived: faults.partArrived,
    start() {
      for (const part of parts) part.start()
    },
  }
}
