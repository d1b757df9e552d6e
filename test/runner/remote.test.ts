/** What crosses between a host and a worker by two ports: progress and answer. */
import * as Comlink from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { expect, test } from 'vitest'
import type { Progress, RunOutcome, RunTask } from '../../src/runner/protocol.ts'
import { remoteSession } from '../../src/runner/remote.ts'
import { createSession } from '../../src/runner/session.ts'
import { transferring } from '../../src/runner/transfer.ts'
import { finished, KNOWN, task, source } from './conformance.ts'

const at = (simulatedMs: number): Progress => ({ simulatedMs, horizonMs: 100, events: simulatedMs, partial: null })

test('progress that comes after the answer is not heard: a finished run does not become a part of it again', async () => {
  const { port1, port2 } = new MessageChannel()
  const told = new MessageChannel()
  // The other end answers first and tells of its progress afterwards, as ports of their own allow.
  const other = {
    async run(_task: RunTask, onProgress: (progress: Progress) => Promise<void>): Promise<RunOutcome> {
      await onProgress(at(40))
      setTimeout(() => void Promise.resolve(onProgress(at(80))).then(() => told.port1.postMessage('told')), 5)
      return { status: 'cancelled', atMs: 90 }
    },
  }
  Comlink.expose(other, nodeEndpoint(port2))
  const session = remoteSession({ endpoint: nodeEndpoint(port1), end: () => port1.close(), whenDead: () => undefined })
  const heard: number[] = []
  const late = once(told.port2, 'message')
  const outcome = await session.run(task(source('', 'x.yaml')), ({ simulatedMs }) => heard.push(simulatedMs))
  expect(outcome).toEqual({ status: 'cancelled', atMs: 90 })
  await late
  expect(heard).toEqual([40])
  session.terminate()
  told.port1.close()
})

test.each([
  ['a run that nobody watches is copied, so that its thread never sees a buffer taken away', false],
  ['a run that is watched moves its buffers', true],
])('%s', async (_, stream) => {
  const { port1, port2 } = new MessageChannel()
  const own = createSession()
  let kept: RunOutcome | undefined
  const run = async (of: RunTask): Promise<RunOutcome> => (kept = await own.run(of, null))
  Comlink.expose(transferring({ ...own, run }), nodeEndpoint(port2))
  const session = remoteSession({ endpoint: nodeEndpoint(port1), end: () => port1.close(), whenDead: () => undefined })
  const { ledger } = finished(await session.run({ ...KNOWN['frontier-training-54d to 12 January 2027'], stream }, null))
  const { acceleratorMs } = ledger
  expect(acceleratorMs.length).toBe(ledger.windowCount * ledger.buckets.length)
  expect(acceleratorMs.some(ms => ms > 0)).toBe(true)
  expect(kept?.status === 'finished' && kept.result.ledger.acceleratorMs.length).toBe(stream ? 0 : acceleratorMs.length)
  session.terminate()
})
