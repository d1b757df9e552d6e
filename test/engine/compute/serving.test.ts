import { describe, expect, test } from 'vitest'
import { childKey, entityKey, rootKey, uniform } from '../../../src/base/rng.ts'
import { waitsLonger } from '../../../src/engine/compute/erlang.ts'
import { offeredAfter } from '../../../src/engine/compute/inference.ts'
import { addTime, binQuantile, BINS } from '../../../src/engine/compute/latency-bins.ts'
import { batchAt, type InstanceSpec, largestBatch, perSecond, perTokenS, prefillS, residenceS } from '../../../src/engine/compute/replica-model.ts'
import { addFirstTokens, createServingBooks, shareWithin } from '../../../src/engine/compute/serving-book.ts'
import { firstTokenPoints, histogramsOf, missedShare, mostPerSecond, type PoolLatency } from '../../../src/engine/compute/serving-latency.ts'
import { lognormalLengths, STRATA } from '../../../src/engine/compute/serving-lengths.ts'
import { createTimes } from '../../../src/engine/compute/serving-times.ts'
import { createState, hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, traceOf } from './rig.ts'

/** The instance of T4.4. */
const CHAT: InstanceSpec = {
  weightsB: 70e9, cachePerTokenB: 160_000, contextTokens: 1300, promptTokens: 1156.4, outputTokens: 210.7, activeParameters: 70e9,
  accelerators: 4, bandwidthBps: 3.35e12, memoryB: 80e9, flops: 1979e12, batchLimit: 128,
}

describe('one instance', () => {
  test('kept prompts save reading in proportion; in the memory of accelerators they take room from the batch', () => {
    expect(prefillS({ ...CHAT, cachedShare: 0.5 }) * 1e3).toBeCloseTo(40.9035 / 2, 4)
    const roomy = { ...CHAT, batchLimit: 10_000 }
    expect(largestBatch(roomy, 10)).toBe(Math.floor(250e9 / (160_000 * 1300)))
    expect(largestBatch({ ...roomy, cacheB: 50e9 }, 10)).toBe(Math.floor(200e9 / (160_000 * 1300)))
  })

  test('a measured table wins: at its rows, linear between them, never beyond the last, largest batch within the objective', () => {
    const measured = { ...CHAT, outputTokens: 100, measured: [{ batch: 1, tokensPerS: 50, perTokenS: 0.02 }, { batch: 32, tokensPerS: 800, perTokenS: 0.04 }, { batch: 64, tokensPerS: 1000, perTokenS: 0.064 }] }
    expect([1, 32, 48, 64].map(batch => perSecond(measured, batch))).toEqual([0.5, 8, 9, 10])
    expect(residenceS(measured, 32)).toBeCloseTo(4, 12)
    expect(perTokenS(measured, 48)).toBeCloseTo(0.052, 12)
    expect(largestBatch(measured, 0.052)).toBe(48)
    expect(largestBatch(measured, 1)).toBe(64)
    expect(largestBatch(measured, 0.019)).toBe(0)
    expect(batchAt(measured, 9, 64)).toBeCloseTo(48, 6)
  })

  test('the batch at a rate is the one that finishes that rate (Little)', () => {
    for (const batch of [1, 10, 64, 127]) expect(batchAt(CHAT, perSecond(CHAT, batch), 128)).toBeCloseTo(batch, 6)
    expect(batchAt(CHAT, 100, 128)).toBe(128)
  })
})

