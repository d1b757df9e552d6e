/**
 * A building of a reference site over a typical year, hour by hour through the cooling domain at constant load: k_ops 1.0, no failures, no
 * yard recirculation, no density derate, lock-out only where machines have it. Electrical losses by the converter and transformer formulas.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { buildWeatherSeries } from '../../../src/engine/site/weather-year.ts'
import { importWeather } from '../../../src/exchange/importers/index.ts'
import { CONVERTER_FITS, converterCurve, lossW } from '../../../src/physics/converter-loss.ts'
import { TRANSFORMER_3000_KVA, transformerCurve, transformerOfPeakEfficiency } from '../../../src/physics/transformer.ts'
import type { WeatherSeries } from '../../../src/scenario/inputs.ts'
import { HOUR_MS } from '../world.ts'
import { createYard, weatherOf } from './yard.ts'

/** One building and its share of the substation. */
export interface Building {
  readonly itW: number
  readonly liquidFraction: number
  readonly cooling: Readonly<Record<string, unknown>>
  readonly ups: { readonly count: number; readonly ratedW: number }
  readonly blockTransformers: number
  /** Peak efficiency of its transformers; that of 100 MVA when left out. */
  readonly substation: { readonly count: number; readonly ratedVa: number; readonly peakEfficiency?: number }
  /** Where the reference counts distribution in proportion to the load: busway and cables per IT load, medium-voltage cables per site load. */
  readonly flatLoss?: { readonly busway: number; readonly cables: number }
  /** Lights, controls and people per running IT load, W/W, where the reference counts them apart from the plant. */
  readonly house?: number
}

export interface Year {
  pue: number
  mechanicalShare: number
  electricalShare: number
  peakMW: number
  /** L/kWh. */
  wue: number
  energyGWh: number
  wetHours: number
  /** Hours in which chillers of the liquid loop run. */
  trimHours: number
  /** Hours of the air share in free cooling, partial and with compressors alone. */
  freeHours: number
  partialHours: number
  compressorHours: number
  hottestSupplyC: number
}

export function typicalYear(folder: string, file: string): WeatherSeries {
  const read = importWeather(gunzipSync(readFileSync(join(folder, file))).toString('utf8'))
  if (!read.ok) throw new Error(read.error.map(issue => issue.message).join('\n'))
  return buildWeatherSeries({ kind: 'table', table: read.value.table }, { startDay: 20_819, hours: read.value.table.hours })
}

/** Losses of a building inside its electrical rooms and up to the utility, W. */
export function lossesOf({ ups, blockTransformers, substation, flatLoss }: Building) {
  const upsCurve = converterCurve(ups.ratedW, CONVERTER_FITS.upsDoubleConversion)
  const busway = converterCurve(ups.ratedW, CONVERTER_FITS.busway)
  const low = transformerCurve(TRANSFORMER_3000_KVA, 0.97)
  const high = transformerCurve(transformerOfPeakEfficiency(substation.ratedVa, substation.peakEfficiency ?? 0.9977, 0.45), 0.97)
  return {
    roomW(itW: number, backedW: number): number {
      const buswayW = flatLoss === undefined ? ups.count * lossW(busway, itW / ups.count) : flatLoss.busway * itW
      return buswayW + ups.count * lossW(upsCurve, (itW + buswayW + backedW) / ups.count)
    },
    siteW(itW: number, roomW: number, mechanicalW: number): number {
      const lowW = itW + roomW + mechanicalW
      const blockW = lowW + blockTransformers * lossW(low, lowW / blockTransformers)
      const highW = blockW * (1 + (flatLoss?.cables ?? 0))
      return highW + substation.count * lossW(high, highW / substation.count)
    },
  }
}

/** A year at constant load: every hour evaluated by the domain at its end, when temperatures of the hour have settled. */
export function runYear(building: Building, series: WeatherSeries, load: number): Year {
  const { roomW, siteW } = lossesOf(building)
  const yard = createYard({ cooling: building.cooling, itW: building.itW, liquidFraction: building.liquidFraction, horizonMs: series.hours * HOUR_MS })
  const blocks = yard.state.entries.get('cooling.block')
  if (blocks?.kind !== 'table') throw new Error('no cooling state')
  const itW = load * building.itW
  const houseW = (building.house ?? 0) * itW
  let lostW = roomW(itW, 0)
  const year: Year = {
    pue: 0, mechanicalShare: 0, electricalShare: 0, peakMW: 0, wue: 0, energyGWh: 0, wetHours: 0, trimHours: 0, freeHours: 0, partialHours: 0, compressorHours: 0, hottestSupplyC: 0,
  }
  let [siteWh, mechanicalWh, waterKg] = [0, 0, 0]
  for (let hour = 0; hour < series.hours; hour++) {
    yard.setWeather({ ...weatherOf(series.dryBulbC[hour], series.wetBulbC[hour]), humidityRatio: series.humidityRatio[hour] })
    yard.setLoad(itW, lostW)
    yard.run((hour + 1) * HOUR_MS - 1)
    const { view } = yard.cooling
    if (hour === 0) lostW = roomW(itW, yard.cooling.explain(0).backedW)
    const drawnW = siteW(itW, lostW, view.mechanicalW[0] + houseW)
    siteWh += drawnW
    mechanicalWh += view.mechanicalW[0]
    waterKg += view.makeupKgps[0] * 3600
    if (view.makeupKgps[0] > 0) year.wetHours += 1
    if (building.liquidFraction > 0 && yard.cooling.explain(0).trimHeatW > 0) year.trimHours += 1
    const mode = blocks.table.col.economiser[0]
    year[(['compressorHours', 'partialHours', 'freeHours'] as const)[mode]] += 1
    year.peakMW = Math.max(year.peakMW, drawnW / 1e6)
    year.hottestSupplyC = Math.max(year.hottestSupplyC, view.facilitySupplyC[0])
    yard.run((hour + 1) * HOUR_MS)
  }
  const itWh = itW * series.hours
  year.pue = siteWh / itWh
  year.mechanicalShare = mechanicalWh / itWh
  year.electricalShare = year.pue - 1 - year.mechanicalShare - (building.house ?? 0)
  year.wue = waterKg / (itWh / 1000)
  year.energyGWh = siteWh / 1e9
  return year
}
