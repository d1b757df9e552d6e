import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import type { RemoteSession } from '../../src/runner/protocol.ts'
import { createSession } from '../../src/runner/session.ts'
import { createThreadPool, createThreadSession, sessionOf } from '../../src/runner/threads.ts'
import { goldenProblem } from '../golden-file.ts'
import { describeSession, finished, hashOf, KNOWN } from './conformance.ts'

const HASHES = 'result-hashes.json'
const known: Record<string, string> = {}

function local(): RemoteSession {
  const session = createSession()
  return { ...session, terminate: () => void session.cancel() }
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

describe('pool', () => {
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
