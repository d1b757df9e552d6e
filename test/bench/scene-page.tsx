/** A site of 10,000 racks twice in one page: as the app draws it, and as raw three.js draws the same instances. Frames are drawn in turn. */
import { _roots, advance } from '@react-three/fiber'
import { createRoot } from 'react-dom/client'
import * as three from 'three'
import campus from '../../scenarios/phoenix-1gw.yaml?raw'
import { mergedGeometry } from '../../src/app/scene/merged-geometry.ts'
import { contactGeometry, fanGeometry } from '../../src/app/scene/site-geometry.ts'
import { SCENE_THEMES, toneColours } from '../../src/app/scene/themes.ts'
import SiteView from '../../src/app/scene/site-view.tsx'
import { askCamera, camera as cameraStore } from '../../src/app/site/camera.ts'
import { ITEM_STATE, itemTimes } from '../../src/app/site/item-states.ts'
import { layersOf } from '../../src/app/site/layers.ts'
import { HALL_HEIGHT_M } from '../../src/app/site/plan/building.ts'
import { KINDS, type Part } from '../../src/app/site/plan/part.ts'
import { planSite, type SitePlan } from '../../src/app/site/plan/site-plan.ts'
import { createSiteReplay } from '../../src/app/site/replay.ts'
import { siteNow, type SiteNow } from '../../src/app/site/site-now.ts'
import { sunDirection } from '../../src/app/site/sun.ts'
import { useView } from '../../src/app/state/view.ts'
import styles from '../../src/app/styles/site.css?inline'
import { loadScenario } from '../../src/scenario/load.ts'

const SIZE = { width: 1280, height: 720 }
const RACKS = 10_000
const THEME = SCENE_THEMES.light

/** Everything in service, three classes of racks. */
function builtSite(): SiteNow {
  const { scenario } = loadScenario(campus.replace('gb200-nvl72, count: 758', `gb200-nvl72, count: ${RACKS / 8}`))
  if (scenario === undefined) throw new Error('the site is not valid')
  const plan = planSite(scenario)
  const layers = layersOf({ scenario, plan, run: null, placement: null })
  return {
    site: '', siteLabel: '', scenario, plan, run: null, layers, layer: layers.state, atMs: 0, placement: null, version: 1,
    replay: createSiteReplay(null, plan.racks.length, scenario.blocks.length),
    times: itemTimes(plan.items, scenario, null),
    blockOfRack: Int32Array.from(plan.racks, ({ block }) => block),
    rackBytes: Uint8Array.from(plan.racks, (_, rack) => 1 + (rack % 3)),
    itemStates: new Uint8Array(plan.items.length).fill(ITEM_STATE.live),
    itemBytes: new Uint8Array(plan.items.length),
  }
}

/** A buffer a kind with the tones at its corners. */
function solid(parts: readonly Part[]): three.Mesh {
  const geometry = mergedGeometry(parts.map(part => ({ part, owner: -1 })))
  const tones = toneColours(THEME)
  const tone = geometry.getAttribute('aTone')
  geometry.setAttribute('color', new three.BufferAttribute(Float32Array.from({ length: tone.count * 3 }, (_, at) => tones[tone.getX(Math.floor(at / 3))].toArray()[at % 3]), 3))
  for (const name of ['aTone', 'aOwner', 'aShade', 'aSinks']) geometry.deleteAttribute(name)
  const mesh = new three.Mesh(geometry, new three.MeshLambertMaterial({ vertexColors: true }))
  mesh.castShadow = mesh.receiveShadow = true
  return mesh
}

/** Racks, or their cells on the roofs, as instances with colours of their own. */
function instances(plan: SitePlan, geometry: three.BufferGeometry, material: three.Material, place: (rack: SitePlan['racks'][number]) => three.Matrix4): three.InstancedMesh {
  const mesh = new three.InstancedMesh(geometry, material, plan.racks.length)
  plan.racks.forEach((rack, index) => {
    mesh.setMatrixAt(index, place(rack))
    mesh.setColorAt(index, new three.Color(['#009E73', '#a6acb2', '#c9c4b8'][index % 3]))
  })
  return mesh
}

function lights(scene: three.Scene, { scenario, plan }: SiteNow): void {
  const reach = Math.max(plan.land.halfX, plan.land.halfZ)
  scene.background = new three.Color(THEME.sky)
  scene.fog = new three.Fog(THEME.sky, reach * 3.5, reach * 13)
  const sun = new three.DirectionalLight('#ffffff', THEME.sun)
  sun.position.set(...sunDirection(scenario.site.location.latitude, scenario.horizon.start)).multiplyScalar(reach * 3)
  sun.castShadow = true
  sun.shadow.mapSize.set(2048, 2048)
  sun.shadow.radius = 3
  sun.shadow.normalBias = 0.25
  Object.assign(sun.shadow.camera, { left: -reach * 1.3, right: reach * 1.3, top: reach * 1.3, bottom: -reach * 1.3, near: 1, far: reach * 6 })
  scene.add(sun, new three.HemisphereLight(THEME.above, THEME.below, THEME.ambient))
}

interface Raw {
  readonly renderer: three.WebGLRenderer
  readonly scene: three.Scene
  /** What is not to be seen while roofs are open. */
  readonly over: readonly three.Object3D[]
  readonly racks: three.Object3D
}

