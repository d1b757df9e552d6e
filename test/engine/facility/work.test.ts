/** Crews: who is sent where, in what order, with whom, and what their hands break. */
import { describe, expect, test } from 'vitest'
import { entityKey, PURPOSE, rootKey, uniform } from '../../../src/base/rng.ts'
import { exponential } from '../../../src/base/variates.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { Phase } from '../../../src/engine/kernel/kernel.ts'
import { ORDER } from '../../../src/engine/facility/work-orders.ts'
import { employeesPerPost, SKILLS } from '../../../src/scenario/catalog/skills.ts'
import { peopleOnShift } from '../../../src/scenario/crew-teams.ts'
import type { Asset } from '../../../src/engine/ports.ts'
import { HOUR_MS } from '../world.ts'
import { type AssetYard, createAssetYard } from './asset-yard.ts'

const SURE = { mistakes: { routine: 0, switching: 0 } }
const team = (count: number, more: Record<string, unknown> = {}) => ({ id: 'site', count, skills: [...SKILLS], ...more })
/** Monday 2027-01-04 00:00 is three days after the test worlds begin, on Friday 1 January 2027. */
const MONDAY_MS = 72 * HOUR_MS
const AT_MS = MONDAY_MS + 8 * HOUR_MS

const at = (yard: AssetYard, ms: number): void => void yard.kernel.run(ms, 1e9)

describe('people', () => {
  test('W9.1: one post round the clock takes 8760 / 1690 = 5.183 employees', () => {
    expect(employeesPerPost(1690)).toBeCloseTo(5.183, 3)
  })

  test('the crew of a site follows its size: a small site has 8 to 15 employees, 100 MW of liquid-cooled racks four people on shift', () => {
    for (const itW of [1e6, 5e6]) {
      const employees = peopleOnShift(itW, 0) * employeesPerPost(1690)
      expect(employees).toBeGreaterThanOrEqual(8)
      expect(employees).toBeLessThanOrEqual(15)
    }
    expect(peopleOnShift(40e6, 0)).toBe(3)
    expect(peopleOnShift(60e6, 50e6)).toBe(3)
    expect(peopleOnShift(100e6, 85e6)).toBe(4)
  })
})

