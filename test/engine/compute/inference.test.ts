import { describe, expect, test } from 'vitest'
import { erlangB, erlangC, largestLoad, meanWait, waitQuantile, waitsLonger } from '../../../src/engine/compute/erlang.ts'
import { decodeStepS, type InstanceSpec, largestBatch, prefillS, residenceS } from '../../../src/engine/compute/replica-model.ts'
import { serviceProblem } from '../../../src/engine/compute/sources/inference.ts'
import { FACTORS } from '../../../src/engine/ports.ts'
import { MODEL_IDS, servedModel } from '../../../src/scenario/catalog/models.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { type InferenceEntry, workloadSection } from '../../../src/scenario/schema/workload.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FAULT_PHASE, rig, type RigOptions } from './rig.ts'

const HEADROOM = FACTORS.indexOf('serveHeadroom')
const INIT = bucketIndex('L8.init')

describe('pools of servers', () => {
  test('T4.3', () => {
    expect(erlangB(20, 16)).toBeCloseTo(0.064411, 6)
    expect(erlangC(20, 16)).toBeCloseTo(0.256078, 6)
    expect(meanWait(20, 16, 1)).toBeCloseTo(0.064019, 6)
    expect(waitsLonger(20, 16, 1, 0.5)).toBeCloseTo(0.034656, 6)
    expect(erlangC(100, 90)).toBeCloseTo(0.21694, 5)
    expect([101, 102].map(servers => waitsLonger(servers, 90, 1, 0.1) <= 0.05)).toEqual([false, true])
    expect([erlangC(1, 0.5), meanWait(1, 0.5, 1)]).toEqual([0.5, 1])
  })

  test.each([
    [1, 0.8, 0.444444444, 0.8, 4, 0.654984602],
    [3, 2, 0.210526316, 0.444444444, 0.444444444, 0.163501974],
    [10, 8, 0.121661064, 0.409180151, 0.204590075, 0.055376512],
    [16, 12.8, 0.080647213, 0.304883913, 0.095276223, 0.012427740],
    [100, 90, 0.02695738, 0.216940481, 0.021694048, 0.000009849],
  ])('M/M/%i at %d Erlang', (servers, load, blocked, waits, wait, longer) => {
    expect(erlangB(servers, load)).toBeCloseTo(blocked, 9)
    expect(erlangC(servers, load)).toBeCloseTo(waits, 9)
    expect(meanWait(servers, load, 1)).toBeCloseTo(wait, 9)
    expect(waitsLonger(servers, load, 1, 1)).toBeCloseTo(longer, 9)
  })

  test('a large pool equals the recursion B(n) = a·B(n−1) / (n + a·B(n−1))', () => {
    for (const [servers, load] of [[5000, 4900], [2000, 2100], [300, 100]] as const) {
      let blocked = 1
      for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked)
      expect(Math.abs(erlangB(servers, load) - blocked)).toBeLessThan(1e-9 * blocked + 1e-15)
    }
  })

  test('the largest load meets the share that may wait, a little more misses it; quantile and probability agree', () => {
    const load = largestLoad(500, 1.4, 0.2, 0.05)
    expect(waitsLonger(500, load, 1.4, 0.2)).toBeLessThanOrEqual(0.05)
    expect(waitsLonger(500, load + 0.01, 1.4, 0.2)).toBeGreaterThan(0.05)
    expect(waitsLonger(500, 490, 1.4, waitQuantile(500, 490, 1.4, 0.95))).toBeCloseTo(0.05, 9)
    expect([waitQuantile(500, 300, 1.4, 0.95), waitQuantile(10, 10, 1, 0.95)]).toEqual([0, Infinity])
  })
})

/** 70 billion parameters in 8 bits on four H100: 1,979 TFLOP/s of 8-bit floats each, twice the bfloat16 rate. */
const CHAT: InstanceSpec = {
  weightsB: 70e9,
  cachePerTokenB: 160_000,
  contextTokens: 1300,
  promptTokens: 1156.4,
  outputTokens: 210.7,
  activeParameters: 70e9,
  accelerators: 4,
  bandwidthBps: 3.35e12,
  memoryB: 80e9,
  flops: 1979e12,
  batchLimit: 128,
}

