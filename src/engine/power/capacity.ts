/** What the UPS systems of a block may carry: all of them, those that are healthy, and what of it keeps the promise of the label. */
import { type BlockPlan, designInputW } from './block-plan.ts'
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

export interface PlannedPower {
  /** IT power that healthy systems may carry with the redundancy kept, and what pairs strand of it as racks hang on them, W at the racks. */
  readonly powerW: number
  readonly imbalanceW: number
  /** Losses and cooling at the design day per IT power. */
  readonly overheadFraction: number
}

/** What the plan of a block allows. */
export function plannedPower(plan: BlockPlan): PlannedPower {
  const { outputPerItW, pairs, pairMaxW, topology, itMaxW } = plan
  const optimumW = usableW(plan, designOf(plan))
  const overheadFraction = itMaxW === 0 ? 0 : designInputW(plan) / itMaxW - 1
  const powerW = Math.floor(optimumW / outputPerItW)
  if (topology.unit === 'module') return { powerW, imbalanceW: 0, overheadFraction }
  const loads = pairs.map((pair, k) => ({ ...pair, loadW: pairMaxW[k] * outputPerItW }))
  const { addableW, placedW } = strandedPower(loads, topology.systems, Math.min(...designOf(plan)))
  return { powerW, imbalanceW: addableW === undefined ? 0 : Math.max(0, Math.floor((optimumW - placedW - addableW) / outputPerItW)), overheadFraction }
}
