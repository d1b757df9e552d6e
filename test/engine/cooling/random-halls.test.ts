/**
 * Invariants of heat over random valid blocks, with every terminal and plant, in which machines fail, leak, are taken out and given back
 * while weather, load and power move at random. The seed is in the title.
 */
import { describe, expect, test } from 'vitest'
import { throttlePercent } from '../../../src/engine/cooling/asked-power.ts'
import { REGIME } from '../../../src/engine/cooling/block-state.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { dewPointC, vapourPressurePa } from '../../../src/physics/psychrometrics.ts'
import { type Draws, drawsOf } from '../properties/random-site.ts'
import { HOUR_MS } from '../world.ts'
import { blockDesign, createYard, weatherOf, type Yard, type YardSpec } from './yard.ts'

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
const RACKS = 24
const IT_W = 6e6
const STEPS = 250
/** Nothing chatters: so many events at most in six hours. */
const EVENTS_MAX = 500
const PRESSURE_PA = 98_000

const real = (draws: Draws, low: number, high: number): number => low + ((high - low) * draws.whole(0, 1_000_000)) / 1_000_000

/** Machines of the liquid loop, by plant. */
const PLANTS: Readonly<Record<string, (draws: Draws) => Readonly<Record<string, unknown>>>> = {
  'dry-adiabatic': draws => ({
    supply: `${draws.whole(28, 38)} degC`, units: { model: 'dry-cooler-980kw', count: draws.whole(3, 9) }, pads: draws.whole(0, 3) / 4,
    ...(draws.chance(0.5) ? { trim: { model: 'chiller-screw', count: draws.whole(1, 3) } } : {}),
  }),
  'air-cooled-chiller': draws => ({ supply: `${draws.whole(16, 30)} degC`, trim: { model: 'chiller-screw', count: draws.whole(3, 7) } }),
  'water-cooled-chiller': draws => ({ supply: `${draws.whole(16, 28)} degC`, trim: { model: 'chiller-centrifugal', count: draws.whole(2, 5) }, towers: { model: 'tower-cell-4500kw', count: draws.whole(1, 3) } }),
  'cooling-tower': draws => ({ supply: `${draws.whole(28, 36)} degC`, towers: { model: 'tower-cell-4500kw', count: draws.whole(1, 3) } }),
}

function blockOf(seed: number): YardSpec {
  const draws = drawsOf(seed)
  const plant = draws.pick(Object.keys(PLANTS))
  const kind = draws.pick(['cold plates', 'cold plates', 'rear doors', 'bath', 'air'])
  const often = (perYear: number): string => `${perYear * draws.whole(20, 80)}/year`
  const cooling = {
    plant, ...PLANTS[plant](draws),
    ...(kind === 'bath' ? { immersion: {}, chip: { power: '500 W' } } : {}),
    cdu: { rated: `${draws.whole(300, 1500)} kW`, approach: `${draws.whole(0, 8)} K`, pumps: draws.whole(1, 3), pumpSpare: draws.whole(0, 1), fouling: '0.05/year' },
    facilityLoop: { glycol: draws.whole(0, 2) / 5, pumps: draws.whole(1, 4), pumpSpare: draws.whole(0, 1) },
    air: {
      recirculation: real(draws, 0, 0.3), bypass: real(draws, 0, 0.5), spare: draws.whole(0, 2), pumps: draws.whole(1, 3), dewPoint: `${draws.whole(5, 20)} degC`,
      ...(kind === 'rear doors' ? { rearDoors: { effectiveness: real(draws, 0.4, 0.9), share: real(draws, 0.3, 1) } } : {}),
    },
    water: { storage: `${draws.whole(0, 6)} h`, outages: '30/year' },
    warning: { cap: draws.whole(5, 10) / 10 },
    reliability: { fan: often(1), chiller: often(0.4), cdu: often(0.2), handler: often(0.2), pump: often(0.2), cduPump: often(0.2), controller: often(0.1) },
    leaks: { rack: '2/year', row: '1/year', racksPerRow: draws.whole(3, 12), valveFails: 0.3 },
  }
  const liquidFraction = kind === 'bath' ? 0.97 : kind === 'air' ? 0 : draws.whole(5, 9) / 10
  return { cooling, itW: IT_W, racks: RACKS, liquidFraction, failures: true, follows: true, seed, horizonMs: 400 * 24 * HOUR_MS }
}

/** Another weather, load or supply of power. */
function happen(yard: Yard, draws: Draws): void {
  if (draws.chance(0.55)) {
    const dryBulbC = real(draws, -10, 50)
    yard.setWeather(weatherOf(dryBulbC, dryBulbC - real(draws, 0, Math.max(0.5, (dryBulbC + 10) / 3)), PRESSURE_PA))
    return
  }
  yard.setLoad(draws.chance(0.1) ? 0 : Math.round(real(draws, 0, IT_W)), draws.whole(0, 200_000), draws.chance(0.8) ? 1 : real(draws, 0, 1))
}

