/**
 * What temperatures do to racks: thermal shutdown with its root cause, restart once the plant can carry again what it could not.
 */
import type { Cause } from '../ports.ts'
import type { BlockDesign, BlockLimits } from './block-design.ts'
import { REGIME, chilledRow, excessRow, facilityRow } from './block-state.ts'
import { capacityShare } from './chiller-start.ts'
import { startDecay } from './chip-heat.ts'
import { type CoolingRun, readInput } from './cooling-run.ts'
import { type BlockInput, createBlockSolution, solveEquilibrium } from './solution.ts'
import { machineCause } from './taken.ts'

/** Coolant must fall this far below the vendor's limit, and predictions stay this far from shutdown, before a restart, K. */
const RESTART_MARGIN_K = 3

export const coolantLimitC = (limits: BlockLimits, regime: number): number => (regime === REGIME.noCoolant ? limits.stagnantShutdownC : limits.shutdownC)

/** Temperatures of a block as its stores stand: coolant at the cold plates and air at the inlets, °C. */
export function temperatures(run: CoolingRun, block: number): { readonly coolantC: number; readonly inletC: number } {
  const { start } = run.state.stores.col
  const col = run.state.blocks.col
  return {
    coolantC: start[facilityRow(block)] + col.approachK[block] + start[excessRow(block)],
    inletC: start[chilledRow(block)] + col.inletAboveK[block] + run.state.halls.col.airK[block],
  }
}

/** Too hot, shut down; shut down and well again, wait; waited long enough, return. Called when a threshold is crossed. */
export function protect(run: CoolingRun, block: number): void {
  const col = run.state.blocks.col
  const { limits, section } = run.designs[block]
  const nowMs = run.ctx.kernel.now
  if (col.shutdown[block] === 0) {
    const { coolantC, inletC } = temperatures(run, block)
    const hot = col.itW[block] > 0 && (coolantC >= coolantLimitC(limits, col.regime[block]) || inletC >= limits.inletMaxC)
    if (hot) shutDown(run, block)
    return
  }
  if (col.healthy[block] === 0) col.restartAt[block] = 0
  else if (col.restartAt[block] === 0) col.restartAt[block] = nowMs + section.restart.racks
  else if (nowMs >= col.restartAt[block]) restart(run, block)
}

function shutDown(run: CoolingRun, block: number): void {
  const { blocks, view } = run.state
  const cause = rootCause(run, block)
  blocks.col.cause[block] = TRIP_CAUSES.indexOf(cause)
  blocks.col.shutdown[block] = 1
  blocks.col.healthy[block] = 0
  blocks.col.restartAt[block] = 0
  blocks.col.tripItW[block] = blocks.col.itW[block]
  view.col.shutdown[block] = 1
  startDecay(blocks, run.designs[block], run.designs[block].liquidFraction * blocks.col.itW[block], run.ctx.kernel.now)
  run.ctx.emit({ kind: 'blockShed', block, cause })
  run.ports.gates.closeBlock(block, cause)
}

function restart(run: CoolingRun, block: number): void {
  const { blocks, view } = run.state
  blocks.col.shutdown[block] = 0
  blocks.col.restartAt[block] = 0
  view.col.shutdown[block] = 1 - blocks.col.ready[block]
  run.ports.gates.openBlock(block, TRIP_CAUSES[blocks.col.cause[block]])
}

/** Causes of a thermal shutdown in the order in which they are blamed; weather stands when nothing is broken. Then what machines are taken out for. */
const TRIP_CAUSES = ['coolingPower', 'cdu', 'water', 'plantFault', 'weather', 'zone', 'humanError', 'maintenance'] as const satisfies readonly Cause[]
type TripCause = (typeof TRIP_CAUSES)[number]

interface Suspect {
  readonly cause: TripCause
  readonly guilty: (input: BlockInput, healthy: BlockInput) => boolean
  readonly mend: (input: BlockInput, healthy: BlockInput) => void
}

/** Machines of the plants and the halls. */
const MACHINES = ['units', 'trimChillers', 'towers', 'airUnits', 'airChillers', 'airTowers', 'handlers', 'facilityFlow', 'chilledFlow'] as const satisfies readonly (keyof BlockInput)[]

