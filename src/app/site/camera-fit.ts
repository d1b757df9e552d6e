/** Where the camera stands so that the whole site fits the picture. */
import type { Vector } from './pick.ts'

export interface CameraPose {
  readonly position: Vector
  readonly target: Vector
}

/** Azimuth from north (z−) clockwise seen from above, and height above the horizon, radians. */
export interface ViewAngles {
  readonly azimuth: number
  readonly elevation: number
}

const cross = (a: Vector, b: Vector): Vector => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
const unit = (a: Vector): Vector => {
  const length = Math.sqrt(dot(a, a))
  return [a[0] / length, a[1] / length, a[2] / length]
}

/** From the target to the camera. */
export function directionOf({ azimuth, elevation }: ViewAngles): Vector {
  return [Math.sin(azimuth) * Math.cos(elevation), Math.sin(elevation), -Math.cos(azimuth) * Math.cos(elevation)]
}

/** The nearest pose from which all corners lie inside the picture with the given margin (share of half the picture). */
export function fitPose(corners: readonly Vector[], target: Vector, angles: ViewAngles, fovRad: number, aspect: number, margin: number): CameraPose {
  const back = directionOf(angles)
  const right = unit(cross([0, 1, 0], back))
  const up = cross(back, right)
  const tanY = Math.tan(fovRad / 2) * (1 - margin)
  const tanX = tanY * aspect
  let distance = 1
  for (const corner of corners) {
    const from: Vector = [corner[0] - target[0], corner[1] - target[1], corner[2] - target[2]]
    const depth = dot(from, back)
    distance = Math.max(distance, depth + Math.abs(dot(from, right)) / tanX, depth + Math.abs(dot(from, up)) / tanY)
  }
  return { position: [target[0] + back[0] * distance, target[1] + back[1] * distance, target[2] + back[2] * distance], target }
}
