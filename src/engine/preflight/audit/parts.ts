/** Everything that can be removed, in groups of equal components: where it stands and what goes out of service with it. */
import { type Outage, PATHS_MAX, blockOutage } from './outage.ts'
import type { AuditSite, RackGroup } from './audit-site.ts'
import type { BlockPlan } from '../../power/block-plan.ts'
import { NO_SYSTEM } from '../../power/redundancy.ts'
import { sectionsPerPdu } from '../../power/branch-plan.ts'
import { storeId } from './one-line-graph.ts'
import { gearParts } from './gear-parts.ts'
import { mechanicalUpsParts } from './mechanical-parts.ts'
import { ALL_IN } from './cooling-outcome.ts'
import { heatMachinesOf, type MachineKind } from '../../cooling/machines.ts'
import { systemName } from './words.ts'
import { buildingParts, insuranceParts, zoneParts } from './zone-parts.ts'

export type PartKind =
  | 'store' | 'array' | 'gasSupply' | 'feed' | 'commonMode' | 'busSection' | 'relay' | 'unclearedFault' | 'infeedBreaker' | 'feederBreaker' | 'substationTransformer' | 'engine' | 'blockTransformer' | 'upsModule' | 'upsSystem' | 'mechanicalUps' | 'mechanicalUpsModule' | 'transferSwitch' | 'pdu' | 'busway' | 'set' | 'fireZone' | 'insuranceUnit' | MachineKind

/** Equal components: removing any one of them leaves the same site. */
export interface Part {
  readonly kind: PartKind
  /** What one of them is called in a sentence. */
  readonly name: string
  readonly paths: readonly string[]
  /** −1 for the site. */
  readonly block: number
  readonly place: readonly (string | number)[]
  /** Ids of the nodes of the one-line that hold them. */
  readonly nodes: readonly string[]
  /** Its maintenance needs an outage of it. */
  readonly isMaintained: boolean
  /** Sections of busway that the n-th of them takes. */
  readonly sections?: (nth: number) => readonly number[]
  /** Racks that stand in it: their loss breaks no promise of redundancy. */
  readonly ownRacks?: number
  /** Nothing of the block's electrical chain stands in it: what it takes was promised by nobody's UPS. */
  readonly isBesideChain?: boolean
  /** Why the model cannot tell what its loss does. */
  readonly unknown?: string
  remove(outage: Outage, nth: number): void
}

/** A part as the files of this folder list it; maintained unless it says otherwise. */
export type Draft = Omit<Part, 'isMaintained'> & Partial<Pick<Part, 'isMaintained'>>

const times = (count: number, path: (index: number) => string): string[] => Array.from({ length: Math.max(0, count) }, (_, index) => path(index))

function siteParts({ plan }: AuditSite): Draft[] {
  const { feeds, substation, plants, commonModes } = plan
  return [
    ...feeds.map((feed, index): Draft => ({
      kind: 'feed', name: `feed ${feed.name}`, paths: [feed.path], block: -1, place: ['grid', 'feeds', feed.name], nodes: [feed.path], isMaintained: false,
      remove: outage => void (outage.feeds[index] = 1),
    })),
    ...commonModes.map(({ path, feeds: members, place }): Draft => ({
      kind: 'commonMode', name: `common cause of the feeds ${members.map(index => feeds[index].name).join(', ')}`, paths: [path], block: -1, place,
      nodes: members.map(index => feeds[index].path), isMaintained: false,
      remove: outage => members.forEach(index => (outage.feeds[index] = 1)),
    })),
    {
      kind: 'substationTransformer', name: 'substation transformer', paths: times(substation?.count ?? 0, i => `grid/substation/transformer[${i}]`), block: -1,
      place: ['grid', 'substation', 'transformers'], nodes: ['grid/substation/transformer[0]'], remove: outage => void (outage.substation += 1),
    },
    ...plants.map((plant, index): Draft => ({
      kind: 'engine', name: `engine of plant ${plant.id}`, paths: times(plant.count, i => `${plant.path}/engine[${i}]`), block: -1, place: ['generation', index],
      nodes: [`${plant.path}/engine[0]`], remove: outage => void (outage.plants[index] += 1),
    })),
  ]
}

