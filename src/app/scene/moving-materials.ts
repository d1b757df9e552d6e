/** What turns and rises: fans by the heat that their block gives off, steam above towers that evaporate water. Still while time stands. */
import { BufferAttribute, BufferGeometry, Color, type Material, MeshLambertMaterial, ShaderMaterial, type Texture } from 'three'
import type { SiteItem } from '../site/plan/site-plan.ts'
import { HIDE, patched } from './materials.ts'
import { BYTES_OF } from './state-texture.ts'

const BLADES = 5

const FAN_COLOUR = `
float across = length(vAt);
if (across > 1.0) discard;
float turn = atan(vAt.y, vAt.x) * ${(BLADES / (2 * Math.PI)).toFixed(6)} + vTurn + across * 0.35;
float blade = smoothstep(0.22, 0.30, abs(fract(turn) - 0.5));
float hub = 1.0 - smoothstep(0.2, 0.26, across);
float fine = 1.0 - smoothstep(0.12, 0.4, fwidth(across));
float light = mix(0.5, max(blade, hub), fine);
diffuseColor.rgb = mix(uDark, uLight, 0.15 + 0.6 * light * (0.6 + 0.4 * across));`

export function fanMaterial(items: Texture, dark: string, light: string): Material {
  return patched(new MeshLambertMaterial(), {
    uniforms: { uItems: { value: items }, uDark: { value: new Color(dark) }, uLight: { value: new Color(light) } },
    vertexHead: `attribute float aOwner; attribute float aAcross; attribute float aDown; uniform highp usampler2D uItems; varying vec2 vAt; varying float vTurn;\n${BYTES_OF}`,
    vertexBody: `uvec4 own = bytesOf(uItems, aOwner); if (own.x == 0u) { ${HIDE} } transformed.y *= float(own.z) / 255.0; vAt = vec2(aAcross, aDown); vTurn = float(own.w) / 255.0;`,
    fragmentHead: 'varying vec2 vAt; varying float vTurn; uniform vec3 uDark; uniform vec3 uLight;\n',
    fragmentColour: FAN_COLOUR,
  })
}

const PUFFS = 7

/** Puffs above every cell; `aWet` is 1 while it evaporates. */
export function plumeGeometry(items: readonly SiteItem[]): { readonly geometry: BufferGeometry; readonly owners: readonly number[]; write(isWet: (item: number) => boolean): void } {
  const towers = items.filter(({ kind }) => kind === 'cooling-tower')
  const spots: number[] = []
  const corners: number[] = []
  const steps: number[] = []
  const index: number[] = []
  const wide: number[] = []
  for (const { x, z, height, width } of towers) {
    for (let puff = 0; puff < PUFFS; puff++) {
      const first = spots.length / 3
      for (const [across, up] of [[-1, -1], [1, -1], [1, 1], [-1, 1]]) {
        spots.push(x, height - 0.3, z)
        corners.push(across, up)
        steps.push((puff + ((x * 7 + z * 13) % 1)) / PUFFS)
        wide.push(width)
      }
      index.push(first, first + 1, first + 2, first, first + 2, first + 3)
    }
  }
  const geometry = new BufferGeometry()
  const wet = new BufferAttribute(new Float32Array(steps.length), 1)
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(spots), 3))
  geometry.setAttribute('aCorner', new BufferAttribute(new Float32Array(corners), 2))
  geometry.setAttribute('aStep', new BufferAttribute(new Float32Array(steps), 1))
  geometry.setAttribute('aWide', new BufferAttribute(new Float32Array(wide), 1))
  geometry.setAttribute('aWet', wet)
  geometry.setIndex(index)
  return {
    geometry,
    owners: towers.map(tower => tower.index),
    write(isWet) {
      let changed = false
      towers.forEach((tower, at) => {
        const value = isWet(tower.index) ? 1 : 0
        for (let corner = at * PUFFS * 4; corner < (at + 1) * PUFFS * 4; corner++) {
          changed ||= wet.array[corner] !== value
          wet.array[corner] = value
        }
      })
      wet.needsUpdate ||= changed
    },
  }
}

export function plumeMaterial(colour: string, time: { value: number }): ShaderMaterial {
  return new ShaderMaterial({
    transparent: true,
    depthWrite: false,
    uniforms: { uTime: time, uColour: { value: new Color(colour) } },
    vertexShader: `
attribute vec2 aCorner; attribute float aStep; attribute float aWide; attribute float aWet;
uniform float uTime; varying vec2 vCorner; varying float vDense;
void main() {
  float age = fract(aStep + uTime * 0.07);
  vec3 spot = position + vec3(age * age * 9.0, age * 15.0, -age * age * 3.0);
  vec4 seen = modelViewMatrix * vec4(spot, 1.0);
  seen.xy += aCorner * (aWide * 0.34 + age * aWide * 0.8) * aWet;
  vCorner = aCorner; vDense = smoothstep(0.0, 0.12, age) * (1.0 - age) * 0.4 * aWet;
  gl_Position = projectionMatrix * seen;
}`,
    fragmentShader: `
varying vec2 vCorner; varying float vDense; uniform vec3 uColour;
void main() {
  float soft = exp(-dot(vCorner, vCorner) * 3.2) - 0.04;
  if (soft * vDense < 0.004) discard;
  gl_FragColor = vec4(uColour, soft * vDense);
  #include <colorspace_fragment>
}`,
  })
}
