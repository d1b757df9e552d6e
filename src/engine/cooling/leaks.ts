/**
 * Leaks of the technology loop: at a rack, which isolates itself by a valve, and at the manifold of a row. Where the valve of a rack
 * fails, its whole row stands still until the rack is mended. Every rack and every row has a random stream of its own; what does not
 * carry heat does not leak.
 */
import { type EntityKey, PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { YEAR_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext } from '../ports.ts'
import type { BlockDesign } from './block-design.ts'
import type { CoolingRun } from './cooling-run.ts'
import { repairTimeMs } from './equipment.ts'

/** Something that can leak: a rack, or the manifold of a row of racks. */
interface Site {
  readonly key: EntityKey
  readonly block: number
  /** Racks that its valves isolate, from … to. */
  readonly rackBegin: number
  readonly rackEnd: number
  readonly isRow: boolean
  /** Row of a rack, as an index of a site; −1 for a row. */
  readonly row: number
}

export interface Leaks {
  readonly sites: readonly Site[]
  /** By site: leaks so far, whether it leaks now, and whether its valve failed. */
  readonly table: ReturnType<typeof createTableOf>
  /** By rack: how many leaks keep it isolated. */
  readonly racks: ReturnType<typeof createRackTableOf>
}

const createTableOf = (ctx: DomainContext, count: number) => ctx.state.table('cooling.leak', count, { cycles: 'u32', leaking: 'u8', valveFailed: 'u8' })
const createRackTableOf = (ctx: DomainContext) => ctx.state.table('cooling.isolated', ctx.world.racks.count, { holds: 'u8' })

function sitesOf({ world }: DomainContext, designs: readonly BlockDesign[]): Site[] {
  const sites: Site[] = []
  for (const { block, path, liquid, section } of designs) {
    // Tanks have no hoses behind which a rack could be isolated.
    if (liquid.heatW === 0 || liquid.isBath) continue
    const [first, end] = [world.blocks.rackBegin[block], world.blocks.rackBegin[block + 1]]
    const { racksPerRow } = section.leaks
    for (let rackBegin = first; rackBegin < end; rackBegin += racksPerRow) {
      const rackEnd = Math.min(end, rackBegin + racksPerRow)
      const row = sites.length
      sites.push({ key: entityKey(world.root, `${path}/row[${(rackBegin - first) / racksPerRow}]/manifold`), block, rackBegin, rackEnd, isRow: true, row: -1 })
      for (let rack = rackBegin; rack < rackEnd; rack++) {
        sites.push({ key: entityKey(world.root, `${path}/rack[${rack - first}]/manifold`), block, rackBegin: rack, rackEnd: rack + 1, isRow: false, row })
      }
    }
  }
  return sites
}

export function createLeaks(ctx: DomainContext, designs: readonly BlockDesign[]): Leaks {
  const sites = sitesOf(ctx, designs)
  return { sites, table: createTableOf(ctx, sites.length), racks: createRackTableOf(ctx) }
}

/** Leaks a year of a site and their mean repair, ms. */
function rateOf({ designs }: CoolingRun, { block, isRow }: Site): { readonly perYear: number; readonly repairMs: number } {
  const { leaks } = designs[block].section
  return isRow ? { perYear: leaks.row, repairMs: leaks.rowRepair } : { perYear: leaks.rack, repairMs: leaks.rackRepair }
}

function scheduleLeak(run: CoolingRun, index: number, fromMs: number): void {
  const site = run.leaks.sites[index]
  const { perYear } = rateOf(run, site)
  if (perYear <= 0) return
  const atMs = fromMs + roundMs(exponential(uniform(site.key, PURPOSE.failure, run.leaks.table.col.cycles[index]), YEAR_MS / perYear))
  if (atMs < run.ctx.world.horizonMs) run.ctx.kernel.schedule(run.commands.leak, index, atMs)
}

/** Isolates racks, or gives back what one leak isolated; a rack returns with the last of them. */
function isolate({ leaks, ports }: CoolingRun, { rackBegin, rackEnd }: Site, change: 1 | -1): void {
  const { holds } = leaks.racks.col
  for (let rack = rackBegin; rack < rackEnd; rack++) {
    holds[rack] += change
    if (change === 1 && holds[rack] === 1) ports.gates.closeRack(rack, 'leak')
    if (change === -1 && holds[rack] === 0) ports.gates.openRack(rack, 'leak')
  }
}

const labelOf = ({ isRow }: Site): string => (isRow ? 'coolant manifold of a row' : 'coolant leak at a rack')

/** What a leak at a rack costs: a share of the worth of its accelerators with all that belongs to them, USD. */
function damageUsd({ ctx, designs }: CoolingRun, { key, block, rackBegin }: Site, cycle: number): number {
  const { damageMin, damageMax } = designs[block].section.leaks
  const { nodes, racks } = ctx.world
  let accelerators = 0
  for (let node = racks.nodeBegin[rackBegin]; node < racks.nodeBegin[rackBegin + 1]; node++) accelerators += nodes.accelerators[node]
  const share = damageMin + (damageMax - damageMin) * uniform(key, PURPOSE.size, cycle)
  return share * accelerators * ctx.scenario.money.accelerators.capex
}

function leak(run: CoolingRun, index: number): void {
  const { leaks, designs, ctx } = run
  const site = leaks.sites[index]
  const { cycles, leaking, valveFailed } = leaks.table.col
  if (run.state.blocks.col.itW[site.block] === 0) {
    cycles[index] += 1
    scheduleLeak(run, index, ctx.kernel.now)
    return
  }
  leaking[index] = 1
  isolate(run, site, 1)
  if (!site.isRow && uniform(site.key, PURPOSE.trip, cycles[index]) < designs[site.block].section.leaks.valveFails) {
    valveFailed[index] = 1
    isolate(run, leaks.sites[site.row], 1)
  }
  ctx.kernel.schedule(run.commands.leakMended, index, ctx.kernel.now + repairTimeMs(uniform(site.key, PURPOSE.repair, cycles[index]), rateOf(run, site).repairMs))
  ctx.emit({ kind: 'outageStarted', what: labelOf(site), block: site.block })
  ctx.emit({ kind: 'leakFound', block: site.block, isRow: site.isRow, damageUsd: site.isRow ? 0 : damageUsd(run, site, cycles[index]) })
}

function mended(run: CoolingRun, index: number): void {
  const { leaks, ctx } = run
  const site = leaks.sites[index]
  const { cycles, leaking, valveFailed } = leaks.table.col
  leaking[index] = 0
  isolate(run, site, -1)
  if (valveFailed[index] === 1) isolate(run, leaks.sites[site.row], -1)
  valveFailed[index] = 0
  cycles[index] += 1
  ctx.emit({ kind: 'outageEnded', what: labelOf(site), block: site.block })
  scheduleLeak(run, index, ctx.kernel.now)
}

export function registerLeaks(run: CoolingRun): void {
  run.commands.leak = run.ctx.kernel.command('cooling.leak', Phase.fault, index => leak(run, index))
  run.commands.leakMended = run.ctx.kernel.command('cooling.leakMended', Phase.repair, index => mended(run, index))
}

/** Schedules the first leak of every rack and row, counted from the day on which its block may be in service. */
export function startLeaks(run: CoolingRun): void {
  run.leaks.sites.forEach(({ block }, index) => scheduleLeak(run, index, Math.max(run.designs[block].readyMs, run.ctx.world.blocks.contractMs[block])))
}
