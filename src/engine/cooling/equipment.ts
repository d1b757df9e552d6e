/**
 * Failures and repairs of single machines: each runs and is repaired in turn, with exponential times to failure and lognormal
 * repairs, on its own random stream. A failed fan takes its share of a cooler away; spare machines stand in by count.
 */
import { assert } from '../../base/assert.ts'
import { ln } from '../../base/exact-math.ts'
import { type EntityKey, PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { YEAR_MS } from '../../base/spans.ts'
import { exponential, lognormal, roundMs } from '../../base/variates.ts'
import { type FailureAge, exposureOverAge, matureOverAge } from '../../physics/failure-age.ts'
import { Phase } from '../kernel/kernel.ts'
import { type DomainContext, REASON_COLUMNS, failureAgeOf, isTaken, newSinceMs } from '../ports.ts'
import type { BlockDesign } from './block-design.ts'
import type { CoolingRun } from './cooling-run.ts'
import { type Machine, machinesOf } from './machines.ts'
import { recount } from './taken.ts'

/** Spread of repair times: sigma of the logarithm (a factor 1.8 either way); engineering default. */
const REPAIR_SIGMA = ln(1.8)

/**
 * `out`: failed; a cooler loses a fan. `failure` is the handle of the pending failure, `leftMs` the mature time left until it for a
 * machine that was taken out, `bornMs` when it was new, `hazard` multiplies its failure rate.
 */
const EQUIPMENT_COLUMNS = { out: 'u8', coilOut: 'u8', cycles: 'u32', failure: 'f64', leftMs: 'f64', bornMs: 'f64', hazard: 'f64', ...REASON_COLUMNS } as const

export interface Equipment {
  readonly machines: readonly Machine[]
  readonly keys: readonly EntityKey[]
  readonly ages: readonly FailureAge[]
  readonly table: ReturnType<typeof createTableOf>
  /** By row: the distribution unit that it is or belongs to, as a row; −1 for other machines. */
  readonly unitOf: Int32Array
  /** Rows of the pumps of each distribution unit. */
  readonly pumpsOf: ReadonlyMap<number, readonly number[]>
}

function createTableOf(ctx: DomainContext, count: number) {
  const table = ctx.state.table('cooling.equipment', count, EQUIPMENT_COLUMNS)
  table.col.hazard.fill(1)
  return table
}

export function createEquipment(ctx: DomainContext, designs: readonly BlockDesign[]): Equipment {
  const machines = designs.flatMap(machinesOf)
  return { machines, keys: machines.map(machine => entityKey(ctx.world.root, machine.id)), ages: machines.map(({ kind }) => failureAgeOf(ctx.scenario, kind)), table: createTableOf(ctx, machines.length), ...assemblies(machines) }
}

/** Which pumps belong to which distribution unit. */
function assemblies(machines: readonly Machine[]): Pick<Equipment, 'unitOf' | 'pumpsOf'> {
  const unitOf = new Int32Array(machines.length).fill(-1)
  const pumpsOf = new Map<number, number[]>()
  const rows = new Map<string, number>()
  machines.forEach(({ id, kind }, row) => {
    if (kind === 'cdu') {
      rows.set(id, row)
      unitOf[row] = row
      pumpsOf.set(row, [])
    }
    if (kind !== 'cduPump') return
    const unitRow = rows.get(id.slice(0, id.lastIndexOf('/')))
    if (unitRow === undefined) return assert(false, 'a pump without its distribution unit', { id })
    unitOf[row] = unitRow
    pumpsOf.get(unitRow)?.push(row)
  })
  return { unitOf, pumpsOf }
}

/** A repair around a mean, ms. */
export const repairTimeMs = (u: number, meanMs: number): number => roundMs(lognormal(u, ln(meanMs) - (REPAIR_SIGMA * REPAIR_SIGMA) / 2, REPAIR_SIGMA))

export function registerEquipment(run: CoolingRun): void {
  run.commands.fail = run.ctx.kernel.command('cooling.fail', Phase.fault, row => fail(run, row))
  run.commands.repair = run.ctx.kernel.command('cooling.repair', Phase.repair, row => repair(run, row))
}

/** Schedules the first failure of every machine of a block (−1: all) that comes into service at `fromMs`, or with its plant where that is later. */
export function startEquipment(run: CoolingRun, ofBlock: number, fromMs: (block: number) => number): void {
  const { machines, table } = run.equipment
  for (let row = 0; row < machines.length; row++) {
    const { block } = machines[row]
    if (ofBlock >= 0 && block !== ofBlock) continue
    const serviceMs = Math.max(run.designs[block].readyMs, fromMs(block))
    table.col.bornMs[row] = newSinceMs(run.ctx.scenario, block, serviceMs)
    scheduleFailure(run, row)
  }
}

/** From when on a machine ages, ms: now, or its first day. */
const agesFromMs = ({ equipment: { table }, ctx: { kernel } }: CoolingRun, row: number): number => Math.max(kernel.now, table.col.bornMs[row])

/** When a machine that fails after so much mature time does, ms. */
export function failureAtMs(run: CoolingRun, row: number, mature: number): number {
  const fromMs = agesFromMs(run, row)
  return fromMs + Math.max(1, exposureOverAge(run.equipment.ages[row], fromMs - run.equipment.table.col.bornMs[row], mature))
}

/** Mature time until the pending failure of a machine, ms. */
export function matureLeftMs(run: CoolingRun, row: number): number {
  const fromMs = agesFromMs(run, row)
  const { bornMs, failure } = run.equipment.table.col
  return matureOverAge(run.equipment.ages[row], fromMs - bornMs[row], run.ctx.kernel.timeOf(failure[row]) - fromMs)
}

function scheduleFailure(run: CoolingRun, row: number): void {
  const { failuresPerYear } = run.equipment.machines[row]
  const { cycles, failure, leftMs, hazard } = run.equipment.table.col
  if (failuresPerYear <= 0) return
  const u = uniform(run.equipment.keys[row], PURPOSE.failure, cycles[row])
  const mature = roundMs(exponential(u, YEAR_MS / failuresPerYear / hazard[row]))
  if (isTaken(run.equipment.table.col, row)) leftMs[row] = mature
  else failure[row] = run.ctx.kernel.schedule(run.commands.fail, row, failureAtMs(run, row, mature))
}

function meanRepairMs({ severe, repairMeanMs }: Machine, key: EntityKey, cycle: number): number {
  return severe !== undefined && uniform(key, PURPOSE.class, cycle) < severe.share ? severe.repairMeanMs : repairMeanMs
}

function fail(run: CoolingRun, row: number): void {
  const { machines, keys, table } = run.equipment
  const { block, label } = machines[row]
  table.col.failure[row] = 0
  recount(run, row, () => {
    table.col.out[row] = 1
  })
  run.state.taken.col.failed[block] += 1
  const repairMs = repairTimeMs(uniform(keys[row], PURPOSE.repair, table.col.cycles[row]), meanRepairMs(machines[row], keys[row], table.col.cycles[row]))
  if (run.ports.repairs === undefined) run.ctx.kernel.schedule(run.commands.repair, row, run.ctx.kernel.now + repairMs)
  else run.ports.repairs.assetFailed(machines[row].id, repairMs)
  run.ctx.emit({ kind: 'outageStarted', what: label, block })
}

/** A machine fails before its time; false where it is out already. */
export function failNow(run: CoolingRun, row: number): boolean {
  const { out, coilOut, failure } = run.equipment.table.col
  if (out[row] === 1 || coilOut[row] === 1 || isTaken(run.equipment.table.col, row)) return false
  if (failure[row] !== 0) run.ctx.kernel.cancel(failure[row])
  fail(run, row)
  return true
}

/** The repair of a machine is done. */
export function repair(run: CoolingRun, row: number): void {
  const { machines, table } = run.equipment
  const { block, label } = machines[row]
  recount(run, row, () => {
    table.col.out[row] = 0
  })
  run.state.taken.col.failed[block] -= 1
  table.col.cycles[row] += 1
  scheduleFailure(run, row)
  run.ctx.emit({ kind: 'outageEnded', what: label, block })
}
