/** Jobs that come when others are over: users who think, chains, dependencies, replays that keep pauses, copies of users. */
import { describe, expect, test } from 'vitest'
import { valueAt, valuesOf } from '../../../src/base/packed-column.ts'
import { formatDate } from '../../../src/base/civil-date.ts'
import { rootKey } from '../../../src/base/rng.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { standardHour } from '../../../src/engine/compute/source-site.ts'
import { newCursor, newDraft } from '../../../src/engine/compute/source.ts'
import { openSource } from '../../../src/engine/compute/sources/index.ts'
import { importTrace } from '../../../src/exchange/importers/index.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import type { JobTrace } from '../../../src/scenario/inputs.ts'
import { powerSection } from '../../../src/scenario/schema/power.ts'
import { type TraceEntry, workloadSection } from '../../../src/scenario/schema/workload.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, type Rig, rig, traceOf } from './rig.ts'
import { traceKey } from '../../../src/scenario/trace-key.ts'

const S = 1000
/** Day 0 of the world. */
const START_DAY = 20_819
/** All jobs of a class alike: 8 accelerators for an hour, that never fail. */
const ALIKE = { source: 'batch', class: 'research', smallest: 8, largest: 8, meanSize: 8, median: '1 h', meanRun: '1 h', longest: '1 h', failed: 0, cancelled: 0, overestimate: 0, communication: 0 }

function site(workload: readonly object[], nodes: number, traces: Record<string, JobTrace> = {}): Rig {
  const made = rig({
    world: { blocks: 1, racksPerBlock: 1, nodesPerRack: nodes, acceleratorsPerNode: 8, horizonMs: 20 * DAY_MS },
    scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS, workload, traces,
  })
  made.openAll()
  made.compute.start()
  return made
}

/** Finished jobs by source in order of their ends. */
function finished({ compute }: Rig, source = 0): { submitS: number; startS: number; endS: number; outcome: number }[] {
  const { col, length } = compute.finishedJobs
  return Array.from({ length }, (_, row) => row).filter(row => col.source[row] === source).map(row => ({ submitS: col.submitMs[row] / S, startS: col.startMs[row] / S, endS: col.endMs[row] / S, outcome: col.outcome[row] }))
}

describe('users who wait for the end of a job and think before the next', () => {
  const users = (count: number, think: string) => [{ ...ALIKE, id: 'people', arrivals: { users: { count, think } } }]

  test('with room for all, each submits once in think time + run: the machine-repair cycle', () => {
    const made = site(users(20, '1 h'), 20)
    made.run(20 * DAY_MS)
    // 20 users, a cycle of two hours, 480 hours: 4,800 jobs; the spread of a renewal count with CV 1/2 a cycle is about 35.
    expect(Math.abs(made.compute.counts().jobsQueued - 4800)).toBeLessThan(140)
    expect(made.compute.jobs.runningCount + made.compute.jobs.queuedCount).toBeLessThanOrEqual(20)
  })

  test('with room for two, users wait and the queue is bounded by their number; the site is never idle', () => {
    const made = site(users(20, '10 min'), 2)
    made.run(10 * DAY_MS)
    const rows = finished(made)
    expect(made.compute.jobs.runningCount + made.compute.jobs.queuedCount).toBeLessThanOrEqual(20)
    expect(made.compute.jobs.runningCount).toBe(2)
    // Two places, an hour each, and the first thoughts.
    expect(rows.length).toBeGreaterThanOrEqual(2 * 239)
    expect(rows.length).toBeLessThanOrEqual(2 * 240)
  })

  test('one user: every job comes after the end of the one before; by night nobody thinks', () => {
    const made = site([{ ...ALIKE, id: 'people', arrivals: { users: { count: 1, think: '30 min' }, hours: Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 1 : 0)) } }], 1)
    made.run(10 * DAY_MS)
    const rows = finished(made)
    expect(rows.length).toBeGreaterThan(40)
    rows.slice(1).forEach((row, i) => expect(row.submitS).toBeGreaterThan(rows[i].endS))
    for (const { submitS } of rows) {
      const hour = ((submitS - 0.001) / 3600) % 24
      expect(hour).toBeGreaterThanOrEqual(8)
      expect(hour).toBeLessThan(18)
    }
  })

  test('a restored run goes on as the straight one', () => {
    const build = () => site([...users(20, '20 min'), { ...ALIKE, id: 'checks', dependsOn: ['people'] }], 4)
    const straight = build()
    straight.kernel.run(3 * DAY_MS, Infinity)
    const snapshot = snapshotState(straight.state)
    straight.kernel.run(6 * DAY_MS, Infinity)
    const restored = build()
    restoreState(restored.state, snapshot)
    restored.kernel.run(6 * DAY_MS, Infinity)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
  })
})

