import { describe, expect, test } from 'vitest'
import { sustainedLevel } from '../../../src/analysis/sustained.ts'
import { createKernel, Phase } from '../../../src/engine/kernel/kernel.ts'
import { createState } from '../../../src/engine/kernel/state.ts'
import { CAUSE_TABLE } from '../../../src/engine/ledger/causes.ts'
import { createLedger, foldTotals, type Ledger } from '../../../src/engine/ledger/ledger.ts'
import { lostInTotal, removeOne, staticShapley } from '../../../src/analysis/overlap.ts'
import { splitExactly } from '../../../src/engine/ledger/split.ts'
import { CAUSES, type Cause, FACTORS, IDLE_REASONS, type World } from '../../../src/engine/ports.ts'
import { BUCKETS, bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS, HOUR_MS, tinyWorld } from '../world.ts'

const MINUTE = 60_000
const idle = (counts: Partial<Record<(typeof IDLE_REASONS)[number], number>>) => Int32Array.from(IDLE_REASONS, reason => counts[reason] ?? 0)
const factors = (values: Partial<Record<(typeof FACTORS)[number], number>>) => Float64Array.from(FACTORS, factor => values[factor] ?? 1)

/** A ledger whose scheduler only keeps open nodes idle without demand, unless the script books otherwise. */
function bench(world: World) {
  const state = createState()
  const kernel = createKernel(state)
  const open = new Set<number>()
  let held = 0
  let ledger: Ledger
  const idleNow = (): number => [...open].reduce((sum, node) => sum + world.nodes.accelerators[node], 0) - held
  const pass = kernel.command('test.pass', Phase.schedule, () => ledger.accounts.setIdle(idle({ noDemand: idleNow() })))
  let passAt = -1
  const requestPass = (): void => {
    if (passAt === kernel.now) return
    passAt = kernel.now
    kernel.schedule(pass, 0, kernel.now)
  }
  const compute = {
    nodeLost: (node: number) => {
      open.delete(node)
      requestPass()
    },
    nodeGained: (node: number) => {
      open.add(node)
      requestPass()
    },
  }
  ledger = createLedger(world, kernel, state, { nodes: () => compute, beforeClose: () => {}, atHorizon: () => {}, afterClose: () => {} }, { advance: () => {} })
  const steps: (() => void)[] = []
  const act = kernel.command('test.act', Phase.facility, index => steps[index]())
  const at = (ms: number, step: () => void): void => {
    steps.push(step)
    kernel.schedule(act, steps.length - 1, ms)
  }
  const take = (accelerators: number): void => {
    held += accelerators
    requestPass()
  }
  return { kernel, ledger, at, take, run: () => (ledger.start(), kernel.run(world.horizonMs, Infinity)) }
}

const hours = (ms: bigint): number => Number(ms) / HOUR_MS
const total = (ledger: Ledger, code: string): number => hours(ledger.totals()[bucketIndex(code)])

describe('X.surplus: in service before the contract begins', () => {
  test('is counted outside of the waterfall, less what gates closed, to the integer', () => {
    // Two racks of four nodes of four; contracted from day 5. A rack is closed on day 1 for a day and an hour, a node of the other from day 4 on.
    const { ledger, at, run } = bench(tinyWorld({ contractMs: [5 * DAY_MS] }))
    at(DAY_MS, () => ledger.gates.closeRack(0, 'rackPower'))
    at(2 * DAY_MS + HOUR_MS, () => ledger.gates.openRack(0, 'rackPower'))
    at(4 * DAY_MS, () => ledger.gates.closeNode(4, 'repair'))
    run()
    expect(ledger.accounts.surplusMs()).toBe(BigInt(32 * 5 * DAY_MS - 16 * (DAY_MS + HOUR_MS) - 4 * DAY_MS))
    expect(ledger.totals().reduce((sum, ms) => sum + ms, 0n)).toBe(BigInt(32 * 5 * DAY_MS))
  })

  test('is nothing where all are contracted from the begin on', () => {
    const { ledger, run } = bench(tinyWorld())
    run()
    expect(ledger.accounts.surplusMs()).toBe(0n)
  })
})

