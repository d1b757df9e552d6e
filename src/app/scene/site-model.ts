/** Everything of the scene that three.js holds for one site plan and theme: buffers, textures, materials. Made once, thrown away whole. */
import { BufferAttribute, BufferGeometry, type Material, type MeshDepthMaterial } from 'three'
import type { Layer } from '../site/layer.ts'
import { KINDS } from '../site/plan/part.ts'
import type { SitePlan } from '../site/plan/site-plan.ts'
import { ITEM_STATE } from '../site/item-states.ts'
import type { SiteNow } from '../site/site-now.ts'
import { type Alerts, createAlerts } from './alerts.ts'
import { createMotion, type Motion } from './motion.ts'
import { contactMaterial, markMaterial, OUT_COLOUR, outlineMaterial, rackMaterial, rackShadowMaterial, roofMaterial, type Sources, standingLineMaterial, shadowMaterial, surfaceMaterial, tileMaterial } from './materials.ts'
import { mergedGeometry, type OwnedPart } from './merged-geometry.ts'
import { fanMaterial, plumeGeometry, plumeMaterial } from './moving-materials.ts'
import { createOpenness, type Openness } from './openness.ts'
import { outlineGeometry } from './outline-geometry.ts'
import { machineMarks, rackGeometry, rackMarks } from './rack-geometry.ts'
import { contactGeometry, fanGeometry, tileGeometry } from './site-geometry.ts'
import { createPaletteTexture, createStateTexture } from './state-texture.ts'
import { type SceneTheme, toneColours } from './themes.ts'

export interface Drawn {
  readonly id: string
  readonly geometry: BufferGeometry
  readonly material: Material
  readonly casts: MeshDepthMaterial | null
  readonly receives: boolean
  /** Later ones are drawn over earlier ones. */
  readonly order: number
}

export interface SiteModel {
  readonly meshes: readonly Drawn[]
  readonly lines: readonly Drawn[]
  /** Leader lines above failed racks; shown on the faults layer. */
  readonly marks: Drawn
  /** Pulses and ways that took over. */
  readonly alerts: Alerts
  readonly motion: Motion
  readonly openness: Openness
  /** Takes over bytes and palette; true when shadows changed as well. What is new may move into its place. */
  show(now: SiteNow, isMoving: boolean): boolean
  dispose(): void
}

const FAULT_BYTES = { low: 2, high: 4 }

function linesGeometry(segments: readonly number[], owner: number): BufferGeometry {
  const geometry = new BufferGeometry().setAttribute('position', new BufferAttribute(new Float32Array(segments), 3))
  return geometry.setAttribute('aOwner', new BufferAttribute(new Float32Array(segments.length / 3).fill(owner), 1))
}

interface Group {
  readonly id: string
  readonly parts: readonly OwnedPart[]
}

/** One buffer a kind of equipment, in the order of `KINDS`; roofs have one of their own. */
function partsByKind(plan: SitePlan): { readonly solids: readonly Group[]; readonly roofs: readonly OwnedPart[] } {
  const always = (id: string, parts: SitePlan['ground']): Group => ({ id, parts: parts.map(part => ({ part, owner: -1 })) })
  const kinds = KINDS.map(kind => ({ id: kind, parts: plan.items.filter(item => item.kind === kind).flatMap(item => item.parts.map(part => ({ part, owner: item.index }))) }))
  const lifts = ({ part }: OwnedPart): boolean => part.opening === 'lifts'
  const solids = kinds.map(({ id, parts }) => ({ id, parts: parts.filter(part => !lifts(part)) }))
  return { solids: [always('ground', plan.ground), always('gate', plan.gate), ...solids].filter(({ parts }) => parts.length > 0), roofs: kinds.flatMap(({ parts }) => parts.filter(lifts)) }
}

function* solidMeshes(plan: SitePlan, sources: Sources): Generator<undefined, Drawn[]> {
  const surface = surfaceMaterial(sources)
  const shadow = shadowMaterial(sources.items, false)
  const { solids, roofs } = partsByKind(plan)
  const meshes: Drawn[] = []
  for (const { id, parts } of solids) {
    yield
    meshes.push({ id, geometry: mergedGeometry(parts), material: surface, casts: id === 'ground' ? null : shadow, receives: true, order: 0 })
  }
  yield
  if (roofs.length > 0) meshes.push({ id: 'roofs', geometry: mergedGeometry(roofs), material: roofMaterial(sources), casts: shadowMaterial(sources.items, true), receives: true, order: 3 })
  return meshes
}

