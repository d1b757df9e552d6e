/** Machines that are out because they failed or were taken out: how they are counted, and whom that is booked to. */
import { type Cause, isTaken } from '../ports.ts'
import type { CoolingRun } from './cooling-run.ts'
import { parallelPumpFlowFraction } from '../../physics/affinity.ts'
import { COILS_OUT } from './machines.ts'
import { changeRows } from './row-units.ts'

/** Counts of machines by block that have failed and that were taken out. */
export const TAKEN_COLUMNS = { failed: 'i32', work: 'i32', zone: 'i32', mistake: 'i32' } as const

/** 1 for a cooler that is out as a whole. */
function coilOf({ equipment }: CoolingRun, row: number): number {
  const { table, machines } = equipment
  return COILS_OUT[machines[row].kind] !== undefined && (table.col.coilOut[row] === 1 || isTaken(table.col, row)) ? 1 : 0
}

/** Share of a distribution unit that is missing: all of it without controls, else what its pumps lack in flow. */
function lostOfCdu({ equipment }: CoolingRun, unitRow: number): number {
  const { table, machines, pumpsOf } = equipment
  const isDown = (row: number): boolean => table.col.out[row] === 1 || isTaken(table.col, row)
  if (isDown(unitRow)) return 1
  const pumps = pumpsOf.get(unitRow) ?? []
  const running = pumps.reduce((sum, row) => sum + (isDown(row) ? 0 : 1), 0)
  return pumps.length === 0 ? 0 : 1 - parallelPumpFlowFraction(running, machines[pumps[0]].needed)
}

/** What a machine adds to its counter: a cooler the fan that failed, a distribution unit and its pumps what they lack together, the others themselves. */
function partOf(run: CoolingRun, row: number): number {
  const { table, machines, unitOf } = run.equipment
  if (unitOf[row] >= 0) return lostOfCdu(run, unitOf[row])
  const taken = isTaken(table.col, row)
  const isOut = COILS_OUT[machines[row].kind] !== undefined ? table.col.out[row] === 1 && !taken : table.col.out[row] === 1 || taken
  return isOut ? 1 : 0
}

/** Changes the state of a machine with `act` and brings the counts of its block in line, so that nothing counts twice. */
export function recount(run: CoolingRun, row: number, act: () => void): void {
  const { block, counter, kind } = run.equipment.machines[row]
  const { col } = run.state.blocks
  const [coil, part] = [coilOf(run, row), partOf(run, row)]
  act()
  col[COILS_OUT[kind] ?? 'coilsOut'][block] += coilOf(run, row) - coil
  const change = partOf(run, row) - part
  if (run.rows.groupOf[row] >= 0) changeRows(run, run.rows.groupOf[row], change)
  else col[counter][block] += change
  run.ports.requestSettle(block)
}

/** Whom to blame for machines that are missing: `fault`, unless they were taken out. Work leaves enough in service, so a failure beside it is to blame. */
export function machineCause<Fault extends Cause>({ state }: CoolingRun, block: number, fault: Fault): Fault | 'zone' | 'humanError' | 'maintenance' {
  const { failed, work, zone, mistake } = state.taken.col
  if (zone[block] > 0) return 'zone'
  if (mistake[block] > 0) return 'humanError'
  return work[block] > 0 && failed[block] === 0 ? 'maintenance' : fault
}
