/** Four bytes for each thing, read by the vertex shader. Changing what is seen uploads these bytes and nothing else. */
import { DataTexture, RGBAFormat, RGBAIntegerFormat, SRGBColorSpace, UnsignedByteType } from 'three'

/** Width of the texture; shaders find thing n at (n mod 1024, n div 1024). */
const WIDTH = 1024
export const BYTES_EACH = 4

/** What the four bytes of a piece of the site say: its state, its tint, how far it has risen, and how open (a hall) or turned (a fan) it is. */
export const OF_ITEM = { state: 0, tint: 1, rise: 2, turn: 3 } as const
/** What those of a rack say: its class, how bright it is, how far it has come in, and how fast it runs. */
export const OF_RACK = { state: 0, light: 1, arrival: 2, speed: 3 } as const

export interface StateTexture {
  readonly texture: DataTexture
  /** Bytes of all things; call `upload` after changes. */
  readonly data: Uint8Array
  upload(): void
}

export function createStateTexture(count: number): StateTexture {
  const data = new Uint8Array(BYTES_EACH * WIDTH * Math.max(1, Math.ceil(count / WIDTH)))
  const texture = new DataTexture(data, WIDTH, data.length / WIDTH / BYTES_EACH, RGBAIntegerFormat, UnsignedByteType)
  texture.internalFormat = 'RGBA8UI'
  texture.unpackAlignment = 1
  texture.needsUpdate = true
  return {
    texture,
    data,
    upload() {
      texture.needsUpdate = true
    },
  }
}

export interface PaletteTexture {
  readonly texture: DataTexture
  /** Colours and patterns by byte. */
  write(colours: readonly string[], patterns: Uint8Array): void
}

const COLOURS = 256

/** 256 colours as a row of pixels, the pattern of each as its transparency; the sampler turns sRGB into light. */
export function createPaletteTexture(): PaletteTexture {
  const data = new Uint8Array(COLOURS * 4)
  const texture = new DataTexture(data, COLOURS, 1, RGBAFormat, UnsignedByteType)
  texture.colorSpace = SRGBColorSpace
  return {
    texture,
    write(colours, patterns) {
      colours.forEach((colour, at) => {
        const value = Number.parseInt(colour.slice(1), 16)
        data.set([value >> 16, (value >> 8) & 255, value & 255, patterns[at]], at * 4)
      })
      texture.needsUpdate = true
    },
  }
}

/** GLSL: the bytes of `owner` in `table`. */
export const BYTES_OF = `
uvec4 bytesOf(highp usampler2D table, float owner) {
  int at = int(owner + 0.5);
  return texelFetch(table, ivec2(at & ${WIDTH - 1}, at >> 10), 0);
}
`
