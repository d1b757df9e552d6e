/**
 * Where more racks fit: every block is tried with more racks of a model until a check fails, pairs of UPS systems apart, with the supply of
 * each phase; what binds is named, and what lifting it would bring for its part of the capital.
 */
import { DAY_MS } from '../../base/spans.ts'
import { type PlaceBlock, type PlaceFit, type PlacementReport, type PlacementRequest, type PlacePosition, type PlaceProgress, type PlaceResource, type PlaceRooms, PLACE_RESOURCES, type PlaceUnlock } from '../../results/placement.ts'
import { type CapexLine, capexShare } from '../../scenario/catalog/capex.ts'
import { countedRackW } from '../../scenario/rack-power.ts'
import { blockRacksSection } from '../../scenario/schema/block-racks.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { assembleWorld } from '../assemble.ts'
import type { World } from '../ports.ts'
import { powerAudit } from '../power/audit.ts'
import type { BlockPlan } from '../power/block-plan.ts'
import { NO_SYSTEM } from '../power/redundancy.ts'
import { largestPairLoad, pairRooms } from '../power/stranded.ts'
import { type EngineInputs, weatherOf } from '../weather.ts'
import { systemName } from './audit/words.ts'
import { blockRooms, type Lot } from './placement-rooms.ts'
import { networkRacks, siteRooms, type SiteRooms } from './placement-supply.ts'

/** Lines of the budget that more of a resource would cost; none where the budget has no line for it. */
const LINES: Readonly<Record<PlaceResource, readonly CapexLine[]>> = {
  space: ['land', 'shell', 'whiteSpace'],
  weight: ['shell'],
  density: ['whiteSpace', 'busway'],
  power: ['mediumVoltage', 'ups', 'busway'],
  failover: ['ups', 'standby'],
  supply: ['interconnect'],
  cooling: ['heatRejection', 'piping'],
  coolingFailover: ['heatRejection'],
  distribution: ['coolant', 'airHandling'],
  network: [],
}

interface Bench {
  readonly scenario: Scenario
  readonly world: World
  readonly plans: readonly BlockPlan[]
  readonly site: SiteRooms
  readonly lot: Lot
  readonly rackW: number
  readonly asked: number
}

/** The lot as a file would state it, with the catalog's values. */
function lotOf(model: string): Lot {
  return blockRacksSection.parse([{ model, count: 1 }])[0]
}

const least = (rooms: PlaceRooms, most: number): number => PLACE_RESOURCES.reduce((sum, { id }) => Math.min(sum, rooms[id] ?? most), most)

/** The first resource that allows no more than `racks`; null where all allow what was asked for. */
function bindingOf(rooms: PlaceRooms, racks: number, most: number): PlaceResource | null {
  return racks >= most ? null : (PLACE_RESOURCES.find(({ id }) => (rooms[id] ?? most) <= racks)?.id ?? null)
}

const upTo = (racks: number, most: number): number | null => (racks >= most ? null : Math.max(0, Math.floor(racks)))

/** Power at the site bus for one rack of the lot in a block, W. */
function busW({ plans, rackW }: Bench, block: number): number {
  const { designW, itMaxW, outputPerItW } = plans[block]
  return rackW * (itMaxW === 0 ? outputPerItW : designW / itMaxW)
}

function atSite(bench: Bench, block: number, rooms: PlaceRooms, leftW: number): PlaceRooms {
  return { ...rooms, supply: upTo(leftW / busW(bench, block), bench.asked) }
}

/**
 * What the UPS systems of a block take together, healthy and after any single loss, where racks stand as they do. The checks count a loss as
 * survived down to 99 % served; whoever adds racks wants all of it.
 */
function byRatings({ plans, rackW, asked }: Bench, block: number, rooms: PlaceRooms): PlaceRooms {
  const { pairs, modules, ups, pairMaxW, outputPerItW, topology } = plans[block]
  const ratedW = modules.map(count => count * ups.ratedW)
  const placedW = Array.from(pairMaxW, w => w * outputPerItW)
  const placed = placedW.reduce((sum, w) => sum + w, 0)
  const healthyW = topology.unit === 'module' ? ratedW.reduce((sum, w) => sum + w, 0) : (largestPairLoad(pairs, ratedW, false, placedW)?.totalW ?? 0)
  const secureW = topology.unit === 'module' ? healthyW - topology.spareUnits * ups.ratedW : (largestPairLoad(pairs, ratedW, true, placedW)?.totalW ?? 0)
  const lower = (room: number | null, w: number): number | null => upTo(Math.min(room ?? asked, (w - placed) / (rackW * outputPerItW)), asked)
  return { ...rooms, power: lower(rooms.power, healthyW), failover: lower(rooms.failover, secureW) }
}

