/**
 * Blocks on their way from ground to the last level: shell and fit-out (cause `building`), then the levels (cause `commissioning`). As
 * planned, one step follows the other in its median. Sampled, the four systems of a block pass levels 2 to 4 each for itself, and the
 * integrated test waits for all of them and for power.
 */
import { type EntityKey, entityKey } from '../../base/rng.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext, EquipmentDates, GatePort, Release } from '../ports.ts'
import { type BlockPlan, type CommissioningSection, type StepName, blockPlan, isSystemStep, plannedMs, stepMs } from './commissioning-plan.ts'
import { type Systems, createSystems } from './systems.ts'

/** One step of the way, in order; milestones bear its name when it ends. */
export interface CommissioningStep {
  /** `systems` stands for levels 2 to 4 of all systems. */
  readonly milestone: StepName | 'systems'
  /** Median without failed tests, ms; 0 for `systems`. */
  readonly plannedMs: number
  /** Of this run, failed tests included, ms; 0 for `systems`. */
  readonly actualMs: number
  /** Last step before the crews of racks may enter. */
  readonly endsBuilding: boolean
  readonly needsPower: boolean
  /** Earliest begin, ms; −Infinity where nothing holds it. */
  readonly notBeforeMs: number
}

export interface Commissioning {
  start(): void
  /** The block is energised for the first time. */
  energised(block: number): void
  /** True when shell and fit-out stand, and when the last level has passed. */
  isBuilt(block: number): boolean
  isCommissioned(block: number): boolean
}

const SYSTEMS_STEP: CommissioningStep = { milestone: 'systems', plannedMs: 0, actualMs: 0, endsBuilding: false, needsPower: false, notBeforeMs: -Infinity }

/** The steps of a block. As planned, they take what the plan says and need no power; sampled, levels 2 to 4 belong to its systems. */
export function planSteps(section: CommissioningSection, { specs, ends, notBeforeMs }: BlockPlan, key: EntityKey): CommissioningStep[] {
  const isSampled = section.mode === 'sampled'
  return specs.flatMap((spec, step): CommissioningStep[] => {
    if (isSampled && isSystemStep(spec)) return spec.milestone === 'level2' ? [SYSTEMS_STEP] : []
    const medianMs = plannedMs(spec)
    return [{
      milestone: spec.milestone,
      plannedMs: medianMs,
      actualMs: isSampled ? stepMs(spec, section.retest, key, step) : step === 0 ? medianMs : ends[step] - ends[step - 1],
      endsBuilding: spec.endsBuilding,
      needsPower: isSampled && spec.needsPower,
      notBeforeMs: isSampled ? notBeforeMs[step] : -Infinity,
    }]
  })
}

/** What a block that makes no progress waits for; 0 for nothing. */
const WAITS_FOR_POWER = 1
const WAITS_FOR_PHASE = 2

/** What the building sites hear and tell. */
export interface CommissioningPorts {
  readonly gates: GatePort
  readonly isEnergised: (block: number) => boolean
  readonly buildingReady: (block: number) => void
  /** A block has passed its last level, or stands at the start; called once for each. */
  readonly commissioned: (block: number) => void
  /** What holds each block; without it nothing does. */
  readonly releases: readonly Release[] | undefined
  /** Equipment that sampled levels wait for; without it nothing is waited for. */
  readonly equipment: EquipmentDates | undefined
  /** The standby sets of a block carry its load banks for so long, ms. */
  readonly testOnSets: ((block: number, spanMs: number) => void) | undefined
}

interface Sites extends CommissioningPorts {
  readonly ctx: DomainContext
  readonly steps: readonly (readonly CommissioningStep[])[]
  /** Planned end of the steps of each block by name, ms. */
  readonly ends: readonly Readonly<Record<string, number>>[]
  readonly table: { col: { step: Uint8Array; waits: Uint8Array; holds: Int32Array } }
  readonly systems: Systems | undefined
  ended: number
}

/** Milestones of the step that a release holds. */
const HELD: Readonly<Record<string, 'constructionMs' | 'fitOutMs' | 'commissioningMs'>> = { shell: 'constructionMs', building: 'fitOutMs', level2: 'commissioningMs', systems: 'commissioningMs' }

