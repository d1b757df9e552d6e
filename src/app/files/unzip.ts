/** Files of an archive, unpacked piece by piece within limits: what an archive claims of itself is not believed. */
import { Unzip, UnzipInflate } from 'fflate'
import { err, ok, type Result } from '../../base/result.ts'
import { MAX_FILES, MAX_TABLE_BYTES, MAX_UNPACKED_BYTES } from './limits.ts'
import type { PathFile } from './path-file.ts'

/** So little at a time that what it unpacks to, a thousand times as much at most, is soon done. */
const PIECE_BYTES = 4096
const PIECES_A_TURN = 16

const isWanted = (path: string): boolean => !path.endsWith('/') && !path.split('/').some(step => step === '..' || step.startsWith('.') || step === '__MACOSX')

const turn = (): Promise<void> => new Promise(resolve => void setTimeout(resolve, 0))
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)}\u2009MB`

interface Unpacking {
  readonly files: PathFile[]
  total: number
  count: number
  problem: string
}

function unpackerOf(archive: string, state: Unpacking): Unzip {
  const unpacker = new Unzip(entry => {
    state.count += 1
    if (state.count > MAX_FILES) state.problem = `${archive} holds more than ${MAX_FILES} files`
    if (!isWanted(entry.name) || state.problem !== '') return
    const pieces: Uint8Array<ArrayBuffer>[] = []
    let size = 0
    entry.ondata = (error, data, isLast) => {
      if (error !== null) state.problem = `${archive} cannot be unpacked: it is damaged, encrypted or was not saved to its end`
      size += data.length
      state.total += data.length
      if (size > MAX_TABLE_BYTES) state.problem = `${entry.name} in ${archive} unpacks to more than ${megabytes(MAX_TABLE_BYTES)}`
      if (state.total > MAX_UNPACKED_BYTES) state.problem = `${archive} unpacks to more than ${megabytes(MAX_UNPACKED_BYTES)}`
      if (state.problem !== '') return entry.terminate()
      pieces.push(new Uint8Array(data))
      if (isLast) state.files.push({ path: entry.name, file: new File(pieces, entry.name.replace(/^.*\//u, '')) })
    }
    entry.start()
  })
  unpacker.register(UnzipInflate)
  return unpacker
}

/** Unpacks an archive; nothing of one that passes a limit or is damaged. */
export async function unzipped(archive: File): Promise<Result<readonly PathFile[], string>> {
  const state: Unpacking = { files: [], total: 0, count: 0, problem: '' }
  const unpacker = unpackerOf(archive.name, state)
  const reader = archive.stream().getReader()
  const refused = (): Result<never, string> => err(`${state.problem}. Nothing of it was opened.`)
  try {
    let pieces = 0
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      for (let from = 0; from < next.value.length; from += PIECE_BYTES) {
        unpacker.push(next.value.subarray(from, from + PIECE_BYTES), false)
        if (state.problem !== '') return refused()
        pieces += 1
        if (pieces % PIECES_A_TURN === 0) await turn()
      }
    }
    unpacker.push(new Uint8Array(0), true)
  } catch {
    state.problem = state.problem === '' ? `${archive.name} cannot be unpacked: it is damaged or of a kind that is not read` : state.problem
  } finally {
    await reader.cancel().catch(() => undefined)
  }
  if (state.problem === '' && state.count === 0) state.problem = `${archive.name} holds no files, or is no archive`
  return state.problem === '' ? ok(state.files) : refused()
}