function rawScene(now: SiteNow): Raw {
  const { plan } = now
  const canvas = document.body.appendChild(document.createElement('canvas'))
  const renderer = new three.WebGLRenderer({ canvas, antialias: true, powerPreference: 'high-performance' })
  renderer.setSize(SIZE.width, SIZE.height)
  renderer.shadowMap.enabled = true
  renderer.shadowMap.type = three.PCFShadowMap
  renderer.shadowMap.autoUpdate = false
  renderer.shadowMap.needsUpdate = true
  const scene = new three.Scene()
  lights(scene, now)
  const parts = KINDS.map(kind => plan.items.filter(item => item.kind === kind).flatMap(item => item.parts)).filter(own => own.length > 0)
  const lifts = ({ opening }: Part): boolean => opening === 'lifts'
  for (const own of [plan.ground, plan.gate, ...parts.map(all => all.filter(part => !lifts(part)))]) scene.add(solid(own))
  const roofs = solid(parts.flat().filter(lifts))
  const flat = (geometry: three.BufferGeometry, material: three.Material): three.Mesh => new three.Mesh(geometry, material)
  scene.add(flat(contactGeometry(plan.items), new three.MeshBasicMaterial({ color: '#000000', transparent: true, opacity: THEME.contact, depthWrite: false })))
  scene.add(flat(fanGeometry(plan.items), new three.MeshLambertMaterial({ color: THEME.tones.fan })))
  const line = new three.LineBasicMaterial({ color: THEME.line, transparent: true, opacity: 0.5 })
  scene.add(...[plan.fence, plan.wires.segments].map(segments => new three.LineSegments(new three.BufferGeometry().setAttribute('position', new three.Float32BufferAttribute(segments, 3)), line)))
  const racks = instances(plan, new three.BoxGeometry(1, 1, 1), new three.MeshLambertMaterial(), ({ x, z, width, height, depth }) => new three.Matrix4().makeTranslation(x, 0.12 + height / 2, z).scale(new three.Vector3(width, height, depth)))
  racks.castShadow = racks.receiveShadow = true
  const plane = new three.PlaneGeometry(1, 1).rotateX(-Math.PI / 2)
  const tiles = instances(plan, plane, new three.MeshBasicMaterial({ transparent: true, opacity: 0.94, depthWrite: false }), ({ x, z, width, depth }) => new three.Matrix4().makeTranslation(x, HALL_HEIGHT_M + 0.06, z).scale(new three.Vector3(width * 0.9, 1, depth * 1.8)))
  scene.add(roofs, racks, tiles)
  return { renderer, scene, over: [roofs, tiles], racks }
}

const now = builtSite()
siteNow.setState({ now })
document.body.insertAdjacentHTML('beforeend', `<style>${styles}</style><div id="ours" style="position:relative;width:${SIZE.width}px;height:${SIZE.height}px"></div>`)
createRoot(document.getElementById('ours') ?? document.body).render(<SiteView plan={now.plan} scenario={now.scenario} run={null} />)
const raw = rawScene(now)
const pixel = new Uint8Array(4)

/** Waits until all that was asked for is drawn. */
const finish = (renderer: three.WebGLRenderer): void => {
  const gl = renderer.getContext()
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel)
}

const timed = (draw: () => void): number => {
  const from = performance.now()
  draw()
  return performance.now() - from
}

const rest = (): Promise<void> => new Promise(resolve => setTimeout(resolve))

export interface Measured {
  readonly racks: number
  readonly oursMs: readonly number[]
  readonly rawMs: readonly number[]
  readonly oursCalls: number
  readonly rawCalls: number
}

/** Pairs of frames with the camera going round, seen from where the whole site is, or from near with open roofs. */
async function measure(isNear: boolean, pairs: number): Promise<Measured> {
  let state = [..._roots.values()][0]?.store.getState()
  while (state?.gl === undefined || cameraStore.getState().pose === null) {
    await rest()
    state = [..._roots.values()][0]?.store.getState()
  }
  const { gl, camera } = state
  useView.setState({ roofs: isNear ? 'open' : 'closed' })
  const hall = now.plan.items.find(({ kind }) => kind === 'hall')
  if (isNear && hall !== undefined) askCamera({ kind: 'pose', pose: { position: [hall.x - 20, 26, hall.z + 60], target: [hall.x, 1, hall.z] } })
  for (const over of raw.over) over.visible = !isNear
  raw.renderer.shadowMap.needsUpdate = true
  const ours = (): void => {
    advance(performance.now())
    finish(gl)
  }
  const theirs = (): void => {
    raw.renderer.render(raw.scene, camera)
    finish(raw.renderer)
  }
  // Programs, shadows and roofs come first; with reduced motion nothing flies or eases.
  for (let frame = 0; frame < 3; frame++) {
    ours()
    theirs()
    await rest()
  }
  const [oursMs, rawMs]: number[][] = [[], []]
  for (let pair = 0; pair < pairs; pair++) {
    askCamera({ kind: 'move', turn: 0.02, tilt: 0, zoom: 1 })
    if (pair % 2 === 0) oursMs.push(timed(ours))
    rawMs.push(timed(theirs))
    if (pair % 2 === 1) oursMs.push(timed(ours))
    await rest()
  }
  return { racks: now.plan.racks.length, oursMs, rawMs, oursCalls: gl.info.render.calls, rawCalls: raw.renderer.info.render.calls }
}

Object.assign(window, { measure })
