/**
 * The water of the site as the run needs it, derived once from the scenario: sources with their limits in whole mg/s, tanks in whole
 * micrograms, cycles that the chemistry allows, the stages of drought by date. Micrograms, because mg/s over whole ms are whole µg.
 */
import { DAY_MS } from '../../base/spans.ts'
import { cyclesLimit } from '../../physics/water.ts'
import { PAD_BLEED_FRACTION } from '../../physics/adiabatic.ts'
import { type EntityKey, entityKey } from '../../base/rng.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { ShortageStep, WaterSection } from '../../scenario/schema/water.ts'
import type { World } from '../ports.ts'
import type { BlockDesign } from './block-design.ts'
import { type StageChange, droughtStages } from './water-drought.ts'
import { civilFromDays, daysFromCivil } from '../../base/civil-date.ts'

export const MG_PER_KG = 1_000_000
/** Kept free of what blocks may draw, mg/s: the parts of a draw are rounded one by one. */
export const LIMIT_SLACK_MGPS = 4
/** µg of a cubic metre: 1000 kg. */
const UG_PER_M3 = 1_000_000_000_000n

export interface SourcePlan {
  readonly id: string
  readonly label: string
  /** Infinity when unlimited. */
  readonly limitMgps: number
  /** Most in a calendar year; undefined when unlimited. */
  readonly annualUg: bigint | undefined
  readonly readyMs: number
  readonly outagesPerYear: number
  readonly outageMs: number
  readonly key: EntityKey
}

export interface WaterPlan {
  readonly sources: readonly SourcePlan[]
  readonly tankUg: bigint
  /** Most that refills the tanks beyond what is drawn, mg/s. */
  readonly refillMgps: number
  /** What all blocks draw at their design conditions together, mg/s: the usual water of a source without limit. */
  readonly designMgps: number
  /** The same by block. */
  readonly blockMgps: readonly number[]
  /** Cycles now and in a shortage, and what pads bleed per evaporated water then; within what the chemistry allows. */
  readonly cycles: number
  readonly cyclesMax: number
  readonly bleedFraction: number
  readonly bleedLeast: number
  /** Warmer supply of a block's loops in a shortage, K: within the vendor's limit, and with inlets within the recommended envelope. */
  readonly riseK: readonly number[]
  readonly airRiseK: readonly number[]
  readonly stages: readonly StageChange[]
  /** First instants of the calendar years within the run; empty unless a source has an annual limit. */
  readonly yearsMs: readonly number[]
  /** Steps of a shortage that change anything at this site. */
  readonly steps: readonly ShortageStep[]
  readonly shortage: WaterSection['shortage']
}

const wholeUg = (m3: number): bigint => BigInt(Math.round(m3 * 1e6)) * (UG_PER_M3 / 1_000_000n)
const wholeMgps = (kgps: number): number => (kgps === Infinity ? Infinity : Math.round(kgps * MG_PER_KG))

/** The one source of a site that lists none: what its blocks say together, failing as the first block that uses water says. */
function impliedSource(designs: readonly BlockDesign[], world: World): SourcePlan {
  const drawing = designs.filter(({ water }) => water.designKgps > 0)
  const first = (drawing.at(0) ?? designs[0]).section.water
  return {
    id: 'mains', label: 'water source',
    limitMgps: wholeMgps(drawing.reduce((sum, { water }) => sum + water.limitKgps, 0)),
    annualUg: undefined, readyMs: 0,
    outagesPerYear: drawing.length === 0 ? 0 : first.outages, outageMs: first.outage,
    key: entityKey(world.root, 'site/water'),
  }
}

type Stated = NonNullable<WaterSection['sources']>[number]

const statedSource = (source: Stated, world: World): SourcePlan => ({
  id: source.id, label: `water source ${source.id}`,
  limitMgps: wholeMgps(source.limit ?? Infinity),
  annualUg: source.annual === undefined ? undefined : wholeUg(source.annual),
  readyMs: source.ready === undefined ? 0 : Math.max(0, (source.ready - world.startDay) * DAY_MS),
  outagesPerYear: source.outages, outageMs: source.outage,
  key: entityKey(world.root, `site/water[${source.id}]`),
})

/** Cycles that the chemistry of a source allows. */
export const sourceCycles = ({ chemistry: { silica, chloride, conductivity } }: Pick<Stated, 'chemistry'>): number => cyclesLimit(silica ?? 0, chloride ?? 0, conductivity ?? 0)

