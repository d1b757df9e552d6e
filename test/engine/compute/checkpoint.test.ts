import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { exponential } from '../../../src/base/variates.ts'
import { dalyInterval, efficiency, linearEfficiency, stretch, type Stretch, wallToFinish, youngInterval } from '../../../src/engine/compute/checkpoint.ts'
import { checkpointTimes } from '../../../src/engine/compute/checkpoint-times.ts'
import { intervalMs, readParams } from '../../../src/engine/compute/parameters.ts'
import type { Kernel } from '../../../src/engine/kernel/kernel.ts'
import type { LedgerPort } from '../../../src/engine/ports.ts'
import { checkpointsSection } from '../../../src/scenario/schema/checkpoints.ts'
import { powerSection } from '../../../src/scenario/schema/power.ts'
import { schedulerSection } from '../../../src/scenario/schema/scheduler.ts'
import { FAULT_PHASE, rig, TRACE, traceOf } from './rig.ts'

/** Blocking s, restart s, mean time to failure s, then Young, Daly, exact optimum and its efficiency, efficiency at Young. */
const YOUNG_DALY = [
  [60, 300, 11_140, 1156.201, 1116.547, 1116.551, 0.875864, 0.87581],
  [30, 300, 11_136.6, 817.433, 797.555, 797.556, 0.903709, 0.903689],
  [120, 600, 11_135.9, 1634.812, 1555.791, 1555.81, 0.815163, 0.815023],
  [300, 600, 86_400, 7200, 7001.389, 7001.404, 0.912606, 0.912577],
  [600, 600, 14_400, 4156.922, 3766.544, 3766.921, 0.708273, 0.707367],
  [20, 600, 1080, 207.846, 194.727, 194.732, 0.470301, 0.470121],
] as const
const LLAMA_MTTF_S = (54 * 86_400) / 419

describe('intervals', () => {
  test.each(YOUNG_DALY)('blocking %d s, restart %d s, failures every %d s', (c, r, m, young, daly, best, atBest, atYoung) => {
    expect(youngInterval(c, m)).toBeCloseTo(young, 2)
    expect(dalyInterval(c, m)).toBeCloseTo(daly, 2)
    expect(efficiency(best, c, r, m)).toBeCloseTo(atBest, 6)
    expect(efficiency(youngInterval(c, m), c, r, m)).toBeCloseTo(atYoung, 6)
    // The optimum is one: both neighbours are worse.
    expect(efficiency(best * 1.05, c, r, m)).toBeLessThan(efficiency(best, c, r, m))
    expect(efficiency(best * 0.95, c, r, m)).toBeLessThan(efficiency(best, c, r, m))
  })

  test('T7.1 and T7.2: 30 s blocking, 600 s restart on 16,384 accelerators of Llama 3', () => {
    expect(LLAMA_MTTF_S).toBeCloseTo(11_135.08, 2)
    expect(youngInterval(30, LLAMA_MTTF_S)).toBeCloseTo(817.377, 3)
    const daly = dalyInterval(30, LLAMA_MTTF_S)
    expect(daly).toBeCloseTo(797.499, 3)
    expect(efficiency(daly, 30, 600, LLAMA_MTTF_S)).toBeCloseTo(0.879679, 6)
    expect(efficiency(1800, 30, 600, LLAMA_MTTF_S)).toBeCloseTo(0.85752, 6)
    expect(efficiency(3600, 30, 600, LLAMA_MTTF_S)).toBeCloseTo(0.794847, 6)
  })

  test('T7.3: first-order form', () => {
    const mttfS = (nodes: number, per1000NodeDays: number): number => 86_400_000 / (nodes * per1000NodeDays)
    expect(linearEfficiency(797.5, 30, 600, mttfS(2048, 3.7887))).toBeCloseTo(0.8773, 4)
    expect(linearEfficiency(1800, 30, 600, mttfS(2048, 3.7887))).toBeCloseTo(0.85111, 4)
    expect(linearEfficiency(3600, 0, 300, mttfS(2048, 6.5))).toBeCloseTo(0.67644, 4)
    // Meta RSC-1, 2,000 nodes, five-minute and hourly checkpoints without blocking; the exact model disagrees with the formula at 60 min.
    expect(linearEfficiency(300, 0, 300, mttfS(2000, 6.5))).toBeCloseTo(0.9323, 4)
    expect(linearEfficiency(3600, 0, 300, mttfS(2000, 6.5))).toBeCloseTo(0.684, 4)
    expect(efficiency(300, 0, 300, mttfS(2000, 6.5))).toBeCloseTo(0.9345, 4)
    expect(efficiency(3600, 0, 300, mttfS(2000, 6.5))).toBeCloseTo(0.7202, 4)
  })

  test.each([1e-4, 1e-3, 5e-3, 0.01, 0.05])('T7.5: the best interval of a grid lies within 2 %% of Daly for blocking ÷ mean time to failure = %d', ratio => {
    let best = 0
    let bestInterval = 0
    for (let interval = 1e-3; interval < 2; interval *= 1.0005) {
      const value = efficiency(interval, ratio, 0, 1)
      if (value > best) [best, bestInterval] = [value, interval]
    }
    expect(Math.abs(bestInterval / dalyInterval(ratio, 1) - 1)).toBeLessThan(0.02)
  })

  test('a job gets the interval of its own failure rate, never below what a checkpoint takes', () => {
    const params = (checkpoints: object) => readParams({ tenants: {}, workload: [], power: powerSection.parse({}), scheduler: schedulerSection.parse({}), checkpoints: checkpointsSection.parse(checkpoints) })
    const interval = (checkpoints: object, accelerators: number): number => {
      const stated = params(checkpoints)
      return intervalMs(stated, accelerators, checkpointTimes(stated, accelerators, 1), stated.failureRate)
    }
    const year = 31_557_600
    const daly = interval({ blocking: '10 s', expectedFailures: '0.3 1/year' }, 1024)
    expect(daly).toBe(Math.round(dalyInterval(10, year / (0.3 * 1024)) * 1000))
    expect(interval({ interval: '30 min' }, 1024)).toBe(1_800_000)
    expect(interval({ interval: 'none' }, 1024)).toBe(0)
    expect(interval({ interval: '10 s', flush: '5 min' }, 1)).toBe(300_000)
    expect(interval({ interval: '10 s', flush: '5 min', mode: 'blocking', blocking: '1 min' }, 1)).toBe(60_000)
  })
})