describe('the queue of work', () => {
  test('switching takes two people, a module one', () => {
    const yard = createAssetYard({ crews: { teams: [team(2)], ...SURE }, assets: [{ kind: 'busway', group: 'a' }, { group: 'b' }, { group: 'c' }] })
    yard.fail(1, 10 * HOUR_MS)
    yard.fail(0, 10 * HOUR_MS)
    yard.fail(2, 10 * HOUR_MS)
    at(yard, 100 * HOUR_MS)
    // Both modules at once; the section of busway then needs both people.
    expect(yard.repairedMs).toEqual([20 * HOUR_MS, 10 * HOUR_MS, 10 * HOUR_MS])
  })

  test('what leaves nothing in reserve takes people away from what can wait; the rest of that work follows', () => {
    const assets = [{ group: 'spare' }, { group: 'spare' }, { group: 'tight', needed: 1 }, { group: 'tight', needed: 1 }]
    const yard = createAssetYard({ crews: { teams: [team(1)], ...SURE }, assets })
    yard.fail(0, 10 * HOUR_MS)
    at(yard, 4 * HOUR_MS)
    yard.fail(2, 3 * HOUR_MS)
    at(yard, 100 * HOUR_MS)
    expect(yard.repairedMs[2]).toBe(7 * HOUR_MS)
    expect(yard.repairedMs[0]).toBe(13 * HOUR_MS)
    expect(yard.work.summary().orders.preempted).toBe(1)
  })

  test('a second loss makes the first repair of its group urgent', () => {
    const assets = [...Array.from({ length: 4 }, () => ({ group: 'tight', needed: 2 })), { kind: 'busway' as const, group: 'x' }, { group: 'y' }]
    const yard = createAssetYard({ crews: { teams: [team(2)], ...SURE }, assets })
    yard.fail(4, 20 * HOUR_MS)
    yard.fail(0, 5 * HOUR_MS)
    at(yard, HOUR_MS)
    yard.fail(1, 5 * HOUR_MS)
    at(yard, 100 * HOUR_MS)
    expect(yard.repairedMs[0]).toBe(6 * HOUR_MS)
    expect(yard.repairedMs[1]).toBe(6 * HOUR_MS)
    expect(yard.repairedMs[4]).toBe(25 * HOUR_MS)
  })

  test('a contractor comes only for what the own people cannot do, or when nothing is in reserve', () => {
    const crews = { teams: [{ id: 'site', count: 1, skills: ['lowVoltage'] }, { id: 'firm', count: 4, skills: ['lowVoltage', 'mechanical'], works: 'call-out', callOut: '6 h' }], ...SURE }
    const assets: Partial<Asset>[] = [{ group: 'a' }, { group: 'b' }, { group: 'c', needed: 1 }, { kind: 'airHandler', group: 'd' }]
    const yard = createAssetYard({ crews, assets })
    yard.fail(0, 10 * HOUR_MS)
    yard.fail(1, 10 * HOUR_MS)
    yard.fail(3, HOUR_MS)
    at(yard, HOUR_MS)
    expect(yard.work.summary().teams.map(({ jobs }) => jobs)).toEqual([1, 1])
    // Nobody but the contractor can be had at once: the own person is taken away only from work that can wait.
    yard.fail(2, HOUR_MS)
    at(yard, 100 * HOUR_MS)
    expect(yard.repairedMs).toEqual([10 * HOUR_MS, 20 * HOUR_MS, 8 * HOUR_MS, 7 * HOUR_MS])
  })

  test('a team by day begins on the next working morning, local time', () => {
    const yard = createAssetYard({ crews: { teams: [team(1, { works: 'days' })], ...SURE }, assets: [{}] })
    at(yard, 20 * HOUR_MS)
    yard.fail(0, HOUR_MS)
    at(yard, 200 * HOUR_MS)
    expect(yard.repairedMs[0]).toBe(MONDAY_MS + 8 * HOUR_MS)
  })

  test('W9.2 as work orders: 2 people, 0.06 jobs/h of 12 h: mean wait 1.787 h (seed 4)', () => {
    const assets = Array.from({ length: 400 }, (_, i) => ({ group: `alone[${i}]` }))
    const yard = createAssetYard({ crews: { teams: [team(2)], ...SURE }, assets, world: { horizonMs: 1e15 } })
    const key = entityKey(rootKey(4, 0), 'queue')
    const jobs = 200_000
    const ask = yard.kernel.command('test.ask', Phase.arrival, n => {
      yard.fail(n % 400, Math.max(1, Math.round(exponential(uniform(key, PURPOSE.repair, n), 12 * HOUR_MS))))
      if (n + 1 < jobs) yard.kernel.schedule(ask, n + 1, yard.kernel.now + Math.max(1, Math.round(exponential(uniform(key, PURPOSE.arrival, n), HOUR_MS / 0.06))))
    })
    yard.kernel.schedule(ask, 0, 0)
    yard.kernel.run(1e15, 1e9)
    const { orders, teams } = yard.work.summary()
    const endMs = Math.max(...yard.repairedMs)
    // 200,000 waits of standard deviation about 6 h, correlated: 5 % is four standard errors.
    expect(Math.abs(orders.waitMs / jobs / HOUR_MS - 1.787)).toBeLessThan(0.09)
    expect(Math.abs(orders.delayed / jobs - 0.1906)).toBeLessThan(0.006)
    expect(Math.abs(teams[0].busyMs / 2 / endMs - 0.36)).toBeLessThan(0.005)
  })
})

