/** The machines of cooling as assets that can be taken out one by one. */
import { assert } from '../../base/assert.ts'
import { type Asset, type AssetPort, type OutageReason, isTaken } from '../ports.ts'
import type { BlockDesign } from './block-design.ts'
import type { CoolingRun } from './cooling-run.ts'
import { failNow, failureAtMs, matureLeftMs, repair } from './equipment.ts'
import { type EquipmentKind, machinesOf } from './machines.ts'
import { recount } from './taken.ts'

/** Whether the outage of a row is told, as all are but those for planned work. */
const isTold = ({ zone, mistake }: Readonly<Record<OutageReason, Uint8Array>>, row: number): boolean => zone[row] + mistake[row] > 0

function takeOut(run: CoolingRun, row: number, reason: OutageReason): void {
  const { table, machines } = run.equipment
  const { kernel } = run.ctx
  const { failure, leftMs } = table.col
  const { block, label } = machines[row]
  const wasTaken = isTaken(table.col, row)
  const wasTold = isTold(table.col, row)
  recount(run, row, () => {
    table.col[reason][row] += 1
  })
  run.state.taken.col[reason][block] += 1
  if (!wasTold && reason !== 'work') run.ctx.emit({ kind: 'outageStarted', what: label, block })
  if (wasTaken) return
  if (failure[row] !== 0) {
    leftMs[row] = Math.max(1, Math.round(matureLeftMs(run, row)))
    kernel.cancel(failure[row])
    failure[row] = 0
  }
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
  if (reason !== 'work' && !isTold(table.col, row)) run.ctx.emit({ kind: 'outageEnded', what: label, block })
  if (isTaken(table.col, row)) return
  // The clock goes on where it stopped.
  if (leftMs[row] > 0) failure[row] = kernel.schedule(run.commands.fail, row, failureAtMs(run, row, leftMs[row]))
  leftMs[row] = 0
}

function setHazard(run: CoolingRun, row: number, factor: number): void {
  const { hazard, failure, leftMs } = run.equipment.table.col
  const { kernel } = run.ctx
  const share = hazard[row] / factor
  if (share === 1) return
  hazard[row] = factor
  leftMs[row] = Math.ceil(leftMs[row] * share)
  if (failure[row] !== 0) kernel.reschedule(failure[row], failureAtMs(run, row, matureLeftMs(run, row) * share))
}

/** Machines that stand in for each other: pumps of a unit, units of a group of rows, all of a kind of a block. */
function groupPath({ path }: BlockDesign, id: string, kind: EquipmentKind, rowGroup: number | undefined): string {
  if (kind === 'cduPump') return id.slice(0, id.lastIndexOf('['))
  return rowGroup === undefined ? `${path}/cooling/${kind}` : `${path}/cooling/${kind}-rows[${rowGroup}]`
}

/** All machines of the cooling of all blocks, in their order. */
export function coolingAssetList(designs: readonly BlockDesign[]): Asset[] {
  return designs.flatMap(design => machinesOf(design).map(({ id, kind, block, needed, rowGroup }): Asset => ({ path: id, kind, block, group: groupPath(design, id, kind, rowGroup), needed, carries: [] })))
}

/** The machines of a run. */
export function coolingAssets(run: CoolingRun): AssetPort {
  const { table } = run.equipment
  return {
    assets: coolingAssetList(run.designs),
    isUp: row => table.col.out[row] === 0 && table.col.coilOut[row] === 0 && !isTaken(table.col, row),
    takeOut: (row, reason) => takeOut(run, row, reason),
    giveBack: (row, reason) => giveBack(run, row, reason),
    setHazard: (row, factor) => setHazard(run, row, factor),
    destroy: () => false,
    fail: row => failNow(run, row),
    repaired: row => repair(run, row),
  }
}
