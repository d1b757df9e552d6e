/** Baselines on disk, and the flag of what matters. */
import { type Baseline, readBaseline } from '../results/baseline.ts'
import { parseRatio } from '../scenario/schema/quantity-text.ts'
import { UsageError } from './command.ts'
import { fileIssue } from './file-issue.ts'
import type { Host } from './host.ts'
import { issuesText } from './issues-text.ts'
import { readText } from './read-scenario.ts'

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
