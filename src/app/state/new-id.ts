/** Names that no other document, branch or step has, here or elsewhere: random UUIDs (RFC 9562, version 4). */

/** A UUID from 16 random bytes. */
export function uuidOf(random: Uint8Array): string {
  const bytes = Uint8Array.from(random)
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Pages that came over plain http are not given `randomUUID`. */
export function newId(): string {
  const given: Pick<Crypto, 'getRandomValues'> & Partial<Pick<Crypto, 'randomUUID'>> = crypto
  return given.randomUUID?.() ?? uuidOf(given.getRandomValues(new Uint8Array(16)))
}
