/** Materials of the model: matte surfaces in neutral tones, racks in the colours of the layer, outlines of what is planned. */
import { Color, LineBasicMaterial, type Material, MeshDepthMaterial, MeshLambertMaterial, RGBADepthPacking, type Texture, type WebGLProgramParametersWithUniforms } from 'three'
import { type Tone, TONES } from '../site/plan/part.ts'
import { BYTE_OF } from './state-texture.ts'

type Shader = WebGLProgramParametersWithUniforms
type Uniforms = Readonly<Record<string, { value: unknown }>>

/** Vertices of things that are not there shrink to a point far below the ground. */
const HIDE = 'transformed = vec3(0.0, -500.0, 0.0);'

function patch(shader: Shader, uniforms: Uniforms, vertexHead: string, vertexBody: string, fragmentHead = '', fragmentColour = ''): void {
  Object.assign(shader.uniforms, uniforms)
  shader.vertexShader = vertexHead + shader.vertexShader.replace('#include <begin_vertex>', `#include <begin_vertex>\n${vertexBody}`)
  if (fragmentColour === '') return
  shader.fragmentShader = fragmentHead + shader.fragmentShader.replace('#include <color_fragment>', `#include <color_fragment>\n${fragmentColour}`)
}

/** What has failed, as in the ledger's gate of health. */
export const OUT_COLOUR = '#D55E00'

const SURFACE_HEAD = `
attribute float aTone; attribute float aOwner; attribute float aShade;
uniform highp usampler2D uStates; uniform highp usampler2D uTints; uniform sampler2D uPalette;
uniform vec3 uTones[${TONES.length}]; uniform float uDead; uniform vec3 uOut;
varying vec3 vTone;
${BYTE_OF}`
const SURFACE_BODY = `
uint state = aOwner < 0.0 ? 2u : byteOf(uStates, aOwner);
if (state == 0u) { ${HIDE} }
vTone = uTones[int(aTone + 0.5)] * aShade * (state == 1u ? uDead : 1.0);
uint tint = aOwner < 0.0 ? 0u : byteOf(uTints, aOwner);
if (tint != 0u) vTone = mix(vTone, texelFetch(uPalette, ivec2(int(tint), 0), 0).rgb * aShade, 0.72);
if (state == 3u) vTone = mix(vTone, uOut, 0.85);`

/** Neutral surfaces, tinted where the layer says something of a piece; pieces without power are a little darker. */
export function surfaceMaterial(states: Texture, tints: Texture, palette: Texture, tones: { value: Color[] }): Material {
  const material = new MeshLambertMaterial()
  const uniforms = { uStates: { value: states }, uTints: { value: tints }, uPalette: { value: palette }, uTones: tones, uDead: { value: 0.82 }, uOut: { value: new Color(OUT_COLOUR) } }
  material.onBeforeCompile = shader => patch(shader, uniforms, SURFACE_HEAD, SURFACE_BODY, 'varying vec3 vTone;\n', 'diffuseColor.rgb *= vTone;')
  return material
}

const OWNER_HEAD = `attribute float aOwner; uniform highp usampler2D uStates;\n${BYTE_OF}`

/** The same hiding for shadows. */
export function shadowMaterial(states: Texture): MeshDepthMaterial {
  const material = new MeshDepthMaterial({ depthPacking: RGBADepthPacking })
  material.onBeforeCompile = shader => patch(shader, { uStates: { value: states } }, OWNER_HEAD, `if (aOwner >= 0.0 && byteOf(uStates, aOwner) == 0u) { ${HIDE} }`)
  return material
}

