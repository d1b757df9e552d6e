/** Runs many tasks over a few sessions. Results come in task order whatever the number of workers, so sums are the same bits. */
import type { Progress, RemoteSession, RunOutcome, RunTask } from './protocol.ts'

/** A task with the number by which its outcome is told. */
export interface NumberedTask {
  readonly index: number
  readonly task: RunTask
}

export interface Pool {
  readonly size: number
  /**
   * Runs all tasks; `onDone` is told as each ends, `onProgress` while it runs. After `cancel` the rest resolve as cancelled.
   */
  runAll(tasks: readonly RunTask[], onDone?: (index: number, outcome: RunOutcome) => void, onProgress?: (index: number, progress: Progress) => void): Promise<RunOutcome[]>
  /**
   * Runs tasks as `next` hands them out, until it has no more; outcomes are told as they come and kept nowhere. `next` is not asked again
   * after `cancel`.
   */
  runEach(next: () => Promise<NumberedTask | undefined>, onOutcome: (index: number, outcome: RunOutcome) => void, onProgress?: (index: number, progress: Progress) => void): Promise<void>
  cancel(): void
  terminate(): void
}

export function createPool(size: number, spawn: () => RemoteSession): Pool {
  const sessions: RemoteSession[] = []
  let generation = 0

  async function work(session: RemoteSession, next: () => Promise<NumberedTask | undefined>, store: (index: number, outcome: RunOutcome) => void, onProgress: ((index: number, progress: Progress) => void) | undefined): Promise<void> {
    const mine = generation
    for (let given = await next(); given !== undefined; given = mine === generation ? await next() : undefined) {
      const { index, task } = given
      let isRunning = true
      // Progress comes over a channel of its own and may arrive after the outcome; then nobody wants it any more.
      const report = onProgress === undefined ? null : (progress: Progress) => void (isRunning && onProgress(index, progress))
      const outcome: RunOutcome = mine === generation ? await session.run(task, report) : { status: 'cancelled', atMs: 0 }
      isRunning = false
      store(index, outcome)
    }
  }

  async function runEach(workers: number, next: () => Promise<NumberedTask | undefined>, onOutcome: (index: number, outcome: RunOutcome) => void, onProgress?: (index: number, progress: Progress) => void): Promise<void> {
    while (sessions.length < workers) sessions.push(spawn())
    await Promise.all(sessions.slice(0, workers).map(session => work(session, next, onOutcome, onProgress)))
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
      await runEach(Math.min(size, tasks.length), next, store, onProgress)
      // Those that nobody took after a cancel.
      for (const [index, outcome] of outcomes.entries()) if (!told.has(index)) onDone?.(index, outcome)
      return outcomes
    },
    runEach: (next, onOutcome, onProgress) => runEach(size, next, onOutcome, onProgress),
    cancel() {
      generation += 1
      for (const session of sessions) void session.cancel()
    },
    terminate() {
      for (const session of sessions) session.terminate()
      sessions.length = 0
    },
  }
}
