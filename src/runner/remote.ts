/** A session behind a Comlink endpoint, whatever is at its other end. */
import * as Comlink from 'comlink'
import type { RemoteSession, RunOutcome, Session } from './protocol.ts'

export interface RemoteEnd {
  readonly endpoint: Comlink.Endpoint
  /** Puts the worker away. */
  end(): void
  /** Calls back, at most once, if the worker dies of itself. */
  whenDead(tell: (reason: string) => void): void
}

/**
 * Asks for something that tells of its progress. Progress and answer come by two ports, so that the last progress may come after the answer:
 * nobody hears it then, else a finished run would be replaced by a part of it.
 */
async function telling<P, O>(onProgress: ((progress: P) => void) | null, ask: (onProgress: ((progress: P) => void) | null) => Promise<O>): Promise<O> {
  if (onProgress === null) return ask(null)
  let isAnswered = false
  try {
    return await ask(Comlink.proxy((progress: P) => {
      if (!isAnswered) onProgress(progress)
    }))
  } finally {
    isAnswered = true
  }
}

/** A session over an endpoint. A worker that dies or is put away leaves nobody waiting. */
export function remoteSession({ endpoint, end, whenDead }: RemoteEnd): RemoteSession {
  const remote = Comlink.wrap<Session>(endpoint)
  let settle: (outcome: RunOutcome) => void = () => undefined
  const over = new Promise<RunOutcome>(resolve => {
    settle = resolve
  })
  whenDead(reason => settle({ status: 'failed', message: `unexpected: ${reason}`, atMs: 0, trace: [] }))
  return {
    prepare: (source, inputs) =>
      Promise.race([
        remote.prepare(source, inputs),
        over.then(() => {
          throw new Error('the worker has ended')
        }),
      ]),
    audit: (source, inputs, choices) =>
      Promise.race([remote.audit(source, inputs, choices), over.then(() => ({ status: 'failed' as const, message: 'the worker has ended' }))]),
    schematic: (source, inputs) => Promise.race([remote.schematic(source, inputs), over.then(() => ({ status: 'failed' as const, message: 'the worker has ended' }))]),
    schematicAt: moment => Promise.race([remote.schematicAt(moment), over.then(() => null)]),
    schedule: (source, inputs, choices) =>
      Promise.race([remote.schedule(source, inputs, choices), over.then(() => ({ status: 'failed' as const, message: 'the worker has ended' }))]),
    place: (source, inputs, request, onProgress) =>
      Promise.race([
        telling(onProgress, async tell => remote.place(source, inputs, request, tell)),
        over.then(outcome => (outcome.status === 'cancelled' ? { status: 'cancelled' as const } : { status: 'failed' as const, message: 'the worker has ended' })),
      ]),
    life: (source, inputs, query, onProgress) =>
      Promise.race([
        telling(onProgress, async tell => remote.life(source, inputs, query, tell)),
        over.then(outcome => (outcome.status === 'cancelled' ? { status: 'cancelled' as const } : { status: 'failed' as const, message: 'the worker has ended' })),
      ]),
    run: (task, onProgress) => Promise.race([telling(onProgress, async tell => remote.run(task, tell)), over]),
    cancel: async () => {
      await Promise.race([remote.cancel(), over])
    },
    terminate() {
      settle({ status: 'cancelled', atMs: 0 })
      end()
    },
  }
}
