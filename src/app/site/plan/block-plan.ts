/**
 * One block: standby sets and transformers in the north, the building with its hall between two electrical galleries in the middle,
 * the cooling yard in the south. Everything around the origin.
 */
import { sumPerPlace } from '../../../scenario/lots.ts'
import { liquidShare } from '../../../scenario/liquid-share.ts'
import type { Block } from '../../../scenario/schema/blocks.ts'
import { blockTransformer, chiller, distributionUnit, dryCooler, generatorSet, type Solid, upsModule } from './equipment.ts'
import { type HallPlan, planHall } from './hall-plan.ts'
import { box, type BuiltWith, type Item, type ItemKind, lineUp, type Part, placeAt, type RackPlace, type RackRow } from './part.ts'

export interface BlockPlan {
  readonly width: number
  readonly depth: number
  readonly items: readonly Item[]
  readonly racks: readonly RackPlace[]
  readonly rows: readonly RackRow[]
  readonly pads: readonly Part[]
}

const GALLERY_M = 6.4
const GAP_M = 3.2
const HALL_HEIGHT_M = 7.5
const WALL_M = 0.3
/** Walls are cut here, so that one sees into the building. */
const CUT_M = 1.3

/** Path of the entry that a block came from: `block[2]` is written at `blocks.block`. */
const entryPath = (block: Block): string => `blocks.${block.id.replace(/\[\d+\]$/, '')}`

interface Group {
  readonly kind: ItemKind
  readonly label: string
  readonly path: string
  readonly count: number
  readonly solid: Solid
  readonly pitch: number
}

function itemAt(group: Group, solid: Solid, index: number, x: number, z: number, builtWith: BuiltWith): Item {
  const { kind, label, path, count } = group
  return {
    kind,
    label: count > 1 ? `${label} ${index + 1} of ${count}` : label,
    path,
    block: -1,
    builtWith,
    x,
    z,
    width: solid.width,
    height: solid.height,
    depth: solid.depth,
    parts: placeAt(solid.parts, x, z),
  }
}

const FIT_OUT: BuiltWith = { step: 'building' }

/** A yard of several groups side by side in lines, its north edge at z = 0. */
function yard(groups: readonly Group[], width: number): { items: (top: number) => Item[]; depth: number } {
  const units = groups.flatMap(group => Array.from({ length: group.count }, (_, index) => ({ group, index })))
  if (units.length === 0) return { items: () => [], depth: 0 }
  const pitch = Math.max(...groups.map(group => group.pitch))
  const deepest = Math.max(...groups.map(group => group.solid.depth))
  const line = lineUp(units.length, pitch, deepest + GAP_M, width)
  return {
    depth: line.depth,
    items: top => units.map(({ group, index }, at) => itemAt(group, group.solid, index, line.places[at].x, top + line.places[at].z, FIT_OUT)),
  }
}

function northGroups(block: Block, path: string): { generators: Group[]; transformers: Group[] } {
  const { generators, transformers } = block.power
  return {
    generators: generators === undefined ? [] : [{ kind: 'standby-generator', label: 'Standby generator', path: `${path}.power.generators`, count: generators.count, solid: generatorSet(generators.rated), pitch: 4 }],
    transformers: [{ kind: 'block-transformer', label: 'Block transformer', path: `${path}.power.transformers`, count: transformers.count, solid: blockTransformer(), pitch: 3.2 }],
  }
}

/** As many as carry the air share at rating when the scenario leaves the number open. */
function airChillerCount(block: Block): number {
  const { chillers } = block.cooling.air
  const airW = sumPerPlace(block, lot => lot.max * (1 - liquidShare(block.cooling, lot)))
  return chillers.count ?? Math.ceil(airW / chillers.heat)
}

function coolingGroups(block: Block, path: string): Group[] {
  const { units, trim, air } = block.cooling
  const groups: Group[] = []
  if (units !== undefined) groups.push({ kind: 'dry-cooler', label: 'Dry cooler', path: `${path}.cooling.units`, count: units.count, solid: dryCooler(units.fans), pitch: 3.7 })
  if (trim !== undefined) groups.push({ kind: 'chiller', label: 'Trim chiller', path: `${path}.cooling.trim`, count: trim.count, solid: chiller(trim.heat), pitch: 3.7 })
  groups.push({ kind: 'chiller', label: 'Chiller of the air share', path: `${path}.cooling.air.chillers`, count: airChillerCount(block), solid: chiller(air.chillers.heat), pitch: 3.7 })
  return groups.filter(group => group.count > 0)
}

/** UPS modules stand in the two galleries, half in each. */
function upsItems(block: Block, path: string, hall: HallPlan, centreZ: number): Item[] {
  const { count } = block.power.ups
  const solid = upsModule()
  const group: Group = { kind: 'ups', label: 'UPS module', path: `${path}.power.ups`, count, solid, pitch: 0 }
  const perSide = Math.ceil(count / 2)
  const pitch = Math.min(2.2, (hall.depth - 2) / Math.max(1, perSide))
  return Array.from({ length: count }, (_, index) => {
    const side = index < perSide ? -1 : 1
    const place = index % perSide
    return itemAt(group, solid, index, side * (hall.width / 2 + GALLERY_M / 2), centreZ + (place - (perSide - 1) / 2) * pitch, FIT_OUT)
  })
}

