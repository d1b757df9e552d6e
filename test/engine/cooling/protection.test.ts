import { describe, expect, test } from 'vitest'
import { throttleBounds, throttleLevel } from '../../../src/engine/cooling/protection.ts'
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
    expect(throttleLevel(limits, 0, limits.throttleC)).toBe(1)
    // Exactly 0.9414 and 0.8559; told in steps of one percent on the cool side.
    expect(throttleLevel(limits, 0, 52)).toBe(0.94)
    expect(throttleLevel(limits, 0, 55)).toBe(0.85)
    expect(throttleLevel(limits, 0, 67.5)).toBe(0.5)
    expect(limits.shutdownC).toBeCloseTo(95 - 0.5 * 35.05, 1)
  })

  test('never rises with temperature, and each step ends where its bounds say', () => {
    let before = 1
    for (let coolantC = 45; coolantC < 80; coolantC += 0.01) {
      const level = throttleLevel(limits, 0, coolantC)
      expect(level).toBeLessThanOrEqual(before)
      const { belowC, aboveC } = throttleBounds(limits, coolantC)
      expect(belowC).toBeLessThan(coolantC)
      expect(aboveC).toBeGreaterThanOrEqual(coolantC)
      if (level > 0.51) expect(throttleLevel(limits, 0, aboveC + 1e-6)).toBeLessThan(level)
      before = level
    }
  })

  test('a loop that warms tells every step as it passes it, then holds', () => {
    const yard = loaded({ cooling: { ...CAMPUS_BLOCK, water: { storage: '0 h' } } }, weatherOf(43.7, 25.5))
    expect(yard.cooling.view.throttle[0]).toBe(1)
    const source = yard.state.entries.get('cooling.source')
    if (source?.kind === 'scalars') source.record.up = 0
    yard.requestSettle(0)
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
    const yard = loaded({ cooling: { ...CAMPUS_BLOCK, ...TENDER, water: { storage: '1 h' } } }, weatherOf(43.7, 25.5))
    const source = yard.state.entries.get('cooling.source')
    if (source?.kind === 'scalars') source.record.up = 0
    yard.requestSettle(-1)
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
