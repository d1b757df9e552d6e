/** Results by meaning of the text: the same inputs need no second run, and undo brings results back at once. */
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { Study } from './run.ts'
import type { SlipPoint } from './slip.ts'

/** Studies that are kept: those side by side and some to come back to. The change logs of the one that is drawn take some 20 MB; the others have none. */
export const MOST_KEPT = 14

export interface SlipAnswer {
  readonly points: readonly SlipPoint[]
  /** Runs that are in the points, as `slip/replication`. */
  readonly done: ReadonlySet<string>
}

interface Kept {
  readonly option: string | null
  readonly scenario: Scenario
  /** By replication; holes are still to come. */
  readonly runs: (RunResult | undefined)[]
  slip: SlipAnswer
}

export interface Studies {
  /** The study of a key with what is known of it. */
  open(key: string, option: string | null, scenario: Scenario): Study
  add(study: Study, replication: number, run: RunResult): Study
  /** Replications that are still to be run. */
  missing(study: Study): number[]
  slip(study: Study): SlipAnswer
  setSlip(study: Study, answer: SlipAnswer): void
}

export function createStudies(): Studies {
  const kept = new Map<string, Kept>()

  function of({ key, option, scenario }: Pick<Study, 'key' | 'option' | 'scenario'>): Kept {
    const found = kept.get(key) ?? { option, scenario, runs: [], slip: { points: [], done: new Set<string>() } }
    kept.delete(key)
    kept.set(key, found)
    const [oldest] = kept.keys()
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    return found
  }

  const studyOf = (key: string, { option, scenario, runs }: Kept): Study => ({
    key,
    option,
    scenario,
    // Replications may end before the first, which alone has what scene and timeline show.
    runs: runs[0] === undefined ? [] : runs.filter(run => run !== undefined),
    partial: null,
  })

  return {
    open: (key, option, scenario) => studyOf(key, of({ key, option, scenario })),
    add(study, replication, run) {
      const found = of(study)
      found.runs[replication] = run
      return studyOf(study.key, found)
    },
    missing(study) {
      const { runs } = of(study)
      return Array.from({ length: study.scenario.replications }, (_, replication) => replication).filter(replication => runs[replication] === undefined)
    },
    slip: study => of(study).slip,
    setSlip(study, answer) {
      of(study).slip = answer
    },
  }
}
