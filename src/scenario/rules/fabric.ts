/** Rules of the network: fabrics that can be built, and jobs that their split fits. */
import { dragonflyShape, treeReach } from '../fabric-ports.ts'
import { firstLots } from '../lots.ts'
import type { Scenario } from '../schema/scenario.ts'
import type { TrainingMixEntry, TrainingRunEntry } from '../schema/workload.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Fabric = Scenario['fabric']
type Block = Scenario['blocks'][number]
type Training = TrainingMixEntry | TrainingRunEntry

const whole = (count: number): string => String(Math.floor(count))

const nodesOf = (block: Block): number => firstLots(block).reduce((sum, lot) => sum + lot.count * lot.nodes, 0)
const hostsOf = (block: Block): number => firstLots(block).reduce((sum, lot) => sum + lot.count * lot.nodes * lot.acceleratorsPerNode, 0)
const racksOf = (block: Block): number => firstLots(block).reduce((sum, { count }) => sum + count, 0)
const leavesOf = (block: Block, { leaf }: Fabric): number => Math.ceil(racksOf(block) / leaf.racks)
/** NICs of a full leaf group of the lot with most of them. */
const leafHosts = (block: Block, { leaf }: Fabric): number =>
  firstLots(block).reduce((most, lot) => Math.max(most, Math.min(leaf.racks, lot.count) * lot.nodes * lot.acceleratorsPerNode), 0)

function oversubscribed(fabric: Fabric): Finding[] {
  if (fabric.undersubscribed) return []
  return (['leaf', 'spine', 'core'] as const).flatMap((tier): Finding[] =>
    fabric[tier].oversubscription >= 1 ? [] : [{ path: ['fabric', tier, 'oversubscription'], message: 'is below 1: more bandwidth upward than downward', value: String(fabric[tier].oversubscription), allowed: 'from 1, or undersubscribed: true where it is meant' }])
}

/** What of a block counts against what its tiers reach. */
function reach(fabric: Fabric, block: Block): { readonly used: number; readonly most: number; readonly what: string } {
  const { most, counts } = treeReach(fabric)
  return counts === 'nodes' ? { used: nodesOf(block), most, what: 'nodes on each rail' } : { used: hostsOf(block), most, what: 'NICs' }
}

function tooManyPorts(fabric: Fabric, block: Block, index: number): Finding[] {
  if (fabric.kind === 'dragonfly') {
    const { hostsPerGroup } = dragonflyShape(fabric.radix)
    const hosts = leafHosts(block, fabric)
    return hosts <= hostsPerGroup ? [] : [{ path: ['fabric', 'leaf', 'racks'], message: `makes groups of ${hosts} NICs in ${block.id}, which need switches with more than ${fabric.radix} ports`, value: String(fabric.leaf.racks), allowed: `groups of at most ${hostsPerGroup} NICs` }]
  }
  const { used, most, what } = reach(fabric, block)
  if (used <= most) return []
  const tiers = fabric.kind === 'leaf-spine' ? 'two tiers' : 'three tiers'
  return [{ path: ['blocks', index, 'racks'], message: `need more ports than switches of ${fabric.radix} have: ${tiers} reach ${whole(most)} ${what}, the block has ${used}`, value: String(used), allowed: `at most ${whole(most)}; fewer racks in the block, a larger radix${fabric.kind === 'leaf-spine' ? ', or kind: fat-tree' : ''}` }]
}

function unreachable(fabric: Fabric, blocks: readonly Block[]): Finding[] {
  if (fabric.kind !== 'dragonfly') return []
  const groups = blocks.reduce((sum, block) => sum + leavesOf(block, fabric), 0)
  const { groupsMax } = dragonflyShape(fabric.radix)
  return groups <= groupsMax ? [] : [{ path: ['fabric', 'radix'], message: `leaves nodes unreachable: ${groups} groups, but a group has links to ${groupsMax - 1} others`, value: String(fabric.radix), allowed: `a larger radix or larger groups, at most ${groupsMax} groups` }]
}

function zeroBundle(fabric: Fabric, blocks: readonly Block[]): Finding[] {
  if (fabric.miscabled >= 1) return [{ path: ['fabric', 'miscabled'], message: 'leaves the uplinks of all leaf groups without bandwidth', value: String(fabric.miscabled), allowed: 'below 1' }]
  const leaves = blocks.reduce((sum, block) => sum + leavesOf(block, fabric), 0)
  const poor = leaves < 2 ? undefined : blocks.find(block => hostsOf(block) > 0 && leafHosts(block, fabric) < fabric.leaf.oversubscription)
  if (poor === undefined) return []
  return [{ path: ['fabric', 'leaf', 'oversubscription'], message: `leaves leaf groups of ${leafHosts(poor, fabric)} NICs in ${poor.id} without a single uplink`, value: String(fabric.leaf.oversubscription), allowed: `at most ${leafHosts(poor, fabric)}, or more racks in a leaf group` }]
}

function wrongRails(fabric: Fabric, blocks: readonly Block[]): Finding[] {
  const { rails } = fabric
  if (rails === undefined) return []
  const other = blocks.flatMap(({ racks }) => racks).find(({ acceleratorsPerNode }) => acceleratorsPerNode !== rails)
  return other === undefined ? [] : [{ path: ['fabric', 'rails'], message: `is not the number of NICs of a node of ${other.acceleratorName}, which has one per accelerator`, value: String(rails), allowed: `${other.acceleratorsPerNode}, or left out` }]
}

