/**
 * One of the sites of a file as a study of its own. Panels of figures show the chosen site, or all together; drawings and the scene show one
 * site, the first until another is chosen.
 */
import { useMemo } from 'react'
import { accountsOfSites } from '../../analysis/contracts-of-sites.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { NamedSite } from '../../scenario/sites.ts'
import { runsOf, type Study, useCalmRun } from './run.ts'
import { useDocument } from './document.ts'
import { useView } from './view.ts'

/** The chosen site, else the first; undefined for a file of one site. */
export const drawnSite = ({ sites = [] }: Scenario, chosen: string | null): NamedSite | undefined => sites.find(({ id }) => id === chosen) ?? sites[0]

/** The scenario whose site is drawn. */
export const drawnScenario = (scenario: Scenario, chosen: string | null): Scenario => drawnSite(scenario, chosen)?.scenario ?? scenario

/** Tells the studies of the sites of one text apart. */
export const keyOfSite = (key: string, site: string): string => `${key} at ${site}`

// Studies are replaced, never edited: what is made of one stays the same as long as it does.
const known = new WeakMap<Study, Map<string, Study>>()
const scenarios = new WeakMap<Scenario, Map<string, Scenario>>()

function remembered<K extends object, V>(memory: WeakMap<K, Map<string, V>>, of: K, id: string, make: () => V): V {
  const made = memory.get(of) ?? new Map<string, V>()
  memory.set(of, made)
  const value = made.get(id) ?? make()
  made.set(id, value)
  return value
}

function made(study: Study, sites: readonly NamedSite[], index: number): Study {
  const { id, label, scenario } = sites[index]
  const ofSite = (run: RunResult): RunResult | undefined => run.sites?.[index]?.result
  const [first] = runsOf(study)
  const report = study.opened?.report.sites?.find(site => site.id === id)
  return {
    key: keyOfSite(study.key, id),
    option: study.option,
    site: label,
    scenario: first?.sites === undefined ? scenario : remembered(scenarios, study.scenario, id, () => accountsOfSites(study.scenario, first)[index].scenario),
    runs: study.runs.flatMap(run => ofSite(run) ?? []),
    partial: study.partial === null ? null : (ofSite(study.partial) ?? null),
    // Of a site a file tells its report alone.
    ...(study.opened === undefined || report === undefined ? {} : { opened: { ...study.opened, report: { ...study.opened.report, ...report }, weekly: [] } }),
    ...(study.simulatedMs === undefined ? {} : { simulatedMs: study.simulatedMs }),
  }
}

/** The study of a site; the study itself for a file of one site, for null and for a site that it has not. */
export function siteStudy(study: Study, chosen: string | null): Study {
  const sites = study.scenario.sites ?? []
  const index = sites.findIndex(({ id }) => id === chosen)
  return index < 0 ? study : remembered(known, study, sites[index].id, () => made(study, sites, index))
}

/** The study of the site that is drawn. */
export const drawnStudy = (study: Study, chosen: string | null): Study => siteStudy(study, drawnSite(study.scenario, chosen)?.id ?? null)

const useOne = (which: 'base' | 'other', of: typeof siteStudy): Study | null => {
  const study = useCalmRun(run => run[which])
  const chosen = useView(view => view.site)
  return useMemo(() => (study === null ? null : of(study, chosen)), [study, chosen, of])
}

/** What panels of figures are about: the chosen site, or all. */
export const useChosenStudy = (which: 'base' | 'other' = 'base'): Study | null => useOne(which, siteStudy)

/** What is drawn: one site. */
export const useDrawnStudy = (): Study | null => useOne('base', drawnStudy)

/** The scenario that is drawn: that of the run, before the first one that of the text; null until the text is read. */
export function useDrawnScenario(): Scenario | null {
  const study = useDrawnStudy()
  const written = useDocument(document => document.scenario)
  const chosen = useView(view => view.site)
  return study?.scenario ?? (written === null ? null : drawnScenario(written, chosen))
}
