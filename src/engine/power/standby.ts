/**
 * Standby sets of a block. A demand draws for every set whether it is on call and whether it starts; a set that did not start is tried once
 * more. Running sets fail at random and are repaired. Draws are numbered by demand and start, so that no set moves another's luck.
 */
import { exponential, roundMs } from '../../base/variates.ts'
import { PURPOSE, uniform } from '../../base/rng.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import type { StandbyPlan } from './block-plan.ts'
import type { PowerSite } from './power-site.ts'

/** State of a set. */
const SET = { standby: 0, running: 1, failed: 2, retry: 3, notOnCall: 4 } as const

/** Draws of one demand: on call, first start, second start. */
const DRAWS = 3

/** What the block's supply must hear of: sets that joined or left. */
export interface StandbyListener {
  joined(block: number): void
  left(block: number): void
  /** True while the block waits for or runs on its sets, so that a repaired set is started. */
  wants(block: number): boolean
}

export interface Standby {
  readonly p: PowerSite
  readonly failed: CommandType
  readonly repaired: CommandType
}

/** Registers the commands of sets. */
export function createStandby(p: PowerSite, listener: StandbyListener): Standby {
  const { kernel, emit } = p.ctx
  const standby: Standby = {
    p,
    failed: kernel.command('power.setFailed', Phase.fault, set => {
      p.sets.col.failure[set] = 0
      p.blocks.col.running[p.setBlock[set]] -= 1
      emit({ kind: 'generatorFailed', generator: p.setPath[set], onStart: false })
      repair(standby, set, planOf(p, set).runRepairMs)
      listener.left(p.setBlock[set])
    }),
    repaired: kernel.command('power.setRepaired', Phase.repair, set => {
      p.sets.col.state[set] = SET.standby
      if (!listener.wants(p.setBlock[set])) return
      run(standby, set)
      listener.joined(p.setBlock[set])
    }),
  }
  return standby
}

function planOf(p: PowerSite, set: number): StandbyPlan {
  const { standby } = p.plan.blocks[p.setBlock[set]]
  if (standby === undefined) throw new Error(`block ${p.setBlock[set]} has no standby sets`)
  return standby
}

function run({ p, failed }: Standby, set: number): void {
  const { kernel, emit } = p.ctx
  const { state, starts, failure } = p.sets.col
  state[set] = SET.running
  const u = uniform(p.setKey[set], PURPOSE.failure, starts[set])
  starts[set] += 1
  failure[set] = kernel.schedule(failed, set, kernel.now + roundMs(exponential(u, planOf(p, set).runMttfMs)))
  p.blocks.col.running[p.setBlock[set]] += 1
  emit({ kind: 'generatorStarted', generator: p.setPath[set] })
}

function repair({ p, repaired }: Standby, set: number, meanMs: number): void {
  const { state, repairs } = p.sets.col
  state[set] = SET.failed
  const u = uniform(p.setKey[set], PURPOSE.repair, repairs[set])
  repairs[set] += 1
  p.ctx.kernel.schedule(repaired, set, p.ctx.kernel.now + roundMs(exponential(u, meanMs)))
}

/** Fuel, controls or switchgear keep all sets of this demand from starting. */
function isBlocked(p: PowerSite, block: number, demand: number): boolean {
  const { standby } = p.plan.blocks[block]
  return standby !== undefined && uniform(p.blockKey[block], PURPOSE.start, demand) < standby.commonCause
}

/** First attempt of all sets of a block; true if some are to be tried again. */
export function beginDemand(standby: Standby, block: number): boolean {
  const { p } = standby
  const { state } = p.sets.col
  const demand = p.blocks.col.demands[block]
  p.blocks.col.demands[block] += 1
  const blocked = isBlocked(p, block, demand)
  let hasRetry = false
  for (let set = p.setBegin[block]; set < p.setBegin[block + 1]; set++) {
    if (state[set] !== SET.standby) continue
    const plan = planOf(p, set)
    if (uniform(p.setKey[set], PURPOSE.start, demand * DRAWS) >= plan.availability) state[set] = SET.notOnCall
    else if (!blocked && uniform(p.setKey[set], PURPOSE.start, demand * DRAWS + 1) >= plan.failToStart) run(standby, set)
    else {
      state[set] = SET.retry
      hasRetry = true
      p.ctx.emit({ kind: 'generatorFailed', generator: p.setPath[set], onStart: true })
    }
  }
  return hasRetry
}

/** Second attempt of the sets that did not start. */
export function retryDemand(standby: Standby, block: number): void {
  const { p } = standby
  const demand = p.blocks.col.demands[block] - 1
  const blocked = isBlocked(p, block, demand)
  for (let set = p.setBegin[block]; set < p.setBegin[block + 1]; set++) {
    if (p.sets.col.state[set] !== SET.retry) continue
    const plan = planOf(p, set)
    if (!blocked && uniform(p.setKey[set], PURPOSE.start, demand * DRAWS + 2) < plan.retrySuccess) run(standby, set)
    else repair(standby, set, plan.startRepairMs)
  }
}

/** The demand is over: running sets stop, those off call are back, those that never started go to repair. */
export function endDemand(standby: Standby, block: number): void {
  const { p } = standby
  const { state, failure } = p.sets.col
  for (let set = p.setBegin[block]; set < p.setBegin[block + 1]; set++) {
    if (state[set] === SET.running) {
      p.ctx.kernel.cancel(failure[set])
      failure[set] = 0
      p.blocks.col.running[block] -= 1
    }
    if (state[set] === SET.retry) repair(standby, set, planOf(p, set).startRepairMs)
    else if (state[set] !== SET.failed) state[set] = SET.standby
  }
}
