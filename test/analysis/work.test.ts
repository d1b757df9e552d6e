import { describe, expect, test } from 'vitest'
import { workRows } from '../../src/analysis/work.ts'
import { workLines } from '../../src/cli/work-text.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import type { WorkBook } from '../../src/results/work.ts'

const HOUR_MS = 3_600_000
const YEAR_MS = 31_557_600_000

const BOOK: WorkBook = {
  teams: [{ id: 'site', people: 4, busyMs: YEAR_MS, jobs: 100, sent: 120, overtimeMs: 30 * HOUR_MS, waitMs: 50 * HOUR_MS }],
  orders: { orders: 100, waiting: 0, waitMs: 50 * HOUR_MS, delayed: 20, evacuated: 0, preempted: 1, overtime: 5 },
  mistakes: { harmless: 3, redundancyLost: 1, tripped: 0 },
  parts: [{ id: 'fan', demands: 10, filled: 8, backOrderMs: 400 * HOUR_MS }],
  maintenance: { tasks: 50, done: 90, due: 2, overdue: 1, overdueMs: YEAR_MS / 4, itWindows: 0, notMaintainable: 3, refusals: { weather: 12 } },
}
const run = (work: WorkBook | undefined): RunResult => ({ horizonMs: YEAR_MS, ...(work === undefined ? {} : { work }) }) as unknown as RunResult

describe('figures of people', () => {
  test('shares, waits and rates of a year', () => {
    const of = new Map(workRows([run(BOOK)]).map(({ item, amount, unit }) => [item, `${amount} ${unit}`]))
    expect(of.get('team.site.busy')).toBe('0.25 share')
    expect(of.get('team.site.wait')).toBe('0.5 h')
    expect(of.get('delayed')).toBe('0.2 share')
    expect(of.get('mistakes')).toBe('4 1/year')
    expect(of.get('mistakesFelt')).toBe('1 1/year')
    expect(of.get('part.fan.filled')).toBe('0.8 share')
    expect(of.get('part.fan.wait')).toBe('40 h')
    expect(of.get('overdue')).toBe('0.25 ')
    expect(of.get('refused.weather')).toBe('12 1/year')
  })

  test('the mean over replications; nothing where the file asks for no crews', () => {
    const twice: WorkBook = { ...BOOK, orders: { ...BOOK.orders, orders: 300 } }
    expect(workRows([run(BOOK), run(twice)]).find(({ item }) => item === 'orders')?.amount).toBe(200)
    expect(workRows([run(undefined)])).toEqual([])
  })

  test('the terminal shows what is not nothing', () => {
    const text = workLines(workRows([run(BOOK)])).join('\n')
    expect(text).toContain('Busy share of the team site')
    expect(text).not.toContain('racks were drained')
  })
})
