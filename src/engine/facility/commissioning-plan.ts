/**
 * The way of a block from ground to its last level: shell and fit-out, then levels 2–4, with the flushing of liquid loops before level 3,
 * then the integrated test. The plan counts medians without failed tests back from the ready date.
 */
import { DAY_MS } from '../../base/spans.ts'
import { liquidShare } from '../../scenario/liquid-share.ts'
import { type Distribution, quantileOf, sample } from '../../base/distribution.ts'
import { type EntityKey, PURPOSE, uniform } from '../../base/rng.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { DomainContext, World } from '../ports.ts'

export type CommissioningSection = DomainContext['scenario']['facility']['commissioning']
export type StepName = 'shell' | 'building' | 'level2' | 'liquidFlush' | 'level3' | 'level4' | 'level5'

export interface StepSpec {
  readonly milestone: StepName
  readonly duration: Distribution
  readonly failure: number
  /** Last step before the crews of racks may enter. */
  readonly endsBuilding: boolean
  readonly needsPower: boolean
}

/** Median of a plan. */
const MEDIAN = 0.5
/** Draws per step: one for the duration, the others for tests. */
const DRAWS_PER_STEP = 64

/** Steps of a block in order. */
export function stepSpecs(section: CommissioningSection, isLiquid: boolean): StepSpec[] {
  const { shell, fitOut, level2, level3, liquidFlush, level4, level5 } = section
  const step = (milestone: StepName, { duration, failure }: Pick<StepSpec, 'duration' | 'failure'>, more: Partial<StepSpec> = {}): StepSpec => ({ milestone, duration, failure, endsBuilding: false, needsPower: false, ...more })
  return [
    step('shell', { duration: shell, failure: 0 }),
    step('building', { duration: fitOut, failure: 0 }, { endsBuilding: true }),
    step('level2', level2),
    ...(isLiquid ? [step('liquidFlush', { duration: liquidFlush, failure: 0 })] : []),
    step('level3', level3),
    step('level4', level4),
    step('level5', level5, { needsPower: section.loadTestNeedsPower }),
  ]
}

/** Median of a step, ms. */
export const plannedMs = ({ duration }: Pick<StepSpec, 'duration'>): number => Math.round(quantileOf(duration, MEDIAN))

/** Duration of a step with its repeated tests; a test that fails is repeated until it passes or the draws end. */
export function stepMs(spec: Pick<StepSpec, 'duration' | 'failure'>, retest: number, key: EntityKey, step: number): number {
  const first = sample(spec.duration, uniform(key, PURPOSE.commissioning, step * DRAWS_PER_STEP))
  let total = first
  for (let test = 1; test < DRAWS_PER_STEP; test++) {
    if (uniform(key, PURPOSE.commissioning, step * DRAWS_PER_STEP + test) >= spec.failure) break
    total += retest * first
  }
  return Math.round(total)
}

/** Systems of a block that pass levels 2 to 4 each for itself; level 5 needs all of them. */
export const SYSTEMS = ['power', 'cooling', 'controls', 'fire'] as const
export type SystemName = (typeof SYSTEMS)[number]

/** Whether a step belongs to the systems, and to which. */
export const isSystemStep = ({ milestone }: Pick<StepSpec, 'milestone'>): boolean => milestone === 'level2' || milestone === 'liquidFlush' || milestone === 'level3' || milestone === 'level4'
export const concernsSystem = ({ milestone }: Pick<StepSpec, 'milestone'>, system: SystemName): boolean => milestone !== 'liquidFlush' || system === 'cooling'

/** Whether racks of a block take liquid. */
export const isLiquidBlock = (block: Scenario['blocks'][number]): boolean => block.racks.some(lot => liquidShare(block.cooling, lot) > 0)

/** The steps of a block with their planned days, ms since the start. */
export interface BlockPlan {
  readonly specs: readonly StepSpec[]
  /** Planned end of each step: stated, or counted back from the next one by its median; the last ends on the ready day. */
  readonly ends: readonly number[]
  /** Earliest begin of each step: −Infinity unless the file states its day. */
  readonly notBeforeMs: readonly number[]
}

/** Keys of the file by step. */
const STATED = { shell: 'shell', building: 'roughIn', level2: 'level2', liquidFlush: undefined, level3: 'level3', level4: 'level4', level5: 'level5' } as const

/** Reads the plan of a block. */
export function blockPlan(scenario: Pick<Scenario, 'blocks' | 'facility'>, world: Pick<World, 'blocks' | 'startDay'>, block: number): BlockPlan {
  const section = scenario.blocks[block]
  const specs = stepSpecs(scenario.facility.commissioning, isLiquidBlock(section))
  const stated = specs.map(({ milestone }): number | undefined => {
    const key = STATED[milestone]
    const day = key === undefined ? undefined : section.milestones?.[key]
    return day === undefined ? undefined : (day - world.startDay) * DAY_MS
  })
  const ends = new Array<number>(specs.length)
  let endMs = world.blocks.contractMs[block]
  for (let step = specs.length - 1; step >= 0; step--) {
    ends[step] = stated[step] ?? endMs
    endMs = ends[step] - plannedMs(specs[step])
  }
  return { specs, ends, notBeforeMs: stated.map((dateMs, step) => (dateMs === undefined ? -Infinity : dateMs - plannedMs(specs[step]))) }
}
