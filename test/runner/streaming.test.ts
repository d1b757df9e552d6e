// Parts of a run on the way to a host: no more of them than it looks at, and each of the run so far.
import { expect, test } from 'vitest'
import { createSession } from '../../src/runner/session.ts'
import type { Progress, RunTask } from '../../src/runner/protocol.ts'
import { scenarioText } from '../app/scenarios.ts'

const task: RunTask = { source: { text: scenarioText('quickstart'), file: 'quickstart.yaml', option: null, set: [] }, inputs: { weather: null }, seed: null, replication: 0, untilMs: null, record: true, stream: true }

test('a host that is still looking at a part is told how far the run is, and gets no further part', async () => {
  const told: Progress[] = []
  const outcome = await createSession().run(task, progress => {
    told.push(progress)
    return progress.partial === null ? undefined : new Promise(() => undefined)
  })
  expect(outcome.status).toBe('finished')
  expect(told.filter(({ partial }) => partial !== null)).toHaveLength(1)
  expect(told.length).toBeGreaterThan(3)
})

test('a host that looks at once gets part after part, each of the windows that are closed', async () => {
  const parts: Progress[] = []
  const outcome = await createSession().run(task, async progress => {
    if (progress.partial !== null) parts.push(progress)
  })
  if (outcome.status !== 'finished') throw new Error(outcome.status)
  expect(parts.length).toBeGreaterThan(1)
  for (const { partial, simulatedMs } of parts) expect(partial?.ledger.windowCount).toBe(Math.min(outcome.result.ledger.windowCount, Math.floor(simulatedMs / outcome.result.ledger.windowMs)))
})

test('a host that shows another run gets parts from the first closed window with a contract on', async () => {
  const parts: Progress[] = []
  const outcome = await createSession().run({ ...task, awaitsContract: true }, async progress => {
    if (progress.partial !== null) parts.push(progress)
  })
  expect(outcome.status).toBe('finished')
  expect(parts.length).toBeGreaterThan(0)
  for (const { partial } of parts) expect(partial?.ledger.contractedMs.some(ms => ms > 0)).toBe(true)
})
