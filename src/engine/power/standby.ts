/**
 * Standby sets of a block. A demand draws for every set whether it is on call and whether it starts; a set that did not start is tried once
 * more. Running sets fail at random and are repaired. Draws are numbered by demand and start, so that no set moves another's luck.
 * A set needs fuel and hours left in its permit; after a demand it cools down without load.
 */
import { assert } from '../../base/assert.ts'
import { SECOND_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { exposureOverAge } from '../../physics/failure-age.ts'
import { PURPOSE, uniform } from '../../base/rng.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import { type OutageReason, isTaken } from '../ports.ts'
import type { AirPermitPlan } from './air-permit-plan.ts'
import { areSetsShut } from './air-permits.ts'
import { type Tanks, createTanks, followBurn } from './fuel-tanks.ts'
import { type PowerSite, cancelAt } from './power-site.ts'
import { RUN_FOR, type RunHours, beginHours, createRunHours, endHours, mayRun, planOfSet, startCalendar, turnHours } from './run-hours.ts'
import { countOut } from './taken.ts'

/** State of a set. */
export const SET = { standby: 0, running: 1, failed: 2, retry: 3, notOnCall: 4, cooling: 5, testing: 6, locked: 7, taken: 8 } as const

/** Draws of one demand: on call, first start, second start. */
const DRAWS = 3
/** How long sets run without load after a demand; engineering default. */
const COOLDOWN_MS = 300 * SECOND_MS

/** What the block's supply must hear of: sets that joined or left. */
export interface StandbyListener {
  joined(block: number): void
  left(block: number): void
  /** True while the block waits for or runs on its sets, so that a repaired set is started. */
  wants(block: number): boolean
}

export interface Standby {
  readonly p: PowerSite
  readonly listener: StandbyListener
  readonly hours: RunHours
  readonly tanks: Tanks
  readonly failed: CommandType
  readonly repaired: CommandType
  readonly cooled: CommandType
}

/** Registers the commands of sets, of their fuel and of their permit. */
export function createStandby(p: PowerSite, listener: StandbyListener): Standby {
  const { kernel, emit } = p.ctx
  p.sets.col.hazard.fill(1)
  const standby: Standby = {
    p,
    listener,
    hours: createRunHours(p, { limitReached: set => lockSet(standby, set), yearBegan: () => unlockSets(standby) }),
    tanks: createTanks(p, { ranDry: block => stopAll(standby, block), refilled: block => restart(standby, block), ratingChanged: block => listener.left(block) }),
    failed: kernel.command('power.setFailed', Phase.fault, set => {
      p.sets.col.failure[set] = 0
      stop(standby, set)
      emit({ kind: 'generatorFailed', generator: p.setPath[set], onStart: false })
      repair(standby, set, planOfSet(p, set).runRepairMs)
      listener.left(p.setBlock[set])
    }),
    repaired: kernel.command('power.setRepaired', Phase.repair, set => setRepaired(standby, set)),
    cooled: kernel.command('power.setsCooled', Phase.facility, block => {
      p.fuel.col.cooled[block] = 0
      endCooling(standby, block)
    }),
  }
  return standby
}

/** Once, at t = 0. */
export const startStandby = (standby: Standby): void => startCalendar(standby.hours)

/** What the sets of a block run for: a call to reduce the draw, or the loss of the utility. */
const purposeOf = (p: PowerSite, block: number): number => (p.called.col.onCall[block] === 1 ? RUN_FOR.response : RUN_FOR.emergency)

/** A set in standby has fuel, hours left in its permit, and room in the air permit of its block. */
function isAble(p: PowerSite, set: number): boolean {
  const block = p.setBlock[set]
  const runFor = purposeOf(p, block)
  return p.fuel.col.isDry[block] === 0 && mayRun(p, set, runFor) && !areSetsShut(p, block, runFor === RUN_FOR.emergency)
}

/** Whether some set of a block may run for a call: fuel and contracted hours are left. */
export function mayRespond(p: PowerSite, block: number): boolean {
  if (p.fuel.col.isDry[block] === 1 || areSetsShut(p, block, false)) return false
  for (let set = p.setBegin[block]; set < p.setBegin[block + 1]; set++) if (mayRun(p, set, RUN_FOR.response)) return true
  return false
}

/** Whether the permit keeps some set of a block from running. */
export function isLockedByPermit(p: PowerSite, block: number): boolean {
  if (areSetsShut(p, block, true)) return true
  for (let set = p.setBegin[block]; set < p.setBegin[block + 1]; set++) {
    const state = p.sets.col.state[set]
    if (state === SET.locked || (state === SET.standby && !mayRun(p, set, RUN_FOR.emergency))) return true
  }
  return false
}

/** Running time until a failure that a mature set would have after `mature` ms. */
function runUntilFailureMs({ ctx, blocks, setBlock, setAge }: PowerSite, set: number, mature: number): number {
  return Math.max(1, exposureOverAge(setAge, Math.max(0, ctx.kernel.now - blocks.col.bornMs[setBlock[set]]), mature))
}

/** Counts a running set in, whether it was started now or ran already. */
function join({ p, failed }: Standby, set: number): void {
  const { state, starts, failure } = p.sets.col
  state[set] = SET.running
  const u = uniform(p.setKey[set], PURPOSE.failure, starts[set])
  starts[set] += 1
  failure[set] = p.ctx.kernel.schedule(failed, set, p.ctx.kernel.now + runUntilFailureMs(p, set, roundMs(exponential(u, planOfSet(p, set).runMttfMs / p.sets.col.hazard[set]))))
  p.blocks.col.running[p.setBlock[set]] += 1
}

function run(standby: Standby, set: number): void {
  const { p } = standby
  join(standby, set)
  beginHours(standby.hours, set, purposeOf(p, p.setBlock[set]))
  followBurn(standby.tanks, p.setBlock[set])
  p.ctx.emit({ kind: 'generatorStarted', generator: p.setPath[set] })
}

/** A running set is counted out; its engine still turns. */
function leave({ p }: Standby, set: number): void {
  const { failure } = p.sets.col
  if (failure[set] !== 0) p.ctx.kernel.cancel(failure[set])
  failure[set] = 0
  p.blocks.col.running[p.setBlock[set]] -= 1
}

/** The engine of a set stops, whatever it ran for; its state is the caller's business. */
function stop(standby: Standby, set: number): void {
  const { p, hours, tanks } = standby
  const block = p.setBlock[set]
  const state = p.sets.col.state[set]
  if (state === SET.running) leave(standby, set)
  if (state === SET.cooling) p.fuel.col.cooling[block] -= 1
  if (state === SET.testing) p.fuel.col.testing[block] -= 1
  endHours(hours, set)
  followBurn(tanks, block)
  p.ctx.emit({ kind: 'generatorStopped', generator: p.setPath[set] })
}

const TURNS: readonly number[] = [SET.running, SET.cooling, SET.testing]

/** Stops all engines of a block that turn. */
function stopAll(standby: Standby, block: number): void {
  const { p, listener } = standby
  const { state } = p.sets.col
  const hadRunning = p.blocks.col.running[block] > 0
  for (let set = p.setBegin[block]; set < p.setBegin[block + 1]; set++) {
    if (!TURNS.includes(state[set])) continue
    stop(standby, set)
    state[set] = SET.standby
  }
  if (hadRunning) listener.left(block)
}

/** Starts what can run again while the block still wants its sets. */
function restart(standby: Standby, block: number): void {
  const { p, listener } = standby
  const { state } = p.sets.col
  if (!listener.wants(block)) return
  for (let set = p.setBegin[block]; set < p.setBegin[block + 1]; set++) if (state[set] === SET.standby && isAble(p, set)) run(standby, set)
  if (p.blocks.col.running[block] > 0) listener.joined(block)
}

/** A running set has used up its permit: it stops until the year ends. */
function lockSet(standby: Standby, set: number): void {
  const { p, listener } = standby
  const { state } = p.sets.col
  const wasRunning = state[set] === SET.running
  stop(standby, set)
  state[set] = mayRun(p, set, RUN_FOR.emergency) ? SET.standby : SET.locked
  if (wasRunning) listener.left(p.setBlock[set])
}

/** The air permit over the sets of some blocks is used up, or has room again. */
export function airPermitChanged(standby: Standby, { policy, blocks }: AirPermitPlan, isReached: boolean): void {
  for (const block of blocks) {
    if (!isReached) restart(standby, block)
    else if (policy === 'stop') stopAll(standby, block)
  }
}

function unlockSets(standby: Standby): void {
  const { p } = standby
  const { state } = p.sets.col
  for (let set = 0; set < state.length; set++) if (state[set] === SET.locked) state[set] = SET.standby
  for (let block = 0; block < p.plan.blocks.length; block++) restart(standby, block)
}

function repair({ p, repaired }: Standby, set: number, meanMs: number): void {
  const { state, repairs } = p.sets.col
  state[set] = SET.failed
  countOut(p, p.setBlock[set], 'failed', 1)
  const u = uniform(p.setKey[set], PURPOSE.repair, repairs[set])
  repairs[set] += 1
  const workMs = roundMs(exponential(u, meanMs))
  if (p.ports.repairs === undefined) p.ctx.kernel.schedule(repaired, set, p.ctx.kernel.now + workMs)
  else p.ports.repairs.assetFailed(p.setPath[set], workMs)
}

/** The repair of a set is done. */
export function setRepaired(standby: Standby, set: number): void {
  const { p } = standby
  countOut(p, p.setBlock[set], 'failed', -1)
  if (isTaken(p.sets.col, set)) p.sets.col.state[set] = SET.taken
  else comeBack(standby, set)
}

/** A whole set that nothing keeps out stands by again, and joins where its block wants it. */
function comeBack(standby: Standby, set: number): void {
  const { p, listener } = standby
  p.sets.col.state[set] = SET.standby
  if (!listener.wants(p.setBlock[set]) || !isAble(p, set)) return
  run(standby, set)
  listener.joined(p.setBlock[set])
}

/** A set fails before its time, whether it runs or stands by; false where it is out, or is just being started. */
export function failSet(standby: Standby, set: number): boolean {
  const { p, listener } = standby
  const { state } = p.sets.col
  const before = state[set]
  const turns = TURNS.includes(before)
  if (!turns && before !== SET.standby && before !== SET.locked) return false
  if (turns) stop(standby, set)
  p.ctx.emit({ kind: 'generatorFailed', generator: p.setPath[set], onStart: false })
  repair(standby, set, planOfSet(p, set).runRepairMs)
  if (before === SET.running) listener.left(p.setBlock[set])
  return true
}

/** Takes a set out for one more reason; an engine that turns is stopped. */
export function takeSet(standby: Standby, set: number, reason: OutageReason): void {
  const { p, listener } = standby
  const { state } = p.sets.col
  p.sets.col[reason][set] += 1
  countOut(p, p.setBlock[set], reason, 1)
  if (state[set] === SET.failed || state[set] === SET.taken) return
  const before = state[set]
  if (TURNS.includes(before)) stop(standby, set)
  state[set] = SET.taken
  if (before === SET.running) listener.left(p.setBlock[set])
}

/** Gives a set back for one of its reasons. */
export function returnSet(standby: Standby, set: number, reason: OutageReason): void {
  const { p } = standby
  if (p.sets.col[reason][set] === 0) assert(false, 'a set is given back that was not taken', { set: p.setPath[set], reason })
  p.sets.col[reason][set] -= 1
  countOut(p, p.setBlock[set], reason, -1)
  if (p.sets.col.state[set] === SET.taken && !isTaken(p.sets.col, set)) comeBack(standby, set)
}

/** Fuel, controls or switchgear keep all sets of this demand from starting. */
function isBlocked(p: PowerSite, block: number, demand: number): boolean {
  const { standby } = p.plan.blocks[block]
  return standby !== undefined && uniform(p.blockKey[block], PURPOSE.start, demand) < standby.commonCause
}

/** Probability that a set does not start, after tests that were missed in a row. */
function failToStart(p: PowerSite, set: number): number {
  const { failToStart: tested, tests } = planOfSet(p, set)
  let probability = tested
  for (let missed = p.fuel.col.missed[p.setBlock[set]]; missed > 0 && probability < 1; missed--) probability *= tests.missedFactor
  return Math.min(1, probability)
}

/** A set that turns already joins at once. */
function takeOver(standby: Standby, set: number): void {
  const { p, hours } = standby
  const { state } = p.sets.col
  const block = p.setBlock[set]
  p.fuel.col[state[set] === SET.cooling ? 'cooling' : 'testing'][block] -= 1
  turnHours(hours, set, purposeOf(p, block))
  join(standby, set)
  followBurn(standby.tanks, block)
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
    if (state[set] === SET.cooling || state[set] === SET.testing) takeOver(standby, set)
    if (state[set] !== SET.standby || !isAble(p, set)) continue
    if (uniform(p.setKey[set], PURPOSE.start, demand * DRAWS) >= planOfSet(p, set).availability) state[set] = SET.notOnCall
    else if (!blocked && uniform(p.setKey[set], PURPOSE.start, demand * DRAWS + 1) >= failToStart(p, set)) run(standby, set)
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
    const plan = planOfSet(p, set)
    if (!blocked && isAble(p, set) && uniform(p.setKey[set], PURPOSE.start, demand * DRAWS + 2) < plan.retrySuccess) run(standby, set)
    else repair(standby, set, plan.startRepairMs)
  }
}

