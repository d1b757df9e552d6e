/**
 * Invariants of whole sites, as tests over some seeds: random valid scenarios in which feeds, transformers, UPS, sets, machines of cooling and nodes fail every few days. The seed
 * is in the title; `randomSiteText(seed)` is the scenario.
 */
import { describe, expect, test } from 'vitest'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import { runFigures } from '../../../src/analysis/figures.ts'
import { TOPOLOGY } from '../../../src/engine/power/redundancy.ts'
import type { Incident, RunResult } from '../../../src/results/run-result.ts'
import { EQUIPMENT_KINDS, LONG_LEAD } from '../../../src/scenario/catalog/long-lead.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { type Edits, drawsOf, randomSiteText, siteOf } from './random-site.ts'

const simulate = (scenario: Scenario): Simulation => createSimulation(scenario, { weather: null }, { seed: scenario.seed, replication: 0, record: false })

/** Runs a scenario to its end. */
export function runOf(scenario: Scenario): RunResult {
  const simulation = simulate(scenario)
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const seriesOf = (run: RunResult, id: string): Float64Array => run.series.find(series => series.id === id)?.values ?? new Float64Array(0)

/** Accelerator-ms of a run in buckets that begin with a code. */
function lostMs({ ledger }: RunResult, code: string): bigint {
  let sum = 0n
  ledger.acceleratorMs.forEach((ms, at) => {
    if (ledger.buckets[at % ledger.buckets.length].code.startsWith(code)) sum += BigInt(ms)
  })
  return sum
}

/** Building and commissioning in days instead of months, drawn at random. */
const QUICK: Edits = {
  'facility.commissioning.mode': 'sampled',
  'facility.commissioning.shell': '{pert: [1 day, 2 days, 5 days]}',
  'facility.commissioning.fitOut': '{pert: [1 day, 2 days, 5 days]}',
  'facility.commissioning.liquidFlush': '1 day',
  'procurement.mode': 'sampled',
  ...Object.fromEntries(EQUIPMENT_KINDS.map(kind => [`procurement.equipment.${kind}`, '{lead: {pert: [3 days, 8 days, 20 days]}, installation: 1 day}'])),
  'procurement.factoryTest': '{duration: 1 day, failure: 0.3, repeat: 2 days}',
  'procurement.shipping': '1 day',
  'procurement.damage.probability': '0.1',
  // What is ordered for a day has not stood since the start.
  'procurement.orders': `[${EQUIPMENT_KINDS.map((kind, n) => `{id: order-${n}, equipment: ${kind}, ordered: 2027-01-0${1 + (n % 5)}}`).join(', ')}]`,
  ...Object.fromEntries([2, 3, 4, 5].map(level => [`facility.commissioning.level${level}.duration`, '{pert: [1 day, 2 days, 6 days]}'])),
}

/** Registers the tests over these seeds. */
export function wholeSites(seeds: readonly number[]): void {
  describe.each(seeds)('random site of seed %d', seed => {
    const text = randomSiteText(seed)
    const scenario = siteOf(text)

    test('I2: what comes in equals what is used and lost, in W·ms; the ledger sums to the contract in every window', () => {
      const { energy, ledger } = runOf(scenario)
      expect(BigInt(energy.gridWms) + BigInt(energy.generationWms)).toBe(BigInt(energy.itWms) + BigInt(energy.mechanicalWms) + BigInt(energy.lossWms))
      for (let window = 0; window < ledger.windowCount; window++) {
        const cells = ledger.acceleratorMs.subarray(window * ledger.buckets.length, (window + 1) * ledger.buckets.length)
        expect(cells.reduce((sum, ms) => sum + ms, 0)).toBe(ledger.contractedMs[window])
      }
    })

    test('I6: sources less what tanks gained are evaporation, blowdown and drift, and makeup, in µg', () => {
      const { water, energy } = runOf(scenario)
      const given = water.sources.reduce((sum, { ug }) => sum + BigInt(ug), 0n)
      const used = BigInt(water.evaporatedUg) + BigInt(water.blowdownUg) + BigInt(water.driftUg)
      expect(given + BigInt(water.tankStartUg) - BigInt(water.tankEndUg)).toBe(used)
      expect(Math.abs(energy.waterL - Number(used) / 1e9)).toBeLessThanOrEqual(1e-9 * energy.waterL)
      expect(BigInt(water.tankEndUg) >= 0n && BigInt(water.tankEndUg) <= BigInt(water.tankStartUg)).toBe(true)
    })

    test('I14: site energy is PUE times IT energy and never below it, in W·ms; blocks sum to the site; water never flows back', () => {
      const run = runOf(scenario)
      const { energy, onSite, efficiency } = run
      const [siteWms, itWms] = [BigInt(energy.gridWms) + BigInt(energy.generationWms) - BigInt(onSite.storageOutWms), BigInt(energy.itWms)]
      expect(siteWms >= itWms).toBe(true)
      expect(siteWms).toBe(itWms + BigInt(energy.mechanicalWms) + BigInt(energy.lossWms) - BigInt(onSite.storageOutWms))
      expect(efficiency.reduce((sum, block) => sum + BigInt(block.itWms), 0n)).toBe(itWms)
      expect(efficiency.reduce((sum, block) => sum + BigInt(block.mechanicalWms), 0n)).toBe(BigInt(energy.mechanicalWms))
      for (const { wue, pue } of [runFigures(scenario, run)]) {
        expect(pue).toBe(Number(siteWms) / 3.6e12 / (Number(itWms) / 3.6e12))
        expect(wue).toBeGreaterThanOrEqual(0)
      }
      const [grid, generation, it] = ['grid', 'generation', 'it'].map(id => seriesOf(run, id))
      expect(it.length).toBeGreaterThan(0)
      it.forEach((kWh, window) => expect(grid[window] + generation[window]).toBeGreaterThanOrEqual(kWh * (1 - 1e-12)))
      for (const litres of seriesOf(run, 'water')) expect(litres).toBeGreaterThanOrEqual(0)
    })

    test('I20, I24: cutting the run anywhere, or going on from a snapshot, changes no bit', () => {
      const straight = simulate(scenario)
      straight.run(straight.horizonMs, Infinity)
      const draws = drawsOf(seed + 1000)
      let pieces = simulate(scenario)
      for (let atMs = 0; atMs < pieces.horizonMs; ) {
        atMs = Math.min(pieces.horizonMs, atMs + draws.whole(1, 12 * 86_400_000))
        while (pieces.run(atMs, draws.whole(1, 4000)) === 'yield');
        if (!draws.chance(0.3)) continue
        const snapshot = pieces.snapshot()
        pieces = simulate(scenario)
        pieces.restore(snapshot)
      }
      expect(pieces.hash()).toBe(straight.hash())
      expect(pieces.result().energy).toEqual(straight.result().energy)
    })

    test('I25: a hall that is never energised changes no failure of anybody else', () => {
      const isolated = `  - id: zz\n    ready: 2027-02-27\n    power: {ups: {model: ups-500kw, count: 4}, transformers: {model: lv-2500kva}, designPower: 4 GW}\n    cooling: {units: {model: dry-cooler-980kw, count: 1}}\n    racks: [{model: gb200-nvl72, count: 2, delivered: {lead: 2 days}}]\n`
      const withIt = siteOf(text.replace('workload:', `${isolated}workload:`))
      const electrical = (run: RunResult): Incident[] => run.incidents.filter(({ kind, label, block }) => kind === 'outage' && !label.endsWith('/utility') && block < scenario.blocks.length)
      expect(electrical(runOf(withIt))).toEqual(electrical(runOf(scenario)))
    })
  })

  /** Everything that a block needs before a rack of it may serve. */
  const READY = ['Energised', 'building', 'level2', 'level3', 'level4', 'level5', 'cooling plant']
  /** Equipment whose arrival its level 2 needs. */
  const DELIVERED = EQUIPMENT_KINDS.filter(kind => LONG_LEAD[kind].holds === 'power' || LONG_LEAD[kind].holds === 'cooling').map(kind => `${LONG_LEAD[kind].label} delivered`)

  describe.each(seeds)('commissioning of the random site of seed %d', seed => {
    test('I29: no rack is in service while its block lacks power, building, cooling, equipment or any level; I8: levels of capacity stay in order', () => {
      const scenario = siteOf(randomSiteText(seed), QUICK)
      const simulation = createSimulation(scenario, { weather: null }, { seed, replication: 0, record: true })
      simulation.run(simulation.horizonMs, Infinity)
      const run = simulation.result()
      const log = run.logs.find(({ id }) => id === 'rackDown')
      if (log === undefined) throw new Error('racks are not recorded')
      const blockOfRack = scenario.blocks.flatMap(({ racks }, block) => racks.flatMap(({ count }) => new Array<number>(count).fill(block)))
      const nodes = scenario.blocks[0].racks[0].nodes
      let served = 0
      log.value.forEach((down, row) => {
        if (down >= nodes) return
        served += 1
        const block = blockOfRack[log.entity[row]]
        for (const name of READY) {
          const reached = run.milestones.find(milestone => milestone.block === block && milestone.name === name)
          // Steps that ended before the run began, and plant that was there from the start, are no milestones of it.
          const never = name === 'Energised' ? Infinity : 0
          expect(reached?.atMs ?? never, `rack ${log.entity[row]} serves at ${log.atMs[row]} ms without ${name}`).toBeLessThanOrEqual(log.atMs[row])
        }
      })
      const deliveries = run.milestones.filter(({ name }) => DELIVERED.includes(name))
      expect(deliveries.length).toBeGreaterThan(0)
      for (const { name, block, atMs } of deliveries) {
        const passed = run.milestones.find(milestone => milestone.name === 'level2' && milestone.block === block)
        if (passed !== undefined) expect(atMs, `${name}, block ${block}`).toBeLessThanOrEqual(passed.atMs)
      }
      for (const { designW, installedW, commissionedW, energisedW, availableW } of run.capacity) {
        const ladder = [designW, installedW, commissionedW, energisedW, availableW]
        ladder.slice(1).forEach((watts, n) => expect(watts).toBeLessThanOrEqual(ladder[n]))
      }
      expect(served).toBeGreaterThan(0)
      expect(run.milestones.filter(({ name }) => name === 'level5').length).toBeGreaterThan(0)
    })
  })

  describe('random sites together', () => {
    test('much went wrong in them', () => {
      const outages = seeds.map(seed => runOf(siteOf(randomSiteText(seed))).incidents.filter(({ kind }) => kind === 'outage').length)
      expect(outages.filter(count => count >= 5).length).toBeGreaterThan(seeds.length / 2)
    })

    test.each(seeds)('I27, seed %d: one standby set, or one UPS module a system fewer never loses less electricity', seed => {
      const text = randomSiteText(seed).replace(/^workload:\n(?: {2}- .*\n)+/mu, '')
      // Without jobs and faults of nodes: where they land changes the load in an outage, and so how long batteries last.
      // A flood closes blocks with a cause of its own, which stands in the books of electricity too.
      const calm: Edits = { 'faults.preset': 'none', ...(text.includes('id: river') ? { 'site.extremes.river.rate': '0/year' } : {}) }
      const before = siteOf(text, calm)
      before.blocks.forEach(({ id, power }) => {
        const edits: Edits[] = []
        const { systems } = TOPOLOGY[power.topology]
        if (power.ups.count > systems) edits.push({ [`blocks.${id}.power.ups.count`]: String(power.ups.count - systems) })
        if (power.generators !== undefined && power.generators.count > 1) edits.push({ [`blocks.${id}.power.generators.count`]: String(power.generators.count - 1) })
        for (const edit of edits) expect(lostMs(runOf(siteOf(text, { ...calm, ...edit })), 'L2.'), JSON.stringify(edit)).toBeGreaterThanOrEqual(lostMs(runOf(before), 'L2.'))
      })
    })
  })
}
