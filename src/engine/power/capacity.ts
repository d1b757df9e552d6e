/** What the UPS systems of a block may carry: all of them, those that are healthy, and what of it keeps the promise of the label. */
import type { BlockPlan } from './block-plan.ts'
import { systemRatedW } from './live-feeds.ts'
import { MODE, type PowerSite } from './power-site.ts'
import { largestPairLoad, strandedPower } from './stranded.ts'

export interface BlockRatings {
  /** Rating of all modules, of those that are healthy, and what may be loaded with the redundancy kept, W at the output. */
  readonly designW: number
  readonly availableW: number
  readonly usableW: number
}

/** What systems with these ratings may carry with the redundancy of the label kept, whole W. */
export function usableW({ topology, pairs, ups }: BlockPlan, ratedW: readonly number[]): number {
  const sum = ratedW.reduce((total, w) => total + w, 0)
  if (topology.unit === 'module') return Math.max(0, sum - topology.spareUnits * ups.ratedW)
  // The optimum is a float near a whole number; a thousandth of a watt is not lost for that.
  return Math.floor((largestPairLoad(pairs, ratedW, true)?.totalW ?? 0) + 1e-3)
}

const designOf = ({ modules, ups }: BlockPlan): number[] => modules.map(count => count * ups.ratedW)

/** Ratings of a block now. A block without any source has nothing available. */
export function blockRatings(p: PowerSite, block: number): BlockRatings {
  const plan = p.plan.blocks[block]
  const design = designOf(plan)
  const isDead = p.blocks.col.mode[block] === MODE.off || p.blocks.col.mode[block] === MODE.dead
  const healthy = design.map((_, system) => (isDead ? 0 : systemRatedW(p, block, system)))
  return { designW: design.reduce((sum, w) => sum + w, 0), availableW: healthy.reduce((sum, w) => sum + w, 0), usableW: usableW(plan, healthy) }
}

/** IT power that a block's healthy systems may carry with the redundancy kept, and what its pairs strand of it as racks hang on them, W at the racks. */
export function plannedPower(plan: BlockPlan): { readonly powerW: number; readonly imbalanceW: number } {
  const { outputPerItW, pairs, pairMaxW, topology } = plan
  const optimumW = usableW(plan, designOf(plan))
  if (topology.unit === 'module') return { powerW: Math.floor(optimumW / outputPerItW), imbalanceW: 0 }
  const loads = pairs.map((pair, k) => ({ ...pair, loadW: pairMaxW[k] * outputPerItW }))
  const { addableW, placedW } = strandedPower(loads, topology.systems, Math.min(...designOf(plan)))
  return { powerW: Math.floor(optimumW / outputPerItW), imbalanceW: addableW === undefined ? 0 : Math.max(0, Math.floor((optimumW - placedW - addableW) / outputPerItW)) }
}