/** The demand is over: running sets cool down, those off call are back, those that never started go to repair. */
export function endDemand(standby: Standby, block: number): void {
  const { p, cooled } = standby
  const { state } = p.sets.col
  const { cooling, cooled: handle } = p.fuel.col
  for (let set = p.setBegin[block]; set < p.setBegin[block + 1]; set++) {
    if (state[set] === SET.retry) repair(standby, set, planOfSet(p, set).startRepairMs)
    else if (state[set] === SET.notOnCall) state[set] = SET.standby
    if (state[set] !== SET.running) continue
    leave(standby, set)
    state[set] = SET.cooling
    cooling[block] += 1
  }
  followBurn(standby.tanks, block)
  if (cooling[block] === 0) return
  cancelAt(p, handle, block)
  handle[block] = p.ctx.kernel.schedule(cooled, block, p.ctx.kernel.now + COOLDOWN_MS)
}

function endCooling(standby: Standby, block: number): void {
  const { p } = standby
  const { state } = p.sets.col
  for (let set = p.setBegin[block]; set < p.setBegin[block + 1]; set++) {
    if (state[set] !== SET.cooling) continue
    stop(standby, set)
    state[set] = SET.standby
  }
  p.ports.requestSettle(block)
}

/** Puts the sets in standby that may be tested on the load bank; false if none may. */
export function beginTest(standby: Standby, block: number, load: number): boolean {
  const { p, hours, tanks } = standby
  const { state } = p.sets.col
  const { testing, testLoad, isDry } = p.fuel.col
  if (isDry[block] === 1 || areSetsShut(p, block, false)) return false
  testLoad[block] = load
  for (let set = p.setBegin[block]; set < p.setBegin[block + 1]; set++) {
    if (state[set] !== SET.standby || !mayRun(p, set, RUN_FOR.test)) continue
    state[set] = SET.testing
    testing[block] += 1
    beginHours(hours, set, RUN_FOR.test)
    p.ctx.emit({ kind: 'generatorStarted', generator: p.setPath[set] })
  }
  followBurn(tanks, block)
  return testing[block] > 0
}

/** Ends the test of the sets that are still on the load bank. */
export function endTest(standby: Standby, block: number): void {
  const { p } = standby
  const { state } = p.sets.col
  for (let set = p.setBegin[block]; set < p.setBegin[block + 1]; set++) {
    if (state[set] !== SET.testing) continue
    stop(standby, set)
    state[set] = SET.standby
  }
}