/** Cycles that the saltiest of the sources allows: which of them fills the basins is not asked. */
export const chemistryCycles = (water: WaterSection): number => (water.sources ?? []).reduce((least, source) => Math.min(least, sourceCycles(source)), Infinity)

/** Instants at which calendar years begin, the run's start left out. */
function yearStarts({ startDay, horizonMs }: World): number[] {
  const found: number[] = []
  for (let { year } = civilFromDays(startDay); ; ) {
    year += 1
    const atMs = (daysFromCivil(year, 1, 1) - startDay) * DAY_MS
    if (atMs >= horizonMs) return found
    found.push(atMs)
  }
}

/** Margin of a raised set point below the vendor's limit, K. */
const RISE_MARGIN_K = 0.5

/** Inlet air that a warmer chilled-water set point may reach, °C: upper end of the recommended envelope. Source: ASHRAE TC 9.9. */
const INLET_RECOMMENDED_C = 27

/** How much warmer facility water may be; nothing where its plant uses no water. */
function liquidRiseK({ coolers, towers, section: { supply, cdu, chip, pads }, liquid }: BlockDesign, mostK: number): number {
  const usesWater = liquid.heatW > 0 && (towers !== undefined || (coolers !== undefined && pads > 0))
  return usesWater ? Math.max(0, Math.min(mostK, chip.coolantMax - RISE_MARGIN_K - cdu.approach - supply)) : 0
}

/** The same of chilled water. */
function chilledRiseK({ airCoolers, airTowers, section: { pads }, air }: BlockDesign, mostK: number): number {
  const usesWater = airTowers !== undefined || (airCoolers !== undefined && pads > 0)
  return usesWater ? Math.max(0, Math.min(mostK, INLET_RECOMMENDED_C - air.setpointC - air.coilApproachK - air.recirculationK)) : 0
}

export function waterPlan(scenario: Pick<Scenario, 'water'>, world: World, designs: readonly BlockDesign[]): WaterPlan {
  const { water } = scenario
  const blockMgps = designs.map(({ water: { designKgps } }) => wholeMgps(designKgps))
  const sources = water.sources === undefined ? [impliedSource(designs, world)] : water.sources.map(source => statedSource(source, world))
  const tankUg = water.storage === undefined ? designs.reduce((sum, design) => sum + BigInt(Math.round(design.water.tankKg * 1000)) * 1_000_000n, 0n) : wholeUg(water.storage)
  const chemistry = chemistryCycles(water)
  const cycles = Math.min(water.cycles, chemistry)
  const cyclesMax = Math.max(cycles, Math.min(water.cyclesMax, chemistry))
  const bleedFraction = Math.max(PAD_BLEED_FRACTION, 1 / (chemistry - 1))
  const bleedLeast = Math.min(bleedFraction, 1 / (cyclesMax - 1))
  const riseK = designs.map(design => liquidRiseK(design, water.shortage.rise))
  const airRiseK = designs.map(design => chilledRiseK(design, water.shortage.rise))
  const changes: Readonly<Record<ShortageStep, boolean>> = {
    cycles: cyclesMax > cycles || bleedLeast < bleedFraction,
    dry: true,
    setpoints: [...riseK, ...airRiseK].some(kelvin => kelvin > 0),
    trim: designs.some(({ trim, water: { designKgps } }) => trim !== undefined && designKgps > 0),
    shed: true,
  }
  return {
    sources, tankUg, cycles, cyclesMax, bleedFraction, blockMgps,
    refillMgps: Number(tankUg / BigInt(water.refill)) + 1,
    designMgps: blockMgps.reduce((sum, mgps) => sum + mgps, 0),
    bleedLeast, riseK, airRiseK,
    steps: water.shortage.steps.filter(step => changes[step]),
    stages: droughtStages(water.drought, world),
    yearsMs: sources.some(({ annualUg }) => annualUg !== undefined) ? yearStarts(world) : [],
    shortage: water.shortage,
  }
}

/** Tanks that ran empty count as empty until they hold at least this share again. */
const REFILLED_LEAST = 0.01

/** Part of the tanks' volume, µg. */
export const levelUg = ({ tankUg }: WaterPlan, share: number): bigint => (tankUg * BigInt(Math.round(share * 1e6))) / 1_000_000n

/** Level at which empty tanks count again. */
export const refilledUg = (plan: WaterPlan): bigint => levelUg(plan, Math.max(REFILLED_LEAST, plan.shortage.hysteresis))
