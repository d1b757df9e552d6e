/** Camera by mouse, touch, keys and wishes. The site is framed again when the picture changes its shape, until the user has moved the camera. */
import { useFrame, useThree } from '@react-three/fiber'
import { useEffect, useMemo, useRef } from 'react'
import { type PerspectiveCamera, Spherical, Vector3 } from 'three'
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js'
import { camera as cameraStore, type CameraWish } from '../site/camera.ts'
import { type CameraPose, fitPose } from '../site/camera-fit.ts'
import type { Vector } from '../site/pick.ts'
import type { SitePlan } from '../site/plan/site-plan.ts'
import { thingOf } from '../site/selection.ts'
import { siteNow } from '../site/site-now.ts'
import { prefersStill, useView } from '../state/view.ts'
import { type Flight, fly } from './flight.ts'

const START = { azimuth: Math.PI * 0.87, elevation: Math.PI * 0.19 }
const ABOVE = { azimuth: Math.PI, elevation: Math.PI * 0.4995 }
const MARGIN = 0.04
/** Highest thing that the frame makes room for. */
const HEADROOM_M = 12
/** Camera distance and far plane as multiples of half the site. */
const FARTHEST = 7
const FAR_PLANE = 40
/** Near plane as a share of the distance to the target. */
const NEAR_SHARE = 0.04
const TURN = Math.PI / 36
const ZOOM = 1.15
/** Longest step of a flight, so that one slow frame does not end it. */
const LONGEST_MS = 60

interface Orbit {
  readonly controls: OrbitControls
  readonly camera: PerspectiveCamera
  readonly plan: SitePlan
}

function corners(plan: SitePlan): Vector[] {
  const { halfX, halfZ } = plan.land
  return [-1, 1].flatMap(x => [-1, 1].flatMap(z => [[x * halfX, 0, z * halfZ], [x * halfX * 0.9, HEADROOM_M, z * halfZ * 0.9]] as Vector[]))
}

const wholePose = ({ camera, plan }: Orbit, angles: typeof START): CameraPose => fitPose(corners(plan), [0, 0, plan.land.halfZ * 0.02], angles, (camera.fov / 180) * Math.PI, camera.aspect, MARGIN)

/** How far around a selected thing one sees, as a multiple of its size and at least some metres. */
const FOCUS = { times: 2.6, least: 7 }
/** One looks down on a selection at least so steeply, radians from the zenith: neighbours should not stand in front of it. */
const STEEPEST = Math.PI * 0.33

/** Where the camera goes to see what is selected, from the side from which it looks now; null when nothing is. */
function selectionPose({ controls, camera, plan }: Orbit): CameraPose | null {
  const { now } = siteNow.getState()
  const found = now === null ? null : thingOf(now, useView.getState().selection)
  const thing = found === null ? undefined : found.kind === 'rack' ? plan.racks[found.index] : plan.items[found.index]
  if (thing === undefined) return null
  const radius = Math.max(FOCUS.least, (Math.hypot(thing.width, thing.height, thing.depth) / 2) * FOCUS.times)
  const back = new Spherical().setFromVector3(camera.position.clone().sub(controls.target))
  back.radius = radius / Math.sin((camera.fov / 360) * Math.PI)
  back.phi = Math.min(back.phi, STEEPEST)
  const target: Vector = [thing.x, thing.height / 2, thing.z]
  return { target, position: new Vector3().setFromSpherical(back).add(new Vector3(...target)).toArray() }
}

/** Turns or nears the camera by a key's worth. */
function move({ controls, camera }: Orbit, turn: number, tilt: number, zoom: number): void {
  const spherical = new Spherical().setFromVector3(camera.position.clone().sub(controls.target))
  spherical.theta += turn
  spherical.phi = Math.min(controls.maxPolarAngle, Math.max(0.02, spherical.phi + tilt))
  spherical.radius = Math.min(controls.maxDistance, Math.max(controls.minDistance, spherical.radius / zoom))
  camera.position.copy(new Vector3().setFromSpherical(spherical).add(controls.target))
  controls.update()
}

const KEYS: Readonly<Record<string, CameraWish | undefined>> = {
  ArrowLeft: { kind: 'move', turn: -TURN, tilt: 0, zoom: 1 },
  ArrowRight: { kind: 'move', turn: TURN, tilt: 0, zoom: 1 },
  ArrowUp: { kind: 'move', turn: 0, tilt: -TURN, zoom: 1 },
  ArrowDown: { kind: 'move', turn: 0, tilt: TURN, zoom: 1 },
  '+': { kind: 'move', turn: 0, tilt: 0, zoom: ZOOM },
  '=': { kind: 'move', turn: 0, tilt: 0, zoom: ZOOM },
  '-': { kind: 'move', turn: 0, tilt: 0, zoom: 1 / ZOOM },
  Home: { kind: 'whole' },
  f: { kind: 'selection' },
  F: { kind: 'selection' },
  p: { kind: 'plan' },
  P: { kind: 'plan' },
}

/** Steps along the ground, by Shift and an arrow, as shares of the distance. */
const PAN: Readonly<Record<string, readonly [number, number] | undefined>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const PAN_SHARE = 0.06