/** Storage, sun and the gas that turbines burn. Storage bridges gaps, so one unit less is felt only while it discharges. */
function energyParts({ plan }: AuditSite): Draft[] {
  const { storage, solar, gas, plants } = plan
  const isOnGas = gas !== undefined && gas.meanGapMs < Infinity && plants.length > 0
  return [
    ...storage.map(({ path, id, count }, index): Draft => ({
      kind: 'store', name: `unit of storage ${id}`, paths: times(count, i => `${path}/unit[${i}]`), block: -1, place: ['storage', index], nodes: [storeId(path)], remove: () => undefined,
    })),
    ...solar.map(({ path, id }, index): Draft => ({
      kind: 'array', name: `array ${id}`, paths: [path], block: -1, place: ['solar', index], nodes: [storeId(path)], remove: () => undefined,
    })),
    ...(isOnGas ? [{
      kind: 'gasSupply' as const, name: 'gas supply', paths: ['gas'], block: -1, place: ['gas'], nodes: plants.map(({ path }) => `${path}/engine[0]`), isMaintained: false,
      ...(gas.dualFuelJ > 0 ? { unknown: 'the plants burn liquid fuel while the gas is out: whether it lasts depends on how long that is' } : {}),
      remove: (outage: Outage) => plants.forEach((plant, index) => (outage.plants[index] = plant.count)),
    }] : []),
  ]
}

function upsParts({ plan }: AuditSite, block: number): Draft[] {
  const { path, modules, topology } = plan.blocks[block]
  const place = ['blocks', block, 'power', 'ups']
  return modules.flatMap((count, system): Draft[] => [
    {
      kind: 'upsModule', name: topology.systems === 1 ? 'UPS module' : `module of UPS system ${systemName(system)}`, paths: times(count, i => `${path}/ups[${system}]/module[${i}]`), block, place,
      nodes: [`${path}/ups[${system}]`], remove: outage => void (blockOutage(plan, outage, block).modules[system] += 1),
    },
    {
      kind: 'upsSystem', name: topology.systems === 1 ? 'UPS system' : `UPS system ${systemName(system)}`, paths: [`${path}/ups[${system}]`], block, place: ['blocks', block, 'power', 'topology'],
      nodes: [`${path}/ups[${system}]`], remove: outage => void (blockOutage(plan, outage, block).systems[system] = true),
    },
  ])
}

/** Sections are equal when the same racks hang on the same pairs of systems. */
function buswayParts({ plan, racks }: AuditSite, block: number): Draft[] {
  const { path, topology, sections } = plan.blocks[block]
  const kinds = new Map<string, number[]>()
  for (let section = 0; section < sections; section++) {
    const key = racks[block].filter(group => group.section === section).map(({ pair, racks: count, maxW }) => `${pair}:${count}:${maxW}`).join()
    kinds.set(key, [...(kinds.get(key) ?? []), section])
  }
  return Array.from({ length: topology.paths }, (_, side) => [...kinds.values()].map((members): Draft => {
    const systems = systemsOf(plan.blocks[block], racks[block].filter(group => members.includes(group.section)), side)
    return {
      kind: 'busway', name: topology.paths === 1 ? 'busway section' : `path ${systemName(side)} of a busway section`, paths: members.map(section => `${path}/busway[${section}]/path[${side}]`), block,
      place: ['blocks', block, 'power', 'distribution'], nodes: systems.map(system => `${path}/ups[${system}]/busway`),
      sections: nth => [members[nth]],
      remove: (outage, nth) => void (blockOutage(plan, outage, block).busway[members[nth] * PATHS_MAX + side] = 1),
    }
  })).flat()
}

/** A static transfer switch that does not transfer when it should; while its first system lives, nobody feels it. */
function switchParts({ plan, racks }: AuditSite, block: number): Draft[] {
  const { path, pairs } = plan.blocks[block]
  return pairs.flatMap(({ hasSwitch }, pair): Draft[] => {
    if (hasSwitch !== true || !racks[block].some(group => group.pair === pair)) return []
    return [{
      kind: 'transferSwitch', name: 'static transfer switch', paths: [`${path}/pair[${pair}]/switch`], block, place: ['blocks', block, 'power', 'rackFeeds'], nodes: [`${path}/pair[${pair}]/switch`],
      remove: outage => void (blockOutage(plan, outage, block).switches[pair] = 1),
    }]
  })
}

