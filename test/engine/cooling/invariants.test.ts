/** Conservation, order independence and restore of the whole domain under random histories. */
import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { MOTION, relax, rest, STORE_COLUMNS, storeAfter, storeCrossingMs } from '../../../src/engine/cooling/transients.ts'
import { createTable } from '../../../src/base/table.ts'
import { ramp } from '../../../src/engine/cooling/transients.ts'
import { draws } from '../../physics/draws.ts'
import { HOUR_MS } from '../world.ts'
import { CAMPUS_BLOCK, CAMPUS_IT_W, createYard, weatherOf, type Yard } from './yard.ts'

const SEEDS = [1, 2, 3, 4, 5, 6]
const WITH_TRIM = { ...CAMPUS_BLOCK, trim: { model: 'chiller-screw', count: 2 }, water: { storage: '30 min', limit: '15 kg/s' } }
const COUNTERS = ['fansOut', 'trimOut', 'airChillersOut', 'cdusOut', 'handlersOut'] as const

const table = (yard: Yard, name: string) => {
  const entry = yard.state.entries.get(name)
  if (entry?.kind !== 'table') throw new Error(`no ${name}`)
  return entry.table
}

/** One random change of weather, load, power or health. */
function disturb(yard: Yard, between: (low: number, high: number) => number): void {
  const what = between(0, 1)
  if (what < 0.35) {
    const dryBulbC = between(-10, 54)
    yard.setWeather(weatherOf(dryBulbC, dryBulbC - between(0, Math.max(1, (dryBulbC + 10) / 2.5)), between(80_000, 101_325)))
  } else if (what < 0.75) {
    const powered = between(0, 1) < 0.75 ? 1 : between(-0.3, 1)
    yard.setLoad(between(0, 1) < 0.1 ? 0 : Math.round(between(0, CAMPUS_IT_W)), Math.round(between(0, 8e5)), Math.max(0, powered))
  } else if (what < 0.9) {
    const counter = COUNTERS[Math.floor(between(0, COUNTERS.length))]
    const most = { fansOut: 72, trimOut: 2, airChillersOut: 5, cdusOut: 18, handlersOut: 20 }[counter]
    const column = table(yard, 'cooling.block').col[counter] as Uint32Array
    column[0] = between(0, 1) < 0.5 ? 0 : Math.round(between(0, most))
    yard.requestSettle(0)
  } else {
    yard.setSource(between(0, 1) >= 0.5)
  }
}

interface History {
  readonly seed: number
  readonly steps: number
  /** Evaluations that change nothing, sown between the others. */
  readonly noOps?: boolean
  readonly after?: (yard: Yard, step: number) => void
}

/** Integer energy of the plant over a random history, W·ms. */
function live({ seed, steps, noOps = false, after }: History): { yard: Yard; energyWms: bigint } {
  const between = draws(seed)
  const idle = draws(seed + 1000)
  const yard = createYard({ cooling: WITH_TRIM })
  yard.setWeather(weatherOf(25, 18))
  let energyWms = 0n
  const until = (toMs: number): void => {
    // Crossings may change the demand in between, so the counter follows event by event.
    while (yard.kernel.now < toMs) {
      const sinceMs = yard.kernel.now
      const drawnW = yard.cooling.view.mechanicalW[0]
      yard.next(toMs)
      energyWms += BigInt(drawnW) * BigInt(yard.kernel.now - sinceMs)
    }
  }
  for (let step = 0; step < steps; step++) {
    disturb(yard, between)
    const endMs = yard.kernel.now + Math.round(between(0, 1) < 0.5 ? between(2, 300_000) : between(2, 2 * HOUR_MS))
    yard.run(yard.kernel.now)
    if (noOps) {
      until(yard.kernel.now + Math.floor((endMs - yard.kernel.now) * idle(0.1, 0.9)))
      yard.requestSettle(0)
      yard.run(yard.kernel.now)
    }
    until(endMs)
    after?.(yard, step)
  }
  return { yard, energyWms }
}