const trainingOf = (workload: Scenario['workload'], find: (entry: Training, index: number) => readonly Finding[]): Finding[] =>
  workload.flatMap((entry, index) => (entry.source === 'training-mix' || entry.source === 'training-run' ? find(entry, index) : []))

/** Sizes of the jobs of an entry, in order. */
function sizesOf(entry: Training): number[] {
  if (entry.source === 'training-run') return [entry.accelerators]
  const sizes: number[] = []
  for (let size = entry.smallest; size <= Math.max(entry.smallest, entry.largest); size *= 2) sizes.push(size)
  return sizes
}

const productText = ({ tensor, pipeline, context, data }: Training['parallelism']): string => `tensor ${tensor} × pipeline ${pipeline} × context ${context}${data === undefined ? '' : ` × data ${data}`}`

function wrongProduct(entry: Training, index: number): Finding[] {
  if (entry.model === undefined) return []
  const { tensor, pipeline, context, data } = entry.parallelism
  const product = tensor * pipeline * context * (data ?? 1)
  const wrong = sizesOf(entry).find(size => (data === undefined ? size % product !== 0 : size !== product))
  if (wrong === undefined) return []
  return [{ path: ['workload', index, 'parallelism'], message: `${productText(entry.parallelism)} = ${product} does not make jobs of ${wrong} accelerators`, allowed: data === undefined ? `sizes that are multiples of ${product}` : `jobs of ${product} accelerators only, or data left out` }]
}

function wrongBatches(entry: Training, index: number): Finding[] {
  const { model, parallelism } = entry
  if (model === undefined) return []
  const { tensor, pipeline, context, data } = parallelism
  const largest = sizesOf(entry).at(-1) ?? 0
  const copies = data ?? Math.max(1, Math.floor(largest / (tensor * pipeline * context)))
  const batches = model.tokensPerStep / (model.sequence * model.microBatch * copies)
  if (batches >= 1) return []
  return [{ path: ['workload', index, 'model', 'tokensPerStep'], message: `gives the ${copies} copies of a job of ${largest} accelerators less than one micro-batch each`, value: String(model.tokensPerStep), allowed: `at least ${model.sequence * model.microBatch * copies}` }]
}

function wideTensor(entry: Training, index: number, blocks: readonly Block[]): Finding[] {
  const { tensor, crossesDomain } = entry.parallelism
  if (entry.model === undefined || crossesDomain) return []
  const small = blocks.flatMap(({ racks }) => racks).find(({ scaleUpSize }) => tensor > scaleUpSize)
  return small === undefined ? [] : [{ path: ['workload', index, 'parallelism', 'tensor'], message: `is larger than the scale-up domain of ${small.acceleratorName}`, value: String(tensor), allowed: `at most ${small.scaleUpSize}, or crossesDomain: true where it is meant` }]
}

function spanProblems(entry: Training, index: number, { wan }: Fabric): Finding[] {
  if (entry.spans === undefined) return []
  const { region } = entry.spans
  if (entry.model === undefined) return [{ path: ['workload', index, 'spans'], message: 'needs a model: what the sites exchange follows from it', allowed: 'model with its parameters' }]
  return wan.regions.some(({ id }) => id === region) ? [] : [{ path: ['workload', index, 'spans', 'region'], message: 'is not a region of fabric.wan', value: region, allowed: wan.regions.map(({ id }) => id).join(', ') || 'an id of fabric.wan.regions' }]
}

const unknownDrills = ({ wan }: Fabric): Finding[] =>
  wan.drills.flatMap(({ region }, at): Finding[] => (wan.regions.some(({ id }) => id === region) ? [] : [{ path: ['fabric', 'wan', 'drills', at, 'region'], message: 'is not a region of fabric.wan', value: region, allowed: wan.regions.map(({ id }) => id).join(', ') || 'an id of fabric.wan.regions' }]))

export const fabricRules: readonly Rule[] = [
  rule('odd-radix', 'error', ['fabric'], ({ fabric }) =>
    fabric.radix % 2 === 0 ? [] : [{ path: ['fabric', 'radix'], message: 'is odd: half of the ports go down and half up', value: String(fabric.radix), allowed: `${fabric.radix - 1} or ${fabric.radix + 1}` }]),
  rule('fabric-oversubscription', 'error', ['fabric'], ({ fabric }) => oversubscribed(fabric)),
  rule('fabric-ports', 'error', ['fabric', 'blocks'], ({ fabric, blocks }) => blocks.flatMap((block, index) => tooManyPorts(fabric, block, index))),
  rule('unreachable-nodes', 'error', ['fabric', 'blocks'], ({ fabric, blocks }) => unreachable(fabric, blocks)),
  rule('zero-bundle', 'error', ['fabric', 'blocks'], ({ fabric, blocks }) => zeroBundle(fabric, blocks)),
  rule('fabric-rails', 'error', ['fabric', 'blocks'], ({ fabric, blocks }) => wrongRails(fabric, blocks)),
  rule('parallelism', 'error', ['workload'], ({ workload }) => trainingOf(workload, wrongProduct)),
  rule('micro-batches', 'error', ['workload'], ({ workload }) => trainingOf(workload, wrongBatches)),
  rule('tensor-domain', 'error', ['workload', 'blocks'], ({ workload, blocks }) => trainingOf(workload, (entry, index) => wideTensor(entry, index, blocks))),
  rule('unknown-region', 'error', ['workload', 'fabric'], ({ workload, fabric }) => [...trainingOf(workload, (entry, index) => spanProblems(entry, index, fabric)), ...unknownDrills(fabric)]),
]
