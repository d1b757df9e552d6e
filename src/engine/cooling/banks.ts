/** Machines of a plant in engine units, from rows of the catalogs. */
import { fanPowerW } from '../../physics/air-side.ts'
import { type DryCoolerRating, createDryCooler } from '../../physics/dry-cooler.ts'
import { CARRIER_30XA500, type EirChiller, MCQUAY_WSC, TRANE_CVHF } from '../../physics/eir-chiller.ts'
import type { CHILLER_CURVES, chillerCatalog } from '../../scenario/catalog/chillers.ts'
import type { coolerCatalog } from '../../scenario/catalog/coolers.ts'
import { facilityFluid } from '../../scenario/catalog/fluids.ts'
import type { towerCatalog } from '../../scenario/catalog/towers.ts'
import type { BlockCoolingSection } from '../../scenario/schema/block-cooling.ts'
import type { CatalogRow } from '../../scenario/schema/fields.ts'
import { type FanSpeedTable, buildFanSpeedTable } from './fan-speed-table.ts'
import type { ChillerBank, CoolerBank, TowerBank } from './plant.ts'

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

type Counted<Item> = Item & { readonly count: number }
export type CoolerItem = Counted<CatalogRow<typeof coolerCatalog>>
export type ChillerItem = CatalogRow<typeof chillerCatalog>
export type TowerItem = Counted<CatalogRow<typeof towerCatalog>>

export function coolerBank(item: CoolerItem): CoolerBank {
  const rating = { heatW: item.heat, airInC: item.airIn, waterInC: item.waterIn, waterOutC: item.waterOut, fanW: item.fan }
  return { model: item.model, rating, table: fanTableOf(rating), count: item.count, fansPerUnit: item.fans, ambientMaxC: item.ambientMax }
}

/** Published curves by their id in the catalog. */
export const CURVES: Readonly<Record<(typeof CHILLER_CURVES)[number], EirChiller | undefined>> = {
  none: undefined, 'trane-cvhf': TRANE_CVHF, 'carrier-30xa500': CARRIER_30XA500, 'mcquay-wsc': MCQUAY_WSC,
}

/** Chillers; the condenser water of water-cooled ones warms by `condenserRangeK`. */
export function chillerBank(item: ChillerItem, count: number, condenserRangeK: number): ChillerBank {
  const curves = CURVES[item.curves]
  const unit = {
    heatRejection: item.cooledBy, ratedHeatW: item.heat, leavingRatedC: item.leaving, condenserRatedC: item.condenser,
    carnotFraction: item.carnotShare, liftMinK: item.liftMin, condenserRangeK,
  }
  return {
    model: item.model, unit, count, curves,
    curveScale: curves === undefined ? 1 : item.heat / curves.ratedHeatW,
    ambientMaxC: Math.min(item.ambientMax, curves?.condenserC.max ?? Infinity),
    freeApproachK: item.freeApproach, freeFanFraction: item.freeFan,
  }
}

/** Cells of towers with the pumps of their water. */
export function towerBank(item: TowerItem, pumps: BlockCoolingSection['condenserLoop']): TowerBank {
  const { densityKgPerM3, heatCapacityJPerKgK } = facilityFluid(0)
  const capacityFlowWPerK = item.heat / item.range
  const flowKgps = capacityFlowWPerK / heatCapacityJPerKgK
  return {
    model: item.model, count: item.count, ratedHeatW: item.heat, capacityFlowWPerK, fanW: item.fan, flowRatio: item.flowRatio,
    pumpW: fanPowerW(flowKgps / densityKgPerM3, pumps.pressure, pumps.efficiency),
    flowMin: pumps.turndown,
    approachMinK: item.approach,
    convectionFraction: item.convection,
    driftKgps: item.drift * flowKgps,
  }
}
