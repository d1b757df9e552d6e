/** Static data of a block's cooling in engine units, derived once from the scenario: sizes, ratings, stores, limits. */
import { assert } from '../../base/assert.ts'
import { PAD_EFFECTIVENESS_MAX, padWaterKgps, preCool } from '../../physics/adiabatic.ts'
import { fanPowerW, hallAir } from '../../physics/air-side.ts'
import { type ColdPlate, effectiveResistanceKPerW, fullPowerCeilingC } from '../../physics/direct-liquid.ts'
import { dryCoolerAirKgps } from '../../physics/dry-cooler.ts'
import { STANDARD_PRESSURE_PA, altitudeFactor, humidityRatioOfRelative, pressureAtElevationPa, wetBulbC } from '../../physics/psychrometrics.ts'
import { coolantCapacityJPerK } from '../../physics/thermal-mass.ts'
import { CYCLES, makeup, towerEvaporation } from '../../physics/water.ts'
import { cduUsableW } from '../../scenario/cdu-heat.ts'
import { type Fluid, facilityFluid } from '../../scenario/catalog/fluids.ts'
import { AIR_CLASSES_BY_ALTITUDE, AIR_CLASS_MAX_C, type BlockCoolingSection } from '../../scenario/schema/block-cooling.ts'
import { chillerBank, coolerBank, towerBank } from './banks.ts'
import { fitsCurves } from './chiller-bank.ts'
import { type ColdTank, coldTank } from './cold-tank.ts'
import type { AirDesign } from './hall-air.ts'
import type { LiquidDesign } from './loop.ts'
import { type RowSpan, carriedW, rowGroups } from './row-groups.ts'
import { doorShare, doorsOf, terminalOf } from './terminals.ts'
import type { ChillerBank, CoolerBank, Plant, PlantDefinition, PlantParts, TowerBank } from './plant.ts'
import { plantOf } from './plants/index.ts'

/** Chilled water: no glycol. */
const WATER = facilityFluid(0)
/** Losses of UPS and distribution inside conditioned rooms per IT power, for sizing only; engineering default. */
const ROOM_LOSS_FRACTION = 0.03
/** Air in the hall for sizing of the handlers' fans, kg/m³ and J/(kg·K). */
const HALL_AIR_DENSITY = 1.15
const AIR_CP = 1006
/** Coolant stays this far above the dew point of the hall, K; engineering default. */
export const DEW_POINT_MARGIN_K = 2

/** What a block is, apart from its cooling section. */
export interface BlockShape {
  readonly block: number
  readonly path: string
  /** IT power with all racks at maximum, W, and the share of it that goes into cold plates. */
  readonly itDesignW: number
  readonly liquidFraction: number
  /** Earliest service of the plant, ms; 0 unless it has a later day of its own. */
  readonly readyMs: number
  /** Height of the site, m; sea level when left out. */
  readonly elevationM?: number
  /** Rows of racks that share distribution units; none where the block is one group. */
  readonly rows?: readonly RowSpan[]
}

export interface BlockDesign extends BlockShape {
  readonly liquid: LiquidDesign
  readonly liquidPlant: Plant | undefined
  readonly coolers: CoolerBank | undefined
  readonly trim: ChillerBank | undefined
  readonly towers: TowerBank | undefined
  readonly air: AirDesign
  readonly airPlant: Plant | undefined
  readonly airCoolers: CoolerBank | undefined
  /** Chillers of the air share; none in a plant without compressors. */
  readonly airChillers: ChillerBank
  readonly airTowers: TowerBank | undefined
  /** Storage tanks of cold water in the two loops, and whether there is any. */
  readonly tanks: { readonly liquid: ColdTank; readonly air: ColdTank }
  readonly hasTanks: boolean
  /** Heaters against frost in the open: power for each kelvin below their set point, by loop; none where something else keeps water from freezing. */
  readonly heaters: { readonly setpointC: number; readonly liquidWPerK: number; readonly airWPerK: number }
  /** Fans of servers: inlet from which they speed up, and what each kelvin adds to the air-cooled part of the load. */
  readonly fans: { readonly fromC: number; readonly risePerK: number }
  readonly limits: BlockLimits
  readonly water: { readonly limitKgps: number; readonly tankKg: number; /** All pads at full fan speed on their reference day, and all towers at their rating on theirs. */ readonly designKgps: number }
  readonly section: BlockCoolingSection
}