/** Coolant distribution units at both ends of the rows. */
function distributionItems(block: Block, path: string, hall: HallPlan, centreZ: number): Item[] {
  const liquidW = sumPerPlace(block, lot => lot.max * liquidShare(block.cooling, lot))
  if (liquidW === 0) return []
  const { rated, spare } = block.cooling.cdu
  const count = Math.min(200, Math.ceil(liquidW / rated) + spare)
  const solid = distributionUnit()
  const group: Group = { kind: 'distribution-unit', label: 'Coolant distribution unit', path: `${path}.cooling.cdu`, count, solid, pitch: 0 }
  const perSide = Math.ceil(count / 2)
  const pitch = (hall.depth - 3) / Math.max(1, perSide)
  return Array.from({ length: count }, (_, index) => {
    const side = index < perSide ? -1 : 1
    return itemAt(group, solid, index, side * (hall.width / 2 - 1), centreZ + ((index % perSide) - (perSide - 1) / 2) * pitch, FIT_OUT)
  })
}

const COLUMN_M = 0.4
const COLUMN_EVERY_M = 9
const RING_M = 0.9

/** What is left of the roof: its edge on columns, so that the true height is seen and the racks as well. */
function roofRing(width: number, depth: number, centreZ: number): Part[] {
  const top = HALL_HEIGHT_M - 0.4
  const [x, z] = [(width - RING_M) / 2, (depth - RING_M) / 2]
  const columns: Part[] = []
  const along = (length: number): number[] => {
    const spans = Math.max(1, Math.round(length / COLUMN_EVERY_M))
    return Array.from({ length: spans + 1 }, (_, index) => (index / spans - 0.5) * length)
  }
  for (const dx of along(width - RING_M)) columns.push(box('steel', dx, 0.12, centreZ - z, COLUMN_M, top, COLUMN_M), box('steel', dx, 0.12, centreZ + z, COLUMN_M, top, COLUMN_M))
  for (const dz of along(depth - RING_M).slice(1, -1)) columns.push(box('steel', -x, 0.12, centreZ + dz, COLUMN_M, top, COLUMN_M), box('steel', x, 0.12, centreZ + dz, COLUMN_M, top, COLUMN_M))
  return [
    ...columns,
    box('roof', 0, top, centreZ - z, width, 0.4, RING_M),
    box('roof', 0, top, centreZ + z, width, 0.4, RING_M),
    box('roof', -x, top, centreZ, RING_M, 0.4, depth - 2 * RING_M),
    box('roof', x, top, centreZ, RING_M, 0.4, depth - 2 * RING_M),
  ]
}

/** Low walls around hall and galleries, a floor, and the edge of the roof at its true height. */
function building(block: Block, path: string, hall: HallPlan, centreZ: number): Item {
  const width = hall.width + 2 * GALLERY_M
  const [x, z] = [width / 2, hall.depth / 2]
  const inner = hall.width / 2
  const wall = (dx: number, dz: number, w: number, d: number): Part => box('wall', dx, 0.12, centreZ + dz, w, CUT_M, d)
  return {
    kind: 'hall',
    label: block.label,
    path,
    block: -1,
    builtWith: { step: 'shell' },
    x: 0,
    z: centreZ,
    width,
    height: HALL_HEIGHT_M,
    depth: hall.depth,
    parts: [
      box('floor', 0, 0, centreZ, width, 0.12, hall.depth),
      wall(0, -z, width + WALL_M, WALL_M),
      wall(0, z, width + WALL_M, WALL_M),
      wall(-x, 0, WALL_M, hall.depth),
      wall(x, 0, WALL_M, hall.depth),
      wall(-inner, 0, WALL_M * 0.6, hall.depth),
      wall(inner, 0, WALL_M * 0.6, hall.depth),
      ...roofRing(width, hall.depth, centreZ),
    ],
  }
}

export function planBlock(block: Block): BlockPlan {
  const path = entryPath(block)
  const hall = planHall(block)
  const { generators, transformers } = northGroups(block, path)
  const cooling = coolingGroups(block, path)
  const widest = Math.max(hall.width + 2 * GALLERY_M, ...[...generators, ...cooling].map(group => Math.min(60, group.count * group.pitch)))
  const sets = yard(generators, widest)
  const lowVoltage = yard(transformers, widest)
  const coolers = yard(cooling, widest)
  const depth = sets.depth + lowVoltage.depth + hall.depth + coolers.depth + 3 * GAP_M
  const top = -depth / 2
  const hallCentre = top + sets.depth + lowVoltage.depth + GAP_M + hall.depth / 2
  const yardTop = hallCentre + hall.depth / 2 + GAP_M
  const pad = (z: number, padDepth: number): Part[] => (padDepth > 0 ? [box('gravel', 0, 0, z + padDepth / 2, widest + 2, 0.08, padDepth)] : [])
  return {
    width: widest + 2,
    depth,
    racks: hall.racks.map(rack => ({ ...rack, z: rack.z + hallCentre })),
    rows: hall.rows,
    pads: [...pad(top, sets.depth), ...pad(top + sets.depth, lowVoltage.depth), ...pad(yardTop, coolers.depth)],
    items: [
      building(block, path, hall, hallCentre),
      ...sets.items(top),
      ...lowVoltage.items(top + sets.depth),
      ...upsItems(block, path, hall, hallCentre),
      ...distributionItems(block, path, hall, hallCentre),
      ...coolers.items(yardTop),
    ],
  }
}
