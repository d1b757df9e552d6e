import { describe, expect, test } from 'vitest'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import { type FabricPort, IDLE_REASONS, LOAD_CLASS_COUNT } from '../../../src/engine/ports.ts'
import { samplingFor, samplingOf } from '../../../src/scenario/gang-sizes.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FAULT_PHASE, NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'
import { startsSeen } from './struck.ts'
import { HORIZON, troubledSite } from './troubled-site.ts'

const WAIT = bucketIndex('L8.gangWait')
const PROVISIONAL = bucketIndex('E.provisional')
const STALL = bucketIndex('L8.faultStall')
const RUN = { id: 'rl', source: 'training-run', accelerators: 16, work: '10 hours', communication: 0 }
/** Two blocks of two racks of four nodes with eight accelerators. */
const WORLD = { blocks: 2, racksPerBlock: 2, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 100 * HOUR_MS }

function site(samplers: object, options: object = {}) {
  const built = rig({ world: WORLD, scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS, workload: [{ ...RUN, samplers: { weights: 0, ...samplers } }], ...options })
  built.openAll()
  built.compute.start()
  return built
}

/** Accelerator-ms settled with a fate. */
const settled = ({ ledger }: ReturnType<typeof site>, fate?: string): number => ledger.settled.reduce((sum, { accelerators, fromMs, toMs, lost }) => (lost === fate ? sum + accelerators * (toMs - fromMs) : sum), 0)

describe('a run of 16 accelerators and 10 hours', () => {
  test('starts with both gangs; nobody waits where nothing is said of the effort', () => {
    const built = site({ size: 2 })
    built.run(HOUR_MS)
    expect(built.compute.jobs).toMatchObject({ runningCount: 1, freeNodes: 16 - 6, idleAccelerators: 80 })
    built.run(11 * HOUR_MS)
    expect(built.compute.finishedJobs.col.endMs[0]).toBe(10 * HOUR_MS)
    expect(built.compute.finishedJobs.col.accelerators[0]).toBe(48)
    expect(settled(built)).toBe(48 * 10 * HOUR_MS)
    expect(settled(built, 'waits')).toBe(0)
    expect(built.compute.jobs).toMatchObject({ freeNodes: 16, idleAccelerators: 128 })
  })

  test('waits a third of the time for twice as many that would have to be three times as many', () => {
    const built = site({ size: 2, effort: 3 })
    built.run(20 * HOUR_MS)
    expect(built.compute.finishedJobs.col.endMs[0]).toBe(15 * HOUR_MS)
    expect(settled(built, 'waits')).toBe(16 * 5 * HOUR_MS)
    expect(settled(built)).toBe(16 * 10 * HOUR_MS + 32 * 15 * HOUR_MS)
    expect(built.ledger.heldMs(PROVISIONAL)).toBe(48 * 15 * HOUR_MS)
    expect(built.ledger.heldMs(WAIT)).toBe(0)
  })

  test('keeps four times as many waiting as there is to generate', () => {
    const built = site({ size: 4, effort: 1 })
    built.run(20 * HOUR_MS)
    expect(built.compute.finishedJobs.col.endMs[0]).toBe(10 * HOUR_MS)
    expect(settled(built, 'waits')).toBe(64 * 7.5 * HOUR_MS)
    expect(settled(built)).toBe(16 * 10 * HOUR_MS + 64 * 2.5 * HOUR_MS)
  })

  test('those that generate wait while a checkpoint is written: six minutes every hour of work, nine times', () => {
    const built = site({ size: 2 }, { checkpoints: { interval: '1 h', blocking: '6 min', mode: 'blocking', restore: '0 s' } })
    built.run(20 * HOUR_MS)
    expect(built.compute.finishedJobs.col.endMs[0]).toBe(10.9 * HOUR_MS)
    expect(settled(built, 'waits')).toBe(32 * 0.9 * HOUR_MS)
    expect(built.ledger.settled.reduce((sum, { accelerators, blockedMs }) => sum + accelerators * blockedMs, 0)).toBe(16 * 0.9 * HOUR_MS)
    expect(settled(built)).toBe(16 * 10.9 * HOUR_MS + 32 * 10 * HOUR_MS)
  })
})

