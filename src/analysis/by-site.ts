/** Runs of several sites, each beside the scenario of its site: what depends on prices and equipment is asked of them one by one. */
import type { RunResult } from '../results/run-result.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { sitesOf } from '../scenario/sites.ts'

export interface RunOfSite {
  readonly scenario: Scenario
  readonly run: RunResult
}

/** The sites of a run in file order; the run itself where there is one. */
export function runsBySite(scenario: Scenario, run: RunResult): RunOfSite[] {
  const { sites } = run
  if (sites === undefined) return [{ scenario, run }]
  return sitesOf(scenario).map((site, index) => ({ scenario: site.scenario, run: sites[index].result }))
}

export const sumBySite = (scenario: Scenario, run: RunResult, of: (scenario: Scenario, run: RunResult) => number): number =>
  runsBySite(scenario, run).reduce((sum, site) => sum + of(site.scenario, site.run), 0)
