/** The command line that gives the same comparison. */
import type { Side } from './sides.ts'

export interface Compared {
  readonly file: string
  readonly base: Side
  readonly others: readonly Side[]
  /** Smallest difference that matters, a share of the baseline. */
  readonly importance: number
}

export interface CompareCommand {
  /** Null where nothing of what is shown can be asked for there. */
  readonly command: string | null
  /** Sides that the command line cannot make: futures, and results from files. */
  readonly left: readonly Side[]
}

/** A word of a shell, in quotation marks where it must be. */
export const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)
/** A file that no program takes for a flag. */
export const fileWord = (file: string): string => shellWord(file.startsWith('-') ? `./${file}` : file)

const idOf = ({ option }: Side): string => option ?? '.'
const isOfFile = ({ kind }: Side): boolean => kind === 'written' || kind === 'option'

export function compareCommand({ file, base, others, importance }: Compared): CompareCommand {
  const told = others.filter(isOfFile)
  const left = [base, ...others].filter(side => !isOfFile(side))
  if (!isOfFile(base) || told.length === 0) return { command: null, left }
  const from = base.option === null ? [] : ['--base', shellWord(base.option)]
  const words = ['npx nameplate compare', fileWord(file), ...from, '--options', shellWord(told.map(idOf).join(',')), '--importance', `${Number((importance * 100).toPrecision(6))}%`]
  return { command: words.join(' '), left }
}
