/** Runs many tasks over a few sessions. Results come in task order whatever the number of workers, so sums are the same bits. */
import type { Progress, RemoteSession, RunOutcome, RunTask } from './protocol.ts'

export interface Pool {
  readonly size: number
  /**
   * Runs all tasks; `onDone` is told as each ends, `onProgress` while it runs. After `cancel` the rest resolve as cancelled.
   */
  runAll(tasks: readonly RunTask[], onDone?: (index: number, outcome: RunOutcome) => void, onProgress?: (index: number, progress: Progress) => void): Promise<RunOutcome[]>
  cancel(): void
  terminate(): void
}

export function createPool(size: number, spawn: () => RemoteSession): Pool {
  const sessions: RemoteSession[] = []
  let generation = 0

  async function work(session: RemoteSession, take: () => number, tasks: readonly RunTask[], store: (index: number, outcome: RunOutcome) => void, onProgress: ((index: number, progress: Progress) => void) | undefined): Promise<void> {
    const mine = generation
    for (let index = take(); index < tasks.length; index = take()) {
      let isRunning = true
      // Progress comes over a channel of its own and may arrive after the outcome; then nobody wants it any more.
      const report = onProgress === undefined ? null : (progress: Progress) => void (isRunning && onProgress(index, progress))
      const outcome: RunOutcome = mine === generation ? await session.run(tasks[index], report) : { status: 'cancelled', atMs: 0 }
      isRunning = false
      store(index, outcome)
    }
  }

  return {
    size,
    async runAll(tasks, onDone, onProgress) {
      while (sessions.length < Math.min(size, tasks.length)) sessions.push(spawn())
      const outcomes = new Array<RunOutcome>(tasks.length)
      let next = 0
      const take = (): number => next++
      const store = (index: number, outcome: RunOutcome): void => {
        outcomes[index] = outcome
        onDone?.(index, outcome)
      }
      await Promise.all(sessions.slice(0, tasks.length).map(session => work(session, take, tasks, store, onProgress)))
      return outcomes
    },
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
