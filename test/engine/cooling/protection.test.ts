import { describe, expect, test } from 'vitest'
import { askedPercent, coolantAboveC, coolantBelowC, inletAboveC, throttlePercent } from '../../../src/engine/cooling/asked-power.ts'
import { REGIME } from '../../../src/engine/cooling/block-state.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { blockDesign, CAMPUS_BLOCK, CAMPUS_IT_W, createYard, weatherOf, type Yard, type YardSpec } from './yard.ts'

const { limits } = blockDesign()
/** A vendor with little patience: chips shut down at coolant above 47.5 °C. */
const TENDER = { chip: { throttle: '60 degC', shutdown: '65 degC', coolantMax: '47 degC' } }
const column = (yard: Yard, name: string): Uint32Array => {
  const entry = yard.state.entries.get('cooling.block')
  if (entry?.kind !== 'table') throw new Error('no cooling state')
  return entry.table.col[name] as Uint32Array
}

function loaded(spec: YardSpec, weather = weatherOf(25, 18)): Yard {
  const yard = createYard(spec)
  yard.setWeather(weather)
  yard.setLoad(CAMPUS_IT_W, 6e5)
  yard.run(HOUR_MS)
  return yard
}

describe('throttling', () => {
  test('full power up to 49.95 °C, 0.94 at 52 °C, 0.85 at 55 °C, the floor at 67.5 °C, shutdown at 77.5 °C', () => {
    expect(limits.throttleC).toBeCloseTo(49.95, 2)
    const percentAt = (coolantC: number): number => throttlePercent(limits, REGIME.flowing, coolantC)
    expect(percentAt(limits.throttleC)).toBe(100)
    // Exactly 0.9414 and 0.8559; told in steps of one percent on the cool side.
    expect(percentAt(52)).toBe(94)
    expect(percentAt(55)).toBe(85)
    expect(percentAt(67.5)).toBe(50)
    expect(limits.shutdownC).toBeCloseTo(95 - 0.5 * 35.05, 1)
  })

  test('I18: never rises with temperature, is full power up to the ceiling, and each step ends where its bounds say', () => {
    let before = 100
    for (let coolantC = 35; coolantC < 80; coolantC += 0.01) {
      const percent = throttlePercent(limits, REGIME.flowing, coolantC)
      expect(percent).toBeLessThanOrEqual(before)
      if (coolantC <= limits.throttleC) expect(percent).toBe(100)
      before = percent
    }
    for (const regime of Object.values(REGIME)) {
      for (let told = 51; told <= 100; told++) {
        const aboveC = coolantAboveC(limits, regime, told)
        if (aboveC === Infinity) continue
        expect(askedPercent(limits, regime, false, aboveC - 1e-6, 25, told)).toBe(told)
        expect(askedPercent(limits, regime, false, aboveC + 1e-6, 25, told)).toBeLessThan(told)
        // Nothing rises while heat has nowhere to go.
        if (told === 100 || regime !== REGIME.flowing) continue
        const belowC = coolantBelowC(limits, regime, told)
        expect(belowC).toBeLessThan(aboveC)
        expect(askedPercent(limits, regime, false, belowC + 1e-6, 25, told), `${regime} ${told}`).toBeLessThanOrEqual(told)
        expect(askedPercent(limits, regime, false, belowC - 1e-6, 25, told), `${regime} ${told}`).toBeGreaterThan(told)
      }
    }
  })

  test('a warning asks for a cap: nothing up to 42 °C, 95 % at 43.5 °C, 90 % at the vendor’s 45 °C; air alike between 32 and 40 °C', () => {
    const asked = (coolantC: number, inletC = 25, told = 100): number => askedPercent(limits, REGIME.flowing, false, coolantC, inletC, told)
    expect([42, 43.5, 45, 49].map(coolantC => asked(coolantC))).toEqual([100, 95, 90, 90])
    expect([32, 36, 40].map(inletC => asked(40, inletC))).toEqual([100, 95, 90])
    // Taken back only when it is 0.3 K cooler.
    expect(asked(43.4, 25, 95)).toBe(95)
    expect(asked(42.85, 25, 95)).toBe(96)
    // While nothing carries the heat away, all of the cap at once.
    expect(askedPercent(limits, REGIME.stagnant, false, 42.1, 25, 100)).toBe(90)
    expect(askedPercent(limits, REGIME.flowing, true, 40, 32.1, 100)).toBe(90)
    expect(inletAboveC(limits, false, 95)).toBeCloseTo(36, 9)
  })

  test('racks that follow: less power is less heat, so that cap and temperature agree and rest, with no step told twice a minute', () => {
    const dry = { ...CAMPUS_BLOCK, pads: 0, warning: { cap: 1 } }
    const yard = createYard({ cooling: dry, follows: true })
    yard.setWeather(weatherOf(49, 25))
    yard.setLoad(CAMPUS_IT_W, 6e5)
    yard.run(2 * HOUR_MS)
    yard.events.length = 0
    yard.run(8 * HOUR_MS)
    const { coolantC } = yard.cooling.explain(0)
    const percent = Math.round(yard.cooling.view.throttle[0] * 100)
    expect(percent).toBeLessThan(95)
    // At rest: no cooler than the step allows, no warmer than 0.3 K and one step below the next.
    expect(coolantC).toBeLessThanOrEqual(coolantAboveC(limits, REGIME.flowing, percent))
    expect(coolantC).toBeGreaterThan(coolantBelowC(limits, REGIME.flowing, percent))
    expect(yard.events.filter(({ event }) => event.kind === 'throttleChanged')).toEqual([])
    const free = createYard({ cooling: dry })
    free.setWeather(weatherOf(49, 25))
    free.setLoad(CAMPUS_IT_W, 6e5)
    free.run(8 * HOUR_MS)
    expect(free.cooling.explain(0).coolantC).toBeGreaterThan(coolantC + 0.5)
  })

  test('coolant above the warranted 45 °C, warnings and coolant held above the dew point are counted to the millisecond', () => {
    const yard = loaded({ cooling: { ...CAMPUS_BLOCK, water: { storage: '0 h' } } }, weatherOf(43.7, 25.5))
    yard.setSource(false)
    const before = { warned: yard.cooling.view.warnedMs[0], beyondWarranty: yard.cooling.view.beyondWarrantyMs[0] }
    const above = { warned: 0, beyondWarranty: 0 }
    while (yard.kernel.now < 3 * HOUR_MS) {
      const { coolantC } = yard.cooling.explain(0)
      const fromMs = yard.kernel.now
      yard.run(fromMs + 1000)
      if (coolantC > 42) above.warned += 1000
      if (coolantC > 45) above.beyondWarranty += 1000
    }
    yard.requestSettle(0)
    yard.run(yard.kernel.now + 1)
    expect(above.beyondWarranty).toBeGreaterThan(HOUR_MS / 2)
    // The look of every second errs by up to one a crossing.
    expect(Math.abs(yard.cooling.view.beyondWarrantyMs[0] - before.beyondWarranty - above.beyondWarranty)).toBeLessThan(2000)
    expect(Math.abs(yard.cooling.view.warnedMs[0] - before.warned - above.warned)).toBeLessThan(2000)
    expect(yard.cooling.view.guardedMs[0]).toBe(0)
  })

  test('coolant never comes nearer than 2 K to the dew point of the hall: the set point is mixed up, and the heat stays the same', () => {
    const cold = { ...CAMPUS_BLOCK, supply: '13 degC' }
    const [humid, dry] = [weatherOf(12, 11.9), weatherOf(12, 5)].map(weather => {
      const yard = createYard({ cooling: cold })
      yard.setWeather(weather)
      yard.setLoad(0.1 * CAMPUS_IT_W, 6e4)
      yard.run(HOUR_MS)
      yard.requestSettle(0)
      yard.run(2 * HOUR_MS)
      return yard
    })
    // 13 °C and 0.4 K of approach against a dew point of 11.8 °C and 2 K.
    expect(humid.cooling.view.coolantC[0]).toBeCloseTo(13.8, 1)
    expect(humid.cooling.view.guardedMs[0]).toBeGreaterThan(HOUR_MS / 2)
    expect(humid.cooling.explain(0).coolantC).toBe(humid.cooling.view.coolantC[0])
    expect(dry.cooling.view.coolantC[0]).toBeCloseTo(13.4, 1)
    expect(dry.cooling.view.guardedMs[0]).toBe(0)
    const books = humid.cooling.explain(0)
    expect(Math.abs(books.itW + books.roomLossW + books.electricW - books.rejectedW - books.storedW)).toBeLessThan(1e-9 * books.rejectedW)
  })

  test('a loop that warms tells every step as it passes it, then holds', () => {
    const yard = loaded({ cooling: { ...CAMPUS_BLOCK, water: { storage: '0 h' } } }, weatherOf(43.7, 25.5))
    expect(yard.cooling.view.throttle[0]).toBe(1)
    yard.events.length = 0
    yard.setSource(false)
    yard.run(5 * HOUR_MS)
    const factors = yard.events.flatMap(({ event }) => (event.kind === 'throttleChanged' ? [event.factor] : []))
    expect(factors).toEqual([0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92, 0.91, 0.9, 0.89, 0.88, 0.87, 0.86].slice(0, factors.length))
    // Without water the reference campus ends near 54.5 °C: 0.87.
    expect(yard.cooling.view.throttle[0]).toBeCloseTo(0.87, 1)
    expect(yard.cooling.view.coolantC[0]).toBeCloseTo(54.5, 0)
    expect(yard.cooling.view.shutdown[0]).toBe(0)
  })
})

