/** Final states of jobs in the words of Slurm, Philly, Helios, Acme and Alibaba; suffixes such as `by 1000` do not matter. */
import { TRACE_END } from '../scenario/inputs.ts'

const WORDS: readonly (readonly [RegExp, number])[] = [
  [/^(completed|complete|pass|passed|succeeded|success|finished|terminated)\b/u, TRACE_END.completed],
  [/^(cancel|killed|revoked|stopped)/u, TRACE_END.cancelled],
  [/^(node.?fail|boot.?fail)/u, TRACE_END.nodeFailed],
  [/^(running|pending|requeued|suspended|resizing|waiting|queued)/u, TRACE_END.open],
  [/^(fail|timeout|out.of.memory|oom|deadline|preempted|error)/u, TRACE_END.failed],
]

/** How a job ended; completed where a word is not known. */
export function endOfState(state: string): number {
  const word = state.trim().toLowerCase()
  return WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? TRACE_END.completed
}