describe('what slows one gang down', () => {
  test('is its own loss, and a wait of the other', () => {
    // Trainers on nodes 0 and 1, samplers on 4 to 7; from the second hour on a sampler is at half speed, from the sixth a trainer at a quarter.
    const built = site({ size: 2 })
    const slow = built.kernel.command('test.slow', FAULT_PHASE, node => built.compute.nodeSlowed(node, node < 2 ? 0.25 : 0.5))
    built.kernel.schedule(slow, 4, 2 * HOUR_MS)
    built.kernel.schedule(slow, 0, 6 * HOUR_MS)
    built.run(40 * HOUR_MS)
    // 2 h of work at 1, 4 h at 0.5, the other 6 h at 0.25: 24 h.
    expect(built.compute.finishedJobs.col.endMs[0]).toBe(30 * HOUR_MS)
    // Those that train wait half of four hours; those that generate half of the last 24.
    expect(settled(built, 'waits')).toBe(16 * 2 * HOUR_MS + 32 * 12 * HOUR_MS)
    const useful = built.ledger.settled.filter(({ lost }) => lost === undefined).reduce((sum, { accelerators, fromMs, toMs, factors }) => sum + accelerators * (toMs - fromMs) * factors.reduce((product, factor) => product * factor, 1), 0)
    expect(useful).toBe(48 * 10 * HOUR_MS)
  })

  test('the way of the weights is the samplers’: on half of it they lose half of a step, and those that train wait; cut off, both wait again', () => {
    const rows: number[] = []
    const fabric: FabricPort = {
      attach: (row, _nodes, _count, commFraction) => (rows.push(row), commFraction),
      detach: row => void rows.splice(rows.indexOf(row), 1),
    }
    const built = site({ size: 2, weights: 0.2 }, { fabric })
    const halved = built.kernel.command('test.halved', FAULT_PHASE, () => built.compute.setFabricFactors(rows[1], 1, 0.5, 1))
    const cut = built.kernel.command('test.cut', FAULT_PHASE, () => built.compute.jobCutOff(rows[1], 'net'))
    built.kernel.schedule(halved, 0, 4 * HOUR_MS)
    built.kernel.schedule(cut, 0, 8 * HOUR_MS)
    built.run(8 * HOUR_MS - 1)
    expect(rows).toHaveLength(2)
    built.run(30 * HOUR_MS)
    // Without checkpoints all eight hours are lost: four at full speed and four at half, in which those that train waited for two.
    expect(settled(built, 'net')).toBe(16 * 6 * HOUR_MS + 32 * 8 * HOUR_MS)
    expect(settled(built, 'waits')).toBe(16 * 2 * HOUR_MS)
    expect(built.compute.finishedJobs.col.endMs[0]).toBe(18 * HOUR_MS)
    expect(rows).toEqual([])
  })

  test.each([['that generates', 5], ['that trains', 1]])('a fault on a node %s stalls both, then both wait for their nodes again', (_, node) => {
    const built = site({ size: 2 }, { checkpoints: { interval: '1 h', blocking: '0 s', mode: 'blocking', restore: '0 s' } })
    const struck = built.kernel.command('test.struck', FAULT_PHASE, at => expect(built.compute.nodeStalled(at)).toBe(true))
    const found = built.kernel.command('test.found', FAULT_PHASE, at => {
      built.compute.faultDetected(at, 'hw')
      built.compute.nodeLost(at, 'triage')
    })
    built.kernel.schedule(struck, node, 2.5 * HOUR_MS)
    built.kernel.schedule(found, node, 3 * HOUR_MS)
    built.run(3 * HOUR_MS - 1)
    expect(built.compute.jobs).toMatchObject({ runningCount: 1, freeNodes: 10 })
    built.run(20 * HOUR_MS)
    expect(built.ledger.heldMs(STALL)).toBe(48 * 0.5 * HOUR_MS)
    expect(settled(built, 'hw')).toBe(48 * 0.5 * HOUR_MS)
    // Two hours are saved; eight are left at three.
    expect(built.compute.finishedJobs.col.endMs[0]).toBe(11 * HOUR_MS)
    expect(settled(built)).toBe(48 * 10 * HOUR_MS)
    expect(built.compute.counts()).toMatchObject({ jobInterruptions: 1, jobsCompleted: 1 })
    expect(built.compute.jobs).toMatchObject({ openNodes: 15, freeNodes: 15, runningCount: 0 })
  })
})