describe('times and their percentiles', () => {
  test('lengths have mean 1 and the stated variability', () => {
    const lengths = lognormalLengths(0.44)
    const many = Array.from({ length: 20_000 }, (_, i) => lengths((i + 0.5) / 20_000))
    const mean = many.reduce((sum, x) => sum + x, 0) / many.length
    expect(mean).toBeCloseTo(1, 2)
    expect(many.reduce((sum, x) => sum + (x - mean) ** 2, 0) / many.length).toBeCloseTo(0.44, 2)
    expect(STRATA.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12)
  })

  test('bins give percentiles within 2 %', () => {
    const bins = new Float64Array(BINS)
    for (let i = 0; i < 10_000; i++) addTime(bins, 100 + i / 10, 1)
    for (const p of [0.5, 0.95, 0.99]) expect(Math.abs(binQuantile(bins, 0, p) / (100 + 1000 * p) - 1)).toBeLessThan(0.02)
    expect(binQuantile(new Float64Array(BINS), 0, 0.5)).toBeNaN()
  })

  /** A pool in which nothing takes time but the wait for a slot. */
  const waiting = (slots: number, objectiveS: number): PoolLatency => ({
    slots, residenceS: 2, readers: 0, readS: 0, readVariability: 0, variability: 1, objectiveS, pointsAt: () => ({ values: new Float64Array(1), weights: Float64Array.of(1) }),
  })

  test('T4.3: the share that misses is Erlang’s where only waiting takes time, and so is the smallest pool', () => {
    expect(missedShare(waiting(20, 1), 1, 8)).toBeCloseTo(0.034656, 6)
    expect(missedShare(waiting(10, 1), 2, 8)).toBeCloseTo(waitsLonger(20, 16, 1, 0.5), 12)
    expect([101, 102].map(slots => mostPerSecond(waiting(slots, 0.2), 1, 0.05) >= 45)).toEqual([false, true])
    expect(missedShare(waiting(20, 1), 1, 10)).toBe(1)
  })

  test('histograms agree with 200,000 drawn requests: wait for a slot, for a reader, the step under way, the prompt', () => {
    const batch = 64
    const first = { spec: CHAT, batch, prompts: lognormalLengths(0.44), beforeS: 0.05, isInterleaved: true }
    const pool: PoolLatency = { slots: batch, residenceS: residenceS(CHAT, batch), readers: 1, readS: prefillS(CHAT), readVariability: 0.44, variability: 1.4, objectiveS: 1, pointsAt: firstTokenPoints(first) }
    const books = createServingBooks(createState(), 1, 1)
    const perS = 2.6 * perSecond(CHAT, batch)
    addFirstTokens(books, 0, pool, createTimes(pool, histogramsOf(firstTokenPoints(first, true))), { replicas: 3, perS, requests: 1000, scale: 1, heldBackS: 0 })
    const stepS = (8.7065e-3 + 25.871e-6 * batchAt(CHAT, perS / 3, batch)) * 1
    const [slots, load, readers, reading] = [3 * batch, perS * pool.residenceS, 3, perS * pool.readS]
    const c = waitsLonger(slots, load, 1, 0)
    const r = waitsLonger(readers, reading, 1, 0)
    const key = entityKey(rootKey(3, 0), 'requests')
    const drawn = Array.from({ length: 200_000 }, (_, i) => {
      const u = (draw: number): number => uniform(childKey(key, i), 1, draw)
      const wait = u(0) < c ? (-Math.log(u(1)) * 1.4 * pool.residenceS) / (slots - load) + (r * 0.72 * pool.readS) / (1 - (reading / readers) ** 3) : u(2) < r ? (-Math.log(u(1)) * 0.72 * pool.readS) / (1 - (reading / readers) ** 3) : 0
      return 0.05 + wait + u(3) * stepS + pool.readS * lognormalLengths(0.44)(u(4))
    }).sort((a, b) => a - b)
    for (const p of [0.5, 0.95, 0.99]) expect(books.firstTokenMs(p) / (1000 * drawn[Math.floor(p * drawn.length)])).toBeCloseTo(1, 1.3)
  }, 30_000)

  test('share of times within a limit: half of what lies evenly in octaves, all above the longest, blended between utilisations', () => {
    // Times of 100, 200, 400 and 800 ms when idle; twice as long when full.
    const histograms = histogramsOf(utilisation => ({ values: Float64Array.from([0.1, 0.2, 0.4, 0.8], s => s * (1 + utilisation)), weights: new Float64Array(4).fill(0.25) }))
    expect([50, 300, 600, 5000].map(ms => Math.round(shareWithin(histograms, 0, ms, 1) * 1e9) / 1e9)).toEqual([0, 0.5, 0.75, 1])
    // Twice as long each: 300 ms divides where 600 ms did.
    expect(shareWithin(histograms, 0, 600, 2)).toBeCloseTo(0.5, 9)
    expect(shareWithin(histograms, 1, 300, 1)).toBeCloseTo(0.25, 9)
  })

  test('the load of long requests lags behind the demand as dm/dt = λ − m/R has it', () => {
    let load = 100
    for (let i = 0; i < 360_000; i++) load += 0.01 * (0.1 + (0.2 * (i + 0.5)) / 360_000 - load / 1800)
    expect(offeredAfter(100, 0.1, 0.3, 3600, 1800)).toBeCloseTo(load, 2)
  })
})

