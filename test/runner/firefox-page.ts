/** Entry of the page that another browser opens: runs tasks in a worker, as the app does, and tells their hashes. */
import { resultHash } from '../../src/results/result-hash.ts'
import { createBrowserSession } from '../../src/runner/client.ts'
import type { RunTask } from '../../src/runner/protocol.ts'

async function hashesOf(tasks: readonly RunTask[]): Promise<string[]> {
  const session = createBrowserSession()
  const hashes: string[] = []
  for (const task of tasks) {
    const outcome = await session.run(task, null)
    if (outcome.status !== 'finished') throw new Error(JSON.stringify(outcome))
    hashes.push(resultHash([outcome.result]))
  }
  session.terminate()
  return hashes
}

Object.assign(globalThis, { hashesOf })
