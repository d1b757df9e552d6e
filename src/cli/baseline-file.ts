/** Baselines on disk, what may be compared with them, and the flag of what matters. */
import { formatDate, parseDate } from '../base/civil-date.ts'
import { type Baseline, readBaseline } from '../results/baseline.ts'
import { parseRatio } from '../scenario/schema/quantity-text.ts'
import { UsageError } from './command.ts'
import { fileIssue } from './file-issue.ts'
import type { Host } from './host.ts'
import { issuesText } from './issues-text.ts'
import { readText } from './read-scenario.ts'
import type { RunFlags } from './run-flags.ts'

/** A share as `1%` or `0.01`. */
export function importance(text: string): number {
  const share = parseRatio(text.endsWith('%') ? text : Number(text))
  if (!share.ok || share.value < 0 || share.value > 1) throw new UsageError(`--importance takes a share such as 1% or 0.01, not '${text}'`)
  return share.value
}

/** The baseline of a file; undefined when it cannot be read, which is said. */
export async function readBaselineFile(host: Host, file: string): Promise<Baseline | undefined> {
  const read = await readText(file)
  const baseline = 'issue' in read ? undefined : readBaseline(read.text)
  if (baseline?.ok === true) return baseline.value
  host.say(issuesText(['issue' in read ? read.issue : fileIssue(file, '', baseline?.ok === false ? baseline.error : '')]).trimEnd())
  return undefined
}

/** What a baseline settles: pairs need the same random numbers over the same time. */
const SETTLED = [{ key: 'seed', flag: '--seed' }, { key: 'replications', flag: '--replications' }] as const

/** The day of `--until`, as baselines hold it. */
function untilAsked(until: string | undefined, horizonEnd: number): string | null {
  const day = until === undefined ? undefined : parseDate(until)
  return until === undefined || (day !== undefined && day >= horizonEnd) ? null : until
}

/** Throws where the flags ask for runs that are no pairs of those of the baseline; `horizonEnd` is the day on which whole runs end. */
export function refuseOtherRuns(file: string, baseline: Baseline, flags: RunFlags, horizonEnd: number): void {
  if (flags.halfWidth !== undefined) throw new UsageError(`--half-width chooses its replications, and ${file} has ${baseline.replications}: leave --half-width out to compare`)
  const others = SETTLED.filter(({ key }) => flags[key] !== undefined && flags[key] !== baseline[key])
  const [before, now] = [baseline.until ?? null, untilAsked(flags.until, horizonEnd)]
  const endText = (until: string | null): string => (until === null ? `to the end of the horizon (${formatDate(horizonEnd)})` : `until ${until}`)
  const problems = [
    ...others.map(({ key, flag }) => `${flag} ${flags[key] ?? ''} is not that of ${file}, which has ${baseline[key]}: leave ${flag} out, or write the baseline anew with \`baseline update ${flag} ${flags[key] ?? ''}\``),
    ...(before === now ? [] : [`${file} was simulated ${endText(before)}, this run goes ${endText(now)}: ${before === null ? 'leave --until out' : `give --until ${before}`}, or write the baseline anew with \`baseline update${now === null ? '` without --until' : ` --until ${now}\``}`]),
  ]
  if (problems.length > 0) throw new UsageError(problems.join('\n'))
}
