/** A run of two days with one service made by hand: 100 and 200 requests per second, one in ten turned away. */
import { daysFromCivil } from '../../src/base/civil-date.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import type { ServiceColumns } from '../../src/results/services.ts'
import { DAY_MS, handRun } from './runs.ts'

const DAY_S = DAY_MS / 1000

const SUMS = {
  requests: [100 * DAY_S, 200 * DAY_S], capacity: [180 * DAY_S, 180 * DAY_S], answered: [90 * DAY_S, 180 * DAY_S], onTime: [80 * DAY_S, 160 * DAY_S], shed: [10 * DAY_S, 20 * DAY_S],
  promptTokens: [9000 * DAY_S, 18_000 * DAY_S], tokens: [900 * DAY_S, 1800 * DAY_S], goodTokens: [800 * DAY_S, 1600 * DAY_S], shedTokens: [100 * DAY_S, 200 * DAY_S], redoneTokens: [0, 0],
  servingMs: [DAY_MS, DAY_MS], shortMs: [DAY_MS / 2, DAY_MS / 4], replicaMs: [8 * DAY_MS, 12 * DAY_MS], heldAcceleratorMs: [64 * DAY_MS, 96 * DAY_MS], rolloutAcceleratorMs: [0, 0], lostSessions: [0, 0], onTimeTokens: [0, 0],
}
const TIMES = { firstTokenP50Ms: [80, 90], firstTokenP95Ms: [200, 300], firstTokenP99Ms: [400, 500], perTokenP50Ms: [20, 25], perTokenP95Ms: [30, 35], perTokenP99Ms: [50, 70] }
const TIMES_OF_RUN = { firstTokenP50Ms: 85, firstTokenP95Ms: 250, firstTokenP99Ms: 450, perTokenP50Ms: 22, perTokenP95Ms: 33, perTokenP99Ms: 60 }

const mapped = <K extends string, A, B>(record: Readonly<Record<K, A>>, to: (value: A) => B): Record<K, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value as A)])) as Record<K, B>

export const CHAT: ServiceColumns = {
  id: 'chat', firstTokenMs: 1000, perTokenMs: 50, attainment: 0.95,
  windows: { ...mapped(SUMS, values => Float64Array.from(values)), ...mapped(TIMES, values => Float64Array.from(values)) },
  total: { ...mapped(SUMS, ([first, second]) => first + second), ...TIMES_OF_RUN },
}

/** The same service over any number of windows, all alike but for a wave. */
export const serviceOf = (windows: number): ServiceColumns => ({
  ...CHAT,
  windows: { ...mapped(SUMS, ([first]) => Float64Array.from({ length: windows }, (_, i) => first * (1 + (i % 7) / 10))), ...mapped(TIMES, ([first]) => new Float64Array(windows).fill(first)) },
})

export const runOf = (): RunResult => ({ ...handRun({ windows: [{ P: 24 }, { P: 24 }], startDay: daysFromCivil(2027, 1, 1) }), services: [CHAT] })
