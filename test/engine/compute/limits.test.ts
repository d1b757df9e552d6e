import { expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { HOUR_MS } from '../world.ts'
import { FAULT_PHASE, NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, type Rig, TRACE, traceOf } from './rig.ts'
import { striking } from './struck.ts'

const HOUR_S = 3600
/** One node of eight accelerators. */
const world = { racksPerBlock: 1, nodesPerRack: 1, acceleratorsPerNode: 8, horizonMs: 100 * HOUR_MS }

/** Jobs of a whole node, [hours of work, hours asked for], all there from the start. */
function site(hours: readonly (readonly [number, number])[], entry: object): Rig {
  const rows = hours.map(([run, asked]) => [0, 8, run * HOUR_S, asked * HOUR_S] as const)
  const built = rig({ world, workload: [{ ...TRACE[0], ...entry }], scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS, traces: { rows: traceOf(rows) } })
  built.openAll()
  return built
}

const slow = ({ kernel, compute }: Rig) => kernel.command('test.slow', FAULT_PHASE, (node, percent) => compute.nodeSlowed(node, percent / 100))
const endsOf = ({ events, kernel }: Rig) => ({ at: kernel.now, ends: events.flatMap(event => (event.kind === 'jobEnded' ? [event.outcome] : [])) })
const held = ({ ledger }: Rig, lost: string): number => ledger.settled.filter(row => row.lost === lost).reduce((sum, { fromMs, toMs, accelerators }) => sum + (toMs - fromMs) * accelerators, 0) / HOUR_MS

test('a job on a node at half its speed is ended when the time asked for is over; its work is discarded, and the next one starts', () => {
  const built = site([[10, 12], [1, 1]], { timeLimit: 'ends' })
  built.kernel.schedule(slow(built), 0, 0, 50)
  built.compute.start()
  built.run(12 * HOUR_MS - 1)
  expect(endsOf(built).ends).toEqual([])
  built.run(12 * HOUR_MS)
  expect(endsOf(built).ends).toEqual(['expired'])
  expect(built.events.filter(({ kind }) => kind === 'jobStarted')).toHaveLength(2)
  expect(held(built, 'discarded')).toBe(12 * 8)
})

test('where limits are ignored the same job goes on and does its work in twice the time', () => {
  const built = site([[10, 12]], {})
  built.kernel.schedule(slow(built), 0, 0, 50)
  built.compute.start()
  built.run(20 * HOUR_MS)
  expect(endsOf(built).ends).toEqual(['completed'])
})

test('a job that needs just what was asked for is done, not ended', () => {
  const built = site([[10, 10], [3, 5]], { timeLimit: 'ends' })
  built.compute.start()
  built.run(13 * HOUR_MS)
  expect(endsOf(built).ends).toEqual(['completed', 'completed'])
})

test('a job that a fault holds up unnoticed is ended as well; what it had not saved is lost', () => {
  const built = site([[10, 12]], { timeLimit: 'ends' })
  built.kernel.schedule(built.kernel.command('test.stall', FAULT_PHASE, node => void built.compute.nodeStalled(node)), 0, 9 * HOUR_MS)
  built.compute.start()
  built.run(12 * HOUR_MS)
  expect(endsOf(built).ends).toEqual(['expired'])
  expect(held(built, 'user')).toBe(9 * 8)
})

test.each([[0, 1], [1, 2], [2, 3]])('a job that is queued again %d times is ended by fault number %d', (restarts, fatal) => {
  const built = site([[10, 12]], { restarts })
  const { found } = striking(built)
  for (let n = 1; n <= 4; n++) built.kernel.schedule(found, 0, n * HOUR_MS)
  built.compute.start()
  built.run(fatal * HOUR_MS - 1)
  expect(endsOf(built).ends).toEqual([])
  built.run(30 * HOUR_MS)
  expect(endsOf(built).ends).toEqual(['failed'])
  expect(built.events.filter(({ kind }) => kind === 'jobInterrupted')).toHaveLength(fatal)
})

test('restored in the middle it ends like the straight run, to the bit', () => {
  const straight = site([[10, 12], [4, 5]], { timeLimit: 'ends' })
  straight.kernel.schedule(slow(straight), 0, 0, 50)
  straight.compute.start()
  straight.run(6 * HOUR_MS)
  const saved = snapshotState(straight.state)
  straight.run(30 * HOUR_MS)
  const other = site([[10, 12], [4, 5]], { timeLimit: 'ends' })
  slow(other)
  other.compute.start()
  restoreState(other.state, saved)
  other.run(30 * HOUR_MS)
  expect(hashState(other.state)).toBe(hashState(straight.state))
})
