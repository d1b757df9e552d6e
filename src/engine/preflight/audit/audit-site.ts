/** What the audit knows of a site before anything fails: plans, loads at full tilt on the design day, racks by how they are fed. */
import type { DesignDay as WeatherDesignDay } from '../../../scenario/inputs.ts'
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import { type BlockDesign } from '../../cooling/block-design.ts'
import { designBlocks } from '../../cooling/design-blocks.ts'
import type { DesignConditions } from '../../cooling/design-day.ts'
import type { World } from '../../ports.ts'
import { type PowerAudit, powerAudit } from '../../power/audit.ts'
import { tabulatedLoad } from '../../../physics/transformer-limits.ts'
import type { PowerPlan } from '../../power/plan.ts'
import { type CoolingOutcomes, coolingOutcomes } from './cooling-outcome.ts'

/** Racks of a block that hang on the same pair of systems over the same section of busway. */
export interface RackGroup {
  readonly pair: number
  readonly section: number
  readonly racks: number
  readonly accelerators: number
  /** Highest power of them together, and what they draw idle, W. */
  readonly maxW: number
  readonly floorW: number
}

export interface AuditSite {
  readonly scenario: Scenario
  readonly world: World
  readonly plan: PowerPlan
  readonly power: PowerAudit
  /** Blocks that are ever energised, by the plan. */
  readonly isEnergised: readonly boolean[]
  readonly racks: readonly (readonly RackGroup[])[]
  /** From an overload to racks lowered by the capping controller, ms by block; Infinity without one. */
  readonly controllerMs: readonly number[]
  /** Cooling power with all racks at maximum on the design day (the scenario's allowance without one), W by block. */
  readonly mechanicalW: readonly number[]
  readonly designs: readonly BlockDesign[]
  readonly cooling: CoolingOutcomes
  /** Share of their rating that transformers may carry on the design day: the substation's, and each block's. */
  readonly transformerAllowed: { readonly substation: number; readonly blocks: readonly number[] }
  /** Outdoor temperature that engines breathe, °C. */
  readonly ambientC: number
}

/** Where nothing is said about extremes, engines breathe air that derates none. */
const MILD_C = 25

/** Groups of the racks of a block, without those that are out. */
export function groupsOf(plan: PowerPlan, world: World, block: number, out?: ReadonlySet<number>): RackGroup[] {
  const { pairs, rackPair, rackMaxW, racksPerSection, rackBegin, rackEnd } = plan.blocks[block]
  const groups = new Map<number, { -readonly [Key in keyof RackGroup]: RackGroup[Key] }>()
  for (let rack = rackBegin; rack < rackEnd; rack++) {
    const index = rack - rackBegin
    if (out?.has(index) === true) continue
    const section = Math.floor(index / racksPerSection)
    const pair = rackPair[index]
    const type = world.rackTypes[world.racks.type[rack]]
    const key = section * pairs.length + pair
    const group = groups.get(key) ?? { pair, section, racks: 0, accelerators: 0, maxW: 0, floorW: 0 }
    groups.set(key, group)
    group.racks += 1
    for (let node = world.racks.nodeBegin[rack]; node < world.racks.nodeBegin[rack + 1]; node++) group.accelerators += world.nodes.accelerators[node]
    group.maxW += rackMaxW[index]
    group.floorW += type?.idle ?? 0
  }
  return [...groups.entries()].sort(([a], [b]) => a - b).map(([, group]) => ({ ...group, maxW: Math.round(group.maxW), floorW: Math.round(group.floorW) }))
}

/** What hot air leaves of the rating of transformers that carry their load for long. */
function transformersAllowed({ transformers, blocks }: PowerPlan, ambientC: number): AuditSite['transformerAllowed'] {
  const allowed = (block: number): number => {
    const group = transformers.find(candidate => candidate.block === block)
    return group === undefined ? 1 : tabulatedLoad(group.thermal.allowed, ambientC + group.thermal.surchargeK)
  }
  return { substation: allowed(-1), blocks: blocks.map((_, block) => allowed(block)) }
}

/** Reads everything that does not change between contingencies. */
export function auditSite(scenario: Scenario, world: World, weather: WeatherDesignDay | undefined): AuditSite {
  const power = powerAudit(scenario, world)
  const { plan } = power
  const designs = designBlocks(scenario, world)
  const conditions: DesignConditions | undefined = weather === undefined ? undefined : { dryBulbC: weather.dryBulbC, wetBulbC: weather.wetBulbC, pressurePa: weather.pressurePa }
  const cooling = coolingOutcomes(scenario, designs, conditions)
  return {
    scenario,
    world,
    plan,
    power,
    isEnergised: power.energisationMs().map(ms => ms < Infinity),
    racks: plan.blocks.map((_, block) => groupsOf(plan, world, block)),
    controllerMs: scenario.blocks.map(({ power: { capping } }) => (capping.controller ? (capping.brake ?? capping.detect + capping.act) : Infinity)),
    mechanicalW: plan.blocks.map(({ mechanicalDesignW }, block) => cooling.designDayW(block) ?? mechanicalDesignW),
    designs,
    cooling,
    transformerAllowed: transformersAllowed(plan, weather?.dryBulbC ?? MILD_C),
    ambientC: weather?.dryBulbC ?? MILD_C,
  }
}
