/** Calls for interruptible power: when they come, how the site answers in the stated order, what it costs to draw on. */
import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { MODE } from '../../../src/engine/power/power-site.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter, loadAll, quietPower } from './site.ts'

const HOUR_MS = 3_600_000
const T0 = 10 * DAY_MS
const SURE = { model: 'diesel-3mw', count: 12, availability: 1, failToStart: 0, commonCause: 0, runMttf: '100 years' }

/** Two blocks of 20 MW of IT (floors of 6 MW) and 2 MW of cooling on 30 MW firm and 30 MW interruptible. */
function site(response: readonly string[], contract: Record<string, unknown> = {}, power: Record<string, unknown> = { generators: SURE }, world = {}): Site {
  const curtailment = { trigger: { process: 'dates', dates: ['2099-01-01'] }, maxHours: '100 h', maxEvents: 5, notice: '10 min', penalty: '2000 USD/MWh', ...contract }
  const main = { capacity: '30 MW', interruptible: '30 MW', curtailment, voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES }
  const made = createPowerSiteUnderTest({ world: { blocks: 2, ...world }, grid: { feeds: { main }, response }, power: quietPower({ mechanicalOnUps: 0, ...power }) })
  loadAll(made, 20e6, 6e6, 2e6)
  made.kernel.run(T0, 1e9)
  return made
}

const balance = ({ totals }: Site['power']['view']): number => totals.gridW + totals.generationW - totals.itW - totals.mechanicalW - totals.lossW
const modes = (of: Site): number[] => [of.power.modeOf(0), of.power.modeOf(1)]
const kinds = (of: Site): string[] => of.events.filter(({ kind }) => kind.startsWith('curtailment')).map(({ kind, atMs }) => `${kind} ${atMs - T0}`)

