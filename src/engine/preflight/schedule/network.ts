/** The schedule of a site as steps that wait for each other: what is there, in an order in which it can be worked out. */
import type { ScheduleGroup, ScheduleStepKind } from '../../../results/schedule.ts'
import { LONG_LEAD } from '../../../scenario/catalog/long-lead.ts'
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import { SYSTEMS, type StepName, concernsSystem, isLiquidBlock, isSystemStep, stepSpecs } from '../../facility/commissioning-plan.ts'
import { type LongLeadItem, longLeadItems } from '../../facility/long-lead.ts'
import type { Release, World } from '../../ports.ts'
import { type PowerPlan, powerPlan } from '../../power/plan.ts'
import { planPhases } from '../../site/phases.ts'

export interface StepNode {
  readonly id: string
  readonly kind: ScheduleStepKind
  readonly label: string
  readonly row: number
  readonly block: number
  readonly after: readonly number[]
}

export interface Row {
  readonly id: string
  readonly label: string
  readonly group: ScheduleGroup
  readonly block: number
  readonly count: number | null
  readonly path: readonly (string | number)[]
  readonly steps: number[]
  /** Index of its long-lead item; of its lot of racks in the block; −1 for neither. */
  readonly item: number
  readonly lot: number
}

/** Nodes of a block that others look up. */
export interface BlockNodes {
  readonly energised: number
  /** Node of the end of rough-in; −1 in a block that stands at the start. */
  readonly building: number
  readonly level5: number
  readonly plant: number
  /** The network, where it comes for itself; −1 elsewhere. */
  readonly fabric: number
  readonly ready: number
  /** Installation and burn-in by lot that is under way, with its index. */
  readonly lots: readonly { readonly lot: number; readonly receiving: number; readonly installation: number; readonly burnIn: number }[]
}

/** How a node is worked out. */
export const ROLE = { wait: 0, promise: 1, racks: 2 } as const

export interface Network {
  readonly scenario: Scenario
  readonly world: World
  readonly plan: PowerPlan
  readonly items: readonly LongLeadItem[]
  readonly nodes: readonly StepNode[]
  readonly rows: readonly Row[]
  /** Steps of feeds and plants: what power is promised from. */
  readonly sources: readonly { readonly node: number; readonly feed: number; readonly step: number; readonly plant: number }[]
  readonly blocks: readonly BlockNodes[]
  /** By node, how it is worked out: 0 from what it waits for, 1 by the promise of power, 2 with the racks of its block. */
  readonly role: Uint8Array
  readonly firstEnergised: number
  readonly releases: readonly Release[]
}

const WORDS: Readonly<Record<ScheduleStepKind, string>> = {
  order: 'Order', manufacture: 'Manufacture', level1: 'Factory test (level 1)', shipping: 'On the road', receiving: 'Receiving', installation: 'Installation',
  release: 'Release', shell: 'Civil works and shell', fitOut: 'Rough-in', level2: 'Level 2', liquidFlush: 'Flushing', level3: 'Level 3', level4: 'Level 4', level5: 'Level 5, integrated test',
  energisation: 'Power', plant: 'Cooling plant', fabric: 'Network', burnIn: 'Burn-in', ready: 'Ready',
}
const SYSTEM_WORDS: Readonly<Record<(typeof SYSTEMS)[number], string>> = { power: 'Power system', cooling: 'Cooling system', controls: 'Controls', fire: 'Fire protection' }

interface Draft {
  readonly nodes: StepNode[]
  readonly rows: Row[]
}

function addRow(d: Draft, row: Omit<Row, 'steps' | 'item' | 'lot'> & Partial<Pick<Row, 'item' | 'lot'>>): number {
  return d.rows.push({ item: -1, lot: -1, ...row, steps: [] }) - 1
}

function addNode(d: Draft, row: number, kind: ScheduleStepKind, after: readonly number[], label = WORDS[kind], name: string = kind): number {
  const { id, block, steps } = d.rows[row]
  const node = d.nodes.push({ id: `${id}/${name}`, kind, label, row, block, after: after.filter(each => each >= 0) }) - 1
  steps.push(node)
  return node
}

/** Order to availability; the last node. */
function addItem(d: Draft, item: LongLeadItem, index: number): number {
  const row = addRow(d, { id: item.id, label: LONG_LEAD[item.equipment].label, group: 'equipment', block: item.block, count: item.count, path: item.place, item: index })
  const ordered = addNode(d, row, 'order', [])
  const built = addNode(d, row, 'manufacture', [ordered])
  const tested = addNode(d, row, 'level1', [built])
  const arrived = addNode(d, row, 'shipping', [tested])
  return item.installationMs === 0 ? arrived : addNode(d, row, 'installation', [arrived])
}

