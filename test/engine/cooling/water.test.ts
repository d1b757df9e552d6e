/** Water of the site: exact books, tanks, sources, drought, and what is given up when it runs short. */
import { describe, expect, test } from 'vitest'
import { daysFromCivil } from '../../../src/base/civil-date.ts'
import { rootKey } from '../../../src/base/rng.ts'
import { droughtStages } from '../../../src/engine/cooling/water-drought.ts'
import { chemistryCycles } from '../../../src/engine/cooling/water-plan.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { waterSection } from '../../../src/scenario/schema/water.ts'
import { draws } from '../../physics/draws.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { CAMPUS_BLOCK, CAMPUS_IT_W, createYard, weatherOf, type Yard, type YardSpec } from './yard.ts'

const HOT = weatherOf(43.7, 25.5)
const MILD = weatherOf(20, 14)
const CALM = { outages: '0/year' }
const STARTED_MS = 600_000
const M3 = 1_000_000_000_000n

function hotYard(water: YardSpec['water'], spec: YardSpec = {}): Yard {
  const yard = createYard({ ...spec, water })
  yard.setWeather(HOT)
  yard.setLoad(CAMPUS_IT_W, 6e5)
  // Pumps and chillers need some minutes to start.
  yard.run(STARTED_MS)
  return yard
}

/** Steps with their hour and whether they began (+) or ended (−). */
const stepsOf = (yard: Yard): string[] =>
  yard.events.flatMap(({ event }) => (event.kind === 'waterStepBegun' ? [`+${event.step}`] : event.kind === 'waterStepEnded' ? [`-${event.step}`] : []))

/** What sources gave less what the tanks gained equals what evaporated, was bled off and drifted, as integers. */
function expectBalance(yard: Yard, message: string): void {
  const book = yard.cooling.waterBook()
  const inUg = book.sourcesUg.reduce((sum, { ug }) => sum + ug, 0n)
  expect(inUg + book.tankStartUg - book.tankUg, message).toBe(book.evaporatedUg + book.blowdownUg + book.driftUg)
  expect(book.tankUg >= 0n && book.tankUg <= book.tankStartUg, message).toBe(true)
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]

/** A site of two blocks with two sources and a tank under random weather, load and drought. */
function live(seed: number, steps: number, after?: (yard: Yard, step: number) => void): Yard {
  const between = draws(seed)
  const water = {
    sources: [
      { id: 'reuse', kind: 'reclaimed', limit: `${between(2, 20).toFixed(3)} kg/s`, outages: '60/year', annual: `${Math.round(between(2000, 60_000))} m^3` },
      { id: 'city', limit: `${between(0, 12).toFixed(3)} kg/s`, outages: '40/year', outage: '12 h', ready: '2027-01-05' },
    ],
    storage: `${Math.round(between(0, 1) < 0.3 ? 0 : between(20, 2000))} m^3`,
    drought: { dates: [{ start: '2027-01-08', stage: 3 }, { start: '2027-01-20', stage: 1 }], yearly: {} },
  }
  const yard = createYard({ blocks: 2, cooling: { ...CAMPUS_BLOCK, trim: { model: 'chiller-screw', count: seed % 3 } }, failures: true, water, seed })
  yard.setWeather(MILD)
  yard.cooling.start()
  for (let step = 0; step < steps; step++) {
    const what = between(0, 1)
    if (what < 0.5) {
      const dryBulbC = between(15, 46)
      yard.setWeather(weatherOf(dryBulbC, dryBulbC - between(3, 15)))
    } else if (what < 0.9) yard.setLoad(Math.round(between(0, CAMPUS_IT_W)), Math.round(between(0, 6e5)), 1, Math.floor(between(0, 2)))
    else yard.cooling.setWaterSupply(between(0, 1) < 0.5 ? 1 : between(0, 1))
    yard.run(yard.kernel.now + Math.round(between(1, 12 * HOUR_MS)))
    after?.(yard, step)
  }
  return yard
}

