/** A scenario as small as analysis needs: one rack of 1 kW on one feed, with prices that tests choose. */
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'

const TEXT = `
format: 1
name: One rack
horizon: {start: 2029-01-01, end: 2030-01-01}
site: {location: {latitude: 32.9, longitude: -97.0, elevation: 171 m, timezone: America/Chicago}, weather: {climate: dallas}}
grid: {feeds: {street: {capacity: 100 kW, voltage: 400 V, energised: 2029-01-01}}, carbon: 400 g/kWh}
blocks:
  - id: hall
    ready: 2029-01-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 2}, transformers: {model: lv-2500kva, count: 2}, generators: {model: diesel-2mw, count: 1}}
    cooling: {plant: dry-adiabatic, supply: 30 degC, units: {model: dry-cooler-980kw, count: 2}, trim: {model: chiller-screw, count: 1}}
    racks: [{model: gb200-nvl72, count: 1, idle: 0.1 kW, sustained: 0.8 kW, max: 1 kW, acceleratorTdp: unknown, delivered: {lead: 1 week}}]
workload: [{id: training, source: training-mix, load: 0.5}]
`

/** The scenario with values replaced by path. */
export function oneRack(set: Readonly<Record<string, string>> = {}): Scenario {
  const { scenario, issues } = loadScenario(TEXT, { file: 'one-rack.yaml', set: Object.entries(set).map(([path, value]) => ({ path, value })) })
  if (scenario === undefined) throw new Error(JSON.stringify(issues, null, 1))
  return scenario
}