/** Feeds and plants after what they need. */
function addSources(d: Draft, scenario: Scenario, plan: PowerPlan, ends: readonly number[], items: readonly LongLeadItem[]): Network['sources'] {
  const endsOf = (holds: LongLeadItem['holds'], owner = -1): number[] => items.flatMap((item, index) => (item.holds === holds && (owner < 0 || item.owner === owner) ? [ends[index]] : []))
  const feeds = plan.feeds.flatMap((feed, index) => {
    const row = addRow(d, { id: feed.path, label: `Feed ${feed.name}`, group: 'energisation', block: -1, count: feed.steps.length, path: ['grid', 'feeds', feed.name] })
    let before = -1
    return feed.steps.map((_, step) => {
      before = addNode(d, row, 'energisation', [before, ...(feed.viaSubstation && step === 0 ? endsOf('feeds') : [])], feed.steps.length === 1 ? 'Energised' : `Energised, step ${step + 1}`, `step[${step}]`)
      return { node: before, feed: index, step, plant: -1 }
    })
  })
  const plants = plan.plants.map((plant, index) => {
    const row = addRow(d, { id: plant.path, label: `Plant ${plant.id}`, group: 'energisation', block: -1, count: plant.count, path: ['generation', index] })
    return { node: addNode(d, row, 'energisation', endsOf('plant', index), 'In service', 'inService'), feed: -1, step: -1, plant: index }
  })
  plan.storage.forEach((store, index) => {
    const row = addRow(d, { id: store.path, label: `Storage ${store.id}`, group: 'energisation', block: -1, count: scenario.storage[index].count, path: ['storage', index] })
    addNode(d, row, 'energisation', endsOf('storage', index), 'In service', 'inService')
  })
  plan.solar.forEach((array, index) => {
    const row = addRow(d, { id: array.path, label: `Array ${array.id}`, group: 'energisation', block: -1, count: null, path: ['solar', index] })
    addNode(d, row, 'energisation', [], 'In service', 'inService')
  })
  return [...feeds, ...plants]
}

/** Levels 2 to 4 of each system; the last nodes. */
function addSystems(d: Draft, scenario: Scenario, block: number, building: number, needs: (system: string, milestone: StepName) => readonly number[]): number[] {
  const { id } = scenario.blocks[block]
  const specs = stepSpecs(scenario.facility.commissioning, isLiquidBlock(scenario.blocks[block])).filter(isSystemStep)
  return SYSTEMS.map(system => {
    const row = addRow(d, { id: `${id}/systems/${system}`, label: SYSTEM_WORDS[system], group: 'system', block, count: null, path: ['facility', 'commissioning'] })
    return specs.filter(spec => concernsSystem(spec, system)).reduce((before, { milestone }) => addNode(d, row, milestone === 'building' ? 'fitOut' : milestone, [before, ...needs(system, milestone)]), building)
  })
}

/** Whether a lot is promised with its block: later generations and later lots do not hold it up. */
export function isPromisedWithBlock({ lots, blocks }: World, block: number, inBlock: number): boolean {
  const lot = lots.block.indexOf(block) + inBlock
  return lots.predecessor[lot] < 0 && lots.contractMs[lot] === blocks.contractMs[block]
}

/** Lots promised with their block that are under way at the start or come later. */
function addLots(d: Draft, scenario: Scenario, world: World, block: number, building: number, energised: number, fabric: number): BlockNodes['lots'] {
  const { id, racks } = scenario.blocks[block]
  const { needsPower } = scenario.facility.installation
  return racks.flatMap((lot, index) => {
    if (!isPromisedWithBlock(world, block, index) || (lot.ordered === undefined && world.blocks.contractMs[block] <= 0)) return []
    const row = addRow(d, { id: `${id}/lot[${index}]`, label: `Racks ${lot.model}`, group: 'racks', block, count: lot.count, path: ['blocks', block, 'racks', index], lot: index })
    const ordered = addNode(d, row, 'order', [])
    const shipped = addNode(d, row, 'manufacture', [ordered])
    const arrived = addNode(d, row, 'shipping', [shipped])
    const receiving = addNode(d, row, 'receiving', [arrived])
    const installation = addNode(d, row, 'installation', [receiving, building, ...(needsPower ? [energised] : [])])
    return [{ lot: index, receiving, installation, burnIn: addNode(d, row, 'burnIn', [installation, energised, fabric]) }]
  })
}

