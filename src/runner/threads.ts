/** The engine in worker threads of Node, behind the same interface as in process. */
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { Worker } from 'node:worker_threads'
import { createPool, type Pool } from './pool.ts'
import type { RemoteSession } from './protocol.ts'
import { remoteSession } from './remote.ts'

export function createThreadSession(): RemoteSession {
  const worker = new Worker(new URL('./worker/node.ts', import.meta.url))
  return remoteSession(nodeEndpoint(worker), () => void worker.terminate())
}

export function createThreadPool(size: number): Pool {
  return createPool(size, createThreadSession)
}