describe('T4.4: a replica by its roofline', () => {
  test('times and throughput at a batch of 128', () => {
    expect(decodeStepS(CHAT, 0) * 1e3).toBeCloseTo(8.7065, 4)
    expect((decodeStepS(CHAT, 1) - decodeStepS(CHAT, 0)) * 1e6).toBeCloseTo(25.871, 3)
    expect(decodeStepS(CHAT, 128) * 1e3).toBeCloseTo(12.0179, 4)
    expect(Math.round(128 / decodeStepS(CHAT, 128))).toBe(10_651)
    expect(prefillS(CHAT) * 1e3).toBeCloseTo(40.9035, 4)
    const residence = residenceS(CHAT, 128)
    expect(residence).toBeCloseTo(7.76782, 5)
    expect((residence / CHAT.outputTokens) * 1e3).toBeCloseTo(36.8667, 4)
    expect(128 / residence).toBeCloseTo(16.4782, 4)
    expect((128 * prefillS(CHAT)) / residence).toBeCloseTo(0.674, 3)
  })

  test('the batch is limited by its own limit, by the time per token, by memory', () => {
    expect(largestBatch(CHAT, 0.05)).toBe(128)
    const tight = largestBatch(CHAT, 0.02)
    expect(residenceS(CHAT, tight) / CHAT.outputTokens).toBeLessThanOrEqual(0.02)
    expect(residenceS(CHAT, tight + 1) / CHAT.outputTokens).toBeGreaterThan(0.02)
    expect(largestBatch({ ...CHAT, accelerators: 1, batchLimit: 10_000 }, 10)).toBe(Math.floor(10e9 / (160_000 * 1300)))
    expect(largestBatch(CHAT, 0.001)).toBe(0)
  })

  test('every model of the catalog can be read; 70B has the tokens of the example', () => {
    expect(MODEL_IDS.map(servedModel)).toHaveLength(MODEL_IDS.length)
    expect(servedModel('chat-70b')).toMatchObject({ weights: 70e9, cachePerToken: 160_000, tensorParallel: 4, promptTokens: 1156.4, outputTokens: 210.7, contextTokens: 1300 })
  })

  test('objectives that nothing can meet are told', () => {
    const entry = (fields: object): InferenceEntry => workloadSection.parse([{ id: 'chat', source: 'inference', ...fields }])[0] as InferenceEntry
    const h100 = rackType('hgx-h100-air-4')
    expect(serviceProblem(entry({}), h100)).toBeUndefined()
    expect(serviceProblem(entry({ perToken: '5 ms' }), h100)).toMatchObject({ code: 'service-objective', key: 'perToken', allowed: 'at least 9 ms' })
    // t_pre + τ(1) = 40.9 + 8.7 ms.
    expect(serviceProblem(entry({ firstToken: '49 ms' }), h100)).toMatchObject({ code: 'service-objective', key: 'firstToken', allowed: 'at least 49.7 ms' })
    expect(serviceProblem(entry({ firstToken: '60 ms' }), h100)).toMatchObject({ code: 'service-objective', key: 'firstToken', message: expect.stringMatching(/long prompts/u) })
    expect(serviceProblem(entry({ memory: '10 GB' }), h100)).toMatchObject({ code: 'service-memory' })
    expect(serviceProblem(entry({ memory: '17.55 GB' }), h100)).toMatchObject({ code: 'service-memory' })
  })
})

/** One replica is a node of 8 H100: two instances of 4 with 128 slots each, 16.4782 requests per second an instance. */
const REPLICA_PER_S = 2 * 16.4782

function service(fields: object, options: { nodes?: number; contractMs?: number[]; blocks?: number; commands?: RigOptions['commands'] } = {}) {
  return rig({
    world: { blocks: options.blocks ?? 1, racksPerBlock: (options.nodes ?? 40) / 4, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 20 * DAY_MS, contractMs: options.contractMs },
    workload: [{ id: 'chat', source: 'inference', ...fields }],
    commands: options.commands,
  })
}

