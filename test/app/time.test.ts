import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formatDay } from '../../src/app/format.ts'
import { changeSpeed, clearLoop, clock, follow, forgetTime, panTime, playedOn, seek, setLoopEnd, setScale, SPEEDS, show, zoomTime } from '../../src/app/state/clock.ts'
import { firstAfter, matches } from '../../src/app/state/happenings.ts'
import { GAP_PX, gapsBetween, momentWords, timeMap, timeTicks } from '../../src/app/state/time-map.ts'
import { daysFromCivil } from '../../src/base/civil-date.ts'
import { DAY_MS } from './scenarios.ts'

const HOUR_MS = 3_600_000
const YEAR = 365 * DAY_MS

beforeEach(() => {
  follow(YEAR, YEAR, 0)
  forgetTime()
  seek(0)
})
afterEach(() => forgetTime())

describe('the clock', () => {
  test('shows everything until one looks closer, and keeps the cursor in sight', () => {
    expect(clock.getState().shown).toEqual({ fromMs: 0, toMs: YEAR })
    setScale('operations')
    expect(clock.getState().shown).toEqual({ fromMs: 0, toMs: 2 * HOUR_MS })
    seek(100 * DAY_MS)
    const { shown } = clock.getState()
    expect(shown.toMs - shown.fromMs).toBe(2 * HOUR_MS)
    expect((shown.fromMs + shown.toMs) / 2).toBe(100 * DAY_MS)
  })

  test('zooms about the cursor, within the horizon and not below ten seconds', () => {
    seek(100 * DAY_MS)
    zoomTime(0.5)
    const { shown } = clock.getState()
    expect(shown.toMs - shown.fromMs).toBe(YEAR / 2)
    expect((100 * DAY_MS - shown.fromMs) / (YEAR / 2)).toBeCloseTo(100 / 365, 10)
    zoomTime(1e-12)
    expect(clock.getState().shown.toMs - clock.getState().shown.fromMs).toBe(10_000)
    zoomTime(1e12)
    expect(clock.getState().shown).toEqual({ fromMs: 0, toMs: YEAR })
  })

  test('moves along, but not beyond the ends', () => {
    show(0, 10 * DAY_MS)
    panTime(0.2)
    expect(clock.getState().shown).toEqual({ fromMs: 2 * DAY_MS, toMs: 12 * DAY_MS })
    panTime(-5)
    expect(clock.getState().shown.fromMs).toBe(0)
    panTime(1000)
    expect(clock.getState().shown.toMs).toBe(YEAR)
  })

  test('loops between two times, in whatever order they are set', () => {
    seek(20 * DAY_MS)
    setLoopEnd('fromMs')
    expect(clock.getState().loop).toEqual({ fromMs: 20 * DAY_MS, toMs: YEAR })
    seek(30 * DAY_MS)
    setLoopEnd('toMs')
    expect(clock.getState().loop).toEqual({ fromMs: 20 * DAY_MS, toMs: 30 * DAY_MS })
    seek(10 * DAY_MS)
    setLoopEnd('toMs')
    expect(clock.getState().loop).toEqual({ fromMs: 0, toMs: 10 * DAY_MS })
    clearLoop()
    expect(clock.getState().loop).toBeNull()
  })

  test('goes from speed to speed, from a quarter to a thousand', () => {
    expect([SPEEDS[0], SPEEDS.at(-1)]).toEqual([0.25, 1000])
    for (const _ of SPEEDS) changeSpeed(-1)
    expect(clock.getState().speed).toBe(0.25)
    changeSpeed(1)
    expect(clock.getState().speed).toBe(1)
    for (const _ of SPEEDS) changeSpeed(1)
    expect(clock.getState().speed).toBe(1000)
  })
})

