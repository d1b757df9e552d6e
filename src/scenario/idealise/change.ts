/** What an idealisation is: a scenario without one cause. Ids, counts and order stay, so that nobody else's random draws move. */
import type { Distribution } from '../../base/distribution.ts'
import type { Scenario } from '../schema/scenario.ts'

export type Change = (scenario: Scenario) => Scenario

/** A duration that is always 0. */
export const NEVER_LATE: Distribution = { kind: 'fixed', value: 0 }

/** A limit that nothing reaches, in the unit of the limit. */
export const BEYOND_REACH = 1e4

type Tree = { readonly [key: string]: unknown }

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same data with every number under one of these keys at 0, however deep. */
export function zeroed<T>(value: T, keys: ReadonlySet<string>): T {
  if (Array.isArray(value)) return value.map(element => zeroed(element as unknown, keys)) as T
  if (!isTree(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keys.has(key) && typeof inner === 'number' ? 0 : zeroed(inner, keys)])) as T
}

/** The scenario with each of its blocks changed. */
export const withBlocks = (scenario: Scenario, change: (block: Scenario['blocks'][number]) => Scenario['blocks'][number]): Scenario => ({ ...scenario, blocks: scenario.blocks.map(change) })

type Shock = Scenario['faults']['commonCauses'][number]

/** The scenario without the common causes that take one thing. */
export const withoutShocks = (scenario: Scenario, takes: Shock['takes']): Scenario =>
  ({ ...scenario, faults: { ...scenario.faults, commonCauses: scenario.faults.commonCauses.filter(cause => cause.takes !== takes) } })

/** An item of a catalog with other values under some of its keys. */
export const changed = <T extends object>(item: T, values: Readonly<Record<string, unknown>>): T => ({ ...item, ...values })
