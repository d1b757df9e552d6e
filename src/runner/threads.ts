/** The engine in worker threads of Node, behind the same interface as in process. */
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { Worker } from 'node:worker_threads'
import { createPool, type Pool } from './pool.ts'
import type { RemoteSession } from './protocol.ts'
import { remoteSession } from './remote.ts'

/** The session of a worker that is there. */
export function sessionOf(worker: Worker): RemoteSession {
  return remoteSession({
    endpoint: nodeEndpoint(worker),
    end: () => void worker.terminate(),
    whenDead(tell) {
      worker.once('error', error => tell(error instanceof Error ? error.message : String(error)))
      worker.once('exit', code => tell(`the worker ended with code ${code}`))
    },
  })
}

export const createThreadSession = (): RemoteSession => sessionOf(new Worker(new URL('./worker/node.ts', import.meta.url)))

export function createThreadPool(size: number): Pool {
  return createPool(size, createThreadSession)
}
