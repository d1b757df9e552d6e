/** All racks in one buffer: five faces each, the rack's number at every vertex, and on the front the place for tray lines. */
import { BufferAttribute, BufferGeometry } from 'three'
import { HALL_HEIGHT_M } from '../site/plan/building.ts'
import type { RackPlace } from '../site/plan/part.ts'
import type { SiteItem } from '../site/plan/site-plan.ts'

const FACES = 5
const CORNERS = 4
/** Racks stand on the floor of the hall. */
const FLOOR_M = 0.12
/** Gap between neighbours, so that one sees single racks. */
const GAP_M = 0.05

interface Face {
  readonly normal: readonly [number, number, number]
  /** Corners as signs of half the size, in order around the face. */
  readonly corners: readonly (readonly [number, number, number])[]
}

const TOP: Face = { normal: [0, 1, 0], corners: [[-1, 1, 1], [1, 1, 1], [1, 1, -1], [-1, 1, -1]] }
const SOUTH: Face = { normal: [0, 0, 1], corners: [[-1, -1, 1], [1, -1, 1], [1, 1, 1], [-1, 1, 1]] }
const NORTH: Face = { normal: [0, 0, -1], corners: [[1, -1, -1], [-1, -1, -1], [-1, 1, -1], [1, 1, -1]] }
const EAST: Face = { normal: [1, 0, 0], corners: [[1, -1, 1], [1, -1, -1], [1, 1, -1], [1, 1, 1]] }
const WEST: Face = { normal: [-1, 0, 0], corners: [[-1, -1, -1], [-1, -1, 1], [-1, 1, 1], [-1, 1, -1]] }
const SHAPE = [TOP, SOUTH, NORTH, EAST, WEST]

export function rackGeometry(racks: readonly RackPlace[]): BufferGeometry {
  const vertices = racks.length * FACES * CORNERS
  const position = new Float32Array(vertices * 3)
  const normal = new Int8Array(vertices * 3)
  const rackOf = new Float32Array(vertices)
  const height = new Float32Array(vertices)
  const isFront = new Uint8Array(vertices)
  const index = new Uint32Array(racks.length * FACES * 6)
  let vertex = 0
  let at = 0
  racks.forEach((rack, number) => {
    const half = [(rack.width - GAP_M) / 2, rack.height / 2, rack.depth / 2]
    const centre = [rack.x, FLOOR_M + rack.height / 2, rack.z]
    for (const face of SHAPE) {
      const front = face.normal[2] === rack.facing ? 1 : 0
      index.set([vertex, vertex + 1, vertex + 2, vertex, vertex + 2, vertex + 3], at)
      at += 6
      for (const corner of face.corners) {
        for (let axis = 0; axis < 3; axis++) {
          position[vertex * 3 + axis] = centre[axis] + corner[axis] * half[axis]
          normal[vertex * 3 + axis] = face.normal[axis] * 127
        }
        rackOf[vertex] = number
        height[vertex] = face === TOP ? 1 : (corner[1] + 1) / 2
        isFront[vertex] = front
        vertex += 1
      }
    }
  })
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(position, 3))
  geometry.setAttribute('normal', new BufferAttribute(normal, 3, true))
  geometry.setAttribute('aOwner', new BufferAttribute(rackOf, 1))
  geometry.setAttribute('aUp', new BufferAttribute(height, 1))
  geometry.setAttribute('aFront', new BufferAttribute(isFront, 1))
  geometry.setIndex(new BufferAttribute(index, 1))
  return geometry
}

/** Heads of leader lines float above the roofs, and so far above machines. */
const MARK_M = { overRoof: HALL_HEIGHT_M + 2.2, overMachine: 3.4 }

/** A leader line with a small head above every place, from `foot` to `top`; which of them are drawn, the material says. */
function markGeometry(places: readonly { readonly x: number; readonly z: number; readonly foot: number; readonly top: number }[]): BufferGeometry {
  const position: number[] = []
  const owner: number[] = []
  places.forEach(({ x, z, foot, top }, number) => {
    position.push(x, foot, z, x, top, z)
    position.push(x - 0.7, top, z, x, top + 0.9, z, x, top + 0.9, z, x + 0.7, top, z, x + 0.7, top, z, x, top - 0.9, z, x, top - 0.9, z, x - 0.7, top, z)
    for (let end = 0; end < 10; end++) owner.push(number)
  })
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(position), 3))
  geometry.setAttribute('aOwner', new BufferAttribute(new Float32Array(owner), 1))
  return geometry
}

/** Marks above racks reach through the roof if that is closed. */
export const rackMarks = (racks: readonly RackPlace[]): BufferGeometry => markGeometry(racks.map(({ x, z, height }) => ({ x, z, foot: FLOOR_M + height, top: MARK_M.overRoof })))

const INDOORS: ReadonlySet<SiteItem['kind']> = new Set(['ups', 'distribution-unit'])

/** Marks above machines, in the order of the plan; those of machines indoors reach through the roof. */
export const machineMarks = (items: readonly SiteItem[]): BufferGeometry => markGeometry(items.map(({ kind, x, z, height }) => ({ x, z, foot: height, top: INDOORS.has(kind) ? MARK_M.overRoof : height + MARK_M.overMachine })))
