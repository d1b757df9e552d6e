/**
 * Effective training time over the last hour, minute by minute, of every run of the file: useful work of the hour that ends with a whole minute
 * since the first start, over the hour. ByteRobust (arXiv 2509.16293) reports it beside the share since the start. Only runs are followed, one row
 * each: sixty minutes in a ring and how often each percent was reached. Time that is not settled as useful counts nothing; inside a settled
 * stretch, checkpoints are spread over it.
 */
import { MINUTE_MS } from '../../base/spans.ts'
import type { Table } from '../../base/table.ts'
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import type { State } from '../kernel/state.ts'
import { NEVER } from './tables.ts'

const MINUTES = 60
/** Bins of one percent, the last for the whole hour. */
export const ETTR_BINS = 101

/** `minute`: the one in work, since the start; `partMs`: useful ms of it so far; `untilMs`: end of what is known, since the start; `sum`: of shares. */
const COLUMNS = { startMs: 'f64', minute: 'f64', partMs: 'f64', untilMs: 'f64', hours: 'f64', sum: 'f64', lowest: 'f64' } as const
type Row = { -readonly [name in keyof typeof COLUMNS]: number } & { readonly ring: Float64Array; readonly bins: Float64Array }

/** What the hours of a run were like. */
export interface HourlyEttr {
  readonly id: string
  /** Hours that were looked at, one ends with each minute, and how many of them reached so many whole percent; sum and lowest of their shares. */
  readonly hours: number
  readonly bins: readonly number[]
  readonly sum: number
  readonly lowest: number
}

export interface SlidingEttr {
  /** A run of an entry starts for the first time. */
  begin(entry: number, atMs: number): void
  /** [fromMs, toMs) of its run was useful to this share; stretches come in order of time. */
  add(entry: number, fromMs: number, toMs: number, share: number): void
  /** All runs that started; `open` tells the stretches that are not settled yet, in order, and until when there is something to tell. */
  read(open: (entry: number, add: SlidingEttr['add']) => number | undefined): HourlyEttr[]
}

interface Book {
  readonly rows: Table<typeof COLUMNS>
  readonly rings: Table<{ readonly ms: 'f64' }>
  readonly bins: Table<{ readonly count: 'f64' }>
}

function rowOf({ rows, rings, bins }: Book, at: number): Row {
  const row = Object.fromEntries(Object.keys(COLUMNS).map(name => [name, rows.col[name as keyof typeof COLUMNS][at]])) as { [name in keyof typeof COLUMNS]: number }
  return { ...row, ring: rings.col.ms.subarray(at * MINUTES, (at + 1) * MINUTES), bins: bins.col.count.subarray(at * ETTR_BINS, (at + 1) * ETTR_BINS) }
}

function keepRow({ rows }: Book, at: number, row: Row): void {
  for (const name of Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]) rows.col[name][at] = row[name]
}

/** So many hours in a row of the share that the ring holds. */
function count(row: Row, hours: number): void {
  const share = Math.min(1, row.ring.reduce((sum, ms) => sum + ms, 0) / (MINUTES * MINUTE_MS))
  row.sum += share * hours
  row.bins[Math.min(ETTR_BINS - 1, Math.floor(share * 100 + 1e-6))] += hours
  row.lowest = row.hours === 0 ? share : Math.min(row.lowest, share)
  row.hours += hours
}

/** A minute is over: it takes the place of the one an hour before. */
function closeMinute(row: Row): void {
  row.ring[row.minute % MINUTES] = row.partMs
  row.partMs = 0
  row.minute += 1
  if (row.minute >= MINUTES) count(row, 1)
}

/** Goes on to `toMs` since the start, useful to one share throughout. */
function goOn(row: Row, toMs: number, share: number): void {
  while (row.untilMs < toMs) {
    const minuteEndMs = (row.minute + 1) * MINUTE_MS
    const spentMs = Math.min(toMs, minuteEndMs) - row.untilMs
    row.partMs += spentMs * share
    row.untilMs += spentMs
    if (row.untilMs < minuteEndMs) return
    closeMinute(row)
    const wholeMinutes = Math.floor((toMs - row.untilMs) / MINUTE_MS)
    // After an hour of the same, hours differ no more.
    if (wholeMinutes === 0 || row.minute < MINUTES || row.ring.some(ms => ms !== MINUTE_MS * share)) continue
    count(row, wholeMinutes)
    // The ring is one value, so its turn does not matter.
    row.minute += wholeMinutes
    row.untilMs += wholeMinutes * MINUTE_MS
  }
}

function addTo(row: Row, fromMs: number, toMs: number, share: number): void {
  goOn(row, fromMs - row.startMs, 0)
  goOn(row, toMs - row.startMs, share)
}

const isRun = ({ source }: WorkloadSection[number]): boolean => source === 'training-run'

/** Undefined where the file has no runs. */
export function createSlidingEttr(state: State, workload: WorkloadSection): SlidingEttr | undefined {
  const entries = workload.flatMap((entry, at) => (isRun(entry) ? [at] : []))
  if (entries.length === 0) return undefined
  const b: Book = {
    rows: state.table('compute.slidingEttr', entries.length, COLUMNS),
    rings: state.table('compute.slidingEttrMinutes', entries.length * MINUTES, { ms: 'f64' }),
    bins: state.table('compute.slidingEttrBins', entries.length * ETTR_BINS, { count: 'f64' }),
  }
  b.rows.col.startMs.fill(NEVER)
  const rowAt = Int32Array.from(workload, (_, entry) => entries.indexOf(entry))
  return {
    begin(entry, atMs) {
      const at = rowAt[entry]
      if (at >= 0 && b.rows.col.startMs[at] === NEVER) b.rows.col.startMs[at] = atMs
    },
    add(entry, fromMs, toMs, share) {
      const at = rowAt[entry]
      if (at < 0) return
      const row = rowOf(b, at)
      addTo(row, fromMs, toMs, share)
      keepRow(b, at, row)
    },
    read: open =>
      entries.flatMap((entry, at): HourlyEttr[] => {
        if (b.rows.col.startMs[at] === NEVER) return []
        const own = rowOf(b, at)
        const row: Row = { ...own, ring: own.ring.slice(), bins: own.bins.slice() }
        const untilMs = open(entry, (_, fromMs, toMs, share) => addTo(row, fromMs, toMs, share))
        if (untilMs !== undefined) goOn(row, untilMs - row.startMs, 0)
        return [{ id: workload[entry].id, hours: row.hours, bins: Array.from(row.bins), sum: row.sum, lowest: row.lowest }]
      }),
  }
}
