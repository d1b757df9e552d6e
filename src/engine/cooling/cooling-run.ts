/** What the files of the cooling domain share: its designs, state, ports and scratch, and the reading of a block's present input. */
import { DAY_MS } from '../../base/spans.ts'
import { parallelPumpFlowFraction } from '../../physics/affinity.ts'
import type { CommandType } from '../kernel/kernel.ts'
import type { AssetRepairPort, DomainContext, GatePort } from '../ports.ts'
import { type BlockDesign, DEW_POINT_MARGIN_K } from './block-design.ts'
import { type CoolingState, chilledRow, facilityRow } from './block-state.ts'
import { decayW } from './chip-heat.ts'
import { chargeWantedW } from './cold-tank.ts'
import type { Equipment } from './equipment.ts'
import type { Leaks } from './leaks.ts'
import type { RowUnits } from './row-units.ts'
import type { BlockInput, BlockSolution } from './solution.ts'
import { readWater } from './water-draw.ts'
import type { ModeTable } from './mode-hours.ts'
import type { WaterPlan } from './water-plan.ts'
import type { WaterState } from './water-state.ts'

export interface CoolingPorts {
  readonly gates: Pick<GatePort, 'closeBlock' | 'openBlock' | 'closeRack' | 'openRack'>
  /** Who repairs machines; left out, each is repaired by itself. */
  readonly repairs?: AssetRepairPort | undefined
  /** Whether a block has passed its last level of commissioning, of which `blockCommissioned` tells; without it, all have on their ready dates. */
  readonly isCommissioned?: (block: number) => boolean
  /** Asks for an evaluation of the block in this millisecond; −1 for all. */
  requestSettle(block: number): void
}

/** What the files of this domain share. */
export interface CoolingRun {
  readonly ctx: DomainContext
  readonly ports: CoolingPorts
  readonly designs: readonly BlockDesign[]
  readonly state: CoolingState
  readonly equipment: Equipment
  readonly leaks: Leaks
  readonly rows: RowUnits
  readonly waterPlan: WaterPlan
  readonly water: WaterState
  readonly modes: ModeTable
  readonly input: BlockInput
  readonly solution: BlockSolution
  /** Whether any block's coolant could come near a dew point. */
  readonly isGuarded: boolean
  readonly commands: { crossing: CommandType; ready: CommandType; fail: CommandType; repair: CommandType; sourceLost: CommandType; sourceBack: CommandType; sourceReady: CommandType; droughtStage: CommandType; waterYear: CommandType; waterCrossing: CommandType; coilRepaired: CommandType; leak: CommandType; leakMended: CommandType; rowsReviewed: CommandType }
}

/** Fills the shared input of the solver from state, weather and health; temperatures as they stand in the stores. */
export function readInput(run: CoolingRun, block: number): BlockInput {
  const { input, state } = run
  const design = run.designs[block]
  const { blocks, stores, weather } = state
  const col = blocks.col
  input.itW = col.itW[block]
  input.roomLossW = col.roomLossW[block]
  input.awake = col.shutdown[block] === 1
  input.poweredFraction = col.poweredFraction[block]
  input.liquidChargeW = design.hasTanks ? chargeWantedW(state.coldTanks, design, false) : 0
  input.airChargeW = design.hasTanks ? chargeWantedW(state.coldTanks, design, true) : 0
  input.facilityC = stores.col.start[facilityRow(block)]
  input.chilledC = stores.col.start[chilledRow(block)]
  input.units = design.coolers === undefined ? 0 : Math.max(0, design.coolers.count - col.coilsOut[block] - col.fansOut[block] / design.coolers.fansPerUnit)
  input.trimChillers = design.trim === undefined ? 0 : design.trim.count - col.trimOut[block]
  input.towers = design.towers === undefined ? 0 : design.towers.count - col.towersOut[block]
  input.airUnits = design.airCoolers === undefined ? 0 : Math.max(0, design.airCoolers.count - col.airCoilsOut[block] - col.airFansOut[block] / design.airCoolers.fansPerUnit)
  input.airChillers = design.airChillers.count - col.airChillersOut[block]
  input.airTowers = design.airTowers === undefined ? 0 : design.airTowers.count - col.airTowersOut[block]
  input.cdus = design.liquid.cdusHealthy * (design.liquid.groups.length > 0 ? Math.max(ROWS_LEAST, col.rowsShare[block]) : 1) - col.cdusOut[block]
  // Chips in coolant that stands still keep their heat.
  input.chipsW = col.shutdown[block] === 1 && col.itW[block] === 0 && input.cdus > 0 ? decayW(blocks, design, run.ctx.kernel.now) : 0
  input.handlers = design.air.handlersInstalled - col.handlersOut[block]
  readWater(run, block, input)
  if (col.resetK[block] > input.riseK) input.riseK = col.resetK[block]
  if (col.airResetK[block] > input.airRiseK) input.airRiseK = col.airResetK[block]
  input.economiser = col.economiser[block]
  input.liquidEconomiser = col.liquidEconomiser[block]
  input.dryBulbC = weather.dryBulbC + col.yardK[block]
  input.wetBulbC = weather.wetBulbC + col.yardWetK[block]
  input.humidityRatio = weather.humidityRatio
  input.pressurePa = weather.pressurePa
  input.airFactor = weather.airFactor * weather.airSide
  input.facilityFlow = parallelPumpFlowFraction(design.liquid.pumpsInstalled - col.facilityPumpsOut[block], design.liquid.pumpsNeeded)
  input.chilledFlow = parallelPumpFlowFraction(design.air.pumpsInstalled - col.chilledPumpsOut[block], design.air.pumpsNeeded)
  input.exchange = exchangeLeft(run, block)
  if (col.controllersOut[block] > 0 && design.section.reliability.withoutController === 'stop') stopPlants(input)
  return input
}

/** All machines of the plants stand still. */
function stopPlants(input: BlockInput): void {
  input.units = input.trimChillers = input.towers = input.airUnits = input.airChillers = input.airTowers = 0
}

/** Share of the rows that counts as cooled when all of them are off, so that what is left of their heat has a way. */
const ROWS_LEAST = 1e-3
const DAYS_PER_YEAR = 365.25
/** Exchangers never lose more than this share of their capacity. */
const FOULING_MAX = 0.5

/** Share of the exchangers' capacity that is left since they were last cleaned; it changes at midnight, so that looking changes nothing. */
export function exchangeLeft({ ctx, designs }: CoolingRun, block: number): number {
  const { fouling, cleaning } = designs[block].section.cdu
  if (fouling === 0) return 1
  const serviceMs = Math.max(designs[block].readyMs, ctx.world.blocks.contractMs[block])
  const days = Math.max(0, Math.floor(ctx.kernel.now / DAY_MS) - Math.floor(serviceMs / DAY_MS))
  return Math.max(FOULING_MAX, 1 - (fouling * (days % Math.max(1, Math.round(cleaning / DAY_MS)))) / DAYS_PER_YEAR)
}

/** Coolant below which the hall would sweat, °C: the loop mixes its set point up to it. −Infinity where that cannot be. */
export function guardedC({ designs, state }: CoolingRun, block: number): number {
  const { guardMaxC } = designs[block].limits
  return guardMaxC === -Infinity ? guardMaxC : Math.min(guardMaxC, state.weather.dewPointC + DEW_POINT_MARGIN_K)
}