describe('the answer in the stated order', () => {
  test('interruptible power energises blocks, firm power does not count it', () => {
    const made = site(['itCap', 'shed'])
    expect(modes(made)).toEqual([MODE.utility, MODE.utility])
    expect(made.power.firmW()).toBe(30e6)
  })

  test('caps: IT gives way by class down to what firm power carries, and comes back', () => {
    const made = site(['storage', 'itCap', 'generators', 'shed'])
    const before = made.power.view.totals.gridW
    expect(made.power.call(0, HOUR_MS)).toBe(true)
    made.kernel.run(T0 + 600_000, 1e9)
    expect(made.power.view.totals.gridW).toBeLessThanOrEqual(30e6)
    expect(made.power.view.totals.gridW).toBeGreaterThan(30e6 - 10)
    expect(made.power.view.totals.mechanicalW).toBe(4e6)
    expect(made.power.view.totals.itW).toBeGreaterThan(24e6)
    expect(modes(made)).toEqual([MODE.utility, MODE.utility])
    expect(balance(made.power.view)).toBe(0)
    made.kernel.run(T0 + 600_000 + HOUR_MS + 1, 1e9)
    expect(made.power.view.totals.gridW).toBe(before)
    expect(kinds(made)).toEqual(['curtailmentAnnounced 0', 'curtailmentStarted 600000', `curtailmentEnded ${600_000 + HOUR_MS}`])
    expect(made.events.some(event => event.kind === 'generatorStarted')).toBe(false)
    expect(made.gates.calls.filter(call => call.atMs > T0)).toEqual([])
  })

  test('sets before caps: the last block is on its sets when the call begins, nobody is capped, and it goes back', () => {
    const made = site(['generators', 'itCap', 'shed'])
    made.power.call(0, HOUR_MS)
    made.kernel.run(T0 + 600_001, 1e9)
    expect(modes(made)).toEqual([MODE.utility, MODE.island])
    expect(made.power.view.totals.itW).toBe(40e6)
    expect(made.power.view.totals.gridW).toBeLessThanOrEqual(30e6)
    expect(balance(made.power.view)).toBe(0)
    made.kernel.run(T0 + 600_000 + HOUR_MS + 700_000, 1e9)
    expect(modes(made)).toEqual([MODE.utility, MODE.utility])
    // The battery never carried the block.
    expect(made.power.chargeOf(1)).toBe(1)
    expect(made.gates.calls.filter(call => call.atMs > T0)).toEqual([])
  })

  test('sets behind caps: only where floors do not fit', () => {
    const low = site(['itCap', 'generators', 'shed'], { leastReduction: '30 MW' })
    low.power.call(0, HOUR_MS)
    low.kernel.run(T0 + 700_000, 1e9)
    expect(modes(low)).toEqual([MODE.utility, MODE.island])
    expect(low.power.view.totals.gridW).toBeLessThanOrEqual(16e6)
    expect(low.gates.calls.filter(call => call.atMs > T0)).toEqual([])
  })

  const STORE = [{ id: 'store', model: 'bess-2mwh', count: 2, inService: dateAfter(1), failures: '0/year' }]
  /** As `site`, with a store of 4 MW. */
  function stored(response: readonly string[]): Site {
    const curtailment = { trigger: { process: 'dates', dates: ['2099-01-01'] }, maxHours: '100 h', maxEvents: 5, notice: '10 min' }
    const main = { capacity: '30 MW', interruptible: '30 MW', curtailment, voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES }
    const made = createPowerSiteUnderTest({ world: { blocks: 2 }, grid: { feeds: { main }, response }, storage: STORE, power: quietPower({ mechanicalOnUps: 0 }) })
    loadAll(made, 20e6, 6e6, 2e6)
    made.kernel.run(T0, 1e9)
    made.power.call(0, HOUR_MS)
    made.kernel.run(T0 + 660_000, 1e9)
    return made
  }

  test('storage listed before caps spares them 4 MW; listed behind it is not needed, for caps do it all', () => {
    const first = stored(['storage', 'itCap', 'shed'])
    const last = stored(['itCap', 'storage', 'shed'])
    expect(first.power.view.totals.storageOutW).toBeGreaterThan(3.8e6)
    expect(last.power.view.totals.storageOutW).toBe(0)
    expect(first.power.view.totals.itW - last.power.view.totals.itW).toBeGreaterThan(3.6e6)
    for (const made of [first, last]) {
      expect(made.power.view.totals.gridW).toBeLessThanOrEqual(30e6)
      expect(balance(made.power.view)).toBe(0)
    }
  })

  test('racks opened without caps: those left get all they ask for', () => {
    const made = stored(['shed'])
    const dark = made.power.view.rackDead.reduce((sum, isDead) => sum + isDead, 0)
    expect(dark).toBeGreaterThan(0)
    made.kernel.run(T0 + 700_000, 1e9)
    expect(made.power.view.totals.gridW).toBeLessThanOrEqual(30e6)
    expect(made.power.view.totals.storageOutW).toBe(0)
    expect(made.events.some(({ kind }) => kind === 'blockShed')).toBe(true)
  })

  test('no sets: racks are opened for the call, and closed after it', () => {
    const made = site(['itCap', 'shed'], { leastReduction: '35 MW' }, {})
    made.power.call(0, HOUR_MS)
    made.kernel.run(T0 + 700_000, 1e9)
    expect(made.power.view.totals.gridW).toBeLessThanOrEqual(11e6)
    const closed = made.gates.calls.filter(call => call.atMs > T0)
    expect(closed.length).toBeGreaterThan(0)
    expect(new Set(closed.map(({ cause }) => cause))).toEqual(new Set(['curtailment']))
    made.kernel.run(T0 + 600_000 + HOUR_MS + 1, 1e9)
    expect(Math.max(...made.power.view.rackDead)).toBe(0)
  })

  test('without leave to open racks floors are kept, and the excess is paid for', () => {
    const made = site(['itCap'], { leastReduction: '35 MW' }, {})
    made.power.call(0, HOUR_MS)
    made.kernel.run(T0 + 600_001, 1e9)
    const { totals } = made.power.view
    expect(totals.itW).toBe(12e6)
    const baselineW = 44e6
    expect(totals.gridW).toBeGreaterThan(16e6)
    expect(balance(made.power.view)).toBe(0)
    made.kernel.run(T0 + 600_000 + HOUR_MS + 1, 1e9)
    const penalty = made.events.find(event => event.kind === 'curtailmentPenalised')
    if (penalty?.kind !== 'curtailmentPenalised') throw new Error('no penalty')
    // The limit is the draw at notice less 35 MW: some 9.9 MW; floors and cooling need some 16.6 MW.
    const excessMWh = penalty.wMs / 3.6e12
    expect(excessMWh).toBeGreaterThan(5)
    expect(excessMWh).toBeLessThan((totals.gridW - (baselineW - 35e6)) / 1e6)
    expect(penalty.usd).toBeCloseTo(excessMWh * 2000, 6)
    expect(made.gates.calls.filter(call => call.atMs > T0)).toEqual([])
  })

  test('neither caps nor racks: only the sets answer', () => {
    const made = site(['generators'], {}, {})
    made.power.call(0, HOUR_MS)
    made.kernel.run(T0 + 600_001, 1e9)
    expect(made.power.view.totals.itW).toBe(40e6)
  })

  test('an outage during a call: battery and sets as ever, and the call ends in peace', () => {
    const made = site(['generators', 'itCap', 'shed'])
    made.power.call(0, HOUR_MS)
    made.power.interruptFeed(0, T0 + 580_000, 1_200_000)
    made.kernel.run(T0 + 900_000, 1e9)
    expect(modes(made)).toEqual([MODE.island, MODE.island])
    made.kernel.run(T0 + 3 * HOUR_MS, 1e9)
    expect(modes(made)).toEqual([MODE.utility, MODE.utility])
    expect(made.power.view.totals.itW).toBe(40e6)
  })
})

