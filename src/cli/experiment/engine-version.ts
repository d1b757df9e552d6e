/** What version of the code makes the results: a hash over the code itself, so that nothing stale is ever taken for fresh. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folders of the sources that make results. */
const MAKERS = ['base', 'physics', 'scenario', 'results', 'engine', 'analysis']

let known: string | undefined

/** Files of code below a folder, in order of their names. */
const codeBelow = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith(ending)).toSorted().map(name => join(folder, name))

/** 32 hexadecimal digits; equal for equal code. The bundle is hashed whole, sources in a checkout by folder. */
export function engineVersion(): string {
  if (known !== undefined) return known
  const own = fileURLToPath(import.meta.url)
  const isBundled = own.endsWith('.js')
  const files = isBundled ? codeBelow(dirname(own), '.js') : MAKERS.flatMap(folder => codeBelow(join(dirname(own), '..', '..', folder), '.ts'))
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file))
  known = hash.digest('hex').slice(0, 32)
  return known
}
