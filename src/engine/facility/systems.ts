/**
 * Systems of a block (power, cooling, controls, fire) through levels 2 to 4, each in its own time: a level begins when the one before it
 * is closed for all members of the system, level 2 not before the system’s equipment is there, level 3 of power not before the site’s
 * switchgear is. A block that waits for nothing but equipment is held by its supplier.
 */
import { entityKey } from '../../base/rng.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext } from '../ports.ts'
import type { CommissioningPorts } from './commissioning.ts'
import { type StepName, SYSTEMS, blockPlan, concernsSystem, isSystemStep, stepMs } from './commissioning-plan.ts'

export interface Systems {
  /** Begins level 2 of all systems of a block at `fromMs`; the end of the last level 4 if that is past, else undefined: `done` follows. */
  begin(block: number, fromMs: number): number | undefined
}

export interface SystemListener {
  /** The last system of a block has passed a level. */
  passed(block: number, milestone: StepName, endMs: number): void
  /** All systems of a block have passed level 4. */
  done(block: number, endMs: number): void
}

interface SystemStep {
  readonly milestone: StepName
  readonly notBeforeMs: number
  readonly ms: number
}

interface Run {
  readonly ctx: DomainContext
  readonly ports: CommissioningPorts
  readonly listener: SystemListener
  /** By block × system. */
  readonly steps: readonly (readonly SystemStep[])[]
  readonly table: { col: { step: Uint8Array; waits: Uint8Array; endMs: Float64Array } }
  readonly types: { ended: number; arrived: number }
}

const COUNT = SYSTEMS.length
const rowsOf = (block: number): number[] => Array.from({ length: COUNT }, (_, system) => block * COUNT + system)

/** Steps of a system in a run; its draws are its own. */
export function systemSteps(ctx: Pick<DomainContext, 'scenario' | 'world'>, block: number, system: number): SystemStep[] {
  const section = ctx.scenario.facility.commissioning
  const { specs, notBeforeMs } = blockPlan(ctx.scenario, ctx.world, block)
  const key = entityKey(ctx.world.root, `${ctx.world.blocks.path[block]}/commissioning/${SYSTEMS[system]}`)
  return specs.flatMap((spec, step) =>
    isSystemStep(spec) && concernsSystem(spec, SYSTEMS[system]) ? [{ milestone: spec.milestone, notBeforeMs: notBeforeMs[step], ms: stepMs(spec, section.retest, key, step) }] : [])
}

/** When the equipment that a level needs is there, ms. */
function equipmentMs({ ports: { equipment } }: Run, row: number, milestone: StepName): number {
  if (equipment === undefined) return -Infinity
  const system = SYSTEMS[row % COUNT]
  const block = Math.floor(row / COUNT)
  if (system === 'power') return milestone === 'level2' ? equipment.powerMs[block] : milestone === 'level3' ? equipment.switchgearMs : -Infinity
  return system === 'cooling' && milestone === 'level2' ? equipment.coolingMs[block] : -Infinity
}

/** Begins the present level of a system at `fromMs`; what ended before now is passed at once. True when the system is through. */
function beginLevel(r: Run, row: number, fromMs: number): boolean {
  const { kernel } = r.ctx
  const { step, endMs, waits } = r.table.col
  let startMs = fromMs
  while (step[row] < r.steps[row].length) {
    const { milestone, notBeforeMs, ms } = r.steps[row][step[row]]
    startMs = Math.max(startMs, notBeforeMs)
    const thereMs = equipmentMs(r, row, milestone)
    if (thereMs > Math.max(startMs, kernel.now)) {
      if (startMs > kernel.now) {
        kernel.schedule(r.types.arrived, row, startMs)
        return false
      }
      waits[row] = 1
      r.ports.gates.closeBlock(Math.floor(row / COUNT), 'supplier')
      if (Number.isFinite(thereMs)) kernel.schedule(r.types.arrived, row, thereMs)
      return false
    }
    endMs[row] = Math.max(startMs, thereMs) + ms
    if (endMs[row] > kernel.now) {
      kernel.schedule(r.types.ended, row, endMs[row])
      return false
    }
    passLevel(r, row)
    startMs = endMs[row]
  }
  return true
}

/** A level of a system is over; it is the block’s when no other system is before its end. */
function passLevel(r: Run, row: number): void {
  const { step, endMs } = r.table.col
  const { milestone } = r.steps[row][step[row]]
  step[row] += 1
  const block = Math.floor(row / COUNT)
  const isLast = rowsOf(block).every(other => {
    const at = r.steps[other].findIndex(each => each.milestone === milestone)
    return at < 0 || step[other] > at
  })
  if (isLast) r.listener.passed(block, milestone, endMs[row])
}

const isThrough = (r: Run, block: number): boolean => rowsOf(block).every(row => r.table.col.step[row] === r.steps[row].length)
const lastEndMs = (r: Run, block: number): number => Math.max(...rowsOf(block).map(row => r.table.col.endMs[row]))

/** The equipment of a system is there, or the day has come on which it would be needed. */
function arrived(r: Run, row: number): void {
  const { waits } = r.table.col
  const block = Math.floor(row / COUNT)
  waits[row] = 0
  if (rowsOf(block).every(other => waits[other] === 0)) r.ports.gates.openBlock(block, 'supplier')
  goOn(r, row)
}

function ended(r: Run, row: number): void {
  passLevel(r, row)
  goOn(r, row)
}

function goOn(r: Run, row: number): void {
  const isDone = beginLevel(r, row, r.ctx.kernel.now)
  const block = Math.floor(row / COUNT)
  if (isDone && isThrough(r, block)) r.listener.done(block, lastEndMs(r, block))
}

export function createSystems(ctx: DomainContext, ports: CommissioningPorts, listener: SystemListener): Systems {
  const { kernel, state, world } = ctx
  const steps = world.blocks.path.flatMap((_, block) => SYSTEMS.map((_system, system) => systemSteps(ctx, block, system)))
  const table = state.table('facility.systems', steps.length, { step: 'u8', waits: 'u8', endMs: 'f64' })
  const r: Run = { ctx, ports, listener, steps, table, types: { ended: 0, arrived: 0 } }
  r.types.ended = kernel.command('facility.levelEnded', Phase.facility, row => ended(r, row))
  r.types.arrived = kernel.command('facility.equipmentArrived', Phase.facility, row => arrived(r, row))
  return {
    begin(block, fromMs) {
      for (const row of rowsOf(block)) beginLevel(r, row, fromMs)
      return isThrough(r, block) ? lastEndMs(r, block) : undefined
    },
  }
}
