/** Text as letters that fit an address: deflated, then base64 in its form for addresses. */
import { deflateSync, Inflate, strToU8 } from 'fflate'
import { MAX_FILE_BYTES } from '../state/file-limit.ts'

const LEVEL = 9
/** Compressed bytes that are taken at a time: what unpacks too far is noticed before it has filled the memory. */
const SLICE_BYTES = 1024

export function packText(text: string): string {
  const bytes = deflateSync(strToU8(text), { level: LEVEL })
  let letters = ''
  for (const byte of bytes) letters += String.fromCharCode(byte)
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/u, '')
}

/** The text again; undefined when it is damaged, is no text, or is longer than any scenario may be. */
export function unpackText(packed: string): string | undefined {
  if (!/^[\w-]*$/u.test(packed)) return undefined
  const parts: Uint8Array[] = []
  let size = 0
  let isWhole = false
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0))
    const inflate = new Inflate((part, isLast) => {
      parts.push(part)
      size += part.length
      isWhole = isLast
    })
    for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
      inflate.push(bytes.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= bytes.length)
      if (size > MAX_FILE_BYTES) return undefined
    }
    if (!isWhole) return undefined
    const all = new Uint8Array(size)
    let end = 0
    for (const part of parts) {
      all.set(part, end)
      end += part.length
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(all)
  } catch {
    return undefined
  }
}
