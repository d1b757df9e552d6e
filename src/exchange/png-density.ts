/** How large a pixel of a PNG is: the chunk that programs read when they place the picture on paper. */

const METRES_PER_INCH = 0.0254
/** Bytes before the first chunk, and length of the header chunk with its length, name and checksum. */
const [SIGNATURE, HEADER] = [8, 25]
/** Length, name, nine bytes of data, checksum. */
const CHUNK = 21

/** Checksum of a PNG chunk (ISO 3309); chunks written here are a few bytes. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0)
  }
  return ~crc >>> 0
}

/** The picture with its dots per inch, in the chunk right after the header. */
export function withDensity(png: Uint8Array, dpi: number): Uint8Array {
  const chunk = new Uint8Array(CHUNK)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, 9)
  chunk.set([0x70, 0x48, 0x59, 0x73], 4) // pHYs
  const perMetre = Math.round(dpi / METRES_PER_INCH)
  view.setUint32(8, perMetre)
  view.setUint32(12, perMetre)
  chunk[16] = 1
  view.setUint32(17, crc32(chunk.subarray(4, 17)))
  const at = SIGNATURE + HEADER
  const out = new Uint8Array(png.length + CHUNK)
  out.set(png.subarray(0, at))
  out.set(chunk, at)
  out.set(png.subarray(at), at + CHUNK)
  return out
}