describe('thermal shutdown and its cause', () => {
  const shed = (yard: Yard): string[] => yard.events.flatMap(({ event }) => (event.kind === 'blockShed' ? [event.cause] : []))

  test('weather: everything healthy, air hotter than the machines may breathe', () => {
    const yard = loaded({})
    yard.setWeather(weatherOf(55, 25))
    yard.run(3 * HOUR_MS)
    expect(shed(yard)).toEqual(['weather'])
    expect(yard.gates.held.get('block[0]')).toEqual(new Set(['weather']))
    expect(yard.cooling.view.shutdown[0]).toBe(1)
  })

  test('water: pads would have held it', () => {
    const yard = loaded({ water: { shortage: { steps: [] } }, cooling: { ...CAMPUS_BLOCK, ...TENDER, water: { storage: '1 h' } } }, weatherOf(43.7, 25.5))
    yard.setSource(false)
    yard.run(90 * 60_000)
    expect(shed(yard)).toEqual([])
    yard.run(4 * HOUR_MS)
    expect(shed(yard)).toEqual(['water'])
  })

  test('plant fault: coolers broken on a hot day', () => {
    const yard = loaded({ cooling: { ...CAMPUS_BLOCK, ...TENDER } }, weatherOf(43.7, 25.5))
    column(yard, 'fansOut')[0] = 4 * 12
    yard.requestSettle(0)
    yard.run(4 * HOUR_MS)
    expect(shed(yard)).toEqual(['plantFault'])
  })

  test('cooling power: racks live on, pumps do not', () => {
    const yard = loaded({})
    yard.setLoad(CAMPUS_IT_W, 6e5, 0)
    yard.run(2 * HOUR_MS)
    expect(shed(yard)).toEqual(['coolingPower'])
  })

  test('air: an air-cooled block that loses its chillers stops by its inlets', () => {
    const yard = createYard({ cooling: {}, itW: 2e6, liquidFraction: 0 })
    yard.setWeather(weatherOf(33, 22))
    yard.setLoad(2e6, 6e4)
    yard.run(HOUR_MS)
    expect(yard.cooling.view.inletAirC[0]).toBeLessThan(32)
    column(yard, 'airChillersOut')[0] = 3
    yard.requestSettle(0)
    yard.run(3 * HOUR_MS)
    expect(shed(yard)).toEqual(['plantFault'])
    expect(yard.cooling.view.shutdown[0]).toBe(1)
  })

  test('a block returns twenty minutes after it is cool and could carry its load again', () => {
    const heatWave = (): Yard => {
      const yard = loaded({})
      yard.setWeather(weatherOf(55, 25))
      yard.run(2 * HOUR_MS)
      yard.setWeather(weatherOf(30, 20))
      return yard
    }
    const yard = heatWave()
    yard.run(DAY_MS)
    const opened = yard.gates.calls.filter(({ call }) => call === 'openBlock')
    expect(shed(yard)).toEqual(['weather'])
    expect(opened).toMatchObject([{ cause: 'weather' }])
    expect(yard.cooling.view.shutdown[0]).toBe(0)
    expect(yard.cooling.view.coolantC[0]).toBeCloseTo(40, 0)
    const again = heatWave()
    const healthyMs = opened[0].atMs - 20 * 60_000
    again.run(healthyMs - 60_000)
    const before = again.cooling.explain(0)
    expect(before.coolantC > 42 || before.inletAirC > 32).toBe(true)
    again.run(healthyMs)
    const after = again.cooling.explain(0)
    expect(after.coolantC).toBeLessThanOrEqual(42)
    expect(after.inletAirC).toBeLessThanOrEqual(32)
  })

  test('a block stays down while the weather would only stop it again', () => {
    const yard = loaded({ cooling: { ...CAMPUS_BLOCK, ...TENDER, pads: 0 } }, weatherOf(30, 20))
    yard.setWeather(weatherOf(43.7, 25.5))
    yard.run(DAY_MS)
    expect(shed(yard)).toEqual(['weather'])
    expect(yard.cooling.view.coolantC[0]).toBeLessThan(45)
    expect(yard.gates.calls.filter(({ call }) => call === 'openBlock')).toEqual([])
    yard.setWeather(weatherOf(30, 20))
    yard.run(2 * DAY_MS)
    expect(yard.gates.calls.filter(({ call }) => call === 'openBlock')).toHaveLength(1)
  })

  test('a plant that comes later than its block holds it shut until its day', () => {
    const yard = createYard({ cooling: { ...CAMPUS_BLOCK, ready: '2027-02-01' } })
    yard.cooling.start()
    expect(yard.gates.calls).toMatchObject([{ call: 'closeBlock', cause: 'plantDelay', atMs: 0 }])
    expect(yard.cooling.view.shutdown[0]).toBe(1)
    yard.run(40 * DAY_MS)
    expect(yard.gates.calls[1]).toMatchObject({ call: 'openBlock', cause: 'plantDelay', atMs: 31 * DAY_MS })
    expect(yard.cooling.view.shutdown[0]).toBe(0)
  })
})
