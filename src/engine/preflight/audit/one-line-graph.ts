/** The one-line of a site from its plans: sources, transformers, UPS systems, distribution, racks by pair of systems, cooling. */
import type { OneLineEdge, OneLineNode } from '../../../results/one-line.ts'
import { components } from '../../power/components/index.ts'
import { NO_SYSTEM } from '../../power/redundancy.ts'
import { sectionsPerPdu } from '../../power/branch-plan.ts'
import type { AuditSite } from './audit-site.ts'
import { systemName } from './words.ts'

/** Steps of the diagram from the utility down. */
const LEVEL = { source: 0, substation: 1, siteBus: 2, switchgear: 3, blockSource: 4, blockBus: 5, ups: 6, unit: 7, distribution: 8, transferSwitch: 9, load: 10 } as const

/** Edges by the ids of their ends, before they have loads. */
export interface Link {
  readonly from: string
  readonly to: string
  readonly role: OneLineEdge['role']
}

export interface Graph {
  readonly nodes: readonly OneLineNode[]
  readonly links: readonly Link[]
  readonly indexOf: ReadonlyMap<string, number>
}

type Draft = Omit<OneLineNode, 'racks' | 'accelerators' | 'units'> & Partial<Pick<OneLineNode, 'racks' | 'accelerators' | 'units'>>

interface Sketch {
  readonly nodes: Draft[]
  readonly links: Link[]
}

export const SITE_BUS_ID = 'site/bus'
export const SUBSTATION_ID = 'grid/substation/transformer[0]'

/** Sections of medium-voltage switchgear, drawn as one. */
export const GEAR_ID = 'grid/switchgear/section[0]'

/** What feeds the blocks. */
export const blockFeedId = ({ switchgear }: AuditSite['plan']): string => (switchgear === undefined ? SITE_BUS_ID : GEAR_ID)

/** Ids of a block's nodes. */
export const blockIds = (path: string) => ({
  transformer: `${path}/transformer[0]`,
  generator: `${path}/generator[0]`,
  bus: `${path}/bus`,
  system: (system: number) => `${path}/ups[${system}]`,
  pdu: (system: number) => `${path}/ups[${system}]/pdu`,
  busway: (system: number) => `${path}/ups[${system}]/busway`,
  racks: (pair: number) => `${path}/racks[${pair}]`,
  /** What feeds the racks of a pair: their static transfer switch where they have one. */
  switch: (pair: number) => `${path}/pair[${pair}]/switch`,
  mechanicalUps: `${path}/mechanicalUps`,
  pumps: `${path}/cooling/pumps`,
  cooling: `${path}/cooling`,
})

/** Ids of the nodes of a store and of an array. */
export const storeId = (path: string): string => `${path}/unit[0]`

/** Storage and sun at the site bus. Storage bridges; on the design day at full load nothing is counted on the sun. */
function storeNodes({ storage, solar }: AuditSite['plan']): Draft[] {
  return [
    ...storage.map(({ path, id, count, spec }, index): Draft => ({
      id: storeId(path), kind: 'storage', label: `Storage ${id}`, block: -1, units: count, ratedW: Math.floor(count * spec.inverterW), level: LEVEL.source, path: ['storage', index],
    })),
    ...solar.map(({ path, id, spec }, index): Draft => ({
      id: storeId(path), kind: 'solar', label: `Array ${id}`, block: -1, ratedW: Math.floor(spec.inverterW), level: LEVEL.source, path: ['solar', index],
    })),
  ]
}

