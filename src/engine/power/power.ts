/** The electrical half: from feeds and engines over transformers, UPS systems and busway to the racks and the cooling plant. */
import type { DomainContext, PowerPort, WeatherNow } from '../ports.ts'
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { Phase } from '../kernel/kernel.ts'
import { createBatteries } from './batteries.ts'
import { createEnergisation } from './energisation.ts'
import { type EquipmentListener, applyUnit, initialiseEquipment, reconnect, refreshTransformers } from './equipment.ts'
import { UNLIMITED_W } from './flow.ts'
import { type BlockRatings, type PlannedPower, blockRatings, plannedPower } from './capacity.ts'
import { askItLoad } from './governor.ts'
import { type GridSide, createGridSide } from './grid-side.ts'
import { NODE, nodeOf } from './network.ts'
import { setGivenUp } from './not-served.ts'
import { createOverload } from './overload.ts'
import { GOVERNED, MODE, type PowerPorts, type PowerSite, createPowerSite } from './power-site.ts'
import { type RackSupply, rackSupply, refreshRacks, restoreShed } from './racks.ts'
import { SHED_SPACING_MS, settlePower } from './settle.ts'
import { firmW, refreshSources } from './supply.ts'
import { createSwitchgear } from './switchgear.ts'
import { type Transformers, createTransformers } from './transformers.ts'
import { type Unit, type UnitKind, type UnitTable, createUnits } from './units.ts'
import { connectBlock, coverBlocks, createUtilityLoss, followLoad, followWeather } from './utility-loss.ts'

export interface Power extends PowerPort, Pick<GridSide, 'interruptFeed' | 'sagFeed' | 'call'> {
  /** Closes the gates of all blocks and schedules milestones and interruptions. Once, at t = 0. */
  start(): void
  /** Hot air derates engines. */
  setWeather(weather: WeatherNow): void
  /** Drills: takes a unit out by its path. */
  failUnit(path: string): void
  /** Where a block's power comes from: 0 not energised, 1 utility, 2 battery, 3 standby sets, 4 nowhere. */
  modeOf(block: number): number
  /** Charge of a block's batteries as of the last change, 0–1. */
  chargeOf(block: number): number
  /** Load per rating of the UPS systems of a block; 0 while nothing there can be overloaded, and of systems without output. */
  systemLoadFractions(block: number): Float64Array
  /** What the UPS systems of a block may carry now, and what its racks could be given when all is healthy. */
  ratingsOf(block: number): BlockRatings
  plannedPower(block: number): PlannedPower
  /** Share of its insulation's life that each transformer has used, substation first. */
  transformerLife(): number[]
  /** What a rack may draw, W; unlimited where nothing limits its block. */
  rackAllowedW(rack: number): number
  rackSupply(rack: number): RackSupply
}

const ALL_BLOCKS = -1
/** Units of the site that are in service from the first energised block on. */
const SITE_UNITS: readonly UnitKind[] = ['substationTransformer', 'substationTapChanger', 'busSection', 'relay', 'infeedBreaker']

export function createPower(ctx: DomainContext, ports: PowerPorts): Power {
  const p = createPowerSite(ctx, ports)
  initialiseEquipment(p)
  const listener: EquipmentListener = { units: () => units, switchgear: () => switchgear, supplyChanged: () => supplyChanged(), worsened: block => overload.worsened(block) }
  const isIdle = (unit: Unit): boolean => unit.kind === 'engine' && p.plants.col.deliversW[unit.owner] === 0
  const units: UnitTable = createUnits(ctx, p.plan, (unit, isUp) => applyUnit(p, unit, isUp, listener), isIdle, (unit, index, workMs) => transformers.outMs(unit, index, workMs))
  const transformers: Transformers = createTransformers(p, { units: () => units, blockChanged: (block, isMore) => loadingChanged(p, units, block, isMore), siteChanged: () => supplyChanged() })
  const switchgear = createSwitchgear(p, { units: () => units, changed: () => reconnect(p, listener) })
  const overload = createOverload(p, () => units)
  const startBatteries = createBatteries(p)
  const loss = createUtilityLoss(p, () => units)
  const supplyChanged = (): void => {
    if (switchgear.refresh()) reconnect(p, listener)
    else changeSupply(p, units, () => coverBlocks(loss))
  }
  const grid = createGridSide(p, loss, supplyChanged)
  const energisation = createEnergisation(p, {
    changed: supplyChanged,
    plantInService: plant => startPlant(p, units, plant),
    energised(block) {
      connectBlock(loss, block)
      transformers.connect(block)
      startBatteries(block)
      units.start(unit => (unit.owner === block && unit.kind !== 'engine') || SITE_UNITS.includes(unit.kind))
    },
  })
  const shedAgain = ctx.kernel.command('power.shedAgain', Phase.control, block => {
    p.blocks.col.shedAgain[block] = 0
    ports.requestSettle(block)
  })
  return {
    view: p.view,
    start() {
      for (let block = 0; block < p.plan.blocks.length; block++) refreshRacks(p, units, block)
      energisation.start()
      grid.start()
    },
    firmW: () => firmW(p),
    setItLoad: (block, loadClass, requestW, leastW) => askItLoad(p, block, loadClass, requestW, leastW),
    setGivenUp: (block, w, isShut) => setGivenUp(p, block, w, isShut),
    setMechanicalLoad: (block, requestW) => setMechanicalLoad(p, block, requestW),
    settle() {
      const hasChanged = settlePower(p, units, overload, block => {
        followLoad(loss, block)
        transformers.follow(block)
        watchShed(p, block, shedAgain)
      })
      transformers.followSite(p.supply.throughW)
      return hasChanged
    },
    roomLossW: block => p.blocks.col.roomLossW[block],
    setWeather(weather) {
      grid.setDryBulb(weather.dryBulbC)
      setAmbient(p, transformers, weather.dryBulbC, () => {
        followWeather(loss)
        supplyChanged()
      })
    },
    ...drills(grid, units),
    ...readers(p, transformers),
  }
}