describe.each(SEEDS)('I6, seed %d', seed => {
  test('makeup is evaporation, blowdown and drift; sources less what tanks gain are makeup, exactly, whatever happens', () => {
    const yard = live(seed, 150, (each, step) => expectBalance(each, `seed ${seed} step ${step}`))
    expect(yard.cooling.waterBook().evaporatedUg).toBeGreaterThan(0n)
  })

  test('a snapshot in the middle goes on as the straight run does', () => {
    let snapshot: ReturnType<typeof snapshotState> | undefined
    const straight = live(seed, 60, (yard, step) => {
      if (step === 59) snapshot = snapshotState(yard.state)
    })
    if (snapshot === undefined) throw new Error('no snapshot')
    const again = live(seed, 1)
    restoreState(again.state, snapshot)
    const endMs = straight.kernel.now + 20 * DAY_MS
    for (const yard of [straight, again]) yard.run(endMs)
    expect(hashState(again.state)).toBe(hashState(straight.state))
  })
})

describe('tanks', () => {
  test('feed what the source lacks until they are empty to the drop, fill again, and are full to the drop', () => {
    const yard = hotYard({ sources: [{ id: 'city', limit: '8 kg/s', ...CALM }], storage: '200 m^3', shortage: { steps: [] } })
    const drawn = yard.cooling.view.makeupKgps[0]
    expect(drawn).toBeGreaterThan(10)
    const emptyMs = STARTED_MS + (Number(yard.cooling.waterBook().tankUg) / 1e9 / (drawn - 8)) * 1000
    yard.run(Math.floor(emptyMs) - 1000)
    expect(yard.cooling.view.makeupKgps[0]).toBe(drawn)
    yard.run(Math.ceil(emptyMs) + 1000)
    expect(yard.cooling.view.makeupKgps[0]).toBeLessThanOrEqual(8)
    expect(yard.cooling.view.makeupKgps[0]).toBeGreaterThan(7.99)
    expect(Number(yard.cooling.waterBook().tankUg) / 1e9).toBeLessThan(1)
    expect(stepsOf(yard)).toEqual(['+storage'])
    yard.setWeather(MILD)
    yard.run(emptyMs + 3 * DAY_MS - ((emptyMs + 3 * DAY_MS) % 1))
    expect(yard.cooling.waterBook().tankUg).toBe(200n * M3)
    expect(stepsOf(yard)).toEqual(['+storage', '-storage'])
    expectBalance(yard, 'full again')
  })

  test('are shared: blocks of which one alone has a tank draw from it together', () => {
    const own = createYard({ blocks: 2, water: { sources: [], storage: '400 m^3' } })
    own.setWeather(HOT)
    own.setLoad(CAMPUS_IT_W, 6e5)
    own.run(STARTED_MS)
    const before = own.cooling.waterBook().tankUg
    const [first, second] = own.cooling.view.makeupKgps
    expect(first).toBeGreaterThan(0)
    expect(second).toBe(first)
    own.run(STARTED_MS + HOUR_MS)
    expect(Number(before - own.cooling.waterBook().tankUg) / 1e9).toBeCloseTo(3600 * (first + second), 0)
  })

  test('without a water section the keys of the blocks add up: twice a day’s tank, one source that fails as before', () => {
    const yard = createYard({ blocks: 2, cooling: { ...CAMPUS_BLOCK, water: { storage: '24 h', limit: '5 kg/s' } } })
    const one = createYard({ blocks: 1, cooling: { ...CAMPUS_BLOCK, water: { storage: '24 h', limit: '5 kg/s' } } })
    expect(yard.cooling.waterBook().tankUg).toBe(2n * one.cooling.waterBook().tankUg)
    yard.setWeather(HOT)
    yard.setLoad(CAMPUS_IT_W, 6e5)
    yard.run(STARTED_MS)
    const before = yard.cooling.waterBook().tankUg
    const [first, second] = yard.cooling.view.makeupKgps
    yard.run(STARTED_MS + HOUR_MS)
    expect(Number(before - yard.cooling.waterBook().tankUg) / 1e9).toBeCloseTo(3600 * (first + second - 10), 0)
  })
})

