/** Hail on the coolers in the yard: a damaged coil takes its whole cooler out until it is repaired. */
import { type Distribution, sample } from '../../base/distribution.ts'
import { childKey, type EntityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { roundMs } from '../../base/variates.ts'
import { Phase } from '../kernel/kernel.ts'
import type { CoolingRun } from './cooling-run.ts'

/** Coolers of a block that are not out already. */
const standing = (run: CoolingRun, block: number): number => (run.designs[block].coolers?.count ?? 0) - run.state.blocks.col.coilsOut[block]

/** Strikes every standing cooler with probability `damage`. */
export function strikeCoolers(run: CoolingRun, damage: number, repair: Distribution, key: EntityKey): void {
  const { kernel, emit } = run.ctx
  const { coilsOut } = run.state.blocks.col
  for (let block = 0; block < run.designs.length; block++) {
    const ofBlock = childKey(key, block)
    let struck = 0
    for (let cooler = standing(run, block) - 1; cooler >= 0; cooler--) {
      if (uniform(ofBlock, PURPOSE.failure, cooler) >= damage) continue
      struck += 1
      kernel.schedule(run.commands.coilRepaired, block, kernel.now + Math.max(1, roundMs(sample(repair, uniform(ofBlock, PURPOSE.repair, cooler)))))
      emit({ kind: 'outageStarted', what: 'cooler coil', block })
    }
    if (struck === 0) continue
    coilsOut[block] += struck
    run.ports.requestSettle(block)
  }
}

export function registerHail(run: CoolingRun): void {
  run.commands.coilRepaired = run.ctx.kernel.command('cooling.coilRepaired', Phase.repair, block => {
    run.state.blocks.col.coilsOut[block] -= 1
    run.ctx.emit({ kind: 'outageEnded', what: 'cooler coil', block })
    run.ports.requestSettle(block)
  })
}
