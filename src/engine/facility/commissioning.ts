/**
 * A block from ground to its last commissioning level: shell and fit-out (cause `building`), then levels 2–5 with the flushing of
 * liquid loops before level 3 (cause `commissioning`). The plan counts medians without failed tests back from the ready date.
 */
import { type Distribution, quantileOf, sample } from '../../base/distribution.ts'
import { type EntityKey, entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext, GatePort, Release } from '../ports.ts'

/** One step of the way, in order; milestones bear its name when it ends. */
export interface CommissioningStep {
  readonly milestone: string
  /** Median without failed tests, ms. */
  readonly plannedMs: number
  /** Of this run, failed tests included, ms. */
  readonly actualMs: number
  /** Last step before the crews of racks may enter. */
  readonly endsBuilding: boolean
  readonly needsPower: boolean
}

export interface Commissioning {
  start(): void
  /** The block is energised for the first time. */
  energised(block: number): void
  /** True when shell and fit-out stand, and when the last level has passed. */
  isBuilt(block: number): boolean
  isCommissioned(block: number): boolean
}

const MEDIAN = 0.5
/** Draws per step: one for the duration, the others for tests. */
const DRAWS_PER_STEP = 64

interface StepSpec {
  readonly milestone: string
  readonly duration: Distribution
  readonly failure: number
  readonly endsBuilding?: boolean
  readonly needsPower?: boolean
}

type CommissioningSection = DomainContext['scenario']['facility']['commissioning']

function specs(section: CommissioningSection, liquid: boolean): StepSpec[] {
  const { shell, fitOut, level2, level3, liquidFlush, level4, level5 } = section
  const flush: StepSpec[] = liquid ? [{ milestone: 'liquidFlush', duration: liquidFlush, failure: 0 }] : []
  return [
    { milestone: 'shell', duration: shell, failure: 0 },
    { milestone: 'building', duration: fitOut, failure: 0, endsBuilding: true },
    { milestone: 'level2', ...level2 },
    ...flush,
    { milestone: 'level3', ...level3 },
    { milestone: 'level4', ...level4 },
    { milestone: 'level5', ...level5, needsPower: section.loadTestNeedsPower },
  ]
}

/** Duration of a step with its repeated tests; a test that fails is repeated until it passes or the draws end. */
export function stepMs(spec: { readonly duration: Distribution; readonly failure: number }, retest: number, key: EntityKey, step: number): number {
  const first = sample(spec.duration, uniform(key, PURPOSE.commissioning, step * DRAWS_PER_STEP))
  let total = first
  for (let test = 1; test < DRAWS_PER_STEP; test++) {
    if (uniform(key, PURPOSE.commissioning, step * DRAWS_PER_STEP + test) >= spec.failure) break
    total += retest * first
  }
  return Math.round(total)
}

/** The steps of a block. As planned, they take what the plan says and need no power. */
export function planSteps(section: CommissioningSection, liquid: boolean, key: EntityKey): CommissioningStep[] {
  const sampled = section.mode === 'sampled'
  return specs(section, liquid).map((spec, step) => {
    const plannedMs = Math.round(quantileOf(spec.duration, MEDIAN))
    return {
      milestone: spec.milestone,
      plannedMs,
      actualMs: sampled ? stepMs(spec, section.retest, key, step) : plannedMs,
      endsBuilding: spec.endsBuilding ?? false,
      needsPower: sampled && (spec.needsPower ?? false),
    }
  })
}

/** What a block that makes no progress waits for; 0 for nothing. */
const WAITS_FOR_POWER = 1
const WAITS_FOR_PHASE = 2

interface Sites {
  readonly ctx: DomainContext
  readonly gates: GatePort
  readonly steps: readonly (readonly CommissioningStep[])[]
  readonly isEnergised: (block: number) => boolean
  readonly buildingReady: (block: number) => void
  readonly table: { col: { step: Uint8Array; waits: Uint8Array; holds: Int32Array } }
  /** What holds each block; without it nothing does. */
  readonly releases: readonly Release[] | undefined
  ended: number
}

function isLiquid(ctx: DomainContext, block: number): boolean {
  return ctx.scenario.blocks[block].racks.some(lot => lot.liquidFraction > 0)
}

/** Sum of the plan from step `from` on, ms. */
function plannedFrom(steps: readonly CommissioningStep[], from: number): number {
  let sum = 0
  for (let step = from; step < steps.length; step++) sum += steps[step].plannedMs
  return sum
}

/** Milestones of the step that a release holds. */
const HELD: Readonly<Record<string, 'constructionMs' | 'fitOutMs' | 'commissioningMs'>> = { shell: 'constructionMs', building: 'fitOutMs', level2: 'commissioningMs' }

