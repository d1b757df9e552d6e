import { describe, expect, test } from 'vitest'
import { assembleWorld } from '../../../src/engine/assemble.ts'
import { type Access, createAccess } from '../../../src/engine/facility/access.ts'
import { type Kernel, createKernel } from '../../../src/engine/kernel/kernel.ts'
import { createState, hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { drawsOf } from '../properties/random-site.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, scenarioOf, zoneSiteText } from './zone-site.ts'

interface Rig {
  readonly access: Access
  readonly kernel: Kernel
  /** Orders in order of admission, with the time. */
  readonly admitted: { order: number; atMs: number }[]
  readonly state: ReturnType<typeof createState>
}

function rigOf(security: string, onAdmission?: (rig: Rig, order: number) => void): Rig {
  const scenario = scenarioOf(zoneSiteText({ more: `security: ${security}\n` }))
  const state = createState()
  const kernel = createKernel(state)
  const admitted: Rig['admitted'] = []
  const access = createAccess({ world: assembleWorld(scenario, { seed: 1, replication: 0 }), scenario, kernel, state, emit: () => undefined }, () => ({
    admitted(order) {
      admitted.push({ order, atMs: kernel.now })
      onAdmission?.(rig, order)
    },
  }))
  if (access === undefined) throw new Error('no security')
  const rig: Rig = { access, kernel, admitted, state }
  return rig
}

const FIXED = 'badgedAccess: 30 min, escortedAccess: 4 h'

describe('the way to work', () => {
  test('staff with a badge after half an hour, vendors with an escort after four', () => {
    const rig = rigOf(`{zones: {white: {blocks: [hall]}}, ${FIXED}}`)
    rig.access.enter(1, 0, 'staff', 2)
    rig.access.enter(2, 0, 'vendor', 2)
    rig.access.enter(3, -1, 'vendor', 2)
    rig.kernel.run(DAY_MS, Infinity)
    expect(rig.admitted).toEqual([{ order: 1, atMs: 30 * MINUTE_MS }, { order: 3, atMs: 30 * MINUTE_MS }, { order: 2, atMs: 4 * HOUR_MS }])
  })

  test('medians of the defaults: 0.5 h badged, 4 h escorted', () => {
    const rig = rigOf('{zones: {white: {blocks: [hall], people: 10000}}, escorts: 1000, ratio: 100}')
    for (let order = 0; order < 801; order++) rig.access.enter(order, 0, order % 2 === 0 ? 'staff' : 'vendor', 1)
    rig.kernel.run(60 * DAY_MS, Infinity)
    const median = (odd: number): number => rig.admitted.filter(({ order }) => order % 2 === odd).map(({ atMs }) => atMs)[200]
    expect(median(0) / HOUR_MS).toBeGreaterThan(0.44)
    expect(median(0) / HOUR_MS).toBeLessThan(0.56)
    expect(median(1) / HOUR_MS).toBeGreaterThan(3.5)
    expect(median(1) / HOUR_MS).toBeLessThan(4.5)
  })

  test('who has no clearance comes on the next working day: 1 January 2027 is a Friday, so on Monday at seven', () => {
    const rig = rigOf(`{zones: {white: {blocks: [hall], escorted: []}}, ${FIXED}}`)
    rig.access.enter(1, 0, 'vendor', 1)
    rig.kernel.run(10 * DAY_MS, Infinity)
    expect(rig.admitted).toEqual([{ order: 1, atMs: 3 * DAY_MS + 11 * HOUR_MS }])
  })

  test('the higher of two zones holds', () => {
    const rig = rigOf(`{zones: {site: {blocks: [hall], level: 1, badged: [staff, vendor]}, vault: {blocks: [hall], level: 5}}, ${FIXED}}`)
    rig.access.enter(1, 0, 'vendor', 1)
    rig.kernel.run(DAY_MS, Infinity)
    expect(rig.admitted[0].atMs).toBe(4 * HOUR_MS)
  })
})

describe('escorts and room', () => {
  test('a shortage queues work: capacity is escorts × ratio', () => {
    const rig = rigOf(`{zones: {white: {blocks: [hall]}}, escorts: 1, ratio: 2, ${FIXED}}`)
    for (const order of [1, 2, 3]) rig.access.enter(order, 0, 'vendor', 1)
    rig.kernel.run(5 * HOUR_MS, Infinity)
    expect(rig.admitted.map(({ order }) => order)).toEqual([1, 2])
    expect(rig.access.summary()).toMatchObject({ escortCapacity: 2, escorted: 2, waiting: 1 })
    rig.access.leave(1)
    expect(rig.admitted.map(({ order, atMs }) => [order, atMs])).toEqual([[1, 4 * HOUR_MS], [2, 4 * HOUR_MS], [3, 5 * HOUR_MS]])
    expect(rig.access.summary()).toMatchObject({ escorted: 2, waiting: 0, waitMs: HOUR_MS, admitted: 3 })
  })

  test('a group larger than all escorts can watch takes all of them, and nobody overtakes it', () => {
    const rig = rigOf(`{zones: {white: {blocks: [hall]}}, escorts: 1, ratio: 2, ${FIXED}}`)
    rig.access.enter(1, 0, 'vendor', 1)
    rig.access.enter(2, 0, 'vendor', 9)
    rig.access.enter(3, 0, 'vendor', 1)
    rig.access.enter(4, 0, 'staff', 1)
    rig.kernel.run(6 * HOUR_MS, Infinity)
    expect(rig.admitted.map(({ order }) => order)).toEqual([4, 1])
    rig.access.leave(1)
    expect(rig.admitted.map(({ order }) => order)).toEqual([4, 1, 2])
  })

  test('a zone takes so many people at a time; those of another are not held up', () => {
    const rig = rigOf(`{zones: {white: {blocks: [hall], people: 3}}, ${FIXED}}`)
    rig.access.enter(1, 0, 'staff', 2)
    rig.access.enter(2, 0, 'staff', 2)
    rig.access.enter(3, -1, 'staff', 2)
    rig.kernel.run(HOUR_MS, Infinity)
    expect(rig.admitted.map(({ order }) => order)).toEqual([1, 3])
    expect(rig.access.summary().inside).toEqual([2])
    rig.access.leave(1)
    expect(rig.admitted.map(({ order }) => order)).toEqual([1, 3, 2])
  })

  test('who is put off on the way or at the door takes nothing with them', () => {
    const rig = rigOf(`{zones: {white: {blocks: [hall]}}, escorts: 1, ratio: 1, ${FIXED}}`)
    for (const order of [1, 2, 3]) rig.access.enter(order, 0, 'vendor', 1)
    rig.kernel.run(HOUR_MS, Infinity)
    rig.access.leave(1)
    rig.kernel.run(5 * HOUR_MS, Infinity)
    rig.access.leave(3)
    rig.access.leave(2)
    rig.access.leave(2)
    expect(rig.admitted.map(({ order }) => order)).toEqual([2])
    expect(rig.access.summary()).toMatchObject({ escorted: 0, waiting: 0 })
  })
})

describe.each([1, 2, 3, 4, 5, 6])('random comings and goings of seed %d', seed => {
  const draws = drawsOf(seed)
  const people = draws.whole(1, 6)
  const security = `{zones: {white: {blocks: [hall], people: ${people}, badged: [${draws.chance(0.5) ? 'staff' : ''}]}}, escorts: ${draws.whole(1, 3)}, ratio: ${draws.whole(1, 3)}}`

  /** Orders come over a week and leave some hours after their admission; every tenth is put off on the way. */
  function play(cutAt: number): { rig: Rig; hash: string } {
    const plan = drawsOf(seed + 100)
    const begin = (): Rig => rigOf(security)
    let rig = begin()
    const inside = new Map<number, number>()
    let seen = 0
    for (let hour = 0; hour < 24 * 120; hour++) {
      if (hour < 24 * 7 && plan.chance(0.6)) rig.access.enter(hour, plan.chance(0.8) ? 0 : -1, plan.pick(['staff', 'vendor'] as const), plan.whole(1, 4))
      rig.kernel.run((hour + 1) * HOUR_MS, Infinity)
      for (; seen < rig.admitted.length; seen++) inside.set(rig.admitted[seen].order, hour + plan.whole(1, 12))
      for (const [order, untilHour] of [...inside].sort(([a], [b]) => a - b)) {
        if (untilHour > hour) continue
        inside.delete(order)
        rig.access.leave(order)
      }
      if (hour % 10 === 9 && plan.chance(0.5)) rig.access.leave(hour - 3)
      const { escorted, escortCapacity, inside: within } = rig.access.summary()
      expect(escorted, 'escorts ≤ available').toBeLessThanOrEqual(escortCapacity)
      expect(escorted).toBeGreaterThanOrEqual(0)
      expect(within[0], 'people ≤ room').toBeLessThanOrEqual(people)
      if (hour !== cutAt) continue
      const snapshot = snapshotState(rig.state)
      const resumed = begin()
      restoreState(resumed.state, snapshot)
      resumed.admitted.push(...rig.admitted)
      rig = resumed
    }
    return { rig, hash: hashState(rig.state) }
  }

  test('I11: escorts never watch more people than they can, zones never hold more than they may; in the end nobody is left', () => {
    const { rig } = play(-1)
    expect(rig.admitted.length).toBeGreaterThan(20)
    const { waiting, admitted } = rig.access.summary()
    expect(waiting).toBe(0)
    expect(admitted).toBe(rig.admitted.length)
  })

  test('from a snapshot it goes on as it would have', () => {
    expect(play(drawsOf(seed + 7).whole(10, 150)).hash).toBe(play(-1).hash)
  })
})
