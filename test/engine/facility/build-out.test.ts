import { describe, expect, test } from 'vitest'
import { quantileOf } from '../../../src/base/distribution.ts'
import { type EntityKey, entityKey } from '../../../src/base/rng.ts'
import { planSteps } from '../../../src/engine/facility/commissioning.ts'
import { type CommissioningSection, blockPlan, stepMs } from '../../../src/engine/facility/commissioning-plan.ts'
import { createFacility } from '../../../src/engine/facility/facility.ts'
import { fitOutMs } from '../../../src/engine/facility/procurement.ts'
import { RACK_STAGE } from '../../../src/engine/facility/rack-stage.ts'
import { createKernel, Phase } from '../../../src/engine/kernel/kernel.ts'
import { createState, hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { createLedger } from '../../../src/engine/ledger/ledger.ts'
import { BUCKETS } from '../../../src/scenario/buckets.ts'
import { formatDate } from '../../../src/base/civil-date.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import { installationSteps } from '../../../src/scenario/installation-steps.ts'
import { facilitySection } from '../../../src/scenario/schema/facility.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { FOREVER, makeScenario, makeSite, type Site, type SiteSpec } from '../faults/site.ts'
import { DAY_MS, tinyWorld } from '../world.ts'

const START_DAY = 20_819
const onDay = (day: number): string => formatDate(START_DAY + day)
const eventsOf = (site: Site, kind: string): { day: number; event: object }[] =>
  site.events.filter(({ event }) => event.kind === kind).map(({ atMs, event }) => ({ day: atMs / DAY_MS, event }))

/** T8.3: ten racks arrive on day 70, power comes on day 100, two racks a day, three days of burn-in; contracted from day 60. */
const lateHall: SiteSpec = {
  world: { racksPerBlock: 10, nodesPerRack: 2, contractMs: [60 * DAY_MS], horizonMs: 120 * DAY_MS },
  racks: [{ count: 10, ordered: onDay(0), delivered: { lead: '70 days' } }],
  facility: { installation: { crews: 1, racksPerDay: 2, receiving: '0 days' }, burnIn: { deadOnArrival: 0 } },
}

describe('T8.3 racks wait for a late hall', () => {
  test('two racks enter service on each of days 104 … 108', () => {
    const site = makeSite(lateHall)
    site.facility.start()
    site.kernel.run(100 * DAY_MS, FOREVER)
    site.facility.blockEnergised(0)
    site.kernel.run(120 * DAY_MS, FOREVER)
    expect(eventsOf(site, 'rackAccepted').map(({ day, event }) => [day, event])).toEqual(
      Array.from({ length: 10 }, (_, rack) => [104 + Math.floor(rack / 2), { kind: 'rackAccepted', rack }]),
    )
  })

  test('the books of a rack: delivery 10 d, grid 30 d, installation 1 d + its wait for crews, burn-in 3 d', () => {
    const world = tinyWorld(lateHall.world)
    const state = createState()
    const kernel = createKernel(state)
    const ignore = (): void => undefined
    let open = 0
    const idle = new Int32Array(9)
    const nodes = { nodeLost: () => void (open -= 4), nodeGained: () => void (open += 4) }
    const ledger = createLedger(world, kernel, state, { nodes: () => nodes, beforeClose: ignore, atHorizon: ignore, afterClose: ignore }, { advance: () => {} })
    const pass = kernel.command('test.pass', Phase.schedule, () => {
      idle[0] = open
      ledger.accounts.setIdle(idle)
    })
    let passAt = 0
    const emit = (): void => {
      if (passAt === kernel.now) return
      passAt = kernel.now
      kernel.schedule(pass, 0, kernel.now)
    }
    const ctx = { world, kernel, state, scenario: makeScenario(world, lateHall), emit }
    const facility = createFacility(ctx, { gates: ledger.gates, repair: () => ({ technicianArrived: ignore, partArrived: ignore }), deadOnArrival: ignore })
    const power = kernel.command('test.power', Phase.facility, () => {
      facility.blockEnergised(0)
      ledger.gates.openBlock(0, 'gridDelay')
    })
    ledger.gates.closeBlock(0, 'gridDelay')
    kernel.schedule(power, 0, 100 * DAY_MS)
    ledger.start()
    facility.start()
    // One rack of each pair stands for both: its node is in these buckets at noon of each day.
    const days = new Map<string, number[]>()
    for (let day = 60; day < 120; day++) {
      kernel.run(day * DAY_MS + DAY_MS / 2, FOREVER)
      for (let rack = 0; rack < 10; rack++) {
        const bucket = ledger.gates.bucketOf(world.racks.nodeBegin[rack])
        const code = bucket < 0 ? 'open' : BUCKETS[bucket].code
        const counts = days.get(code) ?? new Array<number>(10).fill(0)
        counts[rack] += 1
        days.set(code, counts)
      }
    }
    const perRack = (each: (rack: number) => number): number[] => Array.from({ length: 10 }, (_, rack) => each(rack))
    expect(Object.fromEntries(days)).toEqual({
      'L1.supplier': perRack(() => 3), // seven days of the lead time are on the road
      'L1.shipping': perRack(() => 7),
      'L2.grid': perRack(() => 30),
      'L4.install': perRack(rack => 1 + Math.floor(rack / 2)),
      'L5.burnin': perRack(() => 3),
      open: perRack(rack => 16 - Math.floor(rack / 2)),
    })
  })

  test('with construction power installation goes ahead and only burn-in waits', () => {
    const site = makeSite({ ...lateHall, facility: { installation: { crews: 1, racksPerDay: 2, receiving: '0 days', needsPower: false }, burnIn: { deadOnArrival: 0 } } })
    site.facility.start()
    site.kernel.run(100 * DAY_MS, FOREVER)
    expect([...site.facility.rackStage()]).toEqual(new Array(10).fill(RACK_STAGE.installing))
    site.facility.blockEnergised(0)
    expect([...site.facility.rackStage()]).toEqual(new Array(10).fill(RACK_STAGE.burnIn))
    site.kernel.run(103 * DAY_MS, FOREVER)
    expect(eventsOf(site, 'rackAccepted').map(({ day }) => day)).toEqual(new Array(10).fill(103))
  })

  test('energised before the start of the run counts; a second time changes nothing', () => {
    const site = makeSite(lateHall)
    site.facility.blockEnergised(0)
    site.facility.start()
    site.kernel.run(80 * DAY_MS, FOREVER)
    site.facility.blockEnergised(0)
    expect(eventsOf(site, 'rackAccepted').map(({ day }) => day)).toEqual([74, 74, 75, 75, 76, 76, 77, 77, 78, 78])
  })
})

describe('rack stages and gates on the way', () => {
  test('ordered, shipped, on site, installing, burn-in, in service; never open before the end', () => {
    const site = makeSite({
      world: { racksPerBlock: 2, nodesPerRack: 2, contractMs: [60 * DAY_MS], horizonMs: 120 * DAY_MS },
      racks: [{ count: 2, ordered: onDay(10), delivered: { lead: '30 days', shipping: '5 days', truckload: 1, interval: '10 days' } }],
      facility: { burnIn: { deadOnArrival: 0 } },
    })
    site.facility.blockEnergised(0)
    site.facility.start()
    const stages: number[][] = []
    for (const day of [9, 10, 35, 40, 41, 42, 45, 51, 55]) {
      site.kernel.run(day * DAY_MS, FOREVER)
      stages.push([...site.facility.rackStage()])
    }
    const { planned, ordered, shipped, onSite, installing, burnIn, inService } = RACK_STAGE
    expect(stages).toEqual([
      [planned, planned], [ordered, ordered], [shipped, ordered], [onSite, ordered], [installing, ordered], [burnIn, ordered],
      [inService, shipped], [inService, installing], [inService, inService],
    ])
    const calls = site.gates.calls.filter(({ entity, call }) => entity === 0 && call.endsWith('Rack')).map(({ atMs, call, cause }) => [atMs / DAY_MS, call, cause])
    expect(calls).toEqual([
      [0, 'closeRack', 'install'], [0, 'closeRack', 'burnIn'], [0, 'closeRack', 'supplier'],
      [35, 'closeRack', 'shipping'], [35, 'openRack', 'supplier'],
      [40, 'closeRack', 'receiving'], [40, 'openRack', 'shipping'],
      [41, 'openRack', 'receiving'],
      [42, 'openRack', 'install'],
      [45, 'openRack', 'burnIn'],
    ])
  })

  test('a lot ordered long before the start is on site at the start', () => {
    const site = makeSite({
      world: { racksPerBlock: 2, contractMs: [30 * DAY_MS] },
      racks: [{ count: 2, ordered: onDay(-100), delivered: { lead: '50 days' } }],
    })
    site.facility.start()
    expect([...site.facility.rackStage()]).toEqual([RACK_STAGE.onSite, RACK_STAGE.onSite])
    expect(site.gates.calls.some(({ cause }) => cause === 'supplier' || cause === 'shipping' || cause === 'receiving')).toBe(false)
  })

  test('a block that is ready at the start stands in service, without any gate', () => {
    const site = makeSite({ world: { racksPerBlock: 3 } })
    site.facility.start()
    expect(site.gates.calls).toEqual([])
    expect([...site.facility.rackStage()]).toEqual([RACK_STAGE.inService, RACK_STAGE.inService, RACK_STAGE.inService])
    expect(eventsOf(site, 'rackAccepted')).toHaveLength(3)
  })

  test('dead nodes are told before their rack opens, 3 % of them', () => {
    const seed = 1
    const site = makeSite({
      world: { racksPerBlock: 200, nodesPerRack: 100, contractMs: [60 * DAY_MS], horizonMs: 120 * DAY_MS, seed },
      racks: [{ count: 200, ordered: onDay(0), delivered: { lead: '10 days', truckload: 200 } }],
      facility: { installation: { crews: 100, racksPerDay: 2 } },
      faults: { preset: 'none', technicians: 1000 },
    })
    site.facility.start()
    site.facility.blockEnergised(0)
    site.kernel.run(120 * DAY_MS, FOREVER)
    const dead = site.faults.summary().find(({ id }) => id === 'dead-on-arrival')?.count ?? 0
    // 20,000 nodes: standard deviation 24.
    expect(Math.abs(dead - 600), `seed ${seed}: ${dead} dead`).toBeLessThan(72)
    const opened = new Set<number>()
    for (const { call, entity } of site.gates.calls) {
      if (call === 'openRack') opened.add(entity)
    }
    expect(opened.size).toBe(200)
    const firstOpenOf = site.gates.calls.findIndex(({ call, cause, entity }) => call === 'openRack' && cause === 'burnIn' && entity === 0)
    const lastDeadOf = site.gates.calls.findLastIndex(({ call, cause, entity }) => call === 'closeNode' && cause === 'deadOnArrival' && entity < 100)
    expect(lastDeadOf).toBeLessThan(firstOpenOf)
  })
})

describe('order dates', () => {
  test('fit-out time by hand: five racks, two at a time, one day each, the last truck late', () => {
    // Starts 0 0 1 1 7: the fifth rack waits for its truck on day 7.
    const crews = [{ slots: 2, durationMs: 1, isForLiquid: false }]
    const racks = (...times: number[]) => times.map(atMs => ({ atMs, hasLiquid: true }))
    expect(fitOutMs(racks(0, 0, 0, 0, 7), crews)).toBe(8)
    expect(fitOutMs(racks(0, 0, 0, 0, 0), crews)).toBe(3)
    expect(fitOutMs([], crews)).toBe(0)
  })

  test('two racks a day in work for three days each are six places', () => {
    expect(installationSteps(facilitySection.parse({ installation: { crews: 2, racksPerDay: 1, duration: '3 days' } }).installation)).toEqual([{ slots: 6, durationMs: 3 * DAY_MS, isForLiquid: false }])
  })

  test.each([['gb200-nvl72', [3, 4, 5]], ['hgx-h100-air-4', [2, 3, 4]]] as const)('%s: half a day each for placing and power, a day each for liquid where there is any and cabling, one rack at a time', (model, days) => {
    const one = { atOnce: 1 }
    const installation = { receiving: '0 days', steps: { placing: one, power: one, liquid: one, cabling: one } }
    const spec: SiteSpec = {
      world: { racksPerBlock: 3, nodesPerRack: 2, contractMs: [0], horizonMs: 40 * DAY_MS, rackTypes: [rackType(model)] },
      racks: [{ model, count: 3, ordered: onDay(-10), delivered: { lead: '15 days' } }],
      facility: { installation, burnIn: { duration: '1 day', deadOnArrival: 0 } },
    }
    const begin = (): Site => {
      const site = makeSite(spec)
      site.facility.start()
      site.facility.blockEnergised(0)
      return site
    }
    const site = begin()
    site.kernel.run(7 * DAY_MS, FOREVER)
    const saved = snapshotState(site.state)
    site.kernel.run(40 * DAY_MS, FOREVER)
    expect(eventsOf(site, 'rackAccepted').map(({ day }) => day - 5 - 1)).toEqual(days)
    const other = begin()
    restoreState(other.state, saved)
    other.kernel.run(40 * DAY_MS, FOREVER)
    expect(hashState(other.state)).toBe(hashState(site.state))
    // The plan of orders counts on the same.
    const racks = Array.from({ length: 3 }, () => ({ atMs: 0, hasLiquid: rackType(model).liquidFraction > 0 }))
    expect(fitOutMs(racks, installationSteps(facilitySection.parse({ installation }).installation)) / DAY_MS).toBe(days[2])
  })

  test('an order without date makes a median delivery ready on the day, not a day earlier', () => {
    const readyDay = 300
    const site = makeSite({
      world: { racksPerBlock: 30, nodesPerRack: 1, contractMs: [readyDay * DAY_MS], horizonMs: 400 * DAY_MS },
      racks: [{ count: 30, delivered: { lead: '84 days', truckload: 12, interval: '1 day' } }],
      facility: { burnIn: { deadOnArrival: 0 } },
    })
    site.facility.blockEnergised(0)
    site.facility.start()
    site.kernel.run(400 * DAY_MS, FOREVER)
    const days = eventsOf(site, 'rackAccepted').map(({ day }) => day)
    expect(Math.max(...days)).toBe(readyDay)
    // Eight racks a day: 8, 8, 8, 6.
    expect(days.filter(day => day === readyDay)).toHaveLength(6)
    expect(days.filter(day => day === readyDay - 3)).toHaveLength(8)
  })

  test('half of the lots of an uncertain lead time are late', () => {
    const seed = 1
    const blocks = 400
    const site = makeSite({
      world: { blocks, racksPerBlock: 1, nodesPerRack: 1, contractMs: new Array<number>(blocks).fill(500 * DAY_MS), horizonMs: 1000 * DAY_MS, seed },
      racks: [{ count: 1, delivered: { lead: { pert: ['30 weeks', '38 weeks', '60 weeks'] } } }],
      facility: { burnIn: { deadOnArrival: 0 } },
    })
    for (let block = 0; block < blocks; block++) site.facility.blockEnergised(block)
    site.facility.start()
    site.kernel.run(1000 * DAY_MS, FOREVER)
    const days = eventsOf(site, 'rackAccepted').map(({ day }) => day)
    expect(days).toHaveLength(blocks)
    const late = days.filter(day => day > 500).length
    expect(Math.abs(late - 200), `seed ${seed}: ${late} of 400 late`).toBeLessThan(30) // three standard deviations
  })
})

describe('commissioning', () => {
  const planned = facilitySection.parse({}).commissioning
  const sampled = facilitySection.parse({ commissioning: { mode: 'sampled' } }).commissioning
  const stepsOf = (section: CommissioningSection, isLiquid: boolean, key: EntityKey) => {
    const world = tinyWorld({ contractMs: [1000 * DAY_MS] })
    const racks = [{ liquidFraction: isLiquid ? 1 : 0 }]
    return planSteps(section, blockPlan({ blocks: [{ racks, cooling: {} }], facility: { commissioning: section } } as unknown as Scenario, world, 0), key)
  }
  const blockSpec: SiteSpec = { world: { racksPerBlock: 1, contractMs: [1000 * DAY_MS], horizonMs: 3000 * DAY_MS }, racks: [{ count: 1 }] }

  test('as planned, the last level passes exactly on the ready date', () => {
    const site = makeSite(blockSpec)
    site.facility.start()
    site.kernel.run(3000 * DAY_MS, FOREVER)
    const opened = site.gates.calls.find(({ call, cause }) => call === 'openBlock' && cause === 'commissioning')
    expect(opened?.atMs).toBe(1000 * DAY_MS)
    const milestones = eventsOf(site, 'milestoneReached').map(({ day, event }) => ({ day, ...event }))
    expect(milestones.map(row => ('milestone' in row ? row.milestone : ''))).toEqual(['shell', 'building', 'level2', 'liquidFlush', 'level3', 'level4', 'level5'])
    for (const row of milestones) expect('plannedMs' in row ? row.plannedMs : -1).toBe(row.day * DAY_MS)
    const building = site.gates.calls.find(({ call, cause }) => call === 'openBlock' && cause === 'building')
    expect(building?.atMs).toBeLessThan(1000 * DAY_MS)
  })

  test('air-cooled blocks have no loop to flush', () => {
    const key = entityKey({ k0: 1, k1: 0 }, 'block[0]/commissioning')
    expect(stepsOf(planned, false, key).map(({ milestone }) => milestone)).not.toContain('liquidFlush')
    expect(stepsOf(planned, true, key)).toHaveLength(7)
  })

  test('failed tests add 30 % each: level 5 fails with 30 %, so it takes 1 + 0.3 × 0.3/0.7 of its duration on average', () => {
    const seed = 1
    const level = { duration: { kind: 'fixed', value: 10 * DAY_MS } as const, failure: 0.3 }
    const draws = 20_000
    let sum = 0
    for (let n = 0; n < draws; n++) sum += stepMs(level, 0.3, entityKey({ k0: seed, k1: 0 }, `block[${n}]/commissioning`), 6)
    // Repeats are geometric: mean 3/7, variance 0.3/0.49, so the standard error of the factor is 0.3 × 0.7825/√20,000 = 0.0017.
    expect(Math.abs(sum / draws / (10 * DAY_MS) - (1 + 0.09 / 0.7)), `seed ${seed}`).toBeLessThan(0.005)
  })

  test('sampled: a late power supply delays the last test, and that wait is not booked to commissioning', () => {
    const site = makeSite({ ...blockSpec, facility: { commissioning: { mode: 'sampled' } } })
    site.facility.start()
    site.kernel.run(2000 * DAY_MS, FOREVER)
    const changes = () => site.gates.calls.filter(({ call, cause }) => call.endsWith('Block') && cause === 'commissioning').map(({ atMs, call }) => [call, atMs])
    expect(changes()).toHaveLength(2)
    const level4 = eventsOf(site, 'milestoneReached').find(({ event }) => 'milestone' in event && event.milestone === 'level4')
    expect(changes()[1]).toEqual(['openBlock', (level4?.day ?? 0) * DAY_MS])
    site.facility.blockEnergised(0)
    expect(changes()[2]).toEqual(['closeBlock', 2000 * DAY_MS])
    site.kernel.run(3000 * DAY_MS, FOREVER)
    const [, passedMs] = changes()[3]
    const weeks = (Number(passedMs) - 2000 * DAY_MS) / (7 * DAY_MS)
    expect(weeks).toBeGreaterThan(1)
    expect(weeks).toBeLessThan(4 * (1 + 0.3 * 5))
  })

  test('sampled with generators: power is not waited for', () => {
    const site = makeSite({ ...blockSpec, facility: { commissioning: { mode: 'sampled', loadTestNeedsPower: false } } })
    site.facility.start()
    site.kernel.run(3000 * DAY_MS, FOREVER)
    expect(site.gates.held.get('block[0]')?.size).toBe(0)
  })

  test('medians of the plan add up to the planned duration; sampled durations differ between blocks', () => {
    const keys = [0, 1].map(block => entityKey({ k0: 1, k1: 0 }, `block[${block}]/commissioning`))
    const [a, b] = keys.map(key => stepsOf(sampled, true, key).map(step => step.actualMs))
    expect(a).not.toEqual(b)
    const byName = (of: typeof planned) => new Map(stepsOf(of, true, keys[0]).map(step => [step.milestone, step]))
    for (const name of ['shell', 'building', 'level5'] as const) expect(byName(planned).get(name)?.actualMs).toBe(byName(sampled).get(name)?.plannedMs)
    expect(stepsOf(planned, true, keys[0])[0].plannedMs).toBe(Math.round(quantileOf(planned.shell, 0.5)))
  })
})

describe('snapshot and restore', () => {
  const spec: SiteSpec = {
    world: { blocks: 3, racksPerBlock: 20, nodesPerRack: 4, contractMs: [200 * DAY_MS, 400 * DAY_MS, 700 * DAY_MS], horizonMs: 1200 * DAY_MS, seed: 5 },
    facility: { commissioning: { mode: 'sampled' }, installation: { crews: 1, racksPerDay: 1 } },
    faults: { preset: 'none', technicians: 1 },
  }
  const begin = (): Site => {
    const site = makeSite(spec)
    const power = site.kernel.command('test.power', Phase.facility, block => site.facility.blockEnergised(block))
    for (let block = 0; block < 3; block++) site.kernel.schedule(power, block, (150 + 300 * block) * DAY_MS)
    site.facility.start()
    return site
  }
  const straight = begin()
  straight.kernel.run(1200 * DAY_MS, FOREVER)

  test('the run accepts all racks', () => {
    expect(eventsOf(straight, 'rackAccepted')).toHaveLength(60)
  })

  test.each([1, 151, 300, 460, 702, 1100])('restored at day %d it ends like the straight run, to the bit', day => {
    const site = begin()
    site.kernel.run(day * DAY_MS, FOREVER)
    const saved = snapshotState(site.state)
    const other = begin()
    restoreState(other.state, saved)
    other.kernel.run(1200 * DAY_MS, FOREVER)
    expect(hashState(other.state)).toBe(hashState(straight.state))
  })
})
