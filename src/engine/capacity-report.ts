/** Capacity of every block now, from plan to use, and what each of its resources would allow. */
import { LOAD_CLASS_COUNT, type World } from './ports.ts'
import { type BlockCapacity, capacityLadder } from '../results/capacity.ts'
import type { DesignDay as WeatherDesignDay } from '../scenario/inputs.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { designDays } from './cooling/design-day.ts'
import type { Facility } from './facility/facility.ts'
import type { Power } from './power/power.ts'

interface Parts {
  readonly world: World
  readonly scenario: Scenario
  readonly power: Power
  readonly facility: Pick<Facility, 'isBuilt' | 'isCommissioned'>
  readonly now: () => number
  /** Extremes of the site's weather, where they are stated. */
  readonly extremes: WeatherDesignDay | undefined
}

/** IT power that the cooling of each block carries on the design day, W; null without stated extremes. */
function coolingLimitsW(scenario: Scenario, world: World, extremes: WeatherDesignDay | undefined): (number | null)[] {
  if (extremes === undefined) return scenario.blocks.map(() => null)
  const dayOf = designDays(scenario, world)
  const conditions = { dryBulbC: extremes.dryBulbC, wetBulbC: extremes.wetBulbC, pressurePa: extremes.pressurePa }
  return scenario.blocks.map((_, block) => Math.max(0, Math.round(world.blocks.itMaxW[block]) + dayOf(block, conditions).capacityMarginW))
}

function blockCapacity({ world, power, facility, now }: Parts, block: number, coolingW: number | null): BlockCapacity {
  const { designW, availableW, usableW } = power.ratingsOf(block)
  const { powerW, imbalanceW, overheadFraction } = power.plannedPower(block)
  const spaceW = Math.round(world.blocks.itMaxW[block])
  let usedW = 0
  for (let at = block * LOAD_CLASS_COUNT; at < (block + 1) * LOAD_CLASS_COUNT; at++) usedW += power.view.grantedW[at]
  return {
    block,
    ...capacityLadder(designW, { isInstalled: facility.isBuilt(block), isCommissioned: facility.isCommissioned(block), isEnergised: power.view.energised[block] === 1, availableW, usableW }),
    committedW: world.blocks.contractMs[block] <= now() ? spaceW : 0,
    usedW,
    spaceW,
    powerW,
    coolingW,
    imbalanceW,
    overheadFraction,
  }
}

/** The report as a function: one row a block, for the moment of the call. */
export function createCapacityReport(parts: Parts): () => BlockCapacity[] {
  let coolingW: readonly (number | null)[] | undefined
  return () => {
    const limits = (coolingW ??= coolingLimitsW(parts.scenario, parts.world, parts.extremes))
    return limits.map((limitW, block) => blockCapacity(parts, block, limitW))
  }
}
