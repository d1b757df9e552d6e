import { expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { rig, type Rig } from './rig.ts'

const world = { racksPerBlock: 40, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 200 * DAY_MS }
/** Runs of one node and of sixteen, side by side. */
const runs = (accelerators: number, count: number) => Array.from({ length: count }, (_, n) => ({ id: `run-${accelerators}-${n}`, source: 'training-run', accelerators, work: '190 days', communication: 0, crashes: '26.09/year' }))
const scheduler = { startup: { base: '1 s', perDoubling: '0 s' } }
const checkpoints = { interval: '1 hour', mode: 'blocking', blocking: '1 s', restore: '1 s' }

function site(workload: readonly unknown[]): Rig {
  const built = rig({ world, workload, scheduler, checkpoints })
  built.openAll()
  built.compute.start()
  return built
}

test.each([[8, 40], [128, 8]])('jobs of %d accelerators crash once in 14 days of running, whatever their size', (accelerators, count) => {
  const built = site(runs(accelerators, count))
  built.run(140 * DAY_MS)
  const crashes = built.events.filter(({ kind }) => kind === 'jobInterrupted').length
  const expected = count * 10
  expect(Math.abs(crashes - expected), `${crashes} crashes`).toBeLessThan(3.5 * Math.sqrt(expected))
  const lost = built.ledger.settled.filter(booking => booking.lost === 'user')
  expect(lost.length).toBeGreaterThan(0)
  expect(Math.max(...lost.map(({ fromMs, toMs }) => toMs - fromMs))).toBeLessThanOrEqual(HOUR_MS + 1000)
})

test('none without them, and no command is spent', () => {
  const built = site([{ ...runs(8, 1)[0], crashes: '0/year' }])
  built.run(199 * DAY_MS)
  expect(built.events.filter(({ kind }) => kind === 'jobInterrupted')).toEqual([])
})

test('another source moves no crash; restored it ends like the straight run, to the bit', () => {
  const timesOf = (built: Rig): number[] => built.ledger.settled.filter(({ lost, accelerators }) => lost === 'user' && accelerators === 8).map(({ toMs }) => toMs)
  const alone = site(runs(8, 1))
  alone.run(100 * DAY_MS)
  const together = site([...runs(8, 1), ...runs(128, 1)])
  together.run(100 * DAY_MS)
  expect(timesOf(together)).toEqual(timesOf(alone))
  const half = site(runs(8, 5))
  half.run(50 * DAY_MS)
  const saved = snapshotState(half.state)
  half.run(100 * DAY_MS)
  const other = site(runs(8, 5))
  other.run(70 * DAY_MS)
  restoreState(other.state, saved)
  other.run(100 * DAY_MS)
  expect(hashState(other.state)).toBe(hashState(half.state))
})
