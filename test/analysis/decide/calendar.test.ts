import { describe, expect, test } from 'vitest'
import { calendarRow, decisionDay, gainsOf, nextLooks } from '../../../src/analysis/decide/calendar.ts'
import type { RunFigures } from '../../../src/analysis/figures.ts'
import type { Row } from '../../../src/analysis/reduce.ts'
import { studyDecisions } from '../../../src/analysis/studies/decision.ts'
import { TooLateToDecide } from '../../../src/analysis/studies/laboratory.ts'
import { formatDate } from '../../../src/base/civil-date.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import { SHORT_SITE } from '../short-site.ts'

describe('until when an option pays', () => {
  test('few looks bracket the last day and halve what is left: each last day of a year is found in at most nine', () => {
    for (let last = 0; last < 365; last++) {
      const known = new Map<number, boolean>()
      let rounds = 0
      for (let looks = nextLooks(known, 365); looks.length > 0; looks = nextLooks(known, 365)) {
        for (const index of looks) known.set(index, index <= last)
        rounds += 1
      }
      expect(Math.max(...[...known].filter(([, pays]) => pays).map(([index]) => index))).toBe(last)
      // A quarter of a year is halved seven times.
      expect(rounds).toBeLessThanOrEqual(8)
      expect(known.size).toBeLessThanOrEqual(12)
    }
  })

  test('what never pays is known after the first looks, one day and none are fine', () => {
    const never = new Map(nextLooks(new Map(), 100).map(index => [index, false]))
    expect([...never.keys()]).toEqual([0, 25, 50, 74, 99])
    expect([nextLooks(never, 100), nextLooks(new Map(), 1), nextLooks(new Map([[0, true]]), 1), nextLooks(new Map(), 0)]).toEqual([[], [0], [], []])
  })

  test('gains by hand: futures of ten, the paired interval of T10.3, and less of a cost is a gain', () => {
    const base = [0.71, 0.69, 0.73, 0.7, 0.72]
    const option = [0.74, 0.71, 0.77, 0.73, 0.745]
    const figures = (meanUtilisation: number, totalCostUsd: number): RunFigures => ({ meanUtilisation, totalCostUsd }) as RunFigures
    const [before, after] = [base.map(value => figures(value, 5)), option.map((value, at) => figures(value, at < 2 ? 3 : 6))]
    const day = decisionDay(100, gainsOf('meanUtilisation', before, after) ?? [], 4)
    expect(day.gain).toBeCloseTo(0.029, 12)
    expect((day.ci95?.[1] ?? 0) - day.gain).toBeCloseTo(0.009207, 5)
    expect([day.gainsInTen, day.takenInTen, day.pays]).toEqual([10, 8, true])
    expect(gainsOf('totalCostUsd', before, after)).toEqual([2, 2, -1, -1, -1])
    expect(decisionDay(0, [2, 2, -1, -1, -1], 5)).toMatchObject({ gainsInTen: 4, pays: true })
    expect(gainsOf('meanUtilisation', before, [figures(NaN, 0)])).toBeUndefined()
  })

  test('a row says whether it is open, comes back, or cannot wait', () => {
    const days = (gains: readonly number[]) => gains.map((gain, at) => decisionDay(at * 10, [gain], 1))
    const of = (gains: readonly number[]) => calendarRow({ option: 'a', label: 'A', when: null, writtenDay: 0, days: days(gains).toReversed(), impossible: null, endDay: 30 })
    expect(of([3, 2, 1, 1])).toMatchObject({ last: { day: 30 }, isOpen: true, isMonotone: true })
    expect(of([3, 2, 0, -1])).toMatchObject({ last: { day: 10 }, isOpen: false, isMonotone: true })
    expect(of([3, -2, 1, -1])).toMatchObject({ last: { day: 20 }, isOpen: false, isMonotone: false })
    expect(of([-1, -1])).toMatchObject({ last: null, isMonotone: true })
  })
})

test('a day on which only the run shows that the past would change is one on which the option cannot be decided; the others are answered', async () => {
  const text = `${SHORT_SITE}  more-technicians:\n    label: More technicians\n    set: {faults.technicians: 4}\n`
  const { scenario } = loadScenario(text)
  if (scenario === undefined) throw new Error('the short site has errors')
  const rowOf = (productiveGpuHours: number): Row => ({ figures: { productiveGpuHours, netPresentUsd: NaN } as unknown as RunFigures, isTaken: true }) as Row
  const asked: string[] = []
  const late = '2027-02-01'
  const { calendar } = await studyDecisions({ text, file: 'site.yaml', set: [], scenario, options: ['feed-on-time', 'more-technicians'], result: undefined, step: 14, replications: 2 }, async points => {
    asked.push(...points.map(({ label }) => label))
    const wrong = points.find(({ option, decideOn }) => option === 'more-technicians' && decideOn !== undefined && decideOn > late)
    if (wrong !== undefined) throw new TooLateToDecide(wrong.label, 'changes the past')
    return points.map(({ option }) => [1, 2].map(replication => rowOf(100 * replication + (option === undefined ? 0 : 5))))
  })
  // Days of the file every 14: 1 January, 15 January, 29 January, 12 February, 26 February; the last two are too late.
  expect(calendar.rows[1]).toMatchObject({ option: 'more-technicians', last: { gain: 5, gainsInTen: 10 }, isOpen: false, impossible: 'changes the past' })
  expect(formatDate(calendar.rows[1].last?.day ?? 0)).toBe('2027-01-29')
  // The file alone tells it of the other option, whose date has passed.
  expect(formatDate(calendar.rows[0].last?.day ?? 0)).toBe('2027-01-01')
  expect(asked).toContain('as written')
})

