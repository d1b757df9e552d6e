import { describe, expect, test } from 'vitest'
import { exposureOfMature, matureMs } from '../../../src/physics/infant-mortality.ts'
import { FAULT_PRESETS } from '../../../src/scenario/catalog/fault-classes.ts'
import { exponential } from '../../../src/base/variates.ts'
import { PURPOSE, uniformOf } from '../../../src/base/rng.ts'
import { DAY_MS, HOUR_MS, tinyWorld } from '../world.ts'
import { INSTANT_CURE, makeSite } from './site.ts'

describe('infant mortality inverse', () => {
  test('is the inverse of the integral over twelve decades', () => {
    for (const factor of [0, 0.5, 3, 100]) {
      for (const fromAgeMs of [0, 3 * DAY_MS, 400 * DAY_MS]) {
        for (const exposureMs of [1, 1000, HOUR_MS, 7 * DAY_MS, 90 * DAY_MS, 3650 * DAY_MS]) {
          const infant = { factor, decayMs: 30 * DAY_MS }
          expect(exposureOfMature(infant, fromAgeMs, matureMs(infant, fromAgeMs, exposureMs)), `factor ${factor}, age ${fromAgeMs}`).toBe(exposureMs)
        }
      }
    }
  })
})

/** A site of one node whose first failure strikes after `hours` of exposure. */
function siteWithFirstFailure(hours: number) {
  const shape = { racksPerBlock: 1, nodesPerRack: 1, acceleratorsPerNode: 8, horizonMs: 1000 * DAY_MS }
  const { nodes } = tinyWorld(shape)
  const drawn = exponential(uniformOf(nodes.key0[0], nodes.key1[0], PURPOSE.failure, 0), 1)
  const rateFactor = (drawn * 24_000) / hours / FAULT_PRESETS['llama-3'].ratePer1000NodeDays
  return makeSite({ world: shape, faults: { ...INSTANT_CURE, rateFactor }, racks: [{ count: 1 }], ideal: true })
}

describe('T6.3 hazard clock', () => {
  test('E = 1.2 at 1e-4 per hour for 5,000 h, then 2e-4: fails at 8,500 h', () => {
    // 1.2 ÷ 1e-4 = 12,000 h of exposure at the first rate.
    const site = siteWithFirstFailure(12_000)
    site.faults.nodeExposed(0, true)
    site.kernel.run(5000 * HOUR_MS, 1000)
    site.faults.blockStressed(0, 2)
    site.kernel.run(8500 * HOUR_MS - 1, 1000)
    expect(site.faults.summary().reduce((sum, row) => sum + row.count, 0)).toBe(0)
    site.kernel.run(8500 * HOUR_MS, 1000)
    expect(site.faults.summary().reduce((sum, row) => sum + row.count, 0)).toBe(1)
  })

  test('slowing down the clock moves the failure out', () => {
    const site = siteWithFirstFailure(100)
    site.faults.nodeExposed(0, true)
    site.kernel.run(50 * HOUR_MS, 1000)
    site.faults.blockStressed(0, 0.5)
    site.kernel.run(150 * HOUR_MS - 1, 1000)
    expect(site.faults.summary().every(row => row.count === 0)).toBe(true)
    site.kernel.run(150 * HOUR_MS, 1000)
    expect(site.faults.summary().some(row => row.count === 1)).toBe(true)
  })

  test('no exposure, no failure; resuming continues the same draw', () => {
    const site = siteWithFirstFailure(100)
    site.faults.nodeExposed(0, true)
    site.kernel.run(60 * HOUR_MS, 1000)
    site.faults.nodeExposed(0, false)
    site.kernel.run(560 * HOUR_MS, 1000)
    expect(site.faults.exposure(0)).toEqual({ nowMs: 60 * HOUR_MS, nextMs: 100 * HOUR_MS })
    site.faults.nodeExposed(0, true)
    site.kernel.run(600 * HOUR_MS - 1, 1000)
    expect(site.faults.summary().every(row => row.count === 0)).toBe(true)
    site.kernel.run(600 * HOUR_MS, 1000)
    expect(site.faults.summary().some(row => row.count === 1)).toBe(true)
  })

  test('saying the same twice changes nothing', () => {
    const site = siteWithFirstFailure(100)
    site.faults.nodeExposed(0, true)
    site.kernel.run(10 * HOUR_MS, 1000)
    site.faults.nodeExposed(0, true)
    expect(site.faults.exposure(0).nowMs).toBe(10 * HOUR_MS)
    expect(site.kernel.pending()).toBe(1)
  })

  test('power lost in the very ms of the failure: it strikes 1 ms after power is back', () => {
    const site = siteWithFirstFailure(100)
    site.faults.nodeExposed(0, true)
    const off = site.kernel.command('test.off', 0, () => site.faults.nodeExposed(0, false))
    const on = site.kernel.command('test.on', 0, () => site.faults.nodeExposed(0, true))
    site.kernel.schedule(off, 0, 100 * HOUR_MS)
    site.kernel.schedule(on, 0, 200 * HOUR_MS)
    site.kernel.run(200 * HOUR_MS, 1000)
    expect(site.faults.summary().every(row => row.count === 0)).toBe(true)
    site.kernel.run(200 * HOUR_MS + 1, 1000)
    expect(site.faults.summary().some(row => row.count === 1)).toBe(true)
  })
})

