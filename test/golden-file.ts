import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repositoryRoot } from './fixtures.ts'

/** `npm run golden` accepts what changed; never on a machine that judges. */
const isUpdate = process.env.UPDATE_GOLDEN === '1' && !process.env.CI

function firstDifference(golden: string, text: string): string {
  const [before, after] = [golden.split('\n'), text.split('\n')]
  const line = after.findIndex((each, i) => each !== before[i])
  return `in line ${line + 1}:\n- ${before[line] ?? '(end)'}\n+ ${after[line] ?? '(end)'}\n`
}

/**
 * Holds a text to the file `test/golden/<name>` and says how they differ; '' if not at all. Outside CI the new text is left beside
 * the old one as `<name>-changed`, to look at; `npm run golden` accepts it.
 */
export function goldenProblem(name: string, text: string): string {
  const path = join(repositoryRoot, 'test', 'golden', name)
  const changed = path.replace(/(\.[a-z]+)$/, '-changed$1')
  const golden = existsSync(path) ? readFileSync(path, 'utf8') : undefined
  if (golden === text || isUpdate) rmSync(changed, { force: true })
  if (golden === text) return ''
  if (!process.env.CI) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(isUpdate ? path : changed, text)
  }
  return isUpdate ? '' : `test/golden/${name} ${golden === undefined ? 'does not exist' : `differs ${firstDifference(golden, text)}`}; look at it, then run npm run golden`
}
