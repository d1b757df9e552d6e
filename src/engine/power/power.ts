/** The electrical half: from feeds and engines over transformers, UPS systems and busway to the racks and the cooling plant. */
import { type AssetPort, type DomainContext, newSinceMs, type PowerPort, type WeatherNow } from '../ports.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import { type EmissionBook, emissionBooks } from './air-permits.ts'
import { powerAssets } from './assets.ts'
import { createBatteries } from './batteries.ts'
import { type BreakerLoad, type Breakers, createBreakers } from './breakers.ts'
import { createEnergisation } from './energisation.ts'
import { type EquipmentListener, applyUnit, initialiseEquipment, reconnect, refreshTransformers } from './equipment.ts'
import { UNLIMITED_W } from './flow.ts'
import { type BlockRatings, type PlannedPower, blockRatings, plannedPower } from './capacity.ts'
import { type FuelBook, fuelBook } from './fuel-tanks.ts'
import { askItLoad, isHeldBack, letThroughW } from './governor.ts'
import { type GridSide, createGridSide } from './grid-side.ts'
import { refreshMechanicalUps } from './mechanical-ups.ts'
import { NODE, nodeOf } from './network.ts'
import { setGivenUp } from './not-served.ts'
import { type Overload, createOverload } from './overload.ts'
import { GOVERNED, MODE, type PowerPorts, type PowerSite, createPowerSite } from './power-site.ts'
import { plantChanged } from './plants.ts'
import { refreshRacks, restoreShed } from './racks.ts'
import { type BlockHours, type StandbyHours, blockHours, standbyHours } from './run-hours.ts'
import { holdIntegratedTest } from './set-tests.ts'
import { SHED_SPACING_MS, settlePower } from './settle.ts'
import { airPermitChanged, startStandby } from './standby.ts'
import { type StoreBook, storageLimitW, storeBook, storeChanged } from './site-storage.ts'
import { type Sources, createSources } from './sources.ts'
import { availableSiteW, firmW, refreshSources } from './supply.ts'
import { createSwitchgear } from './switchgear.ts'
import { countOut } from './taken.ts'
import { type Transformers, createTransformers } from './transformers.ts'
import { type Unit, type UnitKind, type UnitTable, createUnits, unitAt } from './units.ts'
import { type UtilityLoss, connectBlock, coverBlocks, createUtilityLoss, followLoad, followWeather } from './utility-loss.ts'

export interface Power extends PowerPort, Pick<GridSide, 'interruptFeed' | 'sagFeed' | 'call'> {
  readonly assets: AssetPort
  /** Closes the gates of all blocks and schedules milestones and interruptions. Once, at t = 0. */
  start(): void
  /** A block has passed its last level of commissioning: its equipment is in service as soon as it is energised. */
  blockCommissioned(block: number): void
  /** Hot air derates engines. */
  setWeather(weather: WeatherNow): void
  /** What storage can deliver now, W, and a power that is asked of it for demand response until 0 is asked. */
  storageAvailableW(): number
  requestStorage(w: number): void
  storeOf(store: number): StoreBook
  /** The sets of a block carry load banks for so long, ms: its integrated test. */
  integratedTest(block: number, spanMs: number): void
  /** The utility has called back interruptible power, or announced to. */
  isCurtailed(): boolean
  /** Drills: takes a unit out by its path. */
  failUnit(path: string): void
  /** Where a block's power comes from: 0 not energised, 1 utility, 2 battery, 3 standby sets, 4 nowhere. */
  modeOf(block: number): number
  /** Fuel of a block's sets up to now, L, and their running hours by purpose. */
  fuelOf(block: number): FuelBook
  hoursOf(block: number): BlockHours
  standbyHours(): StandbyHours
  /** What was emitted under each air permit. */
  emissions(): EmissionBook[]
  /** Charge of a block's batteries as of the last change, 0–1. */
  chargeOf(block: number): number
  /** Load per rating of the UPS systems of a block; 0 while nothing there can be overloaded, and of systems without output. */
  systemLoadFractions(block: number): Float64Array
  /** Load per rating of every breaker whose rating the file states. */
  breakerLoads(): BreakerLoad[]
  /** What the UPS systems of a block may carry now, and what its racks could be given when all is healthy. */
  ratingsOf(block: number): BlockRatings
  plannedPower(block: number): PlannedPower
  /** Share of its insulation's life that each transformer has used, substation first. */
  transformerLife(): number[]
  /** What a rack may draw, W; unlimited where nothing limits its block. */
  rackAllowedW(rack: number): number
}

