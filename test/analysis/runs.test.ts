import { describe, expect, test } from 'vitest'
import { namedRunRows, namedRunsOnTime, onTimeOf } from '../../src/analysis/runs.ts'
import { runLines } from '../../src/cli/runs-text.ts'
import type { RunRecord } from '../../src/results/runs.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { RUN_CAUSES } from '../../src/scenario/run-plan.ts'

const DAY_MS = 86_400_000
const none = Object.fromEntries(RUN_CAUSES.map(cause => [cause, 0]))

/** A run of 10 days of work that waits, runs and loses some. */
function record(endDay: number, changes: Partial<RunRecord> = {}): RunRecord {
  const lostMs = { ...none, hw: DAY_MS }
  return {
    id: 'base', accelerators: 64, workMs: 10 * DAY_MS, doneMs: 10 * DAY_MS, plannedMs: 0, submitMs: DAY_MS, startMs: 2 * DAY_MS, endMs: endDay * DAY_MS, deadlineMs: 15 * DAY_MS, isDone: true,
    stateMs: { waiting: (endDay - 1 - 12) * DAY_MS, starting: 0, restoring: 0, running: 12 * DAY_MS, stalled: 0, ending: 0 }, checkpointMs: DAY_MS / 2, interruptions: { ...none, hw: 3 }, lostMs, ...changes,
  }
}
const runOf = (runs: readonly RunRecord[], horizonDay = 100): RunResult => ({ runs, horizonMs: horizonDay * DAY_MS, startDay: 20_819, ledger: { windowMs: DAY_MS, windowCount: horizonDay } }) as unknown as RunResult
const open = record(14, { isDone: false, endMs: -1, doneMs: 4 * DAY_MS })

describe('named runs over replications', () => {
  test('how likely on time, when done, what delays: by hand', () => {
    const [row] = namedRunRows([14, 14, 15, 20].map(end => runOf([record(end)])))
    expect(row.onTime).toBe(0.75)
    expect(row.endDay.p50).toBeCloseTo(14.5, 9)
    expect(row.interruptions).toBe(3)
    const delays = Object.fromEntries(row.delays.map(({ cause, days }) => [cause, days]))
    expect(delays).toEqual({ before: 1, waiting: (1 + 1 + 2 + 7) / 4, checkpoint: 0.5, slowdown: 0.5, 'lost.hw': 1 })
    expect(row.delays[0].cause).toBe('waiting')
  })

  test('undone runs: late where the date is past, unknown where it is not; no middle between a date and never', () => {
    expect([onTimeOf(open, 100 * DAY_MS), onTimeOf(open, 12 * DAY_MS), onTimeOf(record(14, { deadlineMs: -1 }), 1)]).toEqual([0, Number.NaN, Number.NaN])
    const [row] = namedRunRows([runOf([record(14)]), runOf([open])])
    expect([row.onTime, row.endDay]).toEqual([0.5, { p10: 14, p50: null, p90: null }])
    expect(namedRunRows([runOf([open], 12)])[0].onTime).toBeNull()
    expect(namedRunsOnTime(runOf([record(14), record(16), open]))).toBeCloseTo(1 / 3, 12)
    expect(namedRunsOnTime(runOf([]))).toBeNaN()
    expect(namedRunRows([runOf([])])).toEqual([])
  })

  test('the words of the terminal', () => {
    const text = runLines(namedRunRows([runOf([record(14)]), runOf([open])]), 20_819).join('\n')
    expect(text).toContain('base: 64 accelerators, 10.0 days at full speed')
    expect(text).toContain('done after the horizon (P10 2027-01-14, P90 after the horizon); by 2027-01-15 with 50')
  })
})