/** Temperatures at which something happens. */
export interface BlockLimits {
  /** K of junction above coolant supply at full power. */
  readonly junctionRiseK: number
  /** Coolant at which full power begins to throttle, at which throttling is at its floor and the junction shuts down, °C. */
  readonly throttleC: number
  readonly shutdownC: number
  /** The same when flow stops at full power, before throttling can help. */
  readonly stagnantShutdownC: number
  readonly coolantMaxC: number
  /** Coolant at which a cap is requested, °C, and the share of power that a cap leaves at the vendor's limit. */
  readonly warningC: number
  readonly capFloor: number
  /** Coolant that the highest dew point of the hall calls for, °C; −Infinity where the set point is never below it. */
  readonly guardMaxC: number
  readonly plate: ColdPlate
  readonly inletMaxC: number
  readonly inletWarningC: number
}

/** Pump power, W, that moves `m3ps` against `pressurePa`. */
const pumpPowerW = (m3ps: number, pressurePa: number, efficiency: number): number => fanPowerW(m3ps, pressurePa, efficiency)

/** Volume flow, m³/s, of a fluid that takes up `heatW` over `riseK`. */
const flowM3ps = ({ densityKgPerM3, heatCapacityJPerKgK }: Fluid, heatW: number, riseK: number): number => heatW / (densityKgPerM3 * heatCapacityJPerKgK * riseK)

/** Fluid of the facility loop: of the stated share of glycol, or with the stated heat capacity. */
export function loopFluid({ glycol, heatCapacity }: BlockCoolingSection['facilityLoop']): Fluid {
  const fluid = facilityFluid(glycol)
  return heatCapacity === undefined ? fluid : { ...fluid, heatCapacityJPerKgK: heatCapacity }
}

function liquidDesign(section: BlockCoolingSection, heatW: number, spans: readonly RowSpan[]): LiquidDesign {
  const { cdu, facilityLoop } = section
  const terminal = terminalOf(section)
  const usableW = cduUsableW(section)
  const groups = rowGroups(section, heatW, usableW, heatW > 0 ? spans : [])
  const ofGroups = (count: 'needed' | 'installed'): number => groups.reduce((sum, group) => sum + group[count], 0)
  const cdusNeeded = groups.length > 0 ? ofGroups('needed') : Math.ceil(heatW / usableW)
  const cdusInstalled = groups.length > 0 ? ofGroups('installed') : cdusNeeded === 0 ? 0 : (cdu.count ?? cdusNeeded + cdu.spare)
  const fluid = loopFluid(facilityLoop)
  const technologyJPerK = terminal.storeJPerK(heatW)
  return {
    heatW,
    isBath: terminal.isBath,
    setpointC: section.supply,
    technologyPumpW: pumpPowerW(terminal.flowM3ps(heatW), cdu.pressure, cdu.efficiency),
    technologyPumpEfficiency: cdu.efficiency,
    facilityPumpW: pumpPowerW(flowM3ps(fluid, heatW, facilityLoop.range), facilityLoop.pressure, facilityLoop.efficiency),
    facilityPumpEfficiency: facilityLoop.efficiency,
    cduRatedW: usableW,
    approachRatedK: cdu.approach,
    cdusNeeded,
    cdusInstalled,
    cdusHealthy: groups.length > 0 ? cdusNeeded : cdusInstalled,
    cdusCarryW: groups.length > 0 ? carriedW(groups, usableW) : usableW * cdusNeeded,
    groups,
    pumpsNeeded: facilityLoop.pumps,
    pumpsInstalled: facilityLoop.pumps + facilityLoop.pumpSpare,
    loopJPerK: technologyJPerK + coolantCapacityJPerK((facilityLoop.volume * heatW) / 1000, fluid.densityKgPerM3, fluid.heatCapacityJPerKgK),
    technologyJPerK,
    chipsJPerK: terminal.chipsJPerK(heatW),
  }
}