describe('sources', () => {
  test('are used in the order of the file, the next for what the one before lacks', () => {
    const yard = hotYard({ sources: [{ id: 'reuse', kind: 'reclaimed', limit: '6 kg/s', ...CALM }, { id: 'city', ...CALM }], storage: '0 m^3' })
    const before = yard.cooling.waterBook().sourcesUg
    const drawn = yard.cooling.view.makeupKgps[0]
    yard.run(STARTED_MS + HOUR_MS)
    const [reuse, city] = yard.cooling.waterBook().sourcesUg.map(({ ug }, i) => Number(ug - before[i].ug) / 1e9)
    expect(reuse).toBeCloseTo(6 * 3600, 6)
    expect(city).toBeCloseTo((drawn - 6) * 3600, 6)
    expectBalance(yard, 'two sources')
  })

  test('deliver from their day on', () => {
    const yard = hotYard({ sources: [{ id: 'city', ready: '2027-01-03', ...CALM }], storage: '0 m^3' })
    yard.cooling.start()
    yard.run(2 * DAY_MS - 1000)
    expect(yard.cooling.view.makeupKgps[0]).toBe(0)
    yard.run(2 * DAY_MS + 1000)
    expect(yard.cooling.view.makeupKgps[0]).toBeGreaterThan(0)
  })

  test('stop at their annual limit and begin again with the calendar year', () => {
    const yard = hotYard({ sources: [{ id: 'well', kind: 'well', annual: '5000 m^3', ...CALM }], storage: '0 m^3' }, { horizonMs: 800 * DAY_MS })
    yard.cooling.start()
    yard.run(30 * DAY_MS)
    expect(Number(yard.cooling.waterBook().sourcesUg[0].ug) / 1e12).toBeCloseTo(5000, 3)
    expect(yard.cooling.waterBook().sourcesUg[0].ug <= 5000n * M3).toBe(true)
    expect(yard.cooling.view.makeupKgps[0]).toBe(0)
    // The run begins on 2027-01-01.
    yard.run(365 * DAY_MS - 1)
    expect(yard.cooling.view.makeupKgps[0]).toBe(0)
    yard.run(365 * DAY_MS + 1000)
    expect(yard.cooling.view.makeupKgps[0]).toBeGreaterThan(0)
    yard.run(400 * DAY_MS)
    expect(Number(yard.cooling.waterBook().sourcesUg[0].ug) / 1e12).toBeCloseTo(10_000, 3)
  })

  test('salts limit the cycles: 25 mg/L of silica allow 6, 100 mg/L of chloride 2.5', () => {
    const of = (...chemistry: object[]) => waterSection.parse({ sources: chemistry.map((each, i) => ({ id: `s${i}`, chemistry: each })) })
    expect(chemistryCycles(of({ silica: '25 mg/L' }))).toBeCloseTo(6, 12)
    expect(chemistryCycles(of({ silica: '25 mg/L' }, { chloride: '100 mg/L', conductivity: '500 uS/cm' }))).toBeCloseTo(2.5, 12)
    expect(chemistryCycles(of({}))).toBe(Infinity)
    // 2.5 cycles: two thirds of what evaporates must be bled, whatever pads usually bleed.
    const salty = hotYard({ sources: [{ id: 'city', chemistry: { chloride: '100 mg/L' }, ...CALM }] })
    const sweet = hotYard({ sources: [{ id: 'city', ...CALM }] })
    expect(salty.cooling.view.makeupKgps[0] / sweet.cooling.view.makeupKgps[0]).toBeCloseTo((1 + 1 / 1.5) / 1.2, 6)
  })
})

