/**
 * The building of a block: a hall between two lower electrical galleries. Its walls sink and its roofs lift while one looks inside, so
 * that rows and racks are seen in their true place.
 */
import { GALLERY_M } from '../../../scenario/floor-plan.ts'
import type { HallPlan } from './hall-plan.ts'
import { box, type Item, type Opening, type Part } from './part.ts'

export const HALL_HEIGHT_M = 7.5
const GALLERY_HEIGHT_M = 5.4
const WALL_M = 0.3
const SLAB_M = 0.12
const ROOF_M = 0.35
/** Edge of the roof above the roof. */
const PARAPET_M = { height: 0.55, width: 0.35 }
const PILASTER_EVERY_M = 6
const DOOR_M = { width: 3.2, height: 3.6 }

const open = (opening: Opening, part: Part): Part => ({ ...part, opening })

interface Volume {
  readonly x: number
  readonly z: number
  readonly width: number
  readonly depth: number
  readonly height: number
}

/** Four walls around a volume; `sides` leaves out those that a neighbour has. */
function walls({ x, z, width, depth, height }: Volume, sides: readonly ('n' | 's' | 'w' | 'e')[]): Part[] {
  const [dx, dz] = [width / 2, depth / 2]
  const top = height - ROOF_M - SLAB_M
  const of = { n: [0, -dz, width + WALL_M, WALL_M], s: [0, dz, width + WALL_M, WALL_M], w: [-dx, 0, WALL_M, depth], e: [dx, 0, WALL_M, depth] } as const
  return sides.map(side => open('sinks', box('wall', x + of[side][0], SLAB_M, z + of[side][1], of[side][2], top, of[side][3])))
}

/** A thin slab with an edge. */
function roof({ x, z, width, depth, height }: Volume): Part[] {
  const [w, d] = [width + WALL_M * 2, depth + WALL_M * 2]
  const edge = (dx: number, dz: number, ew: number, ed: number): Part => box('wall', x + dx, height, z + dz, ew, PARAPET_M.height, ed)
  const [ex, ez] = [(w - PARAPET_M.width) / 2, (d - PARAPET_M.width) / 2]
  return [
    box('roof', x, height - ROOF_M, z, w, ROOF_M, d),
    edge(0, -ez, w, PARAPET_M.width), edge(0, ez, w, PARAPET_M.width), edge(-ex, 0, PARAPET_M.width, d - 2 * PARAPET_M.width), edge(ex, 0, PARAPET_M.width, d - 2 * PARAPET_M.width),
  ].map(part => open('lifts', part))
}

const evenly = (length: number, every: number): number[] => {
  const count = Math.max(2, Math.round(length / every))
  return Array.from({ length: count - 1 }, (_, index) => ((index + 1) / count - 0.5) * length)
}

/** Ribs that give a long front its measure, and doors for racks to come in. */
function fronts({ x, z, width, depth, height }: Volume): Part[] {
  const ribs = evenly(width, PILASTER_EVERY_M).flatMap(dx => [-1, 1].map(side => box('wall', x + dx, SLAB_M, z + side * (depth / 2 + 0.22), 0.4, height - 0.9, 0.18)))
  const doors = [-0.25, 0.25].map(share => box('dark', x + share * width, SLAB_M, z - depth / 2 - 0.17, DOOR_M.width, DOOR_M.height, 0.1))
  const louvres = box('steel', x, height - 2.1, z + depth / 2 + 0.17, width - 2.4, 0.9, 0.1)
  return [...ribs, ...doors, louvres].map(part => open('sinks', part))
}

/** Vents along the outer walls of the electrical rooms. */
function vents({ x, z, depth }: Volume, side: 1 | -1, width: number): Part[] {
  return evenly(depth, 5).map(dz => open('sinks', box('steel', x + side * (width / 2 + 0.17), 1.6, z + dz, 0.1, 2.2, 2.4)))
}

/** Strips under the rows, so that empty positions are seen as well. */
function plinths(hall: HallPlan, z: number): Part[] {
  return hall.rows.map(({ begin, end }) => {
    const own = hall.racks.slice(begin, end)
    const [first, last] = [own[0], own[own.length - 1]]
    return box('concrete', (first.x + last.x) / 2, SLAB_M, z + first.z, last.x - first.x + first.width + 0.2, 0.03, Math.max(...own.map(({ depth }) => depth)) + 0.1)
  })
}

export function building(label: string, path: string, hall: HallPlan, z: number): Item {
  const main: Volume = { x: 0, z, width: hall.width, depth: hall.depth, height: HALL_HEIGHT_M }
  const side = (sign: 1 | -1): Volume => ({ x: (sign * (hall.width + GALLERY_M)) / 2, z, width: GALLERY_M, depth: hall.depth, height: GALLERY_HEIGHT_M })
  const [west, east] = [side(-1), side(1)]
  return {
    kind: 'hall', label, path, block: -1, builtWith: { step: 'shell' },
    x: 0, z, width: hall.width + 2 * GALLERY_M, height: HALL_HEIGHT_M, depth: hall.depth,
    parts: [
      box('floor', 0, 0, z, hall.width + 2 * GALLERY_M + 2 * WALL_M, SLAB_M, hall.depth + 2 * WALL_M),
      ...plinths(hall, z),
      ...walls(main, ['n', 's', 'w', 'e']), ...walls(west, ['n', 's', 'w']), ...walls(east, ['n', 's', 'e']),
      ...fronts(main), ...vents(west, -1, GALLERY_M), ...vents(east, 1, GALLERY_M),
      ...roof(main), ...roof(west), ...roof(east),
    ],
  }
}
