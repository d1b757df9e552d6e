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

interface Buffers {
  readonly position: number[]
  readonly normal: number[]
  readonly tone: number[]
  readonly owner: number[]
  readonly shade: number[]
  readonly sinks: number[]
  readonly index: number[]
}

type Point = readonly [number, number, number]

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

function vertex(buffers: Buffers, point: Point, normal: Point, { tone, owner, sinks }: Surface, shade: number): void {
  buffers.position.push(...point)
  buffers.normal.push(...normal)
  buffers.tone.push(tone)
  buffers.owner.push(owner)
  buffers.sinks.push(sinks)
  buffers.shade.push(shade)
}

function quad(buffers: Buffers, corners: readonly [Point, Point, Point, Point], normal: Point, surface: Surface, shades: readonly number[]): void {
  const first = buffers.position.length / 3
  corners.forEach((corner, index) => vertex(buffers, corner, normal, surface, shades[index]))
  buffers.index.push(first, first + 1, first + 2, first, first + 2, first + 3)
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
  const wall = [foot, foot, 1, 1]
  quad(buffers, [[tx0, y1, tz1], [tx1, y1, tz1], [tx1, y1, tz0], [tx0, y1, tz0]], [0, 1, 0], surface, [1, 1, 1, 1])
  // Road markings and pads are seen from above alone.
  if (part.height < 0.06) return
  quad(buffers, [[x0, y0, z1], [x1, y0, z1], [tx1, y1, tz1], [tx0, y1, tz1]], [0, 0, 1], surface, wall)
  quad(buffers, [[x1, y0, z0], [x0, y0, z0], [tx0, y1, tz0], [tx1, y1, tz0]], [0, 0, -1], surface, wall)
  quad(buffers, [[x1, y0, z1], [x1, y0, z0], [tx1, y1, tz0], [tx1, y1, tz1]], [1, 0, 0], surface, wall)
  quad(buffers, [[x0, y0, z0], [x0, y0, z1], [tx0, y1, tz1], [tx0, y1, tz0]], [-1, 0, 0], surface, wall)
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
  const centre = buffers.position.length / 3
  vertex(buffers, [part.x, high, part.z], [0, 1, 0], cap, 1)
  for (const { x, z } of ring) vertex(buffers, [part.x + x * topRadius, high, part.z + z * topRadius], [0, 1, 0], cap, 1)
  for (let side = 1; side <= sides; side++) buffers.index.push(centre, centre + side + 1, centre + side)
  const wall = buffers.position.length / 3
  for (const { x, z } of ring) {
    vertex(buffers, [part.x + x * radius, low, part.z + z * radius], [x, 0, z], surface, foot)
    vertex(buffers, [part.x + x * topRadius, high, part.z + z * topRadius], [x, 0, z], surface, 1)
  }
  for (let side = 0; side < sides; side++) {
    const at = wall + side * 2
    buffers.index.push(at, at + 1, at + 3, at, at + 3, at + 2)
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
  const first = buffers.position.length / 3
  for (const { x: across, z: up } of circle(sides)) {
    const shade = UNDER_SHADE + (1 - UNDER_SHADE) * ((up + 1) / 2)
    for (const end of [-half, half]) vertex(buffers, at(end, across * radius, up * radius), normalOf(across, up), surface, shade)
  }
  for (let side = 0; side < sides; side++) {
    const here = first + side * 2
    if (isAlongX) buffers.index.push(here, here + 1, here + 3, here, here + 3, here + 2)
    else buffers.index.push(here, here + 3, here + 1, here, here + 2, here + 3)
  }
  for (const end of [-1, 1]) {
    const cap = buffers.position.length / 3
    const normal: Point = isAlongX ? [end, 0, 0] : [0, 0, end]
    vertex(buffers, at(end * half, 0, 0), normal, surface, 0.9)
    for (const { x: across, z: up } of circle(sides)) vertex(buffers, at(end * half, across * radius, up * radius), normal, surface, 0.9)
    const turns = (end > 0) === isAlongX
    for (let side = 1; side <= sides; side++) buffers.index.push(cap, turns ? cap + side + 1 : cap + side, turns ? cap + side : cap + side + 1)
  }
}

/** A low ball of few faces: the crown of a tree. */
function addBall(buffers: Buffers, part: Part, surface: Surface): void {
  const first = buffers.position.length / 3
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
      buffers.index.push(here, here + 1, here + across + 1, here, here + across + 1, here + across)
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

export function mergedGeometry(parts: readonly OwnedPart[]): BufferGeometry {
  const buffers: Buffers = { position: [], normal: [], tone: [], owner: [], shade: [], sinks: [], index: [] }
  for (const part of parts) add(buffers, part)
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(buffers.position), 3))
  geometry.setAttribute('normal', new BufferAttribute(Int8Array.from(buffers.normal, value => Math.round(value * 127)), 3, true))
  geometry.setAttribute('aTone', new BufferAttribute(Uint8Array.from(buffers.tone), 1))
  geometry.setAttribute('aOwner', new BufferAttribute(Float32Array.from(buffers.owner), 1))
  geometry.setAttribute('aShade', new BufferAttribute(Uint8Array.from(buffers.shade, value => Math.round(value * 255)), 1, true))
  geometry.setAttribute('aSinks', new BufferAttribute(Uint8Array.from(buffers.sinks), 1))
  geometry.setIndex(buffers.index)
  return geometry
}