describe('drought', () => {
  const span = { startDay: daysFromCivil(2027, 1, 1), horizonMs: 15 * 366 * DAY_MS, root: rootKey(7, 0) }
  const droughtOf = (written: object) => waterSection.parse({ drought: written }).drought

  test('stages by date leave 1, 0.85, 0.7 and 0.5 of the limits', () => {
    const dates = [{ start: '2027-06-01', stage: 2 }, { start: '2027-05-01', stage: 1 }, { start: '2027-07-01', stage: 3 }, { start: '2027-10-01', stage: 0 }]
    expect(droughtStages(droughtOf({ dates }), span).map(({ atMs, share }) => [atMs / DAY_MS, share])).toEqual([[0, 1], [120, 0.85], [151, 0.7], [181, 0.5], [273, 1]])
  })

  test('a yearly index reaches its stages as often as stated, and dry years follow dry years', () => {
    let years = 0
    const reached = [0, 0, 0]
    let after = 0
    let afterDry = 0
    for (let seed = 0; seed < 400; seed++) {
      const changes = droughtStages(droughtOf({ yearly: { persistence: 0.6 } }), { ...span, root: rootKey(seed, 0) })
      const stages = Array.from({ length: 14 }, (_, year) => {
        const atMs = (daysFromCivil(2027 + year, 7, 1) - span.startDay) * DAY_MS
        return changes.filter(change => change.atMs <= atMs).at(-1)?.stage ?? 0
      })
      stages.forEach((stage, year) => {
        years += 1
        for (let s = 0; s < stage; s++) reached[s] += 1
        if (year === 0 || stages[year - 1] === 0) return
        after += 1
        if (stage > 0) afterDry += 1
      })
    }
    expect(reached[0] / years).toBeCloseTo(0.3, 1)
    expect(reached[1] / years).toBeCloseTo(0.12, 1)
    expect(reached[2] / years).toBeCloseTo(0.04, 1)
    expect(afterDry / after).toBeGreaterThan(0.4)
  })

  test('restricted, a limited source gives its share, and one without limit its share of what the pads draw at design', () => {
    const limited = hotYard({ sources: [{ id: 'city', limit: '10 kg/s', ...CALM }], storage: '0 m^3', drought: { dates: [{ start: '2027-01-01', stage: 3 }] }, shortage: { steps: [] } })
    limited.run(HOUR_MS)
    expect(limited.cooling.view.makeupKgps[0]).toBeCloseTo(5, 4)
    const free = hotYard({ sources: [{ id: 'city', ...CALM }], storage: '0 m^3', shortage: { steps: [] } })
    free.cooling.setWaterSupply(0.5)
    free.run(HOUR_MS)
    const design = 1.2 * 6 * 2.488
    expect(free.cooling.view.makeupKgps[0]).toBeCloseTo(0.5 * design, 2)
  })
})

