import { describe, expect, test } from 'vitest'
import { minimalSet } from '../../../src/engine/compute/preemption.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS } from '../world.ts'
import { PLAIN_SCHEDULER, rig, startsOf, traceOf } from './rig.ts'

const TEARDOWN = bucketIndex('L8.teardown')
const HOUR_S = 3600

type Row = readonly [submitS: number, nodes: number, runS: number, requestedS: number]

test('T5.8: victims of 2, 3 and 8 nodes are chosen to fit 8, and reverse elimination leaves the 8', () => {
  const nodes: Readonly<Record<number, number>> = { 1: 2, 2: 3, 3: 8 }
  const isEnough = (chosen: readonly number[]): boolean => chosen.reduce((sum, victim) => sum + nodes[victim], 0) >= 8
  expect(minimalSet([1, 2, 3], isEnough)).toEqual([3])
  expect(minimalSet([3, 1, 2], isEnough)).toEqual([3])
  expect(minimalSet([1, 2], isEnough)).toEqual([])
})

function site(low: readonly Row[], urgent: readonly Row[], preemption: Readonly<Record<string, unknown>>, options: { readonly normal?: readonly Row[]; readonly nodes?: number; readonly scheduler?: object } = {}) {
  const parts = { low, normal: options.normal ?? [], urgent }
  const made = rig({
    world: { racksPerBlock: 1, nodesPerRack: options.nodes ?? 10, acceleratorsPerNode: 1, horizonMs: 100 * DAY_MS },
    workload: Object.keys(parts).map(name => ({ id: name, source: 'trace', file: name, communication: 0, priority: name })),
    traces: Object.fromEntries(Object.entries(parts).map(([name, rows]) => [name, traceOf(rows)])),
    scheduler: { ...PLAIN_SCHEDULER, policy: 'priority', preemption: { grace: '60 s', exempt: '0 s', ...preemption }, ...options.scheduler },
    checkpoints: { interval: '30 min', mode: 'blocking', blocking: '0 s', restore: '0 s' },
  })
  made.openAll()
  made.compute.start()
  return made
}

const lostS = ({ ledger }: ReturnType<typeof site>): number => ledger.settled.filter(({ lost }) => lost === 'preempt').reduce((sum, { accelerators, fromMs, toMs }) => sum + (accelerators * (toMs - fromMs)) / 1000, 0)

