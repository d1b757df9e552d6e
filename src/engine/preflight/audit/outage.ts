/** What is out of service in a contingency, counted by group, as the rest of the audit reads it. */
import type { PowerPlan } from '../../power/plan.ts'

export interface BlockOutage {
  transformers: number
  /** Modules out, by UPS system, and systems whose output is lost. */
  readonly modules: number[]
  readonly systems: boolean[]
  /** Busway out: 1 for each section × path. */
  readonly busway: Uint8Array
  /** 1 for pairs of systems whose static transfer switch does not transfer. */
  readonly switches: Uint8Array
  sets: number
  /** Racks taken by themselves, by index in the block, and the share of its highest IT power that the others have. */
  readonly racks: Set<number>
  itShare: number
  /** Modules out of the UPS of pumps and air handlers. */
  mechanicalModules: number
  /** Cooling machines out. */
  units: number
  trim: number
  towers: number
  airUnits: number
  airChillers: number
  airTowers: number
  cdus: number
  handlers: number
}

export interface Outage {
  /** 1 for feeds out, by index. */
  readonly feeds: Uint8Array
  substation: number
  /** 1 for sections of switchgear out, and for those whose protection would not clear a fault. */
  readonly sections: Uint8Array
  readonly relays: Uint8Array
  /** Engines out, by plant. */
  readonly plants: number[]
  /** Only blocks in which something is out. */
  readonly blocks: Map<number, BlockOutage>
  /** Standby parts stand still until they are called: the loss of all utility is assumed with their failure. */
  isRehearsal: boolean
}

export const PATHS_MAX = 2

export const nothingOut = (plan: PowerPlan): Outage => ({
  feeds: new Uint8Array(plan.feeds.length),
  substation: 0,
  sections: new Uint8Array(plan.switchgear?.sections ?? 0),
  relays: new Uint8Array(plan.switchgear?.sections ?? 0),
  plants: plan.plants.map(() => 0),
  blocks: new Map(),
  isRehearsal: false,
})

const noneOf = (plan: PowerPlan, block: number): BlockOutage => {
  const { topology, sections, pairs } = plan.blocks[block]
  return {
    transformers: 0,
    modules: new Array<number>(topology.systems).fill(0),
    systems: new Array<boolean>(topology.systems).fill(false),
    busway: new Uint8Array(sections * PATHS_MAX),
    switches: new Uint8Array(pairs.length),
    sets: 0,
    racks: new Set(),
    itShare: 1,
    mechanicalModules: 0,
    units: 0,
    trim: 0,
    towers: 0,
    airUnits: 0,
    airChillers: 0,
    airTowers: 0,
    cdus: 0,
    handlers: 0,
  }
}

/** The outage of a block, to be written to. */
export function blockOutage(plan: PowerPlan, outage: Outage, block: number): BlockOutage {
  const known = outage.blocks.get(block)
  if (known !== undefined) return known
  const fresh = noneOf(plan, block)
  outage.blocks.set(block, fresh)
  return fresh
}

/** The outage of a block, to be read; everything in service when nothing is out. */
export const outOf = (plan: PowerPlan, outage: Outage, block: number): BlockOutage => outage.blocks.get(block) ?? noneOf(plan, block)
