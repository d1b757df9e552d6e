/** Air permits by mass in engine units: which plants and blocks are under each, and its limit by date. */
import type { Distribution } from '../../base/distribution.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { World } from '../ports.ts'

/** A limit, g in twelve months, from a moment on, ms since the start of the run. */
export interface DatedLimit {
  readonly fromMs: number
  readonly limitG: number
}

/** Day from which units may run under a permit. */
export interface Grant {
  readonly path: string
  readonly plannedMs: number
  readonly slip: Distribution
}

export interface AirPermitPlan {
  readonly id: string
  readonly path: string
  readonly plants: readonly number[]
  /** Blocks whose standby sets are under it. */
  readonly blocks: readonly number[]
  /** In order of time; the first holds from the start. */
  readonly limits: readonly DatedLimit[]
  readonly isRolling: boolean
  readonly policy: 'stop' | 'last' | 'violate'
  readonly fineUsdPerG: number
  readonly grant: Grant | undefined
}

export interface AirPermits {
  readonly permits: readonly AirPermitPlan[]
  /** Permit of each plant and of each block's sets, −1 for none. */
  readonly ofPlant: readonly number[]
  readonly ofBlock: readonly number[]
  /** What plants and sets emit per heat of their fuel, g/J. */
  readonly plantGpJ: readonly number[]
  readonly blockGpJ: readonly number[]
}

const G_PER_T = 1e6
const J_PER_GJ = 1e9

type Permit = Scenario['airPermits'][number]

/** The standing limit, with the temporary ones cut in. */
function datedLimits({ nox, temporary }: Permit, startDay: number): DatedLimit[] {
  const days = [...new Set([startDay, ...temporary.flatMap(({ from, until }) => [Math.max(from, startDay), Math.max(until, startDay)])])].sort((a, b) => a - b)
  return days.map(day => {
    const now = temporary.find(({ from, until }) => from <= day && day < until)
    return { fromMs: (day - startDay) * DAY_MS, limitG: (now?.nox ?? nox) * G_PER_T }
  })
}

function permitPlan(permit: Permit, { generation }: Scenario, world: World): AirPermitPlan {
  const { granted } = permit
  const path = `airPermits[${permit.id}]`
  return {
    id: permit.id,
    path,
    plants: generation.flatMap(({ id }, plant) => (permit.plants === undefined || permit.plants.includes(id) ? [plant] : [])),
    blocks: world.blocks.path.flatMap((block, index) => (permit.blocks === undefined || permit.blocks.includes(block) ? [index] : [])),
    limits: datedLimits(permit, world.startDay),
    isRolling: permit.period === 'rolling',
    policy: permit.policy,
    fineUsdPerG: permit.fine / G_PER_T,
    grant: granted === undefined ? undefined : { path, plannedMs: (granted.planned - world.startDay) * DAY_MS, slip: granted.slip },
  }
}

/** Reads the permits of a scenario. */
export function airPermits(scenario: Scenario, world: World): AirPermits {
  const permits = scenario.airPermits.map(permit => permitPlan(permit, scenario, world))
  return {
    permits,
    ofPlant: scenario.generation.map((_, plant) => permits.findIndex(({ plants }) => plants.includes(plant))),
    ofBlock: scenario.blocks.map((_, block) => permits.findIndex(({ blocks }) => blocks.includes(block))),
    plantGpJ: scenario.generation.map(({ nox }) => nox / J_PER_GJ),
    blockGpJ: scenario.blocks.map(({ power }) => (power.generators?.nox ?? 0) / J_PER_GJ),
  }
}
