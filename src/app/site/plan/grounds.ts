/** Land, roads, fence, trees and the gate with a person and a truck, which tell the scale. */
import { ball, box, cylinder, type Part } from './part.ts'

interface Land {
  readonly halfX: number
  readonly halfZ: number
}

interface Roads {
  /** x of the roads west and east of the blocks. */
  readonly left: number
  readonly right: number
  readonly top: number
  readonly columns: number
  readonly rows: number
  readonly width: number
  readonly depth: number
  readonly road: number
  /** Whether a strip of equipment lies north of the blocks. */
  readonly hasStrip: boolean
}

export interface Grounds {
  readonly ground: readonly Part[]
  readonly fence: readonly number[]
  readonly gate: readonly Part[]
}

const LANE_M = 7
const FENCE_M = 2.4
const POST_EVERY_M = 6
const GATE_HALF_M = 6
/** Land around the fence, as a multiple of the site and at least some metres: it ends in the haze. */
const SURROUNDINGS = { times: 34, least: 3000 }
/** The public road passes south of the gate. */
const PUBLIC_ROAD = { away: 34, width: 9 }
const DASH = { long: 3, every: 9, wide: 0.16 }
/** Layers of flat ground, m above the land, so that none hides another. */
const LEVEL = { parcel: 0.02, road: 0.1, mark: 0.14 } as const

type Lay = (x: number, z: number, width: number, depth: number) => Part
const asphalt: Lay = (x, z, width, depth) => box('asphalt', x, 0, z, width, LEVEL.road, depth)

/** Middle line of a road in dashes. */
function dashes(x: number, z: number, length: number, isAlongX: boolean): Part[] {
  const count = Math.floor(length / DASH.every)
  return Array.from({ length: count }, (_, index) => {
    const along = (index - (count - 1) / 2) * DASH.every
    return box('paint', x + (isAlongX ? along : 0), LEVEL.mark, z + (isAlongX ? 0 : along), isAlongX ? DASH.long : DASH.wide, 0.02, isAlongX ? DASH.wide : DASH.long)
  })
}

/** A ring around the blocks, roads between them, and the one that comes in from the south through the gate. */
function roadParts(land: Land, roads: Roads, around: number): Part[] {
  const { left, right, top, columns, rows, width, depth, road, hasStrip } = roads
  const bottom = top + rows * depth + (rows - 1) * road
  const north = hasStrip ? top - road / 2 : top
  const publicZ = land.halfZ + PUBLIC_ROAD.away
  const parts: Part[] = []
  const vertical = (x: number, from: number, to: number): void => void parts.push(asphalt(x, (from + to) / 2, LANE_M, to - from), ...dashes(x, (from + to) / 2, to - from, false))
  const horizontal = (z: number, from: number, to: number): void => void parts.push(asphalt((from + to) / 2, z, to - from, LANE_M), ...dashes((from + to) / 2, z, to - from, true))
  vertical(left, north - LANE_M / 2, publicZ)
  for (let column = 1; column < columns; column++) vertical(left + column * (width + road), top, bottom)
  for (let row = 1; row < rows; row++) horizontal(top + row * depth + (row - 0.5) * road, left, right - road)
  if (hasStrip) horizontal(north, left, right - road / 2)
  parts.push(asphalt(0, publicZ, around, PUBLIC_ROAD.width))
  parts.push(...dashes(left, publicZ, Math.min(around, 1200), true))
  return parts
}

/** Fields to the horizon, a little lighter and darker, so that the land has depth. */
function parcels({ halfX, halfZ }: Land): Part[] {
  const [w, d] = [Math.max(150, halfX * 1.3), Math.max(130, halfZ * 1.1)]
  const south = halfZ + PUBLIC_ROAD.away + PUBLIC_ROAD.width
  const rows = [south + d / 2, south + d * 1.56, -halfZ - 70 - d / 2, -halfZ - 86 - d * 1.5]
  return rows.flatMap((z, row) =>
    Array.from({ length: 7 }, (_, column) => ({ x: (column - 3 + (row % 2) * 0.5) * (w + 10), isDrawn: (column * 5 + row * 3) % 4 !== 0 }))
      .filter(({ isDrawn }) => isDrawn)
      .map(({ x }) => box('field', x, LEVEL.parcel - 0.2, z, w, 0.05, d)),
  )
}

/** Numbers that look scattered and are the same each time. */
function scatter(index: number, salt: number): number {
  let mixed = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return ((mixed ^ (mixed >>> 15)) >>> 8) / 2 ** 24
}

