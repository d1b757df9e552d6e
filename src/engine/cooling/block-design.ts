/** Static data of a block's cooling in engine units, derived once from the scenario: sizes, ratings, stores, limits. */
import { assert } from '../../base/assert.ts'
import { PAD_EFFECTIVENESS_MAX, padWaterKgps, preCool } from '../../physics/adiabatic.ts'
import { fanPowerW, hallAir } from '../../physics/air-side.ts'
import { CARNOT_CLASSES } from '../../physics/chiller.ts'
import { type ColdPlate, PG25, coolantFlowKgps, coolantRiseK, effectiveResistanceKPerW, fullPowerCeilingC } from '../../physics/direct-liquid.ts'
import { type DryCoolerRating, createDryCooler, dryCoolerAirKgps } from '../../physics/dry-cooler.ts'
import { STANDARD_PRESSURE_PA, humidityRatioOfRelative, wetBulbC } from '../../physics/psychrometrics.ts'
import { ACCELERATOR_CAPACITY_JPK, coolantCapacityJPerK } from '../../physics/thermal-mass.ts'
import type { chillerCatalog } from '../../scenario/catalog/chillers.ts'
import type { coolerCatalog } from '../../scenario/catalog/coolers.ts'
import { type Fluid, facilityFluid } from '../../scenario/catalog/fluids.ts'
import type { BlockCoolingSection } from '../../scenario/schema/block-cooling.ts'
import type { CatalogRow } from '../../scenario/schema/fields.ts'
import { type FanSpeedTable, buildFanSpeedTable } from './fan-speed-table.ts'
import type { AirDesign } from './hall-air.ts'
import type { LiquidDesign } from './loop.ts'
import type { ChillerBank, CoolerBank, Plant } from './plant.ts'
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
}

