/** The power basis in plans and in the run: one switch for the whole site. */
import { describe, expect, test } from 'vitest'
import { assembleWorld } from '../../src/engine/assemble.ts'
import { powerAudit } from '../../src/engine/power/audit.ts'
import { createSimulation } from '../../src/engine/simulation.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { rackType } from '../../src/scenario/catalog/racks.ts'
import { cappedRackW } from '../../src/scenario/rack-power.ts'
import { mustLoad, shippedText } from '../scenario/support/files.ts'

const DAY_MS = 86_400_000
const KEY = { seed: 1, replication: 0 }
const scenarioOf = (set: Readonly<Record<string, string>>) => mustLoad(shippedText('quickstart.yaml'), { set: Object.entries(set).map(([path, value]) => ({ path, value })) }).scenario
const CAP = { 'power.basis': 'capped', 'power.cap': '600 W' }

function ran(set: Readonly<Record<string, string>>): RunResult {
  const simulation = createSimulation(scenarioOf(set), { weather: null }, { ...KEY, record: false })
  simulation.run(400 * DAY_MS, 1e9)
  return simulation.result()
}
const energyOf = (run: RunResult): number => Number(run.energy.itWms)
const productiveMs = ({ ledger }: RunResult): number => {
  const last = ledger.buckets.length - 1
  return Array.from({ length: 395 }, (_, window) => ledger.acceleratorMs[window * ledger.buckets.length + last]).reduce((sum, ms) => sum + ms, 0)
}

describe('which watt', () => {
  test.each([
    [{}, 132_000],
    [{ 'power.basis': 'derated', 'power.derate': '0.9' }, 118_800],
    [{ 'power.basis': 'measured' }, 105_000],
    [CAP, cappedRackW(rackType('gb200-nvl72'), 600)],
  ] as const)('%o: a rack counts as %d W in every plan', (set, rackW) => {
    const scenario = scenarioOf(set)
    const world = assembleWorld(scenario, KEY)
    expect(world.blocks.itMaxW[0]).toBe(15 * rackW)
    const { blocks } = powerAudit(scenario, world).plan
    expect(blocks[0].itMaxW).toBe(15 * rackW)
    expect(blocks[0].designW).toBeGreaterThan(15 * rackW)
    expect(blocks[0].designW).toBeLessThan(1.3 * 15 * rackW)
    expect(blocks[0].capsRacks).toBe(rackW < 105_000)
  })

  test('in the run a cap costs energy and, less than in proportion, work; what racks measure costs nothing', () => {
    const free = ran({})
    const measured = ran({ 'power.basis': 'measured', 'blocks.hall.power.designPower': '2.6 MW' })
    const capped = ran({ ...CAP, 'blocks.hall.power.designPower': '2.6 MW' })
    expect(energyOf(measured) / energyOf(free)).toBeCloseTo(1, 2)
    expect(energyOf(capped)).toBeLessThan(0.97 * energyOf(free))
    expect(productiveMs(capped)).toBeLessThan(productiveMs(free))
    expect(productiveMs(capped) / productiveMs(free)).toBeGreaterThan(energyOf(capped) / energyOf(free) - 0.1)
    const peakW = Math.max(...(capped.series.find(({ id }) => id === 'it')?.values ?? []))
    // Whole days at the cap of all racks are the most that can be drawn.
    expect(peakW).toBeLessThanOrEqual((24 * 15 * cappedRackW(rackType('gb200-nvl72'), 600)) / 1000 + 1e-6)
  })

  test('I8 in a run: levels of capacity stay in order as the site grows', () => {
    const simulation = createSimulation(scenarioOf({}), { weather: null }, { ...KEY, record: false })
    const seen = new Set<string>()
    for (let day = 1; day <= 400; day += 3) {
      simulation.run(day * DAY_MS, 1e9)
      const [row] = simulation.result().capacity
      const levels = [row.designW, row.installedW, row.commissionedW, row.energisedW, row.availableW, row.usableW]
      levels.slice(1).forEach((level, i) => expect(level, `day ${day}`).toBeLessThanOrEqual(levels[i]))
      seen.add(levels.map(w => (w > 0 ? 1 : 0)).join(''))
    }
    expect([...seen].sort()).toContain('100000')
    expect([...seen].sort()).toContain('111111')
  })
})
