/**
 * How a study asks for simulations: it names points of one file, whoever runs it brings their rows. The command line brings threads, a cache
 * and a progress bar, the page workers; the questions stand here once.
 */
import type { CauseGroupId } from '../../scenario/idealise/cause-groups.ts'
import { FIGURE_TEXTS } from '../figure-text.ts'
import type { RunFigures } from '../figures.ts'
import type { Row } from '../reduce.ts'

/** A path and the text of its new value. */
export interface Edit {
  readonly path: string
  readonly value: string
}

/** What is simulated: the file under an option, with changes. */
export interface StudyPoint {
  /** How people call it. */
  readonly label: string
  readonly option?: string | undefined
  readonly set: readonly Edit[]
  /** Day on which the option is decided, YYYY-MM-DD; as the file says when left out. */
  readonly decideOn?: string | undefined
  /** Causes without which it is simulated, beside those that the file names. */
  readonly idealise?: readonly CauseGroupId[]
}

/** Rows of every point by replication, in the order of the points. A run that does not finish ends the study: what is thrown is the host's own. */
export type Simulate = (points: readonly StudyPoint[], replications: number, label: string) => Promise<readonly (readonly Row[])[]>

/** A question that cannot be asked, or an answer that there is not, in words for whoever asked. */
export class StudyProblem extends Error {
  override readonly name = 'StudyProblem'
  readonly kind: 'question' | 'answer'
  constructor(message: string, kind: StudyProblem['kind'] = 'question') {
    super(message)
    this.kind = kind
  }
}

/** An option that would change what lies before the day of its decision: it cannot be decided on that day. Only a run can tell. */
export class TooLateToDecide extends StudyProblem {
  /** The point that was to be simulated. */
  readonly label: string
  constructor(label: string, why: string) {
    super(why)
    this.label = label
  }
}

/** One figure of many points, by point and replication; a value that is none is a problem of its point. */
export async function figuresAt(simulate: Simulate, points: readonly StudyPoint[], replications: number, key: keyof RunFigures, label: string): Promise<number[][]> {
  const rows = await simulate(points, replications, label)
  return rows.map((own, index) => own.map(({ figures }, replication) => {
    const value = figures[key]
    if (!Number.isFinite(value)) throw new StudyProblem(`${FIGURE_TEXTS[key].label} has no value in replication ${replication} of point ${index} (${points[index].label}); choose another result`, 'answer')
    return value
  }))
}