describe('a running service', () => {
  test('constant demand: as many replicas as the target needs, cold start first, then load ÷ slots is productive', () => {
    const { run, openAll, compute, ledger, events } = service({ peak: '300 request/s', trough: 1, coldStart: '5 min' })
    openAll()
    compute.start()
    run(2 * HOUR_MS)
    compute.settleAll()
    const scaled = events.filter(event => event.kind === 'replicasScaled')
    expect(scaled).toHaveLength(1)
    const replicas = scaled[0].replicas
    // At 85 % of what the pool carries within its objective; the pool is efficient, so between 300 ÷ X ÷ 0.85 and a tenth more.
    expect(replicas).toBeGreaterThanOrEqual(Math.ceil(300 / REPLICA_PER_S / 0.85))
    expect(replicas).toBeLessThanOrEqual(Math.ceil((300 / REPLICA_PER_S / 0.85) * 1.1))
    expect(ledger.heldMs(INIT)).toBe(replicas * 8 * 300_000)
    for (const { factors } of ledger.settled) expect(factors[HEADROOM]).toBeCloseTo(300 / (replicas * REPLICA_PER_S), 3)
    expect(compute.jobs).toMatchObject({ replicasServing: replicas, servingAccelerators: replicas * 8, runningCount: 0 })
    const servedS = 2 * 3600 - 300
    expect(compute.jobs.tokensServed / (300 * servedS * 210.7)).toBeCloseTo(1, 2)
    // Five minutes without any replica are missed, the rest is in time.
    expect(compute.counts().sloAttainment).toBeCloseTo(servedS / 7200, 2)
    // The 95th percentile of prompts: 40.9 ms × exp(1.645 σ − σ² / 2) with σ² = ln 1.44 is 92 ms; and what is left of a decode step of 12 ms.
    expect(compute.counts().p95LatencyMs).toBeGreaterThan(92)
    expect(compute.counts().p95LatencyMs).toBeLessThan(104)
  })

  test('a day: replicas follow the demand in 20 to 60 steps, the load stays within the objective', () => {
    const { run, openAll, compute, ledger, events } = service({ peak: '900 request/s', trough: 0.3 })
    openAll()
    compute.start()
    run(DAY_MS)
    const before = compute.counts()
    const first = events.length
    run(5 * DAY_MS)
    const scaled = events.slice(first).filter(event => event.kind === 'replicasScaled')
    expect(scaled.length / 4).toBeGreaterThan(15)
    expect(scaled.length / 4).toBeLessThan(60)
    const counts = scaled.map(event => (event.kind === 'replicasScaled' ? event.replicas : 0))
    expect(Math.max(...counts)).toBeLessThanOrEqual(40)
    expect(Math.min(...counts)).toBeLessThan(Math.max(...counts) / 2)
    expect(compute.counts().sloAttainment).toBeGreaterThan(0.98)
    expect(compute.counts().tokensServed).toBeGreaterThan(before.tokensServed)
    for (const { factors } of ledger.settled) {
      expect(factors[HEADROOM]).toBeGreaterThan(0)
      expect(factors[HEADROOM]).toBeLessThanOrEqual(1)
    }
    // Booked productive time equals the load that was carried: requests × residence ÷ slots, in accelerator time.
    const usefulMs = ledger.settled.reduce((sum, { accelerators, fromMs, toMs, factors }) => sum + accelerators * (toMs - fromMs) * factors[HEADROOM], 0)
    const requests = compute.counts().tokensServed / 210.7
    expect(usefulMs / 1000 / 8 / (requests / REPLICA_PER_S)).toBeCloseTo(1, 2)
  })

  test('demand follows the contract', () => {
    const { run, openAll, compute } = service({ peak: '600 request/s', trough: 1 }, { blocks: 2, nodes: 40, contractMs: [0, 2 * DAY_MS] })
    openAll()
    compute.start()
    run(DAY_MS)
    const half = compute.jobs.replicasServing
    run(3 * DAY_MS)
    expect(half * REPLICA_PER_S).toBeGreaterThan(300)
    expect(half * REPLICA_PER_S).toBeLessThan(420)
    expect(compute.jobs.replicasServing / half).toBeCloseTo(2, 0)
  })

  test('too few nodes: what is beyond the capacity is shed and misses the objective', () => {
    const { run, openAll, compute } = service({ peak: '660 request/s', trough: 1 }, { nodes: 8 })
    openAll()
    compute.start()
    run(2 * DAY_MS)
    expect(compute.jobs.replicasServing).toBe(8)
    const { sloAttainment } = compute.counts()
    expect(sloAttainment).toBeGreaterThan(0.3)
    expect(sloAttainment).toBeLessThan((8 * REPLICA_PER_S) / 660)
  })

  test('a fault takes one replica out until it is detected; another one starts elsewhere', () => {
    let strike = 0
    let detect = 0
    const { run, kernel, openAll, compute, ledger, events } = service(
      { peak: '300 request/s', trough: 1 },
      {
        commands(kern, domain) {
          strike = kern.command('test.strike', FAULT_PHASE, node => expect(domain().nodeStalled(node)).toBe(true))
          detect = kern.command('test.detect', FAULT_PHASE, node => {
            domain().faultDetected(node, 'hw')
            domain().nodeLost(node, 'triage')
          })
        },
      },
    )
    openAll()
    compute.start()
    kernel.schedule(strike, 3, DAY_MS + 1000)
    kernel.schedule(detect, 3, DAY_MS + 61_000)
    run(DAY_MS)
    const serving = compute.jobs.replicasServing
    run(DAY_MS + 2000)
    expect(compute.jobs.replicasServing).toBe(serving - 1)
    expect(compute.jobs.servingAccelerators).toBe(serving * 8)
    run(DAY_MS + HOUR_MS)
    expect(compute.jobs.replicasServing).toBe(serving)
    expect(compute.jobs.openNodes).toBe(39)
    expect(ledger.heldMs(bucketIndex('L8.faultStall'))).toBe(8 * 60_000)
    expect(events.filter(({ kind }) => kind === 'jobInterrupted')).toHaveLength(1)
  })
})