describe('mistakes', () => {
  const many = (crews: Record<string, unknown>, kind: Asset['kind']): AssetYard => {
    const yard = createAssetYard({ crews: { teams: [team(50)], ...crews }, assets: Array.from({ length: 200 }, (_, i) => ({ kind, group: `group[${i % 20}]` })), world: { horizonMs: 1e15 } })
    at(yard, AT_MS)
    for (let round = 0; round < 50; round++) {
      for (let asset = 0; asset < 200; asset++) yard.fail(asset, HOUR_MS / 10)
      at(yard, AT_MS + (round + 1) * 24 * HOUR_MS)
    }
    return yard
  }

  test.each([
    { name: 'routine', kind: 'upsModule', mistakes: { routine: 0.2, switching: 0 }, p: 0.2 },
    { name: 'switching', kind: 'busway', mistakes: { routine: 0, switching: 0.2 }, p: 0.2 },
    { name: 'with a second reader', kind: 'upsModule', mistakes: { routine: 0.2, peerCheck: true }, p: 0.1 },
  ] as const)('$name: as often as stated, 60 % harmless, 30 % take a neighbour, 10 % trip', ({ kind, mistakes, p }) => {
    const jobs = 10_000
    const { harmless, redundancyLost, tripped } = many({ mistakes: { overtime: 1, ...mistakes } }, kind).work.summary().mistakes
    const error = 4 * Math.sqrt(jobs * p)
    expect(Math.abs(harmless + redundancyLost + tripped - jobs * p)).toBeLessThan(error)
    expect(Math.abs(harmless - jobs * p * 0.6)).toBeLessThan(error)
    expect(Math.abs(redundancyLost - jobs * p * 0.3)).toBeLessThan(error)
    expect(Math.abs(tripped - jobs * p * 0.1)).toBeLessThan(error)
  })

  test('contractors make twice the mistakes of the own people', () => {
    const count = (works: string): number => {
      const yard = createAssetYard({ crews: { teams: [team(50, { works, callOut: '1 h' })], mistakes: { routine: 0.1 } }, assets: Array.from({ length: 100 }, (_, i) => ({ group: `g[${i}]` })), world: { horizonMs: 1e15 } })
      for (let round = 0; round < 60; round++) {
        // In the middle of a shift.
        at(yard, AT_MS + round * 24 * HOUR_MS)
        for (let asset = 0; asset < 100; asset++) if (yard.port.isUp(asset)) yard.fail(asset, HOUR_MS / 100)
      }
      const { harmless, redundancyLost, tripped } = yard.work.summary().mistakes
      return harmless + redundancyLost + tripped
    }
    const [own, others] = [count('shifts'), count('call-out')]
    expect(Math.abs(own - 600)).toBeLessThan(120)
    expect(Math.abs(others - 1200)).toBeLessThan(200)
  })

  test('a trip takes what feeds the asset; all is back after the recovery', () => {
    const assets: Partial<Asset>[] = [{ path: 'system', kind: 'upsSystem', group: 'systems', carries: ['module'] }, { path: 'module', group: 'modules' }]
    const yard = createAssetYard({ crews: { teams: [team(2)], mistakes: { routine: 1, harmless: 0, redundancy: 0, recovery: '2 h' } }, assets })
    yard.fail(1, HOUR_MS)
    at(yard, 1.5 * HOUR_MS)
    expect([yard.port.isUp(0), yard.port.isUp(1)]).toEqual([false, true])
    at(yard, 4 * HOUR_MS)
    expect([yard.port.isUp(0), yard.port.isUp(1)]).toEqual([true, true])
  })

  test('work past the end of the shift goes wrong twice as often, and is counted', () => {
    const yard = createAssetYard({ crews: { teams: [team(1)], ...SURE, shift: { start: 7, length: '12 h' } }, assets: [{}, {}] })
    at(yard, MONDAY_MS + 18 * HOUR_MS)
    yard.fail(0, 2 * HOUR_MS)
    at(yard, MONDAY_MS + 20 * HOUR_MS)
    yard.fail(1, 2 * HOUR_MS)
    at(yard, MONDAY_MS + 30 * HOUR_MS)
    expect(yard.work.summary().orders.overtime).toBe(1)
    expect(yard.work.summary().teams[0].overtimeMs).toBe(HOUR_MS)
  })
})

describe.each([1, 2, 3, 4])('I11 over random failures, seed %d', seed => {
  const key = entityKey(rootKey(seed, 0), 'failures')
  const KINDS: readonly Asset['kind'][] = ['upsModule', 'busway', 'cdu', 'airHandler', 'blockTransformer']
  const assets = Array.from({ length: 40 }, (_, i): Partial<Asset> => ({ kind: KINDS[i % 5], group: `group[${i % 8}]`, needed: i % 3 }))
  const crews = {
    teams: [
      { id: 'shift', count: 2, skills: ['highVoltage', 'lowVoltage', 'mechanical'] },
      { id: 'day', count: 1, skills: ['mechanical', 'liquid'], works: 'days' },
      { id: 'firm', count: 2, skills: ['liquid', 'mechanical', 'highVoltage'], works: 'call-out' },
    ],
    mistakes: { routine: 0.05, switching: 0.1 },
  }
  const build = (): AssetYard => {
    const yard = createAssetYard({ crews, assets, world: { seed } })
    const strike = yard.kernel.command('test.fail', Phase.fault, n => {
      const asset = Math.floor(uniform(key, PURPOSE.class, n) * assets.length)
      if (yard.port.isUp(asset)) yard.fail(asset, Math.round(exponential(uniform(key, PURPOSE.repair, n), 9 * HOUR_MS)) + 1)
      if (n < 1500) yard.kernel.schedule(strike, n + 1, yard.kernel.now + Math.round(exponential(uniform(key, PURPOSE.arrival, n), 3 * HOUR_MS)) + 1)
    })
    yard.kernel.schedule(strike, 0, 0)
    return yard
  }

  test('busy people never exceed a team, and every order is in exactly one state', () => {
    const yard = build()
    const orders = yard.state.entries.get('facility.workOrders')
    const teams = yard.state.entries.get('facility.teams')
    if (orders?.kind !== 'table' || teams?.kind !== 'table') throw new Error('no tables')
    while (yard.kernel.pending() > 0) {
      yard.kernel.run(Infinity, 1)
      const busy = [0, 0, 0]
      for (let row = 0; row < assets.length; row++) {
        const { state, team: of, people } = orders.table.col
        if (state[row] >= ORDER.onTheWay) busy[of[row]] += people[row]
        if (state[row] !== ORDER.none) expect(yard.port.isUp(row)).toBe(false)
      }
      expect([...teams.table.col.busy]).toEqual(busy)
      crews.teams.forEach(({ count }, of) => expect(busy[of]).toBeLessThanOrEqual(count))
    }
    expect(yard.work.summary().orders.waiting).toBe(0)
  })

  test('a restore equals the straight run', () => {
    const [straight, saved, restored] = [build(), build(), build()]
    at(saved, 700 * HOUR_MS)
    restoreState(restored.state, snapshotState(saved.state))
    for (const yard of [straight, restored]) at(yard, 6000 * HOUR_MS)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
  })
})

