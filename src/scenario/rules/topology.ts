/** Rules of topologies and rack feeds: labels that agree with what is wired, systems of one size, budgets that make sense. */
import { placeCount } from '../lots.ts'
import type { Scenario } from '../schema/scenario.ts'
import { TOPOLOGY_SHAPES } from '../schema/topologies.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Block = Scenario['blocks'][number]

const ofPower = (blocks: readonly Block[], find: (power: Block['power'], block: Block) => readonly Finding[]): Finding[] =>
  blocks.flatMap((block, index) => find(block.power, block).map(found => ({ ...found, path: ['blocks', index, 'power', ...found.path] })))

const feedCount = (count: number): string => (count === 1 ? 'one feed' : 'two feeds')

/** The label promises feeds that are not wired, or the other way round. */
function wiredFeeds({ topology, rackFeeds }: Block['power']): Finding[] {
  const { feeds } = TOPOLOGY_SHAPES[topology]
  const { perRack, pairs, transferSwitch } = rackFeeds
  const promise = `the label ${topology} promises ${feedCount(feeds)} to each rack`
  if (perRack !== undefined && perRack !== feeds && !(perRack === 1 && transferSwitch)) {
    const fix = feeds === 2 ? '2, or 1 with transferSwitch: true' : '1, or a topology with two feeds such as 2n'
    return [{ path: ['rackFeeds', 'perRack'], message: `wires ${feedCount(perRack)}, but ${promise}`, value: String(perRack), allowed: fix }]
  }
  return (pairs ?? []).flatMap(({ second }, at): Finding[] => {
    const wired = second === undefined ? 1 : 2
    if (wired === feeds) return []
    return [{ path: ['rackFeeds', 'pairs', at], message: `wires ${feedCount(wired)}, but ${promise}`, allowed: feeds === 2 ? 'first and second' : 'first alone' }]
  })
}

function unknownSystem({ topology, rackFeeds }: Block['power']): Finding[] {
  const { systems } = TOPOLOGY_SHAPES[topology]
  return (rackFeeds.pairs ?? []).flatMap((pair, at) =>
    (['first', 'second'] as const).flatMap((end): Finding[] => {
      const system = pair[end]
      return system === undefined || system <= systems ? [] : [{ path: ['rackFeeds', 'pairs', at, end], message: `is not a system of ${topology}`, value: String(system), allowed: `1 to ${systems}` }]
    }),
  )
}

export const topologyRules: readonly Rule[] = [
  rule('RACK_FEEDS', 'error', ['blocks'], ({ blocks }) => ofPower(blocks, wiredFeeds)),
  rule('PAIR_SAME', 'error', ['blocks'], ({ blocks }) =>
    ofPower(blocks, ({ rackFeeds }) =>
      (rackFeeds.pairs ?? []).flatMap(({ first, second }, at): Finding[] =>
        first !== second ? [] : [{ path: ['rackFeeds', 'pairs', at, 'second'], message: 'is the system of the first feed too, so one loss takes both', value: String(second), allowed: `any system but ${first}` }]),
    ),
  ),
  rule('TOPO_SIZE', 'error', ['blocks'], ({ blocks }) =>
    ofPower(blocks, ({ topology, ups }): Finding[] => {
      const { systems } = TOPOLOGY_SHAPES[topology]
      if (ups.count > 0 && ups.count % systems === 0) return []
      const below = Math.floor(ups.count / systems) * systems
      return [{ path: ['ups', 'count'], message: `does not make ${systems} equal systems, which ${topology} needs`, value: String(ups.count), allowed: below > 0 ? `${below} or ${below + systems}` : `${systems}` }]
    }),
  ),
  rule('OVERSUB', 'error', ['blocks'], ({ blocks }) =>
    ofPower(blocks, ({ oversubscription }): Finding[] =>
      oversubscription >= 1 ? [] : [{ path: ['oversubscription'], message: 'is below 1: the budget would be larger than all racks together', value: String(oversubscription), allowed: 'from 1; leave power free with fewer racks instead' }]),
  ),
  rule('pair-systems', 'error', ['blocks'], ({ blocks }) => ofPower(blocks, unknownSystem)),
  rule('pair-racks', 'error', ['blocks'], ({ blocks }) =>
    ofPower(blocks, ({ rackFeeds }, block): Finding[] => {
      if (rackFeeds.pairs === undefined) return []
      const wired = rackFeeds.pairs.reduce((sum, { racks }) => sum + racks, 0)
      return wired === placeCount(block) ? [] : [{ path: ['rackFeeds', 'pairs'], message: `wire ${wired} racks, but the block has ${placeCount(block)}`, allowed: `${placeCount(block)} racks in all` }]
    }),
  ),
  rule('power-cap', 'error', ['power'], ({ power }) =>
    power.basis !== 'capped' || power.cap !== undefined ? [] : [{ path: ['power', 'cap'], message: 'is missing: the capped basis needs the cap of an accelerator', allowed: 'such as 1 kW' }],
  ),
]
