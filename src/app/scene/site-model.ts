/** Everything of the scene that three.js holds for one site plan and theme: buffers, textures, materials. Made once, thrown away whole. */
import { BufferAttribute, BufferGeometry, Color, LineBasicMaterial, type Material, type MeshDepthMaterial } from 'three'
import { KINDS } from '../site/plan/part.ts'
import type { Layer } from '../site/layer.ts'
import type { SiteNow } from '../site/site-now.ts'
import type { SitePlan } from '../site/plan/site-plan.ts'
import { markMaterial, OUT_COLOUR, outlineMaterial, rackMaterial, type SceneTheme, shadowMaterial, surfaceMaterial, toneColours } from './materials.ts'
import { mergedGeometry, type OwnedPart } from './merged-geometry.ts'
import { outlineGeometry } from './outline-geometry.ts'
import { markGeometry, rackGeometry } from './rack-geometry.ts'
import { createPaletteTexture, createStateTexture } from './state-texture.ts'

export interface Drawn {
  readonly id: string
  readonly geometry: BufferGeometry
  readonly material: Material
  readonly casts: MeshDepthMaterial | null
}

export interface SiteModel {
  readonly meshes: readonly Drawn[]
  readonly lines: readonly Drawn[]
  /** Leader lines above failed racks; shown on the faults layer. */
  readonly marks: Drawn
  /** Takes over bytes and palette; true when shadows changed as well. */
  show(now: SiteNow): boolean
  dispose(): void
}

const FAULT_BYTES = { low: 2, high: 4 }

function fenceGeometry(plan: SitePlan): BufferGeometry {
  return new BufferGeometry().setAttribute('position', new BufferAttribute(new Float32Array(plan.fence), 3))
}

/** One buffer a kind of equipment, in the order of `KINDS`. */
function partsByKind(plan: SitePlan): { id: string; parts: OwnedPart[] }[] {
  const always = (id: string, parts: SitePlan['ground']): { id: string; parts: OwnedPart[] } => ({ id, parts: parts.map(part => ({ part, owner: -1 })) })
  const kinds = KINDS.map(kind => ({
    id: kind,
    parts: plan.items.filter(item => item.kind === kind).flatMap(item => item.parts.map(part => ({ part, owner: item.index }))),
  }))
  return [always('ground', plan.ground), always('gate', plan.gate), ...kinds].filter(({ parts }) => parts.length > 0)
}

export function createSiteModel(plan: SitePlan, theme: SceneTheme): SiteModel {
  const items = createStateTexture(plan.items.length)
  const tints = createStateTexture(plan.items.length)
  const racks = createStateTexture(plan.racks.length)
  const palette = createPaletteTexture()
  const surface = surfaceMaterial(items.texture, tints.texture, palette.texture, { value: toneColours(theme) })
  const itemShadow = shadowMaterial(items.texture)
  const rackShadow = shadowMaterial(racks.texture)
  const meshes: Drawn[] = partsByKind(plan).map(({ id, parts }) => ({ id, geometry: mergedGeometry(parts), material: surface, casts: id === 'ground' ? null : itemShadow }))
  meshes.push({ id: 'racks', geometry: rackGeometry(plan.racks), material: rackMaterial(racks.texture, palette.texture), casts: rackShadow })
  const fence = new LineBasicMaterial({ color: new Color(theme.line), transparent: true, opacity: 0.5 })
  const lines: Drawn[] = [
    { id: 'outlines', geometry: outlineGeometry(plan.items), material: outlineMaterial(items.texture, theme.line), casts: null },
    { id: 'fence', geometry: fenceGeometry(plan), material: fence, casts: null },
  ]
  const marks: Drawn = { id: 'marks', geometry: markGeometry(plan.racks), material: markMaterial(racks.texture, OUT_COLOUR, FAULT_BYTES.low, FAULT_BYTES.high), casts: null }
  let layer: Layer | undefined
  let shadow = ''
  return {
    meshes,
    lines,
    marks,
    show(now) {
      if (now.layer !== layer) palette.write(now.layer.palette)
      layer = now.layer
      items.write(now.itemStates)
      tints.write(now.itemBytes)
      racks.write(now.rackBytes)
      const standing = `${now.itemStates.map(state => Math.min(state, 1)).join('')} ${now.rackBytes.reduce((count, byte) => count + (byte === 0 ? 0 : 1), 0)}`
      const changed = standing !== shadow
      shadow = standing
      return changed
    },
    dispose() {
      for (const { geometry, material } of [...meshes, ...lines, marks]) {
        geometry.dispose()
        material.dispose()
      }
      for (const material of [itemShadow, rackShadow]) material.dispose()
      for (const { texture } of [items, tints, racks, palette]) texture.dispose()
    },
  }
}