const site = (fields: object, nodes = 40) => rig({
  world: { blocks: 1, racksPerBlock: nodes / 4, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 20 * DAY_MS },
  workload: [{ id: 'chat', source: 'inference', peak: '300 request/s', trough: 1, ...fields }],
})

/** Of the only service, after a time. */
function after(fields: object, untilMs: number, nodes?: number) {
  const running = site(fields, nodes)
  running.openAll()
  running.compute.start()
  running.run(untilMs)
  running.compute.settleAll()
  return { ...running, total: running.compute.services()[0].columns.total }
}

describe('a service with its books', () => {
  test('what is asked is answered or shed, tokens follow, percentiles are in order', () => {
    const { total, compute } = after({}, DAY_MS, 8)
    expect(total.requests).toBeCloseTo(300 * 86_400, 3)
    expect(total.answered + total.shed).toBeCloseTo(total.requests, 3)
    expect(total.shed).toBeGreaterThan(0.05 * total.requests)
    expect(total.shortMs).toBe(DAY_MS)
    expect(total.tokens / total.answered).toBeCloseTo(210.7, 6)
    expect(total.promptTokens / total.answered).toBeCloseTo(1156.4, 6)
    expect(total.shedTokens / total.shed).toBeCloseTo(210.7, 6)
    expect(total.onTime / total.answered).toBeCloseTo(0.95, 3)
    expect(total.goodTokens / total.tokens).toBeCloseTo(0.95, 3)
    // The limit is what a mean answer takes with a full batch: nearly full replicas miss it with some of the others.
    expect(total.onTimeTokens / total.answered).toBeGreaterThan(0.5)
    expect(total.onTimeTokens / total.answered).toBeLessThan(1)
    expect(total.replicaMs).toBe(8 * (DAY_MS - 300_001))
    expect(total.firstTokenP50Ms).toBeLessThan(total.firstTokenP95Ms)
    expect(total.perTokenP50Ms).toBeLessThan(total.perTokenP99Ms)
    expect(compute.counts().p95LatencyMs).toBeCloseTo(total.firstTokenP95Ms, 9)
  })

  test('with a limit of the queue more is answered, later', () => {
    const strict = after({}, DAY_MS, 8).total
    const patient = after({ queueLimit: '5 s' }, DAY_MS, 8).total
    expect(patient.shed).toBeLessThan(strict.shed)
    expect(patient.onTime).toBeLessThan(strict.onTime)
    expect(patient.firstTokenP50Ms).toBeGreaterThan(1000)
  })

  test('windows add up to the run', () => {
    const { compute, run } = site({ trough: 0.3 })
    const running = { compute, run }
    const opened = site({ trough: 0.3 })
    opened.openAll()
    opened.compute.start()
    for (let day = 1; day <= 3; day++) {
      opened.run(day * DAY_MS)
      opened.compute.settleAll()
      opened.compute.closeWindow(day - 1)
    }
    expect(running.compute.services()[0].columns.total.requests).toBe(0)
    const { windows, total } = opened.compute.services()[0].columns
    for (const item of ['requests', 'answered', 'tokens', 'replicaMs', 'heldAcceleratorMs'] as const) expect(windows[item].reduce((sum, x) => sum + x, 0) / total[item]).toBeCloseTo(1, 12)
    expect(windows.firstTokenP95Ms.slice(0, 3).every(ms => ms > 40 && ms < 1000)).toBe(true)
    expect(windows.requests[3]).toBe(0)
  })

  test('two pools: prompts one at a time, answers without them; each as large as its part of the work', () => {
    const { total, compute, events } = after({ disaggregated: {}, firstToken: '300 ms', coldStart: '1 min' }, 4 * HOUR_MS)
    const scaled = events.flatMap(event => (event.kind === 'replicasScaled' ? [event.replicas] : []))
    expect(scaled).toHaveLength(2)
    const [prompts, answers] = scaled
    // 300 prompts of 40.9 ms are 12.27 instances, two in a node; 300 answers in batches of 128 of 12.0 ms a step are 5.94 instances.
    expect(prompts).toBeGreaterThanOrEqual(Math.ceil(12.27 / 2 / 0.85))
    expect(prompts).toBeLessThanOrEqual(14)
    expect(answers).toBeGreaterThanOrEqual(Math.ceil(5.94 / 2 / 0.85))
    expect(answers).toBeLessThanOrEqual(6)
    expect(compute.jobs.servingAccelerators).toBe((prompts + answers) * 8)
    // No prompt interrupts an answer: decode steps between 8.7 and 12.1 ms, and 3.7 MB … of keys and values moved once.
    expect(total.perTokenP99Ms).toBeLessThan(13.5)
    expect(total.shed / total.requests).toBeLessThan(0.01)
  })

  test('retrieval lengthens prompts and the time before them', () => {
    const plain = after({}, 2 * HOUR_MS).total
    const found = after({ retrieval: { tokens: 1156.4, latency: '100 ms' } }, 2 * HOUR_MS).total
    // The median prompt of as many tokens again takes 40.9 ms × exp(−ln 1.44 / 2) = 34.1 ms longer.
    expect((found.firstTokenP50Ms - plain.firstTokenP50Ms) / 134.1).toBeCloseTo(1, 1)
    expect(found.replicaMs).toBeGreaterThan(plain.replicaMs)
  })

  test('what requests read from the datastore is missing to training that loads from it', () => {
    // A job of eight accelerators reads 0.8 GB/s of the 1 GB/s; 60 searches a second of 10 MB take 0.6 GB/s.
    const endS = (data: string): number => {
      const running = rig({
        world: { blocks: 1, racksPerBlock: 2, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 2 * DAY_MS },
        workload: [
          { id: 'chat', source: 'inference', peak: '60 request/s', trough: 1, maximum: 4, retrieval: { data } },
          { id: 'trace', source: 'trace', file: 'rows', communication: 0, loading: '100 MB/s' },
        ],
        traces: { rows: traceOf([[60, 8, 3000, 6000]]) }, scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS, datastore: { read: '1 GB/s', perNode: '100 GB/s' },
      })
      running.openAll()
      running.compute.start()
      running.run(DAY_MS)
      return running.compute.finishedJobs.col.endMs[0] / 1000
    }
    expect(endS('0 B')).toBeCloseTo(3060, 1)
    // Both get 1 ÷ 1.4 of what they ask for, in steps of 2 %.
    expect((endS('10 MB') - 60) / 3000).toBeGreaterThanOrEqual(1.4)
    expect((endS('10 MB') - 60) / 3000).toBeLessThan(1.45)
  })

  test('a restored run goes on as the straight one', () => {
    const straight = site({ trough: 0.3, disaggregated: {} })
    straight.openAll()
    straight.compute.start()
    straight.run(DAY_MS)
    const middle = snapshotState(straight.state)
    straight.run(3 * DAY_MS)
    straight.compute.settleAll()
    const end = hashState(straight.state)
    restoreState(straight.state, middle)
    straight.run(3 * DAY_MS)
    straight.compute.settleAll()
    expect(hashState(straight.state)).toBe(end)
  })
})
