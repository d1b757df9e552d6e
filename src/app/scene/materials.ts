/** Materials of the model: matte surfaces in neutral tones, racks in the colours of the layer, outlines of what is planned. */
import { Color, DoubleSide, LineBasicMaterial, type Material, MeshBasicMaterial, MeshDepthMaterial, MeshLambertMaterial, RGBADepthPacking, type Texture, type WebGLProgramParametersWithUniforms } from 'three'
import { TONES } from '../site/plan/part.ts'
import { PATTERN } from './pattern-shader.ts'
import { BYTES_OF } from './state-texture.ts'

type Shader = WebGLProgramParametersWithUniforms
export type Uniforms = Readonly<Record<string, { value: unknown }>>

/** Vertices of things that are not there shrink to a point far below the ground. */
export const HIDE = 'transformed = vec3(0.0, -500.0, 0.0);'

/** Walls of an open hall are cut here; the roof of one floats so much higher. */
const CUT_M = 1.25
const LIFT_M = 5
const TALLEST_M = 9

interface Patch {
  readonly uniforms: Uniforms
  readonly vertexHead: string
  readonly vertexBody: string
  readonly fragmentHead?: string
  readonly fragmentColour?: string
}

export function patched<M extends Material>(material: M, { uniforms, vertexHead, vertexBody, fragmentHead = '', fragmentColour = '' }: Patch): M {
  material.onBeforeCompile = (shader: Shader) => {
    Object.assign(shader.uniforms, uniforms)
    shader.vertexShader = vertexHead + shader.vertexShader.replace('#include <begin_vertex>', `#include <begin_vertex>\n${vertexBody}`)
    if (fragmentColour !== '') shader.fragmentShader = fragmentHead + shader.fragmentShader.replace('#include <color_fragment>', `#include <color_fragment>\n${fragmentColour}`)
  }
  // Three tells programs apart by this key; the source alone differs here.
  material.customProgramCacheKey = () => vertexHead + vertexBody + fragmentColour
  return material
}

/** What has failed, as in the ledger's gate of health. */
export const OUT_COLOUR = '#D55E00'

/** What shaders of pieces read. */
export interface Sources {
  readonly items: Texture
  readonly racks: Texture
  readonly palette: Texture
  readonly tones: { value: Color[] }
}

const STANDS = `
uvec4 own = aOwner < 0.0 ? uvec4(2u, 0u, 255u, 0u) : bytesOf(uItems, aOwner);
if (own.x == 0u) { ${HIDE} }
float rise = float(own.z) / 255.0;
transformed.y *= rise;`
const SINKS = `if (aSinks > 0.5) transformed.y = min(transformed.y, mix(${TALLEST_M.toFixed(1)}, ${CUT_M}, float(own.w) / 255.0));`
const LIFTS = `
float opened = float(own.w) / 255.0;
transformed.y += opened * ${LIFT_M.toFixed(1)};
vFade = 1.0 - opened;
if (own.w == 255u) { ${HIDE} }`

const TONE = `
vTone = uTones[int(aTone + 0.5)] * aShade * (own.x == 1u ? uDead : 1.0);
if (own.y != 0u) vTone = mix(vTone, texelFetch(uPalette, ivec2(int(own.y), 0), 0).rgb * aShade, 0.78);
if (own.x == 3u) vTone = mix(vTone, uOut * aShade, 0.85);`

const SURFACE_HEAD = `
attribute float aTone; attribute float aOwner; attribute float aShade; attribute float aSinks;
uniform highp usampler2D uItems; uniform sampler2D uPalette;
uniform vec3 uTones[${TONES.length}]; uniform float uDead; uniform vec3 uOut;
varying vec3 vTone; varying float vFade;
${BYTES_OF}`

const surfaceUniforms = ({ items, palette, tones }: Sources): Uniforms => ({ uItems: { value: items }, uPalette: { value: palette }, uTones: tones, uDead: { value: 0.88 }, uOut: { value: new Color(OUT_COLOUR) } })

/** Pieces have no underside, and back faces alone would let the sun through from above: both sides throw shadows. */
const CASTS = { shadowSide: DoubleSide } as const

/** Neutral surfaces, tinted where the layer says something of a piece; pieces without power are a little darker. */
export function surfaceMaterial(sources: Sources): Material {
  return patched(new MeshLambertMaterial(CASTS), {
    uniforms: surfaceUniforms(sources),
    vertexHead: SURFACE_HEAD,
    vertexBody: `${STANDS}${SINKS}\nvFade = 1.0;${TONE}`,
    fragmentHead: 'varying vec3 vTone;\n',
    fragmentColour: 'diffuseColor.rgb *= vTone;',
  })
}

