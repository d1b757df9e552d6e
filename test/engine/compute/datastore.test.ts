import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dalyInterval } from '../../../src/engine/compute/checkpoint.ts'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { FACTORS, type ReworkCause } from '../../../src/engine/ports.ts'
import { repositoryRoot } from '../../fixtures.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import { DAY_MS } from '../world.ts'
import { FAULT_PHASE, PLAIN_SCHEDULER, type Rig, rig, type RigOptions, TRACE, traceOf } from './rig.ts'

const S = 1000
/** Blocks of 32 accelerators in 8 nodes; each job fills one. */
const WORLD = { blocks: 2, racksPerBlock: 2, racksPerLeaf: 2, nodesPerRack: 4, acceleratorsPerNode: 4, horizonMs: 10 * DAY_MS }
const WITHIN = { ...PLAIN_SCHEDULER, placement: 'within-block' }

interface Strike {
  readonly atS: number
  readonly node: number
  readonly rework?: ReworkCause
}

/** Jobs of a whole block each, which faults of so many jobs strike. */
function struck(rows: readonly (readonly [number, number, number, number])[], strikes: readonly Strike[], options: Omit<RigOptions, 'world' | 'traces' | 'commands'>, world = WORLD, untilMs = 10 * DAY_MS): Rig {
  let strike = 0
  const site = rig({
    world, scheduler: WITHIN, workload: TRACE, traces: { rows: traceOf(rows) }, ...options,
    commands: (kernel, compute) => void (strike = kernel.command('test.strike', FAULT_PHASE, at => compute().jobFaulted(strikes[at].node, strikes[at].rework ?? 'sw'))),
  })
  strikes.forEach(({ atS }, at) => void site.kernel.schedule(strike, at, atS * S))
  site.openAll()
  site.compute.start()
  site.run(untilMs)
  return site
}

/** End of every job in s, by row of the trace. */
function endsS({ compute }: Rig): number[] {
  const { col, length } = compute.finishedJobs
  const ends: number[] = []
  for (let row = 0; row < length; row++) ends[col.uid[row] - 1] = col.endMs[row] / S
  return ends
}

const lostS = ({ ledger }: Rig): number => ledger.settled.reduce((sum, { fromMs, toMs, lost }) => (lost === undefined ? sum : sum + (toMs - fromMs) / S), 0)

describe('restores share the datastore', () => {
  // 32 accelerators of 1 GB at 1 GB/s: 32 s alone. Checkpoints cost 1 ms and are durable after 16 ms.
  const options = { checkpoints: { interval: '100 s', size: '1 GB' }, datastore: { read: '1 GB/s', perNode: '100 GB/s', pause: '0 s', deviceToHost: '10 TB/s' } }
  const rows = [[0, 32, 2000, 3000], [0, 32, 2000, 3000]] as const

  test('alone: 32 s, then what was not saved and the rest', () => {
    const [end] = endsS(struck([rows[0]], [{ atS: 1000, node: 0 }], options))
    // Nine checkpoints by then: 1,100 s are left, and the ten checkpoints in them.
    expect(end).toBeCloseTo(1000 + 32 + 1100 + 0.01, 2)
  })

  test('T3.3: two at the same time end after 64 s both', () => {
    const ends = endsS(struck(rows, [{ atS: 1000, node: 0 }, { atS: 1000, node: 8 }], options))
    for (const end of ends) expect(end).toBeCloseTo(1000 + 64 + 1100 + 0.01, 2)
  })

  test('T3.3: the second begins half a transfer later: 48 s after the first began, and 64 s', () => {
    const ends = endsS(struck(rows, [{ atS: 1000, node: 0 }, { atS: 1016, node: 8 }], options))
    expect(ends[0]).toBeCloseTo(1000 + 48 + 1100 + 0.01, 2)
    // Ten checkpoints by then.
    expect(ends[1]).toBeCloseTo(1000 + 64 + 1000 + 0.009, 2)
  })

  test('one that is struck again while it restores leaves its share to the other', () => {
    const ends = endsS(struck(rows, [{ atS: 1000, node: 0 }, { atS: 1000, node: 8 }, { atS: 1032, node: 8 }], options))
    // After 32 s both have read half; the second begins anew: the first ends after 32 more, the second has then half left.
    expect(ends[0]).toBeCloseTo(1000 + 64 + 1100 + 0.01, 2)
    expect(ends[1]).toBeCloseTo(1064 + 16 + 1100 + 0.01, 2)
  })

  test('nodes that cannot take it faster hold it up: 4 GB a node at 0.05 GB/s are 80 s', () => {
    const [end] = endsS(struck([rows[0]], [{ atS: 1000, node: 0 }], { ...options, datastore: { ...options.datastore, perNode: '50 MB/s', write: '1 PB/s' } }))
    // The flush takes 80 s as well: the ninth checkpoint, written at 900 s, is durable at 980 s.
    expect(end).toBeCloseTo(1000 + 80 + 1100 + 0.01, 2)
  })
})

