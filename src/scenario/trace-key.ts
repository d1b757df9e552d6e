/** Names under which tables of traces are handed over: the file with the rules by which it is read. Free of the schema, so that a page can ask for them at once. */
import type { TracePolicy, TraceRules } from './schema/trace.ts'

export const PLAIN_RULES: TraceRules = { onBadLine: 'skip', stripNodeFailures: false }

/** A trace as the scenario names it: the file, and how it is read. */
interface NamedTrace extends TraceRules {
  readonly file: string
}

/** Name under which the table of a trace is handed over: the file alone, with the rules where they are not the usual ones. */
export function traceKey({ file, onBadLine, stripNodeFailures, columns, replay, session }: NamedTrace): string {
  const keeps = replay === 'feedback' ? { session } : undefined
  const isPlain = onBadLine === PLAIN_RULES.onBadLine && !stripNodeFailures && columns === undefined && keeps === undefined
  return isPlain ? file : `${file} ${JSON.stringify({ onBadLine, stripNodeFailures, columns, keeps })}`
}

/** Name under which the demand of a trace is handed over. */
export const requestsKey = ({ file, onBadLine }: { readonly file: string; readonly onBadLine: TracePolicy }): string => (onBadLine === 'skip' ? file : `${file} ${onBadLine}`)