describe('when calls come', () => {
  test('hours and calls of a calendar year are limits', () => {
    const made = site(['itCap', 'shed'], { maxHours: '5 h', maxEvents: 3 })
    for (let day = 0; day < 5; day++) {
      made.power.call(0, 2 * HOUR_MS)
      made.kernel.run(T0 + (day + 1) * DAY_MS, 1e9)
    }
    const spans = made.events.flatMap(event => (event.kind === 'curtailmentEnded' ? [event.durationMs / HOUR_MS] : []))
    expect(spans).toEqual([2, 2, 1])
    made.kernel.run(366 * DAY_MS, 1e9)
    expect(made.power.call(0, HOUR_MS)).toBe(true)
  })

  test('heat: while it is hot in peak hours, ended by either', () => {
    const made = site(['itCap', 'shed'], { trigger: { process: 'heat', above: '36 degC', from: 14, to: 20 }, notice: '0 min' })
    const weather = { wetBulbC: 20, humidityRatio: 0.01, pressurePa: 101_325, densityKgpm3: 1.1 }
    const day = Math.floor(T0 / DAY_MS) + 170
    const hours = [35, 37, 38, 35, 37, 37, 37, 37]
    hours.forEach((dryBulbC, hour) => {
      made.kernel.run(day * DAY_MS + (13 + hour) * HOUR_MS, 1e9)
      made.power.setWeather({ ...weather, dryBulbC })
    })
    made.kernel.run((day + 1) * DAY_MS, 1e9)
    // Daylight saving: the clock shows 14 at 13 h standard time. Hot from 14 h to 16 h and from 17 h to 19 h standard time, when the peak ends.
    const at = made.events.flatMap(event => (event.kind === 'curtailmentStarted' || event.kind === 'curtailmentEnded' ? [Math.round((event.atMs - day * DAY_MS) / HOUR_MS)] : []))
    expect(at).toEqual([14, 16, 17, 19])
  })

  test('dates: from and to the hours of those days', () => {
    const made = site(['itCap', 'shed'], { trigger: { process: 'dates', dates: [dateAfter(20), dateAfter(22)], from: 15, to: 18 } })
    made.kernel.run(40 * DAY_MS, 1e9)
    expect(made.events.filter(event => event.kind === 'curtailmentStarted').map(({ atMs }) => atMs / HOUR_MS)).toEqual([20 * 24 + 15, 22 * 24 + 15])
    expect(made.events.filter(event => event.kind === 'curtailmentEnded').map(({ atMs }) => atMs / HOUR_MS)).toEqual([20 * 24 + 18, 22 * 24 + 18])
  })

  test('seasonal: as many as stated, in the months and hours stated (three standard deviations over 60 years)', () => {
    const contract = { trigger: { process: 'seasonal', rate: '6/year', months: [6, 7, 8], from: 14, to: 19, duration: '30 min' }, maxEvents: 100 }
    const made = site(['itCap', 'shed'], contract, {}, { racksPerBlock: 8, blocks: 1 })
    made.kernel.run(Math.round(60 * 365.25 * DAY_MS), 1e9)
    const starts = made.events.filter(event => event.kind === 'curtailmentStarted').map(({ atMs }) => atMs)
    // Calls in peak hours overlap now and then: half an hour in 450 peak hours a year.
    expect(Math.abs(starts.length - 360)).toBeLessThan(3 * Math.sqrt(360) + 3)
    for (const atMs of starts) {
      const date = new Date(Date.UTC(2027, 0, 1) + atMs)
      expect(date.getUTCHours(), date.toISOString()).toBeGreaterThanOrEqual(13)
      expect(date.getUTCHours(), date.toISOString()).toBeLessThan(18)
      expect([5, 6, 7], date.toISOString()).toContain(date.getUTCMonth())
    }
  })
})

describe('determinism', () => {
  const run = (): Site => {
    const made = site(['itCap', 'generators'], { trigger: { process: 'seasonal', rate: '200/year', months: [1, 2, 3], from: 0, to: 24 }, maxHours: '2000 h', maxEvents: 1000, leastReduction: '34 MW' }, { generators: { ...SURE, count: 3, failToStart: 0.7, retrySuccess: 0, startRepair: '6 h', runMttf: '5 h', runRepair: '3 h' } })
    return made
  }

  test.each([12, 20.004, 31, 44.3])('a restore after %d days of calls equals the straight run', days => {
    const straight = run()
    straight.kernel.run(80 * DAY_MS, 1e9)
    const first = run()
    first.kernel.run(Math.round(days * DAY_MS), 1e9)
    const snapshot = snapshotState(first.state)
    const second = run()
    second.kernel.run(60 * DAY_MS, 1e9)
    restoreState(second.state, snapshot)
    second.kernel.run(80 * DAY_MS, 1e9)
    expect(hashState(second.state)).toBe(hashState(straight.state))
    expect(straight.events.filter(event => event.kind === 'curtailmentEnded').length).toBeGreaterThan(20)
    expect(straight.events.some(event => event.kind === 'curtailmentPenalised')).toBe(true)
  })
})
