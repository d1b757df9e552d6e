/** Halls of 100 kW racks without losses in the busway, so that loads of UPS systems are known by hand. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { redundancyAudit } from '../../../src/engine/preflight/audit/audit.ts'
import { preflight, type Finding } from '../../../src/engine/preflight/preflight.ts'
import type { AuditChoices, AuditReport, Contingency } from '../../../src/results/audit.ts'
import { formatIssue } from '../../../src/scenario/issue.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { repositoryRoot } from '../../fixtures.ts'

export interface Hall {
  readonly topology: string
  /** Modules of 500 kW. */
  readonly modules: number
  readonly racks: number
  /** Further lines of the power section, each `key: value`. */
  readonly power?: readonly string[]
  readonly ups?: string
  readonly distribution?: string
  readonly sets?: number
  readonly transformers?: number
  readonly coolers?: number
  readonly chillers?: number
  readonly trim?: number
  readonly weather?: string
  readonly feeds?: readonly string[]
}

export function hallText(hall: Hall): string {
  const { topology, modules, racks, power = [], ups = '', distribution = '', sets = 4, transformers = 4, coolers = 8, chillers = 4, trim = 2, weather = 'climate: dallas' } = hall
  const feeds = hall.feeds ?? ['street: {capacity: 20 MW, voltage: 25 kV, energised: 2027-02-01}']
  return `format: 1
name: Hall
horizon: {start: 2027-01-01, end: 2028-01-01}
site: {location: {latitude: 32.9, longitude: -97.0}, weather: {${weather}}}
grid:
  commonMode: 0
  feeds:
${feeds.map(feed => `    ${feed}`).join('\n')}
blocks:
  - id: hall
    ready: 2027-03-01
    power:
      topology: ${topology}
      ups: {model: ups-500kw, count: ${modules}${ups}}
      transformers: {model: lv-3mva, count: ${transformers}}
${sets > 0 ? `      generators: {model: diesel-2mw, count: ${sets}}\n` : ''}      distribution: {loss: 0${distribution}}
${power.map(line => `      ${line}\n`).join('')}    cooling:
      units: {model: dry-cooler-980kw, count: ${coolers}}
      trim: {model: chiller-screw, count: ${trim}}
      air: {chillers: {model: chiller-free-cooling, count: ${chillers}}}
    racks: [{model: gb200-nvl72, count: ${racks}, sustained: 90 kW, max: 100 kW, acceleratorTdp: 1 kW, delivered: {lead: 8 weeks}}]
workload: [{id: training, source: training-mix, load: 0.6, largest: 512}]
`
}

export function scenarioOf(text: string): Scenario {
  const { scenario, issues } = loadScenario(text)
  if (scenario === undefined) throw new Error(issues.map(formatIssue).join('\n'))
  return scenario
}

export const SINGLES: AuditChoices = { pairs: false, maintenance: false }

export const auditOf = (text: string, choices: AuditChoices = SINGLES): AuditReport => redundancyAudit(scenarioOf(text), { weather: null }, choices)
export const hallAudit = (hall: Hall, choices: AuditChoices = SINGLES): AuditReport => auditOf(hallText(hall), choices)
export const findingsOf = (text: string): Finding[] => preflight(scenarioOf(text), { weather: null })

/** The single failure that takes this component. */
export function failureOf({ contingencies }: AuditReport, path: string): Contingency {
  const found = contingencies.find(({ failed, alike, maintained }) => maintained === null && failed.length === 1 && [...failed, ...alike].includes(path))
  if (found === undefined) throw new Error(`nothing fails at ${path}: ${contingencies.map(({ failed }) => failed.join()).join(' ')}`)
  return found
}

export const planted = (name: string): string => readFileSync(join(repositoryRoot, 'test', 'engine', 'audit', 'planted', name), 'utf8')
