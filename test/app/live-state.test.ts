// What the page says while runs go on: how long still, what is not known yet, and that nothing stands for a value that was not simulated.
import { expect, test } from 'vitest'
import { onTimeOf, reachedMs } from '../../src/analysis/runs.ts'
import { type Study, simulatedUntilMs } from '../../src/app/state/run.ts'
import { restartWords } from '../../src/app/state/restart.ts'
import { soFar } from '../../src/app/state/so-far.ts'
import { createStudies } from '../../src/app/state/studies.ts'
import { createTimeLeft, timeLeftText } from '../../src/app/state/time-left.ts'
import { cancelAllWork, endWork, noteWork, RUNS, useWork } from '../../src/app/state/work.ts'
import { RUN_CAUSES } from '../../src/scenario/run-plan.ts'
import type { RunRecord } from '../../src/results/runs.ts'
import { DAY_MS, handRun, shippedScenario } from './scenarios.ts'

const quickstart = shippedScenario('quickstart')

test('the time left follows from the share that was done since the work began', () => {
  const time = createTimeLeft(1000)
  expect(time.note(0.2, 1000)).toBeNull()
  // 0.2 of the whole in 2 s: the other 0.6 take 6 s.
  expect(time.note(0.4, 3000)).toBeCloseTo(6000, 6)
  expect(time.note(1, 9000)).toBe(0)
})

test.each([
  [400, 'about 1\u2009s left'],
  [7400, 'about 7\u2009s left'],
  [22_000, 'about 25\u2009s left'],
  [130_000, 'about 3\u2009min left'],
  [5_400_000, 'about 1.5\u2009h left'],
])('%d ms in words', (ms, words) => {
  expect(timeLeftText(ms)).toBe(words)
})

test('work is listed while it goes on, and one gesture ends all of it', () => {
  const ended: string[] = []
  const note = (id: string, share: number | null): void => noteWork({ id, what: id, share, leftMs: null, cancel: () => void ended.push(id) })
  note('runs', 0)
  note('audit', null)
  note('runs', 0.5)
  expect(useWork.getState().works.map(({ id, share }) => [id, share])).toEqual([['runs', 0.5], ['audit', null]])
  endWork('audit')
  note('opening', null)
  cancelAllWork()
  expect(ended).toEqual(['runs', 'opening'])
  expect(useWork.getState().works).toEqual([])
})

test('the runs that the figures wait for are told of first', () => {
  const note = (id: string): void => noteWork({ id, what: id, share: null, leftMs: null, cancel: () => undefined })
  for (const id of ['audit', 'opening', RUNS]) note(id)
  expect(useWork.getState().works.map(({ id }) => id)).toEqual([RUNS, 'audit', 'opening'])
  cancelAllWork()
})

test('a worker that ended is told with its reason, and where the next one goes on', () => {
  const startDay = quickstart.horizon.start
  expect(restartWords(startDay, 0, 'out of memory.')).toBe('The worker that simulated has ended: out of memory. Another one goes on from the start. Your text is safe, and the results are the same.')
  expect(restartWords(startDay, 31 * DAY_MS, 'the browser ended the worker')).toMatch(/: the browser ended the worker\. Another one goes on from \d+ \w{3} \d{4}, the last state that it sent\./u)
})

test('a study says how far it is simulated: to where its first run has come, then without an end', () => {
  const partial: Study = { key: '', option: null, scenario: quickstart, runs: [], partial: handRun([{}]), simulatedMs: 3 * DAY_MS }
  expect(simulatedUntilMs(null)).toBe(0)
  expect(simulatedUntilMs(partial)).toBe(3 * DAY_MS)
  expect(simulatedUntilMs({ ...partial, runs: [handRun([{}])] })).toBe(Infinity)
})

test('replications that end before the first wait for it', () => {
  const studies = createStudies()
  const study = studies.open('a', null, quickstart)
  expect(studies.add(study, 1, handRun([{}], { replication: 1 })).runs).toEqual([])
  expect(studies.add(study, 0, handRun([{}])).runs.map(({ replication }) => replication)).toEqual([0, 1])
})

test('a named run that goes on is not late before its date has passed', () => {
  const zero = Object.fromEntries(RUN_CAUSES.map(cause => [cause, 0])) as RunRecord['lostMs']
  const going = { deadlineMs: 5 * DAY_MS, isDone: false, endMs: -1, lostMs: zero } as RunRecord
  const whole = handRun(Array.from({ length: 10 }, () => ({})), { horizonMs: 10 * DAY_MS })
  expect(reachedMs(whole)).toBe(10 * DAY_MS)
  expect(onTimeOf(going, reachedMs(soFar(whole, 4 * DAY_MS)))).toBeNaN()
  expect(onTimeOf(going, reachedMs(soFar(whole, 6 * DAY_MS)))).toBe(0)
})
