import { expect, test } from 'vitest'
import { acceleratorMemory } from '../../../src/scenario/catalog/models.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import { IDLE_REASONS } from '../../../src/engine/ports.ts'
import { HOUR_MS } from '../world.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, type Rig, TRACE, traceOf } from './rig.ts'
import { startsSeen, striking } from './struck.ts'

const HOUR_S = 3600
const types = [rackType('hgx-h100-air-4'), rackType('mi300x-air-4')]
/** Two blocks of eight nodes with eight accelerators: nodes 0 to 7 are H100, 8 to 15 MI300X. */
const world = { blocks: 2, racksPerBlock: 2, nodesPerRack: 4, acceleratorsPerNode: 8, rackTypes: types, lotTypes: [0, 1], horizonMs: 100 * HOUR_MS }
const RED = { accelerators: ['MI300X'] }

/** Jobs of whole nodes, [entry asks for MI300X?, nodes, hours], all there from the start. */
function site(jobs: readonly (readonly [boolean, number, number])[], entry: object = { runsOn: RED }, scheduler: object = {}): Rig & { readonly starts: number[][] } {
  const rowsOf = (isChoosy: boolean) => traceOf(jobs.filter(([choosy]) => choosy === isChoosy).map(([, nodes, hours]) => [0, nodes * 8, hours * HOUR_S, hours * HOUR_S]))
  const seen = startsSeen()
  const built = rig({
    world, scheduler: { ...PLAIN_SCHEDULER, ...scheduler }, checkpoints: NO_CHECKPOINTS, fabric: seen.fabric,
    workload: [{ ...TRACE[0], id: 'choosy', file: 'choosy', ...entry }, { ...TRACE[0], id: 'any', file: 'any' }],
    traces: { choosy: rowsOf(true), any: rowsOf(false) },
  })
  built.openAll()
  built.compute.start()
  return Object.assign(built, { starts: seen.starts })
}

test('the catalog has the memory of both: 80 and 192 GB', () => {
  expect(types.map(({ acceleratorName, peakFlops }) => acceleratorMemory(acceleratorName, peakFlops).capacityB / 1e9)).toEqual([80, 192])
})

test.each([['by name', { runsOn: RED }], ['by memory', { runsOn: { memory: '100 GB' } }]])('jobs that ask for an accelerator %s get its nodes only, others get what is left', (_, entry) => {
  const { starts, run } = site([[true, 4, 10], [true, 4, 10], [false, 8, 10]], entry)
  run(HOUR_MS)
  expect(starts.map(nodes => nodes.toSorted((a, b) => a - b))).toEqual([[8, 9, 10, 11], [12, 13, 14, 15], [0, 1, 2, 3, 4, 5, 6, 7]])
})

test('one that finds too few of its kind waits, though the site has enough free nodes; those behind it start', () => {
  const built = site([[true, 6, 10], [true, 6, 10], [false, 8, 1]])
  built.run(HOUR_MS / 2)
  expect(built.starts.map(({ length }) => length)).toEqual([6, 8])
  built.run(10 * HOUR_MS)
  expect(built.starts.map(({ length }) => length)).toEqual([6, 8, 6])
  expect(built.starts[2].every(node => node >= 8)).toBe(true)
})

test('what idles while it waits is booked as affinity', () => {
  const built = site([[true, 6, 10], [true, 6, 10]])
  built.run(5 * HOUR_MS)
  expect(built.ledger.idle()[IDLE_REASONS.indexOf('affinity')]).toBe(6 * 8)
})

test('a failed node is replaced by one of the kind, or by none', () => {
  const built = site([[true, 6, 10], [false, 6, 10]], { runsOn: RED }, { spares: { onFault: 'replace' } })
  const { found } = striking(built)
  for (let n = 0; n < 3; n++) built.kernel.schedule(found, 8 + n, (n + 1) * HOUR_MS)
  built.run(4 * HOUR_MS)
  const choosy = built.starts.filter(nodes => nodes.some(node => node >= 8))
  expect(choosy.length).toBeGreaterThan(1)
  for (const nodes of choosy) expect(nodes.every(node => node >= 8)).toBe(true)
})

test('a job that its kind can never hold is refused when it comes', () => {
  const built = site([[true, 9, 1]])
  built.run(HOUR_MS)
  expect(built.events.map(({ kind }) => kind)).toEqual(['jobQueued', 'jobEnded'])
})

test('what is behind a waiting one does not delay it: it may have the nodes that it needs only until then', () => {
  // The first holds six of eight MI300X; the second needs all of them when it ends. The third would hold some beyond that.
  const built = site([[true, 6, 10], [true, 8, 1], [false, 9, 20]])
  built.run(50 * HOUR_MS)
  const second = built.starts.findIndex(nodes => nodes.length === 8)
  expect(built.starts.findIndex(nodes => nodes.length === 9)).toBeGreaterThan(second)
  const { startMs, endMs } = built.compute.finishedJobs.col
  expect(startMs[1]).toBe(endMs[0])
})

test('of a higher class it makes only jobs on its kind leave', () => {
  const preemption = { mode: 'requeue', grace: '1 s' }
  const seen = startsSeen()
  const built = rig({
    world, scheduler: { ...PLAIN_SCHEDULER, policy: 'priority', preemption }, checkpoints: NO_CHECKPOINTS, fabric: seen.fabric,
    workload: [{ ...TRACE[0], id: 'choosy', file: 'choosy', runsOn: RED, priority: 'high' }, { ...TRACE[0], id: 'any', file: 'any', priority: 'low' }],
    traces: { choosy: traceOf([[6 * HOUR_S, 32, HOUR_S, HOUR_S]]), any: traceOf([[0, 64, 50 * HOUR_S, 50 * HOUR_S], [1, 64, 50 * HOUR_S, 50 * HOUR_S]]) },
  })
  built.openAll()
  built.compute.start()
  built.run(7 * HOUR_MS)
  expect(built.events.filter(({ kind }) => kind === 'jobPreempted')).toHaveLength(1)
  expect(seen.starts.at(-1)?.every(node => node >= 8)).toBe(true)
})