/** Trees along the public road and around the land, never inside the fence nor under the line in the north-west. */
function trees({ halfX, halfZ }: Land, gateX: number): Part[] {
  const count = Math.round(Math.min(220, 60 + (halfX + halfZ) / 4))
  const south = halfZ + PUBLIC_ROAD.away
  const places = Array.from({ length: count }, (_, index) => {
    const [a, b] = [scatter(index, 1), scatter(index, 2)]
    const side = index % 5
    if (side < 2) return { x: (a * 2 - 1) * (halfX + 130), z: south + (side === 0 ? -9 - b * 5 : 9 + b * 5) }
    if (side === 2) return { x: halfX + 14 + b * 40, z: (a * 2 - 1) * (halfZ + 24) }
    if (side === 3) return { x: -halfX - 14 - b * 40, z: (a * 2 - 1) * (halfZ + 24) }
    return { x: halfX * (a * 1.6 - 0.4), z: -halfZ - 24 - b * 44 }
  }).filter(({ x, z }) => Math.abs(x - gateX) > 13 || z < 0)
  return places.flatMap(({ x, z }, index) => {
    const size = 4 + scatter(index, 3) * 3.6
    return [cylinder('figure', x, 0, z, 0.36, size * 0.4), ball('leaf', x, size * 0.28, z, size, size * 1.05)]
  })
}

/** Posts and three rails around the land, open at the gate. */
function fenceSegments(land: Land, gateX: number): number[] {
  const { halfX, halfZ } = land
  const segments: number[] = []
  const run = (x1: number, z1: number, x2: number, z2: number): void => {
    const length = Math.abs(x2 - x1) + Math.abs(z2 - z1)
    const posts = Math.max(1, Math.round(length / POST_EVERY_M))
    for (const y of [0.4, 1.4, FENCE_M]) segments.push(x1, y, z1, x2, y, z2)
    for (let post = 0; post <= posts; post++) {
      const [x, z] = [x1 + ((x2 - x1) * post) / posts, z1 + ((z2 - z1) * post) / posts]
      segments.push(x, 0, z, x, FENCE_M, z)
    }
  }
  run(-halfX, -halfZ, halfX, -halfZ)
  run(halfX, -halfZ, halfX, halfZ)
  run(-halfX, halfZ, -halfX, -halfZ)
  run(-halfX, halfZ, gateX - GATE_HALF_M, halfZ)
  run(gateX + GATE_HALF_M, halfZ, halfX, halfZ)
  return segments
}

/** An articulated truck of 16.5 m that drives north. */
function truck(x: number, z: number): Part[] {
  const wheels = [-6.9, -4.2, 3.9, 5.2, 6.6].map(along => box('dark', x, 0.1, z + along, 2.5, 0.9, 0.9))
  return [
    box('roof', x, 1.2, z + 1.6, 2.5, 2.8, 11.6),
    box('dark', x, 0.95, z + 1.6, 2.3, 0.25, 11.4),
    box('machine', x, 0.7, z - 6.3, 2.4, 1.5, 2.1), { ...box('machine', x, 2.2, z - 6.1, 2.4, 1.1, 1.8), taper: 0.9 },
    box('dark', x, 2.3, z - 7.05, 2.1, 0.7, 0.06),
    ...wheels,
  ]
}

/** A person of 1.75 m. */
const person = (x: number, z: number): Part[] => [{ ...cylinder('figure', x, 0.1, z, 0.42, 1.4), taper: 1.15 }, ball('figure', x, 1.52, z, 0.25, 0.26)]

/** Guard house with its roof over the lane, barrier, truck and person. */
function gateParts(land: Land, gateX: number): Part[] {
  const z = land.halfZ
  const house = gateX + GATE_HALF_M + 3
  return [
    box('concrete', house, 0, z - 4.5, 6.4, 0.14, 7.4),
    box('wall', house, 0.14, z - 4.5, 4, 0.9, 5), box('dark', house, 1.04, z - 4.5, 3.9, 1.2, 4.9), box('wall', house, 2.24, z - 4.5, 4, 0.66, 5),
    box('roof', house, 2.9, z - 4.5, 4.8, 0.25, 5.8),
    ...[-GATE_HALF_M, GATE_HALF_M].map(dx => box('steel', gateX + dx, 0, z, 0.35, 2.7, 0.35)),
    box('mark', gateX - 0.5, 1, z, 9, 0.14, 0.14), box('steel', gateX - 5, 0, z, 0.3, 1.2, 0.3),
    ...truck(gateX + 1.7, z + 14),
    ...person(gateX + 4.6, z - 6),
  ]
}

export function planGrounds(land: Land, roads: Roads): Grounds {
  const around = Math.max(SURROUNDINGS.least, SURROUNDINGS.times * Math.max(land.halfX, land.halfZ))
  return {
    ground: [
      box('grass', 0, -1.3, 0, around, 1, around),
      ...parcels(land),
      box('gravel', 0, -0.2, 0, land.halfX * 2, 0.2, land.halfZ * 2),
      ...roadParts(land, roads, around),
    ],
    fence: fenceSegments(land, roads.left),
    gate: [...gateParts(land, roads.left), ...trees(land, roads.left)],
  }
}
