/**
 * The cooling domain: per block the liquid and the air path, their plants, stores, failures and limits. `evaluate` is told the
 * heat and the granted power and answers with electric demand, temperatures and throttling; between evaluations the stores move
 * in closed form and the next threshold they cross is a scheduled command.
 */
import { altitudeFactor, dewPointC, vapourPressurePa, wetBulbC } from '../../physics/psychrometrics.ts'
import { Phase } from '../kernel/kernel.ts'
import type { AssetPort, CoolingPort, CoolingView, DomainContext, WeatherNow } from '../ports.ts'
import { RISE_DWELL_MS, RISE_PERCENT, askedPercent } from './asked-power.ts'
import { addMachine } from './added.ts'
import { coolingAssets } from './assets.ts'
import { STANDING, type ViewTable, advance, chilledRow, createCoolingState, excessRow, facilityRow } from './block-state.ts'
import { type CoolingPorts, type CoolingRun, guardedC } from './cooling-run.ts'
import { crossed, nextCrossingMs } from './crossings.ts'
import { designBlocks } from './design-blocks.ts'
import { createEquipment, registerEquipment, startEquipment } from './equipment.ts'
import { registerHail, strikeCoolers } from './hail.ts'
import { type HeatBalance, heatBalance } from './heat-balance.ts'
import { type ModeHours, createModeTable, followModes, modeHours } from './mode-hours.ts'
import { setModes } from './modes.ts'
import { createLeaks, registerLeaks, startLeaks } from './leaks.ts'
import { moveStores } from './motion.ts'
import { createRowUnits, registerRowUnits, reviewRows } from './row-units.ts'
import { fanFactor, fanSteps } from './server-fans.ts'
import { setResets } from './set-point-reset.ts'
import { createBlockInput, createBlockSolution } from './solution.ts'
import { type WaterBook, balanceWater, waterBook } from './water-balance.ts'
import { adoptPolicy, drawWater } from './water-draw.ts'
import type { MachineKind } from './machines.ts'
import { MG_PER_KG, waterPlan } from './water-plan.ts'
import { registerWater, setExtremeShare, startWater } from './water-source.ts'
import { type WaterState, createWaterState } from './water-state.ts'

export interface Cooling extends CoolingPort {
  readonly assets: AssetPort
  /** Puts one more machine beside those of a block; false where it has none of the kind. */
  addMachine(block: number, kind: MachineKind): boolean
  start(): void
  /** A block has passed its last level of commissioning: its machines are in service as soon as their plant is ready. */
  blockCommissioned(block: number): void
  /** Heat books of a block at this instant, recomputed from state: for inspectors and conservation checks. */
  explain(block: number): HeatBalance
  /** Water of the site at this instant, whole µg. */
  waterBook(): WaterBook
  /** Hours of a block by mode of cooling, and how often free cooling gave way to compressors. */
  modeHours(block: number): ModeHours
  compressorStarts(block: number): number
}

function evaluate(run: CoolingRun, block: number, itW: number, roomLossW: number, poweredFraction: number): void {
  const { state, solution } = run
  const { blocks, stores, view } = state
  advance(state, run.designs[block], block, run.ctx.kernel.now)
  blocks.col.itW[block] = itW
  blocks.col.roomLossW[block] = roomLossW
  blocks.col.poweredFraction[block] = poweredFraction
  adoptPolicy(run, block)
  moveStores(run, block)
  blocks.col.liquidHeatW[block] = solution.loop.facilityHeatW
  blocks.col.airHeatW[block] = solution.air.waterHeatW
  const facilityC = stores.col.start[facilityRow(block)]
  const coolantC = facilityC + solution.loop.approachK + stores.col.start[excessRow(block)]
  const inletC = stores.col.start[chilledRow(block)] + solution.air.inletAboveK + state.halls.col.airK[block]
  const guardC = guardedC(run, block)
  view.col.mechanicalW[block] = Math.round(solution.requestW)
  drawWater(run, block)
  view.col.makeupKgps[block] = run.water.blocks.col.makeupMgps[block] / MG_PER_KG
  view.col.facilitySupplyC[block] = facilityC
  view.col.coolantC[block] = Math.max(coolantC, guardC)
  view.col.inletAirC[block] = inletC
  followModes(run, block)
  tell(run, block, coolantC, inletC, guardC)
  scheduleCrossing(run, block)
}

