/**
 * Links of nodes that go down for seconds. What the transport rides through is no event: a job of n links loses the share of time in which
 * one of them is down, in closed form. What lasts longer ends the job; it starts again from its checkpoint and the link is back by then.
 * With several planes a NIC has another port meanwhile, and nothing happens.
 */
import { type Distribution, quantileOf } from '../../base/distribution.ts'
import { entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { planeCount } from '../../scenario/fabric-ports.ts'
import type { FabricSection } from '../../scenario/schema/fabric.ts'
import { Phase } from '../kernel/kernel.ts'
import type { FabricBook } from './book.ts'
import { MS_PER_YEAR } from './fault-clocks.ts'

/** Steps of the quantile function by which durations up to the tolerance are averaged. */
const STEPS = 4096

/** Probability that a duration is at most `mostMs`. */
function shareWithin(duration: Distribution, mostMs: number): number {
  let low = 0
  let high = 1
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2
    if (quantileOf(duration, middle) <= mostMs) low = middle
    else high = middle
  }
  return low
}

/** What flaps of one link of a node cost: time down in flaps that the transport rides through, as a share; longer ones a year. */
export function flapFigures({ flaps, ...fabric }: Pick<FabricSection, 'flaps' | 'kind' | 'planes'>): { readonly stalledShare: number; readonly longPerYear: number } {
  if (flaps.rate === 0 || planeCount(fabric) > 1) return { stalledShare: 0, longPerYear: 0 }
  const within = shareWithin(flaps.duration, flaps.tolerance)
  let meanMs = 0
  for (let i = 0; i < STEPS; i++) meanMs += quantileOf(flaps.duration, ((i + 0.5) / STEPS) * within) / STEPS
  return { stalledShare: (flaps.rate * within * meanMs) / MS_PER_YEAR, longPerYear: flaps.rate * (1 - within) }
}

/** Long flaps, one clock a leaf group. Where faults of nodes count those of links too, they are among them. */
export function createLongFlaps(book: FabricBook, longPerYear: number): { start(): void } {
  const { ctx, shape, jobs, ports } = book
  const { kernel, world, state, scenario } = ctx
  const { leaves, blocks } = world
  const perLink = scenario.faults?.network === 'node' ? 0 : longPerYear
  const keys = Array.from({ length: leaves.count }, (_, leaf) => entityKey(world.root, `${blocks.path[leaves.block[leaf]]}/leaf[${leaf - blocks.leafBegin[leaves.block[leaf]]}]/flaps`))
  const draws = state.table('fabric.flaps', leaves.count, { n: 'i32' })
  const flapped = kernel.command('fabric.flapped', Phase.fault, leaf => {
    const begin = leaves.nodeBegin[leaf]
    const node = begin + Math.floor(uniform(keys[leaf], PURPOSE.class, draws.col.n[leaf]) * (leaves.nodeBegin[leaf + 1] - begin))
    const job = ports.compute().jobOf(node)
    draws.col.n[leaf] += 1
    scheduleNext(leaf)
    if (job < 0 || jobs.col.usesNetwork[job] === 0 || jobs.col.communicates[job] === 0) return
    ctx.emit({ kind: 'linkFlapped', leaf })
    ports.compute().jobFaulted(node, 'net')
  })
  function scheduleNext(leaf: number): void {
    const yearly = shape.hostPorts[leaf] * perLink
    if (yearly <= 0) return
    const atMs = kernel.now + roundMs(exponential(uniform(keys[leaf], PURPOSE.failure, draws.col.n[leaf]), MS_PER_YEAR / yearly))
    if (atMs < world.horizonMs) kernel.schedule(flapped, leaf, atMs)
  }
  return {
    start() {
      for (let leaf = 0; leaf < leaves.count; leaf++) scheduleNext(leaf)
    },
  }
}
