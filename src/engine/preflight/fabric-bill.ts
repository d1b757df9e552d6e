/**
 * Bill of materials of the network. Cables run on trays along the rows: Manhattan distance between racks, down at either end, spare length
 * on top, then the next length that is sold. Leaf switches stand amid the racks of their group, spines amid the hall, the core amid the site.
 */
import type { BillCable, BillTier, FabricBill } from '../../results/fabric-bill.ts'
import { CABLE_LENGTHS_M, MEDIA, SWITCH_USD_PER_PORT, TWIN_PORT_PRICE } from '../../scenario/catalog/cables.ts'
import { planeCount } from '../../scenario/fabric-ports.ts'
import { type FloorPlan, floorPlan } from '../../scenario/floor-plan.ts'
import { blockShift, rowShift, type Shift } from '../../scenario/layout.ts'
import { firstLots } from '../../scenario/lots.ts'
import type { Block } from '../../scenario/schema/blocks.ts'
import type { FabricSection } from '../../scenario/schema/fabric.ts'
import type { LayoutSection } from '../../scenario/schema/layout.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { dragonfly, type FatTree, fatTree, modulesOf, planes as sideBySide } from '../fabric/topology.ts'

/** Cable inside a rack, m. */
const IN_RACK_M = 2
/** Road between blocks, m. */
const ROAD_M = 12

/** Length as sold for a run of `trayM` metres between two racks, m. */
export function cableLengthM(trayM: number, { drop, slack }: Pick<FabricSection, 'drop' | 'slack'>, isInRack = false): number {
  const cut = (isInRack ? IN_RACK_M : trayM + 2 * drop) * (1 + slack)
  return CABLE_LENGTHS_M.find(length => length >= cut - 1e-9) ?? Math.ceil(cut)
}

const mediumOf = (lengthM: number): (typeof MEDIA)[number] => MEDIA.find(({ reachM }) => lengthM <= reachM) ?? MEDIA[MEDIA.length - 1]

interface Run {
  readonly links: number
  readonly lengthM: number
}

/** Equal cables together, by medium and length. */
function gathered(runs: readonly Run[]): BillCable[] {
  const byLength = new Map<number, number>()
  for (const { links, lengthM } of runs) if (links > 0) byLength.set(lengthM, (byLength.get(lengthM) ?? 0) + links)
  return [...byLength].sort((a, b) => a[0] - b[0]).map(([lengthM, count]) => ({ medium: mediumOf(lengthM).medium, lengthM, count }))
}

function tier(id: BillTier['id'], label: string, runs: readonly Run[], isTwinPort: boolean): BillTier {
  const cables = gathered(runs)
  const links = cables.reduce((sum, { count }) => sum + count, 0)
  const optical = cables.reduce((sum, { medium, count }) => (medium === 'copper' ? sum : sum + count), 0)
  const { below, above } = modulesOf(optical, isTwinPort, id === 'node-leaf')
  return { id, label, links, modulesBelow: below, modulesAbove: above, cables }
}

interface Group {
  readonly racks: readonly number[]
  readonly x: number
  readonly z: number
  readonly hosts: number
}

