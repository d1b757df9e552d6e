/** Racks and long-lead equipment come on the day on which the plan needs them. */
import type { Distribution } from '../../base/distribution.ts'
import { type Change, NEVER_LATE, withBlocks } from './change.ts'

/** The shortest lead time that there is, and always the same: the plan then orders in time. */
const AT_ONCE: Distribution = { kind: 'fixed', value: 1 }

export const withoutLateDelivery: Change = scenario => ({
  ...withBlocks(scenario, block => ({
    ...block,
    // Without an order date the plan orders in time for the median, which a certain lead time meets.
    racks: block.racks.map(({ ordered: _ordered, ...lot }) => ({ ...lot, delivered: { ...lot.delivered, lead: AT_ONCE, slot: NEVER_LATE, shipping: 0 } })),
  })),
  procurement: { ...scenario.procurement, mode: 'as-planned', orders: [] },
})