function failUnit(units: UnitTable, path: string): void {
  const unit = units.list.findIndex(candidate => candidate.path === path)
  if (unit < 0) throw new Error(`no unit ${path}`)
  units.fail(unit)
}

/** What others ask of the state. */
function readers(p: PowerSite, transformers: Transformers): Pick<Power, 'modeOf' | 'chargeOf' | 'systemLoadFractions' | 'ratingsOf' | 'plannedPower' | 'transformerLife' | 'rackAllowedW' | 'rackSupply'> {
  return {
    modeOf: block => p.blocks.col.mode[block],
    chargeOf: block => p.blocks.col.charge[block],
    systemLoadFractions: block => p.systems.col.loadFraction.slice(p.systemBegin[block], p.systemBegin[block + 1]),
    ratingsOf: block => blockRatings(p, block),
    plannedPower: block => plannedPower(p.plan.blocks[block]),
    transformerLife: () => transformers.lives(),
    rackSupply: rack => rackSupply(p, rack),
    rackAllowedW: rack => (p.blocks.col.governed[p.ctx.world.racks.block[rack]] === GOVERNED.yes ? p.racks.col.allowedW[rack] : UNLIMITED_W),
  }
}

function drills(grid: GridSide, units: UnitTable): Pick<Power, 'interruptFeed' | 'call' | 'sagFeed' | 'failUnit'> {
  return {
    interruptFeed: (feed, atMs, durationMs) => grid.interruptFeed(feed, atMs, durationMs),
    call: (contract, durationMs) => grid.call(contract, durationMs),
    sagFeed: (feed, retained, durationMs) => grid.sagFeed(feed, retained, durationMs),
    failUnit: path => failUnit(units, path),
  }
}

/** Engines keep their rating up to this ambient temperature, °C. */
const DERATE_FROM_C = 40
/** Takes over the ambient temperature; `derated` hears of one that engines feel. */
function setAmbient(p: PowerSite, transformers: Transformers, ambientC: number, derated: () => void): void {
  if (ambientC === p.supply.ambientC) return
  const wasHot = p.supply.ambientC
  p.supply.ambientC = ambientC
  transformers.setAmbient(ambientC)
  if (Math.max(wasHot, ambientC) > DERATE_FROM_C) derated()
}

/** Class of pumps, fans and chillers; none of it may be cut in part. */
const COOLING_CLASS = 1

function setMechanicalLoad(p: PowerSite, block: number, requestW: number): void {
  const { mechanicalOnUps, mechanicalUps } = p.plan.blocks[block]
  p.blocks.col.mechanicalW[block] = requestW
  // Pumps and air handlers hang on their UPS whatever the rest of the plant asks for.
  const onUpsW = mechanicalOnUps === 0 ? 0 : Math.min(mechanicalUps.ratedW, requestW)
  p.flow.setLoad(nodeOf(block, NODE.mechanicalOnUps), COOLING_CLASS, onUpsW, onUpsW)
  p.flow.setLoad(nodeOf(block, NODE.mechanical), COOLING_CLASS, requestW - onUpsW, requestW - onUpsW)
}

/** A block's transformers may carry more or less in this weather. */
function loadingChanged(p: PowerSite, units: UnitTable, block: number, isMore: boolean): void {
  refreshTransformers(p, block)
  if (isMore) restoreShed(p, units, block)
}

/** Sources or their connection changed: limits, coverage of blocks, and racks that were shed for want of them. */
function changeSupply(p: PowerSite, units: UnitTable, cover: () => void): void {
  const beforeW = p.supply.substationW + p.supply.directW + p.supply.plantsW
  const afterW = refreshSources(p)
  cover()
  if (afterW > beforeW) for (let block = 0; block < p.plan.blocks.length; block++) if (p.blocks.col.mode[block] === MODE.utility) restoreShed(p, units, block)
  p.supply.changed = 1
  p.ports.requestSettle(ALL_BLOCKS)
}

/** Engines are started one by one; each may need repair first. */
function startPlant(p: PowerSite, units: UnitTable, plant: number): void {
  const { count, startSuccess } = p.plan.plants[plant]
  p.plants.col.up[plant] = count
  units.start(unit => unit.kind === 'engine' && unit.owner === plant)
  units.list.forEach((unit, index) => {
    if (unit.kind !== 'engine' || unit.owner !== plant) return
    if (uniform(entityKey(p.ctx.world.root, unit.path), PURPOSE.start, 0) >= startSuccess) units.fail(index)
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
