/**
 * What a block does when it loses the utility: UPS on battery at once, sets at speed, in parallel, UPS walked in and cooling back, or the
 * battery ends first and the racks are dark. When the utility has been healthy for a while the block goes back to it.
 */
import { SECOND_MS } from '../../base/spans.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import { beginCharge, drain, endCharge, setCharge } from './battery.ts'
import type { BlockPlan } from './block-plan.ts'
import { moveToReserve } from './catchers.ts'
import { UNLIMITED_W } from './flow.ts'
import { limitBattery } from './mechanical-ups.ts'
import { NODE, nodeOf } from './network.ts'
import { MODE, type PowerSite, cancelAt, isOnBattery } from './power-site.ts'
import { refreshRacks, restoreShed, setBlockGate } from './racks.ts'
import { followBurn } from './fuel-tanks.ts'
import { type SetTests, createSetTests, startTests } from './set-tests.ts'
import { type Standby, beginDemand, createStandby, endDemand, retryDemand } from './standby.ts'
import { eachLive, hasUtility, islandW, siteCause } from './supply.ts'
import { equipmentCause } from './taken.ts'
import type { UnitTable } from './units.ts'

/** Walk-in of one UPS system, stagger between systems, return of the mechanical load; engineering defaults. */
const WALK_IN_MS = 10 * SECOND_MS
const STAGGER_MS = 5 * SECOND_MS
const MECHANICAL_MS = 20 * SECOND_MS

/** From sets in parallel on the bus to all of the block on them, ms. */
export function walkInMs(plan: BlockPlan): number {
  return Math.max(MECHANICAL_MS, WALK_IN_MS + STAGGER_MS * (plan.topology.systems - 1))
}

/** From the loss of the utility to a block that runs on its sets, ms; Infinity without sets. */
export function standbyReadyMs(plan: BlockPlan): number {
  const { standby } = plan
  return standby === undefined ? Infinity : standby.startMs + standby.synchroniseMs + walkInMs(plan)
}

export interface UtilityLoss {
  readonly p: PowerSite
  readonly units: () => UnitTable
  readonly standby: Standby
  readonly tests: SetTests
  readonly commands: Readonly<Record<'atSpeed' | 'retried' | 'islandFormed' | 'batteryEnded' | 'retransferred' | 'recharged' | 'rideEnded', CommandType>>
}

/** Registers the chain of commands. */
export function createUtilityLoss(p: PowerSite, units: () => UnitTable): UtilityLoss {
  const { kernel } = p.ctx
  const columns = p.blocks.col
  const { nextStep, retry, batteryEnd, retransfer, recharged } = columns
  /** A command of a block clears its handle before anything else. */
  const step = (name: string, phase: Phase, handles: Float64Array, act: (loss: UtilityLoss, block: number) => void): CommandType =>
    kernel.command(`power.${name}`, phase, block => {
      handles[block] = 0
      act(loss, block)
    })
  const standby = createStandby(p, {
    joined: block => setJoined(loss, block),
    left: block => setLeft(loss, block),
    wants: block => columns.covered[block] === 0 && (columns.mode[block] === MODE.battery || columns.mode[block] === MODE.island || columns.mode[block] === MODE.dead),
  })
  const loss: UtilityLoss = {
    p,
    units,
    standby,
    tests: createSetTests(standby),
    commands: {
      atSpeed: step('setsAtSpeed', Phase.facility, nextStep, setsAtSpeed),
      retried: step('setsRetried', Phase.facility, retry, setsRetried),
      islandFormed: step('islandFormed', Phase.facility, nextStep, formIsland),
      batteryEnded: step('batteryEnded', Phase.fault, batteryEnd, endBattery),
      retransferred: step('retransferred', Phase.repair, retransfer, retransferBack),
      rideEnded: step('rideEnded', Phase.repair, p.sagged.col.rideEnd, endRide),
      recharged: step('recharged', Phase.repair, recharged, (_, block) => {
        setCharge(p, block, 1)
        p.ports.requestSettle(block)
      }),
    },
  }
  return loss
}

/** Sets links and limits of a block for its mode. */
function wire(p: PowerSite, block: number): void {
  const mode = p.blocks.col.mode[block]
  const { flow } = p
  flow.link(nodeOf(block, NODE.transformer), mode === MODE.utility)
  flow.setLimit(nodeOf(block, NODE.transformer), 0)
  flow.link(nodeOf(block, NODE.bus), mode !== MODE.island)
  flow.setLimit(nodeOf(block, NODE.bus), mode === MODE.island ? islandW(p, block) : 0)
  for (const node of [NODE.ups, NODE.mechanicalUps]) {
    flow.link(nodeOf(block, node), !isOnBattery(p, block))
    flow.setLimit(nodeOf(block, node), UNLIMITED_W)
  }
  limitBattery(p, block)
}