function pan({ controls, camera }: Orbit, [right, down]: readonly [number, number]): void {
  const back = camera.position.clone().sub(controls.target)
  const step = back.length() * PAN_SHARE
  const theta = Math.atan2(back.x, back.z)
  const by = new Vector3(Math.cos(theta) * right + Math.sin(theta) * down, 0, Math.cos(theta) * down - Math.sin(theta) * right).multiplyScalar(step)
  controls.target.add(by)
  camera.position.add(by)
  controls.update()
}

interface Hands {
  take(wish: CameraWish): void
  readonly orbit: Orbit
  /** The user has taken the camera in hand. */
  taken(): void
}

/** Mouse, touch and keys. Returns the way to stop. */
function listen({ take, taken, orbit }: Hands, canvas: HTMLElement, drawFrame: () => void): () => void {
  const { controls, plan } = orbit
  controls.connect(canvas)
  controls.maxDistance = Math.max(plan.land.halfX, plan.land.halfZ) * FARTHEST
  controls.enableDamping = !prefersStill()
  controls.dampingFactor = 0.12
  controls.maxPolarAngle = Math.PI * 0.485
  controls.minDistance = 4
  controls.zoomToCursor = true
  const focused = (): void => take({ kind: 'selection' })
  const pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const [way, wish] = [event.shiftKey ? PAN[event.key] : undefined, KEYS[event.key]]
    if (way === undefined && wish === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (way !== undefined) {
      taken()
      pan(orbit, way)
    } else if (wish !== undefined) take(wish)
  }
  // Focus is on the element that carries the label, around the canvas.
  const keyed = canvas.closest<HTMLElement>('.site-view') ?? canvas
  controls.addEventListener('change', drawFrame)
  controls.addEventListener('start', taken)
  keyed.addEventListener('keydown', pressed)
  canvas.addEventListener('dblclick', focused)
  canvas.addEventListener('wheel', taken, { passive: true })
  return () => {
    controls.removeEventListener('change', drawFrame)
    controls.removeEventListener('start', taken)
    keyed.removeEventListener('keydown', pressed)
    canvas.removeEventListener('dblclick', focused)
    canvas.removeEventListener('wheel', taken)
    controls.disconnect()
  }
}

/** Depth is finest where one looks: near and far planes follow the distance. */
function setPlanes({ controls, camera, plan }: Orbit): void {
  const distance = camera.position.distanceTo(controls.target)
  const near = Math.min(25, Math.max(0.4, Math.min(distance, camera.position.y + 4) * NEAR_SHARE))
  if (Math.abs(near / camera.near - 1) < 0.05) return
  camera.near = near
  camera.far = Math.max(plan.land.halfX, plan.land.halfZ) * FAR_PLANE
  camera.updateProjectionMatrix()
}

/** What to do about a wish: a pose to fly to, or nothing more. */
function poseOf(orbit: Orbit, wish: CameraWish): CameraPose | null {
  if (wish.kind === 'whole') return wholePose(orbit, START)
  if (wish.kind === 'plan') return wholePose(orbit, ABOVE)
  if (wish.kind === 'selection') return selectionPose(orbit)
  if (wish.kind === 'pose') return wish.pose
  move(orbit, wish.turn, wish.tilt, wish.zoom)
  return null
}

export function useOrbit(plan: SitePlan): void {
  const camera = useThree(state => state.camera) as PerspectiveCamera
  const canvas = useThree(state => state.gl.domElement)
  const aspect = useThree(state => state.size.width / state.size.height)
  const invalidate = useThree(state => state.invalidate)
  const isMoved = useRef(false)
  const flight = useRef<Flight | null>(null)
  const controls = useMemo(() => new OrbitControls(camera), [camera])

  useEffect(() => {
    const orbit: Orbit = { controls, camera, plan }
    const taken = (): void => {
      isMoved.current = true
      flight.current = null
    }
    const take = (wish: CameraWish): void => {
      isMoved.current = wish.kind !== 'whole'
      flight.current = null
      const pose = poseOf(orbit, wish)
      flight.current = pose === null ? null : fly(controls, camera, pose, prefersStill())
      invalidate()
    }
    const stop = listen({ take, taken, orbit }, canvas, () => invalidate())
    const stopWishes = cameraStore.subscribe(({ wish }, before) => {
      if (wish !== null && wish !== before.wish) take(wish)
    })
    return () => {
      stop()
      stopWishes()
    }
  }, [controls, canvas, camera, plan, invalidate])

  useEffect(() => {
    if (!isMoved.current && aspect > 0) {
      const { position, target } = wholePose({ controls, camera, plan }, START)
      controls.target.set(...target)
      camera.position.set(...position)
      controls.update()
    }
    invalidate()
  }, [controls, camera, plan, aspect, invalidate])

  useFrame((_, seconds) => {
    const isFlying = flight.current?.step(Math.min(LONGEST_MS, seconds * 1000)) ?? false
    if (!isFlying) {
      flight.current = null
      controls.update()
    } else invalidate()
    setPlanes({ controls, camera, plan })
    cameraStore.setState({ pose: { position: camera.position.toArray(), target: controls.target.toArray() } })
  })
}
