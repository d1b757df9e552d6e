import { expect, test } from 'vitest'
import { ledgerBridge } from '../../src/analysis/ledger-bridge.ts'
import { BUCKETS } from '../../src/scenario/buckets.ts'

const HOUR = 3_600_000

/** A ledger in accelerator-hours whose rest is productive. */
function side(contract: number, losses: Readonly<Record<string, number>>) {
  const lost = Object.values(losses).reduce((sum, hours) => sum + hours, 0)
  return { contractedMs: String(contract * HOUR), buckets: Object.fromEntries(Object.entries({ ...losses, P: contract - lost }).map(([code, hours]) => [code, String(hours * HOUR)])) }
}

test('what the contract and the gates give and take is the change of what is useful, pair by pair', () => {
  const base = [side(100, { 'L2.grid': 30, 'L5.repair': 4 }), side(100, { 'L2.grid': 50, 'E.provisional': 1 })]
  const option = [side(120, { 'L2.grid': 10, 'L5.repair': 6 }), side(120, { 'L2.grid': 10, 'L2.building': 5 })]
  const { base: before, option: after, steps, change } = ledgerBridge(base, option)
  expect([before, after]).toEqual([(66 + 49) / 2, (104 + 105) / 2])
  const moved = steps.filter(({ gpuHours }) => gpuHours !== 0).map(({ gate, gpuHours }) => [gate, gpuHours])
  expect(moved).toEqual([[-1, 20], [2, (20 + 35) / 2], [5, (-2 + 0) / 2], [0, 0.5]])
  expect(steps.reduce((sum, { gpuHours }) => sum + gpuHours, 0)).toBe(change.gpuHours)
  // Two pairs: the half-width is 12.706 standard errors; 38 and 56 hours are 9 from their mean.
  expect(change.ci95?.[1]).toBeCloseTo(47 + 12.7062 * 9, 2)
  // No bucket of the ledger is outside the bridge.
  expect(BUCKETS.filter(({ gate }) => gate !== 10 && !steps.some(step => step.gate === gate))).toEqual([])
})