/** What the racks are asked for at these temperatures, and what is counted while it lasts. */
function tell(run: CoolingRun, block: number, coolantC: number, inletC: number, guardC: number): void {
  const { blocks, halls, view } = run.state
  const design = run.designs[block]
  const { limits, liquid } = design
  const { col } = blocks
  const isLoaded = col.itW[block] > 0
  const hasPlates = isLoaded && liquid.heatW > 0
  const wanted = isLoaded ? askedPercent(limits, col.regime[block], halls.col.heatW[block] !== 0, hasPlates ? coolantC : -Infinity, inletC, col.told[block]) : 100
  const told = col.told[block]
  const mayRise = isLoaded && wanted > told
  const rested = run.ctx.kernel.now - col.toldAt[block] >= RISE_DWELL_MS
  const percent = mayRise ? Math.min(wanted, told + (rested ? RISE_PERCENT : 0)) : wanted
  col.mayRise[block] = wanted > percent ? 1 : 0
  if (percent !== Math.round(view.col.throttle[block] * 100)) {
    view.col.throttle[block] = percent / 100
    run.ctx.emit({ kind: 'throttleChanged', block, factor: percent / 100 })
  }
  const steps = isLoaded && design.fans.risePerK > 0 ? fanSteps(design, inletC, col.fanSteps[block]) : 0
  view.col.fanSteps[block] = steps
  view.col.fanFactor[block] = fanFactor(design, steps)
  col.standing[block] =
    (hasPlates && coolantC > limits.coolantMaxC ? STANDING.beyondWarranty : 0) |
    ((hasPlates && coolantC > limits.warningC) || (isLoaded && inletC > limits.inletWarningC) ? STANDING.warned : 0) |
    (hasPlates && coolantC < guardC ? STANDING.guarded : 0)
}

/** Keeps one pending command per block, at the next instant at which something changes by itself. */
function scheduleCrossing(run: CoolingRun, block: number): void {
  const { kernel } = run.ctx
  const { crossing } = run.state.blocks.col
  const atMs = nextCrossingMs(run, block)
  if (atMs === Infinity) {
    if (crossing[block] !== 0) kernel.cancel(crossing[block])
    crossing[block] = 0
  } else if (crossing[block] === 0) {
    crossing[block] = kernel.schedule(run.commands.crossing, block, atMs)
  } else if (kernel.timeOf(crossing[block]) !== atMs) {
    kernel.reschedule(crossing[block], atMs)
  }
}

/** New weather: economisers change their mode here and only here, so that rounds of a settle see one mode. */
function setWeather(run: CoolingRun, now: WeatherNow): void {
  const { weather } = run.state
  weather.dryBulbC = now.dryBulbC
  weather.wetBulbC = now.wetBulbC
  weather.humidityRatio = now.humidityRatio
  if (run.isGuarded) weather.dewPointC = dewPointC(vapourPressurePa(now.humidityRatio, now.pressurePa))
  weather.pressurePa = now.pressurePa
  weather.airFactor = altitudeFactor(now.pressurePa)
  for (let block = 0; block < run.designs.length; block++) {
    setYard(run, block)
    setResets(run, block)
    setModes(run, block)
  }
  reviewRows(run)
}

/** Exhaust that coolers breathe again adds heat and no moisture. */
function setYard({ designs, state }: CoolingRun, block: number): void {
  const { yardRecirculates, yardRecirculation } = designs[block].section
  if (yardRecirculates === 'design-day' || yardRecirculation === 0) return
  const { dryBulbC, wetBulbC: wetC, humidityRatio, pressurePa } = state.weather
  state.blocks.col.yardK[block] = yardRecirculation
  state.blocks.col.yardWetK[block] = Math.max(0, wetBulbC(dryBulbC + yardRecirculation, humidityRatio, pressurePa) - wetC)
}

