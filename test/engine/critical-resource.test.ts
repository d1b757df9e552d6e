import { expect, test } from 'vitest'
import { criticalRows } from '../../src/analysis/critical.ts'
import { createSimulation } from '../../src/engine/simulation.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { loadScenario } from '../../src/scenario/load.ts'

/** Racks ordered on 5 January come after 30 days; the feed comes on 15 March; one of two crews-days a rack. */
const SITE = `format: 1
name: Critical
horizon: {start: 2027-01-01, end: 2027-07-01}
site: {location: {latitude: 33, longitude: -97, timezone: America/Chicago}, weather: {climate: dallas}}
grid: {feeds: {street: {capacity: 3 MW, voltage: 25 kV, energised: 2027-03-15}}}
blocks:
  - id: hall
    ready: 2027-02-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 4}, transformers: {model: lv-2500kva}}
    cooling: {units: {model: dry-cooler-980kw, count: 3}}
    racks: [{model: gb200-nvl72, count: 4, ordered: 2027-01-05, delivered: {lead: 30 days, shipping: 7 days}}]
workload: [{id: training, source: training-mix, load: 0.6}]
`

function run(replication: number): RunResult {
  const loaded = loadScenario(SITE, { file: 'critical' })
  if (loaded.scenario === undefined) throw new Error(loaded.issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  const simulation = createSimulation(loaded.scenario, { weather: null }, { seed: 1, replication, record: false })
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

test('the critical resource of a hall, day by day: delivery, then power, then nothing', () => {
  const rows = criticalRows(run(0))
  expect(rows.every(({ days, bucket }) => days > 0 && /^L[1-4]\./u.test(bucket))).toBe(true)
  for (let i = 1; i < rows.length; i++) expect(rows[i].from).toBe(rows[i - 1].to)
  expect(rows[0]).toMatchObject({ bucket: 'L1.supplier', from: '2027-01-01', to: '2027-01-28' })
  expect(rows[1]).toMatchObject({ bucket: 'L1.shipping', from: '2027-01-28', to: '2027-02-04' })
  const grid = rows.find(({ bucket }) => bucket === 'L2.grid')
  expect(grid?.to).toBe('2027-03-15')
  expect(rows.at(-1)?.to.slice(0, 7)).toBe('2027-03')
})

test('only the run of the file itself tells', () => {
  expect(run(1).critical).toBeUndefined()
})