function siteNodes({ plan }: AuditSite): Sketch {
  const { feeds, substation, plants } = plan
  const nodes: Draft[] = feeds.map(feed => ({
    id: feed.path, kind: 'feed', label: `Feed ${feed.name}`, block: -1, ratedW: feed.steps.reduce((sum, { capacityW }) => sum + capacityW, 0), level: LEVEL.source, path: ['grid', 'feeds', feed.name],
  }))
  const links: Link[] = feeds.map(feed => ({ from: feed.path, to: feed.viaSubstation ? SUBSTATION_ID : SITE_BUS_ID, role: 'normal' }))
  if (substation !== undefined) {
    nodes.push({
      id: SUBSTATION_ID, kind: 'transformer', label: 'Substation', block: -1, units: substation.count, ratedW: components.transformer.capacityW(substation.spec, substation.count),
      level: LEVEL.substation, path: ['grid', 'substation', 'transformers'],
    })
    links.push({ from: SUBSTATION_ID, to: SITE_BUS_ID, role: 'normal' })
  }
  plants.forEach((plant, index) => {
    const id = `${plant.path}/engine[0]`
    nodes.push({ id, kind: plant.kind === 'gas-turbine' ? 'turbine' : 'generator', label: `Plant ${plant.id}`, block: -1, units: plant.count, ratedW: plant.count * plant.spec.ratedW, level: LEVEL.source, path: ['generation', index] })
    links.push({ from: id, to: SITE_BUS_ID, role: 'normal' })
  })
  const stores = storeNodes(plan)
  nodes.push(...stores)
  links.push(...stores.map(({ id, kind }): Link => ({ from: id, to: SITE_BUS_ID, role: kind === 'storage' ? 'alternate' : 'normal' })))
  nodes.push({ id: SITE_BUS_ID, kind: 'bus', label: 'Site bus', block: -1, ratedW: null, level: LEVEL.siteBus, path: ['grid'] })
  if (plan.switchgear !== undefined) {
    const { sections, scheme } = plan.switchgear
    nodes.push({ id: GEAR_ID, kind: 'switchgear', label: sections === 1 ? 'Switchgear' : `Switchgear, ${scheme}`, block: -1, units: sections, ratedW: null, level: LEVEL.switchgear, path: ['grid', 'switchgear'] })
    links.push({ from: SITE_BUS_ID, to: GEAR_ID, role: 'normal' })
  }
  return { nodes, links }
}

function blockHead({ plan }: AuditSite, block: number): Sketch {
  const of = plan.blocks[block]
  const ids = blockIds(of.path)
  const nodes: Draft[] = [
    { id: ids.transformer, kind: 'transformer', label: 'Block transformers', block, units: of.transformerCount, ratedW: components.transformer.capacityW(of.transformer, of.transformerCount), level: LEVEL.blockSource, path: ['blocks', block, 'power', 'transformers'] },
    { id: ids.bus, kind: 'bus', label: 'Block bus', block, ratedW: null, level: LEVEL.blockBus, path: ['blocks', block, 'power'] },
  ]
  const links: Link[] = [{ from: blockFeedId(plan), to: ids.transformer, role: 'normal' }, { from: ids.transformer, to: ids.bus, role: 'normal' }]
  if (of.standby !== undefined) {
    nodes.push({ id: ids.generator, kind: 'generator', label: 'Standby sets', block, units: of.standby.count, ratedW: components.generator.capacityW(of.standby.spec, of.standby.count), level: LEVEL.blockSource, path: ['blocks', block, 'power', 'generators'] })
    links.push({ from: ids.generator, to: ids.bus, role: 'alternate' })
  }
  return { nodes, links }
}

function upsChain({ plan }: AuditSite, block: number): Sketch {
  const { path, topology, modules, ups, sections, distribution, pdu } = plan.blocks[block]
  // The catalog's entry for a hall without UPS: a path without battery and loss.
  const hasUps = plan.blocks[block].upsModel !== 'none'
  const ids = blockIds(path)
  const nodes = modules.flatMap((count, system): Draft[] => [
    { id: ids.system(system), kind: hasUps ? 'ups' : 'switchgear', label: `${hasUps ? 'UPS system' : 'No UPS'}${topology.systems === 1 ? '' : ` ${systemName(system)}`}`, block, units: count, ratedW: count * ups.ratedW, level: LEVEL.ups, path: ['blocks', block, 'power', 'ups'] },
    ...(pdu === undefined || sections === 0 ? [] : [{
      id: ids.pdu(system), kind: 'distribution' as const, label: topology.systems === 1 ? 'Distribution units' : `Distribution units ${systemName(system)}`, block, units: Math.ceil(sections / sectionsPerPdu(plan.blocks[block])),
      ratedW: Math.floor(pdu.ratedW), level: LEVEL.unit, path: ['blocks', block, 'power', 'distribution', 'pdu'],
    }]),
    ...(sections === 0 ? [] : [{ id: ids.busway(system), kind: 'distribution' as const, label: topology.systems === 1 ? 'Busway' : `Busway ${systemName(system)}`, block, units: sections, ratedW: Math.floor(distribution.ratedW), level: LEVEL.distribution, path: ['blocks', block, 'power', 'distribution'] }]),
  ])
  const links = modules.flatMap((_, system): Link[] => [
    { from: ids.bus, to: ids.system(system), role: 'normal' },
    ...(sections === 0 ? [] : pdu === undefined
      ? [{ from: ids.system(system), to: ids.busway(system), role: 'normal' as const }]
      : [{ from: ids.system(system), to: ids.pdu(system), role: 'normal' as const }, { from: ids.pdu(system), to: ids.busway(system), role: 'normal' as const }]),
  ])
  return { nodes, links }
}

