/** Air permits by mass at this moment: whether a limit is reached, whom that keeps off, and what was emitted so far. */
import { HOUR_MS } from '../../base/spans.ts'
import type { AirPermitPlan } from './air-permit-plan.ts'
import type { PowerSite } from './power-site.ts'

/** Months by permit in their table. */
export const MONTHS = 12

/** One row a permit: `periodG` is what counts now, `peakG` the most it ever was; `isReached` since `reachedMs`; `reach` is a handle. */
export const PERMIT_COLUMNS = {
  rateGpms: 'f64', atMs: 'f64', periodG: 'f64', totalG: 'f64', peakG: 'f64', overG: 'f64',
  isReached: 'u8', reachedMs: 'f64', shutMs: 'f64', reach: 'f64', turnMs: 'f64', month: 'i32',
} as const
/** Twelve months by permit, the present one at `month` modulo twelve, g. */
export const MONTH_COLUMNS = { g: 'f64' } as const

const isReached = (p: PowerSite, permit: number, policies: readonly AirPermitPlan['policy'][]): boolean =>
  permit >= 0 && p.permits.col.isReached[permit] === 1 && policies.includes(p.plan.air.permits[permit].policy)

const SHUT = ['stop'] as const
const SHUT_OR_LAST = ['stop', 'last'] as const

/** Whether its permit keeps a plant off. */
export const isPlantShut = (p: PowerSite, plant: number): boolean => isReached(p, p.plan.air.ofPlant[plant], SHUT)

/** Whether a permit keeps some plant in service off. */
export function isAnyPlantShut(p: PowerSite): boolean {
  for (let plant = 0; plant < p.plan.plants.length; plant++) if (p.plants.col.inService[plant] === 1 && isPlantShut(p, plant)) return true
  return false
}

/** Whether its permit puts a plant last in the order of merit. */
export const isPlantLast = (p: PowerSite, plant: number): boolean => isReached(p, p.plan.air.ofPlant[plant], SHUT_OR_LAST)

/** Whether its permit keeps the sets of a block from running, in emergencies or for tests and calls. */
export const areSetsShut = (p: PowerSite, block: number, isEmergency: boolean): boolean => isReached(p, p.plan.air.ofBlock[block], isEmergency ? SHUT : SHUT_OR_LAST)

/** What was emitted under a permit up to now; `PermitEmissions` of the results. */
export interface EmissionBook {
  readonly id: string
  readonly noxKg: number
  /** The most of any twelve months, or of a calendar year. */
  readonly peakKg: number
  /** Beyond the limit, and the fine for it. */
  readonly overKg: number
  readonly fineUsd: number
  /** Hours at the limit. */
  readonly reachedH: number
}

const G_PER_KG = 1000

export function emissionBooks(p: PowerSite): EmissionBook[] {
  const { col } = p.permits
  const { now } = p.ctx.kernel
  return p.plan.air.permits.map(({ id, fineUsdPerG }, permit) => {
    const openG = col.rateGpms[permit] * (now - col.atMs[permit])
    const isOver = col.isReached[permit] === 1
    const overG = col.overG[permit] + (isOver ? openG : 0)
    return {
      id,
      noxKg: (col.totalG[permit] + openG) / G_PER_KG,
      peakKg: Math.max(col.peakG[permit], col.periodG[permit] + openG) / G_PER_KG,
      overKg: overG / G_PER_KG,
      fineUsd: overG * fineUsdPerG,
      reachedH: (col.shutMs[permit] + (isOver ? now - col.reachedMs[permit] : 0)) / HOUR_MS,
    }
  })
}