function airDesign(section: BlockCoolingSection, shape: BlockShape, liquid: LiquidDesign): AirDesign {
  const { air } = section
  // Thinner air carries less: fans move more of it, and a handler takes less heat.
  const thinness = altitudeFactor(pressureAtElevationPa(shape.elevationM ?? 0))
  const density = HALL_AIR_DENSITY * thinness
  assert(air.return > air.supply, 'chilled water must return warmer than it is supplied', { supply: air.supply, return: air.return })
  const houseW = section.house * shape.itDesignW
  const pumpHeatW = liquid.technologyPumpW * (1 - liquid.technologyPumpEfficiency)
  const rackAirW = (1 - shape.liquidFraction) * shape.itDesignW
  const heatW = Math.max(1, rackAirW + ROOM_LOSS_FRACTION * shape.itDesignW + houseW + pumpHeatW)
  const recirculationK = (air.recirculation / (1 - air.recirculation)) * air.rise
  const doors = doorsOf(section)
  // At design the handlers are at their rating, so the approach of their coils is the rated one whatever doors take.
  const doorHeatW = doors === undefined ? 0 : rackAirW * doors.share * doorShare(doors, 1, 0, air.coilApproach, recirculationK)
  const hallHeatW = Math.max(1, heatW - doorHeatW)
  const containment = { recirculationFraction: air.recirculation, bypassFraction: air.bypass }
  const flows = hallAir(hallHeatW, air.rise, air.supply, density, containment)
  const fanW = fanPowerW(flows.crahFlowM3ps, air.fanPressure, air.fanEfficiency)
  const handlerHeatW = hallHeatW + fanW
  const coilHeatW = handlerHeatW + doorHeatW
  const airJPerK = ((air.volumePerHeat * heatW) / 1000) * density * AIR_CP
  const equipmentJPerK = air.massPerHeat * heatW
  const handlersNeeded = Math.ceil(handlerHeatW / (air.unit * thinness))
  return {
    hallHeatW,
    handlerHeatW,
    coilHeatW,
    doors,
    setpointC: air.supply,
    returnC: air.return,
    fanW,
    pumpW: pumpPowerW(flowM3ps(WATER, coilHeatW, air.return - air.supply), air.pressure, air.efficiency),
    pumpEfficiency: air.efficiency,
    handlersNeeded,
    handlersInstalled: handlersNeeded + air.spare,
    coilApproachK: air.coilApproach,
    pumpsNeeded: air.pumps,
    pumpsInstalled: air.pumps + air.pumpSpare,
    recirculationK,
    houseW,
    masses: { airJPerK, equipmentJPerK, exchangeWPerK: equipmentJPerK / (air.massTime / 1000) },
    storeJPerK: airJPerK + equipmentJPerK + coolantCapacityJPerK((air.volume * coilHeatW) / 1000, WATER.densityKgPerM3, WATER.heatCapacityJPerKgK),
    freeApproachK: air.chillers.freeApproach,
  }
}

/** Highest inlet of a class of servers at an elevation, °C: 1 K less for each 300 m above 900 m where the class says so. Source: ASHRAE TC 9.9. */
export function inletMaxOf({ itClass, inletMax }: BlockCoolingSection['air'], elevationM: number): number {
  if (itClass === undefined) return inletMax
  return AIR_CLASS_MAX_C[itClass] - (AIR_CLASSES_BY_ALTITUDE.has(itClass) ? Math.max(0, elevationM - 900) / 300 : 0)
}