describe('stretches of a checkpointed run', () => {
  const empty = (): Stretch => ({ workMs: 0, blockedMs: 0, commits: 0, commitMs: 0, commitWorkMs: 0, phaseMs: 0 })

  test('by hand: interval 100, blocking 10, rate 1', () => {
    const at = empty()
    stretch(0, 100, 10, 1, 235, at)
    // 100 work, 10 write, 100 work, 10 write, 15 work.
    expect(at).toEqual({ workMs: 215, blockedMs: 20, commits: 2, commitMs: 220, commitWorkMs: 200, phaseMs: 15 })
    stretch(15, 100, 10, 0.5, 175, at)
    // 85 work take 170, then 5 of writing.
    expect(at).toEqual({ workMs: 85, blockedMs: 5, commits: 0, commitMs: 0, commitWorkMs: 0, phaseMs: 105 })
    stretch(105, 100, 10, 0.5, 25, at)
    expect(at).toEqual({ workMs: 10, blockedMs: 5, commits: 1, commitMs: 5, commitWorkMs: 0, phaseMs: 10 })
    expect(wallToFinish(0, 100, 10, 1, 200)).toBe(210)
    expect(wallToFinish(0, 100, 10, 1, 201)).toBe(221)
    expect(wallToFinish(105, 100, 10, 0.5, 50)).toBe(105)
    expect(wallToFinish(0, 0, 10, 0.5, 50)).toBe(100)
  })

  test.each([1, 2, 3, 4, 5])('seed %i: pieces at one rate add up to the whole, and finishing takes as long as told', seed => {
    const key = rootKey(seed, 0)
    for (let trial = 0; trial < 200; trial++) {
      const draw = (n: number): number => uniform(key, trial, n)
      const interval = 50 + Math.floor(draw(0) * 1000)
      const blocking = Math.floor(draw(1) * 60)
      const rate = 0.2 + 0.8 * draw(2)
      const whole = empty()
      const piece = empty()
      const totalMs = Math.floor(draw(3) * 20_000)
      stretch(0, interval, blocking, rate, totalMs, whole)
      let [phase, work, blocked, commits] = [0, 0, 0, 0]
      for (let left = totalMs, n = 4; left > 0; n++) {
        const step = Math.min(left, 1 + Math.floor(draw(n) * 3000))
        stretch(phase, interval, blocking, rate, step, piece)
        phase = piece.phaseMs
        work += piece.workMs
        blocked += piece.blockedMs
        commits += piece.commits
        left -= step
      }
      expect(work).toBeCloseTo(whole.workMs, 6)
      expect(blocked).toBeCloseTo(whole.blockedMs, 6)
      expect(work / rate + blocked).toBeCloseTo(totalMs, 6)
      expect(Math.abs(commits - whole.commits)).toBeLessThanOrEqual(1)
      const finish = wallToFinish(0, interval, blocking, rate, whole.workMs + 1)
      stretch(0, interval, blocking, rate, finish, piece)
      expect(piece.workMs).toBeCloseTo(whole.workMs + 1, 5)
    }
  })
})

