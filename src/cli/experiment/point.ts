/** One point of an experiment: a scenario file with what is changed in it, read and checked. */
import type { RunOfSite } from '../../analysis/by-site.ts'
import { accountsOfSites } from '../../analysis/contracts-of-sites.ts'
import { judgeChecks, verdictOf } from '../../analysis/judge-checks.ts'
import type { Row } from '../../analysis/reduce.ts'
import { TOOL } from '../../analysis/report.ts'
import type { RunResult } from '../../results/run-result.ts'
import { hashTogether } from '../../results/result-hash.ts'
import type { Manifest } from '../../results/summary.ts'
import type { PathValue } from '../../runner/protocol.ts'
import { livedIn } from '../../scenario/contingent/contingency.ts'
import type { CauseGroupId } from '../../scenario/idealise/cause-groups.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { Host } from '../host.ts'
import { sitesOf } from '../../scenario/sites.ts'
import { readChecked, type ReadScenario, unknownSite } from '../read-scenario.ts'

/** What is simulated at a point; points of one experiment may name one file or several. */
export interface PointChoice {
  /** How people call it. */
  readonly label: string
  readonly file: string
  readonly option?: string | undefined
  readonly set: readonly PathValue[]
  /** Day on which the option is decided; as the file says when left out. */
  readonly decideOn?: string | undefined
  /** Of a file with several sites, the one that is told of; all are simulated. */
  readonly site?: string | undefined
  /** Causes without which it is simulated, beside those that the file names. */
  readonly idealise?: readonly CauseGroupId[]
  /** The file as it was read before, where that was told already. */
  readonly checked?: CheckedScenario | undefined
}

/** A scenario without errors. */
export interface CheckedScenario {
  readonly read: ReadScenario
  readonly scenario: Scenario
}

export interface Point extends PointChoice {
  readonly index: number
  readonly read: ReadScenario
  readonly scenario: Scenario
}

/** What is told of: the site that is named, without the checks of the whole; else the scenario. */
export function subjectOf({ scenario, site }: Pick<Point, 'scenario' | 'site'>): Scenario {
  const found = sitesOf(scenario).find(({ id }) => id === site)
  return found === undefined || site === undefined ? scenario : { ...found.scenario, checks: [] }
}

/** A run of the point as far as it is told of. */
export function subjectRun({ scenario: planned, site }: Pick<Point, 'scenario' | 'site'>, run: RunResult): RunOfSite {
  const scenario = livedIn(planned, run.decision?.isTaken)
  const index = site === undefined ? -1 : sitesOf(scenario).findIndex(({ id }) => id === site)
  if (index < 0) return { scenario, run }
  const own = accountsOfSites(scenario, run)[index]
  return { run: own.run, scenario: { ...own.scenario, checks: [] } }
}

/** What makes the runs of a point reproducible. */
export function manifestOf({ point, rows }: { readonly point: Point; readonly rows: readonly Row[] }): Manifest {
  const { option, read } = point
  const scenario = subjectOf(point)
  return {
    tool: TOOL, format: 1, scenario: scenario.name, option: option ?? null, scenarioHash: read.scenarioHash, inputHashes: read.inputHashes,
    seed: rows[0].seed, replications: rows.length, resultHash: hashTogether(rows.map(({ resultHash }) => resultHash)), verdict: verdictOf(judgeChecks(scenario.checks, option ?? null, rows.map(({ checks }) => checks))),
  }
}

/** A host that says nothing twice. */
export function sayingOnce(host: Host): Host {
  const said = new Set<string>()
  return {
    ...host,
    say(text) {
      if (said.has(text)) return
      said.add(text)
      host.say(text)
    },
  }
}

/** Reads the points of an experiment when they are needed, each once, and forgets them when told. */
export interface PointReader {
  /** Undefined where the scenario has errors, which were printed. */
  read(index: number): Promise<Point | undefined>
  forget(index: number): void
}

/** Whether a file has a site; says which it has. */
function isSite(host: Host, { sites = [] }: Scenario, id: string): boolean {
  if (sites.some(site => site.id === id)) return true
  host.say(unknownSite(id, sites.map(site => site.id)))
  return false
}

export function createPointReader(host: Host, choices: readonly PointChoice[]): PointReader {
  const held = new Map<number, Promise<Point | undefined>>()
  // Points of one file mostly warn alike.
  const once = sayingOnce(host)
  const open = async (index: number): Promise<Point | undefined> => {
    const choice = choices[index]
    const checked = choice.checked ?? await readChecked(once, choice.file, { option: choice.option, set: choice.set, decideOn: choice.decideOn })
    if (checked === undefined) {
      if (choices.length > 1) host.say(`point ${index} (${choice.label}) cannot be simulated`)
      return undefined
    }
    if (choice.site !== undefined && !isSite(once, checked.scenario, choice.site)) return undefined
    return { ...choice, index, ...checked }
  }
  return {
    read(index) {
      const found = held.get(index) ?? open(index)
      held.set(index, found)
      return found
    },
    forget: index => void held.delete(index),
  }
}
