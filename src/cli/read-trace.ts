/** Traces of jobs from disk, in chunks: a file of any size passes through a buffer of some kilobytes. */
import { createHash } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import type { ChunkReader } from '../exchange/read-chunks.ts'
import type { Import } from '../exchange/row-reader.ts'

/** Largest file that is read and largest unpacked, bytes. */
const MOST_BYTES = 16_000_000_000
const MOST_UNPACKED_BYTES = 64_000_000_000

export interface ReadFile<T> {
  readonly read: Import<T>
  /** Of the bytes on disk. */
  readonly hash: string
}

const tooLarge = <T>(bytes: number): ReadFile<T> => ({ read: { ok: false, error: [{ code: 'TRACE_SIZE', severity: 'error', message: `has ${bytes} bytes; at most ${MOST_BYTES} are read` }] }, hash: '' })

/** A file as a stream of bytes, unpacked where its name ends in `.gz`. */
function bytesOf(target: string): { readonly packed: ReadStream; readonly bytes: AsyncIterable<Uint8Array> } {
  const packed = createReadStream(target)
  if (!target.endsWith('.gz')) return { packed, bytes: packed as AsyncIterable<Uint8Array> }
  const unpacked = packed.pipe(createGunzip())
  packed.on('error', error => unpacked.destroy(error))
  return { packed, bytes: unpacked as AsyncIterable<Uint8Array> }
}

/** The first characters of a file. */
export async function headOf(target: string): Promise<string> {
  for await (const chunk of bytesOf(target).bytes) return new TextDecoder().decode(chunk.subarray(0, 256))
  return ''
}

/** Streams a file, unpacked where its name ends in `.gz`, through a reader. */
export async function readInChunks<T>(target: string, reader: ChunkReader<T>): Promise<ReadFile<T>> {
  const { size } = await stat(target)
  if (size > MOST_BYTES) return tooLarge(size)
  const hash = createHash('sha256')
  const { packed, bytes } = bytesOf(target)
  let total = 0
  for await (const chunk of bytes) {
    if (packed === bytes) hash.update(chunk)
    total += chunk.length
    if (total > MOST_UNPACKED_BYTES) return tooLarge(total)
    reader.push(chunk)
  }
  if (packed !== bytes) for await (const chunk of createReadStream(target)) hash.update(chunk as Uint8Array)
  return { read: reader.end(), hash: hash.digest('hex').slice(0, 16) }
}

/** Opens a file for reading by ranges and closes it afterwards. */
export async function readByRange<T>(target: string, use: (file: { byteLength: number; slice(start: number, end?: number): Promise<ArrayBuffer> }) => Promise<Import<T>>): Promise<ReadFile<T>> {
  const { size } = await stat(target)
  if (size > MOST_BYTES) return tooLarge(size)
  const handle = await open(target)
  try {
    const slice = async (start: number, end = size): Promise<ArrayBuffer> => {
      const from = start < 0 ? size + start : start
      const buffer = new ArrayBuffer(Math.max(0, end - from))
      await handle.read(new Uint8Array(buffer), 0, buffer.byteLength, from)
      return buffer
    }
    const read = await use({ byteLength: size, slice })
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(target)) hash.update(chunk as Uint8Array)
    return { read, hash: hash.digest('hex').slice(0, 16) }
  } finally {
    await handle.close()
  }
}