const ALL_BLOCKS = -1
/** Units of the site that are in service from the first energised block on. */
const SITE_UNITS: readonly UnitKind[] = ['substationTransformer', 'substationTapChanger', 'busSection', 'relay', 'infeedBreaker']

export function createPower(ctx: DomainContext, ports: PowerPorts): Power {
  const p = createPowerSite(ctx, ports)
  initialiseEquipment(p)
  const listener: EquipmentListener = {
    units: () => units,
    switchgear: () => switchgear,
    breakers: () => breakers,
    supplyChanged: () => supplyChanged(),
    worsened: block => overload.worsened(block),
    plantChanged: (plant, isUp) => plantChanged(sources.plants, plant, isUp),
    storeChanged: (store, isUp) => storeChanged(sources.storage, store, isUp),
  }
  const units: UnitTable = createUnits(ctx, p.plan, { changed: (unit, isUp) => applyUnit(p, unit, isUp, listener), ask: ports.repairs?.assetFailed, count: (block, reason, by) => countOut(p, block, reason, by) }, unit => isIdle(p, unit), (unit, index, workMs) => transformers.outMs(unit, index, workMs))
  const transformers: Transformers = createTransformers(p, { units: () => units, blockChanged: (block, isMore) => loadingChanged(p, units, block, isMore), siteChanged: () => supplyChanged() })
  const switchgear = createSwitchgear(p, { units: () => units, changed: () => reconnect(p, listener) })
  const overload = createOverload(p, () => units)
  const breakers = createBreakers(p, listener)
  const startBatteries = createBatteries(p)
  const loss = createUtilityLoss(p, () => units)
  const changeFor = (isPlanned: boolean): void => (switchgear.refresh() ? reconnect(p, listener) : changeSupply(sources, isPlanned, units, () => coverBlocks(loss)))
  const supplyChanged = (): void => changeFor(false)
  const sources = createSources(p, () => units, { changed: (permit, isReached) => airPermitChanged(loss.standby, permit, isReached) }, supplyChanged)
  const grid = createGridSide(p, loss, supplyChanged)
  const energisation = createEnergisation(p, {
    changed: () => changeFor(true),
    plantInService: sources.beginPlant,
    energised(block) {
      connectBlock(loss, block)
      transformers.connect(block)
      startBatteries(block)
      if (ports.isCommissioned?.(block) !== false) startUnits(p, units, block)
    },
  })
  const shedAgain = shedCommand(p)
  return {
    view: p.view,
    assets: powerAssets(p, units, loss.standby),
    start() {
      groupUnits(p, units, breakers)
      energisation.start()
      grid.start()
      sources.start()
      startStandby(loss.standby)
    },
    ...loads(p, () => units),
    settle: () => settleAll(sources, units, { overload, breakers }, loss, transformers, shedAgain),
    setWeather(weather) {
      grid.setDryBulb(weather.dryBulbC)
      if (weather.dryBulbC !== p.supply.ambientC) transformers.setAmbient(weather.dryBulbC)
      if (takeAir(sources, loss, weather)) supplyChanged()
    },
    breakerLoads: () => breakers.loads(),
    ...drills(grid, units, loss),
    blockCommissioned: block => void (p.view.energised[block] === 1 && startUnits(p, units, block)),
    requestStorage: sources.requestStorage,
    transformerLife: () => transformers.lives(),
    ...questions(p),
  }
}