function blockLimits(section: BlockCoolingSection, elevationM: number): BlockLimits {
  const { chip, air, warning } = section
  const inletMaxC = inletMaxOf(air, elevationM)
  const { plate } = terminalOf(section)
  const guardMaxC = air.dewPoint + DEW_POINT_MARGIN_K
  const junctionRiseK = chip.power * effectiveResistanceKPerW(plate)
  return {
    junctionRiseK,
    throttleC: fullPowerCeilingC(plate),
    shutdownC: chip.shutdown - chip.floor * junctionRiseK,
    stagnantShutdownC: chip.shutdown - junctionRiseK,
    coolantMaxC: chip.coolantMax,
    warningC: chip.coolantMax - warning.margin,
    capFloor: warning.cap,
    guardMaxC: section.supply >= guardMaxC ? -Infinity : guardMaxC,
    plate,
    inletMaxC,
    inletWarningC: air.itClass === undefined ? air.inletWarning : Math.min(air.inletWarning, inletMaxC - warning.margin),
  }
}

/** Water, kg/s, that one cooler's pads draw at full fan speed on the reference day of 38 °C and 25 % humidity. */
function referencePadKgps(bank: CoolerBank, effectiveness: number): number {
  const humidityRatio = humidityRatioOfRelative(38, 0.25, STANDARD_PRESSURE_PA)
  const wetC = wetBulbC(38, humidityRatio, STANDARD_PRESSURE_PA)
  const { moisturePerAir } = preCool(38, wetC, humidityRatio, effectiveness)
  return padWaterKgps(dryCoolerAirKgps(bank.table.cooler, 1), moisturePerAir)
}

/** Water, kg/s, that towers draw at their rated heat with air of 30 °C and 50 % humidity, from 35 to 29.44 °C. */
function referenceTowerKgps(bank: TowerBank): number {
  const air = { dryBulbC: 30, humidityRatio: humidityRatioOfRelative(30, 0.5, STANDARD_PRESSURE_PA), pressurePa: STANDARD_PRESSURE_PA }
  const { evaporatedKgps } = towerEvaporation(bank.count * bank.ratedHeatW, 35, 29.44, air)
  return makeup(evaporatedKgps, CYCLES, bank.count * bank.driftKgps).makeupKgps
}

/** All that the evaporative machines of a loop draw on their reference days, kg/s. */
const referenceKgps = ({ coolers, towers, padsMax }: PlantParts): number =>
  (coolers === undefined ? 0 : coolers.count * referencePadKgps(coolers, padsMax)) + (towers === undefined ? 0 : referenceTowerKgps(towers))

/** The parts of a loop that its plant uses. */
function partsFor(definition: PlantDefinition, parts: PlantParts): PlantParts {
  const uses = [...definition.needs, ...definition.takes]
  return {
    ...parts,
    coolers: uses.includes('coolers') ? parts.coolers : undefined,
    chillers: uses.includes('chillers') ? parts.chillers : undefined,
    towers: uses.includes('towers') ? parts.towers : undefined,
  }
}

/** A plant with all that it needs, where there is heat for it; none outside the box of published curves, which a check tells before a run. */
const plantWith = (definition: PlantDefinition, parts: PlantParts, setpointC: number, heatW: number): Plant | undefined =>
  heatW > 0 && (parts.chillers === undefined || fitsCurves(parts.chillers, setpointC)) && definition.needs.every(part => parts[part] !== undefined && parts[part].count > 0) ? definition.create(parts) : undefined

/** Range that condenser water has where no tower states one, K. Source: rating conditions of AHRI 550/590. */
const CONDENSER_RANGE_K = 5.56