describe('checkpoints share the datastore while they are written', () => {
  /** Two blocks of 512 accelerators; a checkpoint of 512 GB at 16 GB/s is durable 32 s after it was written, alone. */
  const HALLS = { ...WORLD, racksPerBlock: 32, racksPerLeaf: 32 }
  const options = { checkpoints: { interval: '100 s', size: '1 GB' }, datastore: { write: '16 GB/s', perNode: '100 GB/s', pause: '0 s', deviceToHost: '10 TB/s' } }
  const rows = [[0, 512, 2000, 3000], [0, 512, 2000, 3000]] as const
  const lostBy = (strikes: readonly Strike[], count: 1 | 2, change: object = {}): number => lostS(struck(rows.slice(0, count), strikes, { ...options, ...change }, HALLS))

  test('alone: the checkpoint written at 100 s is durable at 132 s', () => {
    expect(lostBy([{ atS: 131, node: 0 }], 1)).toBeCloseTo(131, 2)
    expect(lostBy([{ atS: 133, node: 0 }], 1)).toBeCloseTo(33, 2)
  })

  test('T3.3: two written at once are durable after 64 s, twice the time', () => {
    expect(lostBy([{ atS: 133, node: 0 }], 2)).toBeCloseTo(133, 2)
    expect(lostBy([{ atS: 163, node: 0 }], 2)).toBeCloseTo(163, 2)
    expect(lostBy([{ atS: 165, node: 0 }], 2)).toBeCloseTo(65, 2)
  })

  test('T3.3: the second begins half a transfer later: durable 48 s and 64 s after the first began', () => {
    const later = [[0, 512, 2000, 3000], [16, 512, 2000, 3000]] as const
    const lost = (atS: number, node: number): number => lostS(struck(later, [{ atS, node }], options, HALLS))
    expect(lost(147, 0)).toBeCloseTo(147, 2)
    expect(lost(149, 0)).toBeCloseTo(49, 2)
    expect(lost(163, 128)).toBeCloseTo(147, 2)
    expect(lost(165, 128)).toBeCloseTo(49, 2)
  })

  test('a job that may have half of the store at most is not slowed by one other', () => {
    const datastore = { ...options.datastore, share: 0.5 }
    expect(lostBy([{ atS: 163, node: 0 }], 1, { datastore })).toBeCloseTo(163, 2)
    expect(lostBy([{ atS: 165, node: 0 }], 2, { datastore })).toBeCloseTo(65, 2)
  })

  test('training that waits for its checkpoints waits longer while another job writes, by the share of the store that it uses', () => {
    const blocking = { ...options, checkpoints: { ...options.checkpoints, mode: 'blocking', interval: '300 s' } }
    const alone = endsS(struck(rows.slice(0, 1), [], blocking, HALLS))
    // Six checkpoints of 32 s in 2,000 s of work.
    expect(alone[0]).toBeCloseTo(2000 + 6 * 32, 1)
    const both = endsS(struck(rows, [], blocking, HALLS))
    // 32 s of 332 s are 9.6 %, in steps of 2 %: a tenth of the store is the other’s.
    for (const end of both) expect(end).toBeCloseTo(2000 + 6 * (32 / 0.9), 0)
  })

  test('a restored run equals a straight one', () => {
    const make = (): Rig => struck(rows, [{ atS: 400, node: 0 }], options, HALLS, 0)
    const straight = make()
    straight.run(390 * S)
    const saved = snapshotState(straight.state)
    straight.run(DAY_MS)
    const restored = make()
    restoreState(restored.state, saved)
    restored.run(DAY_MS)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
  })
})