/** Roofs: they float up and fade as their hall opens. */
export function roofMaterial(sources: Sources): Material {
  return patched(new MeshLambertMaterial({ ...CASTS, transparent: true }), {
    uniforms: surfaceUniforms(sources),
    vertexHead: SURFACE_HEAD,
    vertexBody: `${STANDS}${LIFTS}${TONE}`,
    fragmentHead: 'varying vec3 vTone; varying float vFade;\n',
    fragmentColour: 'diffuseColor.rgb *= vTone; diffuseColor.a *= vFade;',
  })
}

const OWNER_HEAD = `attribute float aOwner; uniform highp usampler2D uItems;\n${BYTES_OF}`

/** The same for the shadows of pieces, and of roofs: an open one throws none. */
export function shadowMaterial(items: Texture, isRoof: boolean): MeshDepthMaterial {
  const body = isRoof ? `if (own.w > 60u) { ${HIDE} }` : SINKS
  return patched(new MeshDepthMaterial({ depthPacking: RGBADepthPacking }), { uniforms: { uItems: { value: items } }, vertexHead: `attribute float aSinks; ${OWNER_HEAD}`, vertexBody: `${STANDS}${body}` })
}

export function rackShadowMaterial(racks: Texture): MeshDepthMaterial {
  return patched(new MeshDepthMaterial({ depthPacking: RGBADepthPacking }), { uniforms: { uItems: { value: racks } }, vertexHead: OWNER_HEAD, vertexBody: `if (bytesOf(uItems, aOwner).x == 0u) { ${HIDE} }` })
}

const RACK_HEAD = `
attribute float aOwner; attribute float aUp; attribute float aFront;
uniform highp usampler2D uRacks; uniform sampler2D uPalette;
varying vec4 vPalette; varying float vUp; varying float vFront; varying vec3 vPlace; varying float vLight; varying float vSpeed;
${BYTES_OF}`
const RACK_BODY = `
uvec4 own = bytesOf(uRacks, aOwner);
if (own.x == 0u) { ${HIDE} }
vPalette = texelFetch(uPalette, ivec2(int(own.x), 0), 0);
vUp = aUp; vFront = aFront; vPlace = position;
vLight = float(own.y) / 255.0; vSpeed = float(own.w) / 255.0;
float away = 1.0 - float(own.z) / 255.0;
transformed.z += away * away * 4.0;`
/** Trays show as lines when a rack is near enough for them to be wider than a pixel; the front of a throttled rack is barred from above. */
const RACK_COLOUR = `
float trays = vUp * 20.0;
float fine = 1.0 - smoothstep(0.12, 0.45, fwidth(trays));
float line = smoothstep(0.30, 0.42, abs(fract(trays) - 0.5));
float shade = 0.66 + 0.34 * vUp;
vec3 rack = patterned(vPalette.rgb, vPalette.a, vUp > 0.999 ? vPlace.xz * 2.0 : vec2(vPlace.x + vPlace.z, vPlace.y) * 2.0);
rack *= shade * (1.0 - 0.5 * max(0.0, vFront) * fine * line);
float rim = max(0.0, vFront) * fine * step(0.97, abs(vFront * 2.0 - 1.0));
float barred = step(0.5, vFront) * step(vSpeed, vUp) * step(vSpeed, 0.995) * step(0.35, fract((vPlace.x + vPlace.y) * 5.0));
rack = mix(rack, vec3(0.06, 0.05, 0.04), barred * 0.75 + rim * 0.0);
diffuseColor.rgb = rack * (0.3 + 0.7 * vLight);
totalEmissiveRadiance += diffuseColor.rgb * 0.42;
diffuseColor.rgb *= 0.62;`

/** Racks keep most of their colour in the shade, so that it matches the legend. */
export function rackMaterial({ racks, palette }: Sources): Material {
  return patched(new MeshLambertMaterial(CASTS), {
    uniforms: { uRacks: { value: racks }, uPalette: { value: palette } },
    vertexHead: RACK_HEAD,
    vertexBody: RACK_BODY,
    fragmentHead: `varying vec4 vPalette; varying float vUp; varying float vFront; varying vec3 vPlace; varying float vLight; varying float vSpeed;\n${PATTERN}`,
    fragmentColour: RACK_COLOUR,
  })
}

