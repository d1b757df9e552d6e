/** One block on the design day: what it draws, how warm it is, and what would run out first. */
import { apparentPowerVa } from '../../physics/transformer.ts'
import { DISTRIBUTION, steadyLoadLimit, type TransformerThermal } from '../../physics/transformer-hot-spot.ts'
import type { BlockDesignDay, DesignLimit, TransformerLoad } from '../../results/design-day.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { DesignDay } from '../cooling/design-day.ts'
import { type BlockPlan, designInputW, healthyBank } from '../power/block-plan.ts'
import type { TransformerSpec } from '../power/components/index.ts'

/** Hot spot up to which thermally upgraded paper ages no faster than it should, °C. Source: IEC 60076-7. */
const HOT_SPOT_C = 110

/** Load and largest lasting load of `count` transformers in parallel that deliver `outW`. */
export function transformerLoad(spec: TransformerSpec, thermal: TransformerThermal, count: number, outW: number, ambientC: number): TransformerLoad {
  const { ratedVa, noLoadLossW, loadLossW } = spec.rating
  return {
    load: count === 0 ? 0 : apparentPowerVa(outW, spec.powerFactor) / (ratedVa * count),
    loadMax: steadyLoadLimit({ ...thermal, lossRatio: loadLossW / noLoadLossW }, HOT_SPOT_C, ambientC),
  }
}

interface Surroundings {
  readonly ambientC: number
  readonly recirculationK: number
}

/** Reads one block; `plan` knows the cooling power of `day`. */
export function designBlock(section: Scenario['blocks'][number], plan: BlockPlan, day: DesignDay, { ambientC, recirculationK }: Surroundings): BlockDesignDay {
  const itW = Math.round(plan.itMaxW)
  const drawW = designInputW(plan)
  const transformers = transformerLoad(plan.transformer, DISTRIBUTION, plan.transformerCount, drawW, ambientC)
  const perIt = itW === 0 ? 1 : drawW / itW
  const limits: readonly { readonly limit: DesignLimit; readonly marginW: number }[] = [
    { limit: 'cooling', marginW: day.capacityMarginW },
    { limit: 'ups', marginW: healthyBank(plan).capW / plan.outputPerItW - itW },
    { limit: 'block transformers', marginW: transformers.load === 0 ? Infinity : ((transformers.loadMax / transformers.load - 1) * drawW) / perIt },
  ]
  const first = limits.reduce((least, each) => (each.marginW < least.marginW ? each : least))
  return {
    path: section.id,
    label: section.label,
    itW,
    mechanicalW: day.siteMechanicalW,
    lossW: drawW - itW - day.siteMechanicalW,
    drawW,
    transformers,
    recirculationK,
    facilitySupplyC: day.facilitySupplyC,
    coolantC: day.coolantC,
    inletAirC: day.inletAirC,
    makeupKgps: day.makeupKgps,
    throttle: day.throttle,
    shutsDown: day.shutsDown,
    lockedOut: day.lockedOut,
    limit: first.limit,
    marginW: Math.round(first.marginW),
  }
}
