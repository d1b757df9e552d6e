/** Simulates what stands beside the baseline: the first replication of every side, then some pairs, then all, so that bands narrow together. */
import type { RunOutcome, RunTask } from '../../runner/protocol.ts'
import type { Study } from './run.ts'
import { type Side, type SideId, showSide, sideProblem } from './sides.ts'
import type { Studies } from './studies.ts'

export interface SideGround {
  readonly studies: Studies
  /** The study of a side with what is known of it; words where it does not hold, null where the text has changed meanwhile. */
  open(side: Side): Promise<Study | string | null>
  task(side: Side, study: Study, replication: number): RunTask
  runAll(tasks: readonly RunTask[], onDone: (index: number, outcome: RunOutcome) => void): Promise<unknown>
  isCurrent(): boolean
  say(done: number, of: number): void
}

interface Opened {
  readonly side: Side
  readonly study: Study
}

/** All sides as studies; those that do not hold say why and are left out. */
export async function openSides(sides: readonly Side[], ground: SideGround): Promise<Opened[]> {
  const opened: Opened[] = []
  for (const side of sides) {
    const study = await ground.open(side)
    if (study === null || !ground.isCurrent()) return []
    if (typeof study === 'string') {
      sideProblem(side.id, study)
      continue
    }
    showSide(side.id, study)
    opened.push({ side, study })
  }
  return opened
}

const wordsOf = (outcome: RunOutcome): string | null => (outcome.status === 'failed' ? outcome.message : outcome.status === 'invalid' ? outcome.issues.map(({ message }) => message).join('; ') : null)

/** Runs what sides lack below a number of replications, one replication of all sides before the next. */
export async function fillSides(opened: readonly Opened[], below: number, ground: SideGround): Promise<void> {
  const broken = new Set<SideId>()
  const planned = opened
    .flatMap(({ side, study }) => ground.studies.missing(study).filter(replication => replication < below).map(replication => ({ side, study, replication })))
    .sort((a, b) => a.replication - b.replication)
  if (planned.length === 0 || !ground.isCurrent()) return
  let done = 0
  ground.say(done, planned.length)
  await ground.runAll(planned.map(({ side, study, replication }) => ground.task(side, study, replication)), (index, outcome) => {
    if (!ground.isCurrent()) return
    const { side, study, replication } = planned[index]
    const problem = wordsOf(outcome)
    if (problem !== null && !broken.has(side.id)) {
      broken.add(side.id)
      sideProblem(side.id, problem)
    }
    if (outcome.status !== 'finished') return
    showSide(side.id, ground.studies.add(study, replication, outcome.result))
    ground.say(++done, planned.length)
  })
}
