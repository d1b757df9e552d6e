/** The engine in a browser worker, behind the same interface as in process. The engine is not in the bundle of the page. */
import { createPool, type Pool } from './pool.ts'
import type { RemoteSession } from './protocol.ts'
import { remoteSession } from './remote.ts'
import { watchLife } from './worker/life.ts'

/** Tells the workers of a page apart. */
let made = 0

export function createBrowserSession(): RemoteSession {
  const name = `engine ${performance.timeOrigin} ${++made}`
  const worker = new Worker(new URL('./worker/browser.ts', import.meta.url), { type: 'module', name })
  return remoteSession({
    endpoint: worker,
    end: () => worker.terminate(),
    whenDead(tell) {
      worker.addEventListener('error', ({ message }) => tell(message === '' ? 'the worker did not load' : message), { once: true })
      watchLife(worker, name, () => tell('the browser ended the worker'))
    },
  })
}

/** Workers for replications and design points; one core stays with the page. */
export function createBrowserPool(size = Math.max(1, (navigator.hardwareConcurrency || 2) - 1)): Pool {
  return createPool(size, createBrowserSession)
}

/** The session if its worker lives, else a new one: nobody goes on asking a worker that died. */
export const livingSession = (session: RemoteSession | undefined): RemoteSession => (session === undefined || session.diedOf() !== undefined ? createBrowserSession() : session)
