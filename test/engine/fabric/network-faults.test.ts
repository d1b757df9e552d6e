import { describe, expect, test } from 'vitest'
import { flapFigures } from '../../../src/engine/fabric/flaps.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { slowdown } from '../../../src/physics/training-step.ts'
import { fabricSection } from '../../../src/scenario/schema/fabric.ts'
import { DAY_MS } from '../world.ts'
import { bench, QUIET, range } from './bench.ts'

const HOUR_MS = 3_600_000
const OFTEN = '10 1/year'
const only = (kind: string) => ({ failures: { ...QUIET.failures, [kind]: OFTEN, leafSwitchRepair: '400 weeks', linkRepair: '400 weeks', opticRepair: '400 weeks' } })

/** Runs until something of a table is not zero. */
function untilStruck(of: ReturnType<typeof bench>, table: string, column: string): void {
  for (let hour = 1; of.column(table, column).every(value => value === 0); hour++) of.kernel.run(hour * HOUR_MS, Infinity)
}

describe('faults of the network', () => {
  test('a leaf switch of a rail takes one of eight rails from its nodes: rate (R − 1)/R', () => {
    const of = bench(1, only('leafSwitch'))
    of.attach(0, range(0, 8))
    of.attach(1, range(8, 16))
    of.attach(2, range(16, 24))
    of.attach(3, range(24, 32))
    of.fabric.start()
    untilStruck(of, 'fabric.nodes', 'switchPortsDown')
    const hit = of.column('fabric.nodes', 'switchPortsDown').findIndex(ports => ports > 0) / 8
    expect(of.factors.get(hit)?.[2]).toBeCloseTo(1 / slowdown(0.15, 0.5, 7 / 8), 12)
    expect(of.gates.calls).toEqual([])
  })

  test('without a detour the nodes of a lost rail are closed; with two planes their jobs go on at half the rate', () => {
    const alone = bench(1, { ...only('leafSwitch'), detour: false })
    alone.attach(0, range(0, 8))
    alone.fabric.start()
    untilStruck(alone, 'fabric.nodes', 'switchPortsDown')
    expect(alone.gates.calls.length).toBe(8)
    expect(new Set(alone.gates.calls.map(({ call, cause }) => `${call} ${cause}`))).toEqual(new Set(['closeNode leafFault']))
    const dual = bench(1, { ...only('leafSwitch'), kind: 'dual-plane', detour: false })
    for (let job = 0; job < 4; job++) dual.attach(job, range(job * 8, job * 8 + 8))
    dual.fabric.start()
    untilStruck(dual, 'fabric.nodes', 'switchPortsDown')
    const hit = dual.column('fabric.nodes', 'switchPortsDown').findIndex(ports => ports > 0) / 8
    expect(dual.factors.get(hit)?.[2]).toBeCloseTo(1 / slowdown(0.15, 0.5, 1 / 2), 12)
    expect(dual.gates.calls).toEqual([])
  })

  test('a top-of-rack switch of a plain leaf-spine takes all ports of the four nodes that it serves', () => {
    const of = bench(1, { ...only('leafSwitch'), kind: 'leaf-spine' })
    of.fabric.start()
    untilStruck(of, 'fabric.nodes', 'switchPortsDown')
    // 32 of 64 ports down, eight NICs a node.
    expect(of.gates.calls.map(({ entity }) => entity)).toHaveLength(4)
    expect(of.gates.calls.every(({ call, cause }) => call === 'closeNode' && cause === 'leafFault')).toBe(true)
  })

  test('a module takes its link: one of eight rails of a node, given back after the repair', () => {
    const of = bench(2, { failures: { ...QUIET.failures, optic: '0.1 1/year', opticRepair: '2 hours' } })
    for (let job = 0; job < 4; job++) of.attach(job, range(job * 8, job * 8 + 8))
    of.fabric.start()
    untilStruck(of, 'fabric.nodes', 'linksDown')
    const hit = Math.floor(of.column('fabric.nodes', 'linksDown').findIndex(links => links > 0) / 8)
    expect(of.factors.get(hit)?.[2]).toBeCloseTo(1 / slowdown(0.15, 0.5, 7 / 8), 12)
    of.kernel.run(of.kernel.now + 2 * HOUR_MS + 1, Infinity)
    expect(of.factors.get(hit)).toEqual([1, 1, 1])
  })

  test('a spine takes its share of every leaf bundle of the block: 1 − 1/n', () => {
    const of = bench(1, only('upperSwitch'))
    const before = [...of.column('fabric.bundles', 'capacityBps')]
    of.fabric.start()
    untilStruck(of, 'fabric.blocks', 'spinesDown')
    const block = of.column('fabric.blocks', 'spinesDown').findIndex(count => count > 0)
    const after = of.column('fabric.bundles', 'capacityBps')
    // 2 × 64 uplinks of a block on switches of 64 ports: two spines.
    for (const leaf of [0, 1]) expect(after[block * 2 + leaf]).toBeCloseTo(before[block * 2 + leaf] / 2, 3)
    for (const leaf of [0, 1]) expect(after[(1 - block) * 2 + leaf]).toBe(before[(1 - block) * 2 + leaf])
  })

  test('a tray of a scale-up domain leaves its job at the share of the others', () => {
    const of = bench(1, { ...QUIET, scaleUp: { failure: OFTEN, repair: '50 weeks' } })
    of.attach(0, range(0, 32))
    of.fabric.start()
    untilStruck(of, 'fabric.nodes', 'traysDown')
    expect(of.factors.get(0)?.[2]).toBeCloseTo(1 / slowdown(0.15, 0.5, 3 / 4), 12)
  })

  test('planned work by rail goes from one leaf group to the next and takes one of eight ports of their nodes: (R − 1)/R', () => {
    const of = bench(1, { ...QUIET, maintenance: [{ id: 'firmware', tier: 'leaf', first: '2027-01-03', every: '30 days', duration: '4 hours' }] })
    for (let job = 0; job < 4; job++) of.attach(job, range(job * 8, job * 8 + 8))
    of.fabric.start()
    const slowed = 1 / slowdown(0.15, 0.5, 7 / 8)
    for (let leaf = 0; leaf < 4; leaf++) {
      of.kernel.run(2 * DAY_MS + leaf * 4 * HOUR_MS + 1, Infinity)
      expect([0, 1, 2, 3].map(job => of.factors.get(job)?.[2])).toEqual([0, 1, 2, 3].map(job => (job === leaf ? slowed : 1)))
    }
    of.kernel.run(3 * DAY_MS, Infinity)
    expect([...of.factors.values()]).toEqual(Array.from({ length: 4 }, () => [1, 1, 1]))
    expect(of.gates.calls).toEqual([])
    of.kernel.run(32 * DAY_MS + 1, Infinity)
    expect(of.factors.get(0)?.[2]).toBe(slowed)
  })

  test('a core that is worked on as a whole: nothing starts over blocks from the notice on, jobs there are asked to leave, the rest is cut off', () => {
    const of = bench(1, { ...QUIET, maintenance: [{ id: 'core', tier: 'core', first: '2027-01-02', duration: '4 hours', capacity: 0, notice: '2 hours' }] })
    of.attach(0, range(4, 20))
    of.attach(1, range(24, 32))
    of.fabric.start()
    of.kernel.run(DAY_MS + 12 * HOUR_MS, Infinity)
    expect(of.apart).toEqual([{ atMs: 22 * HOUR_MS, isApart: true }, { atMs: 28 * HOUR_MS, isApart: false }])
    expect(of.asked).toEqual([{ job: 0, atMs: DAY_MS }])
    expect(of.cut).toEqual([{ job: 0, atMs: DAY_MS, rework: 'preempt' }])
  })

  test('work on the core that waits begins when the last job over blocks has left', () => {
    const of = bench(1, { ...QUIET, maintenance: [{ id: 'core', tier: 'core', first: '2027-01-02', duration: '4 hours', capacity: 0, drainBy: 'wait' }] })
    of.attach(0, range(4, 20))
    of.fabric.start()
    of.kernel.run(3 * DAY_MS, Infinity)
    expect(of.column('fabric.bundles', 'capacityBps')[4]).toBeGreaterThan(0)
    of.fabric.detach(0)
    of.kernel.run(3 * DAY_MS + 1, Infinity)
    expect(of.column('fabric.bundles', 'capacityBps')[4]).toBe(0)
    of.kernel.run(4 * DAY_MS, Infinity)
    expect(of.apart.at(-1)).toEqual({ atMs: 3 * DAY_MS + 1 + 4 * HOUR_MS, isApart: false })
    expect(of.cut).toEqual([])
  })

  test('when the last core switch fails, jobs over blocks wait instead of crawling', () => {
    const of = bench(1, { ...only('upperSwitch'), core: { oversubscription: 16 } })
    of.attach(0, range(4, 20))
    of.attach(1, range(0, 4))
    of.fabric.start()
    for (let hour = 1; of.apart.length === 0; hour++) of.kernel.run(hour * HOUR_MS, Infinity)
    expect(of.cut).toEqual([{ job: 0, atMs: of.apart[0].atMs, rework: 'net' }])
  })

  test('a tray of a rack that is one domain takes it down as a whole', () => {
    const of = bench(1, { ...QUIET, scaleUp: { failure: OFTEN, repair: '50 weeks' } }, { rack: 'gb200-nvl72', world: { nodesPerRack: 18, acceleratorsPerNode: 4 } })
    of.fabric.start()
    untilStruck(of, 'fabric.nodes', 'traysDown')
    const closed = of.gates.calls.filter(({ call }) => call === 'closeNode')
    expect(closed).toHaveLength(18)
    expect(new Set(closed.map(({ entity, cause }) => `${Math.floor(entity / 18)} ${cause}`)).size).toBe(1)
    expect(closed[0].cause).toBe('leafFault')
  })

  test('planned work on the core thins what leaves blocks and nothing else', () => {
    const of = bench(1, { ...QUIET, maintenance: [{ id: 'core', tier: 'core', first: '2027-01-02', duration: '4 hours', capacity: 0.25 }] })
    const before = [...of.column('fabric.bundles', 'capacityBps')]
    of.fabric.start()
    of.kernel.run(25 * HOUR_MS, Infinity)
    expect([...of.column('fabric.bundles', 'capacityBps')]).toEqual(before.map((bps, bundle) => (bundle === 4 || bundle === 5 ? bps / 4 : bps)))
    of.kernel.run(30 * HOUR_MS, Infinity)
    expect([...of.column('fabric.bundles', 'capacityBps')]).toEqual(before)
  })

  test('people and parts are asked for where the file names them: a module waits for its part, then for a technician, then is worked on', () => {
    const asked: string[] = []
    const facility = {
      requestTechnician: (unit: number, priority: number, people: number) => void asked.push(`people ${unit} ${priority} ${people}`),
      releaseTechnician: (unit: number, people: number) => void asked.push(`release ${unit} ${people}`),
      takePart(unit: number, part: string) {
        asked.push(`part ${unit} ${part}`)
        return false
      },
    }
    const of = bench(2, { failures: { ...QUIET.failures, optic: '0.1 1/year', opticRepair: '2 hours' } }, { crews: { teams: [{ skills: ['it'], count: 3 }] }, parts: { optic: {} }, facility })
    of.fabric.start()
    untilStruck(of, 'fabric.nodes', 'linksDown')
    const [first] = asked
    // 32 nodes and 8 racks come before: the unit is 40 and the row of what failed.
    const unit = Number(first.split(' ')[1])
    expect(first).toBe(`part ${unit} optic`)
    expect(unit).toBeGreaterThanOrEqual(40)
    of.fabric.partArrived(unit - 40)
    expect(asked.at(-1)).toBe(`people ${unit} 1 1`)
    of.kernel.run(of.kernel.now + 100 * HOUR_MS, Infinity)
    expect(of.column('fabric.nodes', 'linksDown').some(links => links > 0)).toBe(true)
    const atMs = of.kernel.now
    of.fabric.technicianArrived(unit - 40)
    of.kernel.run(atMs + 2 * HOUR_MS, Infinity)
    expect(asked).toContain(`release ${unit} 1`)
  })

  test('a switch takes a switch from the shelf, a link nothing; without people or parts in the file nobody is asked', () => {
    const taken = new Set<string>()
    const facility = { requestTechnician: () => { throw new Error('nobody is to be asked') }, releaseTechnician: () => undefined, takePart: (_unit: number, part: string) => taken.add(part) !== undefined }
    const of = bench(3, { failures: { link: '1 1/year', optic: '1 1/year', leafSwitch: '1 1/year', upperSwitch: '1 1/year' } }, { parts: { 'network-switch': {} }, facility })
    of.fabric.start()
    of.kernel.run(100 * DAY_MS, Infinity)
    expect([...taken].sort()).toEqual(['network-switch', 'optic'])
    taken.clear()
    const silent = bench(3, { failures: { link: '1 1/year', optic: '1 1/year', leafSwitch: '1 1/year' } }, { facility })
    silent.fabric.start()
    silent.kernel.run(100 * DAY_MS, Infinity)
    expect(taken.size).toBe(0)
  })

  test('a restored run equals a straight one with everything on', () => {
    const section = {
      failures: { link: '2 1/year', optic: '2 1/year', leafSwitch: '0.5 1/year', upperSwitch: '2 1/year' }, flaps: { rate: '50 1/year' }, scaleUp: { failure: '1 1/year' }, fidelity: 'exact', leaf: { oversubscription: 8 },
      maintenance: [{ id: 'spines', tier: 'spine', first: '2027-02-01', every: '20 days' }], wan: { isolates: true, regions: [{ id: 'east', cuts: '20 1/year' }], drills: [{ id: 'drill', region: 'east', from: '2027-09-01' }] },
    }
    const straight = bench(7, section)
    const put = (of: typeof straight): void => {
      of.attach(0, range(0, 12))
      of.attach(1, range(12, 30))
    }
    put(straight)
    straight.fabric.start()
    straight.kernel.run(200 * DAY_MS, Infinity)
    const saved = snapshotState(straight.state)
    straight.kernel.run(400 * DAY_MS, Infinity)
    const other = bench(7, section)
    put(other)
    restoreState(other.state, saved)
    other.kernel.run(400 * DAY_MS, Infinity)
    expect(hashState(other.state)).toBe(hashState(straight.state))
  })
})

