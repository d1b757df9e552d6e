/** Land, roads, fence and the gate with a person and a truck, which tell the scale. */
import { box, cylinder, type Part } from './part.ts'

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
const SURROUNDINGS = { times: 16, least: 1400 }

/** A ring around the blocks, roads between them, and the one that comes in from the south through the gate. */
function roadParts(land: Land, roads: Roads): Part[] {
  const { left, right, top, columns, rows, width, depth, road, hasStrip } = roads
  const bottom = top + rows * depth + (rows - 1) * road
  const north = hasStrip ? top - road / 2 : top
  const parts: Part[] = []
  const vertical = (x: number, from: number, to: number): void => void parts.push(box('asphalt', x, 0, (from + to) / 2, LANE_M, 0.05, to - from))
  const horizontal = (z: number, from: number, to: number): void => void parts.push(box('asphalt', (from + to) / 2, 0, z, to - from, 0.045, LANE_M))
  vertical(left, north - LANE_M / 2, land.halfZ + 30)
  for (let column = 1; column < columns; column++) vertical(left + column * (width + road), top, bottom)
  for (let row = 1; row < rows; row++) horizontal(top + row * depth + (row - 0.5) * road, left, right - road)
  if (hasStrip) horizontal(north, left, right - road / 2)
  return parts
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

/** Guard house, barrier, an articulated truck of 16.5 m on its way in and a person of 1.75 m. */
function gateParts(land: Land, gateX: number): Part[] {
  const z = land.halfZ
  const truckZ = z - 17
  const lane = gateX + 1.7
  const wheels = [-6.9, -4.2, 3.9, 5.2, 6.6].map(along => box('dark', lane, 0, truckZ + along, 2.5, 0.9, 0.9))
  return [
    box('wall', gateX + GATE_HALF_M + 3, 0, z - 4.5, 4, 3, 5),
    box('roof', gateX + GATE_HALF_M + 3, 3, z - 4.5, 4.8, 0.3, 5.8),
    box('mark', gateX - 0.5, 1, z, 9, 0.14, 0.14),
    box('steel', gateX - 5, 0, z, 0.3, 1.2, 0.3),
    box('machine', lane, 1.05, truckZ + 1.6, 2.5, 2.9, 11.6),
    box('mark', lane, 0.7, truckZ - 6.2, 2.4, 2.6, 2.3),
    ...wheels,
    cylinder('figure', gateX + 5, 0, z - 8, 0.46, 1.45),
    cylinder('figure', gateX + 5, 1.5, z - 8, 0.26, 0.25),
  ]
}

export function planGrounds(land: Land, roads: Roads): Grounds {
  const around = Math.max(SURROUNDINGS.least, SURROUNDINGS.times * Math.max(land.halfX, land.halfZ))
  return {
    ground: [
      box('grass', 0, -1.2, 0, around, 1, around),
      box('grass', 0, -0.2, 0, land.halfX * 2, 0.19, land.halfZ * 2),
      ...roadParts(land, roads),
    ],
    fence: fenceSegments(land, roads.left),
    gate: gateParts(land, roads.left),
  }
}