const TILE_HEAD = `
attribute float aOwner; attribute float aHall;
uniform highp usampler2D uRacks; uniform highp usampler2D uItems; uniform sampler2D uPalette;
varying vec4 vPalette; varying vec2 vAt; varying float vFade; varying float vLight;
${BYTES_OF}`
const TILE_BODY = `
uvec4 own = bytesOf(uRacks, aOwner);
uvec4 hall = bytesOf(uItems, aHall);
float opened = float(hall.w) / 255.0;
if (own.x == 0u || hall.x == 0u || hall.w == 255u) { ${HIDE} }
vPalette = texelFetch(uPalette, ivec2(int(own.x), 0), 0);
vAt = position.xz; vFade = 1.0 - opened; vLight = float(own.y) / 255.0;
transformed.y = transformed.y * float(hall.z) / 255.0 + opened * ${LIFT_M.toFixed(1)};`

/** The racks of a closed hall as cells on its roof: from far a tile, nearer its rows. */
export function tileMaterial({ racks, items, palette }: Sources): Material {
  return patched(new MeshBasicMaterial({ transparent: true, depthWrite: false, polygonOffset: true, polygonOffsetFactor: -2, polygonOffsetUnits: -2 }), {
    uniforms: { uRacks: { value: racks }, uItems: { value: items }, uPalette: { value: palette } },
    vertexHead: TILE_HEAD,
    vertexBody: TILE_BODY,
    fragmentHead: `varying vec4 vPalette; varying vec2 vAt; varying float vFade; varying float vLight;\n${PATTERN}`,
    fragmentColour: 'diffuseColor = vec4(patterned(vPalette.rgb, vPalette.a, vAt * 0.7) * (0.3 + 0.7 * vLight), 0.94 * vFade);',
  })
}

const OUTLINE_HEAD = `attribute float aAlong; varying float vAlong;\n${OWNER_HEAD}`
const OUTLINE_COLOUR = 'if (mod(vAlong / max(1e-5, fwidth(vAlong)), 7.0) > 4.0) discard;'

export function outlineMaterial(items: Texture, colour: string): LineBasicMaterial {
  return patched(new LineBasicMaterial({ color: colour, transparent: true }), {
    uniforms: { uItems: { value: items } },
    vertexHead: OUTLINE_HEAD,
    vertexBody: `vAlong = aAlong; if (bytesOf(uItems, aOwner).x != 0u) { ${HIDE} }`,
    fragmentHead: 'varying float vAlong;\n',
    fragmentColour: OUTLINE_COLOUR,
  })
}

/** Leader lines: only above things whose first byte is from `low` to `high`. */
export function markMaterial(states: Texture, colour: string, low: number, high: number): LineBasicMaterial {
  return patched(new LineBasicMaterial({ color: colour }), { uniforms: { uItems: { value: states } }, vertexHead: OWNER_HEAD, vertexBody: `uint state = bytesOf(uItems, aOwner).x; if (state < ${low}u || state > ${high}u) { ${HIDE} }` })
}

/** Lines that stand as soon as the piece that they belong to does: conductors of the line. */
export function standingLineMaterial(items: Texture, colour: string, opacity: number): LineBasicMaterial {
  return patched(new LineBasicMaterial({ color: colour, transparent: true, opacity }), { uniforms: { uItems: { value: items } }, vertexHead: OWNER_HEAD, vertexBody: `if (aOwner >= 0.0 && bytesOf(uItems, aOwner).x == 0u) { ${HIDE} }` })
}

/** Soft shade where things meet the ground. */
export function contactMaterial(items: Texture, strength: number): Material {
  return patched(new MeshBasicMaterial({ color: '#000000', transparent: true, depthWrite: false, polygonOffset: true, polygonOffsetFactor: -1, polygonOffsetUnits: -1 }), {
    uniforms: { uItems: { value: items }, uStrength: { value: strength } },
    vertexHead: `attribute float aDark; varying float vDark; ${OWNER_HEAD}`,
    vertexBody: `if (bytesOf(uItems, aOwner).x == 0u) { ${HIDE} } vDark = aDark * float(bytesOf(uItems, aOwner).z) / 255.0;`,
    fragmentHead: 'varying float vDark; uniform float uStrength;\n',
    fragmentColour: 'diffuseColor.a = vDark * vDark * uStrength;',
  })
}