/** From now on the units of a block, and those of the site, may fail. What fails before level 5 has passed belongs to its tests. */
function startUnits(p: PowerSite, units: UnitTable, block: number): void {
  const bornMs = newSinceMs(p.ctx.scenario, block, p.ctx.kernel.now)
  p.blocks.col.bornMs[block] = bornMs
  units.start(unit => (unit.owner === block && !OFF_BLOCK.includes(unit.kind)) || SITE_UNITS.includes(unit.kind), bornMs)
}

/** Everything healthy: how racks are fed and what breakers carry, once. */
function groupUnits(p: PowerSite, units: UnitTable, breakers: Breakers): void {
  breakers.regroup(-1)
  for (let block = 0; block < p.plan.blocks.length; block++) {
    breakers.regroup(block)
    refreshTransformers(p, block)
    refreshMechanicalUps(p, block)
    refreshRacks(p, units, block)
  }
}

/** An engine that delivers nothing cannot fail in service. */
const isIdle = (p: PowerSite, unit: Unit): boolean => unit.kind === 'engine' && p.plants.col.deliversW[unit.owner] === 0

/** Overload clocks of UPS systems and of breakers. */
interface Clocks {
  readonly overload: Overload
  readonly breakers: Breakers
}

/** One settle, and what follows the new flows: batteries and fuel, the heat of transformers, another look at what was shed. */
function settleAll(sources: Sources, units: UnitTable, clocks: Clocks, loss: UtilityLoss, transformers: Transformers, shedAgain: CommandType): boolean {
  const hasChanged = settlePower(sources, units, clocks, block => {
    followLoad(loss, block)
    transformers.follow(block)
    clocks.breakers.followChain(block)
    clocks.overload.followReserve(block)
    watchShed(sources.p, block, shedAgain)
  })
  transformers.followSite(sources.p.supply.throughW)
  clocks.breakers.followSite()
  return hasChanged
}

/** What racks and cooling ask for, and what caps let through of it. */
function loads(p: PowerSite, units: () => UnitTable): Pick<Power, 'setItLoad' | 'letThroughW' | 'isHeldBack' | 'setGivenUp' | 'setMechanicalLoad'> {
  return {
    setItLoad: (block, loadClass, requestW, leastW) => askItLoad(p, block, loadClass, requestW, leastW),
    letThroughW: (block, askedW) => letThroughW(p, units(), block, askedW),
    isHeldBack: block => isHeldBack(p, block),
    setGivenUp: (block, w, isShut) => setGivenUp(p, block, w, isShut),
    setMechanicalLoad: (block, requestW) => setMechanicalLoad(p, block, requestW),
  }
}

type Question = 'isCurtailed' | 'firmW' | 'roomLossW' | 'modeOf' | 'chargeOf' | 'storageAvailableW' | 'storeOf' | 'fuelOf' | 'hoursOf' | 'standbyHours' | 'emissions' | 'systemLoadFractions' | 'rackAllowedW' | 'ratingsOf' | 'plannedPower'

/** What may be asked at any time and changes nothing. */
function questions(p: PowerSite): Pick<Power, Question> {
  const { systems, blocks, racks } = p
  return {
    firmW: () => firmW(p),
    isCurtailed: () => p.curtailment.col.isCalled.includes(1) || p.curtailment.col.pending.some(handle => handle !== 0),
    roomLossW: block => blocks.col.roomLossW[block],
    modeOf: block => blocks.col.mode[block],
    chargeOf: block => blocks.col.charge[block],
    storageAvailableW: () => storageLimitW(p),
    storeOf: store => storeBook(p, store),
    fuelOf: block => fuelBook(p, block),
    hoursOf: block => blockHours(p, block),
    standbyHours: () => standbyHours(p),
    emissions: () => emissionBooks(p),
    systemLoadFractions: block => systems.col.loadFraction.slice(p.systemBegin[block], p.systemBegin[block + 1]),
    ratingsOf: block => blockRatings(p, block),
    plannedPower: block => plannedPower(p.plan.blocks[block]),
    rackAllowedW: rack => (blocks.col.governed[p.ctx.world.racks.block[rack]] === GOVERNED.yes ? racks.col.allowedW[rack] : UNLIMITED_W),
  }
}