function rackNodes({ plan, racks }: AuditSite, block: number): Sketch {
  const { path, topology, pairs } = plan.blocks[block]
  const ids = blockIds(path)
  const nodes: Draft[] = []
  const links: Link[] = []
  pairs.forEach(({ first, second, firstShare, hasSwitch }, pair) => {
    const groups = racks[block].filter(group => group.pair === pair)
    if (groups.length === 0) return
    const sum = (of: 'racks' | 'accelerators' | 'maxW'): number => groups.reduce((total, group) => total + group[of], 0)
    const label = topology.systems === 1 ? 'Racks' : `Racks ${systemName(first)}${second === NO_SYSTEM ? ' alone' : `–${systemName(second)}`}`
    nodes.push({ id: ids.racks(pair), kind: 'racks', label, block, units: sum('racks'), ratedW: sum('maxW'), level: LEVEL.load, racks: sum('racks'), accelerators: sum('accelerators'), path: ['blocks', block, 'racks'] })
    const fed = hasSwitch === true ? ids.switch(pair) : ids.racks(pair)
    if (hasSwitch === true) {
      nodes.push({ id: fed, kind: 'transferSwitch', label: `Switch ${systemName(first)}–${systemName(second)}`, block, ratedW: null, level: LEVEL.transferSwitch, path: ['blocks', block, 'power', 'rackFeeds'] })
      links.push({ from: fed, to: ids.racks(pair), role: 'normal' })
    }
    links.push({ from: ids.busway(first), to: fed, role: 'normal' })
    if (second !== NO_SYSTEM) links.push({ from: ids.busway(second), to: fed, role: firstShare === 1 ? 'alternate' : 'normal' })
  })
  return { nodes, links }
}

function coolingNodes({ plan, mechanicalW }: AuditSite, block: number): Sketch {
  const { path, mechanicalOnUps, mechanicalUps } = plan.blocks[block]
  const ids = blockIds(path)
  const place = ['blocks', block, 'cooling'] as const
  const nodes: Draft[] = [{ id: ids.cooling, kind: 'cooling', label: 'Chillers and fans', block, ratedW: Math.round(mechanicalW[block] * (1 - mechanicalOnUps)), level: LEVEL.load, path: place }]
  const links: Link[] = [{ from: ids.bus, to: ids.cooling, role: 'normal' }]
  if (mechanicalOnUps === 0) return { nodes, links }
  nodes.push(
    { id: ids.mechanicalUps, kind: 'ups', label: 'UPS of pumps', block, ratedW: mechanicalUps.ratedW, level: LEVEL.ups, path: ['blocks', block, 'power', 'mechanicalOnUps'] },
    { id: ids.pumps, kind: 'cooling', label: 'Pumps and hall fans', block, ratedW: Math.round(mechanicalW[block] * mechanicalOnUps), level: LEVEL.load, path: place },
  )
  links.push({ from: ids.bus, to: ids.mechanicalUps, role: 'normal' }, { from: ids.mechanicalUps, to: ids.pumps, role: 'normal' })
  return { nodes, links }
}

/** From the UPS of a reserve to the distribution of the blocks that it backs. */
function reserveLinks({ plan }: AuditSite, catcher: number): Link[] {
  const from = blockIds(plan.blocks[catcher].path).system(0)
  return (plan.blocks[catcher].catches?.members ?? []).map((member): Link => {
    const ids = blockIds(plan.blocks[member].path)
    return { from, to: plan.blocks[member].pdu === undefined ? ids.busway(0) : ids.pdu(0), role: 'alternate' }
  })
}

/** Nodes from the utility down, block by block, and who feeds whom. */
export function oneLineGraph(site: AuditSite): Graph {
  const sketches = [siteNodes(site), ...site.plan.blocks.flatMap((_, block) => [blockHead(site, block), upsChain(site, block), rackNodes(site, block), coolingNodes(site, block)])]
  const nodes = sketches.flatMap(sketch => sketch.nodes).map((draft): OneLineNode => ({ racks: 0, accelerators: 0, units: 1, ...draft }))
  return { nodes, links: [...sketches.flatMap(({ links }) => links), ...site.plan.blocks.flatMap((_, block) => reserveLinks(site, block))], indexOf: new Map(nodes.map(({ id }, index) => [id, index])) }
}