const hasPumps = ({ facilityFlow, chilledFlow }: BlockInput): boolean => facilityFlow > 0 && chilledFlow > 0

const SUSPECTS: readonly Suspect[] = [
  {
    cause: 'coolingPower',
    guilty: input => input.poweredFraction < 1 || ((!input.pumpsStarted || input.chillerShare < 1) && hasPumps(input)),
    mend: input => Object.assign(input, { poweredFraction: 1, pumpsStarted: true, chillerShare: 1 }),
  },
  { cause: 'cdu', guilty: (input, healthy) => input.cdus < healthy.cdus, mend: (input, healthy) => Object.assign(input, { cdus: healthy.cdus }) },
  { cause: 'water', guilty: input => input.waterLimitKgps < Infinity, mend: input => Object.assign(input, { waterLimitKgps: Infinity }) },
  {
    cause: 'plantFault',
    guilty: (input, healthy) =>
      MACHINES.some(machine => input[machine] < healthy[machine]),
    mend(input, healthy) {
      if (!hasPumps(input)) Object.assign(input, { pumpsStarted: true, chillerShare: 1 })
      for (const machine of MACHINES) input[machine] = healthy[machine]
    },
  },
]

const trial = createBlockSolution()

/** Whether a block would last under `input` at its lasting temperatures, `marginK` away from shutdown. Uses up `input`. */
function lasts(design: BlockDesign, input: BlockInput, marginK: number): boolean {
  solveEquilibrium(design, input, trial)
  if (!trial.loop.hasCoolant || !trial.air.hasAir) return false
  const { limits } = design
  const coolantC = design.liquid.heatW === 0 ? -Infinity : input.facilityC + trial.loop.approachK
  return coolantC < limits.shutdownC - marginK && input.chilledC + trial.air.inletAboveK < limits.inletMaxC - marginK
}

/** The first defect whose mending alone would have kept the block up; failing that the first defect; failing that the weather. */
function rootCause(run: CoolingRun, block: number): TripCause {
  const design = run.designs[block]
  const found = presentInput(run, block)
  const healthy = designHealth(design, found)
  const suspects = SUSPECTS.filter(suspect => suspect.guilty(found, healthy))
  const sole = suspects.find(suspect => {
    const input = { ...found }
    suspect.mend(input, healthy)
    return lasts(design, input, 0)
  })
  const cause = (sole ?? suspects.at(0))?.cause ?? 'weather'
  return cause === 'cdu' || cause === 'plantFault' ? machineCause(run, block, cause) : cause
}

/** The block's input now, with pumps and chillers as they run. */
function presentInput(run: CoolingRun, block: number): BlockInput {
  const col = run.state.blocks.col
  const input = readInput(run, block)
  input.pumpsStarted = col.flowing[block] === 1
  input.chillerShare = input.pumpsStarted ? capacityShare(col.chillersAt[block], run.designs[block].section.restart, run.ctx.kernel.now) : 0
  return { ...input, chipsW: 0, liquidChargeW: 0, airChargeW: 0 }
}

const designHealth = (design: BlockDesign, input: BlockInput): BlockInput => ({
  ...input,
  units: design.coolers?.count ?? 0,
  trimChillers: design.trim?.count ?? 0,
  towers: design.towers?.count ?? 0,
  airUnits: design.airCoolers?.count ?? 0,
  airChillers: design.airChillers.count,
  airTowers: design.airTowers?.count ?? 0,
  cdus: design.liquid.cdusHealthy,
  handlers: design.air.handlersInstalled,
  facilityFlow: 1,
  chilledFlow: 1,
})

/** Whether a block that is shut down could return now: cooled off, and its plant would carry the load on which it tripped. */
export function couldReturn(run: CoolingRun, block: number): boolean {
  const design = run.designs[block]
  const { limits } = design
  const { coolantC, inletC } = temperatures(run, block)
  if (coolantC > limits.coolantMaxC - RESTART_MARGIN_K || inletC > limits.inletWarningC) return false
  const input = presentInput(run, block)
  input.itW = run.state.blocks.col.tripItW[block]
  return input.pumpsStarted && input.chillerShare === 1 && lasts(design, input, RESTART_MARGIN_K)
}
