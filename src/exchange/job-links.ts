/**
 * Which jobs of a trace follow which: as the trace states it, or by user, the last one that had ended when a job was submitted. Only where
 * the replay or the columns ask for it; the names of all jobs are in memory while the file is read.
 */
import { type NumberColumn, valueAt } from '../base/packed-column.ts'
import type { JobLinks } from '../scenario/inputs.ts'
import type { TraceRules } from '../scenario/schema/trace.ts'
import type { JobLine } from './job-columns.ts'
import type { TraceFindings } from './trace-findings.ts'

interface Submitted {
  readonly length: number
  readonly submitMs: NumberColumn
  readonly user: NumberColumn
}

export interface LinkReader {
  /** A line is kept as a row. */
  take(row: number, line: JobLine): void
  /** All are read: `columns` in order of submission, `order` gives the former row of each where they were sorted. */
  finish(columns: Submitted, order: Uint32Array | undefined): JobLinks
}

interface Read {
  readonly rowOf: Map<string, number>
  readonly after: Map<number, readonly string[]>
  readonly thinkMs: Map<number, number>
  readonly endMs: number[]
}

/** Rows that a row follows, and the pause after them. */
type Parents = { readonly rows: readonly number[]; readonly thinkMs: number }

/** Links that the trace states, by row of the sorted columns. */
function stated({ rowOf, after, thinkMs, endMs }: Read, { submitMs }: Submitted, former: (row: number) => number, sortedRow: (formerRow: number) => number, note: () => void) {
  return (row: number): Parents | undefined => {
    const names = after.get(former(row)) ?? []
    const rows = names.map(name => rowOf.get(name)).map(at => (at === undefined ? -1 : sortedRow(at))).filter(at => at >= 0 && at < row)
    if (rows.length < names.length) note()
    if (rows.length === 0) return undefined
    const lastMs = rows.reduce((last, at) => Math.max(last, endMs[former(at)]), -Infinity)
    const known = thinkMs.get(former(row)) ?? valueAt(submitMs, row) - lastMs
    return { rows, thinkMs: Number.isFinite(known) ? Math.max(0, known) : 0 }
  }
}

/** Links by user: to the job with the latest end before the submission, within the longest pause. Called in order of the rows. */
function byUser({ endMs }: Read, { submitMs, user }: Submitted, former: (row: number) => number, sessionMs: number) {
  const open = new Map<number, number[]>()
  const last = new Map<number, number>()
  return (row: number): Parents | undefined => {
    const of = valueAt(user, row)
    const nowMs = valueAt(submitMs, row)
    if (of < 0) return undefined
    const endOf = (at: number): number => endMs[former(at)]
    const mine = open.get(of) ?? []
    let before = last.get(of)
    for (const at of mine) if (endOf(at) <= nowMs && (before === undefined || endOf(at) > endOf(before))) before = at
    open.set(of, [...mine.filter(at => endOf(at) > nowMs), row])
    if (before === undefined) return undefined
    last.set(of, before)
    const thinkMs = nowMs - endOf(before)
    return thinkMs <= sessionMs ? { rows: [before], thinkMs } : undefined
  }
}

/** A reader of links; undefined where nobody asks for them. */
export function openLinks(rules: TraceRules, findings: TraceFindings): LinkReader | undefined {
  const keepsPauses = rules.replay === 'feedback'
  if (!keepsPauses && rules.columns?.dependsOn === undefined) return undefined
  const read: Read = { rowOf: new Map(), after: new Map(), thinkMs: new Map(), endMs: [] }
  return {
    take(row, { job, after, thinkMs, endMs }) {
      if (job !== '') read.rowOf.set(job, row)
      if (after.length > 0) read.after.set(row, [...after])
      if (!Number.isNaN(thinkMs)) read.thinkMs.set(row, thinkMs)
      read.endMs[row] = endMs
    },
    finish(columns, order) {
      const { length } = columns
      const inverse = order === undefined ? undefined : new Uint32Array(length)
      order?.forEach((formerRow, row) => {
        if (inverse !== undefined) inverse[formerRow] = row
      })
      const former = (row: number): number => order?.[row] ?? row
      const isStated = read.after.size > 0
      const parentsOf = isStated ? stated(read, columns, former, at => inverse?.[at] ?? at, () => void findings.note('UNKNOWN_JOB', 1)) : byUser(read, columns, former, rules.session ?? 0)
      const begin = new Uint32Array(length + 1)
      const parents: number[] = []
      const thinkMs = new Float64Array(length)
      for (let row = 0; row < length; row++) {
        const found = parentsOf(row)
        if (found !== undefined) parents.push(...found.rows)
        begin[row + 1] = parents.length
        thinkMs[row] = found !== undefined && keepsPauses ? found.thinkMs : Number.NaN
      }
      return { begin, parents: Int32Array.from(parents), thinkMs }
    },
  }
}
