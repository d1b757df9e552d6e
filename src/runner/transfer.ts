/** Finds the buffers of a result, so that they move over the worker boundary instead of being copied where that is worth it. */
import * as Comlink from 'comlink'
import type { RunResult } from '../results/run-result.ts'
import type { Progress, RunOutcome, Session } from './protocol.ts'

/**
 * Results up to so many bytes are copied. As long as no buffer was ever taken away from a thread, V8 compiles its code without looking
 * whether one was; the first that moves made every later run of its thread slower, by 13 % for all of dallas-100mw and by 6 % for its first
 * thousand days (Node 24, one process each that take turns by 4,000 events, three and seven replications after two to warm up, on a busy
 * machine: two processes that do the same differ by up to 8 %). To write down and read back its result takes 2 ms, 35 ms with change logs.
 */
const COPIED_UP_TO = 64_000_000

/** The outcome of a run, its buffers marked for transfer where copies would be dear, or where parts of the run have moved already. */
function handedOver(outcome: RunOutcome, isStreamed: boolean): RunOutcome {
  if (outcome.status !== 'finished') return outcome
  const buffers = buffersOf(outcome.result)
  if (!isStreamed && buffers.reduce((sum, { byteLength }) => sum + byteLength, 0) <= COPIED_UP_TO) return outcome
  return Comlink.transfer(outcome, buffers as ArrayBuffer[])
}

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

/** The same session for the end of a worker: what is large is marked for transfer, listeners let go when what they listen to is over. */
export function transferring(session: Session): Session {
  return {
    ...session,
    async run(task, onProgress) {
      const outcome = await session.run(task, onProgress === null ? null : progress => onProgress(sent(progress)))
      release(onProgress)
      return handedOver(outcome, task.stream)
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
