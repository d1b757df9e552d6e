/** A session behind a Comlink endpoint, whatever is at its other end. */
import * as Comlink from 'comlink'
import type { RemoteSession, Session } from './protocol.ts'

/** A session over an endpoint; `end` puts the worker away. */
export function remoteSession(endpoint: Comlink.Endpoint, end: () => void): RemoteSession {
  const remote = Comlink.wrap<Session>(endpoint)
  return {
    prepare: (source, inputs) => remote.prepare(source, inputs),
    run: (task, onProgress) => remote.run(task, onProgress === null ? null : Comlink.proxy(onProgress)),
    cancel: () => remote.cancel(),
    terminate: end,
  }
}
