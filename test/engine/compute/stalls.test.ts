/** The datastore that does not answer for a while, and the burst buffer in front of it. */
import { describe, expect, test } from 'vitest'
import { entityKey, PURPOSE, uniform } from '../../../src/base/rng.ts'
import { exponential, roundMs } from '../../../src/base/variates.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS, HOUR_MS, tinyWorld } from '../world.ts'
import { FAULT_PHASE, PLAIN_SCHEDULER, type Rig, rig, TRACE, traceOf } from './rig.ts'

const S = 1000
const WORLD = { racksPerBlock: 2, racksPerLeaf: 2, nodesPerRack: 4, acceleratorsPerNode: 4, horizonMs: 20 * DAY_MS }
/** 32 accelerators of 1 GB at 1 GB/s: 32 s to write and to read; a checkpoint costs 1 ms. */
const STORE = { write: '1 GB/s', read: '1 GB/s', perNode: '100 GB/s', pause: '0 s', deviceToHost: '10 TB/s' }
const STALLS = { rate: '1000/year', duration: '1 hour' }
/** Begin of the first stall, by its draw. */
const BEGIN_MS = roundMs(exponential(uniform(entityKey(tinyWorld(WORLD).root, 'datastore'), PURPOSE.outage, 0), 31_557_600_000 / 1000))

function site(faultsMs: readonly number[], datastore: object, checkpoints: object = {}): Rig {
  const built = rig({
    world: WORLD, workload: TRACE, traces: { rows: traceOf([[0, 32, 864_000, 900_000]]) }, scheduler: PLAIN_SCHEDULER,
    checkpoints: { interval: '100 s', size: '1 GB', ...checkpoints }, datastore: { ...STORE, ...datastore },
    commands(kernel, compute) {
      const strike = kernel.command('test.strike', FAULT_PHASE, () => compute().jobFaulted(0, 'sw'))
      faultsMs.forEach(atMs => kernel.schedule(strike, 0, atMs))
    },
  })
  built.openAll()
  built.compute.start()
  return built
}

const lostS = (of: Rig): number => of.ledger.settled.reduce((sum, { fromMs, toMs, lost }) => (lost === undefined ? sum : sum + (toMs - fromMs) / S), 0)
const restoredS = (of: Rig): number => of.ledger.heldMs(bucketIndex('L8.restore')) / 32 / S
/** Written at the end of the last whole cycle by then, s. */
const writtenS = (byMs: number): number => Math.floor(byMs / S / 100.001) * 100.001

describe('a stall of the datastore', () => {
  test('what is written in it, or is on its way when it begins, is durable only after it', () => {
    const inside = site([BEGIN_MS + 1000 * S], { stalls: STALLS })
    inside.run(BEGIN_MS + 2000 * S)
    expect(lostS(inside)).toBeCloseTo((BEGIN_MS + 1000 * S) / S - writtenS(BEGIN_MS - 32 * S), 1)
    const after = site([BEGIN_MS + HOUR_MS + 40 * S], { stalls: STALLS })
    after.run(BEGIN_MS + HOUR_MS + 200 * S)
    expect(lostS(after)).toBeCloseTo((BEGIN_MS + HOUR_MS) / S + 40 - writtenS(BEGIN_MS + HOUR_MS + 8 * S), 1)
  })

  test('it is an outage from its begin to its end', () => {
    const of = site([], { stalls: STALLS })
    of.run(BEGIN_MS + HOUR_MS)
    expect(of.events.filter(({ kind }) => kind.startsWith('outage'))).toEqual([{ kind: 'outageStarted', what: 'datastore', block: -1 }, { kind: 'outageEnded', what: 'datastore', block: -1 }])
  })

  test('a restore stands still until it is over', () => {
    const of = site([BEGIN_MS + 10 * S], { stalls: STALLS })
    of.run(BEGIN_MS + 2 * HOUR_MS)
    expect(restoredS(of)).toBeCloseTo(3600 - 10 + 32, 1)
  })

  test('copies near by go on, and those in the datastore wait', () => {
    const of = site([BEGIN_MS + 1000 * S], { stalls: STALLS }, { local: 'peer', datastoreEvery: 4 })
    of.run(BEGIN_MS + 2000 * S)
    expect(lostS(of)).toBeLessThan(101)
    expect(restoredS(of)).toBeCloseTo(30, 1)
  })

  test('training that waits for its checkpoints stands still longer', () => {
    const blockedS = (datastore: object): number => {
      const of = site([], datastore, { mode: 'blocking' })
      of.run(BEGIN_MS + HOUR_MS)
      of.compute.settleAll()
      return of.ledger.settled.reduce((sum, { blockedMs }) => sum + blockedMs / S, 0)
    }
    expect(blockedS({ stalls: STALLS })).toBeGreaterThan(blockedS({}) + 1000)
  })

  test('restored it ends like the straight run, to the bit', () => {
    const begin = (): Rig => site([BEGIN_MS + 1000 * S, 3 * DAY_MS], { stalls: STALLS }, { datastoreEvery: 3, local: 'host' })
    const straight = begin()
    straight.run(BEGIN_MS + 1010 * S)
    const saved = snapshotState(straight.state)
    straight.run(6 * DAY_MS)
    const other = begin()
    restoreState(other.state, saved)
    other.run(6 * DAY_MS)
    expect(hashState(other.state)).toBe(hashState(straight.state))
  })
})

describe('a burst buffer', () => {
  const BURST = { burst: { write: '16 GB/s', read: '2 GB/s' } }

  test('checkpoints are durable after 2 s instead of 32 s, and read in 16 s', () => {
    const at = (atS: number, datastore: object): Rig => {
      const of = site([atS * S], datastore)
      of.run((atS + 60) * S)
      return of
    }
    expect([lostS(at(1010, {})), lostS(at(1010, BURST))].map(Math.round)).toEqual([110, 10])
    expect([restoredS(at(1010, {})), restoredS(at(1010, BURST))].map(Math.round)).toEqual([32, 16])
  })

  test('stalls of the datastore behind it hold nothing up', () => {
    const of = site([BEGIN_MS + 1000 * S], { ...BURST, stalls: STALLS })
    of.run(BEGIN_MS + 2000 * S)
    expect(lostS(of)).toBeLessThan(103)
    expect(Math.round(restoredS(of))).toBe(16)
  })
})
