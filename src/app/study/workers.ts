/** Simulations for studies in a browser: points of one file over a pool of workers, each replication once. */
import { reduceRun, type Row } from '../../analysis/reduce.ts'
import { type Simulate, StudyProblem, type StudyPoint, TooLateToDecide } from '../../analysis/studies/laboratory.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { RunOutcome, RunTask } from '../../runner/protocol.ts'
import { livedIn } from '../../scenario/contingent/contingency.ts'
import { loadScenario } from '../../scenario/load.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { Ground } from './protocol.ts'

export interface Workers {
  readonly simulate: Simulate
  /** Replication 0 of points, recorded where asked, whole. */
  runFirst(points: readonly StudyPoint[], isRecorded: (index: number) => boolean): Promise<RunResult[]>
  /** The scenario of a point; throws what is wrong with it. */
  scenarioOf(point: StudyPoint): Scenario
}

/** The pool of the runner, as far as studies need it. */
export interface RunPool {
  runAll(tasks: readonly RunTask[], onDone: (index: number, outcome: RunOutcome) => void): Promise<readonly RunOutcome[]>
  cancel(): void
}

interface Known {
  readonly scenario: Scenario
  readonly rows: Row[]
}

/** What a run that did not finish means for its study. */
function problemOf(outcome: Exclude<RunOutcome, { status: 'finished' }>, { label }: StudyPoint): Error {
  const [issue] = outcome.status === 'invalid' ? outcome.issues : []
  if (issue?.code === 'option-past') return new TooLateToDecide(label, issue.message)
  if (outcome.status === 'invalid') return new StudyProblem(`${label} cannot be simulated: ${issue?.message ?? 'the file has errors'}`)
  return outcome.status === 'failed' ? new Error(outcome.message) : new StudyProblem('the study was stopped')
}

export function createWorkers({ text, file, option, inputs }: Ground, pool: RunPool, tell: (done: number, of: number) => void): Workers {
  const known = new Map<string, Known>()
  let [done, planned] = [0, 0]
  const optionOf = (point: StudyPoint): string | undefined => ('option' in point ? point.option : (option ?? undefined))
  const keyOf = (point: StudyPoint): string => JSON.stringify([optionOf(point) ?? null, point.set, point.decideOn ?? null, point.idealise ?? []])

  function scenarioOf(point: StudyPoint): Scenario {
    const { scenario, issues } = loadScenario(text, { file, option: optionOf(point), set: point.set, decideOn: point.decideOn })
    if (scenario === undefined) throw new StudyProblem(`${point.label} cannot be simulated: ${issues.find(({ severity }) => severity === 'error')?.message ?? 'the file has errors'}`)
    return scenario
  }

  function open(point: StudyPoint): Known {
    const key = keyOf(point)
    const found = known.get(key) ?? { scenario: scenarioOf(point), rows: [] }
    known.set(key, found)
    return found
  }

  const taskOf = (point: StudyPoint, replication: number, record: boolean): RunTask => ({
    source: { text, file, option: optionOf(point) ?? null, set: point.set, ...(point.decideOn === undefined ? {} : { decideOn: point.decideOn }) },
    inputs, seed: null, replication, untilMs: null, record, stream: false, ...(point.idealise === undefined ? {} : { idealise: point.idealise }),
  })

  /** Runs tasks; the first that does not finish ends all. */
  async function run(tasks: readonly { readonly point: StudyPoint; readonly task: RunTask }[], take: (index: number, result: RunResult) => void): Promise<void> {
    planned += tasks.length
    tell(done, planned)
    let broken: Error | undefined
    await pool.runAll(tasks.map(({ task }) => task), (index, outcome) => {
      if (broken !== undefined) return
      if (outcome.status !== 'finished') {
        broken = problemOf(outcome, tasks[index].point)
        return pool.cancel()
      }
      take(index, outcome.result)
      done += 1
      tell(done, planned)
    })
    if (broken !== undefined) throw broken
  }

  return {
    scenarioOf,
    async simulate(points, replications) {
      const opened = points.map(open)
      const seen = new Set<Known>()
      const tasks = points.flatMap((point, at) => {
        const own = opened[at]
        if (seen.has(own)) return []
        seen.add(own)
        return Array.from({ length: replications }, (_, replication) => replication).filter(replication => own.rows[replication] === undefined).map(replication => ({ point, own, replication, task: taskOf(point, replication, false) }))
      })
      await run(tasks, (index, result) => {
        const { own, replication } = tasks[index]
        own.rows[replication] = reduceRun(livedIn(own.scenario, result.decision?.isTaken), result)
      })
      return opened.map(({ rows }) => rows.slice(0, replications))
    },
    async runFirst(points, isRecorded) {
      const results: RunResult[] = []
      await run(points.map((point, index) => ({ point, task: taskOf(point, 0, isRecorded(index)) })), (index, result) => void (results[index] = result))
      return results
    },
  }
}