/** A distribution unit takes the sections of busway behind it. */
function pduParts({ plan, racks }: AuditSite, block: number): Draft[] {
  const of = plan.blocks[block]
  if (of.pdu === undefined) return []
  const behind = sectionsPerPdu(of)
  const sectionsBehind = (nth: number): number[] => Array.from({ length: Math.min(behind, of.sections - nth * behind) }, (_, i) => nth * behind + i)
  return Array.from({ length: of.topology.paths }, (_, side): Draft => ({
    kind: 'pdu', name: of.topology.paths === 1 ? 'distribution unit' : `distribution unit of path ${systemName(side)}`, block, place: ['blocks', block, 'power', 'distribution', 'pdu'],
    paths: times(Math.ceil(of.sections / behind), i => `${of.path}/pdu[${i}]/path[${side}]`), nodes: systemsOf(of, racks[block], side).map(system => `${of.path}/ups[${system}]/pdu`),
    sections: nth => sectionsBehind(nth),
    remove(outage, nth) {
      const { busway } = blockOutage(plan, outage, block)
      for (const section of sectionsBehind(nth)) busway[section * PATHS_MAX + side] = 1
    },
  }))
}

/** Systems that feed one side of the given racks. */
function systemsOf({ pairs }: BlockPlan, racks: readonly RackGroup[], side: number): number[] {
  const systems = new Set(racks.map(({ pair }) => (side === 0 ? pairs[pair].first : pairs[pair].second)))
  return [...systems].filter(system => system !== NO_SYSTEM).sort((a, b) => a - b)
}

function blockParts(site: AuditSite, block: number): Draft[] {
  const { plan } = site
  const { path, transformerCount, standby } = plan.blocks[block]
  return [
    {
      kind: 'blockTransformer', name: 'block transformer', paths: times(transformerCount, i => `${path}/transformer[${i}]`), block, place: ['blocks', block, 'power', 'transformers'],
      nodes: [`${path}/transformer[0]`], remove: outage => void (blockOutage(plan, outage, block).transformers += 1),
    },
    ...upsParts(site, block),
    ...mechanicalUpsParts(site, block),
    ...switchParts(site, block),
    ...pduParts(site, block),
    ...buswayParts(site, block),
    {
      kind: 'set', name: 'standby set', paths: times(standby?.count ?? 0, i => `${path}/generator[${i}]`), block, place: ['blocks', block, 'power', 'generators'],
      nodes: [`${path}/generator[0]`], remove: outage => {
        blockOutage(plan, outage, block).sets += 1
        outage.isRehearsal = true
      },
    },
    ...coolingParts(site, block),
  ]
}

/** Where the outage counts machines of each kind. */
export const COUNTER = { cooler: 'units', trimChiller: 'trim', tower: 'towers', airCooler: 'airUnits', airChiller: 'airChillers', airTower: 'airTowers', cdu: 'cdus', airHandler: 'handlers' } as const satisfies Record<MachineKind, string>
const MACHINE_PLACE = { cooler: ['units'], trimChiller: ['trim'], tower: ['towers'], airCooler: ['air', 'units'], airChiller: ['air', 'chillers'], airTower: ['air', 'towers'], cdu: ['cdu'], airHandler: ['air'] } as const satisfies Record<MachineKind, readonly string[]>
const MACHINE_NAME = { cooler: 'cooler', trimChiller: 'trim chiller', tower: 'tower cell', airCooler: 'hall cooler', airChiller: 'hall chiller', airTower: 'hall tower cell', cdu: 'coolant distribution unit', airHandler: 'air handler' } as const satisfies Record<MachineKind, string>

function coolingParts({ plan, designs, cooling }: AuditSite, block: number): Draft[] {
  const machines = heatMachinesOf(designs[block])
  const unknown = cooling.lasting(block, ALL_IN) === undefined ? { unknown: 'the weather states no design extremes, so that temperatures on the hottest day are not known' } : {}
  return (Object.keys(COUNTER) as MachineKind[]).map((kind): Draft => {
    const paths = machines.filter(machine => machine.kind === kind).map(({ id }) => id)
    return {
      kind, name: MACHINE_NAME[kind], paths, block, place: ['blocks', block, 'cooling', ...MACHINE_PLACE[kind]], nodes: [`${plan.blocks[block].path}/cooling`], ...unknown,
      remove: outage => void (blockOutage(plan, outage, block)[COUNTER[kind]] += 1),
    }
  })
}

/** All parts of the site in path order: grid, plants, then blocks. */
export function partsOf(site: AuditSite): Part[] {
  const drafts = [...siteParts(site), ...energyParts(site), ...gearParts(site), ...site.plan.blocks.flatMap((_, block) => [...blockParts(site, block), ...zoneParts(site, block)]), ...zoneParts(site, -1), ...buildingParts(site), ...insuranceParts(site)]
  return drafts.filter(({ paths }) => paths.length > 0).map(draft => ({ isMaintained: true, ...draft }))
}
