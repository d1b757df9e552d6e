/** Runs many tasks over a few sessions. Results come in task order whatever the number of workers, so sums are the same bits. */
import type { Progress, RemoteSession, RunOutcome, RunTask } from './protocol.ts'

/** A task with the number by which its outcome is told. */
export interface NumberedTask {
  readonly index: number
  readonly task: RunTask
}

/** A worker that died of itself while it ran a task. */
export interface Death {
  /** Of the task. */
  readonly index: number
  readonly reason: string
  /** False when a new worker runs the task again; true when so many died of it that it has failed. */
  readonly isLast: boolean
}

/** Workers that may die of one task. */
export const MOST_DEATHS = 3

type Next = () => Promise<NumberedTask | undefined>

export interface Pool {
  readonly size: number
  /**
   * Runs all tasks; `onDone` is told as each ends, `onProgress` while it runs. After `cancel` the rest resolve as cancelled.
   */
  runAll(tasks: readonly RunTask[], onDone?: (index: number, outcome: RunOutcome) => void, onProgress?: (index: number, progress: Progress) => void): Promise<RunOutcome[]>
  /**
   * Runs tasks as `next` hands them out, until it has no more; outcomes are told as they come and kept nowhere. `next` is not asked again
   * after `cancel`. A worker that dies is replaced, which `onDeath` is told, and its task run again.
   */
  runEach(next: Next, onOutcome: (index: number, outcome: RunOutcome) => void, onProgress?: (index: number, progress: Progress) => void, onDeath?: (death: Death) => void): Promise<void>
  cancel(): void
  terminate(): void
}

interface Listeners {
  readonly onOutcome: (index: number, outcome: RunOutcome) => void
  readonly onProgress?: ((index: number, progress: Progress) => void) | undefined
  readonly onDeath?: ((death: Death) => void) | undefined
}

/** A place of the pool: the session that is there now, and how it is replaced. */
interface Place {
  session(): RemoteSession
  replace(dead: RemoteSession): void
  isCurrent(): boolean
}

/** Runs a task at a place, again where the worker there died. */
async function runAt(place: Place, { index, task }: NumberedTask, report: ((progress: Progress) => void) | null, onDeath: ((death: Death) => void) | undefined): Promise<RunOutcome> {
  for (let deaths = 1; ; deaths++) {
    if (!place.isCurrent()) return { status: 'cancelled', atMs: 0 }
    const session = place.session()
    const outcome = await session.run(task, report)
    const reason = session.diedOf()
    if (reason === undefined) return outcome
    // The next task finds a worker there, whatever becomes of this one.
    place.replace(session)
    const isLast = deaths === MOST_DEATHS
    onDeath?.({ index, reason, isLast })
    if (isLast || outcome.status === 'finished') return outcome
  }
}

export function createPool(size: number, spawn: () => RemoteSession): Pool {
  const sessions: RemoteSession[] = []
  let generation = 0

  async function runEach(workers: number, next: Next, { onOutcome, onProgress, onDeath }: Listeners): Promise<void> {
    while (sessions.length < workers) sessions.push(spawn())
    const work = async (at: number): Promise<void> => {
      const mine = generation
      const place: Place = {
        session: () => sessions[at],
        replace: dead => void (sessions[at] === dead && (sessions[at] = spawn())),
        isCurrent: () => mine === generation,
      }
      for (let given = await next(); given !== undefined; given = mine === generation ? await next() : undefined) {
        const { index } = given
        let isRunning = true
        // Progress comes over a channel of its own and may arrive after the outcome; then nobody wants it any more.
        const report = onProgress === undefined ? null : (progress: Progress) => void (isRunning && onProgress(index, progress))
        const outcome = await runAt(place, given, report, onDeath)
        isRunning = false
        onOutcome(index, outcome)
      }
    }
    await Promise.all(Array.from({ length: workers }, (_, at) => work(at)))
  }

  return {
    size,
    async runAll(tasks, onDone, onProgress) {
      const outcomes = tasks.map((): RunOutcome => ({ status: 'cancelled', atMs: 0 }))
      let taken = 0
      const next = async (): Promise<NumberedTask | undefined> => (taken < tasks.length ? { index: taken, task: tasks[taken++] } : undefined)
      const told = new Set<number>()
      const store = (index: number, outcome: RunOutcome): void => {
        outcomes[index] = outcome
        told.add(index)
        onDone?.(index, outcome)
      }
      await runEach(Math.min(size, tasks.length), next, { onOutcome: store, onProgress })
      // Those that nobody took after a cancel.
      for (const [index, outcome] of outcomes.entries()) if (!told.has(index)) onDone?.(index, outcome)
      return outcomes
    },
    runEach: (next, onOutcome, onProgress, onDeath) => runEach(size, next, { onOutcome, onProgress, onDeath }),
    cancel() {
      generation += 1
      for (const session of sessions) void session.cancel()
    },
    terminate() {
      generation += 1
      for (const session of sessions) session.terminate()
      sessions.length = 0
    },
  }
}
