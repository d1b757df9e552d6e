/** Small sites that share their work. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadScenario } from '../../../src/scenario/load.ts'
import { type NamedSite, labelOfSite } from '../../../src/scenario/sites.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { repositoryRoot } from '../../fixtures.ts'

const ZONES: Readonly<Record<string, string>> = { east: 'America/New_York', west: 'America/Los_Angeles', north: 'America/Chicago' }
/** A few degrees apart, so that each is nearest to its own. */
const LONGITUDE: Readonly<Record<string, string>> = { east: '-77.5', west: '-120', north: '-90' }
const QUICKSTART = readFileSync(join(repositoryRoot, 'scenarios', 'quickstart.yaml'), 'utf8')

export interface Campus {
  readonly names?: readonly string[]
  readonly workload?: string
  readonly set?: Readonly<Record<string, string>>
}

function siteOf(id: string, { workload, set = {} }: Campus): Scenario {
  const changes = { 'horizon.end': '2027-09-15', 'horizon.start': '2027-08-01', 'site.location.timezone': ZONES[id], 'site.location.longitude': LONGITUDE[id], 'grid.feeds.street.energised.slip': '0 days', ...(workload === undefined ? {} : { workload }), ...set }
  // A workload that names sites is read in a file that has them.
  const named = workload?.includes('roundTrip') === true ? { sites: '{east: {}, west: {}}' } : {}
  const loaded = loadScenario(QUICKSTART, { set: Object.entries({ ...changes, ...named }).map(([path, value]) => ({ path, value })) })
  if (loaded.scenario === undefined) throw new Error(loaded.issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return loaded.scenario.sites?.find(site => site.id === id)?.scenario ?? loaded.scenario
}

/** Copies of the quickstart hall in other time zones, six weeks from August. */
export function campus(of: Campus = {}): Scenario {
  const sites = (of.names ?? ['east', 'west']).map((id): NamedSite => ({ id, label: labelOfSite(id), scenario: siteOf(id, of) }))
  return { ...sites[0].scenario, sites }
}
