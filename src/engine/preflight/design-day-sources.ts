/** Every source of the site in the air of the design day: feeds behind their substation, prime-power plants unit by unit. */
import { integerInputW } from '../../physics/converter-loss.ts'
import { ONAF_POWER } from '../../physics/transformer-hot-spot.ts'
import type { DesignAir, SourceDesignDay, TransformerLoad } from '../../results/design-day.ts'
import { components } from '../power/components/index.ts'
import { substationOutW } from '../power/commitment.ts'
import type { PowerPlan } from '../power/plan.ts'
import { type PlantPlan, unitW } from '../power/plant-plan.ts'
import { transformerLoad } from './design-day-block.ts'

export interface DesignSupply {
  /** What the meters and plants deliver together, W: the losses of the substation are in it where feeds come in there. */
  readonly meterW: number
  readonly substation: TransformerLoad | null
  /** Power at the site bus that the substation could still pass with its redundant transformers out, W. */
  readonly substationMarginW: number
  readonly sources: readonly SourceDesignDay[]
  readonly marginW: number
}

/** Capacity of all steps of the feeds that come in at the substation (or beside it), W. */
const feedsW = ({ feeds }: PowerPlan, viaSubstation: boolean): number =>
  feeds.filter(feed => feed.viaSubstation === viaSubstation).reduce((sum, { steps }) => sum + steps.reduce((all, { capacityW }) => all + capacityW, 0), 0)

function plantSource(plant: PlantPlan, air: DesignAir, busW: number): SourceDesignDay {
  const eachW = Math.floor(unitW(plant, air.dryBulbC, air.wetBulbC))
  return {
    path: plant.path,
    kind: 'plant',
    unitW: eachW,
    units: plant.count,
    redundancy: plant.redundancy,
    unitsNeeded: eachW === 0 ? Infinity : Math.ceil(busW / eachW),
    firmW: (plant.count - plant.redundancy) * eachW,
  }
}

/** The supply of `busW` at the site bus. Losses of the substation count as if all of it came from the feeds there, where there are any. */
export function designSources(plan: PowerPlan, busW: number, air: DesignAir): DesignSupply {
  const { substation } = plan
  const highW = feedsW(plan, true)
  const behindW = substation === undefined ? 0 : substationOutW(plan, highW, substation.count)
  const directW = feedsW(plan, false)
  const throughW = Math.min(busW, behindW)
  const feeds: SourceDesignDay[] = behindW + directW === 0 ? [] : [{ path: 'grid', kind: 'feeds', unitW: behindW + directW, units: 1, redundancy: 0, unitsNeeded: 1, firmW: behindW + directW }]
  const sources = [...feeds, ...plan.plants.map(plant => plantSource(plant, air, busW))]
  const marginW = sources.reduce((sum, { firmW }) => sum + firmW, 0) - busW
  const hasSubstation = substation !== undefined && behindW > 0
  if (!hasSubstation) return { meterW: busW, substation: null, substationMarginW: Infinity, sources, marginW }
  const up = Math.max(1, substation.count - substation.redundancy)
  const load = transformerLoad(substation.spec, ONAF_POWER, up, throughW, air.dryBulbC)
  const meterW = busW - throughW + integerInputW(components.transformer.lossCurve(substation.spec, substation.count), throughW)
  return { meterW, substation: load, substationMarginW: load.load === 0 ? Infinity : (load.loadMax / load.load - 1) * throughW, sources, marginW }
}
