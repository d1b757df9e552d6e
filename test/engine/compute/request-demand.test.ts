/** A service that is asked as a trace of requests was: steps of demand, lengths as counted, no request lost. */
import { describe, expect, test } from 'vitest'
import { asSeen, steppedDemand } from '../../../src/engine/compute/request-demand.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import type { RequestDemand } from '../../../src/scenario/inputs.ts'
import { type InferenceEntry, workloadSection } from '../../../src/scenario/schema/workload.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { rig } from './rig.ts'

const MINUTE_MS = 60_000
const counts = (values: Readonly<Record<number, number>>): Float64Array => Float64Array.from({ length: Math.max(...Object.keys(values).map(Number)) + 1 }, (_, at) => values[at] ?? 0)
/** Four hours: 60 requests a minute in the first and third, 600 in the second, none in the last. */
const DEMAND: RequestDemand = {
  source: 'test', minutes: Float64Array.from({ length: 240 }, (_, minute) => [60, 600, 60, 0][Math.floor(minute / 60)]),
  promptCounts: counts({ 500: 3, 2500: 1 }), outputCounts: counts({ 100: 9, 1100: 1 }), leftOut: 0,
}
const entryOf = (fields: object): InferenceEntry => workloadSection.parse([{ id: 'chat', source: 'inference', requests: { file: 'trace.csv', ...fields } }])[0] as InferenceEntry

describe('demand in steps', () => {
  test('rates by step, scaled, from a date on, once or again and again', () => {
    const demand = steppedDemand(entryOf({ every: '1 h', scale: 2, after: '1 day' }), { 'trace.csv': DEMAND })
    const perS = [0, 24.5, 25.5, 27.5, 28.5].map(hour => demand?.perS(hour * HOUR_MS) ?? NaN)
    ;[0, 2, 20, 0, 2].forEach((expected, i) => expect(perS[i]).toBeCloseTo(expected, 12))
    expect(demand?.peakPerS).toBeCloseTo(20, 12)
    expect([0, DAY_MS, DAY_MS + 1].map(ms => demand?.nextMs(ms))).toEqual([DAY_MS, 25 * HOUR_MS, 25 * HOUR_MS])
    const once = steppedDemand(entryOf({ every: '15 min', repeat: false }), { 'trace.csv': DEMAND })
    ;[1, 10, 0].forEach((expected, i) => expect(once?.perS([0, 1.1, 4.1][i] * HOUR_MS)).toBeCloseTo(expected, 12))
    // All of them, whatever the step.
    const sum = Array.from({ length: 16 }, (_, step) => (once?.perS(step * 15 * MINUTE_MS) ?? 0) * 15 * 60).reduce((total, each) => total + each, 0)
    expect(sum).toBeCloseTo(60 * 60 + 600 * 60 + 60 * 60, 6)
  })

  test('lengths by hand: means 1,000 and 200, squared variation 0.75 and 2.25; percentiles as counted', () => {
    const seen = asSeen(entryOf({}), { 'trace.csv': DEMAND })
    expect([seen.promptTokens, seen.outputTokens]).toEqual([1000, 200])
    expect(seen.promptVariability).toBeCloseTo(0.75, 12)
    expect(seen.lengthVariability).toBeCloseTo(2.25, 12)
    expect([0.1, 0.74, 0.76].map(p => (seen.lengths?.prompts(p) ?? 0) * 1000)).toEqual([500, 500, 2500])
  })

  const build = () => {
    const made = rig({
      world: { blocks: 1, racksPerBlock: 4, nodesPerRack: 8, acceleratorsPerNode: 8, horizonMs: 10 * DAY_MS }, requests: { 'trace.csv': DEMAND },
      workload: [{ id: 'chat', source: 'inference', requests: { file: 'trace.csv', every: '10 min', after: '6 h' } }],
    })
    made.openAll()
    made.compute.start()
    return made
  }

  test('a run asks for exactly the requests of the trace; replicas follow the steps', () => {
    const { compute, kernel } = build()
    kernel.run(6 * HOUR_MS, Infinity)
    compute.settleAll()
    expect(compute.services()[0].columns.total.requests).toBe(0)
    kernel.run(6 * HOUR_MS + 8 * HOUR_MS, Infinity)
    compute.settleAll()
    expect(compute.services()[0].columns.total.requests).toBeCloseTo(2 * 43_200, 6)
    // Knots every ten minutes, and no event per request.
    expect(kernel.executed()).toBeLessThan(2000)
  })

  test('a restored run goes on as the straight one', () => {
    const straight = build()
    straight.kernel.run(20 * HOUR_MS, Infinity)
    const snapshot = snapshotState(straight.state)
    straight.kernel.run(3 * DAY_MS, Infinity)
    const restored = build()
    restoreState(restored.state, snapshot)
    restored.kernel.run(3 * DAY_MS, Infinity)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
  })
})
