/**
 * Many solids in one buffer: positions already placed, and for every vertex the tone of its surface, the item that it belongs to and how
 * much light reaches it near the ground. One draw call for any number of pieces.
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
  readonly index: number[]
}

type Point = readonly [number, number, number]

/** Light that reaches the foot of a wall, as a share of that at its top. */
const FOOT_SHADE = 0.78
const SIDES = 20

function quad(buffers: Buffers, corners: readonly [Point, Point, Point, Point], normal: Point, tone: number, owner: number, shades: readonly number[]): void {
  const first = buffers.position.length / 3
  corners.forEach((corner, index) => {
    buffers.position.push(...corner)
    buffers.normal.push(...normal)
    buffers.tone.push(tone)
    buffers.owner.push(owner)
    buffers.shade.push(shades[index])
  })
  buffers.index.push(first, first + 1, first + 2, first, first + 2, first + 3)
}

/** Flat things have no foot. */
const footOf = (part: Part): number => (part.height < 0.3 ? 1 : FOOT_SHADE)

function addBox(buffers: Buffers, part: Part, owner: number): void {
  const tone = TONES.indexOf(part.tone)
  const [x0, x1] = [part.x - part.width / 2, part.x + part.width / 2]
  const [y0, y1] = [part.y, part.y + part.height]
  const [z0, z1] = [part.z - part.depth / 2, part.z + part.depth / 2]
  const foot = footOf(part)
  const wall = [foot, foot, 1, 1]
  quad(buffers, [[x0, y1, z1], [x1, y1, z1], [x1, y1, z0], [x0, y1, z0]], [0, 1, 0], tone, owner, [1, 1, 1, 1])
  quad(buffers, [[x0, y0, z1], [x1, y0, z1], [x1, y1, z1], [x0, y1, z1]], [0, 0, 1], tone, owner, wall)
  quad(buffers, [[x1, y0, z0], [x0, y0, z0], [x0, y1, z0], [x1, y1, z0]], [0, 0, -1], tone, owner, wall)
  quad(buffers, [[x1, y0, z1], [x1, y0, z0], [x1, y1, z0], [x1, y1, z1]], [1, 0, 0], tone, owner, wall)
  quad(buffers, [[x0, y0, z0], [x0, y0, z1], [x0, y1, z1], [x0, y1, z0]], [-1, 0, 0], tone, owner, wall)
}

function addCylinder(buffers: Buffers, part: Part, owner: number): void {
  const tone = TONES.indexOf(part.tone)
  const radius = part.width / 2
  const [low, high] = [part.y, part.y + part.height]
  const foot = footOf(part)
  const ring = Array.from({ length: SIDES + 1 }, (_, side) => {
    const angle = (side / SIDES) * 2 * Math.PI
    return { x: Math.cos(angle), z: Math.sin(angle) }
  })
  const centre = buffers.position.length / 3
  const vertex = (x: number, y: number, z: number, normal: Point, shade: number): void => {
    buffers.position.push(part.x + x * radius, y, part.z + z * radius)
    buffers.normal.push(...normal)
    buffers.tone.push(tone)
    buffers.owner.push(owner)
    buffers.shade.push(shade)
  }
  vertex(0, high, 0, [0, 1, 0], 1)
  for (const { x, z } of ring) vertex(x, high, z, [0, 1, 0], 1)
  for (let side = 1; side <= SIDES; side++) buffers.index.push(centre, centre + side + 1, centre + side)
  const wall = buffers.position.length / 3
  for (const { x, z } of ring) {
    vertex(x, low, z, [x, 0, z], foot)
    vertex(x, high, z, [x, 0, z], 1)
  }
  for (let side = 0; side < SIDES; side++) {
    const at = wall + side * 2
    buffers.index.push(at, at + 1, at + 3, at, at + 3, at + 2)
  }
}

export function mergedGeometry(parts: readonly OwnedPart[]): BufferGeometry {
  const buffers: Buffers = { position: [], normal: [], tone: [], owner: [], shade: [], index: [] }
  for (const { part, owner } of parts) {
    if (part.shape === 'box') addBox(buffers, part, owner)
    else addCylinder(buffers, part, owner)
  }
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(buffers.position), 3))
  geometry.setAttribute('normal', new BufferAttribute(Int8Array.from(buffers.normal, value => Math.round(value * 127)), 3, true))
  geometry.setAttribute('aTone', new BufferAttribute(Uint8Array.from(buffers.tone), 1))
  geometry.setAttribute('aOwner', new BufferAttribute(Float32Array.from(buffers.owner), 1))
  geometry.setAttribute('aShade', new BufferAttribute(Uint8Array.from(buffers.shade, value => Math.round(value * 255)), 1, true))
  geometry.setIndex(buffers.index)
  return geometry
}