const RACK_HEAD = `
attribute float aOwner; attribute float aUp; attribute float aFront;
uniform highp usampler2D uStates; uniform sampler2D uPalette;
varying vec3 vPalette; varying float vUp; varying float vFront;
${BYTE_OF}`
const RACK_BODY = `
uint state = byteOf(uStates, aOwner);
if (state == 0u) { ${HIDE} }
vPalette = texelFetch(uPalette, ivec2(int(state), 0), 0).rgb;
vUp = aUp; vFront = aFront;`
/** Trays show as lines when a rack is near enough for them to be wider than a pixel. */
const RACK_COLOUR = `
float trays = vUp * 20.0;
float line = smoothstep(0.30, 0.42, abs(fract(trays) - 0.5));
float near = 1.0 - smoothstep(0.12, 0.4, fwidth(trays));
float shade = 0.72 + 0.28 * vUp;
diffuseColor.rgb = vPalette * shade * (1.0 - 0.5 * vFront * near * line);
totalEmissiveRadiance += diffuseColor.rgb * 0.42;
diffuseColor.rgb *= 0.62;`

/** Racks keep most of their colour in the shade, so that it matches the legend. */
export function rackMaterial(states: Texture, palette: Texture): Material {
  const material = new MeshLambertMaterial()
  const uniforms = { uStates: { value: states }, uPalette: { value: palette } }
  material.onBeforeCompile = shader => patch(shader, uniforms, RACK_HEAD, RACK_BODY, 'varying vec3 vPalette; varying float vUp; varying float vFront;\n', RACK_COLOUR)
  return material
}

const OUTLINE_HEAD = `
attribute float aAlong; varying float vAlong;
${OWNER_HEAD}`
const OUTLINE_BODY = `vAlong = aAlong; if (byteOf(uStates, aOwner) != 0u) { ${HIDE} }`
const OUTLINE_COLOUR = 'if (mod(vAlong / max(1e-5, fwidth(vAlong)), 7.0) > 4.0) discard;'

export function outlineMaterial(states: Texture, colour: string): LineBasicMaterial {
  const material = new LineBasicMaterial({ color: colour, transparent: true })
  material.onBeforeCompile = shader => patch(shader, { uStates: { value: states } }, OUTLINE_HEAD, OUTLINE_BODY, 'varying float vAlong;\n', OUTLINE_COLOUR)
  return material
}

/** Leader lines: only above racks whose byte is from `low` to `high`. */
export function markMaterial(states: Texture, colour: string, low: number, high: number): LineBasicMaterial {
  const material = new LineBasicMaterial({ color: colour })
  material.onBeforeCompile = shader => patch(shader, { uStates: { value: states } }, OWNER_HEAD, `uint state = byteOf(uStates, aOwner); if (state < ${low}u || state > ${high}u) { ${HIDE} }`)
  return material
}

export interface SceneTheme {
  readonly sky: string
  readonly line: string
  readonly accent: string
  readonly sun: number
  readonly ambient: number
  /** Colours of the light from the sky and of that from the ground. */
  readonly above: string
  readonly below: string
  readonly tones: Readonly<Record<Tone, string>>
}

/** Paper by day, a control room at night; greys only, colour belongs to data. */
export const SCENE_THEMES: Readonly<Record<'light' | 'dark', SceneTheme>> = {
  light: {
    sky: '#f6f5f1',
    line: '#747b82',
    accent: '#0072B2',
    sun: 1.65,
    ambient: 2.1,
    above: '#ffffff',
    below: '#dfdcd6',
    tones: {
      wall: '#edeae5', roof: '#efede8', concrete: '#d9d6cf', steel: '#bfc3c5', machine: '#e4e1db', dark: '#7d8388', gravel: '#e9e6de', asphalt: '#d8d6d0', grass: '#f4f3ee', floor: '#f7f5f0', fan: '#8f969b', mark: '#8d9499', figure: '#3a3f44',
    },
  },
  dark: {
    sky: '#11161a',
    line: '#7c8894',
    accent: '#56B4E9',
    sun: 2.3,
    ambient: 2.0,
    above: '#93a0ac',
    below: '#2a333b',
    tones: {
      wall: '#8a95a0', roof: '#7f8a95', concrete: '#444e57', steel: '#737f8a', machine: '#6f7b86', dark: '#262d33', gravel: '#272f36', asphalt: '#1b2126', grass: '#161c21', floor: '#323b43', fan: '#2a323a', mark: '#8b97a2', figure: '#dfe5ea',
    },
  },
}

export const toneColours = (theme: SceneTheme): Color[] => TONES.map(tone => new Color(theme.tones[tone]))
