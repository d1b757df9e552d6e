/** Storage, sun, gas supply and smoothing in engine units. */
import type { Distribution } from '../../base/distribution.ts'
import { DAY_MS, HOUR_MS, SECOND_MS, YEAR_MS } from '../../base/spans.ts'
import { smoothingEnergyJ, smoothingPowerW } from '../../physics/battery-storage.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { SolarSpec, StoreSpec } from './components/index.ts'

const SECONDS_PER_HOUR = 3600
const SECONDS_PER_MINUTE = 60

/** A store or array that comes on a day. */
interface Dated {
  readonly id: string
  readonly path: string
  readonly plannedMs: number
  readonly slip: Distribution
}

export interface StoragePlan extends Dated {
  readonly model: string
  readonly spec: StoreSpec
  readonly count: number
  /** Bounds of the state of charge per present capacity, smoothing reserve inside them. */
  readonly chargeMin: number
  readonly chargeMax: number
  readonly rechargeMs: number
  readonly shaveAboveW: number | undefined
  readonly endOfLife: number
  readonly replacementMs: number
  /** Energy and power kept back for load steps, of all units, J and W. */
  readonly reserveJ: number
  readonly reserveW: number
}

export interface SolarPlan extends Dated {
  readonly spec: SolarSpec
}

export interface GasPlan {
  /** Heat by lower heating value, W. */
  readonly firmW: number
  readonly interruptibleW: number
  readonly curtailedBelowC: number
  /** Mean time between losses, ms; Infinity for never. */
  readonly meanGapMs: number
  readonly duration: Distribution
  /** Liquid fuel kept on site, J: all units of all plants at full load for the stated hours. */
  readonly dualFuelJ: number
}

/** Reserve that load steps need at the connection: the step that rack storage leaves, levelled to the ramp. */
export function smoothingReserve(smoothing: NonNullable<Scenario['smoothing']>): { readonly energyJ: number; readonly powerW: number } {
  const stepW = smoothing.step * (1 - smoothing.rack)
  const rampWPerS = smoothing.ramp / SECONDS_PER_MINUTE
  return { energyJ: smoothingEnergyJ(stepW, rampWPerS), powerW: smoothingPowerW(stepW, rampWPerS, smoothing.response / SECOND_MS) }
}

const totalJ = (scenario: Scenario): number => (scenario.storage ?? []).reduce((sum, { energy, count }) => sum + energy * count, 0)

/** All stores in file order; the smoothing reserve is divided by energy. */
export function storagePlan(scenario: Scenario, startDay: number): StoragePlan[] {
  const reserve = scenario.smoothing === undefined ? { energyJ: 0, powerW: 0 } : smoothingReserve(scenario.smoothing)
  const allJ = totalJ(scenario)
  return (scenario.storage ?? []).map(store => {
    const share = allJ === 0 ? 0 : (store.energy * store.count) / allJ
    return {
      id: store.id,
      path: `storage[${store.id}]`,
      model: store.model,
      spec: {
        energyJ: store.energy,
        inverterW: store.power,
        ratePerS: store.cRate / SECONDS_PER_HOUR,
        efficiency: store.efficiency,
        auxiliaryW: (store.auxiliary * store.energy) / SECONDS_PER_HOUR,
        availability: store.availability,
        failuresPerYear: store.failures,
        repairMs: store.repair,
      },
      count: store.count,
      chargeMin: store.chargeMin,
      chargeMax: store.chargeMax,
      rechargeMs: store.recharge,
      shaveAboveW: store.shaveAbove,
      endOfLife: store.endOfLife,
      replacementMs: store.replacement,
      reserveJ: reserve.energyJ * share,
      reserveW: reserve.powerW * share,
      plannedMs: (store.inService.planned - startDay) * DAY_MS,
      slip: store.inService.slip,
    }
  })
}

/** All arrays in file order. */
export function solarPlan(scenario: Scenario, startDay: number): SolarPlan[] {
  return (scenario.solar ?? []).map(array => ({
    id: array.id,
    path: `solar[${array.id}]`,
    spec: { peakW: array.peak, inverterW: array.inverter ?? array.peak, efficiency: array.efficiency, tiltGain: array.tiltGain },
    plannedMs: (array.inService.planned - startDay) * DAY_MS,
    slip: array.inService.slip,
  }))
}

/** The gas supply; undefined when the file has none, so that gas is always there. */
export function gasPlan(scenario: Scenario): GasPlan | undefined {
  const { gas } = scenario
  if (gas === undefined) return undefined
  const fullW = scenario.generation.reduce((sum, { count, rated, efficiency }) => sum + (count * rated) / efficiency, 0)
  return {
    firmW: gas.firm,
    interruptibleW: gas.interruptible,
    curtailedBelowC: gas.curtailedBelow,
    meanGapMs: gas.outages.rate > 0 ? YEAR_MS / gas.outages.rate : Infinity,
    duration: gas.outages.duration,
    dualFuelJ: (fullW * gas.dualFuel * SECONDS_PER_HOUR) / HOUR_MS,
  }
}
