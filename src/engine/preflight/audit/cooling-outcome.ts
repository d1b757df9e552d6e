/** What cooling can hold on the design day with machines out or power short: lasting temperatures, remembered by what is out. */
import type { BlockDesign } from '../../cooling/block-design.ts'
import { type DesignConditions, type LastingState, lastingState } from '../../cooling/design-day.ts'
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import type { BlockOutage } from './outage.ts'
import { type CoolingGap, type ThermalRide, thermalRide } from './thermal-ride.ts'

/** Machines of a block's cooling by group, as an outage counts them. */
export const MACHINE_GROUPS = ['units', 'trim', 'towers', 'airUnits', 'airChillers', 'airTowers', 'cdus', 'handlers'] as const
/** What is out, and the share of the IT power that heats what is left. */
export type MachinesOut = Readonly<Pick<BlockOutage, (typeof MACHINE_GROUPS)[number] | 'itShare'>>

export interface CoolingOutcomes {
  /** The state that lasts with all racks at maximum; undefined without a design day. */
  lasting(block: number, out: MachinesOut): LastingState | undefined
  /** Temperatures over a gap in the supply of cooling; undefined without a design day. */
  ride(block: number, gap: CoolingGap, out: MachinesOut): ThermalRide | undefined
  /** Electric power that the cooling of a healthy block asks for, W; undefined without a design day. */
  designDayW(block: number): number | undefined
}

/** Everything in service. */
export const ALL_IN: MachinesOut = { units: 0, trim: 0, towers: 0, airUnits: 0, airChillers: 0, airTowers: 0, cdus: 0, handlers: 0, itShare: 1 }

/** How many machines are out. */
export const countOut = (out: MachinesOut): number => MACHINE_GROUPS.reduce((sum, group) => sum + out[group], 0)

/** Blocks that differ in nothing but their place share what is known. */
function designKeys(designs: readonly BlockDesign[]): number[] {
  const known = new Map<string, number>()
  return designs.map(({ section, itDesignW, liquidFraction }, block) => {
    const key = JSON.stringify([section, itDesignW, liquidFraction])
    const first = known.get(key) ?? block
    known.set(key, first)
    return first
  })
}

const outKey = (out: MachinesOut): string => [...MACHINE_GROUPS.map(group => out[group]), out.itShare].join()

/** Answers what is asked for the first time and remembers it. */
function remembered<Value>(known: Map<string, Value>, key: string, find: () => Value): Value {
  const before = known.get(key)
  if (before !== undefined) return before
  const value = find()
  known.set(key, value)
  return value
}

export function coolingOutcomes(scenario: Scenario, designs: readonly BlockDesign[], conditions: DesignConditions | undefined): CoolingOutcomes {
  const keys = designKeys(designs)
  const states = new Map<string, LastingState>()
  const rides = new Map<string, ThermalRide>()
  const lasting = (block: number, out: MachinesOut): LastingState | undefined => {
    if (conditions === undefined) return undefined
    const { units, trim, towers, airUnits, airChillers, airTowers, cdus, handlers, itShare } = out
    return remembered(states, `${keys[block]} ${outKey(out)}`, () =>
      lastingState(designs[block], {
        ...conditions, ...(itShare < 1 ? { itW: designs[block].itDesignW * itShare } : {}), unitsOut: units, trimOut: trim, towersOut: towers, airUnitsOut: airUnits, airChillersOut: airChillers, airTowersOut: airTowers, cdusOut: cdus, handlersOut: handlers,
      }),
    )
  }
  return {
    lasting,
    ride(block, gap, out) {
      if (conditions === undefined) return undefined
      const key = `${keys[block]} ${gap.onUpsW} ${gap.hasCoolantPumps} ${gap.backMs} ${outKey(out)}`
      return remembered(rides, key, () => thermalRide(scenario, block, designs[block], conditions, gap, out))
    },
    designDayW: block => lasting(block, ALL_IN)?.siteMechanicalW,
  }
}
