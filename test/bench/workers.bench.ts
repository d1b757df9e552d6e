/** Worker threads: how soon a run stops when told, and how well replications scale beside a loop that does nothing but count. */
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { setUpV8 } from '../../src/cli/v8-settings.ts'
import type { RunTask } from '../../src/runner/protocol.ts'
import { createThreadPool, createThreadSession } from '../../src/runner/threads.ts'
import { type BenchRow, median, printTable } from './bench.ts'

const CANCELS = 20
/** Replications of the default scenario by each worker: first as many as the compiler needs to have seen it all, then those that count. */
const WARM_TASKS = 4
const TASKS_PER_WORKER = 6
const COUNTS = 400_000_000

const taskOf = (name: string, replication: number): RunTask => ({
  source: { text: readFileSync(join(import.meta.dirname, '..', '..', 'scenarios', name), 'utf8'), file: name, option: null, set: [] },
  inputs: { weather: null },
  seed: null,
  replication,
  untilMs: null,
  record: false,
  stream: false,
})

/** One cancelled run: from start to the first sign of it, and from the call to the outcome, wherever its slices are then. */
async function cancelledRun(session: ReturnType<typeof createThreadSession>, turn: number): Promise<{ startMs: number; cancelMs: number }> {
  const from = performance.now()
  let told: (value: unknown) => void = () => undefined
  const first = new Promise(resolve => {
    told = resolve
  })
  const outcome = session.run(taskOf('dallas-100mw.yaml', turn), told)
  await first
  const startMs = performance.now() - from
  await setTimeout((turn * 83) % 900)
  const called = performance.now()
  await session.cancel()
  const { status } = await outcome
  if (status !== 'cancelled') throw new Error(`the run was ${status} before it could be cancelled`)
  return { startMs, cancelMs: performance.now() - called }
}

async function benchCancel(): Promise<BenchRow[]> {
  const session = createThreadSession()
  const warm = taskOf('dallas-100mw.yaml', 0)
  await session.prepare(warm.source, warm.inputs) // loads the modules of the worker
  const runs: { startMs: number; cancelMs: number }[] = []
  for (let turn = 0; turn < CANCELS; turn++) runs.push(await cancelledRun(session, turn))
  session.terminate()
  const taken = runs.map(({ cancelMs }) => cancelMs)
  const [middle, most] = [median(taken), Math.max(...taken)]
  return [
    { name: `cancel of a run in a worker thread, median and longest of ${CANCELS}`, value: `${middle.toFixed(0)} ms, ${most.toFixed(0)} ms`, budget: '≤ 50 ms', pass: most <= 50 },
    { name: 'from the start of a run to its first progress, median', value: `${median(runs.map(({ startMs }) => startMs)).toFixed(0)} ms` },
  ]
}

/** Replications a second over `size` workers that are up and warm. */
async function replicationRate(size: number): Promise<number> {
  // As the command line does.
  setUpV8()
  const pool = createThreadPool(size)
  const tasks = (each: number): RunTask[] => Array.from({ length: size * each }, (_, replication) => taskOf('dallas-100mw.yaml', replication))
  await pool.runAll(tasks(WARM_TASKS))
  const from = performance.now()
  await pool.runAll(tasks(TASKS_PER_WORKER))
  const seconds = (performance.now() - from) / 1000
  pool.terminate()
  return (size * TASKS_PER_WORKER) / seconds
}

/** Counts in calls of a million: a loop that is entered once may stay in code that was never optimised. */
const COUNTER = `
const { parentPort } = require('node:worker_threads')
const A_CALL = 1_000_000
function countOn(from) {
  let x = from
  for (let i = 0; i < A_CALL; i++) x = (x ^ i) & 0xffff
  return x
}
parentPort.on('message', counts => {
  let x = 0
  for (let call = 0; call < counts / A_CALL; call++) x = countOn(x)
  parentPort.postMessage(x)
})`

/** Loops a second over `size` workers. */
async function countingRate(size: number): Promise<number> {
  const workers = Array.from({ length: size }, () => new Worker(COUNTER, { eval: true }))
  const once = (worker: Worker, counts: number): Promise<void> =>
    new Promise(resolve => {
      worker.once('message', () => resolve())
      worker.postMessage(counts)
    })
  await Promise.all(workers.map(worker => once(worker, COUNTS / 10)))
  const from = performance.now()
  await Promise.all(workers.map(worker => once(worker, COUNTS)))
  const seconds = (performance.now() - from) / 1000
  await Promise.all(workers.map(worker => worker.terminate()))
  return size / seconds
}

/** Peers in turn, so that a slow moment of the machine hits both. */
async function benchScaling(): Promise<BenchRow[]> {
  const cores = availableParallelism()
  const gains: { ours: number; counting: number }[] = []
  for (let run = 0; run < 3; run++) {
    const [one, many] = [await replicationRate(1), await replicationRate(cores)]
    const [oneLoop, manyLoops] = [await countingRate(1), await countingRate(cores)]
    gains.push({ ours: many / one, counting: manyLoops / oneLoop })
  }
  const ours = median(gains.map(gain => gain.ours))
  const ratio = median(gains.map(gain => gain.ours / gain.counting))
  return [{ name: `replications of dallas-100mw over ${cores} workers, against a loop that counts`, value: `${ours.toFixed(2)} × one worker`, ratio: `${ratio.toFixed(2)} ×`, budget: '≥ 0.9 ×', pass: ratio >= 0.9 }]
}

export async function benchWorkers(): Promise<BenchRow[]> {
  return [...(await benchCancel()), ...(await benchScaling())]
}

if (process.argv[1]?.endsWith('workers.bench.ts')) printTable(await benchWorkers())