interface Hall {
  readonly plan: FloorPlan
  readonly shift: Shift
  readonly hostsOfRack: readonly number[]
  readonly groups: readonly Group[]
  readonly hosts: number
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** The floor of a block with rows where the layout puts them. */
function floorOf(block: Block, layout: LayoutSection): FloorPlan {
  const plan = floorPlan(block)
  if (layout.length === 0) return plan
  const shifts = Array.from({ length: plan.rowCount }, (_, row) => rowShift(layout, block.id, row))
  const rowOf = (rack: number): Shift => shifts[Math.floor(rack / plan.perRow)]
  return { ...plan, x: plan.x.map((x, rack) => x + rowOf(rack).east), z: plan.z.map((z, rack) => z + rowOf(rack).south) }
}

function hallOf(block: Block, { leaf }: FabricSection, layout: LayoutSection): Hall {
  const plan = floorOf(block, layout)
  const hostsOfRack = firstLots(block).flatMap(lot => Array.from({ length: lot.count }, () => lot.nodes * lot.acceleratorsPerNode))
  const groups = Array.from({ length: Math.ceil(hostsOfRack.length / leaf.racks) }, (_, group): Group => {
    const racks = hostsOfRack.map((_hosts, rack) => rack).slice(group * leaf.racks, (group + 1) * leaf.racks)
    return { racks, x: mean(racks.map(rack => plan.x[rack])), z: mean(racks.map(rack => plan.z[rack])), hosts: racks.reduce((sum, rack) => sum + hostsOfRack[rack], 0) }
  })
  return { plan, shift: blockShift(layout, block.id), hostsOfRack, groups, hosts: hostsOfRack.reduce((sum, hosts) => sum + hosts, 0) }
}

/** Links shared out over the groups by their hosts, whole and without remainder. */
function sharedOut({ groups, hosts }: Hall, links: number): number[] {
  let seen = 0
  return groups.map(group => {
    const before = Math.floor((links * seen) / hosts)
    seen += group.hosts
    return Math.floor((links * seen) / hosts) - before
  })
}

const nodeRuns = (fabric: FabricSection, { plan, hostsOfRack, groups }: Hall, planes: number): Run[] =>
  groups.flatMap(({ racks, x, z }) =>
    racks.map((rack): Run => ({ links: hostsOfRack[rack] * planes, lengthM: cableLengthM(Math.abs(plan.x[rack] - x) + Math.abs(plan.z[rack] - z), fabric, racks.length === 1) })))

/** From leaf groups to the middle of the hall. */
const spineRuns = (fabric: FabricSection, hall: Hall, links: number): Run[] =>
  sharedOut(hall, links).map((count, group): Run => ({ links: count, lengthM: cableLengthM(Math.abs(hall.groups[group].x) + Math.abs(hall.groups[group].z), fabric) }))

function treeOf({ kind, radix, leaf, spine }: FabricSection, hosts: number, planes: number): FatTree {
  if (kind === 'leaf-spine') return fatTree(hosts, radix, leaf.oversubscription, 1, false)
  return sideBySide(hosts, radix, planes, leaf.oversubscription, spine.oversubscription)
}

/** From blocks in a grid, as the site is drawn, to its middle. */
function blockRuns(fabric: FabricSection, halls: readonly Hall[], planes: number): Run[] {
  if (halls.length < 2) return []
  const columns = halls.length <= 2 ? halls.length : Math.ceil(Math.sqrt(halls.length))
  const rows = Math.ceil(halls.length / columns)
  const width = Math.max(...halls.map(({ plan }) => plan.width)) + ROAD_M
  const depth = Math.max(...halls.map(({ plan }) => plan.depth)) + ROAD_M
  return halls.map(({ hosts, shift }, block): Run => {
    const x = ((block % columns) - (columns - 1) / 2) * width + shift.east
    const z = (Math.floor(block / columns) - (rows - 1) / 2) * depth + shift.south
    return { links: Math.ceil((hosts * planes) / fabric.core.oversubscription), lengthM: cableLengthM(Math.abs(x) + Math.abs(z), fabric) }
  })
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

function treeTiers(fabric: FabricSection, halls: readonly Hall[], planes: number): { readonly tiers: BillTier[]; readonly switches: FabricBill['switches'] } {
  const trees = halls.map(({ hosts }) => treeOf(fabric, hosts, planes))
  const between = blockRuns(fabric, halls, planes)
  const middle = cableLengthM(0, fabric)
  const { twinPort } = fabric
  const tiers = [
    tier('node-leaf', 'Nodes to leaf switches', halls.flatMap(hall => nodeRuns(fabric, hall, planes)), twinPort),
    tier('leaf-spine', 'Leaf to spine switches', halls.flatMap((hall, block) => spineRuns(fabric, hall, trees[block].cables[1] ?? 0)), twinPort),
    tier('spine-core', 'Spine to core switches of a block', trees.map(({ cables }) => ({ links: cables[2] ?? 0, lengthM: middle })), twinPort),
    tier('block-core', 'Blocks to the core of the site', between, twinPort),
  ]
  const core = sumOf(trees.map(tree => tree.core)) + Math.ceil(sumOf(between.map(({ links }) => links)) / fabric.radix)
  return { tiers: tiers.filter(({ links }) => links > 0), switches: { leaf: sumOf(trees.map(({ leaf }) => leaf)), spine: sumOf(trees.map(({ spine }) => spine)), core } }
}

function dragonflyTiers(fabric: FabricSection, halls: readonly Hall[]): { readonly tiers: BillTier[]; readonly switches: FabricBill['switches'] } {
  const groups = halls.flatMap(hall => hall.groups.map(group => ({ hall, group })))
  const parts = groups.map(({ group }) => dragonfly(group.hosts, fabric.radix))
  const global = Math.floor(sumOf(parts.map(({ routers, hostsPerRouter }) => routers * hostsPerRouter)) / 2)
  const middle = cableLengthM(0, fabric)
  // A link between groups goes from one to another by the middle of the hall.
  const runs = groups.map(({ group }): Run => ({ links: Math.floor((global * group.hosts) / sumOf(groups.map(other => other.group.hosts))), lengthM: cableLengthM(2 * (Math.abs(group.x) + Math.abs(group.z)), fabric) }))
  const tiers = [
    tier('node-leaf', 'Nodes to routers', halls.flatMap(hall => nodeRuns(fabric, hall, 1)), fabric.twinPort),
    tier('group', 'Routers inside groups', parts.map(({ cables }) => ({ links: cables[1], lengthM: middle })), fabric.twinPort),
    tier('global', 'Between groups', groups.length > 1 ? runs : [], fabric.twinPort),
  ]
  return { tiers: tiers.filter(({ links }) => links > 0), switches: { leaf: sumOf(parts.map(({ routers }) => routers)), spine: 0, core: 0 } }
}

function modulesByMedium(tiers: readonly BillTier[], isTwinPort: boolean): { readonly medium: string; readonly count: number; readonly usd: number }[] {
  return MEDIA.filter(({ medium }) => medium !== 'copper').flatMap(({ medium, moduleUsd }) => {
    const ends = tiers.map(({ id, cables }) => {
      const links = sumOf(cables.map(cable => (cable.medium === medium ? cable.count : 0)))
      return { ...modulesOf(links, isTwinPort, id === 'node-leaf'), isHost: id === 'node-leaf' }
    })
    const count = sumOf(ends.map(({ below, above }) => below + above))
    const usd = sumOf(ends.map(({ below, above, isHost }) => moduleUsd * (isTwinPort ? (isHost ? below : TWIN_PORT_PRICE * below) + TWIN_PORT_PRICE * above : below + above)))
    return count === 0 ? [] : [{ medium, count, usd }]
  })
}

/** The bill of a statically valid scenario, with everything of its plan built. */
export function fabricBill({ fabric, blocks, site: { layout } }: Pick<Scenario, 'fabric' | 'blocks' | 'site'>): FabricBill {
  const planes = planeCount(fabric)
  const halls = blocks.map(block => hallOf(block, fabric, layout)).filter(({ hosts }) => hosts > 0)
  const { tiers, switches } = fabric.kind === 'dragonfly' ? dragonflyTiers(fabric, halls) : treeTiers(fabric, halls, planes)
  const modules = modulesByMedium(tiers, fabric.twinPort)
  const usd = {
    switches: (switches.leaf + switches.spine + switches.core) * fabric.radix * SWITCH_USD_PER_PORT,
    modules: Math.round(sumOf(modules.map(each => each.usd))),
    cables: Math.round(sumOf(tiers.flatMap(({ cables }) => cables.map(({ lengthM, count }) => count * (mediumOf(lengthM).cableUsd + mediumOf(lengthM).metreUsd * lengthM))))),
  }
  return {
    kind: fabric.kind, radix: fabric.radix, planes, hosts: sumOf(halls.map(({ hosts }) => hosts)), switches, tiers,
    modules: modules.map(({ medium, count }) => ({ medium, count })),
    usd: { ...usd, total: usd.switches + usd.modules + usd.cables },
  }
}
