import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { nodeDrawW, rateOfNodeCap, stepDown, trainingShare } from '../../../src/engine/compute/power-draw.ts'
import { rateUnderCap } from '../../../src/scenario/rack-power.ts'
import { LOAD_CLASS, LOAD_CLASS_COUNT } from '../../../src/engine/ports.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import { powerSection } from '../../../src/scenario/schema/power.ts'
import { DAY_MS } from '../world.ts'
import { FAULT_PHASE, NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'

const S = 1000
const H100 = rackType('hgx-h100-air-4')
const { phases } = powerSection.parse({})

describe('draw of a node', () => {
  test('T1.1: idle 2.0 and sustained 7.75 kW, 15 % of the step waiting for communication', () => {
    const share = trainingShare(phases, 0.15, 0)
    expect(nodeDrawW(H100, share)).toBeCloseTo(7189.375, 6)
    expect(nodeDrawW(H100, share) * 4).toBeCloseTo(28_757.5, 6)
    const swingKw = (1024 * (nodeDrawW(H100, phases.compute) - nodeDrawW(H100, phases.communication))) / 1000
    expect(swingKw).toBeCloseTo(3827.2, 6)
  })

  test('a job that generates samples for 60 % of its time draws as decoding then; communication is of the rest', () => {
    // 0.34 of the time computing at 1, 0.06 (15 % of the other 40 %) communicating and 0.6 decoding at 0.35: 0.571 of the way from 2.0 to 7.75 kW.
    const built = rig({ world: { racksPerBlock: 1, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: DAY_MS }, scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS, workload: [{ id: 'rl', source: 'training-run', accelerators: 32, work: '1 day', communication: 0.15, generates: 0.6 }] })
    built.openAll()
    built.compute.start()
    built.run(DAY_MS / 2)
    expect(built.compute.rackDrawW(0)).toBe(4 * 5283.25)
  })

  test('T1.2: rate under a cap', () => {
    const rate = (cap: number, free: number): number => rateUnderCap(cap, free, 0.3, 2)
    expect([0, 0.15, 0.4, 0.8].map(free => Number(rate(600 / 700, free).toFixed(4)))).toEqual([0.8921, 0.9068, 0.9324, 0.9764])
    expect([0, 0.15, 0.4, 0.8].map(free => Number(rate(400 / 700, free).toFixed(4)))).toEqual([0.6227, 0.6601, 0.7334, 0.8919])
    expect(rate(0.3, 0)).toBe(0)
    expect(rate(0.1, 0.5)).toBe(0)
  })

  test('T1.3: monotone in the cap and in the share without clock, 1 without a cap, energy per work never negative', () => {
    for (let free = 0; free <= 1; free += 0.05) {
      let before = 0
      for (let cap = 0.31; cap <= 1; cap += 0.01) {
        const rate = rateUnderCap(cap, free, 0.3, 2)
        expect(rate).toBeGreaterThanOrEqual(before)
        expect(rateUnderCap(cap, Math.min(1, free + 0.05), 0.3, 2)).toBeGreaterThanOrEqual(rate)
        expect(cap / rate).toBeGreaterThan(0)
        before = rate
      }
      expect(rateUnderCap(1, free, 0.3, 2)).toBe(1)
    }
  })

  test('caps count in steps of 2 %, rounded down; below the static share a job is parked, not stopped', () => {
    expect([1, 0.999, 0.98, 0.961].map(stepDown)).toEqual([1, 0.98, 0.98, 0.96])
    expect(rateOfNodeCap(H100, 0.4, 0.15)).toBe(1e-6)
  })
})

const WORLD = { racksPerBlock: 4, nodesPerRack: 4, acceleratorsPerNode: 8, blocks: 2 }
const sumOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0)

