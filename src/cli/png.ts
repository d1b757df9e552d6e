/** A drawing as a PNG file: resvg with fonts of its own, so that the same drawing gives the same picture on every machine. */
import { createRequire } from 'node:module'

/** Dots per inch of a drawing at its own size: a CSS pixel is 1/96 inch. */
const CSS_DPI = 96
const METRES_PER_INCH = 0.0254
/** Narrow enough that words laid out for Inter keep their places. */
const FONT_FAMILY = 'DejaVu Sans Condensed'
const FONT_FILES = ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf']

/** Bytes before the first chunk, and length of the header chunk with its length, name and checksum. */
const [SIGNATURE, HEADER] = [8, 25]

/** Checksum of a PNG chunk (ISO 3309); chunks written here are a few bytes. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0)
  }
  return ~crc >>> 0
}

/** The chunk that says how large a pixel is, right after the header. */
function withDensity(png: Uint8Array, dpi: number): Uint8Array {
  const chunk = Buffer.alloc(21)
  chunk.writeUInt32BE(9, 0)
  chunk.write('pHYs', 4, 'latin1')
  const perMetre = Math.round(dpi / METRES_PER_INCH)
  chunk.writeUInt32BE(perMetre, 8)
  chunk.writeUInt32BE(perMetre, 12)
  chunk.writeUInt8(1, 16)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17)
  const at = SIGNATURE + HEADER
  return Buffer.concat([png.subarray(0, at), chunk, png.subarray(at)])
}

/** `svg` is a whole document; `dpi` 96 draws a pixel a unit. */
export async function pngOf(svg: string, dpi: number): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js').catch((error: unknown) => {
    throw new Error(`pictures as PNG need the package @resvg/resvg-js, which is not installed for this system; write SVG instead (${String(error)})`)
  })
  const { resolve } = createRequire(import.meta.url)
  const fontFiles = FONT_FILES.map(file => resolve(`dejavu-fonts-ttf/ttf/${file}`))
  const drawing = new Resvg(svg, { fitTo: { mode: 'zoom', value: dpi / CSS_DPI }, font: { loadSystemFonts: false, fontFiles, defaultFontFamily: FONT_FAMILY, sansSerifFamily: FONT_FAMILY } })
  return withDensity(drawing.render().asPng(), dpi)
}