/** A life of the block; `look` after every event. */
function live(seed: number, look: (yard: Yard, label: string) => void): Yard {
  const spec = blockOf(seed)
  const yard = createYard(spec)
  const draws = drawsOf(seed + 5000)
  yard.cooling.start()
  yard.setWeather(weatherOf(20, 15, PRESSURE_PA))
  const out: { asset: number; reason: 'work' | 'zone' }[] = []
  for (let step = 0; step < STEPS; step++) {
    const { assets } = yard.cooling
    const what = draws.whole(0, 9)
    if (what < 7) happen(yard, draws)
    else if (what < 9) {
      const taken = { asset: draws.whole(0, assets.assets.length - 1), reason: draws.pick(['work', 'zone'] as const) }
      assets.takeOut(taken.asset, taken.reason)
      out.push(taken)
    } else for (const { asset, reason } of out.splice(0)) assets.giveBack(asset, reason)
    const untilMs = yard.kernel.now + (draws.chance(0.5) ? draws.whole(2, 300_000) : draws.whole(2, 6 * HOUR_MS))
    let events = 0
    // Between a change and the settle that follows it in the same millisecond or the next, old motions stand beside new health.
    const settled = (label: string): void => (yard.load.col.dirty[0] === 0 ? look(yard, `seed ${seed} step ${step} ${label} at ${yard.kernel.now}`) : undefined)
    while (yard.kernel.run(untilMs, 1) === 'yield') settled(`event ${events++}`)
    settled('end')
    expect(events, `seed ${seed} step ${step}`).toBeLessThan(EVENTS_MAX)
  }
  return yard
}

describe.each(SEEDS)('random block of seed %i', seed => {
  test('I4, I14, I15, I18 after every event', () => {
    const { cooling: written, itW = 0, liquidFraction = 0 } = blockOf(seed)
    const design = blockDesign(written, { itDesignW: itW, liquidFraction })
    let looks = 0
    live(seed, (yard, label) => {
      looks += 1
      const books = yard.cooling.explain(0)
      const inW = books.itW + books.roomLossW + books.electricW
      // I4: what comes in leaves or warms something.
      expect(Math.abs(inW - books.rejectedW - books.storedW), label).toBeLessThanOrEqual(1e-9 * Math.max(inW, books.rejectedW, Math.abs(books.storedW), 1e6))
      // I14: nothing runs backwards, but for a watt in the tables of fans.
      for (const value of [books.electricW, books.coolerHeatW, books.chillerHeatW, books.makeupKgps, books.evaporatedKgps]) expect(value, label).toBeGreaterThanOrEqual(-1)
      expect(books.makeupKgps, label).toBeGreaterThanOrEqual(books.evaporatedKgps * (1 - 1e-12))
      // I15: coolant is not colder than the water that cools it, nor within 2 K of the dew point that the hall can have.
      expect(books.coolantC, label).toBeGreaterThanOrEqual(books.facilitySupplyC - 1e-9)
      expect(books.inletAirC, label).toBeGreaterThanOrEqual(design.air.setpointC - 1e-9)
      // I18: full power below the warning, never below the floor, and never so much that chips would pass their throttle point.
      const percent = Math.round(yard.cooling.view.throttle[0] * 100)
      expect(percent, label).toBeGreaterThanOrEqual(50)
      expect(percent, label).toBeLessThanOrEqual(100)
    })
    expect(looks).toBeGreaterThan(STEPS)
  })

  test('I15: the dew point is below the wet bulb, that below the dry bulb; coolant keeps 2 K above the dew point of the hall', () => {
    const { cooling: written, itW = 0, liquidFraction = 0 } = blockOf(seed)
    const { section, liquid } = blockDesign(written, { itDesignW: itW, liquidFraction })
    const yard = createYard({ ...blockOf(seed), failures: false })
    const draws = drawsOf(seed + 9000)
    for (let step = 0; step < 100; step++) {
      const dryBulbC = real(draws, 0, 40)
      const weather = weatherOf(dryBulbC, dryBulbC - real(draws, 0.01, dryBulbC / 3 + 0.02), PRESSURE_PA)
      const dewC = dewPointC(vapourPressurePa(weather.humidityRatio, PRESSURE_PA))
      expect(weather.wetBulbC).toBeLessThanOrEqual(weather.dryBulbC)
      expect(dewC, `seed ${seed} step ${step}`).toBeLessThanOrEqual(weather.wetBulbC + 1e-6)
      yard.setWeather(weather)
      yard.setLoad(Math.round(real(draws, 1e5, IT_W)), 1e5)
      yard.run(yard.kernel.now + draws.whole(2, HOUR_MS))
      if (liquid.heatW > 0) expect(yard.cooling.explain(0).coolantC, `seed ${seed} step ${step}`).toBeGreaterThanOrEqual(Math.min(dewC, section.air.dewPoint) + 2 - 1e-9)
    }
  })

  test('I18: the power that chips may draw never rises with the coolant and is full up to their ceiling', () => {
    const { cooling: written, itW = 0, liquidFraction = 0 } = blockOf(seed)
    const { limits } = blockDesign(written, { itDesignW: itW, liquidFraction })
    let before = 100
    for (let coolantC = limits.throttleC - 5; coolantC < limits.throttleC + 40; coolantC += 0.05) {
      const percent = throttlePercent(limits, REGIME.flowing, coolantC)
      expect(percent).toBeLessThanOrEqual(before)
      if (coolantC <= limits.throttleC) expect(percent).toBe(100)
      before = percent
    }
  })

  test('I19, I20: looks and evaluations in between change no temperature; a restored life goes on as a straight one', () => {
    const plain = live(seed, () => undefined)
    const looked = live(seed, yard => void yard.cooling.explain(0))
    expect(hashState(looked.state)).toBe(hashState(plain.state))
    const again = createYard(blockOf(seed))
    restoreState(again.state, snapshotState(plain.state))
    const half = plain.kernel.now + 7 * HOUR_MS
    plain.run(half)
    const split = plain.cooling.explain(0)
    again.run(half - 3 * HOUR_MS)
    again.run(half)
    expect(again.cooling.explain(0)).toEqual(split)
    expect(hashState(again.state)).toBe(hashState(plain.state))
  })
})
