/**
 * Thresholds: the next instant at which a block changes by itself, as one scheduled command. Temperatures between two of them
 * follow from the motions; nothing is polled.
 */
import { hallCrossingMs } from '../../physics/thermal-mass.ts'
import { REGIME, advance, chilledRow, excessRow, facilityRow } from './block-state.ts'
import { RISE_DWELL_MS, coolantAboveC, coolantBelowC, inletAboveC, inletBelowC } from './asked-power.ts'
import { nextStageMs, recordStart } from './chiller-start.ts'
import { nextDecayMs } from './chip-heat.ts'
import { coldTankMs } from './cold-tank.ts'
import { type CoolingRun, guardedC } from './cooling-run.ts'
import { coolantLimitC, couldReturn, protect, temperatures } from './protection.ts'
import { fansAboveC, fansBelowC } from './server-fans.ts'
import { MOTION, storeCrossingMs } from './transients.ts'

/** A threshold was reached: move there, act on it, and have the block solved anew. */
export function crossed(run: CoolingRun, block: number): void {
  run.state.blocks.col.crossing[block] = 0
  advance(run.state, run.designs[block], block, run.ctx.kernel.now)
  if (run.state.blocks.col.chillersAt[block] === run.ctx.kernel.now) recordStart(run.state.blocks, block, run.ctx.kernel.now)
  protect(run, block)
  run.ports.requestSettle(block)
}

/** Time of the next threshold, ms since the start, strictly after now; Infinity when the block rests. */
export function nextCrossingMs(run: CoolingRun, block: number): number {
  const { stores } = run.state
  const { motion } = stores.col
  // What is asked of the racks counts when they are asked again, which changes the heat.
  if (run.state.blocks.col.told[block] !== toldPercent(run, block) || run.state.blocks.col.fanSteps[block] !== run.state.view.col.fanSteps[block]) return run.ctx.kernel.now + 1
  let waitMs = startsMs(run, block)
  if (run.state.blocks.col.mayRise[block] === 1) waitMs = Math.min(waitMs, run.state.blocks.col.toldAt[block] + RISE_DWELL_MS - run.ctx.kernel.now)
  const hot = run.state.blocks.col.shutdown[block] === 1
  if (hot) waitMs = Math.min(waitMs, returnMs(run, block), nextDecayMs(run.state.blocks, run.designs[block], run.ctx.kernel.now))
  if (motion[facilityRow(block)] !== MOTION.rest || motion[excessRow(block)] !== MOTION.rest) waitMs = Math.min(waitMs, coolantMs(run, block))
  if (motion[chilledRow(block)] !== MOTION.rest || run.state.halls.col.heatW[block] !== 0) waitMs = Math.min(waitMs, airMs(run, block))
  if (run.designs[block].hasTanks) waitMs = Math.min(waitMs, coldTankMs(run.state.coldTanks, run.designs[block]))
  if (waitMs === Infinity) return Infinity
  // Rounded up, so that the threshold is reached when the command runs.
  return run.ctx.kernel.now + Math.max(1, Math.ceil(waitMs))
}

const toldPercent = ({ state }: CoolingRun, block: number): number => Math.round(state.view.col.throttle[block] * 100)

/** Until pumps have started, or chillers start or reach the next stage of their ramp. */
function startsMs(run: CoolingRun, block: number): number {
  const col = run.state.blocks.col
  const nowMs = run.ctx.kernel.now
  let waitMs = Infinity
  if (col.pumpsAt[block] > nowMs) waitMs = col.pumpsAt[block] - nowMs
  if (col.flowing[block] === 1 || col.pumpsAt[block] > nowMs) waitMs = Math.min(waitMs, nextStageMs(col.chillersAt[block], run.designs[block].section.restart, nowMs))
  return waitMs
}

/** Until a block that is shut down may return; judged here, because only the last round of a settle knows. */
function returnMs(run: CoolingRun, block: number): number {
  const col = run.state.blocks.col
  const nowMs = run.ctx.kernel.now
  col.healthy[block] = couldReturn(run, block) ? 1 : 0
  const waiting = col.restartAt[block] > 0
  if (col.healthy[block] === 0) return waiting ? 0 : Infinity
  return waiting ? col.restartAt[block] - nowMs : 0
}

