/** Pipes, bus ducts and trays as three meshes, each shown when it is asked for. */
import { type Material, MeshLambertMaterial, type Texture } from 'three'
import type { Overlay } from '../state/view.ts'
import { serviceScale, writeServices } from '../site/overlay-values.ts'
import type { Vector } from '../site/pick.ts'
import { box, type Part, tube } from '../site/plan/part.ts'
import { planServices, type ServiceRun } from '../site/plan/services.ts'
import type { SitePlan } from '../site/plan/site-plan.ts'
import type { SiteNow } from '../site/site-now.ts'
import { HIDE, patched } from './materials.ts'
import { mergedGeometry, type OwnedPart } from './merged-geometry.ts'
import { PATTERN } from './pattern-shader.ts'
import type { Drawn } from './site-model.ts'
import { BYTES_EACH, BYTES_OF, createPaletteTexture, createStateTexture } from './state-texture.ts'

function serviceMaterial(runs: Texture, palette: Texture): Material {
  return patched(new MeshLambertMaterial(), {
    uniforms: { uRuns: { value: runs }, uPalette: { value: palette } },
    vertexHead: `attribute float aOwner; attribute float aShade; uniform highp usampler2D uRuns; uniform sampler2D uPalette; varying vec4 vPalette; varying vec3 vPlace; varying float vShade;\n${BYTES_OF}`,
    vertexBody: `uvec4 own = bytesOf(uRuns, aOwner); if (own.x == 0u) { ${HIDE} } vPalette = texelFetch(uPalette, ivec2(int(own.x), 0), 0); vPlace = position; vShade = aShade;`,
    fragmentHead: `varying vec4 vPalette; varying vec3 vPlace; varying float vShade;\n${PATTERN}`,
    fragmentColour: 'diffuseColor.rgb = patterned(vPalette.rgb, vPalette.a, vec2(vPlace.x + vPlace.y, vPlace.z) * 1.6) * (0.75 + 0.25 * vShade);',
  })
}

/** A straight piece along one axis, as a tube for water and a box for the rest. */
function piece(overlay: Overlay, size: number, from: Vector, to: Vector): Part {
  const [x, y, z] = [0, 1, 2].map(axis => (from[axis] + to[axis]) / 2)
  const [width, height, depth] = [0, 1, 2].map(axis => Math.abs(to[axis] - from[axis]) + size)
  const isUpright = height > size + 0.01
  return overlay === 'pipes' && !isUpright ? tube('steel', x, y - size / 2, z, width, height, depth) : box('steel', x, y - height / 2, z, width, overlay === 'trays' && !isUpright ? size / 3 : height, depth)
}

function partsOf(runs: readonly ServiceRun[], overlay: Overlay): OwnedPart[] {
  return runs.flatMap((run, owner) => (run.overlay === overlay ? run.points.slice(1).map((to, index) => ({ owner, part: piece(overlay, run.sizeM, run.points[index], to) })) : []))
}

export interface ServicesModel {
  readonly meshes: readonly (Drawn & { readonly overlay: Overlay })[]
  show(now: SiteNow): void
  dispose(): void
}

export function createServices(plan: SitePlan): ServicesModel {
  const runs = planServices(plan)
  const states = createStateTexture(runs.length)
  const hallOf = new Map(plan.items.filter(({ kind }) => kind === 'hall').map(({ block, index }) => [block, index]))
  const overlays = [...new Set(runs.map(({ overlay }) => overlay))]
  const palettes = overlays.map(() => createPaletteTexture())
  return {
    meshes: overlays.map((overlay, index) => ({ id: overlay, overlay, geometry: mergedGeometry(partsOf(runs, overlay)), material: serviceMaterial(states.texture, palettes[index].texture), casts: null, receives: true, order: 0 })),
    show(now) {
      overlays.forEach((overlay, index) => {
        const { palette, patterns } = serviceScale(now, overlay)
        palettes[index].write(palette, patterns)
      })
      writeServices(now, runs, hallOf, (run, byte) => {
        states.data[run * BYTES_EACH] = byte
      })
      states.upload()
    },
    dispose() {
      states.texture.dispose()
      for (const { texture } of palettes) texture.dispose()
    },
  }
}
