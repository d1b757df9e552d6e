import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { HOUR_MS } from '../world.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'
import { startsSeen, striking } from './struck.ts'

const H = 3600

/** Four nodes; a fault on node 0 is found after an hour, and the node is back in no time. First nodes of every start. */
function site(nodes: number, scheduler: Readonly<Record<string, unknown>> = {}, runS = 40 * H) {
  const { starts, fabric } = startsSeen()
  const made = rig({
    world: { racksPerBlock: 1, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 100 * HOUR_MS },
    workload: TRACE,
    traces: { rows: traceOf([[0, nodes * 8, runS, runS]]) },
    scheduler: { ...PLAIN_SCHEDULER, ...scheduler },
    checkpoints: NO_CHECKPOINTS,
    fabric,
  })
  const { found, trips: loses } = striking(made)
  made.openAll()
  made.compute.start()
  made.kernel.schedule(found, 0, HOUR_MS)
  return { ...made, starts, loses }
}

describe('a job that a fault took down', () => {
  test('avoids the node for a day', () => {
    const { starts, run, kernel, loses } = site(2)
    kernel.schedule(loses, 1, 10 * HOUR_MS)
    kernel.schedule(loses, 1, 25 * HOUR_MS)
    run(30 * HOUR_MS)
    // Best fit takes the lowest: after the fault not node 0, after ten hours not yet, after 25 again.
    expect(starts).toEqual([[0, 1], [1, 2], [1, 2], [0, 1]])
  })

  test('takes it where it cannot be placed without', () => {
    const { starts, run } = site(4)
    run(2 * HOUR_MS)
    expect(starts).toEqual([[0, 1, 2, 3], [0, 1, 2, 3]])
  })

  test('or at once where the file says so', () => {
    const { starts, run } = site(2, { avoid: '0 s' })
    run(2 * HOUR_MS)
    expect(starts).toEqual([[0, 1], [0, 1]])
  })

  test('a restored run equals the straight one', () => {
    const straight = site(2)
    straight.run(2 * HOUR_MS)
    const saved = snapshotState(straight.state)
    straight.kernel.schedule(straight.loses, 1, 10 * HOUR_MS)
    straight.run(60 * HOUR_MS)
    const restored = site(2)
    restoreState(restored.state, saved)
    restored.kernel.schedule(restored.loses, 1, 10 * HOUR_MS)
    restored.run(60 * HOUR_MS)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
    expect(restored.starts.at(-1)).toEqual([1, 2])
  })
})
