/** Distribution units by groups of rows: spares within a group, limits of pumps and valves, and failures that touch only their rows. */
import { describe, expect, test } from 'vitest'
import { designDay } from '../../../src/engine/cooling/design-day.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { cduUsableW } from '../../../src/scenario/cdu-heat.ts'
import { type Yard, blockDesign, coolingSection, createYard, weatherOf } from './yard.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const RACKS = 16
/** Four groups of four racks with 5.3 MW in cold plates: two units of 2.7 MW each, and a spare one. Coolant of 36 °C at full load. */
const ROWS = {
  plant: 'dry-adiabatic', supply: '32 degC', units: { model: 'dry-cooler-2930kw', count: 9 },
  cdu: { rated: '2.7 MW', rows: 2, fouling: '0/year' }, leaks: { racksPerRow: 2, rack: '0/year', row: '0/year' },
}

function running(cooling: Readonly<Record<string, unknown>> = ROWS): Yard {
  const yard = createYard({ cooling, racks: RACKS })
  yard.setWeather(weatherOf(20, 12))
  yard.setLoad(25e6, 6e5)
  yard.run(60 * MINUTE_MS)
  return yard
}

const unitRows = ({ cooling }: Yard): number[] => cooling.assets.assets.flatMap(({ kind }, row) => (kind === 'cdu' ? [row] : []))
const offRacks = ({ gates }: Yard): number[] => Array.from({ length: RACKS }, (_, rack) => rack).filter(rack => gates.held.get(`rack[${rack}]`)?.has('cdu') === true)
const takeOut = (yard: Yard, units: readonly number[]): void => units.forEach(unit => yard.cooling.assets.takeOut(unitRows(yard)[unit], 'mistake'))
const giveBack = (yard: Yard, units: readonly number[]): void => units.forEach(unit => yard.cooling.assets.giveBack(unitRows(yard)[unit], 'mistake'))

