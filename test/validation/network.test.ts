/** The network against published identities, tables and measurements; prints one table. */
import { afterAll, describe, test } from 'vitest'
import { flapFigures } from '../../src/engine/fabric/flaps.ts'
import { maxMinRates } from '../../src/engine/fabric/sharing.ts'
import { bisectionBps, fatTree, fullFatTree, modulesOf } from '../../src/engine/fabric/topology.ts'
import { twoTierHosts } from '../../src/scenario/fabric-ports.ts'
import { busBandwidthBps, ringAllReduceS, treeAllReduceS } from '../../src/physics/collectives.ts'
import { fabricSection } from '../../src/scenario/schema/fabric.ts'
import { modelFlopsUtilisation, stepModel, stepTimeS, type TrainingModel } from '../../src/physics/training-step.ts'
import { halves, maxFlow } from './max-flow.ts'
import { createTable, digits } from './table.ts'

const { expectRow, expectExact, print } = createTable('Network')
afterAll(print)

describe('collectives', () => {
  test.each([
    [8, 1e9, 5e-6, 450e9, 3.958889, 442.043],
    [64, 1e9, 5e-6, 50e9, 40.005, 49.213],
    [1024, 4e9, 1e-5, 50e9, 180.30375, 44.326],
  ])('ring all-reduce of %i ranks', (n, bytes, alpha, bps, ms, bus) => {
    const seconds = ringAllReduceS(n, bytes, bps, alpha)
    expectExact(`ring all-reduce, n = ${n}: ms`, ms, seconds * 1e3, 5e-7)
    expectExact(`ring all-reduce, n = ${n}: bus GB/s`, bus, busBandwidthBps(n, bytes, seconds) / 1e9, 5e-4)
  })

  test('latency of a tree', () => expectExact('tree, n = 1,024: least latency, µs', 200, treeAllReduceS(1024, 0, 50e9, 1e-5) * 1e6, 1e-9))
})

describe('topologies', () => {
  test.each([[4, 16, 20, 4, 48], [8, 128, 80, 16, 384], [48, 27_648, 2880, 576, 82_944], [64, 65_536, 5120, 1024, 196_608]])('fat tree of k = %i', (k, hosts, switches, core, links) => {
    const full = fullFatTree(k)
    const counted = fatTree(hosts, k)
    expectExact(`fat tree k = ${k}: hosts`, hosts, full.hosts, 0)
    expectExact(`fat tree k = ${k}: switches`, switches, counted.leaf + counted.spine + counted.core, 0)
    expectExact(`fat tree k = ${k}: core`, core, counted.core, 0)
    expectExact(`fat tree k = ${k}: links`, links, counted.cables.reduce((sum, count) => sum + count, 0), 0)
  })

  test.each([[512, 16, 8, 0], [1024, 32, 16, 0], [2048, 64, 32, 0], [4096, 128, 128, 64], [8192, 256, 256, 128], [16_384, 512, 512, 256]])('SuperPOD table, %i', (hosts, leaf, spine, core) => {
    const tree = fatTree(hosts, 64)
    expectRow({ row: `SuperPOD, ${hosts} ports: leaf/spine/core`, kind: 'exact', published: `${leaf}/${spine}/${core}`, ours: `${tree.leaf}/${tree.spine}/${tree.core}`, tolerance: 'equal', isMet: tree.leaf === leaf && tree.spine === spine && tree.core === core })
    expectExact(`SuperPOD, ${hosts} ports: cables a tier`, hosts, tree.cables[tree.cables.length - 1], 0)
  })

  test('bill of a 256-accelerator unit', () => {
    const [fibres] = fatTree(256, 64).cables
    const { below, above } = modulesOf(fibres, true, true)
    expectRow({ row: '256-accelerator unit: NIC modules/leaf modules/fibres', kind: 'exact', published: '256/128/256', ours: `${below}/${above}/${fibres}`, tolerance: 'equal', isMet: below === 256 && above === 128 && fibres === 256 })
  })

  test('two tiers of radix 64', () => expectExact('two-tier hosts, radix 64', 2048, twoTierHosts(64), 0))

  test.each([[8, 1], [16, 1], [16, 3], [12, 2]])('bisection of a two-tier tree of radix %i at %i:1', (radix, r) => {
    const down = (radix * r) / (1 + r)
    const up = radix - down
    const { nodes, edges, source, sink } = halves(radix, down, up, up)
    const hosts = radix * down
    expectExact(`radix ${radix}, ${r}:1, ${hosts} hosts: least cut by max-flow, links`, hosts / (2 * r), maxFlow(nodes, edges, source, sink), 0)
    expectExact(`radix ${radix}, ${r}:1: our bisection, links`, hosts / (2 * r), bisectionBps(hosts, 1, r), 1e-9)
  })

  test('Llama 3 pods', () => {
    // Both halves of two pods talk across: all that leaves a pod of 3,072 at 400 Gb/s through links thinned 1:7.
    expectExact('3,072-accelerator pods, 1:7 above: worst Gb/s per accelerator', 57.1, bisectionBps(2 * 3072, 400, 7) / 3072, 0.05)
  })
})

describe('flaps', () => {
  test('interruptions by the network in the Llama 3 run', () => {
    const { longPerYear } = flapFigures(fabricSection.parse({}))
    const ours = (longPerYear * 16_384 * 54) / 365.25
    expectRow({ row: 'Llama 3, 54 days on 16,384: interruptions by switches and cables', kind: 'calibrated', published: '35', ours: digits(ours, 3), tolerance: 'Poisson 95 % of 35 (25–48); the tolerance of the transport is chosen for it', isMet: ours >= 25 && ours <= 48 })
  })
})