describe('publication', () => {
  test('idle nodes ask in class network, busy ones in their own; sums by block agree; whole watts', () => {
    const { run, openAll, compute } = rig({ world: WORLD, workload: [{ ...TRACE[0], communication: 0.15 }], traces: { rows: traceOf([[0, 32, 1000, 1000]]) }, scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS })
    openAll()
    compute.start()
    run(60 * S)
    const { load } = compute
    load.readRacks(0)
    load.readRacks(1)
    const at = (rack: number, loadClass: number): number => load.requestW[rack * LOAD_CLASS_COUNT + loadClass]
    // The job fills the first rack: 4 × 7,189.375 W, rounded once at the rack.
    expect([at(0, LOAD_CLASS.training), at(0, LOAD_CLASS.network)]).toEqual([28_758, 0])
    expect([at(1, LOAD_CLASS.training), at(1, LOAD_CLASS.network)]).toEqual([0, 8000])
    expect(load.blockRequestW[LOAD_CLASS.training]).toBe(28_758)
    expect(load.blockRequestW[LOAD_CLASS.network]).toBe(24_000)
    expect(sumOf(load.blockRequestW)).toBe(sumOf(load.requestW))
    expect(sumOf(load.blockMinimumW)).toBe(sumOf(load.minimumW))
    load.requestW.forEach((request, i) => expect(load.minimumW[i]).toBeLessThanOrEqual(request))
  })

  test('whatever jobs come, end and break, the racks add up to their block by class, and to their own sum', () => {
    const seed = 20261121
    const key = rootKey(seed, 0)
    const draw = (n: number, below: number): number => Math.floor(uniform(key, 0, n) * below)
    const rows = traceOf(Array.from({ length: 60 }, (_, n) => [10 * n, 1 + draw(n, 70), 50 + draw(1000 + n, 400), 900]))
    const world = { ...WORLD, nodesPerRack: 7, acceleratorsPerNode: 1 }
    let strike = 0
    const { run, kernel, openAll, compute } = rig({
      world, workload: [{ ...TRACE[0], communication: 0.15 }], traces: { rows }, scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS,
      commands: (kern, domain) => void (strike = kern.command('test.strike', FAULT_PHASE, node => (node >= 100 ? domain().nodeGained(node - 100) : domain().nodeLost(node, 'repair')))),
    })
    openAll()
    compute.start()
    for (let n = 0; n < 20; n++) {
      const node = draw(2000 + n, 56)
      kernel.schedule(strike, node, (40 * n + 5) * S)
      kernel.schedule(strike, 100 + node, (40 * n + 200) * S)
    }
    for (let s = 1; s < 1200; s += 13) {
      run(s * S)
      const { load } = compute
      for (let block = 0; block < 2; block++) {
        load.readRacks(block)
        for (let c = 0; c < LOAD_CLASS_COUNT; c++) {
          const cell = block * LOAD_CLASS_COUNT + c
          const racks = [0, 1, 2, 3].map(rack => (block * 4 + rack) * LOAD_CLASS_COUNT + c)
          expect(sumOf(racks.map(at => load.requestW[at])), `seed ${seed}, ${s} s, cell ${cell}`).toBe(load.liveRequestW[cell])
          expect(sumOf(racks.map(at => load.minimumW[at])), `seed ${seed}, ${s} s, cell ${cell}`).toBe(load.liveMinimumW[cell])
        }
        for (let rack = block * 4; rack < block * 4 + 4; rack++) expect(compute.rackDrawW(rack)).toBe(sumOf(load.requestW.slice(rack * LOAD_CLASS_COUNT, (rack + 1) * LOAD_CLASS_COUNT)))
      }
    }
  })

  test('a change above 0.5 % of the block is published with the next minute; a smaller one at the close of the window', () => {
    // One node is 5.75 kW of a block of 528 kW; two jobs start in one minute, a third later.
    const rows = traceOf([[100, 8, 1000, 1000], [110, 8, 1000, 1000], [300, 8, 1000, 1000]])
    const { run, openAll, compute, settles } = rig({ world: WORLD, workload: TRACE, traces: { rows }, scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS })
    openAll()
    compute.start()
    run(99 * S)
    const before = settles.length
    run(500 * S)
    expect(settles.slice(before)).toEqual([{ atMs: 120 * S, block: 0 }, { atMs: 360 * S, block: 0 }])
    run(2000 * S)
    const later = settles.length
    compute.settleAll()
    expect(settles.length).toBe(later)
  })

  test('small changes are published by settleAll', () => {
    const { run, openAll, compute, settles } = rig({
      world: { ...WORLD, rackMaxW: 10_000_000 },
      workload: TRACE,
      traces: { rows: traceOf([[100, 8, 1000, 1000]]) },
      scheduler: PLAIN_SCHEDULER,
      checkpoints: NO_CHECKPOINTS,
    })
    openAll()
    compute.start()
    run(200 * S)
    expect(settles).toEqual([])
    compute.settleAll()
    expect(settles).toEqual([{ atMs: 200 * S, block: 0 }, { atMs: 200 * S, block: 1 }])
    expect(sumOf(compute.load.blockRequestW)).toBe(2 * 16 * 2000 + 5750)
  })

  test('a trip is published 1 ms later, and so is a rise above a cap', () => {
    let trip = 0
    let cap = 0
    const { run, kernel, openAll, compute, settles } = rig({
      world: WORLD,
      workload: TRACE,
      traces: { rows: traceOf([[100, 8, 1000, 1000], [102, 8, 1000, 1000]]) },
      scheduler: PLAIN_SCHEDULER,
      checkpoints: NO_CHECKPOINTS,
      commands(kern, domain) {
        trip = kern.command('test.trip', FAULT_PHASE, node => domain().nodeLost(node, 'upsFault'))
        cap = kern.command('test.cap', FAULT_PHASE, () => domain().setPowerCap(0, LOAD_CLASS.network, 0.9))
      },
    })
    openAll()
    compute.start()
    kernel.schedule(trip, 30, 101 * S)
    kernel.schedule(cap, 0, 101 * S)
    run(103 * S)
    expect(settles.slice(-2)).toEqual([{ atMs: 101 * S + 1, block: 1 }, { atMs: 102 * S + 1, block: 0 }])
    expect(compute.load.blockRequestW[LOAD_CLASS_COUNT + LOAD_CLASS.network]).toBe(15 * 2000)
    run(DAY_MS)
  })

  test('a rise that only the cap of each rack holds down takes from nobody and waits for the minute', () => {
    let cap = 0
    const { run, kernel, openAll, compute, settles } = rig({
      world: WORLD,
      workload: TRACE,
      traces: { rows: traceOf([[100, 8, 1000, 1000], [102, 8, 1000, 1000]]) },
      scheduler: PLAIN_SCHEDULER,
      checkpoints: NO_CHECKPOINTS,
      commands(kern, domain) {
        cap = kern.command('test.cap', FAULT_PHASE, () => {
          domain().setPowerCap(0, LOAD_CLASS.network, 0.9)
          domain().setCapShared(0, false)
        })
      },
    })
    openAll()
    compute.start()
    kernel.schedule(cap, 0, 101 * S)
    run(130 * S)
    expect(settles.at(-1)).toEqual({ atMs: 120 * S, block: 0 })
    run(DAY_MS)
  })
})
