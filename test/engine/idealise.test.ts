import { describe, expect, test } from 'vitest'
import { createSimulation, type Simulation } from '../../src/engine/simulation.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { BUCKETS } from '../../src/scenario/buckets.ts'
import { CAUSE_GROUP_IDS, CAUSE_GROUPS, type CauseGroupId, causeOfBucket } from '../../src/scenario/idealise/cause-groups.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { SITE_WITH_EVERY_CAUSE } from './site-with-every-cause.ts'

function read(text: string): Scenario {
  const { scenario, issues } = loadScenario(text, { file: 'site.yaml', set: [] })
  if (scenario === undefined) throw new Error(issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return scenario
}

const site = read(SITE_WITH_EVERY_CAUSE)

const simulate = (idealise: readonly CauseGroupId[], of: Scenario = site): Simulation => createSimulation(of, { weather: null }, { seed: 7, replication: 0, record: false, idealise })

function finish(simulation: Simulation): RunResult {
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

/** Accelerator-ms by bucket; throws when a window does not add up to its contract as integers. */
function totals({ ledger: { acceleratorMs, buckets, contractedMs, windowCount } }: RunResult): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (let window = 0; window < windowCount; window++) {
    let sum = 0
    buckets.forEach(({ code }, bucket) => {
      const cell = acceleratorMs[window * buckets.length + bucket]
      sum += cell
      sums.set(code, (sums.get(code) ?? 0n) + BigInt(cell))
    })
    expect(sum).toBe(contractedMs[window])
  }
  return sums
}

const contractOf = ({ ledger }: RunResult): bigint => ledger.contractedMs.reduce((sum, ms) => sum + BigInt(ms), 0n)
const total = (sums: Map<string, bigint>): bigint => [...sums.values()].reduce((sum, ms) => sum + ms, 0n)

const base = finish(simulate([]))
const lost = totals(base)

describe('causes of loss', () => {
  test('each bucket of loss has at most one owner, and those without are fires, users, and headroom of services', () => {
    const owned = CAUSE_GROUPS.flatMap(({ buckets }) => buckets)
    expect(new Set(owned).size).toBe(owned.length)
    expect(BUCKETS.filter(({ code, gate }) => gate > 0 && gate < 10 && causeOfBucket(code) === undefined).map(({ code }) => code)).toEqual(['L2.zone', 'L9.rework.user', 'L9.serveHeadroom'])
    expect(owned.filter(code => BUCKETS.every(bucket => bucket.code !== code))).toEqual([])
    expect(CAUSE_GROUPS.map(({ id }) => id)).toEqual([...CAUSE_GROUP_IDS])
  })

  test('the site of this test suffers from most of them', () => {
    const posted = new Set([...lost].filter(([, ms]) => ms > 0n).map(([code]) => causeOfBucket(code)))
    expect(CAUSE_GROUP_IDS.filter(id => !posted.has(id))).toEqual(['substation', 'demand'])
  })

  test.each(CAUSE_GROUPS)('without $id its buckets are empty and the books still balance', ({ id, buckets, shared }) => {
    const run = finish(simulate([id]))
    const sums = totals(run)
    expect(buckets.filter(code => !shared.includes(code) && (sums.get(code) ?? 0n) > 0n)).toEqual([])
    expect(total(sums)).toBe(contractOf(run))
    expect(contractOf(run)).toBe(contractOf(base))
  })

  test('without any cause all is productive but what waits for the room of a large job', () => {
    const sums = totals(finish(simulate(CAUSE_GROUP_IDS)))
    expect([...sums].filter(([code, ms]) => ms > 0n && code !== 'P').map(([code]) => code)).toEqual(['L7.reservationHold'])
    expect(Number(sums.get('P')) / Number(contractOf(base))).toBeGreaterThan(0.98)
  })

  test('a cause that the file names is not there; the order of names does not matter', () => {
    const inFile = finish(simulate([], read(`${SITE_WITH_EVERY_CAUSE}idealise: [storage, hardware]\n`)))
    expect(inFile.stateHash).toBe(finish(simulate(['hardware', 'storage'])).stateHash)
    expect(inFile.stateHash).not.toBe(base.stateHash)
  })

  test('nobody else’s random numbers move: deliveries, the feed and its outages come when they came', () => {
    const told = ({ milestones, incidents }: RunResult): unknown => [milestones, incidents.filter(({ label }) => label.startsWith('grid/'))]
    const other = finish(simulate(['hardware', 'scheduler', 'storage', 'checkpoint', 'communication', 'demand']))
    expect(told(other)).toEqual(told(base))
    expect(base.milestones.length).toBeGreaterThan(2)
  })

  test('snapshot and restore equal a straight run', () => {
    const causes: CauseGroupId[] = ['powerCap', 'cooling', 'demand']
    const straight = simulate(causes)
    const [first, second] = [simulate(causes), simulate(causes)]
    first.run(first.horizonMs / 2, Infinity)
    second.restore(first.snapshot())
    expect(finish(second).stateHash).toBe(finish(straight).stateHash)
  })
})
