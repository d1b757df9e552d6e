/** What is wrong with lines of a trace: counted by reason with the first line; nothing is left out or repaired in silence. */
import type { TracePolicy } from '../scenario/schema/trace.ts'
import type { ImportIssue } from './import-issue.ts'

/** Of every reason: what the lines are, what becomes of them when they can be repaired, and whether they are part of any trace. */
const REASONS = {
  LINE: { what: 'lines with a wrong number of fields, or without numbers where there must be some,' },
  TRUNCATED: { what: 'a last line that breaks off' },
  MISSING: { what: 'jobs without a submission or an end', repair: 'submitted with the job before them' },
  ZONE: { what: 'times with an offset among times without one, or the reverse,', repair: 'taken as UTC' },
  TIME: { what: 'jobs with a negative submission or a requested time of zero', repair: 'submitted at once, or taken to have asked for what they ran' },
  NEGATIVE: { what: 'jobs that end before they begin', repair: 'kept with the shortest run' },
  SIZE: { what: 'jobs without processors, or with more than the machine has,', repair: 'cut to the machine' },
  TOKENS: { what: 'requests with negative or missing tokens, or with more than any context holds,', repair: 'taken to have one' },
  NO_TOKENS: { what: 'requests with 0 tokens of a prompt or an answer', repair: 'taken to have one' },
  ORDER: { what: 'lines that are submitted before the line above them', repair: 'sorted', isSorted: true },
  UNKNOWN_JOB: { what: 'jobs that follow one that is not before them in the trace', repair: 'taken not to', isSorted: true },
  LINE_ENDS: { what: 'line ends of more than one kind', repair: 'all taken as line ends', isSorted: true },
  NOT_RUN: { what: 'jobs without run time (cancelled before they started)', isUsual: true },
  RUNNING: { what: 'jobs that had not ended', isUsual: true },
  STEP: { what: 'steps of jobs', isUsual: true },
  NO_GPU: { what: 'jobs without accelerators', isUsual: true },
  NODE_FAIL: { what: 'attempts that a node failure ended', isUsual: true },
  RETRIED: { what: 'jobs that were tried again', repair: 'taken to have run as long as their last attempt', isSorted: true, isUsual: true },
} as const satisfies Readonly<Record<string, { what: string; repair?: string; isSorted?: boolean; isUsual?: boolean }>>

export type Reason = keyof typeof REASONS

interface Count {
  line: number
  left: number
  repaired: number
}

export interface TraceFindings {
  /** Something is wrong with a line. Returns whether it is repaired and kept. */
  note(reason: Reason, line: number): boolean
  /** All findings by reason; those that the policy refuses are errors. */
  issues(): ImportIssue[]
  /** Lines left out. */
  left(): number
}

/** Whether a reason is dealt with by putting lines in order; no line is lost. */
const isSorted = (reason: Reason): boolean => 'isSorted' in REASONS[reason]
const isUsual = (reason: Reason): boolean => 'isUsual' in REASONS[reason]

export function traceFindings(prefix: string, policy: TracePolicy): TraceFindings {
  const counts = new Map<Reason, Count>()
  const message = (reason: Reason, { left, repaired }: Count): string => {
    const entry: { what: string; repair?: string } = REASONS[reason]
    const parts = [left > 0 ? 'are left out' : '', repaired > 0 ? `are ${entry.repair ?? 'kept'}` : ''].filter(text => text !== '')
    return `${entry.what} ${parts.join(', or ')}`
  }
  return {
    note(reason, line) {
      const known = counts.get(reason)
      const count = known ?? { line, left: 0, repaired: 0 }
      if (known === undefined) counts.set(reason, count)
      const isKept = isSorted(reason) || (policy === 'clip' && 'repair' in REASONS[reason])
      if (isKept) count.repaired += 1
      else count.left += 1
      return isKept
    },
    issues: () =>
      [...counts].map(([reason, count]) => ({
        code: `${prefix}_${reason}`,
        severity: policy === 'fail' && !isUsual(reason) ? ('error' as const) : ('warn' as const),
        message: policy === 'fail' && !isUsual(reason) ? `${REASONS[reason].what} are refused` : message(reason, count),
        line: count.line,
        count: count.left + count.repaired,
      })),
    left: () => [...counts.values()].reduce((sum, { left }) => sum + left, 0),
  }
}
