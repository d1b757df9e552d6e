import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadScenario } from '../../../src/scenario/load.ts'
import type { LoadChoices, Loaded } from '../../../src/scenario/load.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { repositoryRoot } from '../../fixtures.ts'

export const shipped = ['quickstart.yaml', 'dallas-100mw.yaml', 'frontier.yaml', 'frontier-training-54d.yaml', 'virginia-20mw.yaml', 'phoenix-1gw.yaml'] as const

/** Text of a shipped scenario. */
export function shippedText(name: (typeof shipped)[number]): string {
  return readFileSync(join(repositoryRoot, 'scenarios', name), 'utf8')
}

/** A small valid scenario; the marker lines are replaced by tests. */
export const SMALL = `format: 1
name: Small
horizon: {start: 2027-01-01, end: 2028-01-01}
parameters: {slip: 6 months}
site:
  location: {latitude: 32.9, longitude: -97.0}
  weather: {climate: dallas}
grid:
  feeds:
    street: {capacity: 3 MW, energised: {planned: 2027-02-01, slip: =slip}}
blocks:
  - id: hall
    count: 2
    ready: [2027-03-01, 2027-06-01]
    power: {ups: {model: ups-500kw, count: 8}, transformers: {model: lv-2500kva}}
    cooling: {units: {model: dry-cooler-980kw, count: 3}}
    racks: [{model: gb200-nvl72, count: 4, delivered: {lead: 26 weeks}}]
  - id: annex
    ready: 2027-09-01
    power: {ups: {model: ups-500kw, count: 4}, transformers: {model: lv-2500kva}}
    cooling: {units: {model: dry-cooler-980kw, count: 1}}
    racks: [{model: gb200-nvl72, count: 1, delivered: {lead: 26 weeks}}]
workload:
  - {id: training, source: training-mix, load: 0.6}
  - {id: chat, source: inference}
options:
  on-time: {label: On time, set: {grid.feeds.street.energised.slip: 0 days}}
`

/** The scenario of a text that must be valid. */
export function mustLoad(text: string, choices: LoadChoices = {}): Loaded & { readonly scenario: Scenario } {
  const loaded = loadScenario(text, choices)
  if (loaded.scenario === undefined) throw new Error(loaded.issues.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return { ...loaded, scenario: loaded.scenario }
}