/** Earliest begin of a step of a block, ms; −Infinity when nothing holds it. */
function heldUntilMs(s: Sites, block: number, { milestone }: CommissioningStep): number {
  const what = HELD[milestone]
  return what === undefined || s.releases === undefined ? -Infinity : s.releases[block][what]
}

/** Begins the present step of a block at `fromMs`; steps that ended before the start of the run are passed over in silence. */
function begin(s: Sites, block: number, fromMs: number): void {
  const { kernel } = s.ctx
  const { step, waits } = s.table.col
  let endMs = fromMs
  while (step[block] < s.steps[block].length) {
    const present = s.steps[block][step[block]]
    if (present.needsPower && !s.isEnergised(block)) {
      waits[block] = WAITS_FOR_POWER
      s.gates.openBlock(block, 'commissioning')
      return
    }
    endMs = Math.max(endMs, heldUntilMs(s, block, present)) + present.actualMs
    if (endMs > kernel.now) {
      kernel.schedule(s.ended, block, endMs)
      return
    }
    pass(s, block, endMs)
  }
}

/** The present step of a block is over at `endMs`. */
function pass(s: Sites, block: number, endMs: number): void {
  const { step } = s.table.col
  const done = s.steps[block][step[block]]
  step[block] += 1
  if (done.endsBuilding) {
    s.gates.openBlock(block, 'building')
    s.buildingReady(block)
  }
  if (step[block] === s.steps[block].length) {
    s.gates.openBlock(block, 'commissioning')
    release(s, block, endMs)
  }
  if (endMs < 0) return
  const plannedMs = s.ctx.world.blocks.contractMs[block] - plannedFrom(s.steps[block], step[block])
  s.ctx.emit({ kind: 'milestoneReached', milestone: done.milestone, block, plannedMs })
}

/** A block is commissioned at `atMs`: those that waited for it alone are begun. */
function release(s: Sites, block: number, atMs: number): void {
  const { holds } = s.table.col
  s.releases?.forEach(({ after }, waiting) => {
    if (!after.includes(block)) return
    holds[waiting] -= 1
    // Blocks that stand at the start, and those that `start` has not come to, are none of ours.
    if (holds[waiting] === 0 && s.table.col.waits[waiting] === WAITS_FOR_PHASE) {
      s.table.col.waits[waiting] = 0
      begin(s, waiting, Math.max(atMs, plannedStartMs(s, waiting)))
    }
  })
}

const plannedStartMs = (s: Sites, block: number): number => s.ctx.world.blocks.contractMs[block] - plannedFrom(s.steps[block], 0)

function endStep(s: Sites, block: number): void {
  const { now } = s.ctx.kernel
  pass(s, block, now)
  begin(s, block, now)
}

/** The wait for power before the last test belongs to power; the test itself to commissioning. */
function energised(s: Sites, block: number): void {
  if (s.table.col.waits[block] !== WAITS_FOR_POWER) return
  s.table.col.waits[block] = 0
  s.gates.closeBlock(block, 'commissioning')
  begin(s, block, s.ctx.kernel.now)
}

function startBlock(s: Sites, block: number): void {
  const { contractMs } = s.ctx.world.blocks
  if (contractMs[block] <= 0) {
    s.table.col.step[block] = s.steps[block].length
    s.buildingReady(block)
    release(s, block, 0)
    return
  }
  s.gates.closeBlock(block, 'building')
  s.gates.closeBlock(block, 'commissioning')
  if (s.table.col.holds[block] > 0) s.table.col.waits[block] = WAITS_FOR_PHASE
  else begin(s, block, plannedStartMs(s, block))
}

/** Creates the building sites. Blocks that are promised for the start of the horizon stand complete. */
export function createCommissioning(ctx: DomainContext, gates: GatePort, isEnergised: (block: number) => boolean, buildingReady: (block: number) => void, releases?: readonly Release[]): Commissioning {
  const { world, state, kernel } = ctx
  const steps = world.blocks.path.map((path, block) =>
    planSteps(ctx.scenario.facility.commissioning, isLiquid(ctx, block), entityKey(world.root, `${path}/commissioning`)))
  const table = state.table('facility.commissioning', world.blocks.count, { step: 'u8', waits: 'u8', holds: 'i32' })
  releases?.forEach(({ after }, block) => {
    table.col.holds[block] = after.length
  })
  const s: Sites = { ctx, gates, steps, isEnergised, buildingReady, table, releases, ended: 0 }
  s.ended = kernel.command('facility.stepEnded', Phase.facility, block => endStep(s, block))
  return {
    start() {
      for (let block = 0; block < world.blocks.count; block++) startBlock(s, block)
    },
    energised: block => energised(s, block),
    isBuilt: block => table.col.step[block] > steps[block].findIndex(({ endsBuilding }) => endsBuilding),
    isCommissioned: block => table.col.step[block] === steps[block].length,
  }
}