describe('accelerators beside a bad one', () => {
  test('are stranded while repair keeps their node closed, to the integer', () => {
    const world = tinyWorld({ racksPerBlock: 1, nodesPerRack: 2, acceleratorsPerNode: 8, horizonMs: 10 * HOUR_MS, windowMs: HOUR_MS })
    const { ledger, at, run } = bench(world)
    const gate = (from: number, to: number, cause: Cause): void => {
      at(from * HOUR_MS, () => ledger.gates.closeNode(0, cause))
      at(to * HOUR_MS, () => ledger.gates.openNode(0, cause))
    }
    at(HOUR_MS, () => ledger.gates.setBadAccelerators(0, 1))
    gate(1, 3, 'triage')
    gate(3, 5, 'quarantine')
    gate(5, 6, 'repair')
    // The rack loses its power while the node is repaired: then that comes first, for all of it.
    at(5.5 * HOUR_MS, () => ledger.gates.closeRack(0, 'rackPower'))
    at(5.75 * HOUR_MS, () => ledger.gates.openRack(0, 'rackPower'))
    at(6 * HOUR_MS, () => ledger.gates.setBadAccelerators(0, 0))
    gate(7, 8, 'repair')
    // The first accelerator is the bad one.
    const seen: string[] = []
    for (const hour of [2, 4]) at(hour * HOUR_MS, () => seen.push(...[0, 7].map(accelerator => BUCKETS[ledger.gates.closedFor(0, accelerator)].code)))
    run()
    expect(total(ledger, 'L5.triage')).toBe(2)
    expect(total(ledger, 'L5.quarantine')).toBe(16)
    expect(total(ledger, 'L5.repair')).toBe(0.75 + 8)
    expect(total(ledger, 'L6.stranded')).toBe(7 * 2.75)
    expect(total(ledger, 'L2.rackPower')).toBe(16 * 0.25)
    expect(seen).toEqual(['L5.triage', 'L6.stranded', 'L5.quarantine', 'L5.quarantine'])
    expect(ledger.gates.maskTotals().map(hours)[0b010000]).toBe(8 * (2 + 2 + 0.75 + 1))
  })
})

describe('gates', () => {
  test('T9.1 first unmet gate takes the time; masks, static Shapley and remove-one', () => {
    const world = tinyWorld({ racksPerBlock: 1, nodesPerRack: 1, acceleratorsPerNode: 1, horizonMs: 10 * HOUR_MS, windowMs: HOUR_MS })
    const { ledger, at, run } = bench(world)
    const gate = (from: number, to: number, cause: Cause): void => {
      at(from * HOUR_MS, () => ledger.gates.closeBlock(0, cause))
      at(to * HOUR_MS, () => ledger.gates.openBlock(0, cause))
    }
    gate(0, 2, 'supplier')
    gate(0, 4, 'gridDelay')
    gate(3, 5, 'plantFault')
    run()
    expect([total(ledger, 'L1.supplier'), total(ledger, 'L2.grid'), total(ledger, 'L3.plantFault'), total(ledger, 'L7.noDemand')]).toEqual([2, 2, 1, 5])
    const masks = ledger.gates.maskTotals().map(hours)
    expect([masks[0b011], masks[0b010], masks[0b110], masks[0b100], masks[0]]).toEqual([2, 1, 1, 1, 5])
    expect(staticShapley(masks).slice(0, 3)).toEqual([1, 2.5, 1.5])
    expect(removeOne(masks).slice(0, 3)).toEqual([0, 1, 1])
    expect(Array.from({ length: 10 }, (_, hour) => ledger.gates.maskPeriods().subarray(hour * 64, hour * 64 + 8).indexOf(HOUR_MS))).toEqual([0b011, 0b011, 0b010, 0b110, 0b100, 0, 0, 0, 0, 0])
    expect(lostInTotal(masks) - removeOne(masks).reduce((a, b) => a + b, 0)).toBe(3)
  })

  test('inside a gate the earliest cause wins and the next takes over', () => {
    const world = tinyWorld({ racksPerBlock: 1, nodesPerRack: 1, acceleratorsPerNode: 8, horizonMs: DAY_MS, windowMs: DAY_MS })
    const { ledger, at, run } = bench(world)
    at(0, () => ledger.gates.closeNode(0, 'repair'))
    at(2 * HOUR_MS, () => ledger.gates.closeNode(0, 'triage'))
    at(5 * HOUR_MS, () => ledger.gates.openNode(0, 'repair'))
    at(6 * HOUR_MS, () => ledger.gates.openNode(0, 'triage'))
    run()
    expect([total(ledger, 'L5.repair'), total(ledger, 'L5.triage'), total(ledger, 'L7.noDemand')]).toEqual([5 * 8, 8, 18 * 8])
  })

  test('every cause has a bucket of gates 1 to 6', () => {
    expect(Object.keys(CAUSE_TABLE).sort()).toEqual([...CAUSES].sort())
    for (const cause of CAUSES) {
      const { gate } = BUCKETS[bucketIndex(CAUSE_TABLE[cause].bucket)]
      expect(gate, cause).toBeGreaterThanOrEqual(1)
      expect(gate, cause).toBeLessThanOrEqual(6)
    }
  })

  test('time before the contract is nobody’s loss', () => {
    const world = tinyWorld({ blocks: 2, contractMs: [0, 3 * DAY_MS], horizonMs: 5 * DAY_MS })
    const { ledger, at, run } = bench(world)
    at(0, () => ledger.gates.closeBlock(1, 'gridDelay'))
    at(4 * DAY_MS, () => ledger.gates.openBlock(1, 'gridDelay'))
    run()
    expect(total(ledger, 'L2.grid')).toBe(32 * 24)
    expect(total(ledger, 'L7.noDemand')).toBe(32 * 5 * 24 + 32 * 24)
  })
})

