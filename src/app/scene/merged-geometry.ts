/**
 * Many solids in one buffer: positions already placed, and for every vertex the tone of its surface, the item that it belongs to, how
 * much light reaches it near the ground and whether it gives way while one looks inside. One draw call for any number of pieces.
 */
import { BufferAttribute, BufferGeometry } from 'three'
import { type Part, TONES } from '../site/plan/part.ts'

export interface OwnedPart {
  readonly part: Part
  /** Place in the item table; −1 for what always stands. */
  readonly owner: number
}

type Point = readonly [number, number, number]

/** Grows as pieces come; what is written so far is counted. */
interface Buffers {
  vertices: number
  corners: number
  position: Float32Array<ArrayBuffer>
  normal: Int8Array<ArrayBuffer>
  tone: Uint8Array<ArrayBuffer>
  owner: Float32Array<ArrayBuffer>
  shade: Uint8Array<ArrayBuffer>
  sinks: Uint8Array<ArrayBuffer>
  index: Uint32Array<ArrayBuffer>
}

/** What a whole piece shares. */
interface Surface {
  readonly tone: number
  readonly owner: number
  readonly sinks: number
}

/** Light that reaches the foot of a wall, as a share of that at its top. */
const FOOT_SHADE = 0.72
/** Lowest and highest of lying and round things see less and more of the sky. */
const UNDER_SHADE = 0.7
const MOST_SIDES = 20
const LEAST_SIDES = 8
const SIDES_PER_M = 8
/** Rings and sides of a ball. */
const BALL = { rings: 4, sides: 7 }

/** Vertices and corners of triangles of the largest piece, with room to spare. */
const MOST_OF_A_PIECE = 512

function longer<T extends Float32Array<ArrayBuffer> | Int8Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(from: T, to: T): T {
  to.set(from)
  return to
}

/** Makes room for one more piece. */
function makeRoom(buffers: Buffers): void {
  if (buffers.vertices + MOST_OF_A_PIECE > buffers.tone.length) {
    const size = buffers.tone.length * 2
    buffers.position = longer(buffers.position, new Float32Array(size * 3))
    buffers.normal = longer(buffers.normal, new Int8Array(size * 3))
    buffers.tone = longer(buffers.tone, new Uint8Array(size))
    buffers.owner = longer(buffers.owner, new Float32Array(size))
    buffers.shade = longer(buffers.shade, new Uint8Array(size))
    buffers.sinks = longer(buffers.sinks, new Uint8Array(size))
  }
  if (buffers.corners + MOST_OF_A_PIECE > buffers.index.length) buffers.index = longer(buffers.index, new Uint32Array(buffers.index.length * 2))
}

function vertex(buffers: Buffers, point: Point, normal: Point, { tone, owner, sinks }: Surface, shade: number): void {
  const at = buffers.vertices++
  for (let axis = 0; axis < 3; axis++) {
    buffers.position[at * 3 + axis] = point[axis]
    buffers.normal[at * 3 + axis] = Math.round(normal[axis] * 127)
  }
  buffers.tone[at] = tone
  buffers.owner[at] = owner
  buffers.sinks[at] = sinks
  buffers.shade[at] = Math.round(shade * 255)
}

function triangle(buffers: Buffers, a: number, b: number, c: number): void {
  buffers.index[buffers.corners++] = a
  buffers.index[buffers.corners++] = b
  buffers.index[buffers.corners++] = c
}

/** Two triangles around a field. */
function field(buffers: Buffers, a: number, b: number, c: number, d: number): void {
  triangle(buffers, a, b, c)
  triangle(buffers, a, c, d)
}

function quad(buffers: Buffers, corners: readonly [Point, Point, Point, Point], normal: Point, surface: Surface, low: number, high: number): void {
  const first = buffers.vertices
  for (let corner = 0; corner < 4; corner++) vertex(buffers, corners[corner], normal, surface, corner < 2 ? low : high)
  field(buffers, first, first + 1, first + 2, first + 3)
}