/** Until facility water or still coolant reaches the set point, an end of its line, a step of what is asked, something that counts, shutdown, or health. */
function coolantMs(run: CoolingRun, block: number): number {
  const { stores, blocks } = run.state
  const { limits } = run.designs[block]
  const col = blocks.col
  const { coolantC } = temperatures(run, block)
  const told = toldPercent(run, block)
  const facility = facilityRow(block)
  const still = col.regime[block] !== REGIME.flowing
  const row = still ? excessRow(block) : facility
  // What the moving store lacks to the coolant temperature.
  const offsetK = coolantC - stores.col.start[row]
  const level = (limitC: number): number => storeCrossingMs(stores, row, limitC - offsetK)
  const passes = (limitC: number): number => (Number.isFinite(limitC) ? ahead(level(limitC)) : Infinity)
  const aboveC = coolantAboveC(limits, col.regime[block], told)
  let waitMs = Math.min(
    aboveC === Infinity ? Infinity : level(aboveC),
    passes(coolantBelowC(limits, col.regime[block], told)),
    passes(limits.warningC),
    passes(limits.coolantMaxC),
    passes(guardedC(run, block)),
  )
  if (coolantC < coolantLimitC(limits, col.regime[block])) waitMs = Math.min(waitMs, level(coolantLimitC(limits, col.regime[block])))
  if (col.shutdown[block] === 1) waitMs = Math.min(waitMs, ahead(level(limits.coolantMaxC - 3)))
  if (stores.col.motion[facility] === MOTION.rest) return waitMs
  return Math.min(
    waitMs,
    ahead(storeCrossingMs(stores, facility, stores.col.floor[facility])),
    ahead(storeCrossingMs(stores, facility, col.facilityFromC[block])),
    ahead(storeCrossingMs(stores, facility, col.facilityToC[block])),
  )
}

/** Until chilled water reaches its set point or an end of its line, or inlets their limit. */
function airMs(run: CoolingRun, block: number): number {
  const { stores, blocks, halls } = run.state
  const { limits, air } = run.designs[block]
  const col = blocks.col
  const { inletC } = temperatures(run, block)
  const told = toldPercent(run, block)
  const isHallWarming = halls.col.heatW[block] !== 0
  const chilled = chilledRow(block)
  const hallHeatW = halls.col.heatW[block]
  let waitMs = Infinity
  const design = run.designs[block]
  const steps = run.state.view.col.fanSteps[block]
  const nextC = Math.min(inletC < limits.inletWarningC ? limits.inletWarningC : limits.inletMaxC, fansAboveC(design, steps))
  if (hallHeatW !== 0 && inletC < nextC) {
    const state = { airC: halls.col.airK[block], equipmentC: halls.col.equipmentK[block] }
    waitMs = hallCrossingMs(air.masses, state, hallHeatW, nextC - inletC + state.airC)
  }
  if (stores.col.motion[chilled] === MOTION.rest) return waitMs
  const offsetK = inletC - stores.col.start[chilled]
  const levelOf = (limitC: number): number => (Number.isFinite(limitC) ? storeCrossingMs(stores, chilled, limitC - offsetK) : Infinity)
  return Math.min(
    waitMs,
    inletC < limits.inletMaxC ? storeCrossingMs(stores, chilled, limits.inletMaxC - offsetK) : Infinity,
    ahead(storeCrossingMs(stores, chilled, limits.inletWarningC - offsetK)),
    ahead(levelOf(fansAboveC(design, steps))),
    ahead(levelOf(fansBelowC(design, steps))),
    levelOf(inletAboveC(limits, isHallWarming, told)),
    ahead(levelOf(inletBelowC(limits, isHallWarming, told))),
    ahead(storeCrossingMs(stores, chilled, stores.col.floor[chilled])),
    ahead(storeCrossingMs(stores, chilled, col.chilledFromC[block])),
    ahead(storeCrossingMs(stores, chilled, col.chilledToC[block])),
  )
}

/** A bound on which the store stands already is behind it. */
const ahead = (ms: number): number => (ms > 0 ? ms : Infinity)
