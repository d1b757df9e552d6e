/** A flight of the camera from where it is to a pose: soft at both ends, given up as soon as the user takes over. */
import { type PerspectiveCamera, Spherical, Vector3 } from 'three'
import type { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js'
import type { CameraPose } from '../site/camera-fit.ts'

const LEAST_MS = 350
const MOST_MS = 1100

export interface Flight {
  /** Moves on; true while under way. */
  step(ms: number): boolean
}

const soft = (share: number): number => share * share * (3 - 2 * share)

/** The shorter way round. */
const turnBetween = (from: number, to: number): number => ((to - from + Math.PI * 3) % (Math.PI * 2)) - Math.PI

/** Target, angles and distance go over evenly; distance by its ratio, so that near and far feel alike. */
export function fly(controls: OrbitControls, camera: PerspectiveCamera, pose: CameraPose, isStill: boolean): Flight {
  const targets = { from: controls.target.clone(), to: new Vector3(...pose.target) }
  const from = new Spherical().setFromVector3(camera.position.clone().sub(targets.from))
  const to = new Spherical().setFromVector3(new Vector3(...pose.position).sub(targets.to))
  const turn = turnBetween(from.theta, to.theta)
  const ratio = Math.log(to.radius / from.radius)
  const way = targets.from.distanceTo(targets.to) / Math.max(from.radius, to.radius) + Math.abs(turn) + Math.abs(to.phi - from.phi) + Math.abs(ratio) * 0.5
  const lengthMs = isStill ? 0 : Math.min(MOST_MS, LEAST_MS + way * 350)
  let doneMs = 0
  const place = new Vector3()
  return {
    step(ms) {
      doneMs += ms
      const share = lengthMs === 0 ? 1 : soft(Math.min(1, doneMs / lengthMs))
      controls.target.lerpVectors(targets.from, targets.to, share)
      place.setFromSpherical(new Spherical(from.radius * Math.exp(ratio * share), from.phi + (to.phi - from.phi) * share, from.theta + turn * share))
      camera.position.copy(place.add(controls.target))
      controls.update()
      return share < 1
    },
  }
}