describe('sharing', () => {
  test('Bertsekas and Gallager', () => {
    const flows = (weights: readonly number[]) => [[0, 0], [1, 0], [1, 1], [2, 1], [3, 1]].map(([job, bundle]) => ({ job, bundle, bps: 100 * weights[job] }))
    const plain = maxMinRates(4, [10, 4], flows([1, 1, 1, 1]))
    const weighted = maxMinRates(4, [10, 4], flows([1, 2, 1, 1]))
    expectExact('max-min: f1', 26 / 3, plain[0] * 100, 1e-9)
    expectExact('max-min: f2 = f3 = f4', 4 / 3, plain[1] * 100, 1e-9)
    expectExact('max-min, weights 1, 2, 1, 1: f1', 8, weighted[0] * 100, 1e-9)
    expectExact('max-min, weights 1, 2, 1, 1: f2', 2, weighted[1] * 200, 1e-9)
    expectExact('max-min, weights 1, 2, 1, 1: f3 = f4', 1, weighted[2] * 100, 1e-9)
  })
})

/** GPT of 175 billion parameters on A100 (312 Tflop/s, one 200 Gb/s port each), eight-way tensor and pipeline, six stages in turn, as MegaScale ran it. */
const GPT_175B: TrainingModel = {
  parameters: 175e9, activeParameters: 175e9, layers: 96, expertLayers: 0, expertsPerToken: 1, hidden: 12_288, keyWidth: 12_288, sequence: 2048, microBatch: 1, tokens: 6144 * 2048, interleave: 6, recompute: false,
}
const A100_PEAK = 312e12

function megaScaleMfu(accelerators: number, flops: number): number {
  const split = { tensor: 8, pipeline: 8, data: accelerators / 64, context: 1, expert: 1 }
  const step = stepModel(GPT_175B, split, { flops, scaleUpSize: 8, scaleUpBps: 0.8 * 300e9, networkBps: 0.95 * 25e9 }, 0.5)
  return modelFlopsUtilisation(GPT_175B, accelerators, stepTimeS(step, 1), A100_PEAK)
}

const LLAMA: TrainingModel = {
  parameters: 405e9, activeParameters: 405e9, layers: 126, expertLayers: 0, expertsPerToken: 1, hidden: 16_384, keyWidth: 1024, sequence: 8192, microBatch: 1, tokens: 16_777_216, interleave: 4, recompute: false,
}

/** Tflop/s per accelerator. */
function llamaRate(accelerators: number, flops: number): number {
  const split = { tensor: 8, pipeline: 16, data: accelerators / 128, context: 1, expert: 1 }
  const step = stepModel(LLAMA, split, { flops, scaleUpSize: 8, scaleUpBps: 0.8 * 450e9, networkBps: 0.95 * 50e9 }, 0.5)
  return modelFlopsUtilisation(LLAMA, accelerators, stepTimeS(step, 1), 1e12)
}

/** The speed of kernels at which a figure that grows with it reaches its measured value. */
function fitted(measured: number, figure: (flops: number) => number): number {
  let low = 50e12
  let high = 2000e12
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (figure(middle) < measured) low = middle
    else high = middle
  }
  return low
}

describe('strong scaling', () => {
  const flops = fitted(0.591, speed => megaScaleMfu(3072, speed))
  test.each([[6144, 57.3], [8192, 54.9], [12_288, 55.2]])('MegaScale 175B on %i', (accelerators, published) => {
    const ours = megaScaleMfu(accelerators, flops) * 100
    expectRow({ row: `MegaScale 175B, batch 6,144, ${accelerators} accelerators: MFU %`, kind: 'held-out', published: digits(published), ours: digits(ours, 3), tolerance: '± 4 points; kernel speed from 3,072 accelerators', isMet: Math.abs(ours - published) <= 4 })
  })

  test.each([[768, 256, 32], [768, 512, 16.5], [768, 768, 11.5], [768, 1024, 8.9], [6144, 3072, 23.66], [6144, 6144, 12.21], [6144, 8192, 9.56], [6144, 12_288, 6.34]])('tokens and days, batch %i on %i', (batch, accelerators, iterationS) => {
    const published: Readonly<Record<number, number>> = { 256: 70.86, 512: 36.51, 768: 25.4, 1024: 19.62, 3072: 6.53, 6144: 3.37, 8192: 2.64, 12_288: 1.75 }
    const days = 300e9 / ((batch * 2048) / iterationS) / 86_400
    expectRow({ row: `MegaScale 300B tokens on ${accelerators}: days`, kind: 'exact', published: digits(published[accelerators]), ours: digits(days, 4), tolerance: '0.5 %', isMet: Math.abs(days / published[accelerators] - 1) <= 0.005 })
  })

  test('Llama 3 405B from 8,192 to 16,384 accelerators', () => {
    const ours = llamaRate(16_384, fitted(430, speed => llamaRate(8192, speed)))
    expectRow({ row: 'Llama 3 405B on 16,384: Tflop/s per accelerator', kind: 'held-out', published: '400', ours: digits(ours, 4), tolerance: '10 %; kernel speed from 430 on 8,192', isMet: Math.abs(ours / 400 - 1) <= 0.1 })
  })
})
