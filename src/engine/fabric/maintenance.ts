/**
 * Planned work on the network: leaf groups or blocks one after the other, or the core at once, each for a while at a part of its bandwidth.
 * Work on leaf switches by rail or plane takes one port of every node there. Where nothing is left of a leaf group or a block, the
 * scheduler drains and closes its nodes by the same plan; where nothing is left of the core, jobs over several blocks leave before.
 */
import { DAY_MS } from '../../base/spans.ts'
import { type FabricWork, isByRedundancy, workShareLeft } from '../../scenario/fabric-work.ts'
import { Phase } from '../kernel/kernel.ts'
import { FAULT, type FabricBook } from './book.ts'
import { freeRow, takeRow } from './fault-clocks.ts'
import { applyFault, updateBlock, updateCore, updateLeaf } from './fault-effects.ts'

const IDLE = -1

/** What each tier is made of, where the share that work takes is kept, and what follows. */
interface Tier {
  readonly count: (book: FabricBook) => number
  readonly set: (book: FabricBook, target: number, share: number) => void
}

const TIERS: Readonly<Record<FabricWork['tier'], Tier>> = {
  leaf: {
    count: ({ ctx }) => ctx.world.leaves.count,
    set(book, leaf, share) {
      book.leaves.col.workedOn[leaf] = share
      updateLeaf(book, leaf)
    },
  },
  spine: {
    count: ({ ctx }) => ctx.world.blocks.count,
    set(book, block, share) {
      book.blocks.col.workedOn[block] = share
      updateBlock(book, block)
    },
  },
  core: {
    count: () => 1,
    set(book, _target, share) {
      book.down.coreWorkedOn = share
      updateCore(book, 'preempt')
    },
  },
}

interface Works {
  readonly book: FabricBook
  readonly list: readonly FabricWork[]
  /** Share of bandwidth that each leaves. */
  readonly left: readonly number[]
  /** What is worked on now (−1 nothing), when the round began, the row of the ports that it takes (−1 none), whether it waits for jobs. */
  readonly table: { readonly col: { readonly target: Int32Array; readonly beganMs: Float64Array; readonly row: Int32Array; readonly waits: Uint8Array } }
  readonly types: { notice: number; begun: number; done: number }
}

/** Several works on one target take as much as the largest of them. */
function apply(w: Works, work: number, target: number): void {
  const { tier } = w.list[work]
  let taken = 0
  w.list.forEach((other, index) => {
    if (other.tier === tier && w.table.col.target[index] === target) taken = Math.max(taken, 1 - w.left[index])
  })
  TIERS[tier].set(w.book, target, taken)
}

/** One rail or plane of a leaf group: a port of each of its nodes. */
function takeRail({ book, table }: Works, work: number, leaf: number): void {
  const { nodeBegin } = book.ctx.world.leaves
  const row = takeRow(book)
  const { kind, at, from, to } = book.active.col
  kind[row] = FAULT.leafWork
  at[row] = leaf
  from[row] = nodeBegin[leaf]
  to[row] = nodeBegin[leaf + 1]
  table.col.row[work] = row
  applyFault(book, row, 1)
}

function giveRail({ book, table }: Works, work: number): void {
  const row = table.col.row[work]
  if (row < 0) return
  applyFault(book, row, -1)
  freeRow(book, row)
  table.col.row[work] = IDLE
}

function begin(w: Works, work: number, target: number): void {
  const { kernel } = w.book.ctx
  w.table.col.target[work] = target
  if (isByRedundancy(w.list[work])) takeRail(w, work, target)
  apply(w, work, target)
  kernel.schedule(w.types.done, work, kernel.now + w.list[work].duration)
}

/** When jobs over several blocks are told of work that leaves the core nothing. */
function giveNotice(w: Works, work: number, beginMs: number): void {
  const { book, list } = w
  const { jobs, down, ctx, ports } = book
  down.coreNotices += 1
  updateCore(book)
  ctx.kernel.schedule(w.types.begun, work, Math.max(ctx.kernel.now + 1, beginMs))
  if (list[work].drainBy !== 'migrate') return
  const { attached, crosses } = jobs.col
  for (let job = 0; job < jobs.capacity; job++) if (attached[job] === 1 && crosses[job] === 1) ports.compute().askToLeave(job, beginMs)
}

/** A round begins at its time, or when the last job that it waits for has left. */
function beginRound(w: Works, work: number): void {
  const { book, list, table } = w
  const isCut = list[work].tier === 'core' && w.left[work] <= 0
  if (isCut && list[work].drainBy === 'wait' && book.down.crossing > 0) {
    table.col.waits[work] = 1
    return
  }
  table.col.beganMs[work] = book.ctx.kernel.now
  begin(w, work, 0)
}

function finish(w: Works, work: number): void {
  const { book, list, table } = w
  const { kernel } = book.ctx
  const { tier, every } = list[work]
  const target = table.col.target[work]
  table.col.target[work] = IDLE
  giveRail(w, work)
  if (tier === 'core' && w.left[work] <= 0) book.down.coreNotices -= 1
  apply(w, work, target)
  if (target + 1 < TIERS[tier].count(book)) begin(w, work, target + 1)
  // A round that takes longer than the interval is followed by the next at once.
  else if (every !== undefined) plan(w, work, Math.max(kernel.now + 1, table.col.beganMs[work] + every))
}

/** Schedules a round that begins at `atMs`, or its notice. */
function plan(w: Works, work: number, atMs: number): void {
  const { kernel, world } = w.book.ctx
  if (atMs < 0 || atMs >= world.horizonMs) return
  const { tier, notice } = w.list[work]
  if (tier === 'core' && w.left[work] <= 0) kernel.schedule(w.types.notice, work, Math.max(kernel.now, atMs - notice), atMs)
  else kernel.schedule(w.types.begun, work, atMs)
}

export interface FabricMaintenance {
  start(): void
  /** The last job over several blocks has left. */
  nothingCrosses(): void
}

export function createFabricMaintenance(book: FabricBook): FabricMaintenance {
  const { kernel, world, scenario, state } = book.ctx
  const list = scenario.fabric.maintenance
  const table = state.table('fabric.works', list.length, { target: 'i32', beganMs: 'f64', row: 'i32', waits: 'u8' })
  table.col.target.fill(IDLE)
  table.col.row.fill(IDLE)
  const nics = world.nodes.count === 0 ? 1 : world.nodes.accelerators[0]
  const w: Works = { book, list, table, left: list.map(work => workShareLeft(work, scenario.fabric, nics)), types: { notice: 0, begun: 0, done: 0 } }
  w.types.begun = kernel.command('fabric.workBegun', Phase.facility, work => beginRound(w, work))
  w.types.done = kernel.command('fabric.workDone', Phase.facility, work => finish(w, work))
  w.types.notice = kernel.command('fabric.workNotice', Phase.facility, (work, beginMs) => giveNotice(w, work, beginMs))
  return {
    start() {
      list.forEach(({ first, tier }, work) => {
        // Nodes without any way out are drained and closed by the scheduler.
        if (tier === 'core' || w.left[work] > 0) plan(w, work, (first - world.startDay) * DAY_MS)
      })
    },
    nothingCrosses() {
      const { waits } = table.col
      for (let work = 0; work < list.length; work++) {
        if (waits[work] === 0) continue
        waits[work] = 0
        kernel.schedule(w.types.begun, work, kernel.now + 1)
      }
    },
  }
}
