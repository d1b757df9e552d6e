/** A results bundle as one file: a zip archive of its entries. Archives of strangers are opened with their sizes limited. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import type { Entries } from '../results/bundle.ts'

const MOST_ENTRIES = 1024
/** All entries together, unpacked. */
export const MOST_BYTES = 1_500_000_000
/** Fast, and columns of a ledger are mostly zeros. */
const LEVEL = 6
/** The least that a zip archive can begin at: no two files of the same content differ. */
const EPOCH = '1980-01-01T00:00:00'

export const isBundleName = (file: string): boolean => file.endsWith('.nameplate')

export const writeBundle = (entries: Entries): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, [typeof entry === 'string' ? strToU8(entry) : entry, { level: LEVEL, mtime: EPOCH }]])))

export function readBundle(bytes: Uint8Array): Result<Entries, string> {
  let [count, size] = [0, 0]
  let problem: string | undefined
  try {
    const found = unzipSync(bytes, {
      filter({ name, originalSize }) {
        count += 1
        size += originalSize
        // The size that an archive states is all that is unpacked of an entry.
        if (count > MOST_ENTRIES) problem = `has more than ${MOST_ENTRIES} entries`
        if (size > MOST_BYTES) problem = `would unpack to more than ${MOST_BYTES} bytes`
        return problem === undefined && /^[a-z0-9-]{1,40}\.(?:json|bin)$/u.test(name)
      },
    })
    if (problem !== undefined) return err(problem)
    return ok(Object.fromEntries(Object.entries(found).map(([name, entry]) => [name, name.endsWith('.json') ? strFromU8(entry) : entry])))
  } catch {
    return err('is not a results bundle: no archive that can be read')
  }
}