describe('copies in memory', () => {
  const CASES = [
    ['none', 'sw', 105], ['none', 'hw', 105],
    ['host', 'sw', 5], ['host', 'hw', 105],
    ['peer', 'sw', 5], ['peer', 'hw', 5], ['peer', 'power', 105],
  ] as const

  test.each(CASES)('%s, fault of kind %s: %d s are lost of a run that saves every 100 s and is durable 90 s later', (local, rework, lost) => {
    const site = struck([[0, 32, 1000, 3000]], [{ atS: 305, node: 0, rework }], { checkpoints: { interval: '100 s', blocking: '0 s', flush: '90 s', restore: '40 s', local, localRestore: '10 s' } })
    expect(lostS(site)).toBe(lost)
    expect(endsS(site)).toEqual([305 + (lost === 5 ? 10 + 700 : 40 + 800)])
  })
})

describe('tiers', () => {
  // 32 accelerators of 1 GB on 8 nodes: 32 s from the datastore alone, 0.4 s from disks, 64 s from the object store.
  const datastore = { read: '1 GB/s', write: '1 GB/s', perNode: '100 GB/s', pause: '0 s', deviceToHost: '10 TB/s' }
  const options = { checkpoints: { interval: '100 s', size: '1 GB' }, datastore: { ...datastore, disks: { perNode: '10 GB/s' } } }

  test.each([
    // The checkpoint of 300 s is durable at 332 s; on disks at 300.4 s. What is read again is in ms, and three checkpoints of 0.1 ms each.
    ['sw', 310, 10, 0.4], ['power', 310, 10, 0.4], ['cooling', 310, 10, 0.4],
    ['hw', 310, 110, 32], ['net', 310, 110, 32],
    ['power', 300.2, 100.2, 32],
  ] as const)('fault of kind %s at %d s: %d s are lost, restored in %d s', (rework, atS, lost, restored) => {
    const site = struck([[0, 32, 1000, 3000]], [{ atS, node: 0, rework }], options)
    expect(lostS(site)).toBeCloseTo(lost, 1)
    expect(endsS(site)[0]).toBeCloseTo(1000 + lost + restored, 1)
  })

  test('copies in memory are read before slower disks, disks before slower memory', () => {
    const memory = (localRestore: string): number => endsS(struck([[0, 32, 1000, 3000]], [{ atS: 310, node: 0 }], { ...options, checkpoints: { ...options.checkpoints, local: 'host', localRestore } }))[0]
    expect(memory('100 ms')).toBeCloseTo(1010.1, 1)
    expect(memory('10 s')).toBeCloseTo(1010.4, 1)
  })

  test('the object store is read where it is quicker: never while the datastore has its whole rate, always while that reads at a tenth', () => {
    const object = { read: '500 MB/s', perNode: '1 GB/s', latency: '1 s' }
    const end = (read: string): number => endsS(struck([[0, 32, 1000, 3000]], [{ atS: 350, node: 0 }], { ...options, datastore: { ...datastore, read, object } }))[0]
    expect(end('1 GB/s')).toBeCloseTo(1050 + 32, 1)
    expect(end('100 MB/s')).toBeCloseTo(1050 + 65, 1)
  })

  test('two jobs that load 10 GB/s each: the object store supplies 15, disks of 2 GB/s a node all, of 1 GB/s 78 %', () => {
    const loadOf = (loadsFrom: string, tiers: object): number[] => {
      const workload = [{ ...TRACE[0], loading: '312.5 MB/s', loadsFrom }]
      const site = struck([[0, 32, 740, 3000], [0, 32, 740, 3000]], [], { workload, checkpoints: { interval: 'none' }, datastore: { read: '1 GB/s', ...tiers } })
      return [...new Set(site.ledger.settled.map(({ factors }) => factors[FACTORS.indexOf('storage')]))].sort((a, b) => a - b)
    }
    expect(loadOf('object', { object: { read: '15 GB/s' } })).toContain(0.74)
    expect(loadOf('disks', { disks: { perNode: '2 GB/s' } })).toEqual([1])
    // Four accelerators a node read 1.25 GB/s: 80 %.
    expect(loadOf('disks', { disks: { perNode: '1 GB/s' } })).toEqual([0.8])
    expect(loadOf('datastore', { read: '100 GB/s', perNode: '500 MB/s' })).toEqual([0.4])
  })
})