test('wrong samples spoil the training: all work since is lost when they are found', () => {
  const built = site({ size: 2 }, { checkpoints: { interval: '1 h', blocking: '0 s', mode: 'blocking', restore: '0 s' } })
  const wrong = built.kernel.command('test.wrong', FAULT_PHASE, node => built.compute.nodeCorrupted(node))
  const found = built.kernel.command('test.found', FAULT_PHASE, node => {
    built.compute.faultDetected(node, 'sdc')
    built.compute.nodeLost(node, 'quarantine')
  })
  built.kernel.schedule(wrong, 5, 2.5 * HOUR_MS)
  built.kernel.schedule(found, 5, 5.25 * HOUR_MS)
  built.run(20 * HOUR_MS)
  // Back to the checkpoint at two hours.
  expect(settled(built, 'sdc')).toBe(48 * 3.25 * HOUR_MS)
  expect(built.compute.finishedJobs.col.endMs[0]).toBe(13.25 * HOUR_MS)
})

test('the accelerators of a job tell how many of them generate', () => {
  for (const size of [0.1, 1 / 3, 0.75, 1, 2, 2.5]) {
    for (let train = 1; train < 200; train++) expect(samplingOf(train + samplingFor(train, { size }), { size }), `${train} × ${size}`).toBe(samplingFor(train, { size }))
  }
})

const KINDS = [rackType('hgx-h100-air-4'), rackType('mi300x-air-4')]
const GREEN = { accelerators: ['H100 SXM'] }
const RED = { accelerators: ['MI300X'] }

type Row = readonly [submitS: number, nodes: number, hours: number]
/** A block of eight nodes with H100 (0 to 7), one of eight with MI300X (8 to 15); jobs of whole nodes of either kind beside the run. */
function mixed(entry: object, { green = [], red = [] }: { green?: readonly Row[]; red?: readonly Row[] } = {}, scheduler: object = {}) {
  const seen = startsSeen()
  const rowsOf = (rows: readonly Row[]) => traceOf(rows.map(([submit, nodes, hours]) => [submit, nodes * 8, hours * 3600, hours * 3600]))
  const built = rig({
    world: { ...WORLD, rackTypes: KINDS, lotTypes: [0, 1] }, scheduler: { ...PLAIN_SCHEDULER, ...scheduler }, checkpoints: NO_CHECKPOINTS, fabric: seen.fabric,
    workload: [{ ...RUN, after: '1 s', ...entry }, { ...TRACE[0], id: 'green', file: 'green', runsOn: GREEN }, { ...TRACE[0], id: 'red', file: 'red', runsOn: RED }],
    traces: { green: rowsOf(green), red: rowsOf(red) },
  })
  built.openAll()
  built.compute.start()
  return { ...built, starts: seen.starts }
}

