/** Runs the replications of one scenario over worker threads and builds its report. */
import { availableParallelism } from 'node:os'
import { buildReport, type Report } from '../analysis/report.ts'
import type { RunResult } from '../results/run-result.ts'
import type { RunOutcome, RunTask } from '../runner/protocol.ts'
import { createPool, type Pool } from '../runner/pool.ts'
import { createSession } from '../runner/session.ts'
import { createThreadPool } from '../runner/threads.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Host } from './host.ts'
import { createProgressBar } from './progress.ts'
import type { ReadScenario } from './read-scenario.ts'

export interface RunChoice {
  readonly seed: number | null
  readonly replications: number | null
  /** 0 runs in process. */
  readonly workers: number | null
  readonly untilMs: number | null
}

export type Executed = { readonly ok: true; readonly report: Report; readonly runs: readonly RunResult[]; readonly scenario: Scenario } | { readonly ok: false; readonly exit: ExitCode }

/** One session in this process behind the pool's interface. */
const createLocalPool = (): Pool =>
  createPool(1, () => {
    const session = createSession()
    return { ...session, terminate: () => void session.cancel() }
  })

function tasksOf(read: ReadScenario, scenario: Scenario, choice: RunChoice): RunTask[] {
  return Array.from({ length: choice.replications ?? scenario.replications }, (_, replication) => ({
    source: read.source,
    inputs: read.inputs,
    seed: choice.seed,
    replication,
    untilMs: choice.untilMs,
    record: false,
    stream: false,
  }))
}

/** What a run that did not finish means for the exit code; says why on stderr. */
function explain(host: Host, outcome: RunOutcome): ExitCode {
  if (outcome.status === 'cancelled') return EXIT.interrupted
  if (outcome.status === 'failed') {
    host.say(`the model broke at ${outcome.atMs} ms: ${outcome.message}`)
    for (const line of outcome.trace.slice(-12)) host.say(`  ${line}`)
    return outcome.message.startsWith('unexpected') ? EXIT.failure : EXIT.invariantBroken
  }
  return EXIT.invalidScenario
}

export async function execute(host: Host, read: ReadScenario, scenario: Scenario, choice: RunChoice, label: string): Promise<Executed> {
  const tasks = tasksOf(read, scenario, choice)
  const workers = Math.min(tasks.length, choice.workers ?? Math.max(1, availableParallelism()))
  const pool = workers <= 1 ? createLocalPool() : createThreadPool(workers)
  const bar = createProgressBar(host, label, tasks.length)
  const cancel = (): void => pool.cancel()
  host.interrupted.addEventListener('abort', cancel)
  try {
    if (host.interrupted.aborted) return { ok: false, exit: EXIT.interrupted }
    const outcomes = await pool.runAll(
      tasks,
      index => bar.update(index, 1),
      (index, { simulatedMs, horizonMs }) => bar.update(index, simulatedMs / horizonMs),
    )
    const broken = outcomes.find(({ status }) => status !== 'finished')
    if (broken !== undefined) return { ok: false, exit: explain(host, broken) }
    const runs = outcomes.flatMap(outcome => (outcome.status === 'finished' ? [outcome.result] : []))
    const { inputHashes, issues, scenarioHash, source } = read
    return { ok: true, runs, scenario, report: buildReport({ scenario, option: source.option, scenarioHash, inputHashes, issues }, runs) }
  } finally {
    host.interrupted.removeEventListener('abort', cancel)
    bar.done()
    pool.terminate()
  }
}