describe('a shortage', () => {
  const trim = { ...CAMPUS_BLOCK, trim: { model: 'chiller-screw', count: 4 } }

  test('is met in the stated order, and given back in reverse once the tanks are back', () => {
    const yard = hotYard({ sources: [{ id: 'city', limit: '30 kg/s', ...CALM }], storage: '150 m^3' }, { cooling: trim })
    expect(stepsOf(yard)).toEqual([])
    yard.setSource(false)
    yard.run(12 * HOUR_MS)
    expect(stepsOf(yard)).toEqual(['+storage', '+cycles', '+dry', '+setpoints', '+trim'])
    // Set points rose to within half a kelvin of the vendor’s limit at most: 36 + 4 K, coolant 44 °C.
    expect(yard.cooling.view.facilitySupplyC[0]).toBeGreaterThanOrEqual(40)
    yard.setSource(true)
    yard.setWeather(MILD)
    yard.run(4 * DAY_MS)
    expect(stepsOf(yard).slice(5)).toEqual(['-trim', '-setpoints', '-dry', '-cycles', '-storage'])
    expect(yard.cooling.view.facilitySupplyC[0]).toBeCloseTo(36, 1)
    const gaps = yard.events.flatMap(({ event, atMs }) => (event.kind === 'waterStepEnded' && event.step !== 'storage' ? [atMs] : []))
    for (let i = 1; i < gaps.length; i++) expect(gaps[i] - gaps[i - 1]).toBeGreaterThanOrEqual(HOUR_MS)
  })

  test('another order in the file is another order on the site', () => {
    const yard = hotYard({ sources: [{ id: 'city', limit: '1 kg/s', ...CALM }], storage: '0 m^3', shortage: { steps: ['trim', 'setpoints', 'dry'] } }, { cooling: trim })
    yard.run(HOUR_MS)
    expect(stepsOf(yard).filter(step => step !== '+storage')).toEqual(['+trim', '+setpoints', '+dry'])
  })

  test('cycles: what pads bleed falls from a fifth of evaporation to a seventh', () => {
    const usual = hotYard({}).cooling.view.makeupKgps[0]
    const yard = hotYard({ sources: [{ id: 'city', limit: `${(0.97 * usual).toFixed(3)} kg/s`, ...CALM }], storage: '40 m^3', shortage: { steps: ['cycles'] } })
    expect(yard.cooling.view.makeupKgps[0]).toBe(usual)
    yard.run(11 * HOUR_MS)
    expect(stepsOf(yard)).toEqual(['+storage', '+cycles'])
    expect(yard.cooling.view.makeupKgps[0]).toBeCloseTo((usual / 1.2) * (1 + 1 / 7), 4)
  })

  test('trim: chillers take what they can before water evaporates', () => {
    const water = (steps: string[]) => ({ sources: [{ id: 'city', limit: '18 kg/s', ...CALM }], storage: '0 m^3', shortage: { steps } })
    const with_ = hotYard(water(['trim']), { cooling: trim })
    const without = hotYard(water([]), { cooling: trim })
    for (const yard of [with_, without]) yard.run(HOUR_MS)
    expect(with_.cooling.view.makeupKgps[0]).toBeLessThan(without.cooling.view.makeupKgps[0])
    expect(with_.cooling.view.facilitySupplyC[0]).toBeCloseTo(36, 1)
  })

  test('racks go off before the block shuts down, booked to water, and come back', () => {
    // Chips that shut down at 56 °C of coolant: without water the campus block ends near 54.5 °C, so some must go.
    const tender = { ...CAMPUS_BLOCK, chip: { throttle: '84 degC', shutdown: '85 degC', floor: 0.9 } }
    const yard = hotYard({ sources: [{ id: 'city', ...CALM }], storage: '0 m^3' }, { cooling: tender, racks: 10 })
    yard.setSource(false)
    yard.run(6 * HOUR_MS)
    expect(stepsOf(yard).at(-1)).toBe('+shed')
    const shed = yard.events.flatMap(({ event }) => (event.kind === 'racksShed' ? [event.racksOff] : []))
    expect(shed[0]).toBeGreaterThan(0)
    expect(shed[0]).toBeLessThan(10)
    const held = (): string[] => [...yard.gates.held].filter(([entity, causes]) => entity.startsWith('rack') && causes.has('water')).map(([entity]) => entity)
    expect(held()).toHaveLength(shed[0])
    expect(yard.events.filter(({ event }) => event.kind === 'blockShed')).toEqual([])
    yard.setSource(true)
    yard.setWeather(MILD)
    yard.run(2 * DAY_MS)
    expect(held()).toEqual([])
    expect(stepsOf(yard).slice(-4)).toEqual(['-shed', '-setpoints', '-dry', '-cycles'])
  })
})