describe('T10.4 common random numbers', () => {
  const shape = { racksPerBlock: 2, nodesPerRack: 8, acceleratorsPerNode: 8, horizonMs: 3000 * DAY_MS }
  const spec = { faults: { rateFactor: 3 }, ideal: true }

  /** Exposures at which the first failures of the first 16 nodes strike, in order of node and number. */
  function strikes(site: ReturnType<typeof makeSite>): Map<number, number[]> {
    const byNode = new Map<number, number[]>()
    const nextOf = new Float64Array(16).map((_, node) => site.faults.exposure(node).nextMs)
    while (site.kernel.run(3000 * DAY_MS, 1) === 'yield') {
      for (let node = 0; node < 16; node++) {
        const next = site.faults.exposure(node).nextMs
        if (next === nextOf[node]) continue
        byNode.set(node, [...(byNode.get(node) ?? []), nextOf[node]])
        nextOf[node] = next
      }
    }
    return byNode
  }

  const straight = makeSite({ world: shape, ...spec })
  straight.expose(true)
  const expected = strikes(straight)

  test('the sample is not empty', () => {
    expect([...expected.values()].reduce((sum, list) => sum + list.length, 0)).toBeGreaterThan(200)
  })

  test('a further rack moves no failure of the others, to the bit', () => {
    const wider = makeSite({ world: { ...shape, racksPerBlock: 3 }, ...spec })
    wider.expose(true)
    expect(strikes(wider)).toEqual(expected)
  })

  test('power cuts move failures in time, not in exposure', () => {
    const cut = makeSite({ world: shape, ...spec })
    const toggle = cut.kernel.command('test.toggle', 0, (rack, on) => {
      for (let node = rack * 8; node < (rack + 1) * 8; node++) {
        cut.faults.nodeExposed(node, on === 1)
        if (on === 0) cut.faults.nodePowerLost(node)
      }
    })
    cut.expose(true)
    for (let day = 13; day < 2900; day += 29) {
      cut.kernel.schedule(toggle, day % 2, day * DAY_MS + day, 0)
      cut.kernel.schedule(toggle, day % 2, (day + 3) * DAY_MS, 1)
    }
    const seen = strikes(cut)
    for (const [node, list] of seen) expect(list).toEqual(expected.get(node)?.slice(0, list.length))
    const total = [...seen.values()].reduce((sum, list) => sum + list.length, 0)
    expect(total).toBeGreaterThan(150)
  })
})
