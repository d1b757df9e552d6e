import { describe, expect, test } from 'vitest'
import {
  bubbleFraction, contextBytes, crossSiteBytes, dataParallelBytes, expertBytes, exposedFraction, microBatches, modelFlopsUtilisation, networkDuty, pipelineBytes, slowdown, stepModel, stepTimeS, tensorBytes, trainingFlop, type TrainingModel,
} from '../../src/physics/training-step.ts'

const LLAMA: TrainingModel = {
  parameters: 405e9, activeParameters: 405e9, layers: 126, expertLayers: 0, expertsPerToken: 1, hidden: 16_384, keyWidth: 1024,
  sequence: 8192, microBatch: 1, tokens: 16_777_216, interleave: 8, recompute: false,
}
const SPLIT = { tensor: 8, pipeline: 16, data: 128, context: 1, expert: 1 }
const H100 = { flops: 500e12, scaleUpSize: 8, scaleUpBps: 360e9, networkBps: 40e9 }

describe('training step', () => {
  test('T2.4 a 405-billion-parameter model: 4.0769e19 FLOP a step, 6.2208 s on 16,384 at 400 TFLOP/s, 66.95 days, 40.4 % of peak', () => {
    const flop = trainingFlop(405e9, 16_777_216)
    expect(flop / 1e19).toBeCloseTo(4.0769, 4)
    const stepS = flop / (16_384 * 400e12)
    expect(stepS).toBeCloseTo(6.2208, 3)
    expect(trainingFlop(405e9, 15.6e12) / 1e25).toBeCloseTo(3.7908, 4)
    expect(trainingFlop(405e9, 15.6e12) / (16_384 * 400e12) / 86_400).toBeCloseTo(66.95, 2)
    expect(modelFlopsUtilisation({ ...LLAMA, layers: 0 }, 16_384, stepS, 989e12)).toBeCloseTo(0.404, 3)
  })

  test('T2.5 data-parallel volume and its time at 1:1 and 1:7', () => {
    const bytes = dataParallelBytes(405e9, 8, 16, 128)
    expect(bytes / 1e9).toBeCloseTo(18.836, 3)
    expect(bytes / 40e9).toBeCloseTo(0.471, 3)
    expect(bytes / (40e9 / 7)).toBeCloseTo(3.296, 3)
  })

  test('T2.6 step time under a slower network', () => {
    const step = { computeS: 5, bubbleFraction: 0.06, tensorS: 0.4, network: [{ networkS: 1.2, overlapS: (0.5 * 2 * 5) / 3 }] }
    expect([1, 0.5, 0.25].map(rate => stepTimeS(step, rate))).toEqual([expect.closeTo(5.7, 9), expect.closeTo(6.4333, 4), expect.closeTo(8.8333, 4)])
    expect(stepTimeS(step, 0.5) / stepTimeS(step, 1)).toBeCloseTo(1.12865, 5)
    expect(stepTimeS(step, 0.25) / stepTimeS(step, 1)).toBeCloseTo(1.54971, 5)
    // Half of the scale-up bandwidth doubles the tensor term; a clock of 0.8 stretches compute and bubble.
    expect(stepTimeS(step, 1, 0.5)).toBeCloseTo(6.1, 9)
    expect(stepTimeS(step, 1, 1, 1, 0.8)).toBeCloseTo(5 / 0.8 * 1.06 + 0.4, 9)
    // Another site at half of a link of 2 s, with 1 s hidden: 3 s more, and 1 s at its full rate.
    const spanning = { ...step, wan: { networkS: 2, overlapS: 1 } }
    expect([stepTimeS(spanning, 1), stepTimeS(spanning, 1, 1, 0.5)]).toEqual([expect.closeTo(6.7, 9), expect.closeTo(8.7, 9)])
    expect(exposedFraction(step)).toBeCloseTo(0.4 / 5.7, 9)
    expect(networkDuty(step)).toBeCloseTo(1.2 / 5.7, 9)
  })

  test('volumes by hand: 16 micro-batches of one sequence on each of 128 pipelines of 16 stages', () => {
    const activations = 8192 * 16_384 * 2
    expect(microBatches(LLAMA, SPLIT)).toBe(16)
    expect(tensorBytes(LLAMA, SPLIT)).toBeCloseTo(16 * (126 / 16) * 4 * 2 * (7 / 8) * activations, 0)
    expect(pipelineBytes(LLAMA, SPLIT)).toBe((2 * 16 * activations) / 8)
    expect(pipelineBytes(LLAMA, { ...SPLIT, pipeline: 1 })).toBe(0)
    expect(bubbleFraction(LLAMA, SPLIT)).toBeCloseTo(15 / (16 * 8), 12)
    expect(expertBytes({ ...LLAMA, expertLayers: 60, expertsPerToken: 4 }, { ...SPLIT, expert: 16 })).toBeCloseTo(16 * (60 / 16) * 4 * 4 * activations * (15 / 16), 0)
    expect(contextBytes(LLAMA, { ...SPLIT, context: 2, data: 64 })).toBeCloseTo(32 * (126 / 16) * 2 * (8192 * 2 * 1024 * 2) * 0.5, 0)
    expect(crossSiteBytes(405e9, 2)).toBe(1.215e12)
  })

  test('a tensor group within the domain stays off the network; a larger one, or a smaller domain, does not', () => {
    const inside = stepModel(LLAMA, SPLIT, H100, 0.5)
    expect(inside.network).toHaveLength(2)
    expect(inside.tensorS).toBeGreaterThan(tensorBytes(LLAMA, SPLIT) / 360e9)
    const outside = stepModel(LLAMA, SPLIT, { ...H100, scaleUpSize: 4 }, 0.5)
    expect(outside.tensorS).toBe(0)
    // Two domains of four: 3/4 of the bytes over 360 GB/s, then half of a quarter over 40 GB/s; so 8/7 of what the volume counts.
    expect(outside.collectives?.[0]).toEqual({ of: 'tensor', algorithm: 'hierarchical' })
    const bytes = (tensorBytes(LLAMA, SPLIT) * 8) / 7
    expect(outside.network[0].insideS).toBeCloseTo(bytes * (3 / 4 / 360e9) + 16 * (126 / 16) * 8 * 3 * 3.4e-6, 9)
    expect(outside.network[0].networkS).toBeCloseTo(bytes / 4 / 2 / 40e9 + 16 * (126 / 16) * 8 * 9.6e-6, 9)
    // Half the network: only its own part takes twice as long; half of the domain: only the other.
    expect(stepTimeS(outside, 0.5) - stepTimeS(outside, 1)).toBeGreaterThan(outside.network[0].networkS * 0.999)
    expect(stepTimeS(outside, 1, 0.5) - stepTimeS(outside, 1)).toBeCloseTo(outside.network[0].insideS ?? 0, 9)
  })

  test('the data-parallel term of the step is the volume over the bandwidth and the latency of its ring', () => {
    const { network } = stepModel({ ...LLAMA, hidden: 0 }, SPLIT, H100, 0.5)
    expect(network[0].networkS).toBeCloseTo(0.47089 + 2 * 127 * 9.6e-6, 4)
  })

  test('nine copies in a domain of 72 reduce inside it first: by hand', () => {
    const wide = { ...H100, scaleUpSize: 72, scaleUpBps: 720e9 }
    const { network } = stepModel({ ...LLAMA, hidden: 0 }, { ...SPLIT, data: 144 }, wide, 0.5)
    // 6 B × 405e9 / 128 = 18.984 GB: 8/9 of it over 720 GB/s, then 15/16 of a ninth of it over 40 GB/s, and the steps of two collectives.
    const latency = 2 * (8 * 3.4e-6 + 15 * 9.6e-6)
    expect((network[0].insideS ?? 0) + network[0].networkS).toBeCloseTo((18.984375 * 8) / 9 / 720 + ((18.984375 / 9) * 15) / 16 / 40 + latency, 6)
    expect(network[0].insideS).toBeCloseTo((18.984375 * 8) / 9 / 720 + 2 * 8 * 3.4e-6, 6)
  })

  test('experts over several domains call each other in two levels where that is quicker: by hand', () => {
    const experts: TrainingModel = { ...LLAMA, expertLayers: 60, expertsPerToken: 4 }
    const split = { ...SPLIT, tensor: 1, data: 1024, expert: 64 }
    const { network, collectives } = stepModel(experts, split, H100, 0.5)
    expect(collectives?.find(({ of }) => of === 'expert')).toEqual({ of: 'expert', algorithm: 'two-level' })
    // Two micro-batches, 60 / 16 layers, four calls each of 4 × 8192 × 16384 × 2 B: 8 ranks a domain, 8 domains.
    const [calls, bytes] = [2 * (60 / 16) * 4, 4 * 8192 * 16_384 * 2]
    expect(network[0].networkS).toBeCloseTo(calls * (7 * 9.6e-6 + (7 / 8) * (bytes / 40e9)), 9)
    expect(network[0].insideS).toBeCloseTo(calls * (7 * 3.4e-6 + (7 / 8) * (bytes / 360e9)), 9)
    // Where a domain holds one rank there is nothing to do first.
    const alone = stepModel(experts, split, { ...H100, scaleUpSize: 1 }, 0.5)
    expect(alone.collectives?.find(({ of }) => of === 'expert')?.algorithm).toBe('direct')
    expect(alone.network[0].networkS).toBeCloseTo(calls * (63 * 9.6e-6 + (63 / 64) * (bytes / 40e9)), 9)
  })

  test('a small model on many copies gathers by a tree, as little data on many ranks does', () => {
    const { collectives } = stepModel({ ...LLAMA, parameters: 1e6, activeParameters: 1e6 }, { ...SPLIT, tensor: 1, pipeline: 1, data: 16_384 }, { ...H100, scaleUpSize: 1 }, 0.5)
    expect(collectives?.find(({ of }) => of === 'data')?.algorithm).toBe('tree')
  })

  test('slowdown by hand: exposed 0.15, overlap 0.5, rate 0.5: 0.85 + 0.575/0.5 − 0.425 = 1.575', () => {
    expect(slowdown(0.15, 0.5, 0.5)).toBeCloseTo(1.575, 12)
    expect(slowdown(0.15, 0.5, 1)).toBe(1)
    expect(slowdown(0, 0.5, 0.1)).toBe(1)
  })
})