test('CoC → ∞: the water drawn goes to what evaporates', () => {
  const ratio = (cyclesMax: number): number => {
    const yard = hotYard({ sources: [{ id: 'city', limit: '12 kg/s', ...CALM }], storage: '10 m^3', cyclesMax, shortage: { steps: ['cycles'], cyclesBelow: 1 } })
    yard.run(HOUR_MS)
    const { makeupKgps, evaporatedKgps } = yard.cooling.explain(0)
    return makeupKgps / evaporatedKgps
  }
  expect(ratio(11)).toBeCloseTo(1.1, 6)
  expect(ratio(100)).toBeCloseTo(1 + 1 / 99, 6)
})

describe('towers', () => {
  const CELLS = { plant: 'cooling-tower', supply: '30 degC', towers: { model: 'tower-cell-4500kw', count: 7 } }
  const MOIST = weatherOf(30, 22)
  const towerYard = (water: YardSpec['water']): Yard => {
    const yard = createYard({ cooling: CELLS, water })
    yard.setWeather(MOIST)
    yard.setLoad(CAMPUS_IT_W, 6e5)
    yard.run(STARTED_MS)
    return yard
  }
  /** Evaporation, blowdown and drift per second, from the books of an hour. */
  const ratesOf = (yard: Yard): { evaporated: number; blowdown: number; drift: number } => {
    const before = yard.cooling.waterBook()
    yard.run(yard.kernel.now + HOUR_MS)
    const after = yard.cooling.waterBook()
    const rate = (from: bigint, to: bigint): number => Number(to - from) / 1e9 / 3600
    return { evaporated: rate(before.evaporatedUg, after.evaporatedUg), blowdown: rate(before.blowdownUg, after.blowdownUg), drift: rate(before.driftUg, after.driftUg) }
  }

  test('W7.12: a day’s tank of a plant that rejects 10 MW at five cycles is 401.5 m³', () => {
    const cooling = { ...CELLS, towers: { model: 'tower-cell-4500kw', heat: '10 MW', count: 1 } }
    const { tankUg } = createYard({ cooling, itW: 9e6 }).cooling.waterBook()
    expect(Number(tankUg) / 1e12).toBeCloseTo(401.5, 1)
  })

  test.each([3, 5, 8])('I6 at %d cycles: B (CoC − 1) = E − drift (CoC − 1)', cycles => {
    const { evaporated, blowdown, drift } = ratesOf(towerYard({ sources: [{ id: 'city', ...CALM }], cycles }))
    expect(evaporated).toBeGreaterThan(5)
    expect(drift).toBeGreaterThan(0)
    // Rates are whole mg/s.
    expect(Math.abs(blowdown * (cycles - 1) - (evaporated - drift * (cycles - 1)))).toBeLessThan(cycles * 1e-6)
  })

  test('CoC → ∞: makeup goes to what evaporates and drifts', () => {
    const { evaporated, blowdown } = ratesOf(towerYard({ sources: [{ id: 'city', ...CALM }], cycles: 100, cyclesMax: 100 }))
    expect(blowdown / evaporated).toBeLessThan(1 / 99)
  })

  test('in a shortage cycles rise, what evaporates is held to the sources, and the loop warms', () => {
    const usual = towerYard({ sources: [{ id: 'city', ...CALM }], cycles: 5 }).cooling.view.makeupKgps[0]
    const yard = towerYard({ sources: [{ id: 'city', limit: `${(0.8 * usual).toFixed(3)} kg/s`, ...CALM }], storage: '60 m^3', cycles: 5, cyclesMax: 8 })
    yard.run(2 * DAY_MS)
    expect(stepsOf(yard).slice(0, 3)).toEqual(['+storage', '+cycles', '+dry'])
    expect(yard.cooling.view.makeupKgps[0]).toBeLessThanOrEqual(0.8 * usual + 1e-3)
    expect(yard.cooling.view.facilitySupplyC[0]).toBeGreaterThan(31)
    expectBalance(yard, 'towers')
  })
})
