/** Flat things of the model: cells of racks on roofs, soft shade on the ground, discs of fans. */
import { BufferAttribute, BufferGeometry } from 'three'
import { HALL_HEIGHT_M } from '../site/plan/building.ts'
import type { SiteItem, SitePlan } from '../site/plan/site-plan.ts'

interface Flat {
  readonly position: number[]
  readonly index: number[]
  readonly attributes: Readonly<Record<string, number[]>>
}

const flat = (...names: readonly string[]): Flat => ({ position: [], index: [], attributes: Object.fromEntries(names.map(name => [name, []])) })

function built({ position, index, attributes }: Flat): BufferGeometry {
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(position), 3))
  for (const [name, values] of Object.entries(attributes)) geometry.setAttribute(name, new BufferAttribute(new Float32Array(values), name === 'aSpot' ? 3 : 1))
  geometry.setIndex(index)
  return geometry
}

/** Corners south-west, south-east, north-east, north-west. */
function lay(into: Flat, y: number, x0: number, z0: number, x1: number, z1: number, each: (corner: number) => void): void {
  const first = into.position.length / 3
  into.position.push(x0, y, z1, x1, y, z1, x1, y, z0, x0, y, z0)
  for (let corner = 0; corner < 4; corner++) each(corner)
  into.index.push(first, first + 1, first + 2, first, first + 2, first + 3)
}

const OVER_ROOF_M = 0.06
/** Share of a cell that is seen, so that single racks can still be told. */
const CELL = { across: 0.94, along: 0.9 }

/** Reach of every row of a block to both sides: half way to its neighbours. */
function rowReach(plan: SitePlan): Map<number, { north: number; south: number }> {
  const reach = new Map<number, { north: number; south: number }>()
  const ofBlock = new Map<number, { z: number; first: number }[]>()
  for (const { block, begin } of plan.rows) {
    const own = ofBlock.get(block) ?? []
    own.push({ z: plan.racks[begin].z, first: begin })
    ofBlock.set(block, own)
  }
  for (const rows of ofBlock.values()) {
    const sorted = rows.toSorted((a, b) => a.z - b.z)
    sorted.forEach(({ z, first }, at) => {
      const north = at === 0 ? undefined : (z - sorted[at - 1].z) / 2
      const south = at === sorted.length - 1 ? undefined : (sorted[at + 1].z - z) / 2
      const alone = plan.racks[first].depth * 0.8
      reach.set(first, { north: north ?? south ?? alone, south: south ?? north ?? alone })
    })
  }
  return reach
}

export function tileGeometry(plan: SitePlan): BufferGeometry {
  const cells = flat('aOwner', 'aHall')
  const reach = rowReach(plan)
  const hallOf = new Map(plan.items.filter(({ kind }) => kind === 'hall').map(({ block, index }) => [block, index]))
  for (const { block, begin, end } of plan.rows) {
    const { north, south } = reach.get(begin) ?? { north: 1, south: 1 }
    for (let rack = begin; rack < end; rack++) {
      const { x, z, width } = plan.racks[rack]
      const half = (width * CELL.along) / 2
      lay(cells, HALL_HEIGHT_M + OVER_ROOF_M, x - half, z - north * CELL.across, x + half, z + south * CELL.across, () => {
        cells.attributes.aOwner.push(rack)
        cells.attributes.aHall.push(hallOf.get(block) ?? 0)
      })
    }
  }
  return built(cells)
}

const GROUND_M = 0.16
const INDOORS: ReadonlySet<SiteItem['kind']> = new Set(['ups', 'distribution-unit'])
/** How far the shade of a thing reaches, m. */
const reachOf = (height: number): number => Math.min(3.2, 0.7 + height * 0.3)

/** A dark footprint with a soft rim: nine fields around every piece that stands outdoors. */
export function contactGeometry(items: readonly SiteItem[]): BufferGeometry {
  const shade = flat('aOwner', 'aDark')
  for (const item of items.filter(({ kind, height }) => height > 0.5 && !INDOORS.has(kind))) {
    const reach = reachOf(item.height)
    const xs = [item.x - item.width / 2 - reach, item.x - item.width / 2, item.x + item.width / 2, item.x + item.width / 2 + reach]
    const zs = [item.z - item.depth / 2 - reach, item.z - item.depth / 2, item.z + item.depth / 2, item.z + item.depth / 2 + reach]
    for (let column = 0; column < 3; column++) {
      for (let row = 0; row < 3; row++) {
        // Inside a building there is a floor.
        if (item.kind === 'hall' && column === 1 && row === 1) continue
        const isInside = (c: number, r: number): boolean => (c === 1 || c === 2) && (r === 1 || r === 2)
        // South-west, south-east, north-east, north-west, as `lay` goes round.
        const dark = [isInside(column, row + 1), isInside(column + 1, row + 1), isInside(column + 1, row), isInside(column, row)]
        lay(shade, GROUND_M, xs[column], zs[row], xs[column + 1], zs[row + 1], corner => {
          shade.attributes.aOwner.push(item.index)
          shade.attributes.aDark.push(dark[corner] ? 1 : 0)
        })
      }
    }
  }
  return built(shade)
}

/** What turns of every fan: a square a little below the rim, in its middle the hub. */
export function fanGeometry(items: readonly SiteItem[]): BufferGeometry {
  const discs = flat('aOwner', 'aAcross', 'aDown')
  for (const { parts, index } of items) {
    for (const { shape, x, y, z, width, height } of parts) {
      if (shape !== 'fan') continue
      const half = width * 0.46
      lay(discs, y + height + 0.015, x - half, z - half, x + half, z + half, corner => {
        discs.attributes.aOwner.push(index)
        discs.attributes.aAcross.push(corner === 1 || corner === 2 ? 1 : -1)
        discs.attributes.aDown.push(corner < 2 ? 1 : -1)
      })
    }
  }
  return built(discs)
}
