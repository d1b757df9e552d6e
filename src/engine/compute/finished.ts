/**
 * Finished jobs as columns, in bounded memory: when the store is full, every second row goes and from then on only every second (fourth,
 * eighth …) job is kept, an even sample over the run. Counts and the distribution of waiting times are of all jobs.
 */
import { log2, pow } from '../../base/exact-math.ts'
import { appendRow, type Table } from '../../base/table.ts'
import type { State } from '../kernel/state.ts'
import { NEVER, type Tables } from './tables.ts'

export const OUTCOME = { completed: 0, withdrawn: 1, failed: 2, cancelled: 3, stopped: 4, expired: 5 } as const
export type Outcome = keyof typeof OUTCOME

const COLUMNS = {
  uid: 'u32',
  source: 'i32',
  accelerators: 'i32',
  submitMs: 'f64',
  // First start; −1 when the job never started.
  startMs: 'f64',
  endMs: 'f64',
  restarts: 'i32',
  outcome: 'u8',
} as const

const MOST_ROWS = 131_072
/** Waits are counted in bins of a sixteenth octave above one second. */
const BINS_PER_OCTAVE = 16
const BIN_COUNT = 32 * BINS_PER_OCTAVE

export interface FinishedJobs {
  /** Rows 0 … length − 1 in order of their ends; every `stride`-th job of the run. */
  readonly table: Table<typeof COLUMNS>
  readonly stride: () => number
  add(job: number, accelerators: number, endMs: number, outcome: Outcome): void
  /** Waiting time until the first start that a share `p` of started and ended jobs did not exceed; NaN without jobs. */
  waitQuantileMs(p: number): number
}

/** Keeps the rows with even index. */
function thin(table: Table<typeof COLUMNS>): void {
  const kept = table.length >> 1
  for (const column of Object.values(table.col)) {
    for (let row = 0; row < kept; row++) column[row] = column[row * 2]
    column.fill(0, kept)
  }
  table.length = kept
}

function binOf(waitMs: number): number {
  if (waitMs < 1000) return 0
  return Math.min(BIN_COUNT - 1, 1 + Math.floor(log2(waitMs / 1000) * BINS_PER_OCTAVE))
}

export function createFinished(state: State, jobs: Tables['jobs']): FinishedJobs {
  const table = state.table('compute.finished', 1024, COLUMNS)
  const waits = state.table('compute.waits', BIN_COUNT, { count: 'f64' })
  const sampling = state.scalars('compute.finishedSampling', { stride: 1, skipped: 0, started: 0 })
  return {
    table,
    stride: () => sampling.stride,
    add(job, accelerators, endMs, outcome) {
      const { col } = jobs
      if (col.startMs[job] !== NEVER) {
        waits.col.count[binOf(col.startMs[job] - col.submitMs[job])] += 1
        sampling.started += 1
      }
      sampling.skipped += 1
      if (sampling.skipped < sampling.stride) return
      sampling.skipped = 0
      if (table.length === MOST_ROWS) {
        thin(table)
        sampling.stride *= 2
      }
      const row = appendRow(table)
      table.col.uid[row] = col.uid[job]
      table.col.source[row] = col.source[job]
      table.col.accelerators[row] = accelerators
      table.col.submitMs[row] = col.submitMs[job]
      table.col.startMs[row] = col.startMs[job]
      table.col.endMs[row] = endMs
      table.col.restarts[row] = col.restarts[job]
      table.col.outcome[row] = OUTCOME[outcome]
    },
    waitQuantileMs(p) {
      if (sampling.started === 0) return Number.NaN
      let left = p * sampling.started
      for (let bin = 0; bin < BIN_COUNT; bin++) {
        const count = waits.col.count[bin]
        if (left > count) {
          left -= count
          continue
        }
        // Inside a bin the waits are taken as evenly spread over its octave share; the first bin is below one second.
        return bin === 0 ? 0 : 1000 * pow(2, (bin - 1 + left / count) / BINS_PER_OCTAVE)
      }
      return Number.NaN
    },
  }
}
