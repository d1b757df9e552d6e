/**
 * One block: standby sets and transformers in the north, the building with its hall between two electrical galleries in the middle,
 * the cooling yard in the south. Everything around the origin.
 */
import { sumPerPlace } from '../../../scenario/lots.ts'
import { liquidShare } from '../../../scenario/liquid-share.ts'
import type { Block } from '../../../scenario/schema/blocks.ts'
import { GALLERY_M } from '../../../scenario/floor-plan.ts'
import { building } from './building.ts'
import { blockTransformer, chiller, coolingTower, distributionUnit, dryCooler, generatorSet, type Solid, storageTank, upsModule } from './equipment.ts'
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

const GAP_M = 3.2

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

/** Machines of both loops; a plant of water-cooled chillers has its machines indoors in other plants, here they stand beside the towers. */
function coolingGroups(block: Block, path: string): Group[] {
  const { units, trim, towers, air, facilityLoop } = block.cooling
  const group = (kind: ItemKind, label: string, at: string, count: number, solid: Solid): Group => ({ kind, label, path: `${path}.cooling.${at}`, count, solid, pitch: Math.max(3.7, solid.width + 1.2) })
  const tanks = [{ label: 'Cold-water tank', at: 'facilityLoop', volumeM3: facilityLoop.tank }, { label: 'Chilled-water tank', at: 'air', volumeM3: air.tank }].filter(({ volumeM3 }) => volumeM3 > 0)
  const groups: Group[] = [
    ...(units === undefined ? [] : [group('dry-cooler', 'Dry cooler', 'units', units.count, dryCooler(units.fans))]),
    ...(towers === undefined ? [] : [group('cooling-tower', 'Cooling-tower cell', 'towers', towers.count, coolingTower(towers.heat))]),
    ...(trim === undefined ? [] : [group('chiller', 'Trim chiller', 'trim', trim.count, chiller(trim.heat))]),
    ...(air.units === undefined ? [] : [group('dry-cooler', 'Dry cooler of the air share', 'air.units', air.units.count, dryCooler(air.units.fans))]),
    ...(air.towers === undefined ? [] : [group('cooling-tower', 'Cooling-tower cell of the air share', 'air.towers', air.towers.count, coolingTower(air.towers.heat))]),
    group('chiller', 'Chiller of the air share', 'air.chillers', airChillerCount(block), chiller(air.chillers.heat)),
    ...tanks.map(({ label, at, volumeM3 }) => group('tank', label, at, 1, storageTank(volumeM3))),
  ]
  return groups.filter(({ count }) => count > 0)
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
  const pad = (z: number, padDepth: number): Part[] => (padDepth > 0 ? [box('concrete', 0, 0, z + padDepth / 2, widest + 1, 0.08, padDepth - 0.6)] : [])
  return {
    width: widest + 2,
    depth,
    racks: hall.racks.map(rack => ({ ...rack, z: rack.z + hallCentre })),
    rows: hall.rows,
    pads: [...pad(top, sets.depth), ...pad(top + sets.depth, lowVoltage.depth), ...pad(yardTop, coolers.depth)],
    items: [
      building(block.label, path, hall, hallCentre),
      ...sets.items(top),
      ...lowVoltage.items(top + sets.depth),
      ...upsItems(block, path, hall, hallCentre),
      ...distributionItems(block, path, hall, hallCentre),
      ...coolers.items(yardTop),
    ],
  }
}
