/** Who is promised or covered by a supply: blocks in file order against a pool of megawatts and plants reserved for some of them. */
import { integerOutputW } from '../../physics/converter-loss.ts'
import { components } from './components/index.ts'
import type { PowerPlan } from './plan.ts'

/** What the substation delivers at its low side from `highW` of feeds with `up` transformers energised that may carry `allowed` of their rating, W; redundant ones carry nothing. Ratings of their breakers hold unless told otherwise. */
export function substationOutW(plan: PowerPlan, highW: number, up: number, allowed = 1, keepsBreakers = true): number {
  const { substation } = plan
  if (substation === undefined || up === 0) return 0
  const carrying = Math.min(up, substation.count - substation.redundancy)
  const ratedW = components.transformer.capacityW(substation.spec, carrying)
  const breakersW = keepsBreakers ? carrying * substation.infeedW : Infinity
  return Math.max(0, Math.min(Math.floor(ratedW * allowed), breakersW, integerOutputW(components.transformer.lossCurve(substation.spec, up), highW)))
}

export interface Supply {
  /** Power of the feeds at the site bus, W. */
  readonly feedsW: number
  /** Power of each plant, W. */
  readonly plantsW: readonly number[]
}

/**
 * Walks the blocks in file order: each first takes from plants reserved for it, then from the pool of feeds and other plants. A promise is
 * strict: a block that is not covered keeps its claim, so no later one is promised before it. Otherwise it is passed over.
 */
export function eachCovered(plan: PowerPlan, supply: Supply, isPromise: boolean, counts: (block: number) => boolean, tell: (block: number, isCovered: boolean) => void): void {
  const left = [...supply.plantsW]
  let poolW = plan.plants.reduce((sum, plant, index) => sum + (plant.serves === undefined ? left[index] : 0), supply.feedsW)
  plan.blocks.forEach(({ designW }, block) => {
    if (!counts(block)) return
    let needW = designW
    plan.plants.forEach((plant, index) => {
      if (plant.serves?.includes(block) !== true) return
      const takeW = Math.min(needW, left[index])
      left[index] -= takeW
      needW -= takeW
    })
    const isCovered = needW <= Math.max(0, poolW)
    if (isPromise || isCovered) poolW -= needW
    tell(block, isCovered)
  })
}