describe('crews and closed zones', () => {
  const HOUR = 3_600_000
  const CREW = { teams: [{ id: 'site', count: 2, skills: ['lowVoltage', 'highVoltage', 'mechanical', 'controls', 'liquid', 'fire', 'it'], works: 'shifts' }] }

  test('nobody goes in, who is inside leaves, and what is left of the work is done when the zone is open again', () => {
    const closed = new Set<number>()
    const yard = createAssetYard({ crews: CREW, assets: [{}, {}], ports: { isClosed: asset => closed.has(asset) } })
    yard.fail(0, 10 * HOUR)
    yard.kernel.run(4 * HOUR, 1e6)
    closed.add(0)
    yard.work.accessChanged()
    yard.fail(1, 2 * HOUR)
    yard.kernel.run(30 * HOUR, 1e6)
    expect(yard.repairedMs).toEqual([undefined, 6 * HOUR])
    closed.delete(0)
    yard.work.accessChanged()
    yard.kernel.run(60 * HOUR, 1e6)
    expect(yard.repairedMs).toEqual([36 * HOUR, 6 * HOUR])
    expect(yard.work.summary().orders).toMatchObject({ orders: 2, waiting: 0, evacuated: 1, preempted: 0 })
  })

  test('what fails in a closed zone waits for it, whoever is free', () => {
    const closed = new Set([0])
    const yard = createAssetYard({ crews: CREW, assets: [{}], ports: { isClosed: asset => closed.has(asset) } })
    yard.fail(0, HOUR)
    yard.kernel.run(50 * HOUR, 1e6)
    expect([yard.repairedMs, yard.work.summary().orders.waiting]).toEqual([[], 1])
    closed.clear()
    yard.work.accessChanged()
    yard.kernel.run(52 * HOUR, 1e6)
    expect(yard.repairedMs).toEqual([51 * HOUR])
    expect(yard.work.summary().teams[0].busyMs).toBe(HOUR)
  })
})

describe('a pre-alarm', () => {
  const look = (skills: readonly string[]) => {
    const yard = createAssetYard({ crews: { teams: [team(1, { skills })], ...SURE }, assets: [{ kind: 'upsModule' }], world: { blocks: 2 } })
    yard.work.alarmed(1)
    yard.work.alarmed(1)
    yard.fail(0, HOUR_MS)
    at(yard, 10 * HOUR_MS)
    return yard
  }

  test('sends somebody trained for fire to look for half an hour; what fails meanwhile waits, a second alarm changes nothing', () => {
    const yard = look(['fire', 'lowVoltage'])
    expect(yard.repairedMs).toEqual([1.5 * HOUR_MS])
    expect(yard.work.summary()).toMatchObject({ orders: { orders: 2, waiting: 0 }, mistakes: { harmless: 0 } })
  })

  test('where nobody is trained for it nobody is sent, and nothing waits', () => {
    const yard = look(['lowVoltage'])
    expect(yard.repairedMs).toEqual([HOUR_MS])
    expect(yard.work.summary().orders.orders).toBe(1)
  })
})
