/** A checksum inside a file, over all of it but itself: where it stands, and the file as it was when it was taken. */

/** Text that stands where the checksum will; as long as one. */
export const SEAL = 'seal'.repeat(16)

const codesOf = (text: string): Uint8Array => Uint8Array.from(text, character => character.charCodeAt(0))

/** Place of the last occurrence of a text in bytes; −1 where there is none. */
function lastPlace(bytes: Uint8Array, text: string): number {
  const codes = codesOf(text)
  for (let at = bytes.lastIndexOf(codes[0], bytes.length - codes.length); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(codes[0], at - 1)) {
    if (codes.every((code, offset) => bytes[at + offset] === code)) return at
  }
  return -1
}

/** A copy of the file with the seal in the place of its checksum: what the checksum was taken of. Undefined where it stands nowhere. */
export function unsealed(bytes: Uint8Array, digest: string): Uint8Array | undefined {
  if (digest.length !== SEAL.length) return undefined
  const at = lastPlace(bytes, digest)
  if (at < 0) return undefined
  const copy = bytes.slice()
  copy.set(codesOf(SEAL), at)
  return copy
}