describe('chains and dependencies', () => {
  test('a chain of three: each step comes when the one before is done', () => {
    const made = site([{ ...ALIKE, id: 'steps', arrivals: { rate: '3/day', chain: 3 } }], 60)
    made.run(20 * DAY_MS)
    const rows = finished(made)
    const followed = rows.filter(row => rows.some(before => Math.abs(row.submitS - before.endS - 0.001) < 1e-6))
    expect(rows.length).toBeGreaterThan(100)
    // Two of three steps follow one; the last chains are not over.
    expect(Math.abs(followed.length / rows.length - 2 / 3)).toBeLessThan(0.02)
  })

  test('a load counts every step: three chains of a load of 0.3 offer 0.3 of the site', () => {
    const made = site([{ ...ALIKE, id: 'steps', arrivals: { load: 0.3, chain: 3 } }], 64)
    made.run(20 * DAY_MS)
    expect(finished(made).length / (0.3 * 64 * 480)).toBeCloseTo(1, 1)
  })

  test('two prepare, one waits for both, one for that; where a parent fails nothing comes', () => {
    const failing = { ...ALIKE, failed: 0.5 }
    const made = site([
      { ...ALIKE, id: 'text', arrivals: { rate: '10/day' } }, { ...failing, id: 'images', arrivals: { rate: '10/day' } },
      { ...ALIKE, id: 'train', dependsOn: ['text', 'images'] }, { ...ALIKE, id: 'test', dependsOn: ['train'] },
    ], 200)
    made.run(20 * DAY_MS)
    const [text, images, train, check] = [0, 1, 2, 3].map(source => finished(made, source))
    const [, , trained, tested] = made.compute.jobClasses()
    const done = images.filter(({ outcome }) => outcome === 0).length
    expect(images.length - done).toBeGreaterThan(50)
    expect([trained.dismissed, tested.dismissed]).toEqual([images.length - done, images.length - done])
    // Each comes with the later of its parents, in the next ms.
    for (const { submitS } of train) expect([...text, ...images].some(({ endS }) => Math.abs(submitS - endS - 0.001) < 1e-6)).toBe(true)
    for (const { submitS } of check) expect(train.some(({ endS }) => Math.abs(submitS - endS - 0.001) < 1e-6)).toBe(true)
    expect(Math.abs(train.length - Math.min(done, text.length))).toBeLessThan(10)
  })

  test('a job that cannot make its date is refused when it is submitted, if the entry says so', () => {
    const late = { ...ALIKE, id: 'due', deadline: '30 min', arrivals: { rate: '10/day' } }
    const [kept, refused] = [false, true].map(refuseLate => {
      const made = site([{ ...late, refuseLate }], 60)
      made.run(20 * DAY_MS)
      return made.compute.jobClasses()[0]
    })
    expect([kept.withdrawn, kept.onTime, refused.started, refused.onTime]).toEqual([0, 0, 0, 0])
    expect(kept.late).toBeGreaterThan(150)
    expect(refused.withdrawn).toBe(refused.missed)
    expect(refused.withdrawn).toBeGreaterThan(150)
  })

  test('a date for all jobs of an entry: those before it are on time, those after it late, however soon they are done', () => {
    const made = site([{ ...ALIKE, id: 'due', due: formatDate(START_DAY + 9), arrivals: { rate: '10/day' } }], 60)
    made.run(20 * DAY_MS)
    const rows = finished(made)
    const onTime = rows.filter(({ endS }) => endS <= 10 * 86_400).length
    const [book] = made.compute.jobClasses()
    expect(onTime).toBeGreaterThan(70)
    // Jobs that are still there at the end are past their date.
    expect([book.onTime, book.late]).toEqual([onTime, rows.length - onTime])
  })
})

