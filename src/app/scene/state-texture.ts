/** One byte for each thing, read by the vertex shader. Changing what is seen uploads these bytes and nothing else. */
import { DataTexture, RedIntegerFormat, RGBAFormat, SRGBColorSpace, UnsignedByteType } from 'three'

/** Width of the texture; shaders find byte n at (n mod 1024, n div 1024). */
const WIDTH = 1024

export interface StateTexture {
  readonly texture: DataTexture
  write(bytes: Uint8Array): void
}

export function createStateTexture(count: number): StateTexture {
  const data = new Uint8Array(WIDTH * Math.max(1, Math.ceil(count / WIDTH)))
  const texture = new DataTexture(data, WIDTH, data.length / WIDTH, RedIntegerFormat, UnsignedByteType)
  texture.internalFormat = 'R8UI'
  texture.unpackAlignment = 1
  texture.needsUpdate = true
  return {
    texture,
    write(bytes) {
      data.set(bytes)
      texture.needsUpdate = true
    },
  }
}

export interface PaletteTexture {
  readonly texture: DataTexture
  write(colours: readonly string[]): void
}

const COLOURS = 256

/** 256 colours as a row of pixels; the sampler turns sRGB into light. */
export function createPaletteTexture(): PaletteTexture {
  const data = new Uint8Array(COLOURS * 4)
  const texture = new DataTexture(data, COLOURS, 1, RGBAFormat, UnsignedByteType)
  texture.colorSpace = SRGBColorSpace
  return {
    texture,
    write(colours) {
      colours.forEach((colour, at) => {
        const value = Number.parseInt(colour.slice(1), 16)
        data.set([value >> 16, (value >> 8) & 255, value & 255, 255], at * 4)
      })
      texture.needsUpdate = true
    },
  }
}

/** GLSL: the byte of `owner` in `table`. */
export const BYTE_OF = `
uint byteOf(highp usampler2D table, float owner) {
  int at = int(owner + 0.5);
  return texelFetch(table, ivec2(at & ${WIDTH - 1}, at >> 10), 0).r;
}
`
