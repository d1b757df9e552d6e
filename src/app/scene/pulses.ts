/** A pulse where something has just failed or gone over: two rings that widen on the screen and are gone. One draw call for all of them. */
import { BufferAttribute, BufferGeometry, Color, DynamicDrawUsage, ShaderMaterial } from 'three'
import type { Vector } from '../site/pick.ts'

/** More at once would be noise. */
const MOST = 24
export const PULSE_MS = 1600
const CORNERS: readonly (readonly [number, number])[] = [[-1, -1], [1, -1], [1, 1], [-1, 1]]
/** Never begun. */
const LONG_AGO = -1e6

export interface Pulses {
  readonly geometry: BufferGeometry
  readonly material: ShaderMaterial
  begin(at: Vector): void
  /** Moves on by some time; true while one is to be seen. */
  step(ms: number): boolean
  /** Size of the picture, px. */
  resize(width: number, height: number): void
  dispose(): void
}

const VERTEX = `
attribute vec2 aCorner; attribute float aBorn;
uniform float uNow; uniform vec2 uPicture; varying vec2 vCorner; varying float vAge;
void main() {
  vAge = (uNow - aBorn) / ${PULSE_MS.toFixed(1)};
  vCorner = aCorner;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  if (vAge < 0.0 || vAge > 1.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  else gl_Position.xy += aCorner * 46.0 * 2.0 / uPicture * gl_Position.w;
}`

const FRAGMENT = `
uniform vec3 uColour; varying vec2 vCorner; varying float vAge;
float ring(float radius, float age) {
  float at = 0.12 + 0.86 * (1.0 - (1.0 - age) * (1.0 - age));
  return (1.0 - smoothstep(0.03, 0.075, abs(radius - at))) * (1.0 - age);
}
void main() {
  float radius = length(vCorner);
  float seen = max(ring(radius, vAge), vAge > 0.28 ? ring(radius, vAge - 0.28) : 0.0) * step(radius, 1.0);
  if (seen < 0.01) discard;
  gl_FragColor = vec4(uColour, seen);
  #include <colorspace_fragment>
}`

export function createPulses(colour: string): Pulses {
  const spots = new BufferAttribute(new Float32Array(MOST * 12), 3).setUsage(DynamicDrawUsage)
  const born = new BufferAttribute(new Float32Array(MOST * 4).fill(LONG_AGO), 1).setUsage(DynamicDrawUsage)
  const geometry = new BufferGeometry().setAttribute('position', spots).setAttribute('aBorn', born)
  geometry.setAttribute('aCorner', new BufferAttribute(Float32Array.from({ length: MOST * 8 }, (_, at) => CORNERS[(at >> 1) % 4][at % 2]), 2))
  geometry.setIndex(Array.from({ length: MOST }, (_, pulse) => [0, 1, 2, 0, 2, 3].map(corner => pulse * 4 + corner)).flat())
  const material = new ShaderMaterial({ transparent: true, depthTest: false, depthWrite: false, uniforms: { uNow: { value: 0 }, uPicture: { value: [1, 1] }, uColour: { value: new Color(colour) } }, vertexShader: VERTEX, fragmentShader: FRAGMENT })
  let next = 0
  let nowMs = 0
  let lastMs = LONG_AGO
  return {
    geometry,
    material,
    begin(at) {
      for (let corner = 0; corner < 4; corner++) {
        spots.setXYZ(next * 4 + corner, ...at)
        born.setX(next * 4 + corner, nowMs)
      }
      spots.needsUpdate = true
      born.needsUpdate = true
      lastMs = nowMs
      next = (next + 1) % MOST
    },
    step(ms) {
      if (nowMs - lastMs > PULSE_MS) return false
      nowMs += ms
      material.uniforms.uNow.value = nowMs
      return nowMs - lastMs <= PULSE_MS
    },
    resize(width, height) {
      material.uniforms.uPicture.value = [width, height]
    },
    dispose() {
      geometry.dispose()
      material.dispose()
    },
  }
}
