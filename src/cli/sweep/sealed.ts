/** A checksum inside a file, over all of it but itself. */
import { SEAL, unsealed } from '../../exchange/seal.ts'
import { sha256 } from './plan.ts'

export { SEAL }

/** Puts the checksum in the place of the seal, in the file itself. */
export function sealed(bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const at = buffer.lastIndexOf(SEAL)
  if (at < 0) throw new RangeError('the file has no place for its checksum')
  const digest = sha256(bytes)
  buffer.write(digest, at, 'latin1')
  return bytes
}

/** Whether a file is as it was sealed; `digest` as its metadata says. */
export function isSealed(bytes: Uint8Array, digest: string): boolean {
  const before = unsealed(bytes, digest)
  return before !== undefined && sha256(before) === digest
}