describe('where both gangs go', () => {
  test('each to its own kind of rack; the way of the weights is that of both together', () => {
    const { starts, run } = mixed({ runsOn: GREEN, samplers: { size: 2, runsOn: RED } })
    run(HOUR_MS)
    expect(starts).toEqual([[0, 1], [0, 1, 8, 9, 10, 11]])
  })

  test('who has less to choose from chooses first', () => {
    // Those that train may have anything, the best fit is beside the six MI300X in work; but two of these must generate.
    const { starts, run } = mixed({ samplers: { size: 1, runsOn: RED } }, { red: [[0, 6, 10]] })
    run(2 * HOUR_MS)
    expect(starts[0]).toHaveLength(6)
    expect(starts[2].filter(node => node >= 8)).toHaveLength(2)
    expect(starts[1].every(node => node < 8)).toBe(true)
  })

  test('neither starts while one lacks its nodes; what idles is booked as affinity, and others fill in what does not delay them', () => {
    // Six of eight MI300X are away for ten hours by the request (less by their speed), four must generate. Of the H100 eight are free: two must train at ten, so eight may not be had for longer.
    const { compute, ledger, run, starts } = mixed({ runsOn: GREEN, samplers: { size: 2, runsOn: RED } }, { red: [[0, 6, 10]], green: [[2, 8, 20], [3, 4, 20], [4, 4, 5]] })
    run(1000)
    expect(ledger.idle()[IDLE_REASONS.indexOf('affinity')]).toBe(48)
    run(7 * HOUR_MS)
    expect(starts.map(({ length }) => length)).toEqual([6, 4, 4])
    expect(compute.jobs.queuedCount).toBe(2)
    run(8 * HOUR_MS)
    expect(starts.slice(3).map(({ length }) => length)).toEqual([2, 6])
  })

  test('a run of which the site can never hold both is refused when it comes', () => {
    const { events, run } = mixed({ runsOn: RED, samplers: { size: 4, runsOn: RED } })
    run(HOUR_MS)
    expect(events.map(({ kind }) => kind)).toEqual(['jobQueued', 'jobEnded'])
  })

  test('a job of a higher class makes only those leave whose nodes a gang may have', () => {
    const preemption = { mode: 'requeue', grace: '1 s', exempt: '0 s' }
    const { events, run, starts } = mixed({ priority: 'high', after: '6 hours', runsOn: GREEN, samplers: { size: 2, runsOn: RED } }, { red: [[0, 5, 50], [1, 3, 50]], green: [[2, 6, 50]] }, { policy: 'priority', preemption })
    run(7 * HOUR_MS)
    // Two H100 are free; the last MI300X to start are three, so that the other five are enough alone.
    expect(events.filter(({ kind }) => kind === 'jobPreempted')).toHaveLength(1)
    expect(starts.slice(3, 5).map(({ length }) => length)).toEqual([2, 6])
  })

  test('generation goes with the bandwidth of memory: on MI300X, 5.3 against 3.35 TB/s, the same nodes write more', () => {
    const { compute, run } = mixed({ samplers: { size: 1, effort: 2, weights: 0, runsOn: RED } })
    run(30 * HOUR_MS)
    expect(compute.finishedJobs.col.endMs[0] - 1000).toBe(Math.ceil((10 * HOUR_MS) / (5.3 / 3.35 / 2)))
  })
})

describe('draw', () => {
  test('of either is that of its work as far as the slower keeps it busy, else that of nodes that start', () => {
    const built = site({ size: 2, effort: 3, weights: 0.1 })
    built.run(5 * HOUR_MS)
    // H100 nodes: 2.0 kW idle and 5.75 kW more. Training for two thirds of the time at 1, waiting at 0.15; generation at 0.35, weights at 0.35.
    const trainW = 2000 + 5750 * ((2 / 3) * 1 + (1 / 3) * 0.15)
    const generateW = 2000 + 5750 * 0.35
    expect(built.compute.rackDrawW(0)).toBe(Math.round(2 * trainW + 2 * 2000))
    expect(built.compute.rackDrawW(1)).toBe(Math.round(4 * generateW))
  })
})

test.each([1, 2])('seed %i: whatever happens, what racks draw is what a recount gives', seed => {
  const { kernel, compute } = troubledSite(seed, { ranking: { training: { samplers: { size: 0.75, effort: 1, weights: 0.2 } } } })
  for (let atMs = DAY_MS; atMs <= HORIZON; atMs += 11 * HOUR_MS) {
    kernel.run(atMs, Infinity)
    const { load } = compute
    for (const block of [0, 1]) {
      load.readRacks(block)
      let sum = 0
      for (let at = block * 4 * LOAD_CLASS_COUNT; at < (block + 1) * 4 * LOAD_CLASS_COUNT; at++) sum += load.requestW[at]
      let live = 0
      for (let loadClass = 0; loadClass < LOAD_CLASS_COUNT; loadClass++) live += load.liveRequestW[block * LOAD_CLASS_COUNT + loadClass]
      expect(sum, `seed ${seed}, ${atMs} ms: block ${block}`).toBe(live)
    }
  }
  expect(compute.counts().jobsCompleted).toBeGreaterThan(50)
})
