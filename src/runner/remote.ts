/** A session behind a Comlink endpoint, whatever is at its other end. */
import * as Comlink from 'comlink'
import type { AuditOutcome, LifeOutcome, Listener, PlaceOutcome, RemoteSession, RunOutcome, ScheduleOutcome, SchematicOutcome, Session } from './protocol.ts'

export interface RemoteEnd {
  readonly endpoint: Comlink.Endpoint
  /** Puts the worker away. */
  end(): void
  /** Calls back, at most once, if the worker dies of itself. */
  whenDead(tell: (reason: string) => void): void
}

/** Why a worker is no more: of itself, or because it was put away. */
interface Ending {
  readonly isOfItself: boolean
  readonly reason: string
}

interface Lifetime {
  ending(): Ending | undefined
  end(ending: Ending): void
  /**
   * What the worker answers, or what its end means, whichever is first. `Promise.race` would do the same, but the promise of the end would
   * then hold every answer for as long as the worker lives.
   */
  answerOf<T>(answer: Promise<T>, otherwise: (ending: Ending) => T): Promise<T>
}

function createLifetime(): Lifetime {
  let ended: Ending | undefined
  const waiting = new Set<(ending: Ending) => void>()
  return {
    ending: () => ended,
    end(ending) {
      if (ended !== undefined) return
      ended = ending
      for (const tell of waiting) tell(ending)
      waiting.clear()
    },
    answerOf: <T>(answer: Promise<T>, otherwise: (ending: Ending) => T) =>
      new Promise<T>((resolve, reject) => {
        const tell = (ending: Ending): void => {
          try {
            resolve(otherwise(ending))
          } catch (error) {
            reject(error)
          }
        }
        if (ended !== undefined) return tell(ended)
        waiting.add(tell)
        const isAnswered = (): boolean => waiting.delete(tell)
        answer.then(value => isAnswered() && resolve(value), error => isAnswered() && reject(error))
      }),
  }
}

/**
 * Asks for something that tells of its progress. Progress and answer come by two ports, so that the last progress may come after the answer:
 * nobody hears it then, else a finished run would be replaced by a part of it.
 */
async function telling<P, O>(onProgress: Listener<P> | null, ask: (onProgress: Listener<P> | null) => Promise<O>): Promise<O> {
  if (onProgress === null) return ask(null)
  let isAnswered = false
  try {
    return await ask(Comlink.proxy(async (progress: P) => {
      if (!isAnswered) await onProgress(progress)
    }))
  } finally {
    isAnswered = true
  }
}

const failed = (): { status: 'failed'; message: string } => ({ status: 'failed', message: 'the worker has ended' })
const stopped = ({ isOfItself }: Ending): { status: 'cancelled' } | { status: 'failed'; message: string } => (isOfItself ? failed() : { status: 'cancelled' })

/** A session over an endpoint. A worker that dies or is put away leaves nobody waiting. */
export function remoteSession({ endpoint, end, whenDead }: RemoteEnd): RemoteSession {
  const remote = Comlink.wrap<Session>(endpoint)
  const { ending, end: endWith, answerOf } = createLifetime()
  whenDead(reason => endWith({ isOfItself: true, reason }))
  return {
    prepare: (source, inputs) =>
      answerOf(remote.prepare(source, inputs), () => {
        throw new Error('the worker has ended')
      }),
    audit: (source, inputs, choices) => answerOf<AuditOutcome>(remote.audit(source, inputs, choices), failed),
    schematic: (source, inputs) => answerOf<SchematicOutcome>(remote.schematic(source, inputs), failed),
    schematicAt: moment => answerOf(remote.schematicAt(moment), () => null),
    schedule: (source, inputs, choices) => answerOf<ScheduleOutcome>(remote.schedule(source, inputs, choices), failed),
    place: (source, inputs, request, onProgress) => answerOf<PlaceOutcome>(telling(onProgress, async tell => remote.place(source, inputs, request, tell)), stopped),
    life: (source, inputs, query, onProgress) => answerOf<LifeOutcome>(telling(onProgress, async tell => remote.life(source, inputs, query, tell)), stopped),
    run: (task, onProgress) =>
      answerOf<RunOutcome>(telling(onProgress, async tell => remote.run(task, tell)), ({ isOfItself, reason }) => (isOfItself ? { status: 'failed', message: `unexpected: ${reason}`, atMs: 0, trace: [] } : { status: 'cancelled', atMs: 0 })),
    cancel: () => answerOf(remote.cancel(), () => undefined),
    diedOf() {
      const ended = ending()
      return ended?.isOfItself === true ? ended.reason : undefined
    },
    terminate() {
      endWith({ isOfItself: false, reason: 'put away' })
      end()
    },
  }
}