/** Flat things have no foot, and what hangs above the ground has none either. */
const footOf = (part: Part): number => (part.height < 0.3 || part.y > 2 ? 1 : FOOT_SHADE)
const sidesOf = (diameter: number): number => Math.round(Math.min(MOST_SIDES, Math.max(LEAST_SIDES, diameter * SIDES_PER_M)))

function addBox(buffers: Buffers, part: Part, surface: Surface): void {
  const taper = part.taper ?? 1
  const [x0, x1] = [part.x - part.width / 2, part.x + part.width / 2]
  const [y0, y1] = [part.y, part.y + part.height]
  const [z0, z1] = [part.z - part.depth / 2, part.z + part.depth / 2]
  const [tx0, tx1] = [part.x - (part.width * taper) / 2, part.x + (part.width * taper) / 2]
  const [tz0, tz1] = [part.z - (part.depth * taper) / 2, part.z + (part.depth * taper) / 2]
  const foot = footOf(part)
  quad(buffers, [[tx0, y1, tz1], [tx1, y1, tz1], [tx1, y1, tz0], [tx0, y1, tz0]], [0, 1, 0], surface, 1, 1)
  // Road markings and pads are seen from above alone.
  if (part.height < 0.06) return
  quad(buffers, [[x0, y0, z1], [x1, y0, z1], [tx1, y1, tz1], [tx0, y1, tz1]], [0, 0, 1], surface, foot, 1)
  quad(buffers, [[x1, y0, z0], [x0, y0, z0], [tx0, y1, tz0], [tx1, y1, tz0]], [0, 0, -1], surface, foot, 1)
  quad(buffers, [[x1, y0, z1], [x1, y0, z0], [tx1, y1, tz0], [tx1, y1, tz1]], [1, 0, 0], surface, foot, 1)
  quad(buffers, [[x0, y0, z0], [x0, y0, z1], [tx0, y1, tz1], [tx0, y1, tz0]], [-1, 0, 0], surface, foot, 1)
}

const circle = (sides: number): { readonly x: number; readonly z: number }[] =>
  Array.from({ length: sides + 1 }, (_, side) => {
    const angle = (side / sides) * 2 * Math.PI
    return { x: Math.cos(angle), z: Math.sin(angle) }
  })

function addCylinder(buffers: Buffers, part: Part, surface: Surface, cap: Surface): void {
  const radius = part.width / 2
  const topRadius = radius * (part.taper ?? 1)
  const [low, high] = [part.y, part.y + part.height]
  const foot = footOf(part)
  const sides = sidesOf(part.width)
  const ring = circle(sides)
  const centre = buffers.vertices
  vertex(buffers, [part.x, high, part.z], [0, 1, 0], cap, 1)
  for (const { x, z } of ring) vertex(buffers, [part.x + x * topRadius, high, part.z + z * topRadius], [0, 1, 0], cap, 1)
  for (let side = 1; side <= sides; side++) triangle(buffers, centre, centre + side + 1, centre + side)
  const wall = buffers.vertices
  for (const { x, z } of ring) {
    vertex(buffers, [part.x + x * radius, low, part.z + z * radius], [x, 0, z], surface, foot)
    vertex(buffers, [part.x + x * topRadius, high, part.z + z * topRadius], [x, 0, z], surface, 1)
  }
  for (let side = 0; side < sides; side++) {
    const at = wall + side * 2
    field(buffers, at, at + 1, at + 3, at + 2)
  }
}

