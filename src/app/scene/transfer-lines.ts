/** The way that took over a load: a steady line with dashes on it that travel from the source to the racks while time moves. */
import { InstancedInterleavedBuffer, InterleavedBufferAttribute } from 'three'
import { LineMaterial } from 'three/examples/jsm/lines/LineMaterial.js'
import { LineSegments2 } from 'three/examples/jsm/lines/LineSegments2.js'
import { LineSegmentsGeometry } from 'three/examples/jsm/lines/LineSegmentsGeometry.js'
import type { Vector } from '../site/pick.ts'
import type { Way } from '../site/plan/takeover.ts'
import type { Transfer } from '../site/transfers.ts'

/** Of what is energised, as in the ledger. */
const COLOUR = '#E69F00'
const DASH = { sizeM: 2.4, gapM: 3.6, metresPerS: 14 }
const WIDTH_PX = { steady: 3, dashes: 6 }

const lengthOf = (from: Vector, to: Vector): number => Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2])

/** Ends of the pieces, and how far each is from the end of its way: pieces that ways share have dashes in step. */
function piecesOf(ways: readonly Way[]): { readonly positions: number[]; readonly along: number[] } {
  const positions: number[] = []
  const along: number[] = []
  for (const way of ways) {
    let left = way.slice(1).reduce((sum, to, index) => sum + lengthOf(way[index], to), 0)
    way.slice(1).forEach((to, index) => {
      const length = lengthOf(way[index], to)
      positions.push(...way[index], ...to)
      along.push(-left, length - left)
      left -= length
    })
  }
  return { positions, along }
}

function geometryOf(ways: readonly Way[]): LineSegmentsGeometry {
  const { positions, along } = piecesOf(ways)
  const geometry = new LineSegmentsGeometry().setPositions(positions)
  const distances = new InstancedInterleavedBuffer(new Float32Array(along), 2, 1)
  geometry.setAttribute('instanceDistanceStart', new InterleavedBufferAttribute(distances, 1, 0))
  geometry.setAttribute('instanceDistanceEnd', new InterleavedBufferAttribute(distances, 1, 1))
  return geometry
}

export interface TransferLines {
  readonly steady: LineSegments2
  readonly dashes: LineSegments2
  /** Shows the ways of these transfers. */
  show(transfers: readonly Transfer[]): void
  /** The dashes go on by some time. */
  travel(ms: number): void
  dispose(): void
}

export function createTransferLines(): TransferLines {
  const steadyMaterial = new LineMaterial({ color: COLOUR, linewidth: WIDTH_PX.steady, transparent: true, opacity: 0.55, depthTest: false })
  const dashMaterial = new LineMaterial({ color: COLOUR, linewidth: WIDTH_PX.dashes, dashed: true, dashSize: DASH.sizeM, gapSize: DASH.gapM, depthTest: false, transparent: true })
  const steady = new LineSegments2(new LineSegmentsGeometry(), steadyMaterial)
  const dashes = new LineSegments2(steady.geometry, dashMaterial)
  for (const [order, line] of [steady, dashes].entries()) {
    line.frustumCulled = false
    line.renderOrder = 7 + order
    line.visible = false
  }
  let shown = ''
  return {
    steady,
    dashes,
    show(transfers) {
      const key = transfers.map(({ block, takeover, atMs }) => `${block} ${takeover} ${atMs}`).join()
      if (key === shown) return
      shown = key
      const ways = transfers.flatMap(transfer => transfer.ways)
      steady.geometry.dispose()
      steady.visible = dashes.visible = ways.length > 0
      steady.geometry = dashes.geometry = ways.length === 0 ? new LineSegmentsGeometry() : geometryOf(ways)
    },
    travel(ms) {
      const period = DASH.sizeM + DASH.gapM
      dashMaterial.dashOffset = (dashMaterial.dashOffset - (ms / 1000) * DASH.metresPerS) % period
    },
    dispose() {
      steady.geometry.dispose()
      steadyMaterial.dispose()
      dashMaterial.dispose()
    },
  }
}
