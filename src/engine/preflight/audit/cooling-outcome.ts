/** What cooling can hold on the design day with machines out or power short: lasting temperatures, remembered by what is out. */
import type { BlockDesign } from '../../cooling/block-design.ts'
import { type DesignConditions, type LastingState, lastingState } from '../../cooling/design-day.ts'
import type { BlockOutage } from './outage.ts'

export type MachinesOut = Pick<BlockOutage, 'units' | 'trim' | 'airChillers' | 'cdus' | 'handlers'>

export interface CoolingOutcomes {
  /** The state that lasts with all racks at maximum; undefined without a design day. */
  lasting(block: number, out: MachinesOut): LastingState | undefined
  /** Electric power that the cooling of a healthy block asks for, W; undefined without a design day. */
  designDayW(block: number): number | undefined
}

const ALL_IN: MachinesOut = { units: 0, trim: 0, airChillers: 0, cdus: 0, handlers: 0 }

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

export function coolingOutcomes(designs: readonly BlockDesign[], conditions: DesignConditions | undefined): CoolingOutcomes {
  const keys = designKeys(designs)
  const known = new Map<string, LastingState>()
  const lasting = (block: number, { units, trim, airChillers, cdus, handlers }: MachinesOut): LastingState | undefined => {
    if (conditions === undefined) return undefined
    const key = [keys[block], units, trim, airChillers, cdus, handlers].join()
    const before = known.get(key)
    if (before !== undefined) return before
    const state = lastingState(designs[block], { ...conditions, unitsOut: units, trimOut: trim, airChillersOut: airChillers, cdusOut: cdus, handlersOut: handlers })
    known.set(key, state)
    return state
  }
  return { lasting, designDayW: block => lasting(block, ALL_IN)?.siteMechanicalW }
}
