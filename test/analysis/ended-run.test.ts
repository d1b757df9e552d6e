/** A run that is ended before its horizon against one whose horizon is there: the figures are those of the time that was simulated. */
import { beforeAll, describe, expect, test } from 'vitest'
import campus from '../../scenarios/dallas-100mw.yaml?raw'
import quickstart from '../../scenarios/quickstart.yaml?raw'
import { buildReport, type Report } from '../../src/analysis/report.ts'
import { bucketTotal } from '../../src/analysis/summarise.ts'
import { parseDate } from '../../src/base/civil-date.ts'
import { DAY_MS } from '../../src/base/spans.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { isEstimate } from '../../src/results/summary.ts'
import { createSession } from '../../src/runner/session.ts'
import { loadScenario } from '../../src/scenario/load.ts'

interface Ended {
  readonly run: RunResult
  readonly report: Report
}

async function simulated(text: string, set: readonly { path: string; value: string }[], until: string | null): Promise<Ended> {
  const { scenario, hash } = loadScenario(text, { set })
  if (scenario === undefined) throw new Error('the scenario has errors')
  const untilMs = until === null ? null : ((parseDate(until) ?? NaN) - scenario.horizon.start) * DAY_MS
  const outcome = await createSession().run({ source: { text, file: 'plan.yaml', option: null, set }, inputs: { weather: null }, seed: null, replication: 0, untilMs, record: false, stream: false }, null)
  if (outcome.status !== 'finished') throw new Error(outcome.status)
  return { run: outcome.result, report: buildReport({ scenario, option: null, scenarioHash: hash, inputHashes: {}, issues: [] }, [outcome.result]) }
}

const bothWays = async (text: string, day: string): Promise<{ ended: Ended; whole: Ended }> => ({ ended: await simulated(text, [], day), whole: await simulated(text, [{ path: 'horizon.end', value: day }], null) })

/** Figures of a report by name: numbers, or why there are none. */
const figuresOf = ({ summary, services, money, work }: Report): Record<string, unknown> => ({
  ...Object.fromEntries(Object.entries(summary).map(([key, figure]: [string, Report['summary']['pue'] | number]) => [key, typeof figure === 'number' ? figure : isEstimate(figure) ? figure.mean : figure.reason])),
  ...Object.fromEntries(services.map(({ service, item, amount }) => [`${service} ${item}`, amount])),
  ...Object.fromEntries(money.costs.map(({ id, usd }) => [`cost ${id}`, usd])),
  ...Object.fromEntries(work.map(({ item, amount }) => [`people ${item}`, amount])),
})

/**
 * What counts productive time: at a horizon what runs but is not saved yet becomes productive, at a day on which somebody stopped it is still
 * open, and nothing else may differ.
 */
const OF_PRODUCTIVE = ['productiveGpuHours', 'meanUtilisation', 'utilisationOfAccepted', 'goodput', 'costPerUsefulGpuHour', 'levelisedCostPerGpuHour']
const without = (figures: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(figures).filter(([key]) => !OF_PRODUCTIVE.includes(key)))

describe.each([
  ['quickstart before its block is promised', quickstart, '2027-02-01'],
  ['quickstart in its ramp', quickstart, '2027-10-01'],
  ['quickstart in the middle of a month', quickstart, '2028-01-20'],
  ['dallas before anything is promised', campus, '2027-02-01'],
])('%s', (_, text, day) => {
  let ended: Ended
  let whole: Ended
  beforeAll(async () => {
    const both = await bothWays(text, day)
    ended = both.ended
    whole = both.whole
  })

  test('every figure but those of productive time is that of a horizon on the day', () => {
    expect(ended.run.horizonMs).toBe(whole.run.horizonMs)
    expect(without(figuresOf(ended.report))).toEqual(without(figuresOf(whole.report)))
  })

  test('energy and water are the same, to the bit', () => {
    expect([ended.run.energy, ended.run.metering.months]).toEqual([whole.run.energy, whole.run.metering.months])
  })

  test('productive time lacks what is not committed yet, and no more', () => {
    const of = ({ run }: Ended, code: string): bigint => bucketTotal(run, run.ledger.buckets.findIndex(bucket => bucket.code === code))
    const [open, settled] = [of(ended, 'E.provisional'), of(whole, 'P') - of(ended, 'P')]
    expect(settled >= 0n && settled <= open).toBe(true)
    expect(of(whole, 'E.provisional')).toBe(0n)
  })

  test('the manifest says the day, that of a whole run nothing', () => expect([ended.report.manifest.until, whole.report.manifest.until]).toEqual([day, undefined]))
})

test('a month before the first promise nothing is late, and nobody misses a replica', async () => {
  const { report } = await simulated(campus, [], '2027-02-01')
  expect([report.summary.idleMegawattMonths, report.summary.delayUsd]).toMatchObject([{ mean: 0 }, { mean: 0 }])
  expect(report.services.filter(({ item }) => item === 'idle').map(({ amount }) => amount)).toEqual([0])
})
