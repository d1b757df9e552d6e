/** Planned work on the network: leaf groups or blocks one after the other, or the core at once, each for a while at a part of its bandwidth. */
import { Phase } from '../kernel/kernel.ts'
import type { FabricBook } from './book.ts'
import { updateBlock, updateCore, updateLeaf } from './fault-effects.ts'

const DAY_MS = 86_400_000
const IDLE = -1

type Work = FabricBook['ctx']['scenario']['fabric']['maintenance'][number]

/** What each tier is made of, where the share that work takes is kept, and what follows. */
interface Tier {
  readonly count: (book: FabricBook) => number
  readonly set: (book: FabricBook, target: number, share: number) => void
}

const TIERS: Readonly<Record<Work['tier'], Tier>> = {
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
      updateCore(book)
    },
  },
}

export function createFabricMaintenance(book: FabricBook): { start(): void } {
  const { kernel, world, scenario, state } = book.ctx
  const works = scenario.fabric.maintenance
  // What is worked on now (−1 nothing), and when the round began.
  const table = state.table('fabric.works', works.length, { target: 'i32', beganMs: 'f64' })
  table.col.target.fill(IDLE)

  /** Several works on one target take as much as the largest of them. */
  function apply(work: number, target: number): void {
    const { tier } = works[work]
    let taken = 0
    works.forEach((other, index) => {
      if (other.tier === tier && table.col.target[index] === target) taken = Math.max(taken, 1 - other.capacity)
    })
    TIERS[tier].set(book, target, taken)
  }

  function begin(work: number, target: number): void {
    table.col.target[work] = target
    apply(work, target)
    kernel.schedule(done, work, kernel.now + works[work].duration)
  }

  const begun = kernel.command('fabric.workBegun', Phase.facility, work => {
    table.col.beganMs[work] = kernel.now
    begin(work, 0)
  })
  const done = kernel.command('fabric.workDone', Phase.facility, work => {
    const { tier, every } = works[work]
    const target = table.col.target[work]
    table.col.target[work] = IDLE
    apply(work, target)
    if (target + 1 < TIERS[tier].count(book)) {
      begin(work, target + 1)
      return
    }
    if (every === undefined) return
    // A round that takes longer than the interval is followed by the next at once.
    const atMs = Math.max(kernel.now + 1, table.col.beganMs[work] + every)
    if (atMs < world.horizonMs) kernel.schedule(begun, work, atMs)
  })
  return {
    start() {
      works.forEach(({ first }, work) => {
        const atMs = (first - world.startDay) * DAY_MS
        if (atMs >= 0 && atMs < world.horizonMs) kernel.schedule(begun, work, atMs)
      })
    },
  }
}