describe('T3.2: restores in which every copy of the model reads its weights', () => {
  // 32 accelerators of 1 GB at 1 GB/s: 32 s with broadcast, of which 2/14 are weights.
  const options = { checkpoints: { interval: '100 s', size: '1 GB', reading: 'naive', copySize: 8 }, datastore: { read: '1 GB/s', perNode: '100 GB/s', pause: '0 s', deviceToHost: '10 TB/s' } }
  const rows = [[0, 32, 2000, 3000], [0, 32, 2000, 3000]] as const
  // Four copies: (4 × 2 + 12) ÷ 14 of a checkpoint, 45.714 s.
  const naiveS = (32 * (4 * 2 + 12)) / 14

  test('alone', () => {
    const [end] = endsS(struck([rows[0]], [{ atS: 1000, node: 0 }], options))
    expect(end).toBeCloseTo(1000 + naiveS + 1100 + 0.01, 2)
  })

  test('two at a time take twice as long', () => {
    for (const end of endsS(struck(rows, [{ atS: 1000, node: 0 }, { atS: 1000, node: 8 }], options))) expect(end).toBeCloseTo(1000 + 2 * naiveS + 1100 + 0.01, 2)
  })

  test('a job of one copy reads as with broadcast', () => {
    const [end] = endsS(struck([rows[0]], [{ atS: 1000, node: 0 }], { ...options, checkpoints: { ...options.checkpoints, copySize: 32 } }))
    expect(end).toBeCloseTo(1000 + 32 + 1100 + 0.01, 2)
  })

  test('nodes that cannot take it faster hold it up: 5.714 GB a node at 0.1 GB/s', () => {
    const [end] = endsS(struck([rows[0]], [{ atS: 1000, node: 0 }], { ...options, datastore: { ...options.datastore, perNode: '100 MB/s', write: '1 PB/s' } }))
    // A flush takes 40 s, so the ninth checkpoint of 900 s is durable.
    expect(end).toBeCloseTo(1000 + naiveS / 8 / 0.1 + 1100 + 0.01, 1)
  })

  test('near copies are read as ever', () => {
    const [end] = endsS(struck([rows[0]], [{ atS: 1000, node: 0 }], { ...options, checkpoints: { ...options.checkpoints, local: 'host', localRestore: '7 s' } }))
    expect(end).toBeCloseTo(1000 + 7 + 1100 + 0.01, 2)
  })

  test('the degrees of a model say how many copies there are', () => {
    const model = { parameters: 7e9, layers: 32, hidden: 4096, tokensPerStep: 4_194_304 }
    const run = { id: 'run', source: 'training-run', accelerators: 32, work: '2000 s', model, parallelism: { tensor: 4, pipeline: 4 } }
    const site = struck([], [{ atS: 1000, node: 0 }], { ...options, workload: [run] })
    // Two copies: (2 × 2 + 12) ÷ 14.
    expect(endsS(site)[0]).toBeCloseTo(1000 + (32 * (2 * 2 + 12)) / 14 + 1100 + 0.01, 1)
  })
})

describe('training data', () => {
  test('two jobs that load 10 GB/s each from 15 GB/s run at 74 %, in steps of 2 %; one alone at full speed', () => {
    const workload = [{ ...TRACE[0], loading: '312.5 MB/s' }]
    const site = struck([[0, 32, 740, 3000], [0, 32, 740, 3000], [2000, 32, 740, 3000]], [], { workload, checkpoints: { interval: 'none' }, datastore: { read: '15 GB/s' } })
    // The last millisecond of the second is at full speed.
    expect(endsS(site).map(Math.round)).toEqual([1000, 1000, 2740])
    expect(site.ledger.settled[0].factors[FACTORS.indexOf('storage')]).toBeCloseTo(0.74, 12)
  })
})