/** Blocks that differ in nothing but name and date are tried once. */
function keyOf({ blocks }: Scenario, block: number): string {
  const { id: _id, label: _label, ready: _ready, ...rest } = blocks[block]
  return JSON.stringify([rest, blocks.filter(({ building }) => building === rest.building).length])
}

function* roomsByBlock(bench: Bench, inputs: EngineInputs): Placing<PlaceRooms[]> {
  const { scenario, world, lot, asked } = bench
  const day = weatherOf(scenario, world.root, inputs).designDay
  const keys = scenario.blocks.map((_, block) => keyOf(scenario, block))
  const of = new Set(keys).size * PLACE_RESOURCES.length
  const known = new Map<string, PlaceRooms>()
  for (const [block, key] of keys.entries()) {
    if (known.has(key)) continue
    const before = known.size * PLACE_RESOURCES.length
    const search = blockRooms(scenario, block, lot, asked, day)
    let step = search.next()
    for (; step.done !== true; step = search.next()) yield { done: before + step.value, of }
    known.set(key, byRatings(bench, block, { ...step.value, network: upTo(networkRacks(scenario, block, lot), asked) }))
  }
  return keys.flatMap(key => known.get(key) ?? [])
}

/** A block as a whole, over all of its UPS systems. */
function blockOf(bench: Bench, block: number, rooms: PlaceRooms): PlaceBlock {
  const { scenario, site, asked } = bench
  const all = atSite(bench, block, rooms, site.leftW.at(-1) ?? 0)
  const racks = least(all, asked)
  return { block, label: scenario.blocks[block].label, racks, binds: bindingOf(all, racks, asked), rooms: all, phases: phasesOf(bench, block, rooms) }
}

/** Racks that fit from each date on. */
function phasesOf(bench: Bench, block: number, rooms: PlaceRooms): PlaceFit[] {
  const { site, world, asked } = bench
  const readyDay = world.startDay + Math.ceil(world.blocks.contractMs[block] / DAY_MS)
  return site.days.flatMap((day, index) => {
    if (day < readyDay) return []
    const then = atSite(bench, block, rooms, site.leftW[index])
    const racks = least(then, asked)
    return [{ day, racks, binds: bindingOf(then, racks, asked) }]
  })
}

function positionsOf(bench: Bench, block: number, rooms: PlaceRooms): PlacePosition[] {
  const { scenario, plans, site, asked, rackW } = bench
  const { pairs, modules, ups, pairMaxW, outputPerItW, topology, rackBegin, rackEnd } = plans[block]
  const base = { block, path: scenario.blocks[block].id, label: scenario.blocks[block].label, firstPlace: rackEnd - rackBegin + 1 }
  const position = (feeds: string, own: PlaceRooms): PlacePosition => {
    const all = atSite(bench, block, own, site.leftW.at(-1) ?? 0)
    const racks = least(all, asked)
    return { ...base, feeds, racks, binds: bindingOf(all, racks, asked), rooms: all, phases: phasesOf(bench, block, own) }
  }
  if (topology.unit === 'module' || pairs.length < 2) return [position('', rooms)]
  const ratedW = modules.map(count => count * ups.ratedW)
  const placedW = pairMaxW.map(w => w * outputPerItW)
  const each = rackW * outputPerItW
  const healthy = pairRooms(pairs, ratedW, placedW, false)
  const secure = pairRooms(pairs, ratedW, placedW, true)
  const lower = (room: number | null, racks: number): number | null => upTo(Math.min(room ?? asked, racks), asked)
  return pairs.map(({ first, second }, k) =>
    position(second === NO_SYSTEM ? systemName(first) : `${systemName(first)}+${systemName(second)}`, { ...rooms, power: lower(rooms.power, healthy[k] / each), failover: lower(rooms.failover, secure[k] / each) }))
}

