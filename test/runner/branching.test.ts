import { describe, expect, test } from 'vitest'
import { resultHash } from '../../src/results/result-hash.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import type { BranchTask, Progress, RunTask, Session } from '../../src/runner/protocol.ts'
import { createMoments } from '../../src/runner/branching.ts'
import { createSession } from '../../src/runner/session.ts'
import { SITE_WITH_DECISIONS } from '../engine/site-with-decisions.ts'

const DAY_MS = 86_400_000
const AT_MS = 30 * DAY_MS

const task = (branch?: Partial<BranchTask>): RunTask => ({
  source: { text: SITE_WITH_DECISIONS, file: 'site.yaml', option: null, set: [] },
  inputs: { weather: null }, seed: null, replication: 1, untilMs: null, record: false, stream: false,
  ...(branch === undefined ? {} : { branch: { atMs: AT_MS, injections: [], set: [], of: 'site', ...branch } }),
})

async function finished(session: Session, branch?: Partial<BranchTask>): Promise<RunResult> {
  const outcome = await session.run(task(branch), null)
  if (outcome.status !== 'finished') throw new Error(JSON.stringify(outcome))
  return outcome.result
}

async function refused(branch: Partial<BranchTask>): Promise<string> {
  const outcome = await createSession().run(task(branch), null)
  return outcome.status === 'invalid' ? outcome.issues.map(({ message }) => message).join('; ') : outcome.status
}

describe('a session leaves a run at a moment', () => {
  test('without a change it is the run; the second time the past is not simulated again, with the same result', async () => {
    const session = createSession()
    const straight = resultHash([await finished(createSession())])
    expect(resultHash([await finished(session, {})])).toBe(straight)
    const rack = { injections: [{ kind: 'rack', rack: 1 }] } as const
    const fresh = resultHash([await finished(createSession(), rack)])
    const seen: Progress[] = []
    const again = await session.run(task(rack), progress => void seen.push(progress))
    expect(again.status === 'finished' && resultHash([again.result])).toBe(fresh)
    expect(fresh).not.toBe(straight)
    expect(seen.every(({ simulatedMs }) => simulatedMs >= AT_MS)).toBe(true)
  })

  test('values that a running site can change hold from then on', async () => {
    const [straight, more] = [await finished(createSession()), await finished(createSession(), { set: [{ path: 'faults.technicians', value: '12' }] })]
    expect(resultHash([more])).not.toBe(resultHash([straight]))
    const first = (run: RunResult): number[] => Array.from(run.ledger.acceleratorMs.subarray(0, 30 * run.ledger.buckets.length))
    expect(first(more)).toEqual(first(straight))
  })

  test('what would change the past, the clock or the order of the queue is refused in words', async () => {
    expect(await refused({ set: [{ path: 'grid.feeds.street.energised.planned', value: '2027-02-20' }] })).toMatch(/would have been another before, on 2027-01-/u)
    expect(await refused({ set: [{ path: 'horizon.end', value: '2027-02-20' }] })).toBe('the simulated time cannot change in mid-run')
    expect(await refused({ set: [{ path: 'scheduler.policy', value: 'shortest-first' }] })).toMatch(/^policy shortest-first orders the queue in another way/u)
    expect(await refused({ set: [{ path: 'blocks.hall.racks', value: 'none' }] })).not.toBe('finished')
    expect(await refused({ injections: [{ kind: 'fail', path: 'moon' }] })).toBe("there is no equipment 'moon'")
  })
})

test('a worker keeps the last few moments', () => {
  const moments = createMoments()
  for (const name of ['a', 'b', 'c', 'd', 'e']) moments.put(name, { entries: [] })
  moments.put('f', undefined)
  expect(['a', 'b', 'e', 'f'].map(name => moments.get(name) !== undefined)).toEqual([false, true, true, false])
})
