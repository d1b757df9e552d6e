/** Invariants of whole random sites whose equipment is repaired and maintained by crews. The seed is in the title; `textOf(seed)` is the scenario. */
import { describe, expect, test } from 'vitest'
import { assembleWorld } from '../../../src/engine/assemble.ts'
import { notMaintainable } from '../../../src/engine/preflight/audit/maintainability.ts'
import { weatherOf } from '../../../src/engine/weather.ts'
import { createGroups } from '../../../src/engine/facility/groups.ts'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import type { OutageReason } from '../../../src/engine/ports.ts'
import { drawsOf, randomSiteText, siteOf } from './random-site.ts'

const SEEDS = [1, 2, 3, 4, 5, 6]
const DAY_MS = 86_400_000
/** Crews of a site are drawn from this much further a seed. */
const CREW_SEED = 2_000_000

/** Few people, plans every few days, parts that run out, hands that make mistakes. */
function textOf(seed: number): string {
  const draws = drawsOf(CREW_SEED + seed)
  const plan = (id: string, kind: string): string => `    - {id: ${id}, for: ${kind}, interval: ${draws.whole(5, 20)} days, duration: ${draws.whole(1, 40)} h, switching: ${draws.chance(0.5)}}`
  return [
    randomSiteText(seed),
    'crews:',
    '  teams:',
    `    - {id: site, count: ${draws.whole(2, 4)}, skills: [highVoltage, lowVoltage, controls], works: shifts}`,
    `    - {id: plant, count: ${draws.whole(1, 3)}, skills: [mechanical, liquid], works: ${draws.pick(['shifts', 'days'])}}`,
    '    - {id: firm, count: 3, skills: [mechanical, liquid, lowVoltage], works: call-out}',
    `  mistakes: {routine: 0.0${draws.whole(1, 9)}, switching: 0.1}`,
    'maintenance:',
    `  itWindow: ${draws.chance(0.5)}`,
    '  plans:',
    ...[['modules', 'upsModule'], ['systems', 'upsSystem'], ['joints', 'busway'], ['oil', 'blockTransformer'], ['sets', 'standbySet'], ['filters', 'airHandler'], ['chillers', 'airChiller']].map(([id, kind]) => plan(id, kind)),
    'spares:',
    `  - {id: board, for: upsModule, stock: ${draws.whole(0, 2)}, lead: {p50: 3 days, p90: 12 days}}`,
    `  - {id: fan, for: airHandler, share: 0.5, stock: 1, reorderAt: 1, upTo: 3, lead: 9 days}`,
    '',
  ].join('\n')
}

const simulate = (seed: number): Simulation => createSimulation(siteOf(textOf(seed)), { weather: null }, { seed, replication: 0, record: false })

describe.each(SEEDS)('random site with crews, seed %d', seed => {
  test('the ledger sums to the contract in every window; what comes in is used or lost', () => {
    const simulation = simulate(seed)
    simulation.run(simulation.horizonMs, Infinity)
    const { ledger, energy, work } = simulation.result()
    for (let window = 0; window < ledger.windowCount; window++) {
      const cells = ledger.acceleratorMs.subarray(window * ledger.buckets.length, (window + 1) * ledger.buckets.length)
      expect(cells.reduce((sum, ms) => sum + ms, 0)).toBe(ledger.contractedMs[window])
    }
    expect(BigInt(energy.gridWms) + BigInt(energy.generationWms)).toBe(BigInt(energy.itWms) + BigInt(energy.mechanicalWms) + BigInt(energy.lossWms))
    expect(work?.maintenance?.done).toBeGreaterThan(0)
    expect(work?.orders.orders).toBeGreaterThan(work?.maintenance?.done ?? 0)
  })

  test('I12: planned outages leave what is needed where it was there before, one of a group at a time', () => {
    const simulation = simulate(seed)
    const scenario = siteOf(textOf(seed))
    const world = assembleWorld(scenario, { seed, replication: 0 })
    const blocked = notMaintainable(scenario, world, weatherOf(scenario, world.root, { weather: null }).designDay)
    const membersOf = (name: string): number => simulation.assets.assets.filter(({ group }) => group === name).length
    // Where the audit bears the loss of one, one may go whatever the sums of ratings say.
    const groups = createGroups(simulation.assets, ({ path, group, needed }) => (blocked.has(path) ? needed : Math.min(needed, membersOf(group) - 1)))
    const planned = new Set<number>()
    let outages = 0
    const { takeOut, giveBack } = simulation.assets
    Object.assign(simulation.assets, {
      takeOut(asset: number, reason: OutageReason) {
        if (reason === 'work') {
          outages += 1
          const touched = groups.touched(asset)
          for (const other of planned) for (const group of groups.touched(other)) expect(touched, simulation.assets.assets[asset].path).not.toContain(group)
          planned.add(asset)
        }
        takeOut(asset, reason)
        if (reason !== 'work' || blocked.has(simulation.assets.assets[asset].path)) return
        for (const group of groups.touched(asset)) if (groups.needed[group] > 0) expect(groups.spare(group)).toBeGreaterThanOrEqual(0)
      },
      giveBack(asset: number, reason: OutageReason) {
        giveBack(asset, reason)
        if (reason === 'work') planned.delete(asset)
      },
    })
    simulation.run(simulation.horizonMs, Infinity)
    expect(outages).toBeGreaterThan(0)
    for (const asset of planned) expect(simulation.assets.isUp(asset)).toBe(false)
  })

  test('going on from a snapshot changes no bit', () => {
    const straight = simulate(seed)
    straight.run(straight.horizonMs, Infinity)
    const first = simulate(seed)
    first.run(drawsOf(seed).whole(5, 50) * DAY_MS + 12_345_678, Infinity)
    const second = simulate(seed)
    second.restore(first.snapshot())
    second.run(second.horizonMs, Infinity)
    expect(second.hash()).toBe(straight.hash())
  })
})