function enter({ p, units }: UtilityLoss, block: number, mode: number): void {
  p.blocks.col.mode[block] = mode
  wire(p, block)
  refreshRacks(p, units(), block)
  p.ports.requestSettle(block)
}

/** The block has supply again, from the utility or from its sets. */
function resupply(loss: UtilityLoss, block: number, mode: number): void {
  const { p, units } = loss
  enter(loss, block, mode)
  setBlockGate(p, block, undefined)
  restoreShed(p, units(), block)
}

function loseUtility(loss: UtilityLoss, block: number): void {
  const { p, commands } = loss
  const { kernel, emit } = p.ctx
  endCharge(p, block)
  cancelAt(p, p.sagged.col.rideEnd, block)
  cancelAt(p, p.blocks.col.nextStep, block)
  enter(loss, block, MODE.battery)
  emit({ kind: 'outageStarted', what: `${p.plan.blocks[block].path}/utility`, block })
  const { standby } = p.plan.blocks[block]
  if (standby !== undefined) p.blocks.col.nextStep[block] = kernel.schedule(commands.atSpeed, block, kernel.now + standby.startMs)
}

function regainUtility(loss: UtilityLoss, block: number): void {
  const { p, commands } = loss
  const { mode, nextStep, retry, retransfer } = p.blocks.col
  if (mode[block] !== MODE.island) beginCharge(p, block, commands.recharged)
  for (const handles of [nextStep, retry, retransfer]) cancelAt(p, handles, block)
  endDemand(loss.standby, block)
  const isCharged = mode[block] === MODE.battery && p.blocks.col.charge[block] > 0
  resupply(loss, block, MODE.utility)
  if (isCharged) ride(loss, block, p.ctx.kernel.now + p.plan.sagResponse.retransfer)
  p.ctx.emit({ kind: 'outageEnded', what: `${p.plan.blocks[block].path}/utility`, block })
}

function setsAtSpeed(loss: UtilityLoss, block: number): void {
  const { p, commands, standby } = loss
  const { kernel } = p.ctx
  const hasRetry = beginDemand(standby, block)
  if (hasRetry) p.blocks.col.retry[block] = kernel.schedule(commands.retried, block, kernel.now + (p.plan.blocks[block].standby?.retryMs ?? 0))
  formSoon(loss, block)
}

function setsRetried(loss: UtilityLoss, block: number): void {
  retryDemand(loss.standby, block)
  setJoined(loss, block)
}

/** With sets running and no island yet, it forms once they are in parallel and the block is walked in. */
function formSoon(loss: UtilityLoss, block: number): void {
  const { p, commands } = loss
  const { nextStep, running } = p.blocks.col
  const plan = p.plan.blocks[block]
  if (running[block] === 0 || nextStep[block] !== 0 || plan.standby === undefined) return
  nextStep[block] = p.ctx.kernel.schedule(commands.islandFormed, block, p.ctx.kernel.now + plan.standby.synchroniseMs + walkInMs(plan))
}

function formIsland(loss: UtilityLoss, block: number): void {
  const { p, commands } = loss
  if (p.blocks.col.running[block] === 0) return
  beginCharge(p, block, commands.recharged)
  resupply(loss, block, MODE.island)
}

/** A set came late: more power on the island, or an island at last. */
function setJoined(loss: UtilityLoss, block: number): void {
  const { p, units } = loss
  if (p.blocks.col.mode[block] !== MODE.island) {
    formSoon(loss, block)
    return
  }
  wire(p, block)
  restoreShed(p, units(), block)
  p.ports.requestSettle(block)
}

function setLeft(loss: UtilityLoss, block: number): void {
  const { p } = loss
  if (p.blocks.col.mode[block] !== MODE.island) return
  if (p.blocks.col.running[block] === 0) {
    endCharge(p, block)
    enter(loss, block, MODE.battery)
    // Sets that ran for a call alone leave a utility behind that is there.
    if (p.called.col.onCall[block] === 1) {
      p.called.col.onCall[block] = 0
      coverBlocks(loss)
    }
    return
  }
  wire(p, block)
  p.ports.requestSettle(block)
}

function endBattery(loss: UtilityLoss, block: number): void {
  const { p } = loss
  setCharge(p, block, 0)
  // What is left of the utility is better than nothing; its shortage is shared by class.
  if (p.blocks.col.mode[block] === MODE.utility) {
    endRide(loss, block)
    return
  }
  if (hasUtility(p, block)) {
    regainUtility(loss, block)
    return
  }
  const ownCause = p.plan.blocks[block].standby === undefined ? siteCause(p) : equipmentCause(p, block, 'generationFault')
  const cause = p.blocks.col.transformersUp[block] === 0 ? equipmentCause(p, block, 'transformerFault') : ownCause
  if (!moveToReserve(p, block, true)) {
    setBlockGate(p, block, cause)
    p.ctx.emit({ kind: 'blockShed', block, cause })
  }
  enter(loss, block, MODE.dead)
}

