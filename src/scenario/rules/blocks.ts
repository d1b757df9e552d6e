/** Rules of the blocks, of their dates against the horizon, and of ids. */
import { catalogRow } from '../schema/catalog-field.ts'
import { racks as rackTypes } from '../catalog/racks.ts'
import { placeCount } from '../lots.ts'
import { formatDate } from '../../base/civil-date.ts'
import type { Scenario } from '../schema/scenario.ts'
import { isPast, rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Block = Scenario['blocks'][number]

const ofBlocks = (blocks: readonly Block[], find: (block: Block, index: number) => Finding | undefined): Finding[] => blocks.flatMap((block, index) => find(block, index) ?? [])

/** Findings for elements whose id an earlier one has. */
function repeatedIds(list: string, elements: readonly { readonly id: string }[]): Finding[] {
  const seen = new Set<string>()
  return elements.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id)
      return []
    }
    return [{ path: [list, index, 'id'], message: 'is the id of an earlier element', value: id, allowed: 'an id of its own' }]
  })
}

/** What data sheets put beside the dense bfloat16 rate: with sparsity, at eight bits, and both. */
const SPARSE_FACTORS = [2, 4]

/** How far the parts of a rack may add up to more than its highest power: ratings are rounded. */
const TDP_SLACK = 1.05

export const blockRules: readonly Rule[] = [
  rule('no-blocks', 'error', ['blocks'], ({ blocks }) => (blocks.length > 0 ? [] : [{ path: ['blocks'], message: 'are missing: there is nothing to simulate', allowed: 'at least one block' }])),
  rule('no-racks', 'error', ['blocks'], ({ blocks }) => ofBlocks(blocks, (block, index) => (placeCount(block) > 0 || block.power.catches !== undefined ? undefined : { path: ['blocks', index, 'racks'], message: 'has no racks', allowed: 'at least one rack, or power.catches for the reserve of other blocks' }))),
  rule('duplicate-id', 'error', ['blocks'], ({ blocks }) => repeatedIds('blocks', blocks)),
  rule('duplicate-id', 'error', ['generation'], ({ generation }) => repeatedIds('generation', generation)),
  rule('duplicate-id', 'error', ['storage'], ({ storage }) => repeatedIds('storage', storage)),
  rule('duplicate-id', 'error', ['solar'], ({ solar }) => repeatedIds('solar', solar)),
  rule('duplicate-id', 'error', ['workload'], ({ workload }) => repeatedIds('workload', workload)),
  rule('after-horizon', 'warn', ['blocks', 'horizon'], ({ blocks, horizon }) =>
    ofBlocks(blocks, ({ ready }, index) => (!isPast(ready, horizon) ? undefined : { path: ['blocks', index, 'ready'], message: 'is after the horizon, so the block never runs', value: formatDate(ready), allowed: `before ${formatDate(horizon.end)}` })),
  ),
  rule('rack-power', 'error', ['blocks'], ({ blocks }) =>
    blocks.flatMap(({ racks }, index) => racks.flatMap((lot, at): Finding[] => (lot.idle <= lot.sustained && lot.sustained <= lot.max ? [] : [{ path: ['blocks', index, 'racks', at], message: `has idle ${lot.idle} W, sustained ${lot.sustained} W and max ${lot.max} W`, allowed: 'idle ≤ sustained ≤ max' }]))),
  ),
  rule('rack-tdp', 'error', ['blocks'], ({ blocks }) =>
    blocks.flatMap(({ racks }, index) => racks.flatMap((lot, at): Finding[] => {
      const partsW = lot.acceleratorTdp === null ? 0 : lot.acceleratorTdp * lot.nodes * lot.acceleratorsPerNode + lot.hostShare * lot.sustained
      return partsW <= lot.max * TDP_SLACK ? [] : [{ path: ['blocks', index, 'racks', at, 'max'], message: 'is less than its accelerators and hosts draw together', value: `${lot.max / 1000} kW`, allowed: `at least ${Math.ceil(partsW / TDP_SLACK / 1000)} kW, or another acceleratorTdp or hostShare` }]
    })),
  ),
  rule('sparse-peak', 'error', ['blocks'], ({ blocks }) =>
    blocks.flatMap(({ racks }, index) => racks.flatMap((lot, at): Finding[] => {
      const dense = catalogRow(rackTypes, lot.model).peakFlops
      if (dense === undefined || !SPARSE_FACTORS.some(factor => Math.abs(lot.peakFlops / (dense * factor) - 1) < 0.03)) return []
      return [{ path: ['blocks', index, 'racks', at, 'peakFlops'], message: 'is the rate with sparsity or at half the precision, of which dense bfloat16 work reaches nothing', value: `${lot.peakFlops / 1e12} Tflop/s`, allowed: `the dense bfloat16 rate, ${dense / 1e12} Tflop/s for ${lot.acceleratorName}` }]
    })),
  ),
  rule('supply-units', 'error', ['blocks'], ({ blocks }) =>
    blocks.flatMap(({ racks }, index) => racks.flatMap((lot, at): Finding[] => (lot.supplyUnitsNeeded <= lot.supplyUnits ? [] : [{ path: ['blocks', index, 'racks', at, 'supplyUnitsNeeded'], message: 'is more than a node has', value: String(lot.supplyUnitsNeeded), allowed: `at most ${lot.supplyUnits}, or more supplyUnits` }]))),
  ),
  rule('scale-up', 'error', ['blocks'], ({ blocks }) =>
    blocks.flatMap(({ racks }, index) => racks.flatMap((lot, at): Finding[] => ((lot.nodes * lot.acceleratorsPerNode) % lot.scaleUpSize === 0 ? [] : [{ path: ['blocks', index, 'racks', at, 'scaleUpSize'], message: 'does not divide the accelerators of the rack', value: String(lot.scaleUpSize), allowed: `a divisor of ${lot.nodes * lot.acceleratorsPerNode}` }]))),
  ),
  rule('ordered-late', 'warn', ['blocks', 'horizon'], ({ blocks, horizon }) =>
    blocks.flatMap(({ racks }, index) => racks.flatMap(({ ordered }, at): Finding[] => (ordered === undefined || !isPast(ordered, horizon) ? [] : [{ path: ['blocks', index, 'racks', at, 'ordered'], message: 'is after the horizon, so the racks never come', value: formatDate(ordered), allowed: `before ${formatDate(horizon.end)}` }]))),
  ),
]
