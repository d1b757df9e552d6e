/** Finds the buffers of a result, so that they move over the worker boundary instead of being copied. */
import * as Comlink from 'comlink'
import type { RunResult } from '../results/run-result.ts'
import type { Progress, Session } from './protocol.ts'

function buffersOf(result: RunResult): ArrayBufferLike[] {
  const views: ArrayBufferView[] = [result.ledger.acceleratorMs, result.ledger.contractedMs, result.ledger.acceptedMs, result.ledger.maskPeriods.acceleratorMs, ...(result.books === undefined ? [] : [result.books.acceleratorMs]), ...result.series.map(series => series.values)]
  for (const log of result.logs) views.push(log.atMs, log.entity, log.value)
  if (result.tenants !== undefined) views.push(result.tenants.allocatedMs, result.tenants.waitingMs, result.tenants.committedMs, result.tenants.deliveredMs, result.tenants.strandedMs, ...(result.tenants.ownMs === undefined ? [] : [result.tenants.ownMs]))
  return [...new Set(views.map(view => view.buffer))]
}

/** Buffers of a part of a run: what was cut out of the engine's own columns or copied from its logs. The rest is small, and may be the engine's. */
function buffersOfPart({ ledger, series, logs, sites = [] }: RunResult): ArrayBufferLike[] {
  const own = [ledger.acceleratorMs, ledger.contractedMs, ledger.acceptedMs, ...series.map(({ values }) => values), ...logs.flatMap(({ atMs, entity, value }) => [atMs, entity, value])]
  return [...new Set([...own.map(({ buffer }) => buffer), ...sites.flatMap(({ result }) => buffersOfPart(result))])]
}

/** Progress with its columns marked for transfer: a copy of all logs several times a second would hold up the page. */
function sent(progress: Progress): Progress {
  const { partial, saved, simulatedMs, horizonMs } = progress
  const buffers = [...(partial === null || simulatedMs >= horizonMs ? [] : buffersOfPart(partial)), ...(saved === undefined ? [] : [saved.bytes.buffer])]
  return buffers.length === 0 ? progress : Comlink.transfer(progress, buffers as ArrayBuffer[])
}

/** Lets go of a listener at the other end: its channel would stay open for as long as the worker lives. */
function release(listener: unknown): void {
  if (typeof listener === 'function') (listener as Partial<Comlink.ProxyMethods>)[Comlink.releaseProxy]?.()
}

/** The same session for the end of a worker: results are marked for transfer, listeners let go when what they listen to is over. */
export function transferring(session: Session): Session {
  return {
    ...session,
    async run(task, onProgress) {
      const outcome = await session.run(task, onProgress === null ? null : progress => onProgress(sent(progress)))
      release(onProgress)
      return outcome.status === 'finished' ? Comlink.transfer(outcome, buffersOf(outcome.result) as ArrayBuffer[]) : outcome
    },
    async place(source, inputs, request, onProgress) {
      const outcome = await session.place(source, inputs, request, onProgress)
      release(onProgress)
      return outcome
    },
    async life(source, inputs, query, onProgress) {
      const outcome = await session.life(source, inputs, query, onProgress)
      release(onProgress)
      return outcome
    },
  }
}