describe.each(SEEDS)('random history, seed %i', seed => {
  test('I4: heat in equals heat out plus what warms the stores', () => {
    const { yard: last } = live({
      seed,
      steps: 400,
      after(yard, step) {
        const books = yard.cooling.explain(0)
        const inW = books.itW + books.roomLossW + books.electricW
        const message = `seed ${seed} step ${step}`
        expect(Math.abs(inW - books.rejectedW - books.storedW), message).toBeLessThanOrEqual(1e-9 * Math.max(inW, books.rejectedW, 1e6))
        expect(books.electricW, message).toBeGreaterThanOrEqual(0)
        expect(Number.isSafeInteger(yard.cooling.view.mechanicalW[0]), message).toBe(true)
        expect(yard.cooling.view.throttle[0]).toBeGreaterThanOrEqual(0.5)
        expect(yard.cooling.view.throttle[0]).toBeLessThanOrEqual(1)
        for (const value of [books.facilitySupplyC, books.coolantC, books.inletAirC, books.tankKg]) expect(Number.isFinite(value), message).toBe(true)
        expect(books.facilitySupplyC).toBeGreaterThanOrEqual(36)
      },
    })
    const before = hashState(last.state)
    last.cooling.explain(0)
    expect(hashState(last.state)).toBe(before)
  })

  test('I20: evaluations that change nothing change no energy and no temperature', () => {
    const plain = live({ seed, steps: 120 })
    const split = live({ seed, steps: 120, noOps: true })
    expect(split.energyWms).toBe(plain.energyWms)
    const [a, b] = [plain.yard.cooling.explain(0), split.yard.cooling.explain(0)]
    expect(Math.abs(a.facilitySupplyC - b.facilitySupplyC)).toBeLessThan(1e-9)
    expect(Math.abs(a.coolantC - b.coolantC)).toBeLessThan(1e-9)
    expect(Math.abs(a.inletAirC - b.inletAirC)).toBeLessThan(1e-9)
    expect(Math.abs(a.tankKg - b.tankKg)).toBeLessThan(1e-6)
  })

  test('a snapshot taken in the middle goes on as if nothing had happened', () => {
    const between = draws(seed + 77)
    const steps = 60
    const cut = 20 + Math.floor(between(0, 20))
    let snapshot: ReturnType<typeof snapshotState> | undefined
    const straight = live({
      seed,
      steps,
      after(yard, step) {
        if (step === cut) snapshot = snapshotState(yard.state)
      },
    })
    if (snapshot === undefined) throw new Error('no snapshot')
    const again = createYard({ cooling: WITH_TRIM })
    restoreState(again.state, snapshot)
    const replay = createYard({ cooling: WITH_TRIM })
    restoreState(replay.state, snapshotState(again.state))
    replay.run(replay.kernel.now + 5 * HOUR_MS)
    again.run(again.kernel.now + 5 * HOUR_MS)
    expect(hashState(again.state)).toBe(hashState(replay.state))
    // The straight run, stopped at the cut and left alone, ends in the same state.
    const left = live({ seed, steps: cut + 1 }).yard
    left.run(left.kernel.now + 5 * HOUR_MS)
    expect(hashState(left.state)).toBe(hashState(again.state))
    expect(straight.yard.kernel.now).toBeGreaterThan(0)
  })

  test('rounds of a settle leave no trace: only the last evaluation of an instant counts', () => {
    const between = draws(seed)
    const [once, thrice] = [createYard({ cooling: WITH_TRIM }), createYard({ cooling: WITH_TRIM })]
    for (let step = 0; step < 150; step++) {
      const dryBulbC = between(0, 50)
      const weather = weatherOf(dryBulbC, dryBulbC - between(0, dryBulbC / 3))
      const [itW, roomLossW] = [Math.round(between(0, CAMPUS_IT_W)), Math.round(between(1, 8e5))]
      const powered = between(0, 1) < 0.7 ? 1 : between(0, 1)
      for (const yard of [once, thrice]) yard.cooling.setWeather(weather)
      const [otherW, otherPowered] = [between(0, CAMPUS_IT_W), between(0, 1) < 0.5 ? 0 : 1]
      thrice.cooling.evaluate(0, otherW, 0, otherPowered)
      thrice.cooling.evaluate(0, 0, 0, 1)
      for (const yard of [once, thrice]) yard.cooling.evaluate(0, itW, roomLossW, powered)
      for (const name of ['cooling.view', 'cooling.store', 'cooling.hall']) {
        const [a, b] = [table(once, name), table(thrice, name)]
        for (const column of Object.keys(a.col)) expect([...b.col[column]], `seed ${seed} step ${step} ${name}.${column}`).toEqual([...a.col[column]])
      }
      const waitMs = Math.round(between(1, between(0, 1) < 0.5 ? 60_000 : HOUR_MS))
      for (const yard of [once, thrice]) yard.run(yard.kernel.now + waitMs)
    }
  })
})

describe('stores', () => {
  test('I19: two steps are one: relaxing, rising and clamped motions (seed 9)', () => {
    const between = draws(9)
    for (let i = 0; i < 2000; i++) {
      const stores = createTable(1, STORE_COLUMNS)
      const [value, heatW, capacity] = [between(20, 80), between(0, 3e7), between(1e7, 1e9)]
      if (i % 2 === 0) relax(stores, 0, value, heatW, between(1e4, 1e7), between(-4e8, 1e7), capacity, 20)
      else ramp(stores, 0, value, between(-1e7, 1e7), capacity, 20)
      const [first, second] = [between(0, 1e6), between(0, 1e6)]
      const whole = storeAfter(stores, 0, first + second)
      stores.col.start[0] = storeAfter(stores, 0, first)
      expect(Math.abs(storeAfter(stores, 0, second) - whole), `draw ${i}`).toBeLessThan(1e-9)
    }
  })

  test('a crossing is where it says (seed 10)', () => {
    const between = draws(10)
    let crossings = 0
    for (let i = 0; i < 2000; i++) {
      const stores = createTable(1, STORE_COLUMNS)
      relax(stores, 0, between(30, 60), between(0, 3e7), between(1e5, 1e7), between(-4e8, 1e7), between(1e7, 1e9), -Infinity)
      if (stores.col.motion[0] !== MOTION.relax) continue
      const limit = between(30, 60)
      const ms = storeCrossingMs(stores, 0, limit)
      if (ms === Infinity) continue
      crossings += 1
      expect(Math.abs(storeAfter(stores, 0, ms) - limit), `draw ${i}`).toBeLessThan(1e-6)
    }
    expect(crossings).toBeGreaterThan(100)
    const resting = createTable(1, STORE_COLUMNS)
    rest(resting, 0, 36)
    expect(storeCrossingMs(resting, 0, 36)).toBe(Infinity)
  })
})