function liquidParts(section: BlockCoolingSection): PlantParts {
  const { units, trim, towers, economiser, condenserLoop, facilityLoop, pads, trimFans } = section
  return partsFor(plantOf(section.plant), {
    coolers: units === undefined ? undefined : coolerBank(units),
    chillers: trim === undefined ? undefined : chillerBank(trim, trim.count, towers?.range ?? CONDENSER_RANGE_K),
    towers: towers === undefined ? undefined : towerBank(towers, condenserLoop),
    exchangerK: economiser.waterside ? economiser.approach : undefined,
    rangeK: facilityLoop.range,
    padsMax: Math.min(pads, PAD_EFFECTIVENESS_MAX),
    trimFans,
  })
}

/** Chillers of the air share: as many as carry its heat where they are needed and no count is stated. */
function airParts(section: BlockCoolingSection, air: AirDesign): PlantParts {
  const { economiser, condenserLoop, pads, trimFans } = section
  const { plant, chillers, units, towers } = section.air
  const definition = plantOf(plant)
  const count = chillers.count ?? (definition.needs.includes('chillers') ? Math.ceil(air.coilHeatW / chillers.heat) : 0)
  return partsFor(definition, {
    coolers: units === undefined ? undefined : coolerBank(units),
    chillers: count === 0 ? undefined : chillerBank(chillers, count, towers?.range ?? CONDENSER_RANGE_K),
    towers: towers === undefined ? undefined : towerBank(towers, condenserLoop),
    exchangerK: economiser.waterside ? economiser.approach : undefined,
    rangeK: air.returnC - air.setpointC,
    padsMax: Math.min(pads, PAD_EFFECTIVENESS_MAX),
    trimFans,
  })
}

/** Heaters of a loop's coolers and cells, W for each kelvin of frost; none behind glycol or drain-back. */
function heatersWPerK({ freezeProtection, heaters, facilityLoop }: BlockCoolingSection, { coolers, towers }: PlantParts): number {
  if (freezeProtection !== 'heaters') return 0
  const coolersW = coolers === undefined || facilityLoop.glycol > 0 ? 0 : coolers.count * coolers.rating.heatW
  return (heaters.strength * (coolersW + (towers === undefined ? 0 : towers.count * towers.ratedHeatW))) / 1000
}

/** Derives the design of a block's cooling. */
export function designBlock(section: BlockCoolingSection, shape: BlockShape): BlockDesign {
  const liquid = liquidDesign(section, shape.liquidFraction * shape.itDesignW, shape.rows ?? [])
  const air = airDesign(section, shape, liquid)
  const [ofLiquid, ofAir] = [liquidParts(section), airParts(section, air)]
  const padsKgps = referenceKgps(ofLiquid) + referenceKgps(ofAir)
  return {
    ...shape,
    liquid,
    liquidPlant: plantWith(plantOf(section.plant), ofLiquid, liquid.setpointC, liquid.heatW),
    coolers: ofLiquid.coolers,
    trim: ofLiquid.chillers,
    towers: ofLiquid.towers,
    air,
    airPlant: plantWith(plantOf(section.air.plant), ofAir, air.setpointC, air.coilHeatW),
    airCoolers: ofAir.coolers,
    airChillers: ofAir.chillers ?? chillerBank(section.air.chillers, 0, CONDENSER_RANGE_K),
    airTowers: ofAir.towers,
    tanks: {
      liquid: coldTank(section.facilityLoop.tank, section.facilityLoop.range),
      air: coldTank(section.air.tank, air.returnC - air.setpointC),
    },
    hasTanks: section.facilityLoop.tank + section.air.tank > 0,
    heaters: {
      setpointC: section.heaters.setpoint,
      liquidWPerK: heatersWPerK(section, ofLiquid),
      airWPerK: heatersWPerK(section, ofAir),
    },
    fans: { fromC: section.air.fanFrom, risePerK: section.air.fanRise },
    limits: blockLimits(section, shape.elevationM ?? 0),
    water: {
      limitKgps: section.water.limit ?? Infinity,
      tankKg: (section.water.storage / 1000) * padsKgps,
      designKgps: padsKgps,
    },
    section,
  }
}
