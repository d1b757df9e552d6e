/** Camera by mouse, touch and keys. The site is framed again when the picture changes its shape, until the user has moved the camera. */
import { useFrame, useThree } from '@react-three/fiber'
import { useEffect, useMemo, useRef } from 'react'
import { type PerspectiveCamera, Spherical, Vector3 } from 'three'
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js'
import { camera as cameraStore } from '../site/camera.ts'
import { fitPose } from '../site/camera-fit.ts'
import type { SitePlan } from '../site/plan/site-plan.ts'
import type { Vector } from '../site/pick.ts'
import { thingOf } from '../site/selection.ts'
import { siteNow } from '../site/site-now.ts'
import { prefersStill, useView } from '../state/view.ts'
import { sceneCommands } from './scene-commands.ts'

const START = { azimuth: Math.PI * 0.88, elevation: Math.PI * 0.23 }
const MARGIN = 0.05
/** Highest thing that the frame makes room for. */
const HEADROOM_M = 10
/** Camera distance and far plane as multiples of half the site. */
const FARTHEST = 12
const FAR_PLANE = 30
const TURN = Math.PI / 36
const ZOOM = 1.15

function corners(plan: SitePlan): Vector[] {
  const { halfX, halfZ } = plan.land
  return [-1, 1].flatMap(x => [-1, 1].flatMap(z => [[x * halfX, 0, z * halfZ], [x * halfX * 0.9, HEADROOM_M, z * halfZ * 0.9]] as Vector[]))
}

function frame(controls: OrbitControls, camera: PerspectiveCamera, plan: SitePlan): void {
  const { position, target } = fitPose(corners(plan), [0, 0, plan.land.halfZ * 0.02], START, (camera.fov / 180) * Math.PI, camera.aspect, MARGIN)
  const reach = Math.max(plan.land.halfX, plan.land.halfZ)
  controls.maxDistance = reach * FARTHEST
  camera.far = reach * FAR_PLANE
  camera.updateProjectionMatrix()
  controls.target.set(...target)
  camera.position.set(...position)
  controls.update()
}

/** How far around a selected thing one sees, as a multiple of its size and at least some metres. */
const FOCUS = { times: 3, least: 8 }

/** Brings the camera to what is selected, from where it looks now. */
function focus(controls: OrbitControls, camera: PerspectiveCamera, plan: SitePlan): void {
  const { now } = siteNow.getState()
  const found = now === null ? null : thingOf(now, useView.getState().selection)
  const thing = found === null ? undefined : found.kind === 'rack' ? plan.racks[found.index] : plan.items[found.index]
  if (thing === undefined) return
  const radius = Math.max(FOCUS.least, (Math.hypot(thing.width, thing.height, thing.depth) / 2) * FOCUS.times)
  const back = camera.position.clone().sub(controls.target).normalize()
  controls.target.set(thing.x, thing.height / 2, thing.z)
  camera.position.copy(back.multiplyScalar(radius / Math.sin((camera.fov / 360) * Math.PI)).add(controls.target))
  controls.update()
}

/** Turns or nears the camera by a key's worth. */
function move(controls: OrbitControls, camera: PerspectiveCamera, turn: number, tilt: number, zoom: number): void {
  const spherical = new Spherical().setFromVector3(camera.position.clone().sub(controls.target))
  spherical.theta += turn
  spherical.phi = Math.min(controls.maxPolarAngle, Math.max(0.05, spherical.phi + tilt))
  spherical.radius = Math.min(controls.maxDistance, Math.max(controls.minDistance, spherical.radius / zoom))
  camera.position.copy(new Vector3().setFromSpherical(spherical).add(controls.target))
  controls.update()
}

const KEYS: Readonly<Record<string, readonly [number, number, number]>> = {
  ArrowLeft: [-TURN, 0, 1],
  ArrowRight: [TURN, 0, 1],
  ArrowUp: [0, -TURN, 1],
  ArrowDown: [0, TURN, 1],
  '+': [0, 0, ZOOM],
  '=': [0, 0, ZOOM],
  '-': [0, 0, 1 / ZOOM],
}

type Wish = (controls: OrbitControls, camera: PerspectiveCamera, plan: SitePlan) => void
const WISHES: Readonly<Record<string, Wish | undefined>> = { Home: frame, f: focus, F: focus }

interface Orbit {
  readonly controls: OrbitControls
  readonly camera: PerspectiveCamera
  readonly canvas: HTMLElement
  readonly plan: SitePlan
}

/** Mouse, touch and keys; tells when the user has moved the camera. Returns the way to stop. */
function listen({ controls, camera, canvas, plan }: Orbit, drawFrame: () => void, setMoved: (isMoved: boolean) => void): () => void {
  controls.connect(canvas)
  controls.enableDamping = !prefersStill()
  controls.dampingFactor = 0.12
  controls.maxPolarAngle = Math.PI * 0.47
  controls.minDistance = 5
  controls.zoomToCursor = true
  const started = (): void => setMoved(true)
  const focused = (): void => {
    setMoved(true)
    focus(controls, camera, plan)
  }
  const pressed = (event: KeyboardEvent): void => {
    const step = KEYS[event.key]
    const wish = WISHES[event.key]
    if ((step === undefined && wish === undefined) || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    setMoved(event.key !== 'Home')
    if (step !== undefined) move(controls, camera, ...step)
    wish?.(controls, camera, plan)
  }
  // Focus is on the element that carries the label, around the canvas.
  const keyed = canvas.closest<HTMLElement>('.site-view') ?? canvas
  controls.addEventListener('change', drawFrame)
  controls.addEventListener('start', started)
  keyed.addEventListener('keydown', pressed)
  canvas.addEventListener('dblclick', focused)
  return () => {
    controls.removeEventListener('change', drawFrame)
    controls.removeEventListener('start', started)
    keyed.removeEventListener('keydown', pressed)
    canvas.removeEventListener('dblclick', focused)
    controls.disconnect()
  }
}

export function useOrbit(plan: SitePlan): void {
  const camera = useThree(state => state.camera) as PerspectiveCamera
  const canvas = useThree(state => state.gl.domElement)
  const aspect = useThree(state => state.size.width / state.size.height)
  const invalidate = useThree(state => state.invalidate)
  const isMoved = useRef(false)
  const controls = useMemo(() => new OrbitControls(camera), [camera])

  useEffect(() => {
    const drawFrame = (): void => invalidate()
    return listen({ controls, camera, canvas, plan }, drawFrame, moved => {
      isMoved.current = moved
    })
  }, [controls, canvas, camera, plan, invalidate])

  useEffect(() => {
    if (!isMoved.current && aspect > 0) frame(controls, camera, plan)
    invalidate()
  }, [controls, camera, plan, aspect, invalidate])

  useEffect(
    () =>
      sceneCommands.subscribe(() => {
        isMoved.current = false
        frame(controls, camera, plan)
      }),
    [controls, camera, plan],
  )

  useEffect(
    () =>
      cameraStore.subscribe(({ wish }, before) => {
        if (wish === null || wish === before.wish) return
        if (wish.kind === 'selection') {
          isMoved.current = true
          focus(controls, camera, plan)
        }
      }),
    [controls, camera, plan],
  )

  useFrame(() => {
    controls.update()
  })
}