function flatMeshes(plan: SitePlan, sources: Sources, theme: SceneTheme): Drawn[] {
  const plain = { casts: null, receives: false } as const
  return [
    { ...plain, id: 'contact', geometry: contactGeometry(plan.items), material: contactMaterial(sources.items, theme.contact), order: 1 },
    { ...plain, id: 'fans', geometry: fanGeometry(plan.items), material: fanMaterial(sources.items, theme.tones.dark, theme.tones.roof), order: 0, receives: true },
    { ...plain, id: 'tiles', geometry: tileGeometry(plan), material: tileMaterial(sources), order: 4 },
  ]
}

function lineMeshes(plan: SitePlan, sources: Sources, theme: SceneTheme): Drawn[] {
  const plain = { casts: null, receives: false, order: 2 } as const
  return [
    { ...plain, id: 'outlines', geometry: outlineGeometry(plan.items), material: outlineMaterial(sources.items, theme.line) },
    { ...plain, id: 'fence', geometry: linesGeometry(plan.fence, -1), material: standingLineMaterial(sources.items, theme.line, 0.5) },
    { ...plain, id: 'failed', geometry: machineMarks(plan.items), material: markMaterial(sources.items, OUT_COLOUR, ITEM_STATE.out, ITEM_STATE.out), order: 6 },
    { ...plain, id: 'wires', geometry: linesGeometry(plan.wires.segments, plan.wires.owner), material: standingLineMaterial(sources.items, theme.line, 0.75) },
  ].filter(({ geometry }) => geometry.getAttribute('position').count > 0)
}

/** Makes the model; between two pieces the caller may do something else. */
export function* modelInPieces(plan: SitePlan, theme: SceneTheme): Generator<undefined, SiteModel> {
  const items = createStateTexture(plan.items.length)
  const racks = createStateTexture(plan.racks.length)
  const palette = createPaletteTexture()
  const sources: Sources = { items: items.texture, racks: racks.texture, palette: palette.texture, tones: { value: toneColours(theme) } }
  const plume = plumeGeometry(plan.items)
  const motion = createMotion(plan, items, racks, plume.write)
  const solids = yield* solidMeshes(plan, sources)
  yield
  const rackMesh: Drawn = { id: 'racks', geometry: rackGeometry(plan.racks), material: rackMaterial(sources), casts: rackShadowMaterial(racks.texture), receives: true, order: 0 }
  yield
  const meshes = [
    ...solids,
    rackMesh,
    ...flatMeshes(plan, sources, theme),
    ...(plume.owners.length === 0 ? [] : [{ id: 'plume', geometry: plume.geometry, material: plumeMaterial(theme.plume, motion.time), casts: null, receives: false, order: 5 }]),
  ].filter(({ geometry }) => geometry.getAttribute('position').count > 0)
  yield
  const lines = lineMeshes(plan, sources, theme)
  yield
  const marks: Drawn = { id: 'marks', geometry: rackMarks(plan.racks), material: markMaterial(racks.texture, OUT_COLOUR, FAULT_BYTES.low, FAULT_BYTES.high), casts: null, receives: false, order: 6 }
  const alerts = createAlerts()
  let layer: Layer | undefined
  return {
    meshes,
    lines,
    marks,
    alerts,
    motion,
    openness: createOpenness(plan),
    show(now, isMoving) {
      if (now.layer !== layer) palette.write(now.layer.palette, now.layer.patterns)
      layer = now.layer
      return motion.show(now, isMoving)
    },
    dispose() {
      for (const { geometry, material, casts } of [...meshes, ...lines, marks]) {
        geometry.dispose()
        material.dispose()
        casts?.dispose()
      }
      alerts.dispose()
      for (const { texture } of [items, racks, palette]) texture.dispose()
    },
  }
}

/** The model at once. */
export function createSiteModel(plan: SitePlan, theme: SceneTheme): SiteModel {
  const pieces = modelInPieces(plan, theme)
  let piece = pieces.next()
  while (piece.done !== true) piece = pieces.next()
  return piece.value
}
