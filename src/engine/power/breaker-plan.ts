/** Breakers whose rating the file states, in blocks (busway and distribution units first) and before the substation. */
import type { BlockPlan } from './block-plan.ts'
import type { BranchPlan } from './branch-plan.ts'
import { type SwitchgearPlan, sectionsOfBlock } from './switchgear-plan.ts'
import type { UnitKind } from './units.ts'

export interface BreakerPlan {
  /** The unit that opens: kind, block (−1: the site) and member as in the table of units. */
  readonly kind: Extract<UnitKind, 'busway' | 'pdu' | 'mainBreaker' | 'feederBreaker' | 'infeedBreaker'>
  readonly block: number
  readonly member: number
  /** Load that it carries for any time, W. */
  readonly ratedW: number
  readonly branch?: BranchPlan
}

/** Breakers between the medium-voltage bus and the UPS systems of a block. */
function chainBreakers(plan: BlockPlan, block: number, switchgear: SwitchgearPlan | undefined): BreakerPlan[] {
  const mains = plan.mainBreakerW === Infinity ? [] : Array.from({ length: plan.transformerCount }, (_, member): BreakerPlan => ({ kind: 'mainBreaker', block, member, ratedW: plan.mainBreakerW }))
  if (switchgear === undefined || switchgear.feederVa === Infinity) return mains
  const ratedW = Math.floor(switchgear.feederVa * plan.transformer.powerFactor)
  return [...mains, ...sectionsOfBlock(switchgear, block, plan.transformerCount).map((member): BreakerPlan => ({ kind: 'feederBreaker', block, member, ratedW }))]
}

/** In order of blocks, those of the substation last. `infeedW` is what one infeed breaker carries. */
export function breakerPlans(blocks: readonly BlockPlan[], switchgear: SwitchgearPlan | undefined, infeedW: number): BreakerPlan[] {
  const ofBlocks = blocks.flatMap((plan, block) => [
    ...plan.branches.map((branch): BreakerPlan => ({ kind: branch.kind, block, member: branch.member, ratedW: branch.ratedW, branch })),
    ...chainBreakers(plan, block, switchgear),
  ])
  const infeeds = infeedW === Infinity ? [] : Array.from(switchgear?.infeed ?? [], (_, member): BreakerPlan => ({ kind: 'infeedBreaker', block: -1, member, ratedW: infeedW }))
  return [...ofBlocks, ...infeeds]
}