interface Site {
  readonly d: Draft
  readonly scenario: Scenario
  readonly world: World
  readonly items: readonly LongLeadItem[]
  /** Last nodes of long-lead items. */
  readonly ends: readonly number[]
  readonly releases: readonly Release[]
  readonly energised: readonly number[]
  readonly rows: readonly number[]
}

/** A block from its release to its ready day; `before` are the level-5 nodes of blocks that it waits for. */
function addBlock(s: Site, block: number, before: readonly number[]): BlockNodes {
  const { d, scenario, world, items, ends } = s
  const row = s.rows[block]
  const energised = s.energised[block]
  const plantDay = scenario.blocks[block].cooling.ready
  const hasPlantDay = plantDay !== undefined && (plantDay - world.startDay) * 86_400_000 > world.blocks.contractMs[block]
  const fabric = scenario.blocks[block].fabric === undefined ? -1 : addNode(d, row, 'fabric', [])
  if (world.blocks.contractMs[block] <= 0) {
    const plant = hasPlantDay ? addNode(d, row, 'plant', []) : -1
    const ready = addNode(d, row, 'ready', [energised, plant, fabric])
    return { energised, building: -1, level5: -1, plant, fabric, ready, lots: addLots(d, scenario, world, block, -1, energised, fabric) }
  }
  const released = Number.isFinite(s.releases[block].constructionMs) ? addNode(d, row, 'release', []) : -1
  const shell = addNode(d, row, 'shell', [released, ...before])
  const building = addNode(d, row, 'fitOut', [shell])
  const needs = (system: string, milestone: StepName): number[] =>
    items.flatMap((item, index) => {
      const isOwn = milestone === 'level2' && item.block === block && item.holds === system
      return isOwn || (system === 'power' && milestone === 'level3' && item.holds === 'switchgear') ? [ends[index]] : []
    })
  const systems = addSystems(d, scenario, block, building, needs)
  const level5 = addNode(d, row, 'level5', [...systems, ...(scenario.facility.commissioning.loadTestNeedsPower ? [energised] : [])])
  const plant = hasPlantDay ? addNode(d, row, 'plant', []) : -1
  const ready = addNode(d, row, 'ready', [level5, energised, plant, fabric])
  return { energised, building, level5, plant, fabric, ready, lots: addLots(d, scenario, world, block, building, energised, fabric) }
}

/** Blocks so that each comes after those it waits for; what waits in a circle comes last. */
function inOrder(releases: readonly Release[]): number[] {
  const order: number[] = []
  const isDone = (block: number): boolean => order.includes(block)
  for (let round = 0; round < releases.length; round++) {
    releases.forEach(({ after }, block) => {
      if (!isDone(block) && after.every(isDone)) order.push(block)
    })
  }
  return order
}

/** Reads the network of a scenario. */
export function scheduleNetwork(scenario: Scenario, world: World): Network {
  const d: Draft = { nodes: [], rows: [] }
  const plan = powerPlan(scenario, world)
  const items = longLeadItems(scenario, world)
  const { releases } = planPhases(scenario, world)
  const ends = items.map((item, index) => addItem(d, item, index))
  const sources = addSources(d, scenario, plan, ends, items)
  const rows = scenario.blocks.map(({ id, label }, block) => addRow(d, { id, label, group: 'block', block, count: null, path: ['blocks', block] }))
  const energised = rows.map(row => addNode(d, row, 'energisation', sources.map(({ node }) => node)))
  const site: Site = { d, scenario, world, items, ends, releases, energised, rows }
  const blocks: BlockNodes[] = []
  for (const block of inOrder(releases)) blocks[block] = addBlock(site, block, releases[block].after.map(other => blocks[other].level5).filter(node => node >= 0))
  const role = new Uint8Array(d.nodes.length)
  for (const { energised: node, lots } of blocks) {
    role[node] = ROLE.promise
    for (const { installation, burnIn } of lots) {
      role[installation] = ROLE.racks
      role[burnIn] = ROLE.racks
    }
  }
  return { scenario, world, plan, items, nodes: d.nodes, rows: d.rows, sources, blocks, role, firstEnergised: Math.min(...energised), releases }
}
