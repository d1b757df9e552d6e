/** What a contingent option means for a run: until the decision the file without it; after it, in each replication, one of two futures. */
import type { Scenario } from '../schema/scenario.ts'
import type { Condition } from './condition.ts'

export interface Contingency {
  readonly option: string
  readonly condition: Condition
  /** The file without the option: the past of every replication, and the future of those where the condition does not come true. */
  readonly otherwise: Scenario
  /** With those changes alone that have dates of their own; left out where all of them have, so that the scenario itself is meant. */
  readonly dated?: Scenario
}

/** The scenario that a replication lived in; `isTaken` is undefined where nothing was to be decided. */
export function livedIn(scenario: Scenario, isTaken: boolean | undefined): Scenario {
  return isTaken === false ? (scenario.contingent?.otherwise ?? scenario) : scenario
}