/** What is brought about from outside: drills, and the integrated test of a block. */
function drills(grid: GridSide, units: UnitTable, loss: UtilityLoss): Pick<Power, 'interruptFeed' | 'call' | 'sagFeed' | 'failUnit' | 'integratedTest'> {
  return {
    integratedTest: (block, spanMs) => holdIntegratedTest(loss.tests, block, spanMs),
    interruptFeed: (feed, atMs, durationMs) => grid.interruptFeed(feed, atMs, durationMs),
    call: (contract, durationMs) => grid.call(contract, durationMs),
    sagFeed: (feed, retained, durationMs) => grid.sagFeed(feed, retained, durationMs),
    failUnit: path => units.fail(unitAt(units, path)),
  }
}

/** Units that do not belong to a block. */
const OFF_BLOCK: readonly UnitKind[] = ['engine', 'storageConverter']
/** Sets keep their rating up to this ambient temperature, °C. */
const DERATE_FROM_C = 40
/** Class of pumps, fans and chillers; none of it may be cut in part. */
const COOLING_CLASS = 1

/** Takes over the air of the hour; true if what sources of the site bus give changed. */
function takeAir(sources: Sources, loss: UtilityLoss, weather: WeatherNow): boolean {
  const wasC = loss.p.supply.ambientC
  const hasChanged = sources.setAir(weather)
  if (wasC !== weather.dryBulbC && Math.max(wasC, weather.dryBulbC) > DERATE_FROM_C) followWeather(loss)
  return hasChanged
}

function setMechanicalLoad(p: PowerSite, block: number, requestW: number): void {
  const { mechanicalOnUpsW } = p.plan.blocks[block]
  p.blocks.col.mechanicalW[block] = requestW
  // Pumps and air handlers hang on their UPS whatever the rest of the plant asks for.
  const onUpsW = Math.min(mechanicalOnUpsW, requestW)
  p.flow.setLoad(nodeOf(block, NODE.mechanicalOnUps), COOLING_CLASS, onUpsW, onUpsW)
  p.flow.setLoad(nodeOf(block, NODE.mechanical), COOLING_CLASS, requestW - onUpsW, requestW - onUpsW)
}

/** A block's transformers may carry more or less in this weather. */
function loadingChanged(p: PowerSite, units: UnitTable, block: number, isMore: boolean): void {
  refreshTransformers(p, block)
  if (isMore) restoreShed(p, units, block)
}

/** Sources or their connection changed: limits, coverage of blocks, and racks that were shed for want of them. */
function changeSupply({ p, plants }: Sources, isPlanned: boolean, units: UnitTable, cover: () => void): void {
  const beforeW = availableSiteW(p)
  const afterW = refreshSources(plants, isPlanned)
  cover()
  if (afterW > beforeW) for (let block = 0; block < p.plan.blocks.length; block++) if (p.blocks.col.mode[block] === MODE.utility) restoreShed(p, units, block)
  p.supply.changed = 1
  p.ports.requestSettle(ALL_BLOCKS)
}

/** The next look at a block whose racks are short of their floors. */
function shedCommand(p: PowerSite): CommandType {
  return p.ctx.kernel.command('power.shedAgain', Phase.control, block => {
    p.blocks.col.shedAgain[block] = 0
    p.ports.requestSettle(block)
  })
}

/** While racks of a block are short of their floors, the next look comes by itself. */
function watchShed(p: PowerSite, block: number, command: number): void {
  const { shed, shedAgain, shedMs } = p.blocks.col
  const { kernel } = p.ctx
  if (shed[block] === 0 || shedAgain[block] !== 0 || kernel.now >= shedMs[block] + SHED_SPACING_MS) return
  shedAgain[block] = kernel.schedule(command, block, kernel.now + SHED_SPACING_MS)
}

export { type PowerAudit, powerAudit } from './audit.ts'
export { type PowerItem, powerInventory } from './inventory.ts'