describe('adaptive intervals', () => {
  const perS = 100 / 31_557_600
  const checkpoints = { interval: 'adaptive', mode: 'blocking', blocking: '10 s', expectedFailures: '100 1/year' }
  const roundedS = (mttfS: number): number => Math.round(dalyInterval(10, mttfS) * 1000) / 1000
  const blockedS = ({ ledger }: Rig): number => ledger.settled.reduce((sum, row) => sum + row.blockedMs / S, 0)

  /** Checkpoints of `workS` of work that begins with one interval and goes on with others from times on. */
  function written(workS: number, looks: readonly { readonly atS: number; readonly intervalS: number }[]): number {
    let [nowS, doneS, sinceS, count] = [0, 0, 0, 0]
    const at = (): number => looks.findLast(({ atS }) => atS <= nowS)?.intervalS ?? Infinity
    while (doneS < workS) {
      const next = looks.find(({ atS }) => atS > nowS)?.atS ?? Infinity
      const stepS = Math.min(Math.max(0, at() - sinceS), workS - doneS, next - nowS)
      nowS += stepS
      doneS += stepS
      sinceS += stepS
      if (doneS >= workS || sinceS < at()) continue
      nowS += 10
      sinceS = 0
      count += 1
    }
    return count
  }

  /** M̂ at the start and whenever the exposure, β0 of the prior included, has doubled: β0 × 2^k after β0 × (2^k − 1) accelerator-seconds of 32. */
  const quietLooks = (looks: number) => Array.from({ length: looks }, (_, k) => ({ atS: (2 ** k - 1) / perS / 32, intervalS: roundedS(2 ** k / perS / 32) }))

  test('a site without faults saves less often as its exposure doubles, in the midst of a run too', () => {
    const site = struck([[0, 32, 100_000, 200_000]], [], { checkpoints })
    // 100,000 s are 10.1 times β0 ÷ 32 = 9,861.75 s: the rate is looked at after 1, 3 and 7 of them.
    const expected = written(100_000, quietLooks(4))
    expect(blockedS(site)).toBe(10 * expected)
    expect(expected).toBeLessThan(written(100_000, quietLooks(1)))
  })

  test('the next job begins with what was learned until then', () => {
    const site = struck([[0, 32, 100_000, 200_000], [200_000, 32, 9000, 200_000]], [], { checkpoints })
    const alone = struck([[0, 32, 100_000, 200_000]], [], { checkpoints })
    // The time of writing is time under training as well; the next doubling (15 β0) is 147,926 s of training away from the start.
    const exposureS = 100_000 + blockedS(alone)
    const intervalS = roundedS((1 / perS + 32 * exposureS) / 32)
    expect(blockedS(site) - blockedS(alone)).toBe(10 * written(9000, [{ atS: 0, intervalS }]))
  })

  test('a failure of one job makes the others of the site save more often at once', () => {
    const site = struck([[0, 32, 9000, 20_000], [0, 32, 9000, 20_000]], [{ atS: 1000, node: 8, rework: 'hw' }], { checkpoints: { ...checkpoints, restore: '10 h' } })
    // Two jobs train: β0 + 64,000 accelerator-seconds and one failure more than the prior after 1,000 s; from then on one trains alone, since the restore of the other is long.
    const mttfS = (1 / perS + 64_000) / 2 / 32
    const looks = [{ atS: 0, intervalS: roundedS(1 / perS / 32) }, { atS: 1000.001, intervalS: roundedS(mttfS) }]
    expect(endsS(site)[0]).toBeCloseTo(9000 + 10 * written(9000, looks), 6)
  })
})

describe('a site with a datastore that fails', () => {
  const set = { 'datastore.read': '20 GB/s', 'datastore.failures': '40/year', 'checkpoints.size': '4 GB', 'checkpoints.local': 'peer', 'checkpoints.interval': 'adaptive' }
  const loaded = loadScenario(readFileSync(join(repositoryRoot, 'scenarios', 'quickstart.yaml'), 'utf8'), { file: 'quickstart', set: Object.entries(set).map(([path, value]) => ({ path, value })) })
  const simulate = (): Simulation => {
    if (loaded.scenario === undefined) throw new Error(loaded.issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
    return createSimulation(loaded.scenario, { weather: null }, { seed: 3, replication: 0, record: false })
  }

  test.each([210, 330])('goes on as before from day %d', day => {
    const straight = simulate()
    straight.run(day * DAY_MS, Infinity)
    const saved = straight.snapshot()
    straight.run((day + 60) * DAY_MS, Infinity)
    const restored = simulate()
    restored.restore(saved)
    restored.run((day + 60) * DAY_MS, Infinity)
    expect(restored.hash()).toBe(straight.hash())
  })
})
