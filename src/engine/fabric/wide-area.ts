/**
 * Links to other regions: cuts of fibre routes and their splicing, drills in which a region is lost. A job that spans sites gets its part
 * of the routes that are left; without any it stands still until one is back. Where the file says that the site is of no use alone,
 * its nodes are closed while it reaches no region at all.
 */
import { sample } from '../../base/distribution.ts'
import { entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { DAY_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { Phase } from '../kernel/kernel.ts'
import type { FabricBook } from './book.ts'
import { setCapacity } from './fault-effects.ts'
import { MS_PER_YEAR } from './fault-clocks.ts'

/** Without any region, nodes are of no use. */
function gateSite({ ctx, ports }: FabricBook, isAlone: boolean): void {
  for (let block = 0; block < ctx.world.blocks.count; block++) {
    if (isAlone) ports.gates.closeBlock(block, 'wan')
    else ports.gates.openBlock(block, 'wan')
  }
}

export function createWideArea(book: FabricBook): { start(): void } {
  const { ctx, bundles } = book
  const { kernel, world, state } = ctx
  const { regions, isolates, drills } = ctx.scenario.fabric.wan
  const keys = regions.map(({ id }) => entityKey(world.root, `fabric/wan/${id}`))
  // Routes that are cut, drills under way, cuts so far, whether the region was told as lost.
  const table = state.table('fabric.regions', regions.length, { cut: 'i32', drills: 'i32', n: 'i32', isLost: 'u8' })
  const regionOf = drills.map(({ region }) => regions.findIndex(({ id }) => id === region))

  function update(region: number): void {
    const { cut, drills: lost, isLost } = table.col
    const { routes, id } = regions[region]
    const share = lost[region] > 0 ? 0 : Math.max(0, routes - cut[region]) / routes
    setCapacity(book, bundles.at.regions + region, share)
    if ((share === 0) !== (isLost[region] === 1)) {
      isLost[region] = share === 0 ? 1 : 0
      ctx.emit({ kind: share === 0 ? 'outageStarted' : 'outageEnded', what: `wan/${id}`, block: -1 })
    }
    if (isolates) gateSite(book, table.col.isLost.every(other => other === 1))
  }

  const change = (column: 'cut' | 'drills', by: number) => (region: number): void => {
    table.col[column][region] += by
    update(region)
  }
  const spliced = kernel.command('fabric.routeSpliced', Phase.repair, change('cut', -1))
  const lost = kernel.command('fabric.regionLost', Phase.fault, change('drills', 1))
  const found = kernel.command('fabric.regionFound', Phase.repair, change('drills', -1))
  const cut = kernel.command('fabric.routeCut', Phase.fault, region => {
    const n = table.col.n[region]
    if (table.col.cut[region] < regions[region].routes) {
      change('cut', 1)(region)
      kernel.schedule(spliced, region, kernel.now + roundMs(sample(regions[region].cutRepair, uniform(keys[region], PURPOSE.repair, n))))
    }
    table.col.n[region] = n + 1
    scheduleNext(region)
  })
  function scheduleNext(region: number): void {
    const yearly = regions[region].routes * regions[region].cuts
    if (yearly <= 0) return
    const atMs = kernel.now + roundMs(exponential(uniform(keys[region], PURPOSE.failure, table.col.n[region]), MS_PER_YEAR / yearly))
    if (atMs < world.horizonMs) kernel.schedule(cut, region, atMs)
  }
  return {
    start() {
      for (let region = 0; region < regions.length; region++) scheduleNext(region)
      drills.forEach(({ from, duration }, drill) => {
        const atMs = (from - world.startDay) * DAY_MS
        if (atMs < 0 || atMs >= world.horizonMs || regionOf[drill] < 0) return
        kernel.schedule(lost, regionOf[drill], atMs)
        kernel.schedule(found, regionOf[drill], atMs + duration)
      })
    },
  }
}
