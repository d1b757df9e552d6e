import { expect, test } from 'vitest'
import { IDLE_REASONS, LOAD_CLASS } from '../../../src/engine/ports.ts'
import { FAULT_PHASE, NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'

type Row = readonly [submitS: number, nodes: number, runS: number]

/** Racks of four nodes with eight H100s: 8 kW idle, 31 kW sustained, 40.8 kW nameplate; two blocks of two racks. */
function site(rows: readonly Row[], admission: Readonly<Record<string, unknown>>) {
  const made = rig({
    world: { blocks: 2, racksPerBlock: 2, nodesPerRack: 4, acceleratorsPerNode: 8, rackMaxW: 40_800 },
    workload: TRACE,
    traces: { rows: traceOf(rows.map(([submit, nodes, run]) => [submit, nodes * 8, run, run])) },
    scheduler: { ...PLAIN_SCHEDULER, admission },
    checkpoints: NO_CHECKPOINTS,
  })
  made.openAll()
  made.compute.start()
  return made
}

const idleFor = (idle: readonly number[], reason: (typeof IDLE_REASONS)[number]): number => idle[IDLE_REASONS.indexOf(reason)]

test('a budget admits nodes at sustained power beside idle ones: 0.6 of 81.6 kW less 16 kW idle is 5 nodes of 5.75 kW a block', () => {
  const { compute, ledger, run } = site(Array.from({ length: 16 }, () => [0, 1, 100] as const), { power: 'delay', budget: 0.6, reserve: 0 })
  run(1000)
  expect(compute.jobs).toMatchObject({ runningCount: 10, queuedCount: 6, freeNodes: 6 })
  expect(idleFor(ledger.idle(), 'power')).toBe(48)
  run(100_000)
  expect(compute.jobs).toMatchObject({ runningCount: 6, queuedCount: 0 })
})

test('a reserve is kept free', () => {
  const { compute, run } = site(Array.from({ length: 16 }, () => [0, 1, 100] as const), { power: 'delay', budget: 0.6, reserve: 0.1 })
  run(1000)
  // 44,064 W less 16,000 W: four nodes a block.
  expect(compute.jobs.runningCount).toBe(8)
})

test('delay: nothing starts in a block that a cap holds back; it does when the cap is gone', () => {
  const { compute, ledger, kernel, run } = site([[10, 4, 1000], [10, 4, 1000], [10, 4, 1000]], { power: 'delay' })
  const cap = kernel.command('test.cap', FAULT_PHASE, (block, percent) => compute.setPowerCap(block, LOAD_CLASS.training, percent / 100))
  kernel.schedule(cap, 0, 1000, 80)
  kernel.schedule(cap, 0, 50_000, 100)
  run(20_000)
  expect(compute.jobs).toMatchObject({ runningCount: 2, queuedCount: 1 })
  expect([compute.rackBusyNodes(0), compute.rackBusyNodes(1)]).toEqual([0, 0])
  expect(idleFor(ledger.idle(), 'power')).toBe(32)
  expect(idleFor(ledger.idle(), 'noDemand')).toBe(32)
  run(50_000)
  expect(compute.jobs.runningCount).toBe(3)
})

test('start-capped: they start there all the same', () => {
  const { compute, kernel, run } = site([[10, 16, 1000]], {})
  const cap = kernel.command('test.cap', FAULT_PHASE, block => compute.setPowerCap(block, LOAD_CLASS.training, 0.8))
  kernel.schedule(cap, 0, 1000)
  run(20_000)
  expect(compute.jobs.runningCount).toBe(1)
})

test('forbid: nothing starts in a block that throttles for heat', () => {
  const { compute, ledger, kernel, run } = site([[10, 8, 1000], [10, 8, 1000]], { thermal: 'forbid' })
  const heat = kernel.command('test.heat', FAULT_PHASE, (block, percent) => compute.setThermalFactor(block, percent / 100))
  kernel.schedule(heat, 1, 1000, 90)
  kernel.schedule(heat, 1, 50_000, 100)
  run(20_000)
  expect(compute.jobs).toMatchObject({ runningCount: 1, queuedCount: 1 })
  expect(idleFor(ledger.idle(), 'thermal')).toBe(64)
  run(50_000)
  expect(compute.jobs.runningCount).toBe(2)
})
