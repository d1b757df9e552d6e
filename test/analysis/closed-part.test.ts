import { expect, test } from 'vitest'
import { capacityLevels } from '../../src/analysis/capacity.ts'
import { contractTotal } from '../../src/analysis/summarise.ts'
import { closedPart, endedPart } from '../../src/results/closed-part.ts'
import { DAY_MS, handRun, HOUR_MS } from './runs.ts'

const run = handRun({ windows: [{ P: 6, 'L2.grid': 18 }, { P: 24 }, {}], series: { water: { unit: 'L', values: [1, 2, 0] } } })

test('a run under way ends with its last closed window', () => {
  const part = closedPart(run, 2 * DAY_MS + 1)
  expect([...capacityLevels(part.ledger).productive]).toEqual([0.25, 1])
  expect([...part.series[0].values]).toEqual([1, 2])
  expect(contractTotal(part)).toBe(48n * BigInt(HOUR_MS))
  expect(part.horizonMs).toBe(3 * DAY_MS)
})

test('a run at its horizon is itself', () => {
  expect(closedPart(run, 3 * DAY_MS)).toBe(run)
})

test('a run that was ended has its horizon there', () => {
  const ended = endedPart({ ...run, contractStartMs: 3 * DAY_MS }, 2 * DAY_MS)
  expect([ended.horizonMs, ended.contractStartMs, ended.ledger.windowCount]).toEqual([2 * DAY_MS, 2 * DAY_MS, 2])
  expect(contractTotal(ended)).toBe(48n * BigInt(HOUR_MS))
  expect(endedPart(run, 3 * DAY_MS)).toBe(run)
})