describe('groups of distribution units by rows', () => {
  test('each group carries its rows and has a spare of its own; units of a group stand in for each other and for no others', () => {
    const yard = running()
    const { liquid } = blockDesign(ROWS, { rows: [0, 4, 8, 12].map(rackBegin => ({ rackBegin, rackEnd: rackBegin + 4, share: 0.25 })) })
    expect(liquid.groups.map(({ needed, installed }) => [needed, installed])).toEqual([[2, 3], [2, 3], [2, 3], [2, 3]])
    const units = yard.cooling.assets.assets.filter(({ kind }) => kind === 'cdu')
    expect(units.map(({ group, needed }) => [group, needed])).toEqual(Array.from({ length: 12 }, (_, i) => [`block[0]/cooling/cdu-rows[${Math.floor(i / 3)}]`, 2]))
  })

  test('without rows the block is one group with one spare', () => {
    const { cdu: { rows: _rows, ...cdu } } = ROWS
    const { liquid } = blockDesign({ ...ROWS, cdu })
    expect([liquid.cdusNeeded, liquid.cdusInstalled, liquid.groups.length]).toEqual([8, 9, 0])
  })

  test('a unit less in every group changes nothing', () => {
    const yard = running()
    const coolantC = yard.cooling.view.coolantC[0]
    takeOut(yard, [0, 3, 6, 9])
    yard.run(yard.kernel.now + 60 * MINUTE_MS)
    expect(offRacks(yard)).toEqual([])
    expect(yard.cooling.view.coolantC[0]).toBe(coolantC)
  })

  test('W7.14 for one group: without any unit its chips go from full power to shutdown, and its racks alone go off; they return 20 minutes after its units', () => {
    const yard = running()
    const { coolantC, throttle } = yard.cooling.view
    // Junction at this coolant and full power, then 2.116 K a second to 95 °C.
    const junctionC = coolantC[0] + 1200 * 0.02921
    const seconds = (95 - junctionC) / 2.116
    const atMs = yard.kernel.now
    takeOut(yard, [3, 4, 5])
    yard.run(atMs + Math.floor((seconds - 0.1) * SECOND_MS))
    expect(offRacks(yard)).toEqual([])
    yard.run(atMs + Math.ceil((seconds + 0.1) * SECOND_MS))
    expect(offRacks(yard)).toEqual([4, 5, 6, 7])
    // The others go on: the block draws three quarters, its coolant is as before.
    yard.setLoad(0.75 * 25e6, 4.5e5)
    yard.run(yard.kernel.now + 60 * MINUTE_MS)
    expect(Math.abs(yard.cooling.view.coolantC[0] - coolantC[0])).toBeLessThan(0.05)
    expect(throttle[0]).toBe(1)
    expect(yard.cooling.view.shutdown[0]).toBe(0)
    giveBack(yard, [4, 5])
    const backMs = yard.kernel.now
    yard.run(backMs + 20 * MINUTE_MS - SECOND_MS)
    expect(offRacks(yard)).toEqual([4, 5, 6, 7])
    yard.run(backMs + 20 * MINUTE_MS + SECOND_MS)
    expect(offRacks(yard)).toEqual([])
  })

  test('one of two needed: coolant at 32 + 2 · 4 K and 54 % of the flow still carries chips at full power; from 40 °C some racks of the rows go off', () => {
    const cool = running()
    takeOut(cool, [0, 1])
    cool.run(cool.kernel.now + 60 * MINUTE_MS)
    expect(offRacks(cool)).toEqual([])
    const warm = running({ ...ROWS, supply: '40 degC' })
    const atMs = warm.kernel.now
    takeOut(warm, [0, 1])
    warm.run(atMs + 2 * SECOND_MS)
    expect(offRacks(warm)).toEqual([])
    warm.run(atMs + 3 * MINUTE_MS)
    // By hand for n of 4 racks: 40 + 4 · (n/4 · 5.3125 / 2.7) + 10.10/2 · (max(1, n/4 / 0.5^0.9) − 1) against 49.95 °C: 52.2 for four, 47.9 for three.
    expect(offRacks(warm)).toEqual([3])
  })

  test('a pump of a unit takes its part of the unit', () => {
    const yard = running({ ...ROWS, cdu: { ...ROWS.cdu, pumps: 2, pumpSpare: 0, spare: 0 } })
    const pumps = yard.cooling.assets.assets.flatMap(({ kind, group }, row) => (kind === 'cduPump' && group.startsWith('block[0]/cooling/cdu[0]') ? [row] : []))
    yard.cooling.assets.takeOut(pumps[0], 'mistake')
    const rows = yard.state.entries.get('cooling.rows')
    if (rows?.kind !== 'table') throw new Error('no rows')
    expect(rows.table.col.out[0]).toBeCloseTo(1 - 0.5 ** 0.9, 12)
  })

  test('the design day of a group without its spare is as before, and that of the next unit is warmer', () => {
    const design = blockDesign(ROWS, { rows: [0, 4, 8, 12].map(rackBegin => ({ rackBegin, rackEnd: rackBegin + 4, share: 0.25 })) })
    const at = (cdusOut: number): number => designDay(design, { dryBulbC: 30, wetBulbC: 18, cdusOut }).coolantC
    expect(at(1)).toBe(at(0))
    // Half the units, twice the approach.
    expect(Math.abs((at(2) - at(0)) / ((4 * 5.3125) / 2.7 / 2) - 1)).toBeLessThan(0.02)
    expect(designDay(design, { dryBulbC: 30, wetBulbC: 18, cdusOut: 3 }).shutsDown).toBe(true)
  })

  test('a snapshot while a group lacks units goes on as the straight run does', () => {
    const [straight, again] = [running(), running()]
    for (const yard of [straight, again]) takeOut(yard, [3, 4, 5])
    straight.run(straight.kernel.now + 3 * SECOND_MS)
    restoreState(again.state, snapshotState(straight.state))
    const endMs = straight.kernel.now + 60 * MINUTE_MS
    for (const yard of [straight, again]) yard.run(endMs)
    expect(hashState(again.state)).toBe(hashState(straight.state))
    expect(offRacks(straight)).toEqual([4, 5, 6, 7])
  })
})

describe('usable heat of a distribution unit', () => {
  test('is its rating, or where its pumps end: 1 500 L/min at 1.5 L/min a kilowatt are 1 MW', () => {
    expect(cduUsableW(coolingSection({ cdu: { rated: '1.25 MW' } }))).toBe(1.25e6)
    expect(cduUsableW(coolingSection({ cdu: { rated: '1.25 MW', pumpFlow: '1500 L/min' } }))).toBeCloseTo(1e6, 3)
  })

  test('or where its valve is open: 1 200 L/min of water over 9 K', () => {
    // 20 L/s at about 0.998 kg/L and 4.18 kJ/(kg·K).
    expect(Math.abs(cduUsableW(coolingSection({ cdu: { rated: '1.25 MW', valveFlow: '1200 L/min' } })) / (20 * 0.998 * 4180 * 9) - 1)).toBeLessThan(0.01)
  })

  test('more units carry the same heat', () => {
    expect(blockDesign({ cdu: { rated: '1.25 MW', pumpFlow: '1500 L/min' } }).liquid.cdusNeeded).toBe(Math.ceil(21.25))
  })
})