/** The table has a fixed row for every block, so its columns stay the same arrays when a run is restored. */
function viewOf({ col }: ViewTable, { site }: WaterState): CoolingView {
  const { mechanicalW, makeupKgps, facilitySupplyC, coolantC, inletAirC, throttle, fanFactor, shutdown, beyondWarrantyMs, warnedMs, guardedMs } = col
  return { mechanicalW, makeupKgps, drawMgps: () => site.drawMgps, facilitySupplyC, coolantC, inletAirC, throttle, fanFactor, shutdown, beyondWarrantyMs, warnedMs, guardedMs }
}

/** Blocks whose plant comes later than they do are held shut until it is ready. */
function startPlants(run: CoolingRun): void {
  run.designs.forEach((design, block) => {
    if (design.readyMs <= 0) return
    run.ports.gates.closeBlock(block, 'plantDelay')
    if (design.readyMs < run.ctx.world.horizonMs) run.ctx.kernel.schedule(run.commands.ready, block, design.readyMs)
  })
}

function plantReady(run: CoolingRun, block: number): void {
  const { blocks, view } = run.state
  blocks.col.ready[block] = 1
  view.col.shutdown[block] = blocks.col.shutdown[block]
  run.ctx.emit({ kind: 'milestoneReached', milestone: 'cooling plant', block, plannedMs: run.designs[block].readyMs })
  run.ports.gates.openBlock(block, 'plantDelay')
  run.ports.requestSettle(block)
}

/** Creates the cooling domain over all blocks of the world. */
export function createCooling(ctx: DomainContext, ports: CoolingPorts): Cooling {
  const designs = designBlocks(ctx.scenario, ctx.world)
  const commands = { crossing: 0, ready: 0, fail: 0, repair: 0, sourceLost: 0, sourceBack: 0, sourceReady: 0, droughtStage: 0, waterYear: 0, waterCrossing: 0, coilRepaired: 0, leak: 0, leakMended: 0, rowsReviewed: 0 }
  const state = createCoolingState(ctx.state, designs)
  const equipment = createEquipment(ctx, designs)
  const leaks = createLeaks(ctx, designs)
  const plan = waterPlan(ctx.scenario, ctx.world, designs)
  const water = createWaterState(ctx.state, plan, designs.length)
  const run: CoolingRun = { ctx, ports, designs, state, equipment, leaks, rows: createRowUnits(ctx, designs, equipment.machines), input: createBlockInput(), solution: createBlockSolution(), commands, waterPlan: plan, water, modes: createModeTable(ctx.state, designs.length), isGuarded: designs.some(({ limits }) => limits.guardMaxC > -Infinity) }
  commands.crossing = ctx.kernel.command('cooling.crossing', Phase.facility, block => crossed(run, block))
  commands.ready = ctx.kernel.command('cooling.ready', Phase.facility, block => plantReady(run, block))
  registerEquipment(run)
  registerLeaks(run)
  registerRowUnits(run)
  registerWater(run)
  registerHail(run)
  return {
    view: viewOf(state.view, run.water),
    assets: coolingAssets(run),
    addMachine: (block, kind) => addMachine(run, block, kind),
    setWeather: weather => setWeather(run, weather),
    evaluate: (block, itW, roomLossW, poweredFraction) => evaluate(run, block, itW, roomLossW, poweredFraction),
    setAirSide(share) {
      state.weather.airSide = share
      ports.requestSettle(-1)
    },
    setWaterSupply: share => setExtremeShare(run, share),
    settled() {
      if (run.water.site.isDirty === 1) balanceWater(run)
    },
    blockCommissioned: block => startEquipment(run, block, () => ctx.kernel.now),
    waterBook: () => waterBook(run),
    modeHours: block => modeHours(run, block),
    compressorStarts: block => state.blocks.col.compressorStarts[block],
    strikeCoolers: (damage, repair, key) => strikeCoolers(run, damage, repair, key),
    explain: block => heatBalance(run, block),
    start() {
      startPlants(run)
      if (ports.isCommissioned === undefined) startEquipment(run, -1, block => ctx.world.blocks.contractMs[block])
      startLeaks(run)
      startWater(run)
    },
  }
}
