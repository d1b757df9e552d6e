/** Named model runs: sizes in operations and tokens, dates, an order among them, and a book that adds up. */
import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { runPlan } from '../../../src/scenario/run-plan.ts'
import { type TrainingRunEntry, workloadSection } from '../../../src/scenario/schema/workload.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, type RigOptions } from './rig.ts'

const entryOf = (fields: object): TrainingRunEntry => workloadSection.parse([{ id: 'run', source: 'training-run', accelerators: 1024, ...fields }])[0] as TrainingRunEntry
const START = 20_819
const SHAPE = { blocks: 1, racksPerBlock: 8, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 200 * DAY_MS }

describe('the plan of a run', () => {
  test('operations over accelerators, peak and share of it; six operations a token and parameter', () => {
    // 6 × 15e12 × 405e9 = 3.645e25 on 16,384 × 989e12 × 0.4: 65.1 days.
    const llama = entryOf({ accelerators: 16_384, tokens: 15e12, parameters: 405e9, start: '2027-03-01', deadline: '2027-06-01' })
    const plan = runPlan(llama, START, 989e12)
    expect(plan.workMs / DAY_MS).toBeCloseTo((6 * 15e12 * 405e9) / (16_384 * 989e12 * 0.4) / 86_400, 6)
    expect(plan.workMs / DAY_MS).toBeCloseTo(65.09, 2)
    expect(plan.submitMs).toBe(59 * DAY_MS)
    // The whole of the day counts.
    expect(plan.deadlineMs).toBe(152 * DAY_MS)
    expect(runPlan(entryOf({ flop: '1e24 flop', utilisation: 0.5 }), START, 1e15).workMs).toBe(Math.round((1e24 / (1024 * 1e15 * 0.5)) * 1000))
    expect(runPlan(entryOf({ work: '3 days', after: '2 days' }), START, 1e15)).toEqual({ submitMs: 2 * DAY_MS, workMs: 3 * DAY_MS, deadlineMs: Infinity })
  })
})

function site(workload: readonly object[], options: Partial<RigOptions> = {}) {
  const made = rig({ world: SHAPE, scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS, workload, ...options })
  made.openAll()
  made.compute.start()
  return made
}
const RUN = { source: 'training-run', accelerators: 128, communication: 0, deadline: '2099-01-01' }
const sum = (record: Readonly<Record<string, number>>): number => Object.values(record).reduce((all, ms) => all + ms, 0)

describe('the book of named runs', () => {
  test('an undisturbed run takes its work; one that finds the site full waits', () => {
    const { compute, run } = site([{ ...RUN, id: 'first', accelerators: 200, work: '5 days' }, { ...RUN, id: 'second', accelerators: 200, work: '2 days', after: '1 day' }])
    run(200 * DAY_MS)
    const [first, second] = compute.runs()
    expect(first).toMatchObject({ id: 'first', submitMs: 0, startMs: 0, endMs: 5 * DAY_MS, isDone: true, doneMs: 5 * DAY_MS })
    expect(second).toMatchObject({ submitMs: DAY_MS, startMs: 5 * DAY_MS, endMs: 7 * DAY_MS })
    expect(second.stateMs).toMatchObject({ waiting: 4 * DAY_MS, running: 2 * DAY_MS })
  })

  test('runs that depend on others are submitted when all of these are done, not before their own day', () => {
    const { compute, run } = site([{ ...RUN, id: 'base', work: '5 days' }, { ...RUN, id: 'data', work: '3 days' }, { ...RUN, id: 'tune', work: '1 day', dependsOn: ['base', 'data'] }, { ...RUN, id: 'late', work: '1 day', after: '30 days', dependsOn: ['data'] }])
    run(4 * DAY_MS)
    expect(compute.runs().map(({ submitMs }) => submitMs)).toEqual([0, 0, -1, -1])
    run(200 * DAY_MS)
    expect(compute.runs().map(({ submitMs, endMs }) => [submitMs / DAY_MS, endMs / DAY_MS])).toEqual([[0, 5], [0, 3], [5, 6], [30, 31]])
  })

  const troubled = () => site([{ ...RUN, id: 'base', work: '30 days', crashes: '150/year' }, { ...RUN, id: 'tune', work: '20 days', crashes: '50/year', dependsOn: ['base'] }], { scheduler: {}, checkpoints: { interval: '1 h', blocking: '2 min', flush: '1 min', restore: '6 min' } })

  test('time by state adds up to the time since submission, running time to work, lost work and checkpoints; exactly', () => {
    const { compute, run } = troubled()
    for (const untilMs of [3 * DAY_MS + 12_345, 20 * DAY_MS, 200 * DAY_MS]) {
      run(untilMs)
      compute.settleAll()
      for (const record of compute.runs()) {
        if (record.submitMs < 0) continue
        expect(sum(record.stateMs)).toBe((record.endMs < 0 ? untilMs : record.endMs) - record.submitMs)
        expect(Math.abs(record.stateMs.running - record.doneMs - sum(record.lostMs) - record.checkpointMs)).toBeLessThan(1000)
      }
    }
    const [base] = compute.runs()
    expect(base.isDone).toBe(true)
    expect(base.interruptions.user).toBeGreaterThan(4)
    expect(sum(base.interruptions)).toBe(base.interruptions.user)
    expect(base.lostMs.user / base.interruptions.user).toBeLessThan(HOUR_MS)
    expect(base.stateMs.restoring).toBeGreaterThanOrEqual(base.interruptions.user * 6 * 60_000)
  })

  test('a restored run goes on as the straight one', () => {
    const straight = troubled()
    straight.run(17 * DAY_MS)
    const snapshot = snapshotState(straight.state)
    straight.run(60 * DAY_MS)
    const restored = troubled()
    restoreState(restored.state, snapshot)
    restored.run(60 * DAY_MS)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
    expect(restored.compute.runs()).toEqual(straight.compute.runs())
  })

  test('a run too large for the site ends at once, undone; without plans nothing is kept', () => {
    const { compute, run } = site([{ ...RUN, id: 'huge', accelerators: 4096, work: '1 day' }])
    run(DAY_MS)
    expect(compute.runs()).toMatchObject([{ isDone: false, endMs: 0, doneMs: 0 }])
    expect(site([{ id: 'plain', source: 'training-run', accelerators: 8, work: '1 day' }]).compute.runs()).toEqual([])
  })
})