export interface BlockDesign extends BlockShape {
  readonly liquid: LiquidDesign
  readonly liquidPlant: Plant | undefined
  readonly coolers: CoolerBank | undefined
  readonly trim: ChillerBank | undefined
  readonly air: AirDesign
  readonly airPlant: Plant
  readonly airChillers: ChillerBank
  readonly limits: BlockLimits
  readonly water: { readonly limitKgps: number; readonly tankKg: number; /** All pads at full fan speed on the reference day. */ readonly padsKgps: number }
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

const tables = new Map<string, FanSpeedTable>()

/** The fan table of a rating: a pure function of it, kept because building takes milliseconds. */
function fanTableOf(rating: DryCoolerRating): FanSpeedTable {
  const key = [rating.heatW, rating.airInC, rating.waterInC, rating.waterOutC, rating.fanW].join(' ')
  const known = tables.get(key)
  if (known !== undefined) return known
  const table = buildFanSpeedTable(createDryCooler(rating))
  tables.set(key, table)
  return table
}

type CoolerItem = CatalogRow<typeof coolerCatalog> & { readonly count: number }
type ChillerItem = CatalogRow<typeof chillerCatalog>

function coolerBank(item: CoolerItem): CoolerBank {
  const rating = { heatW: item.heat, airInC: item.airIn, waterInC: item.waterIn, waterOutC: item.waterOut, fanW: item.fan }
  return { model: item.model, rating, table: fanTableOf(rating), count: item.count, fansPerUnit: item.fans, ambientMaxC: item.ambientMax }
}

function chillerBank(item: ChillerItem, count: number): ChillerBank {
  const { heatRejection } = CARNOT_CLASSES.airFreeCooling
  const unit = {
    heatRejection, ratedHeatW: item.heat, leavingRatedC: item.leaving, condenserRatedC: item.condenser,
    carnotFraction: item.carnotShare, liftMinK: item.liftMin, condenserRangeK: 0,
  }
  return { model: item.model, unit, count, ambientMaxC: item.ambientMax, freeApproachK: item.freeApproach, freeFanFraction: item.freeFan }
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

function liquidDesign(section: BlockCoolingSection, heatW: number): LiquidDesign {
  const { cdu, facilityLoop, chip } = section
  const coolantM3ps = coolantFlowKgps(heatW, cdu.flow) / PG25.densityKgpm3
  const cdusNeeded = Math.ceil(heatW / cdu.rated)
  const fluid = loopFluid(facilityLoop)
  const technologyJPerK = coolantCapacityJPerK((cdu.volume * heatW) / 1000, PG25.densityKgpm3, PG25.cpJPerKgK)
  return {
    heatW,
    setpointC: section.supply,
    technologyPumpW: pumpPowerW(coolantM3ps, cdu.pressure, cdu.efficiency),
    technologyPumpEfficiency: cdu.efficiency,
    facilityPumpW: pumpPowerW(flowM3ps(fluid, heatW, facilityLoop.range), facilityLoop.pressure, facilityLoop.efficiency),
    facilityPumpEfficiency: facilityLoop.efficiency,
    cduRatedW: cdu.rated,
    approachRatedK: cdu.approach,
    cdusNeeded,
    cdusInstalled: cdusNeeded === 0 ? 0 : (cdu.count ?? cdusNeeded + cdu.spare),
    loopJPerK: technologyJPerK + coolantCapacityJPerK((facilityLoop.volume * heatW) / 1000, fluid.densityKgPerM3, fluid.heatCapacityJPerKgK),
    technologyJPerK,
    chipsJPerK: (heatW / chip.power) * ACCELERATOR_CAPACITY_JPK,
  }
}

function airDesign(section: BlockCoolingSection, shape: BlockShape, liquid: LiquidDesign): AirDesign {
  const { air } = section
  assert(air.return > air.supply, 'chilled water must return warmer than it is supplied', { supply: air.supply, return: air.return })
  const houseW = section.house * shape.itDesignW
  const pumpHeatW = liquid.technologyPumpW * (1 - liquid.technologyPumpEfficiency)
  const hallHeatW = Math.max(1, (1 - shape.liquidFraction + ROOM_LOSS_FRACTION) * shape.itDesignW + houseW + pumpHeatW)
  const containment = { recirculationFraction: air.recirculation, bypassFraction: air.bypass }
  const flows = hallAir(hallHeatW, air.rise, air.supply, HALL_AIR_DENSITY, containment)
  const fanW = fanPowerW(flows.crahFlowM3ps, air.fanPressure, air.fanEfficiency)
  const coilHeatW = hallHeatW + fanW
  const airJPerK = ((air.volumePerHeat * hallHeatW) / 1000) * HALL_AIR_DENSITY * AIR_CP
  const equipmentJPerK = air.massPerHeat * hallHeatW
  const handlersNeeded = Math.ceil(coilHeatW / air.unit)
  return {
    hallHeatW,
    coilHeatW,
    setpointC: air.supply,
    returnC: air.return,
    fanW,
    pumpW: pumpPowerW(flowM3ps(WATER, coilHeatW, air.return - air.supply), air.pressure, air.efficiency),
    pumpEfficiency: air.efficiency,
    handlersNeeded,
    handlersInstalled: handlersNeeded + air.spare,
    coilApproachK: air.coilApproach,
    recirculationK: flows.inletC - air.supply,
    houseW,
    masses: { airJPerK, equipmentJPerK, exchangeWPerK: equipmentJPerK / (air.massTime / 1000) },
    storeJPerK: airJPerK + equipmentJPerK + coolantCapacityJPerK((air.volume * coilHeatW) / 1000, WATER.densityKgPerM3, WATER.heatCapacityJPerKgK),
    freeApproachK: air.chillers.freeApproach,
  }
}

function blockLimits(section: BlockCoolingSection): BlockLimits {
  const { chip, air, cdu, warning } = section
  const guardMaxC = air.dewPoint + DEW_POINT_MARGIN_K
  const coolantRise = coolantRiseK(1000, coolantFlowKgps(1000, cdu.flow))
  const plate: ColdPlate = {
    chipW: chip.power, resistanceKPerW: chip.resistance, coolantRiseK: coolantRise,
    throttleC: chip.throttle, shutdownC: chip.shutdown, throttleFractionMin: chip.floor,
  }
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
    inletMaxC: air.inletMax,
    inletWarningC: air.inletWarning,
  }
}

/** Water, kg/s, that one cooler's pads draw at full fan speed on the reference day of 38 °C and 25 % humidity. */
function referencePadKgps(bank: CoolerBank, effectiveness: number): number {
  const humidityRatio = humidityRatioOfRelative(38, 0.25, STANDARD_PRESSURE_PA)
  const wetC = wetBulbC(38, humidityRatio, STANDARD_PRESSURE_PA)
  const { moisturePerAir } = preCool(38, wetC, humidityRatio, effectiveness)
  return padWaterKgps(dryCoolerAirKgps(bank.table.cooler, 1), moisturePerAir)
}

/** Derives the design of a block's cooling. */
export function designBlock(section: BlockCoolingSection, shape: BlockShape): BlockDesign {
  const liquid = liquidDesign(section, shape.liquidFraction * shape.itDesignW)
  const air = airDesign(section, shape, liquid)
  const coolers = section.units === undefined ? undefined : coolerBank(section.units)
  const trim = section.trim === undefined ? undefined : chillerBank(section.trim, section.trim.count)
  const chillerCount = section.air.chillers.count ?? Math.ceil(air.coilHeatW / section.air.chillers.heat)
  const airChillers = chillerBank(section.air.chillers, chillerCount)
  const definition = plantOf(section.plant)
  const complete = definition.needs.every(part => (part === 'coolers' ? coolers : trim) !== undefined)
  const padsMax = Math.min(section.pads, PAD_EFFECTIVENESS_MAX)
  const padsKgps = coolers === undefined ? 0 : coolers.count * referencePadKgps(coolers, padsMax)
  return {
    ...shape,
    liquid,
    liquidPlant: liquid.heatW > 0 && complete ? definition.create({ coolers, chillers: trim, rangeK: section.facilityLoop.range, padsMax }) : undefined,
    coolers,
    trim,
    air,
    airPlant: plantOf('air-cooled-chiller').create({ chillers: airChillers, rangeK: air.returnC - air.setpointC, padsMax: 0 }),
    airChillers,
    limits: blockLimits(section),
    water: {
      limitKgps: section.water.limit ?? Infinity,
      tankKg: (section.water.storage / 1000) * padsKgps,
      padsKgps,
    },
    section,
  }
}