/** Racks of the whole site at one moment: the roomiest blocks first, out of what they share. */
function spread(bench: Bench, rooms: readonly PlaceRooms[], leftW: number, isReady: (block: number) => boolean): { block: number; racks: number }[] {
  const { scenario, asked } = bench
  const open = scenario.blocks.map((_, block) => block).filter(isReady).sort((a, b) => least(rooms[b], asked) - least(rooms[a], asked) || a - b)
  const usedIn = new Map<string, number>()
  let left = asked
  let supplyW = leftW
  return open.flatMap(block => {
    const { building } = scenario.blocks[block]
    const used = building === undefined ? 0 : (usedIn.get(building) ?? 0)
    const { space } = rooms[block]
    const racks = Math.max(0, Math.min(left, least(rooms[block], asked), (space ?? Infinity) - used, Math.floor(supplyW / busW(bench, block))))
    if (racks === 0) return []
    left -= racks
    supplyW -= racks * busW(bench, block)
    if (building !== undefined) usedIn.set(building, used + racks)
    return [{ block, racks }]
  })
}

/** What lifting the binding resources of a block brings until the next one binds. */
function unlockOf(bench: Bench, block: number, rooms: PlaceRooms): PlaceUnlock[] {
  const { scenario, asked, rackW } = bench
  const all = atSite(bench, block, rooms, bench.site.leftW.at(-1) ?? 0)
  const racks = least(all, asked)
  if (racks >= asked) return []
  const resources = PLACE_RESOURCES.map(({ id }) => id).filter(id => (all[id] ?? asked) <= racks)
  const next = PLACE_RESOURCES.reduce((sum, { id }) => (resources.includes(id) ? sum : Math.min(sum, all[id] ?? asked)), asked)
  const itW = (next - racks) * rackW
  const lines = resources.flatMap(id => LINES[id])
  const isPriced = resources.every(id => LINES[id].length > 0)
  const usd = isPriced ? Math.round([...new Set(lines)].reduce((sum, line) => sum + capexShare(line), 0) * (scenario.money.facility.capex / 1000) * itW) : null
  return [{ block, label: scenario.blocks[block].label, resources, racks: next - racks, itW, usd, wPerMillionUsd: usd === null || usd === 0 ? null : (itW * 1e6) / usd }]
}

/** Work that stops for breath and tells how far it is. */
export type Placing<T> = Generator<PlaceProgress, T, undefined>

/** Ranks the positions of a statically valid scenario, in steps of one trial each. A pure function of its arguments. */
export function* placingRacks(scenario: Scenario, inputs: EngineInputs, { model, count }: PlacementRequest): Placing<PlacementReport> {
  const world = assembleWorld(scenario, { seed: scenario.seed, replication: 0 })
  const audit = powerAudit(scenario, world)
  const lot = lotOf(model)
  const site = siteRooms(world, audit)
  const bench: Bench = { scenario, world, plans: audit.plan.blocks, site, lot, rackW: countedRackW(scenario.power, lot), asked: count }
  const rooms = yield* roomsByBlock(bench, inputs)
  const readyDay = (block: number): number => world.startDay + Math.ceil(world.blocks.contractMs[block] / DAY_MS)
  const positions = rooms.flatMap((own, block) => positionsOf(bench, block, own))
  const unlocks = rooms.flatMap((own, block) => unlockOf(bench, block, own))
  return {
    model,
    rackW: bench.rackW,
    acceleratorsPerRack: lot.nodes * lot.acceleratorsPerNode,
    asked: count,
    positions: positions.map((position, index) => ({ position, index })).sort((a, b) => b.position.racks - a.position.racks || a.index - b.index).map(({ position }) => position),
    blocks: rooms.map((own, block) => blockOf(bench, block, own)),
    placed: spread(bench, rooms, site.leftW.at(-1) ?? 0, () => true),
    byPhase: site.days.map((day, index) => ({ day, racks: spread(bench, rooms, site.leftW[index], block => readyDay(block) <= day).reduce((sum, { racks }) => sum + racks, 0) })),
    unlocks: unlocks.map((unlock, index) => ({ unlock, index })).sort((a, b) => (b.unlock.wPerMillionUsd ?? 0) - (a.unlock.wPerMillionUsd ?? 0) || b.unlock.itW - a.unlock.itW || a.index - b.index).map(({ unlock }) => unlock),
  }
}

/** The same in one go. */
export function placeRacks(scenario: Scenario, inputs: EngineInputs, request: PlacementRequest): PlacementReport {
  const work = placingRacks(scenario, inputs, request)
  let step = work.next()
  while (step.done !== true) step = work.next()
  return step.value
}