describe('splitting and folding', () => {
  test('T9.2 telescoping split', () => {
    const parts = new Float64Array(4)
    splitExactly(1_000_003, Float64Array.of(0.774, 0.143, 0.0525, 0.0305), parts)
    expect([...parts]).toEqual([774_002, 143_000, 52_500, 30_501])
  })

  test('T9.5 folding 5,479 daily postings is exact beyond 2^53', () => {
    const cells = new Float64Array(5_479 * BUCKETS.length)
    const productive = bucketIndex('P')
    for (let window = 0; window < 5_479; window++) cells[window * BUCKETS.length + productive] = 8_639_999_999_999
    expect(foldTotals(cells)[productive]).toBe(47_338_559_999_994_521n)
  })

  test('T9.4 sustained level has no off-by-one', () => {
    const weekly = [0.62, 0.71, 0.55, 0.8, 0.77, 0.74, 0.69, 0.73, 0.78, 0.76]
    expect([0.9, 0.8, 0.5].map(q => sustainedLevel(weekly, q))).toEqual([0.62, 0.69, 0.74])
  })
})

describe('provisional work', () => {
  test('T9.6 rework is booked in the window where the time was spent', () => {
    const world = tinyWorld({ racksPerBlock: 1, nodesPerRack: 1, acceleratorsPerNode: 1, horizonMs: 3 * HOUR_MS, windowMs: HOUR_MS })
    const { ledger, at, take, run } = bench(world)
    const provisional = bucketIndex('E.provisional')
    at(0, () => {
      take(1)
      ledger.accounts.hold(provisional, 1)
    })
    at(70 * MINUTE, () => {
      ledger.accounts.settle(1, 0, 20 * MINUTE, 0, factors({}))
      ledger.accounts.settle(1, 20 * MINUTE, 70 * MINUTE, 0, factors({}), 'hw')
      ledger.accounts.release(provisional, 1)
      take(-1)
    })
    run()
    const cell = (window: number, code: string): number => ledger.accounts.windows()[window * BUCKETS.length + bucketIndex(code)] / MINUTE
    expect([cell(0, 'P'), cell(0, 'L9.rework.hw'), cell(1, 'L9.rework.hw'), cell(1, 'L7.noDemand')]).toEqual([20, 40, 10, 50])
    expect(cell(0, 'E.provisional') + cell(1, 'E.provisional')).toBe(0)
  })

  test('T9.3 the waterfall of two racks sums to the contract in ms', () => {
    const world = tinyWorld({ racksPerBlock: 2, nodesPerRack: 18, acceleratorsPerNode: 4, horizonMs: DAY_MS, windowMs: DAY_MS })
    const { ledger, at, take, run } = bench(world)
    const { gates, accounts } = ledger
    at(0, () => gates.closeRack(0, 'supplier'))
    at(2 * HOUR_MS, () => {
      gates.closeRack(0, 'gridDelay')
      gates.openRack(0, 'supplier')
    })
    at(4 * HOUR_MS, () => {
      gates.closeRack(0, 'plantDelay')
      gates.openRack(0, 'gridDelay')
    })
    at(5 * HOUR_MS, () => gates.openRack(0, 'plantDelay'))
    at(6 * HOUR_MS, () => gates.closeNode(0, 'repair'))
    at(9 * HOUR_MS, () => gates.openNode(0, 'repair'))
    at(7 * HOUR_MS, () => {
      for (let node = 18; node < 27; node++) gates.closeNode(node, 'maintenance')
    })
    at(9 * HOUR_MS + 1, () => {
      for (let node = 18; node < 27; node++) gates.openNode(node, 'maintenance')
    })
    // A 128-accelerator job for 12 h from hour 10: 15 min start-up, 12 min stalled, 3 min restoring, the rest running.
    const [init, stall, restore, provisional] = ['L8.init', 'L8.faultStall', 'L8.restore', 'E.provisional'].map(bucketIndex)
    const start = 10 * HOUR_MS
    const change = (ms: number, from: number, to: number): void => at(ms, () => (accounts.release(from, 128), accounts.hold(to, 128)))
    at(start, () => (take(128), accounts.hold(init, 128)))
    change(start + 15 * MINUTE, init, stall)
    change(start + 27 * MINUTE, stall, restore)
    change(start + 30 * MINUTE, restore, provisional)
    const runningFrom = start + 30 * MINUTE
    const end = start + 12 * HOUR_MS
    const lostFrom = end - 18 * MINUTE
    at(end, () => {
      accounts.settle(128, runningFrom, lostFrom, 414_000, factors({ commContention: 1 / 1.128655 }))
      accounts.settle(128, lostFrom, end, 0, factors({}), 'hw')
      accounts.release(provisional, 128)
      take(-128)
    })
    run()
    const row = (code: string): number => total(ledger, code)
    expect([row('L1.supplier'), row('L2.grid'), row('L3.plantDelay'), row('L5.repair')]).toEqual([144, 144, 72, 12])
    expect(row('L6.maint')).toBeCloseTo(72, 4)
    expect([row('L8.init'), row('L8.faultStall'), row('L8.restore')]).toEqual([32, 25.6, 6.4])
    expect(row('L9.ckpt')).toBeCloseTo(14.72, 9)
    expect(row('L9.rework.hw')).toBeCloseTo(38.4, 9)
    expect(row('L9.commContention')).toBeCloseTo(161.74, 2)
    expect(row('P')).toBeCloseTo(1257.14, 2)
    expect(row('P') / 3456).toBeCloseTo(0.3638, 4)
    expect(ledger.totals().reduce((sum, ms) => sum + ms, 0n)).toBe(3456n * BigInt(HOUR_MS))
  })

  test('a booking beyond what was provisional is refused', () => {
    const world = tinyWorld({ horizonMs: DAY_MS })
    const { ledger, at, run } = bench(world)
    at(HOUR_MS, () => ledger.accounts.settle(4, 0, HOUR_MS, 0, factors({})))
    expect(run).toThrow(/provisional/)
  })

  test('an unbooked accelerator breaks the identity at the close of the window', () => {
    const world = tinyWorld({ horizonMs: DAY_MS })
    const { ledger, at, run } = bench(world)
    at(HOUR_MS, () => ledger.accounts.hold(bucketIndex('L8.init'), 4))
    expect(run).toThrow(/sum to the contract/)
  })
})
