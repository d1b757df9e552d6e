import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { ABSENT, fairTree, usageAfter } from '../../../src/engine/compute/fair-share.ts'
import { priority } from '../../../src/engine/compute/policies/priority.ts'
import { IDLE_REASONS } from '../../../src/engine/ports.ts'
import { schedulerSection } from '../../../src/scenario/schema/scheduler.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { bruteForce, easyByShadow, type Job, type Row } from './brute-force.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, startsOf, traceOf } from './rig.ts'

describe('fair share', () => {
  test('T5.5: 100 GPU-h fade to 50.000 after 7 d and to 74.2997 after 3 d at a half-life of 7 d', () => {
    const usage = 100 * HOUR_MS
    expect(usageAfter(usage, 0, 7 * DAY_MS, 7 * DAY_MS) / HOUR_MS).toBeCloseTo(50, 3)
    expect(usageAfter(usage, 0, 3 * DAY_MS, 7 * DAY_MS) / HOUR_MS).toBeCloseTo(74.2997, 4)
  })

  test('usage of what is held all the time: the sum of many short stretches, and the limit', () => {
    let inSteps = 0
    for (let step = 0; step < 100_000; step++) inSteps = usageAfter(inSteps, 0, 6000, DAY_MS) + 8 * 6000
    expect(usageAfter(0, 8, 600_000_000, DAY_MS) / inSteps).toBeCloseTo(1, 4)
    // Held for ever, usage settles at the mean life of what is held: half-life / ln 2.
    expect(usageAfter(0, 8, 1000 * DAY_MS, DAY_MS)).toBeCloseTo((8 * DAY_MS) / Math.LN2, 0)
  })

  test('Fair-Tree: by level, and tenants that tie are ranked as one', () => {
    // Two organisations of 40 and 60 shares with 40 and 60 of the usage tie, so their teams are ranked together.
    const tree = { shares: [1, 40, 60, 1, 1, 1], parent: [ABSENT, -1, -1, 1, 1, 2] }
    expect([...fairTree(tree)([0, 0, 0, 10, 30, 60])]).toEqual([0, 0, 0, 3 / 3, 1 / 3, 2 / 3])
    // With a little more usage of the second, all teams of the first go before its own, however much they used.
    expect([...fairTree(tree)([0, 0, 0, 10, 30, 61])]).toEqual([0, 0, 0, 1, 2 / 3, 1 / 3])
    // Nobody used anything: all tie. Without shares a tenant comes last.
    expect([...fairTree({ shares: [5, 1, 0], parent: [-1, -1, -1] })([0, 0, 0])]).toEqual([1, 1, 1 / 3])
  })
})

const WEIGHTS = { age: 60, fairShare: 300, size: 64, partition: 0, qos: 30 }
const MAX_AGE_S = 60

test('T5.6: order by static keys equals the order by the full formula at 1,000 random times', () => {
  const scheduler = schedulerSection.parse({ policy: 'priority', priority: { weights: { age: 150_000, fairShare: 700_000, size: 150_000, partition: 90_000, qos: 400_000, resources: { accelerators: 50_000, nodes: 120_000, loading: 80_000 } } } })
  const { weights, maxAge } = scheduler.priority
  const key = rootKey(1, 56)
  const jobs = Array.from({ length: 300 }, (_, i) => ({
    submitMs: Math.floor(uniform(key, 1, i) * 3 * DAY_MS), nodes: 1, requestedMs: 1,
    siteShare: uniform(key, 2, i), partition: uniform(key, 3, i), classShare: Math.floor(uniform(key, 4, i) * 4) / 3, factor: Math.ceil(uniform(key, 5, i) * 5) / 5,
    nodeShare: uniform(key, 7, i), loadingShare: uniform(key, 8, i), nice: Math.floor(uniform(key, 9, i) * 200_000) - 100_000,
  }))
  const fairShareMs = priority.fairShareMs?.(scheduler) ?? 0
  const byKey = jobs.map((job, i) => ({ i, key: (priority.orderMs?.(job, scheduler) ?? 0) - Math.round(fairShareMs * job.factor) })).toSorted((a, b) => a.key - b.key || a.i - b.i)
  for (let draw = 0; draw < 1000; draw++) {
    const nowMs = Math.floor(3 * DAY_MS + uniform(key, 6, draw) * 3.9 * DAY_MS)
    const full = (i: number): number => {
      const { submitMs, siteShare, partition, classShare, factor, nodeShare, loadingShare, nice } = jobs[i]
      const asked = weights.resources.accelerators * siteShare + weights.resources.nodes * nodeShare + weights.resources.loading * loadingShare - nice
      return weights.age * Math.min(1, (nowMs - submitMs) / maxAge) + weights.fairShare * factor + weights.size * siteShare + weights.partition * partition + weights.qos * classShare + asked
    }
    // Keys are whole milliseconds of age, so priorities closer than one of these are equal.
    const point = weights.age / maxAge
    const wrong = byKey.findIndex(({ i }, at) => at > 0 && full(i) > full(byKey[at - 1].i) + 2 * point)
    expect(wrong, `draw ${draw}`).toBe(-1)
  }
})

const ENTRIES = [['alpha', 'normal', 2], ['beta', 'high', 1], ['gamma', 'low', 3]] as const
const RANK = { low: 0, normal: 1, high: 2 } as const

