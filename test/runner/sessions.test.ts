import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { createPool, type Death, MOST_DEATHS } from '../../src/runner/pool.ts'
import type { RemoteSession, RunOutcome } from '../../src/runner/protocol.ts'
import { createSession } from '../../src/runner/session.ts'
import { createThreadPool, createThreadSession, sessionOf } from '../../src/runner/threads.ts'
import { goldenProblem } from '../golden-file.ts'
import { describeSession, finished, hashOf, KNOWN } from './conformance.ts'

const HASHES = 'result-hashes.json'
const known: Record<string, string> = {}

function local(): RemoteSession {
  const session = createSession()
  return { ...session, diedOf: () => undefined, terminate: () => void session.cancel() }
}

describe('results as they were agreed', () => {
  test('hashes of the shipped scenarios', async () => {
    const session = createSession()
    const hashes: Record<string, string> = {}
    for (const [title, task] of Object.entries(KNOWN)) hashes[title] = hashOf(await session.run(task, null))
    Object.assign(known, hashes) // threads are held to this process, whatever was agreed
    expect(goldenProblem(HASHES, `${JSON.stringify(hashes, null, 2)}\n`)).toBe('')
  })
})

describeSession('in process', local)
describeSession('in a worker thread', createThreadSession, known)

test('a worker that dies leaves nobody waiting', async () => {
  const session = sessionOf(new Worker('setTimeout(() => process.exit(3), 50)', { eval: true }))
  const [short] = Object.values(KNOWN)
  expect(await session.run(short, null)).toMatchObject({ status: 'failed', message: expect.stringContaining('code 3') })
  await expect(session.prepare(short.source, short.inputs)).rejects.toThrow('ended')
})

test('a session holds neither the results that it gave nor the channels of their progress', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const session = createThreadSession()
  const [, short] = Object.values(KNOWN)
  const given: WeakRef<object>[] = []
  const ports = (): number => process.getActiveResourcesInfo().filter(name => name === 'MessagePort').length
  let before = 0
  for (let replication = 0; replication < 4; replication++) {
    given.push(new WeakRef(finished(await session.run({ ...short, replication, untilMs: 86_400_000 * 20 }, () => undefined))))
    await turn()
    if (replication === 0) before = ports()
  }
  collect()
  await turn()
  collect()
  expect(given.slice(0, -1).map(result => result.deref())).toEqual([undefined, undefined, undefined])
  expect(ports()).toBeLessThanOrEqual(before + 1)
  session.terminate()
})

describe('pool', () => {
  test('a worker that dies is replaced and its task run again; a task that kills every worker fails', async () => {
    const short = { ...Object.values(KNOWN)[1], untilMs: 86_400_000 * 20 }
    const expected = hashOf(await createSession().run(short, null))
    const dead = (): RemoteSession => sessionOf(new Worker('process.exit(3)', { eval: true }))
    for (const deaths of [MOST_DEATHS - 1, MOST_DEATHS]) {
      let spawned = 0
      const told: Death[] = []
      const outcomes: RunOutcome[] = []
      const tasks = [{ index: 5, task: short }]
      const pool = createPool(1, () => (spawned++ < deaths ? dead() : createThreadSession()))
      await pool.runEach(async () => tasks.pop(), (_, outcome) => outcomes.push(outcome), undefined, death => told.push(death))
      pool.terminate()
      expect(told).toEqual(Array.from({ length: deaths }, (_, at): Death => ({ index: 5, reason: 'the worker ended with code 3', isLast: at === MOST_DEATHS - 1 })))
      expect(outcomes.map(outcome => (outcome.status === 'finished' ? hashOf(outcome) : outcome.status))).toEqual([deaths < MOST_DEATHS ? expected : 'failed'])
    }
  })

  const [, short, campus] = Object.values(KNOWN)
  const tasks = [0, 1, 2, 3].map(replication => ({ ...short, replication }))

  test('T10.5: gives the same results in the same order for 2 and 4 workers as for none', async () => {
    const expected: string[] = []
    for (const task of tasks) expected.push(hashOf(await createSession().run(task, null)))
    for (const size of [2, 4]) {
      const pool = createThreadPool(size)
      const done: number[] = []
      const outcomes = await pool.runAll(tasks, index => done.push(index))
      pool.terminate()
      expect(outcomes.map(hashOf)).toEqual(expected)
      expect(outcomes.map(outcome => finished(outcome).replication)).toEqual([0, 1, 2, 3])
      expect(done.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3])
    }
  })

  test('after a cancel the rest resolve as cancelled, and the pool can be used again', async () => {
    const pool = createThreadPool(2)
    const outcomes = await pool.runAll(tasks.map(task => ({ ...campus, replication: task.replication })), undefined, () => pool.cancel())
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['cancelled']))
    expect((await pool.runAll(tasks.slice(0, 1))).map(({ status }) => status)).toEqual(['finished'])
    pool.terminate()
  })

  test('of no tasks is done at once', async () => {
    const pool = createThreadPool(2)
    expect(await pool.runAll([])).toEqual([])
    pool.terminate()
  })
})
