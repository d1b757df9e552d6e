/** Flags of every verb that simulates: which draws, how often, on how many threads, for how long, with which values. */
import { parseDate } from '../base/civil-date.ts'
import { type Command, Option } from 'commander'
import { collectSet, UsageError, wholeNumber } from './command.ts'
import { collectGoal, type Goal } from './experiment/goals.ts'

/** A day, as it was written. */
export function dayFlag(text: string): string {
  if (parseDate(text.trim()) === undefined) throw new UsageError(`--decide-on takes a day, YYYY-MM-DD, not '${text}'`)
  return text.trim()
}

export interface RunFlags {
  readonly seed?: number
  readonly replications?: number
  readonly workers?: number
  readonly until?: string
  readonly set?: { path: string; value: string }[]
  readonly cache?: boolean
  readonly halfWidth?: Goal[]
  readonly mostReplications?: number
}

/** Declares them; `where` follows "replace a value" in the help of `--set`. */
export const withRunFlags = (command: Command, where = ''): Command =>
  command
    .option('--seed <n>', 'seed instead of the one in the file', wholeNumber('--seed', 0, 4_294_967_295))
    .option('--replications <n>', 'replications instead of those in the file', wholeNumber('--replications', 1, 1000))
    .option('--workers <n>', 'worker threads; 1 runs in this process', wholeNumber('--workers', 1, 256))
    .addOption(new Option('--half-width <figure=width>', 'replications until the 95 % interval of this figure is so narrow on each side, as 1 % of the mean or in its unit; may be repeated').argParser(collectGoal).conflicts('replications'))
    .option('--most-replications <n>', 'with --half-width: end after so many whatever the width (default 200)', wholeNumber('--most-replications', 2, 10_000))
    .option('--no-cache', 'simulate again what was simulated before')
    .option('--until <date>', 'stop at this day, YYYY-MM-DD')
    .option('--set <path=value>', `replace a value${where}; may be repeated`, collectSet)

/** Declares pairs of mirrored replications, for verbs whose intervals count pairs. */
export const withAntithetic = (command: Command): Command =>
  command.addOption(new Option('--antithetic', 'replications in pairs, the second of each with every draw u as 1 − u, so that their means vary less; intervals count pairs').conflicts('halfWidth'))