describe('a job of a higher class', () => {
  // Ten nodes of low work for ten hours; at 2 h 10 min somebody urgent wants six of them.
  const busy: Row[] = [[0, 4, 10 * HOUR_S, 10 * HOUR_S], [1, 6, 10 * HOUR_S, 10 * HOUR_S]]
  const at = 2 * HOUR_S + 600
  const want: Row[] = [[at, 6, HOUR_S, HOUR_S]]

  test('takes the nodes of one that gives enough, after its grace; what was not saved is lost to preemption, the grace to tear-down', () => {
    const made = site(busy, want, { mode: 'requeue' })
    made.run(100 * DAY_MS)
    expect(startsOf(made.compute, 3)).toEqual([0, 1, at + 60])
    expect(made.ledger.heldMs(TEARDOWN)).toBe(6 * 60_000)
    // The last checkpoint was at 2 h after its start at 1 s.
    expect(lostS(made)).toBe(6 * (600 - 1))
    expect(made.compute.counts()).toMatchObject({ jobPreemptions: 1, jobsCompleted: 3, jobInterruptions: 0 })
    expect(made.events.filter(({ kind }) => kind === 'jobPreempted')).toEqual([{ kind: 'jobPreempted', job: 2, accelerators: 6 }])
    // Back when the urgent one ends, with 8 h left of ten.
    const { endMs, uid } = made.compute.finishedJobs.col
    const row = [...uid].indexOf(2)
    expect(endMs[row]).toBe((at + 60 + HOUR_S + 8 * HOUR_S) * 1000)
  })

  test('suspended work loses nothing, cancelled work is gone', () => {
    const suspended = site(busy, want, { mode: 'suspend' })
    suspended.run(100 * DAY_MS)
    expect(lostS(suspended)).toBe(0)
    const { endMs, uid } = suspended.compute.finishedJobs.col
    expect(endMs[[...uid].indexOf(2)]).toBe((at + 60 + HOUR_S + 10 * HOUR_S - (at - 1)) * 1000)
    const cancelled = site(busy, want, { mode: 'cancel' })
    cancelled.run(100 * DAY_MS)
    expect(cancelled.compute.counts()).toMatchObject({ jobsCancelled: 1, jobsCompleted: 2 })
  })

  test('a last checkpoint in the grace time saves the work', () => {
    const made = site(busy, want, { mode: 'requeue', save: true })
    made.run(100 * DAY_MS)
    expect(lostS(made)).toBe(0)
  })

  test('leaves alone who runs for less than the exempt time, until it is over', () => {
    const made = site(busy, want, { mode: 'requeue', exempt: '3 hours' })
    made.run(100 * DAY_MS)
    // The first began at 0 and gives 4 of 6 at 3 h; the second at 1 s later.
    expect(startsOf(made.compute, 3)[2]).toBe(3 * HOUR_S + 1 + 60)
  })

  test('keeps what it was promised: lower jobs do not slip into free nodes meanwhile', () => {
    const made = site([[0, 6, 10 * HOUR_S, 10 * HOUR_S]], [[at, 8, HOUR_S, HOUR_S]], { mode: 'requeue' }, { normal: [[at, 4, HOUR_S, HOUR_S], [at + 1, 4, 30, 30]] })
    made.run(100 * DAY_MS)
    const [, normal, urgent, short] = startsOf(made.compute, 4)
    expect(urgent).toBe(at + 60)
    expect(normal).toBe(at + 60 + HOUR_S)
    expect(short).toBe(at + 1)
  })

  test('equal and higher classes are never preempted, and nobody more often than the limit', () => {
    const equal = site([], [[0, 10, HOUR_S, HOUR_S], [60, 1, 60, 60]], { mode: 'requeue' })
    equal.run(100 * DAY_MS)
    expect(equal.compute.counts().jobPreemptions).toBe(0)
    const storm = Array.from({ length: 20 }, (_, i): Row => [600 * (i + 1), 10, 60, 60])
    const made = site([[0, 10, 3 * HOUR_S, 3 * HOUR_S]], storm, { mode: 'requeue', limit: 3 })
    made.run(100 * DAY_MS)
    expect(made.compute.counts()).toMatchObject({ jobPreemptions: 3, jobsCompleted: 21 })
  })

  test('the order least-lost spares who has most to lose', () => {
    // At 2 h 10 min the first, begun at 0, loses 10 min; the second, begun at 600 s, has just saved and loses next to nothing.
    const rows: Row[] = [[0, 5, 10 * HOUR_S, 10 * HOUR_S], [590, 5, 10 * HOUR_S, 10 * HOUR_S], [4000, 0, 1, 1]]
    const two = rows.slice(0, 2)
    const wants: Row[] = [[at, 5, HOUR_S, HOUR_S]]
    const least = site(two, wants, { mode: 'requeue', order: 'least-lost' })
    least.run(100 * DAY_MS)
    expect(least.events.filter(({ kind }) => kind === 'jobPreempted')).toMatchObject([{ job: 2 }])
    expect(lostS(least)).toBe(5 * 10)
    // Had the second begun a little later, it would lose 29 min, and the first goes although it is older.
    const other = site([two[0], [630, 5, 10 * HOUR_S, 10 * HOUR_S]], wants, { mode: 'requeue', order: 'least-lost' })
    other.run(100 * DAY_MS)
    expect(other.events.filter(({ kind }) => kind === 'jobPreempted')).toMatchObject([{ job: 1 }])
    const recent = site([two[0], [630, 5, 10 * HOUR_S, 10 * HOUR_S]], wants, { mode: 'requeue' })
    recent.run(100 * DAY_MS)
    expect(recent.events.filter(({ kind }) => kind === 'jobPreempted')).toMatchObject([{ job: 2 }])
  })

  test('several urgent jobs are served by one round of preemption', () => {
    const made = site([[0, 10, 10 * HOUR_S, 10 * HOUR_S]], [[at, 4, HOUR_S, HOUR_S], [at, 3, HOUR_S, HOUR_S], [at, 3, HOUR_S, HOUR_S]], { mode: 'requeue' })
    made.run(100 * DAY_MS)
    expect(startsOf(made.compute, 4).slice(1)).toEqual([at + 60, at + 60, at + 60])
    expect(made.compute.counts().jobPreemptions).toBe(1)
  })

  test('where a job must not cross blocks, only victims of one block help', () => {
    const made = rig({
      world: { blocks: 2, racksPerBlock: 1, nodesPerRack: 4, acceleratorsPerNode: 1, horizonMs: 100 * DAY_MS },
      workload: ['low', 'urgent'].map(name => ({ id: name, source: 'trace', file: name, communication: 0, priority: name })),
      traces: { low: traceOf([[0, 2, 36_000, 36_000], [1, 2, 36_000, 36_000], [2, 2, 36_000, 36_000], [3, 2, 36_000, 36_000]]), urgent: traceOf([[100, 4, 60, 60]]) },
      scheduler: { ...PLAIN_SCHEDULER, placement: 'within-block', policy: 'priority', preemption: { mode: 'requeue', grace: '10 s', exempt: '0 s' } },
    })
    made.openAll()
    made.compute.start()
    made.run(100 * DAY_MS)
    expect(startsOf(made.compute, 5)[4]).toBe(110)
    // The newest two are in the same block.
    expect(made.compute.counts().jobPreemptions).toBe(2)
  })
})

test('who runs on what is borrowed gives way before lower classes that keep within their own', () => {
  const preempted = (own: number, loan: number, cohort: object): number[] => {
    const made = rig({
      world: { racksPerBlock: 1, nodesPerRack: 10, acceleratorsPerNode: 1, horizonMs: 10 * DAY_MS },
      tenants: { own: { quota: own, ...cohort }, loan: { quota: loan, ...cohort }, boss: {} },
      workload: [['own', 'low'], ['loan', 'normal'], ['boss', 'urgent']].map(([name, priority]) => ({ id: name, source: 'trace', file: name, communication: 0, priority, tenants: { [name]: 1 } })),
      // Two nodes of the low class, eight of the normal one in two jobs; an hour later two nodes are wanted.
      traces: { own: traceOf([[0, 2, 10 * HOUR_S, 10 * HOUR_S]]), loan: traceOf([[1, 4, 10 * HOUR_S, 10 * HOUR_S], [2, 4, 10 * HOUR_S, 10 * HOUR_S]]), boss: traceOf([[HOUR_S, 2, HOUR_S, HOUR_S]]) },
      scheduler: { ...PLAIN_SCHEDULER, policy: 'priority', preemption: { mode: 'requeue', grace: '60 s', exempt: '0 s' } },
      checkpoints: { interval: 'none' },
    })
    made.openAll()
    made.compute.start()
    made.run(2 * HOUR_S * 1000)
    return made.events.flatMap(event => (event.kind === 'jobPreempted' ? [event.accelerators] : []))
  }
  expect(preempted(2, 8, {})).toEqual([2])
  expect(preempted(2, 8, { cohort: 'all' })).toEqual([2])
  expect(preempted(6, 4, { cohort: 'all' })).toEqual([4])
})
