/** Checks that need physics but no run: design day, path to power and heat sink, redundancy by removal, the loss of the utility as a rehearsal. */
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { assembleWorld } from '../assemble.ts'
import { type EngineInputs, inputsOfSite, weatherOf } from '../weather.ts'
import { auditFindings } from './audit-checks.ts'
import { auditSite } from './audit/audit-site.ts'
import { coolingFindings } from './cooling-checks.ts'
import { dateFindings } from './date-checks.ts'
import { emissionFindings } from './emission-checks.ts'
import { faultFindings } from './fault-checks.ts'
import type { Finding } from './finding.ts'
import { plantFindings } from './plant-checks.ts'
import { maintenanceFindings } from './maintenance-checks.ts'
import { powerFindings } from './power-checks.ts'
import { chemistryFindings, waterFindings } from './water-checks.ts'
import { workloadFindings } from './workload-checks.ts'
import { zoneFindings } from './zone-checks.ts'

const noDesignDay: Finding = {
  severity: 'warn',
  code: 'no-design-day',
  path: ['site', 'weather'],
  message: 'states no design extremes: cooling on the hottest day in twenty years is not checked',
}

export type { Finding } from './finding.ts'

/** Findings of a statically valid scenario, in order of the sections; of several sites one after the other, their paths below `sites`. Equal ones of equal blocks are all told. */
export function preflight(scenario: Scenario, inputs: EngineInputs): Finding[] {
  if (scenario.sites === undefined) return ofSite(scenario, inputs)
  return scenario.sites.flatMap(site => ofSite(site.scenario, inputsOfSite(site.scenario, inputs)).map(finding => ({ ...finding, path: ['sites', site.id, ...finding.path] })))
}

function ofSite(scenario: Scenario, inputs: EngineInputs): Finding[] {
  const world = assembleWorld(scenario, { seed: scenario.seed, replication: 0 })
  const weather = weatherOf(scenario, world.root, inputs)
  const { designDay } = weather
  const site = auditSite(scenario, world, designDay)
  const cooling = [...(designDay === undefined ? [noDesignDay] : []), ...plantFindings(site.designs, weather), ...coolingFindings(site, designDay)]
  const isHot = new Set(cooling.map(({ path }) => path[1]))
  return [...powerFindings(site.power), ...emissionFindings(scenario, world), ...zoneFindings(site, scenario), ...auditFindings(site, block => !isHot.has(block)), ...cooling, ...chemistryFindings(scenario), ...(designDay === undefined ? [] : waterFindings(site, designDay)), ...maintenanceFindings(site), ...dateFindings(site), ...workloadFindings(scenario, world, inputs), ...faultFindings(scenario, world)]
}
