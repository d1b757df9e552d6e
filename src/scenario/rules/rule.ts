/** Static rules: what a scenario must keep beyond the range of single values. One function each, in tables by section. */
import type { FindingSeverity } from '../issue.ts'
import type { TreePath } from '../positions.ts'
import type { Scenario } from '../schema/scenario.ts'

export interface Finding {
  /** Place in the expanded scenario: keys and indexes. */
  readonly path: TreePath
  readonly message: string
  readonly allowed?: string
  readonly nearest?: string
  /** Value as an author would write it, when the one at the path says too little. */
  readonly value?: string
}

/** A rule over the sections that it names; it runs when all of them are readable, whatever is wrong elsewhere. */
export interface Rule {
  readonly code: string
  readonly severity: FindingSeverity
  readonly sections: readonly (keyof Scenario)[]
  readonly find: (scenario: Partial<Scenario>) => readonly Finding[]
}

/** Writes a rule; its `find` sees exactly the sections that it names. */
export function rule<const Key extends keyof Scenario>(
  code: string,
  severity: FindingSeverity,
  sections: readonly Key[],
  find: (scenario: Pick<Scenario, Key>) => readonly Finding[],
): Rule {
  return { code, severity, sections, find: (scenario) => find(scenario as Pick<Scenario, Key>) }
}

/** Whether a day is past a horizon; never for a horizon that is itself out of order. */
export function isPast(day: number, horizon: Scenario['horizon']): boolean {
  return horizon.end > horizon.start && day >= horizon.end
}
