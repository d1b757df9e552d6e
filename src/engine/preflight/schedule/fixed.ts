/** A scenario in which nothing is left to chance but what one asks for: the plan, or everything at one quantile. */
import { type Distribution, quantileOf } from '../../../base/distribution.ts'
import type { Milestone } from '../../../scenario/schema/fields.ts'
import type { Scenario } from '../../../scenario/schema/scenario.ts'

const fixed = (value: number): Distribution => ({ kind: 'fixed', value })

/** Slips by the plan: none. */
const NO_SLIP = fixed(0)

/** Durations and lead times at their median, tests that pass; slips at `slipShare`, or none where it is undefined. */
export function fixedScenario(scenario: Scenario, slipShare?: number, share = 0.5): Scenario {
  const slipOf = (slip: Distribution): Distribution => (slipShare === undefined ? NO_SLIP : fixed(quantileOf(slip, slipShare)))
  const dated = (date: Milestone): Milestone => ({ ...date, slip: slipOf(date.slip) })
  const at = (duration: Distribution): Distribution => fixed(quantileOf(duration, share))
  const { grid, generation, storage, solar, site, facility, procurement, blocks } = scenario
  const { commissioning } = facility
  const level = (of: { duration: Distribution; failure: number }) => ({ duration: at(of.duration), failure: 0 })
  const needs = <T extends { ready: Milestone }>(list: readonly T[]): T[] => list.map(need => ({ ...need, ready: dated(need.ready) }))
  const feeds = Object.entries(grid.feeds).map(([name, feed]) => [
    name,
    { ...feed, energised: dated(feed.energised), needs: needs(feed.needs), steps: feed.steps.map(step => ({ ...step, energised: dated(step.energised), needs: needs(step.needs) })) },
  ] as const)
  const equipment = Object.fromEntries(Object.entries(procurement.equipment).map(([kind, of]) => [kind, { ...of, lead: at(of.lead) }])) as Scenario['procurement']['equipment']
  return {
    ...scenario,
    grid: { ...grid, feeds: Object.fromEntries(feeds) },
    generation: generation.map(plant => ({ ...plant, inService: dated(plant.inService) })),
    storage: storage.map(store => ({ ...store, inService: dated(store.inService) })),
    solar: solar.map(array => ({ ...array, inService: dated(array.inService) })),
    site: {
      ...site,
      ...(site.parcel === undefined ? {} : { parcel: { ...site.parcel, ...(site.parcel.zoned === undefined ? {} : { zoned: dated(site.parcel.zoned) }) } }),
      phases: site.phases.map(phase => ({
        ...phase,
        ...(phase.noticeToProceed === undefined ? {} : { noticeToProceed: dated(phase.noticeToProceed) }),
        gates: phase.gates.map(gate => ({ ...gate, reached: dated(gate.reached) })),
      })),
    },
    facility: {
      ...facility,
      commissioning: {
        ...commissioning,
        shell: at(commissioning.shell),
        fitOut: at(commissioning.fitOut),
        liquidFlush: at(commissioning.liquidFlush),
        level2: level(commissioning.level2),
        level3: level(commissioning.level3),
        level4: level(commissioning.level4),
        level5: level(commissioning.level5),
      },
    },
    procurement: {
      ...procurement,
      equipment,
      factoryTest: { ...procurement.factoryTest, failure: 0 },
      damage: { ...procurement.damage, probability: 0 },
      orders: procurement.orders.map(order => (order.lead === undefined ? order : { ...order, lead: at(order.lead) })),
    },
    blocks: blocks.map(block => ({ ...block, ...(block.fabric === undefined ? {} : { fabric: { delivered: dated(block.fabric.delivered) } }), racks: block.racks.map(lot => ({ ...lot, delivered: { ...lot.delivered, lead: at(lot.delivered.lead), slot: at(lot.delivered.slot) } })) })),
  }
}
