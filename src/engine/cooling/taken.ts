/** Machines that are taken out on purpose: how they are counted, and the machines of cooling as assets. */
import { assert } from '../../base/assert.ts'
import { type AssetPort, type Cause, type OutageReason, isTaken } from '../ports.ts'
import type { CoolingRun } from './cooling-run.ts'

/** Counts of machines by block that have failed and that were taken out. */
export const TAKEN_COLUMNS = { failed: 'i32', work: 'i32', zone: 'i32', mistake: 'i32' } as const

/** 1 for a cooler that is out as a whole. */
function coilOf({ equipment }: CoolingRun, row: number): number {
  const { table, machines } = equipment
  return machines[row].kind === 'cooler' && (table.col.coilOut[row] === 1 || isTaken(table.col, row)) ? 1 : 0
}

/** What a machine adds to its counter: a cooler the fan that failed, the others themselves. */
function partOf({ equipment }: CoolingRun, row: number): number {
  const { table, machines } = equipment
  const taken = isTaken(table.col, row)
  const isOut = machines[row].kind === 'cooler' ? table.col.out[row] === 1 && !taken : table.col.out[row] === 1 || taken
  return isOut ? 1 : 0
}

/** Changes the state of a machine with `act` and brings the counts of its block in line, so that nothing counts twice. */
export function recount(run: CoolingRun, row: number, act: () => void): void {
  const { block, counter } = run.equipment.machines[row]
  const { col } = run.state.blocks
  const [coil, part] = [coilOf(run, row), partOf(run, row)]
  act()
  col.coilsOut[block] += coilOf(run, row) - coil
  col[counter][block] += partOf(run, row) - part
  run.ports.requestSettle(block)
}

/** Whom to blame for machines that are missing: `fault`, unless they were taken out. Work leaves enough in service, so a failure beside it is to blame. */
export function machineCause<Fault extends Cause>({ state }: CoolingRun, block: number, fault: Fault): Fault | 'zone' | 'humanError' | 'maintenance' {
  const { failed, work, zone, mistake } = state.taken.col
  if (zone[block] > 0) return 'zone'
  if (mistake[block] > 0) return 'humanError'
  return work[block] > 0 && failed[block] === 0 ? 'maintenance' : fault
}

function takeOut(run: CoolingRun, row: number, reason: OutageReason): void {
  const { table, machines } = run.equipment
  const { kernel } = run.ctx
  const { failure, leftMs } = table.col
  const { block, label } = machines[row]
  const wasTaken = isTaken(table.col, row)
  recount(run, row, () => {
    table.col[reason][row] += 1
  })
  run.state.taken.col[reason][block] += 1
  if (wasTaken) return
  if (failure[row] !== 0) {
    leftMs[row] = Math.max(1, kernel.timeOf(failure[row]) - kernel.now)
    kernel.cancel(failure[row])
    failure[row] = 0
  }
  run.ctx.emit({ kind: 'outageStarted', what: label, block })
}

function giveBack(run: CoolingRun, row: number, reason: OutageReason): void {
  const { table, machines } = run.equipment
  const { kernel } = run.ctx
  const { failure, leftMs } = table.col
  const { block, label } = machines[row]
  if (table.col[reason][row] === 0) assert(false, 'a machine is given back that was not taken', { machine: machines[row].id, reason })
  recount(run, row, () => {
    table.col[reason][row] -= 1
  })
  run.state.taken.col[reason][block] -= 1
  if (isTaken(table.col, row)) return
  // The clock goes on where it stopped.
  if (leftMs[row] > 0) failure[row] = kernel.schedule(run.commands.fail, row, kernel.now + leftMs[row])
  leftMs[row] = 0
  run.ctx.emit({ kind: 'outageEnded', what: label, block })
}

function setHazard(run: CoolingRun, row: number, factor: number): void {
  const { hazard, failure, leftMs } = run.equipment.table.col
  const { kernel } = run.ctx
  const share = hazard[row] / factor
  if (share === 1) return
  hazard[row] = factor
  leftMs[row] = Math.ceil(leftMs[row] * share)
  if (failure[row] !== 0) kernel.reschedule(failure[row], kernel.now + Math.max(1, Math.ceil((kernel.timeOf(failure[row]) - kernel.now) * share)))
}

/** All machines of the cooling of all blocks, in their order. */
export function coolingAssets(run: CoolingRun): AssetPort {
  const { machines, table } = run.equipment
  return {
    assets: machines.map(({ id, kind, block, needed }) => ({ path: id, kind, block, group: `${run.designs[block].path}/cooling/${kind}`, needed, carries: [] })),
    isUp: row => table.col.out[row] === 0 && table.col.coilOut[row] === 0 && !isTaken(table.col, row),
    takeOut: (row, reason) => takeOut(run, row, reason),
    giveBack: (row, reason) => giveBack(run, row, reason),
    setHazard: (row, factor) => setHazard(run, row, factor),
  }
}