function retransferBack(loss: UtilityLoss, block: number): void {
  if (loss.p.blocks.col.covered[block] === 1) regainUtility(loss, block)
}

/** What a block does when its live supply is now enough, or no longer is. */
function react(loss: UtilityLoss, block: number, wasCovered: boolean): void {
  const { p, commands } = loss
  const { mode, covered, retransfer } = p.blocks.col
  const { standby, retransferMs } = p.plan.blocks[block]
  const isCovered = covered[block] === 1
  const isOn = hasUtility(p, block)
  if (mode[block] === MODE.utility && !isCovered && (!isOn || (wasCovered && standby !== undefined && p.called.col.onCall[block] === 0))) loseUtility(loss, block)
  else if (mode[block] === MODE.battery && (isCovered || (isOn && standby === undefined))) regainUtility(loss, block)
  else if (mode[block] === MODE.dead && (isCovered || isOn)) regainUtility(loss, block)
  else if (mode[block] === MODE.island && !isCovered) cancelAt(p, retransfer, block)
  else if (mode[block] === MODE.island && retransfer[block] === 0) {
    retransfer[block] = p.ctx.kernel.schedule(commands.retransferred, block, p.ctx.kernel.now + retransferMs)
  }
}

/** Compares the live supply with what blocks need, and moves blocks between utility, battery and sets. */
export function coverBlocks(loss: UtilityLoss): void {
  const { covered, transformersUp } = loss.p.blocks.col
  eachLive(loss.p, (block, isEnough) => {
    const wasCovered = covered[block] === 1
    covered[block] = isEnough && transformersUp[block] > 0 && loss.p.called.col.onCall[block] === 0 ? 1 : 0
    react(loss, block, wasCovered)
  })
}

/** Starts the sets of a block on the utility, which take it over once they are in parallel. */
export function beginResponse({ p, commands }: UtilityLoss, block: number): void {
  const { standby } = p.plan.blocks[block]
  const { nextStep } = p.blocks.col
  if (standby === undefined || nextStep[block] !== 0) return
  p.called.col.onCall[block] = 1
  p.blocks.col.covered[block] = 0
  nextStep[block] = p.ctx.kernel.schedule(commands.atSpeed, block, p.ctx.kernel.now + standby.startMs)
}

/** No call is left: blocks go back to the utility, those whose sets have not taken over yet at once. */
export function endResponse(loss: UtilityLoss): void {
  const { p } = loss
  const { onCall } = p.called.col
  for (let block = 0; block < onCall.length; block++) {
    if (onCall[block] === 0) continue
    onCall[block] = 0
    if (p.blocks.col.mode[block] !== MODE.utility) continue
    cancelAt(p, p.blocks.col.nextStep, block)
    cancelAt(p, p.blocks.col.retry, block)
    endDemand(loss.standby, block)
  }
  coverBlocks(loss)
}

/** Puts an energised block on the utility for the first time, with its batteries full. */
export function connectBlock(loss: UtilityLoss, block: number): void {
  const { p } = loss
  p.blocks.col.covered[block] = 1
  setCharge(p, block, 1)
  startTests(loss.tests, block)
  resupply(loss, block, MODE.utility)
}

/** The UPS of a block on the utility live on their batteries until a time at least; true if they did not before. */
export function ride({ p, commands }: UtilityLoss, block: number, untilMs: number): boolean {
  const { rideEnd } = p.sagged.col
  const { kernel } = p.ctx
  if (rideEnd[block] !== 0) {
    if (kernel.timeOf(rideEnd[block]) < untilMs) kernel.reschedule(rideEnd[block], untilMs)
    return false
  }
  rideEnd[block] = kernel.schedule(commands.rideEnded, block, untilMs)
  endCharge(p, block)
  wire(p, block)
  p.ports.requestSettle(block)
  return true
}

/** The UPS of a block trust the mains again. */
function endRide({ p, commands }: UtilityLoss, block: number): void {
  cancelAt(p, p.sagged.col.rideEnd, block)
  if (p.blocks.col.mode[block] !== MODE.utility) return
  beginCharge(p, block, commands.recharged)
  wire(p, block)
  p.ports.requestSettle(block)
}

/** Follows a change of the load: what is on battery drains at its load, sets burn at theirs. */
export function followLoad(loss: UtilityLoss, block: number): void {
  followBurn(loss.standby.tanks, block)
  if (isOnBattery(loss.p, block)) drain(loss.p, block, loss.commands.batteryEnded)
}

/** The weather changed what sets can give. */
export function followWeather(loss: UtilityLoss): void {
  const { p } = loss
  for (let block = 0; block < p.plan.blocks.length; block++) if (p.blocks.col.mode[block] === MODE.island) wire(p, block)
}
