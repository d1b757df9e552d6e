/** The standby sets of a block in engine units: what they are, their fuel, what their permit allows and how they are tested. */
import type { Distribution } from '../../base/distribution.ts'
import { HOUR_MS } from '../../base/spans.ts'
import { RATING_CLASSES } from '../../scenario/catalog/generators.ts'
import type { BlockPowerSection } from '../../scenario/schema/block-power.ts'
import type { StandbySpec } from './components/index.ts'

/** Fuel of all sets of a block together, L. */
export interface FuelPlan {
  readonly volumeL: number
  /** Level at which a delivery is ordered. */
  readonly lowL: number
  readonly delivery: Distribution
  /** Most that one delivery brings. */
  readonly loadL: number
}

/** Running time that a set may collect in a calendar year, ms. */
export interface PermitPlan {
  /** For whatever purpose: the smaller of the permit and the rating class. */
  readonly totalMs: number
  /** At a stretch, by the rating class. */
  readonly continuousMs: number
  readonly nonEmergencyMs: number
  readonly responseMs: number
  readonly isStop: boolean
  readonly fineUsdPerH: number
}

export interface TestPlan {
  readonly monthlyMs: number
  readonly load: number
  readonly loadBankMs: number
  readonly loadBankLoad: number
  readonly missedFactor: number
}

export interface StandbyPlan {
  readonly spec: StandbySpec
  readonly model: string
  readonly count: number
  readonly availability: number
  readonly failToStart: number
  readonly retrySuccess: number
  readonly commonCause: number
  readonly runMttfMs: number
  readonly startMs: number
  readonly retryMs: number
  readonly synchroniseMs: number
  readonly startRepairMs: number
  readonly runRepairMs: number
  /** Highest mean load over 24 h per rating. */
  readonly meanLoad: number
  readonly fuel: FuelPlan
  readonly permit: PermitPlan
  readonly tests: TestPlan
}

const LITRES_PER_M3 = 1000

type Sets = NonNullable<BlockPowerSection['generators']>

function fuelPlan({ fuel, count }: Sets): FuelPlan {
  const volumeL = fuel.tank * LITRES_PER_M3 * count
  return { volumeL, lowL: volumeL * fuel.low, delivery: fuel.delivery, loadL: fuel.load === undefined ? volumeL : fuel.load * LITRES_PER_M3 }
}

/** Reads the sets of a block; undefined for a block without. */
export function standbyPlan(section: BlockPowerSection): StandbyPlan | undefined {
  const { generators } = section
  if (generators === undefined || generators.count === 0) return undefined
  const { permit, tests, ratingClass } = generators
  const rating = RATING_CLASSES[ratingClass]
  return {
    spec: { ratedW: generators.rated, countedW: Math.floor(generators.rated * generators.derate) },
    model: generators.model,
    count: generators.count,
    availability: generators.availability,
    failToStart: generators.failToStart,
    retrySuccess: generators.retrySuccess,
    commonCause: generators.commonCause,
    runMttfMs: generators.runMttf,
    startMs: generators.start,
    retryMs: generators.retry,
    synchroniseMs: generators.synchronise,
    startRepairMs: generators.startRepair,
    runRepairMs: generators.runRepair,
    meanLoad: rating.meanLoad,
    fuel: fuelPlan(generators),
    permit: {
      totalMs: Math.min(permit.total, rating.hoursPerYear * HOUR_MS),
      continuousMs: rating.hoursAtOnce * HOUR_MS,
      nonEmergencyMs: permit.nonEmergency,
      responseMs: permit.response,
      isStop: permit.policy === 'stop',
      fineUsdPerH: permit.fine,
    },
    tests: { monthlyMs: tests.monthly, load: tests.load, loadBankMs: tests.loadBank, loadBankLoad: tests.loadBankLoad, missedFactor: tests.missedFactor },
  }
}
