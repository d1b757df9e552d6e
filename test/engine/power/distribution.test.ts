/** What stands between the UPS systems and the electronics: distribution units, AC and 800 V DC, converters inside the racks. */
import { expect, test } from 'vitest'
import { assembleWorld } from '../../../src/engine/assemble.ts'
import { createSimulation } from '../../../src/engine/simulation.ts'
import { powerPlan } from '../../../src/engine/power/plan.ts'
import { CONVERTER_FITS, converterCurve } from '../../../src/physics/converter-loss.ts'
import { stagesOutputW } from '../../../src/physics/converter-stages.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import { createPowerSiteUnderTest, loadAll, QUIET_OUTAGES, quietPower } from './site.ts'

const scenarioOf = (power: string) => {
  const text = `format: 1
name: Distribution
horizon: {start: 2027-01-01, end: 2027-03-01}
site:
  location: {latitude: 32.9, longitude: -97.0, elevation: 171 m, timezone: America/Chicago}
  weather: {climate: dallas}
grid:
  feeds:
    street: {capacity: 8 MW, voltage: 13.8 kV, energised: 2027-01-01, outages: {scale: 0}}
blocks:
  - id: hall
    ready: 2027-01-01
    power: {topology: n, transformers: {model: lv-2500kva, count: 3}, ${power}}
    cooling: {units: {model: dry-cooler-980kw, count: 4}}
    racks: [{model: gb200-nvl72, count: 15}]
workload:
  - {id: training, source: training-mix, load: 0.9, largest: 200}
`
  const { scenario, issues } = loadScenario(text, { file: 'distribution.yaml' })
  if (scenario === undefined) throw new Error(JSON.stringify(issues))
  return scenario
}
const ac = scenarioOf('ups: {model: ups-2500kw, count: 1}')
const dc = scenarioOf('ups: {model: rectifier-2500kw, count: 1}, distribution: {kind: dc-800}')

test('800 V DC: the electronics draw the same, so racks take less at their input and the site less in all', () => {
  const [acWorld, dcWorld] = [ac, dc].map(scenario => assembleWorld(scenario, { seed: 1, replication: 0 }))
  const [acPlan, dcPlan] = [powerPlan(ac, acWorld).blocks[0], powerPlan(dc, dcWorld).blocks[0]]
  const busbarW = stagesOutputW(acPlan.rackStages, 132_000)
  expect(stagesOutputW(dcPlan.rackStages, dcWorld.rackTypes[0].max) / busbarW).toBeCloseTo(1, 3)
  // 25 supplies of 5.5 kW lose a0·137.5 + 0.01·P + 0.014·P²/137.5 kW.
  const shelf = converterCurve(25 * 5500, CONVERTER_FITS.rackShelf)
  expect(busbarW + shelf.constantW + shelf.linear * busbarW + shelf.quadraticPerW * busbarW * busbarW).toBeCloseTo(132_000, 6)
  expect(dcWorld.blocks.itMaxW[0]).toBeLessThan(0.99 * acWorld.blocks.itMaxW[0])
  expect(dcPlan.designW).toBeLessThan(acPlan.designW - 2 * (acWorld.blocks.itMaxW[0] - dcWorld.blocks.itMaxW[0]) * 0.9)
})

test('800 V DC in a run: less energy for the same busbars, and PUE does not tell', () => {
  const [a, d] = [ac, dc].map(scenario => {
    const run = createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: false })
    run.run(run.horizonMs, Infinity)
    const { energy } = run.result()
    const [site, it, busbar] = [energy.gridWms, energy.itWms, energy.busbarWms].map(Number)
    return { site, it, busbar, pue: site / it, perBusbar: site / busbar }
  })
  expect(d.busbar / a.busbar).toBeCloseTo(1, 2)
  expect(d.perBusbar).toBeLessThan(a.perBusbar - 0.02)
  expect(a.it).toBeGreaterThan(a.busbar)
  // Of the gain at the busbars only a part shows in PUE: the loss of the shelves is IT.
  expect(a.pue - d.pue).toBeLessThan(0.7 * (a.perBusbar - d.perBusbar))
})

test('distribution units lose no-load and load losses of their own, and one takes only its sections of one path', () => {
  const with40 = quietPower({ distribution: { failures: '0/year', pdu: { failures: '0/year', racks: 40 } } })
  const lossOf = (power: unknown): number => {
    const site = createPowerSiteUnderTest({ grid: { feeds: { a: { capacity: '60 MW', energised: '2027-01-01', outages: QUIET_OUTAGES } } }, power })
    site.kernel.run(1000, Infinity)
    loadAll(site, 20_000_000, 0, 0)
    site.power.settle()
    return site.power.view.totals.lossW
  }
  const ratedW = (2 * 189 * 132_000) / 0.8
  const extraW = 0.0035 * ratedW + (0.012 * 20_000_000 ** 2) / ratedW
  // What they lose passes through UPS and transformer, at about 2.5 % more.
  const addedW = lossOf(with40) - lossOf(quietPower())
  expect(addedW).toBeGreaterThan(extraW)
  expect(addedW).toBeLessThan(extraW * 1.06)
})

test('a rack is dark when both of its paths are out, be it in a distribution unit or in the busway', () => {
  const site = createPowerSiteUnderTest({
    grid: { feeds: { a: { capacity: '60 MW', energised: '2027-01-01', outages: QUIET_OUTAGES } } },
    power: quietPower({ distribution: { failures: '0/year', pdu: { failures: '0/year', racks: 40 } } }),
  })
  site.kernel.run(1000, Infinity)
  loadAll(site, 20_000_000, 0, 0)
  site.power.settle()
  const dark = (): number => Array.from(site.power.view.rackDead).reduce((sum, isDead) => sum + isDead, 0)
  expect(dark()).toBe(0)
  site.power.failUnit('block[0]/pdu[0]/path[0]')
  expect(dark()).toBe(0)
  site.power.failUnit('block[0]/busway[1]/path[1]')
  expect(dark()).toBe(10)
  site.power.failUnit('block[0]/pdu[0]/path[1]')
  expect(dark()).toBe(40)
})

test('a loss of busway in proportion to the load: 0.5 % of it at every load, where none grows with its square', () => {
  const feeds = { main: { capacity: '60 MW', voltage: '25 kV', energised: '2027-01-02', outages: QUIET_OUTAGES } }
  const withLoss = (distribution: Record<string, unknown>) => createPowerSiteUnderTest({ grid: { feeds }, power: quietPower({ distribution: { failures: '0/year', loss: 0, ...distribution } }, { model: 'none' }) })
  const [free, lossy] = [withLoss({}), withLoss({ linearLoss: 0.005 })]
  for (const w of [5e6, 20e6]) {
    for (const site of [free, lossy]) {
      loadAll(site, w, w, 0)
      site.kernel.run(site.kernel.now + 10 * 86_400_000, 1e9)
      site.power.settle()
    }
    expect(lossy.power.roomLossW(0) - free.power.roomLossW(0)).toBe(w * 0.005)
  }
})