/** The full formula at every pass, usage by summing over the past second by second. */
function formula(rows: readonly Row[], entryOf: readonly number[], nodes: number, halfLifeS: number, periodS: number) {
  const factors = { lookedS: -1, of: [1, 1, 1] }
  const usageOf = (entry: number, jobs: readonly Job[], nowS: number): number =>
    jobs.reduce((sum, job) => {
      if (entryOf[job.index] !== entry || job.startS < 0) return sum
      const endS = Math.min(nowS, job.startS + job.runS)
      return sum + ((job.nodes * halfLifeS) / Math.LN2) * (2 ** ((endS - nowS) / halfLifeS) - 2 ** ((job.startS - nowS) / halfLifeS))
    }, 0)
  const look = (nowS: number, jobs: readonly Job[]): void => {
    if (factors.lookedS >= 0 && Math.floor(nowS / periodS) === Math.floor(factors.lookedS / periodS)) return
    factors.lookedS = nowS
    const levels = ENTRIES.map(([, , shares], entry) => {
      const usage = usageOf(entry, jobs, nowS)
      return usage === 0 ? Infinity : shares / usage
    })
    factors.of = levels.map(level => (3 - levels.filter(other => other > level).length) / 3)
  }
  const points = (job: Job, nowS: number): number => {
    const entry = entryOf[job.index]
    const age = Math.min(1, (nowS - job.submitS) / MAX_AGE_S)
    return WEIGHTS.age * age + WEIGHTS.fairShare * factors.of[entry] + (WEIGHTS.size * rows[job.index][1]) / nodes + (WEIGHTS.qos * RANK[ENTRIES[entry][1]]) / 3
  }
  return (nowS: number, jobs: readonly Job[]) => {
    look(nowS, jobs)
    return (a: Job, b: Job): number => points(b, nowS) - points(a, nowS) || a.index - b.index
  }
}

function prioritySite(nodes: number, parts: readonly (readonly Row[])[], options: Readonly<Record<string, unknown>> = {}, tenants: Readonly<Record<string, unknown>> = {}) {
  const site = rig({
    world: { racksPerBlock: 1, nodesPerRack: nodes, acceleratorsPerNode: 1, horizonMs: 1000 * DAY_MS },
    tenants: Object.fromEntries(ENTRIES.map(([name, , shares]) => [name, { shares, ...(tenants[name] as object | undefined) }])),
    workload: ENTRIES.map(([name, rank]) => ({ id: name, source: 'trace', file: name, communication: 0, tenants: { [name]: 1 }, priority: rank })),
    traces: Object.fromEntries(ENTRIES.map(([name], entry) => [name, traceOf(parts[entry])])),
    scheduler: { ...PLAIN_SCHEDULER, policy: 'priority', priority: { weights: WEIGHTS, maxAge: `${MAX_AGE_S} s`, halfLife: '120 s', period: '30 s' }, ...options },
    checkpoints: NO_CHECKPOINTS,
  })
  site.openAll()
  site.compute.start()
  return site
}

test.each([1, 2, 3, 4, 5])('seed %i: priority with ageing, caps and fair share equals the full formula evaluated in every pass', seed => {
  const key = rootKey(seed, 57)
  for (let instance = 0; instance < 20; instance++) {
    let drawn = 0
    const below = (limit: number): number => Math.floor(uniform(key, instance, drawn++) * limit)
    const nodes = 32
    const jobs = Array.from({ length: 60 }, () => {
      const runS = 1 + below(40)
      return { entry: below(3), row: [below(150), 1 + below(below(3) === 0 ? 32 : 10), runS, runS + below(30)] as const }
    }).toSorted((a, b) => a.row[0] - b.row[0] || a.entry - b.entry)
    const rows = jobs.map(({ row }) => row)
    const { compute, kernel } = prioritySite(nodes, [0, 1, 2].map(entry => jobs.filter(job => job.entry === entry).map(({ row }) => row)))
    kernel.run(1000 * DAY_MS, Infinity)
    const expected = bruteForce(nodes, rows, easyByShadow, formula(rows, jobs.map(({ entry }) => entry), nodes, 120, 30))
    expect(startsOf(compute, rows.length), `seed ${seed}, instance ${instance}`).toEqual(expected)
  }
})

describe('quotas', () => {
  test('jobs over the quota of their tenant wait without holding others back, and what idles meanwhile is charged to the quota', () => {
    const parts: Row[][] = [[[0, 3, 10, 10], [1, 3, 10, 10]], [[2, 4, 10, 10]], []]
    const { compute, kernel, ledger } = prioritySite(10, parts, {}, { alpha: { quota: 4 } })
    kernel.run(5000, Infinity)
    expect(compute.jobs.freeNodes).toBe(3)
    expect(ledger.idle()[IDLE_REASONS.indexOf('quota')]).toBe(3)
    kernel.run(DAY_MS, Infinity)
    expect(startsOf(compute, 3)).toEqual([0, 10, 2])
  })

  test('a job that no quota will ever hold is refused', () => {
    const { compute, kernel } = prioritySite(10, [[[0, 5, 10, 10]], [], []], {}, { alpha: { quota: 4 } })
    kernel.run(DAY_MS, Infinity)
    expect(compute.counts().jobsWithdrawn).toBe(1)
  })

  test('the quota of an organisation counts all of its teams; under conservative backfill too', () => {
    const parts: Row[][] = [[[0, 4, 10, 10]], [[0, 4, 10, 10]], [[0, 2, 30, 30]]]
    for (const policy of ['priority', 'conservative', 'fifo']) {
      const { compute, kernel } = prioritySite(10, parts, { policy, backfill: { interval: '0 s' } }, { alpha: { parent: 'gamma' }, beta: { parent: 'gamma' }, gamma: { quota: 6 } })
      kernel.run(DAY_MS, Infinity)
      const starts = startsOf(compute, 3)
      expect(starts[0] + starts[1], policy).toBe(10)
      expect(Math.abs(starts[0] - starts[1]), policy).toBe(10)
    }
  })
})