/** Earliest begin of a step of a block, ms; −Infinity when nothing holds it. */
function heldUntilMs(s: Sites, block: number, { milestone, notBeforeMs }: CommissioningStep): number {
  const what = HELD[milestone]
  return what === undefined || s.releases === undefined ? notBeforeMs : Math.max(notBeforeMs, s.releases[block][what])
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
    const startMs = Math.max(endMs, heldUntilMs(s, block, present))
    if (present.milestone === 'systems') {
      const doneMs = s.systems?.begin(block, startMs)
      if (doneMs === undefined) return
      endMs = doneMs
      pass(s, block, endMs)
      continue
    }
    endMs = startMs + present.actualMs
    if (endMs > kernel.now) {
      kernel.schedule(s.ended, block, endMs)
      if (present.milestone === 'level5') beginIntegratedTest(s, block, present)
      return
    }
    pass(s, block, endMs)
  }
}

/** Sampled, an integrated test that does not wait for power runs on the standby sets. */
function beginIntegratedTest(s: Sites, block: number, { actualMs, needsPower }: CommissioningStep): void {
  const { mode, loadTestOnSets } = s.ctx.scenario.facility.commissioning
  if (mode === 'sampled' && !needsPower) s.testOnSets?.(block, Math.round(loadTestOnSets * actualMs))
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
    s.commissioned(block)
    release(s, block, endMs)
  }
  if (done.milestone !== 'systems') tell(s, block, done.milestone, endMs)
}

/** Milestones before the start are no milestones of the run. */
function tell(s: Sites, block: number, milestone: StepName, endMs: number): void {
  if (endMs >= 0) s.ctx.emit({ kind: 'milestoneReached', milestone, block, plannedMs: s.ends[block][milestone] })
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

const plannedStartMs = (s: Sites, block: number): number => s.ends[block].shell - s.steps[block][0].plannedMs

function endStep(s: Sites, block: number, atMs: number): void {
  pass(s, block, atMs)
  begin(s, block, atMs)
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
    s.commissioned(block)
    release(s, block, 0)
    return
  }
  s.gates.closeBlock(block, 'building')
  s.gates.closeBlock(block, 'commissioning')
  if (s.table.col.holds[block] > 0) s.table.col.waits[block] = WAITS_FOR_PHASE
  else begin(s, block, plannedStartMs(s, block))
}

/** Creates the building sites. Blocks that are promised for the start of the horizon stand complete. */
export function createCommissioning(ctx: DomainContext, ports: CommissioningPorts): Commissioning {
  const { world, state, kernel } = ctx
  const section = ctx.scenario.facility.commissioning
  const plans = world.blocks.path.map((_, block) => blockPlan(ctx.scenario, world, block))
  const steps = world.blocks.path.map((path, block) => planSteps(section, plans[block], entityKey(world.root, `${path}/commissioning`)))
  const ends = plans.map(plan => Object.fromEntries(plan.specs.map(({ milestone }, step) => [milestone, plan.ends[step]])))
  const table = state.table('facility.commissioning', world.blocks.count, { step: 'u8', waits: 'u8', holds: 'i32' })
  ports.releases?.forEach(({ after }, block) => {
    table.col.holds[block] = after.length
  })
  const systems = section.mode === 'sampled'
    ? createSystems(ctx, ports, { passed: (block, milestone, endMs) => tell(s, block, milestone, endMs), done: (block, endMs) => endStep(s, block, endMs) })
    : undefined
  const s: Sites = { ...ports, ctx, steps, ends, table, systems, ended: 0 }
  s.ended = kernel.command('facility.stepEnded', Phase.facility, block => endStep(s, block, kernel.now))
  return {
    start() {
      for (let block = 0; block < world.blocks.count; block++) startBlock(s, block)
    },
    energised: block => energised(s, block),
    isBuilt: block => table.col.step[block] > steps[block].findIndex(({ endsBuilding }) => endsBuilding),
    isCommissioned: block => table.col.step[block] === steps[block].length,
  }
}
