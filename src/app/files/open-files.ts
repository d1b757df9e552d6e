/**
 * Files that were dropped or opened: one scenario with the files that it extends and names, out of a folder, an archive or a handful of files.
 * Whatever is refused is told and changes nothing.
 */
import { extendedBy, pathFrom } from '../../scenario/bases.ts'
import { MAX_FILE_BYTES } from '../state/file-limit.ts'
import { type Bases, takeBases, useBases } from '../state/bases.ts'
import { openFile, replaceText, useDocument } from '../state/document.ts'
import { baseName } from '../state/tables.ts'
import { keepTrace } from '../state/trace-files.ts'
import { MAX_BASES } from './limits.ts'
import { type Candidate, useOpening } from './opening.ts'
import { readText } from './read-text.ts'
import { rememberHandle } from './handles.ts'
import type { PathFile } from './path-file.ts'
import { unzipped } from './unzip.ts'

const SCENARIO = /\.(?:ya?ml|json)$/iu
const ARCHIVE = /\.zip$/iu
/** Endings of what a scenario may name. */
const NAMED = /\.(?:epw|csv|tsv|swf|sacct|parquet|gz|txt|log)$/iu

const tellNotice = (notice: string): void => useDocument.setState({ notice })

/** Opens one scenario with the others as what it may extend, and hands over the files that its text names. */
export async function openCandidate({ path, text, handle }: Candidate, texts: Bases, others: readonly PathFile[]): Promise<void> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const inFolder = (each: string): string => (each.startsWith(folder) ? each.slice(folder.length) : each)
  takeBases(Object.fromEntries(Object.entries(texts).filter(([each]) => each !== path).map(([each, base]) => [inFolder(each), base])))
  replaceText(text, baseName(path))
  rememberHandle(useDocument.getState().id, handle, text)
  const all = [text, ...Object.values(texts)].join('\n')
  const named = others.filter(({ file }) => all.includes(file.name))
  const told: string[] = []
  for (const { file } of named) {
    if (/\.epw$/iu.test(file.name)) await openFile(file)
    else keepTrace(file)
    const { notice } = useDocument.getState()
    if (notice !== null && !notice.endsWith('is open')) told.push(notice)
  }
  const left = others.length - named.length
  const parts = [named.length === 0 ? '' : `with ${named.map(({ file }) => file.name).join(', ')}`, left === 0 ? '' : `${left} file${left === 1 ? ' is' : 's are'} not named by it`].filter(part => part !== '')
  tellNotice(told.length > 0 ? told.join(' ') : `${baseName(path)} is open${parts.length === 0 ? '' : ` ${parts.join('; ')}`}`)
}

/** Scenarios that no other one extends. */
function rootsOf(candidates: readonly Candidate[]): Candidate[] {
  const extended = new Set(candidates.flatMap(({ path, text }) => extendedBy(text).flatMap(name => pathFrom(path, name) ?? [])))
  const roots = candidates.filter(({ path }) => !extended.has(path))
  return roots.length > 0 ? roots : [...candidates]
}

/** A file that the present scenario extends and lacks completes it. */
function completes(file: string): string | undefined {
  const { text } = useDocument.getState()
  const { files } = useBases.getState()
  return extendedBy(text).find(name => baseName(name) === file && !Object.hasOwn(files, name))
}

async function candidatesOf(files: readonly PathFile[]): Promise<{ readonly candidates: Candidate[]; readonly problem: string }> {
  const candidates: Candidate[] = []
  let problem = ''
  for (const { path, file, handle } of files.slice(0, MAX_BASES)) {
    const read = await readText(file, MAX_FILE_BYTES)
    if (read.ok) candidates.push({ path, text: read.value, handle })
    else problem = read.error
  }
  return { candidates, problem }
}

async function openScenarios(files: readonly PathFile[], others: readonly PathFile[]): Promise<void> {
  const { candidates, problem } = await candidatesOf(files)
  if (problem !== '' && candidates.length < files.length) tellNotice(problem)
  if (candidates.length === 0) return
  const [only] = candidates
  const missing = candidates.length === 1 && others.length === 0 ? completes(baseName(only.path)) : undefined
  if (missing !== undefined) {
    takeBases({ ...useBases.getState().files, [missing]: only.text })
    return tellNotice(`${missing} is open`)
  }
  const texts: Bases = Object.fromEntries(candidates.map(({ path, text }) => [path, text]))
  const roots = rootsOf(candidates)
  if (roots.length === 1) return openCandidate(roots[0], texts, others)
  useOpening.setState({ choices: roots, others, texts })
}

/** Opens whatever was dropped or chosen. */
export async function openFiles(chosen: readonly PathFile[]): Promise<void> {
  const files: PathFile[] = []
  for (const each of chosen) {
    if (!ARCHIVE.test(each.file.name)) {
      files.push(each)
      continue
    }
    const read = await unzipped(each.file)
    if (!read.ok) return tellNotice(read.error)
    files.push(...read.value)
  }
  const scenarios = files.filter(({ file }) => SCENARIO.test(file.name))
  const others = files.filter(({ file }) => !SCENARIO.test(file.name))
  if (scenarios.length > 0) return openScenarios(scenarios, others.filter(({ file }) => NAMED.test(file.name)))
  for (const { file } of others) await openFile(file)
}
