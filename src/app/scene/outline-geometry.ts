/** What is planned, as dashed lines: the whole box of a building or tall piece, the footprint of everything else. */
import { BufferAttribute, BufferGeometry } from 'three'
import type { SiteItem } from '../site/plan/site-plan.ts'

type Corner = readonly [number, number, number]

const EDGES: readonly (readonly [Corner, Corner])[] = [
  [[-1, 0, -1], [1, 0, -1]], [[1, 0, -1], [1, 0, 1]], [[1, 0, 1], [-1, 0, 1]], [[-1, 0, 1], [-1, 0, -1]],
  [[-1, 1, -1], [1, 1, -1]], [[1, 1, -1], [1, 1, 1]], [[1, 1, 1], [-1, 1, 1]], [[-1, 1, 1], [-1, 1, -1]],
  [[-1, 0, -1], [-1, 1, -1]], [[1, 0, -1], [1, 1, -1]], [[1, 0, 1], [1, 1, 1]], [[-1, 0, 1], [-1, 1, 1]],
]
/** Lines lie a little above the ground. */
const LIFT_M = 0.1

export interface Bounds {
  readonly x: number
  readonly z: number
  readonly width: number
  readonly height: number
  readonly depth: number
}

/** Planned pieces lower than this show their footprint only; a yard full of boxes would be noise. */
const LOW_M = 7
/** Edges of the footprint come first. */
const FOOTPRINT_EDGES = 4

/** Twelve edges as pairs of points. */
export function boxEdges({ x, z, width, height, depth }: Bounds): number[] {
  const at = ([sx, sy, sz]: Corner): Corner => [x + (sx * width) / 2, LIFT_M + sy * height, z + (sz * depth) / 2]
  return EDGES.flatMap(([from, to]) => [...at(from), ...at(to)])
}

export function outlineGeometry(items: readonly SiteItem[]): BufferGeometry {
  const position: number[] = []
  const owner: number[] = []
  const along: number[] = []
  for (const item of items) {
    const edges = item.height < LOW_M ? boxEdges(item).slice(0, FOOTPRINT_EDGES * 6) : boxEdges(item)
    position.push(...edges)
    for (let edge = 0; edge < edges.length; edge += 6) {
      const length = Math.hypot(edges[edge + 3] - edges[edge], edges[edge + 4] - edges[edge + 1], edges[edge + 5] - edges[edge + 2])
      along.push(0, length)
      owner.push(item.index, item.index)
    }
  }
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(position), 3))
  geometry.setAttribute('aOwner', new BufferAttribute(new Float32Array(owner), 1))
  geometry.setAttribute('aAlong', new BufferAttribute(new Float32Array(along), 1))
  return geometry
}