interface Sums {
  productiveMs: number
  lostMs: number
}

/** A ledger that keeps nothing but sums over settled segments. */
function summingLedger(sums: Sums): LedgerPort {
  return {
    hold() {},
    release() {},
    setIdle() {},
    settle(_accelerators, fromMs, toMs, blockedMs, _factors, lost) {
      if (lost === undefined) sums.productiveMs += toMs - fromMs - blockedMs
      else sums.lostMs += toMs - fromMs
    },
  }
}

/** One endless job that exponential failures strike, during start-up and writing too. */
function endlessJob(options: { blockingS: number; restartS: number; mttfS: number; intervalS: number; flushS?: number; failures: number; seed: number }) {
  const sums: Sums = { productiveMs: 0, lostMs: 0 }
  const key = rootKey(options.seed, 0)
  let struck = 0
  const gapMs = (): number => Math.max(1, Math.round(exponential(uniform(key, 5, struck), options.mttfS * 1000)))
  let strike = 0
  const { compute, kernel, openAll } = rig({
    world: { racksPerBlock: 1, nodesPerRack: 1, horizonMs: 8e15, windowMs: 8e15 },
    ledger: () => summingLedger(sums),
    workload: TRACE,
    traces: { rows: traceOf([[0, 1, 8e12, 8e12]]) },
    scheduler: { startup: { base: `${options.restartS} s`, perDoubling: '0 s' } },
    checkpoints: {
      interval: `${options.intervalS} s`,
      blocking: `${options.blockingS} s`,
      restore: '0 s',
      ...(options.flushS === undefined ? { mode: 'blocking' } : { mode: 'asynchronous', flush: `${options.flushS} s` }),
    },
    commands(kern: Kernel, domain) {
      strike = kern.command('test.strike', FAULT_PHASE, () => {
        domain().jobFaulted(0, 'hw')
        struck += 1
        if (struck < options.failures) kern.schedule(strike, 0, kern.now + gapMs())
        else kern.stop()
      })
    },
  })
  openAll()
  compute.start()
  kernel.schedule(strike, 0, gapMs())
  kernel.run(8e15, Infinity)
  return { sums, elapsedMs: kernel.now, failures: struck }
}

describe('the simulated job reproduces the exact model', () => {
  test.each(YOUNG_DALY)('blocking %d s, restart %d s, failures every %d s: efficiency to 3 in 1,000', (blockingS, restartS, mttfS, young, _daly, best, atBest, atYoung) => {
    // The noise of the ratio grows with the overhead; the last rows need more failures for the same tolerance.
    const failures = atBest < 0.6 ? 600_000 : atBest < 0.8 ? 120_000 : 30_000
    for (const [intervalS, expected] of [[best, atBest], [young, atYoung]] as const) {
      const { sums, elapsedMs } = endlessJob({ blockingS, restartS, mttfS, intervalS, failures, seed: 11 })
      expect(Math.abs(sums.productiveMs / elapsedMs / expected - 1), `interval ${intervalS} s, seed 11`).toBeLessThan(0.003)
    }
  })

  test('T7.2: 797.5, 1,800 and 3,600 s within 0.3 %', () => {
    for (const [intervalS, expected] of [[797.499, 0.879679], [1800, 0.85752], [3600, 0.794847]] as const) {
      const { sums, elapsedMs } = endlessJob({ blockingS: 30, restartS: 600, mttfS: LLAMA_MTTF_S, intervalS, failures: 40_000, seed: 3 })
      expect(Math.abs(sums.productiveMs / elapsedMs / expected - 1), `interval ${intervalS} s, seed 3`).toBeLessThan(0.003)
    }
  })

  test('T7.4: with a flush of half an interval the mean rollback is half a cycle and the flush, within 1 %', () => {
    const { sums, failures } = endlessJob({ blockingS: 10, restartS: 0, mttfS: 600_000, intervalS: 600, flushS: 300, failures: 40_000, seed: 5 })
    expect(Math.abs(sums.lostMs / failures / 1000 / ((600 + 10) / 2 + 300) - 1)).toBeLessThan(0.01)
  })
})