/** A lying cylinder: its ring stands across the longer side. */
function addTube(buffers: Buffers, part: Part, surface: Surface): void {
  const isAlongX = part.width >= part.depth
  const [half, radius] = isAlongX ? [part.width / 2, part.height / 2] : [part.depth / 2, part.height / 2]
  const middle = part.y + radius
  const sides = sidesOf(part.height)
  const at = (along: number, across: number, up: number): Point => (isAlongX ? [part.x + along, middle + up, part.z + across] : [part.x + across, middle + up, part.z + along])
  const normalOf = (across: number, up: number): Point => (isAlongX ? [0, up, across] : [across, up, 0])
  const first = buffers.vertices
  for (const { x: across, z: up } of circle(sides)) {
    const shade = UNDER_SHADE + (1 - UNDER_SHADE) * ((up + 1) / 2)
    for (const end of [-half, half]) vertex(buffers, at(end, across * radius, up * radius), normalOf(across, up), surface, shade)
  }
  for (let side = 0; side < sides; side++) {
    const here = first + side * 2
    if (isAlongX) field(buffers, here, here + 1, here + 3, here + 2)
    else field(buffers, here, here + 2, here + 3, here + 1)
  }
  for (const end of [-1, 1]) {
    const cap = buffers.vertices
    const normal: Point = isAlongX ? [end, 0, 0] : [0, 0, end]
    vertex(buffers, at(end * half, 0, 0), normal, surface, 0.9)
    for (const { x: across, z: up } of circle(sides)) vertex(buffers, at(end * half, across * radius, up * radius), normal, surface, 0.9)
    const turns = (end > 0) === isAlongX
    for (let side = 1; side <= sides; side++) triangle(buffers, cap, turns ? cap + side + 1 : cap + side, turns ? cap + side : cap + side + 1)
  }
}

/** A low ball of few faces: the crown of a tree. */
function addBall(buffers: Buffers, part: Part, surface: Surface): void {
  const first = buffers.vertices
  const { rings, sides } = BALL
  for (let ring = 0; ring <= rings; ring++) {
    const tilt = (ring / rings) * Math.PI
    const [up, out] = [Math.cos(tilt), Math.sin(tilt)]
    for (const { x, z } of circle(sides)) {
      const point: Point = [part.x + (x * out * part.width) / 2, part.y + ((up + 1) / 2) * part.height, part.z + (z * out * part.depth) / 2]
      vertex(buffers, point, [x * out, up, z * out], surface, UNDER_SHADE + (1 - UNDER_SHADE) * ((up + 1) / 2))
    }
  }
  const across = sides + 1
  for (let ring = 0; ring < rings; ring++) {
    for (let side = 0; side < sides; side++) {
      const here = first + ring * across + side
      field(buffers, here, here + 1, here + across + 1, here + across)
    }
  }
}

const STEEL = TONES.indexOf('steel')

function add(buffers: Buffers, { part, owner }: OwnedPart): void {
  const surface: Surface = { tone: TONES.indexOf(part.tone), owner, sinks: part.opening === 'sinks' ? 1 : 0 }
  if (part.shape === 'box') addBox(buffers, part, surface)
  else if (part.shape === 'cylinder') addCylinder(buffers, part, surface, surface)
  else if (part.shape === 'tube') addTube(buffers, part, surface)
  else if (part.shape === 'ball') addBall(buffers, part, surface)
  // Of a fan the ring; what turns is drawn by itself.
  else addCylinder(buffers, part, { ...surface, tone: STEEL }, surface)
}

const createBuffers = (size: number): Buffers => ({ vertices: 0, corners: 0, position: new Float32Array(size * 3), normal: new Int8Array(size * 3), tone: new Uint8Array(size), owner: new Float32Array(size), shade: new Uint8Array(size), sinks: new Uint8Array(size), index: new Uint32Array(size) })

function geometryOf({ vertices, corners, position, normal, tone, owner, shade, sinks, index }: Buffers): BufferGeometry {
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(position.slice(0, vertices * 3), 3))
  geometry.setAttribute('normal', new BufferAttribute(normal.slice(0, vertices * 3), 3, true))
  geometry.setAttribute('aTone', new BufferAttribute(tone.slice(0, vertices), 1))
  geometry.setAttribute('aOwner', new BufferAttribute(owner.slice(0, vertices), 1))
  geometry.setAttribute('aShade', new BufferAttribute(shade.slice(0, vertices), 1, true))
  geometry.setAttribute('aSinks', new BufferAttribute(sinks.slice(0, vertices), 1))
  geometry.setIndex(new BufferAttribute(index.slice(0, corners), 1))
  return geometry
}

export function mergedGeometry(parts: readonly OwnedPart[]): BufferGeometry {
  const buffers = createBuffers(4 * MOST_OF_A_PIECE)
  for (const part of parts) {
    makeRoom(buffers)
    add(buffers, part)
  }
  return geometryOf(buffers)
}