/** Lines of SWF: number, submission, wait, run, processors, user, number of the one before, think time; s. */
const swf = (rows: readonly (readonly [number, number, number, number, number, number, number, number])[]): string =>
  `; MaxProcs: 64\n${rows.map(([job, submit, wait, run, size, user, after, think]) => `${job} ${submit} ${wait} ${run} ${size} -1 -1 ${size} ${run * 2} -1 1 ${user} -1 -1 -1 -1 ${after} ${think}`).join('\n')}\n`

function replay(text: string, fields: object, nodes: number): Rig {
  const [entry] = workloadSection.parse([{ id: 'log', source: 'trace', file: 'log.swf', communication: 0, ...fields }]) as TraceEntry[]
  const read = importTrace(text, entry)
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  return site([{ id: 'log', source: 'trace', file: 'log.swf', communication: 0, ...fields }], nodes, { [traceKey(entry)]: read.value.table })
}

describe('replays', () => {
  // One user: 1,000 s, 10 s after its end another, and so on; each of a whole node.
  const chain = swf([[1, 0, 0, 1000, 8, 1, -1, -1], [2, 1010, 0, 1000, 8, 1, 1, 10], [3, 2020, 0, 1000, 8, 1, 2, 10]])

  test('fields 17 and 18: a job comes so long after the end of the one before; by submission it does not wait', () => {
    const kept = replay(chain, { replay: 'feedback', peakRatio: 0.5, speedExponent: 1 }, 1)
    kept.run(DAY_MS)
    // At half the speed each takes 2,000 s.
    expect(finished(kept).map(({ submitS, endS }) => [submitS, endS])).toEqual([[0, 2000], [2010, 4010], [4020, 6020]])
    const submitted = replay(chain, { peakRatio: 0.5, speedExponent: 1 }, 1)
    submitted.run(DAY_MS)
    expect(finished(submitted).map(({ submitS }) => submitS)).toEqual([0, 1010, 2020])
  })

  test('without those fields by user: the last that had ended, within a session; others come when they did', () => {
    const text = swf([
      [1, 0, 0, 1000, 8, 1, -1, -1], [2, 500, 0, 100, 8, 1, -1, -1], [3, 620, 0, 100, 8, 1, -1, -1], [4, 700, 0, 50, 8, 2, -1, -1], [5, 9000, 0, 10, 8, 1, -1, -1],
    ])
    const kept = replay(text, { replay: 'feedback', peakRatio: 0.5, speedExponent: 1, session: '20 min' }, 8)
    kept.run(DAY_MS)
    // The third came 20 s after the second, which ends at 700 s now; the fifth after a break of hours.
    expect(finished(kept).map(({ submitS }) => submitS).toSorted((a, b) => a - b)).toEqual([0, 500, 700, 720, 9000])
  })

  test('a table may state what jobs wait for: they come when the last of those is over, not before they did', () => {
    const columns = { submit: 's', run: 'r', accelerators: 'n', id: 'id', dependsOn: 'after' }
    const rows = 'id,s,r,n,after\na,0,100,8,\nb,0,300,8,\nc,10,50,8,a;b\nd,900,50,8,c\ne,20,10,8,nobody\n'
    const read = importTrace(rows, { onBadLine: 'skip', stripNodeFailures: false, columns: { ...columns, unit: 's' } as never })
    if (!read.ok) throw new Error('not read')
    expect(read.value.warnings.map(({ code, count }) => [code, count])).toEqual([['CSV_ORDER', 1], ['CSV_UNKNOWN_JOB', 1]])
    const made = replay(rows, { columns }, 8)
    made.run(DAY_MS)
    expect(finished(made).map(({ submitS }) => submitS).toSorted((a, b) => a - b)).toEqual([0, 0, 20, 300.001, 900])
  })

  const many = traceOf(Array.from({ length: 400 }, (_, i) => [i * 600, 8, 300, 600] as const))
  const users = Int32Array.from({ length: 400 }, (_, i) => i % 40)
  const drafts = (fields: object, accelerators = 512) => {
    const [entry] = workloadSection.parse([{ id: 'log', source: 'trace', file: 'rows', ...fields }])
    const opened = openSource(entry, {
      root: rootKey(1, 0), horizonMs: 30 * DAY_MS, startDay: 20_819, localHour: standardHour, contract: [{ fromMs: 0, accelerators }], acceleratorCount: accelerators, atom: 8, takeovers: [],
      rackType: rackType('hgx-h100-air-4'), phases: powerSection.parse({}).phases, traces: { rows: { ...many, users } },
    })
    if (opened.kind !== 'jobs') throw new Error('no jobs')
    const [cursor, job, jobs] = [newCursor(), newDraft(), [] as { user: number; submitMs: number; ordinal: number }[]]
    while (opened.source.next(cursor, job)) jobs.push({ user: users[Math.floor(job.ordinal / Math.ceil(3))], submitMs: job.submitMs, ordinal: job.ordinal })
    return jobs
  }

  test('a larger site has users more, each with all of their jobs in their own times; a smaller one fewer', () => {
    const jobs = drafts({ copies: 2.5, shift: '2 h' })
    const byCopy = new Map<string, number[]>()
    for (const { ordinal, submitMs } of jobs) {
      const row = Math.floor(ordinal / 3)
      const key = `${users[row]}/${ordinal % 3}`
      byCopy.set(key, [...(byCopy.get(key) ?? []), submitMs - valueAt(many.submitMs, row)])
    }
    // Whole users, each shifted as one, originals not at all.
    expect([...byCopy.values()].every(shifts => shifts.length === 10 && shifts.every(shift => shift === shifts[0]))).toBe(true)
    expect([...byCopy].filter(([key]) => key.endsWith('/0')).map(([, [shift]]) => shift)).toEqual(new Array(40).fill(0))
    expect([...byCopy].filter(([key]) => key.endsWith('/1')).length).toBe(40)
    // Half of the users once more: 20 of 40 within four standard deviations.
    expect(Math.abs([...byCopy].filter(([key]) => key.endsWith('/2')).length - 20)).toBeLessThan(13)
    expect(jobs.every(({ submitMs }, i) => i === 0 || submitMs >= jobs[i - 1].submitMs)).toBe(true)
    const fewer = drafts({ copies: 0.5 })
    expect(new Set(fewer.map(({ ordinal }) => users[ordinal])).size * 10).toBe(fewer.length)
    expect(Math.abs(fewer.length - 200)).toBeLessThan(130)
  })

  test('copies follow from the recorded machine; the same users are copied whatever else the file says', () => {
    expect(drafts({ machine: 256 })).toEqual(drafts({ copies: 2 }))
    expect(drafts({}).map(({ submitMs }) => submitMs)).toEqual([...valuesOf(many.submitMs)])
  })

  test('a replay with pauses and copies goes on after a restore as straight on', () => {
    const text = swf(Array.from({ length: 200 }, (_, i) => [i + 1, i * 60, 0, 400, 8, i % 10, i < 10 ? -1 : i - 9, i < 10 ? -1 : 200] as const))
    const build = () => replay(text, { replay: 'feedback', copies: 1.5 }, 6)
    const straight = build()
    straight.kernel.run(2 * HOUR_MS, Infinity)
    const snapshot = snapshotState(straight.state)
    straight.kernel.run(12 * HOUR_MS, Infinity)
    const restored = build()
    restoreState(restored.state, snapshot)
    restored.kernel.run(12 * HOUR_MS, Infinity)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
    expect(finished(straight).length).toBeGreaterThanOrEqual(200)
  })
})