describe('flaps', () => {
  const figures = (flaps: Record<string, unknown>) => flapFigures(fabricSection.parse({ flaps }))

  test('time in flaps that are ridden through, and longer ones, by hand: lognormal of median 5 s and σ 1', () => {
    // P(X ≤ 45 s) = Φ(ln 9) = Φ(2.197) = 0.98600; E[X; X ≤ 45] = 5·e^0.5·Φ(2.197 − 1) = 8.2436·0.8844 = 7.291 s.
    const { stalledShare, longPerYear } = figures({ duration: { p50: '5 s', p90: '18.011 s' } })
    expect(longPerYear).toBeCloseTo(0.014, 4)
    expect(stalledShare * 31_557_600).toBeCloseTo(7.291, 2)
    // 34 of the 35 interruptions by the network that Llama 3 counts in 54 days on 16,384 accelerators.
    expect(longPerYear * 16_384 * (54 / 365.25)).toBeCloseTo(33.9, 1)
    expect(figures({ rate: '0 1/year' })).toEqual({ stalledShare: 0, longPerYear: 0 })
  })

  test('a job loses the share of time in which one of its links is down; a job inside a node nothing', () => {
    const of = bench(1, { ...QUIET, flaps: { rate: '100 1/year', duration: '10 s', tolerance: '30 s' } })
    of.attach(0, range(0, 8))
    of.attach(1, [9])
    expect(of.factors.get(0)?.[2]).toBeCloseTo(1 / (1 + (64 * 100 * 10) / 31_557_600), 9)
    expect(of.factors.get(1)).toEqual([1, 1, 1])
  })

  test('longer flaps end jobs on the network at their rate, and nobody else', () => {
    const of = bench(5, { ...QUIET, flaps: { rate: '2 1/year', duration: '60 s', tolerance: '30 s' } })
    of.attach(0, range(0, 8))
    of.attach(1, [9])
    of.fabric.start()
    of.kernel.run(3650 * DAY_MS, Infinity)
    // 64 links × 2 a year × 10 years = 1,279; the 99.9 % interval of a Poisson count.
    expect(of.ended.every(job => job === 0)).toBe(true)
    expect(Math.abs(of.ended.length - 1279)).toBeLessThan(3.29 * Math.sqrt(1279))
  })
})
