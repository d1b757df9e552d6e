/** Hail on the coolers in the yard: a damaged coil takes its whole cooler out until it is repaired. */
import { type Distribution, sample } from '../../base/distribution.ts'
import { entityKey, type EntityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { roundMs } from '../../base/variates.ts'
import { Phase } from '../kernel/kernel.ts'
import type { CoolingRun } from './cooling-run.ts'
import { COILS_OUT } from './machines.ts'
import { recount } from './taken.ts'

/** Whether the plant of a block stands already. */
const stands = ({ ctx, designs }: CoolingRun, block: number): boolean => ctx.kernel.now >= Math.max(designs[block].readyMs, ctx.world.blocks.contractMs[block])

/** Strikes every cooler that stands with its coil whole, with probability `damage`. */
export function strikeCoolers(run: CoolingRun, damage: number, repair: Distribution, key: EntityKey): void {
  const { kernel, emit } = run.ctx
  const { machines, table } = run.equipment
  machines.forEach(({ id, kind, block }, row) => {
    if (COILS_OUT[kind] === undefined || table.col.coilOut[row] === 1 || !stands(run, block)) return
    const ofCooler = entityKey(key, id)
    if (uniform(ofCooler, PURPOSE.failure, 0) >= damage) return
    recount(run, row, () => {
      table.col.coilOut[row] = 1
    })
    kernel.schedule(run.commands.coilRepaired, row, kernel.now + Math.max(1, roundMs(sample(repair, uniform(ofCooler, PURPOSE.repair, 0)))))
    emit({ kind: 'outageStarted', what: 'cooler coil', block })
  })
}

export function registerHail(run: CoolingRun): void {
  run.commands.coilRepaired = run.ctx.kernel.command('cooling.coilRepaired', Phase.repair, row => {
    const { block } = run.equipment.machines[row]
    recount(run, row, () => {
      run.equipment.table.col.coilOut[row] = 0
    })
    run.ctx.emit({ kind: 'outageEnded', what: 'cooler coil', block })
  })
}