describe('playing for half a second', () => {
  const base = { atMs: 0, scale: 'construction', speed: 30, horizonMs: YEAR, loop: null, skipsGaps: false } as const
  const gaps = [{ fromMs: 10 * DAY_MS, toMs: 40 * DAY_MS }]

  test.each([
    ['months: fifteen days on', base, 15 * DAY_MS],
    ['seconds: fifteen seconds on', { ...base, scale: 'operations' }, 15_000],
    ['to the horizon and no farther', { ...base, atMs: YEAR - DAY_MS }, YEAR],
    ['from the end of a loop to its begin', { ...base, atMs: 60 * DAY_MS, loop: { fromMs: 50 * DAY_MS, toMs: 70 * DAY_MS } }, 50 * DAY_MS],
    ['over a gap', { ...base, skipsGaps: true }, 40 * DAY_MS],
    ['through a gap that is not left out', base, 15 * DAY_MS],
  ] as const)('%s', (_, present, expected) => {
    expect(playedOn(present, 500, gaps)).toBe(expected)
  })
})

describe('time without events', () => {
  const shown = { fromMs: 0, toMs: 1000 }

  test('is left out where there is much of it, with a little on either side', () => {
    expect(gapsBetween([100, 120, 800], shown)).toEqual([{ fromMs: 135, toMs: 785 }, { fromMs: 815, toMs: 985 }])
    expect(gapsBetween([], shown)).toEqual([{ fromMs: 15, toMs: 985 }])
  })

  test('takes a few pixels on the map, which goes both ways', () => {
    const gaps = gapsBetween([100, 120, 800], shown)
    const map = timeMap(shown, gaps, 50, 250)
    expect([map.x(0), map.x(1000)]).toEqual([50, 250])
    expect(map.x(785) - map.x(135)).toBeCloseTo(GAP_PX, 9)
    for (const ms of [0, 60, 130, 500, 800, 990]) expect(map.at(map.x(ms))).toBeCloseTo(ms, 6)
    expect([map.at(-1000), map.at(1000)]).toEqual([0, 1000])
  })
})

describe('ticks', () => {
  const start = daysFromCivil(2027, 1, 1)

  test('stand on years, quarters, days, hours and seconds, as there is room', () => {
    const labels = (fromMs: number, toMs: number): string[] => timeTicks({ fromMs, toMs }, start, 700).map(({ label }) => label)
    expect(labels(0, 5 * YEAR)).toContain('2028')
    expect(labels(0, YEAR)).toEqual(expect.arrayContaining(['2027', 'Apr', 'Jul']))
    expect(labels(0, 3 * DAY_MS)).toEqual(expect.arrayContaining(['1 Jan', '12:00', '2 Jan']))
    expect(labels(0, 2 * HOUR_MS)).toEqual(expect.arrayContaining(['00:15', '01:00']))
    expect(labels(0, 40_000)).toContain('00:00:05')
    for (const span of [10_000, HOUR_MS, DAY_MS, 30 * DAY_MS, YEAR, 15 * YEAR]) expect(labels(0, span).length).toBeLessThanOrEqual(13)
  })

  test('of a moment say the second only where one asks', () => {
    expect(momentWords(start, 3 * DAY_MS + 3_723_000, formatDay, true)).toBe('4 Jan 2027 01:02:03')
    expect(momentWords(start, 3 * DAY_MS, formatDay, false)).toBe('4 Jan 2027')
  })
})

test('events are found by all words in any order, and by kind', () => {
  const event = { label: 'Hall 1, rack 4, node 2: Faulty GPU', group: 'fault' } as const
  expect(matches(event, ['gpu', 'rack 4'], new Set())).toBe(true)
  expect(matches(event, ['gpu', 'rack 5'], new Set())).toBe(false)
  expect(matches(event, [], new Set(['fault']))).toBe(false)
  expect([0, 5, 6, 20].map(ms => firstAfter([{ atMs: 5 }, { atMs: 5 }, { atMs: 9 }], ms))).toEqual([0, 2, 2, 3])
})
