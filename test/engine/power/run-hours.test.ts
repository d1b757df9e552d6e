/** Hours of standby sets by what they ran for, against permit and rating class, to the millisecond. */
import { describe, expect, test } from 'vitest'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter, loadAll, quietPower } from './site.ts'

const HOUR_MS = 3_600_000
const T0 = 40 * DAY_MS
const SETS = 12
/** Sets cool down for five minutes after a demand. */
const COOLDOWN_MS = 300_000

function site(generators: Record<string, unknown> = {}): Site {
  const curtailment = { trigger: { process: 'dates', dates: ['2099-01-01'] }, maxHours: '1000 h', maxEvents: 50, notice: '10 min' }
  const main = { capacity: '15 MW', interruptible: '15 MW', curtailment, voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES }
  const sure = { model: 'diesel-3mw', count: SETS, availability: 1, failToStart: 0, commonCause: 0, runMttf: '100 years', tests: { monthly: '0 h', loadBank: '0 h' }, ...generators }
  const made = createPowerSiteUnderTest({ world: { horizonMs: 400 * DAY_MS }, grid: { feeds: { main }, response: ['generators'] }, power: quietPower({ mechanicalOnUps: 0, generators: sure }) })
  loadAll(made, 20e6, 20e6, 1e6)
  made.kernel.run(T0, 1e9)
  return made
}
const later = (s: Site, ms: number): void => void s.kernel.run(s.kernel.now + ms, 1e9)
const ran = (s: Site): number => s.events.reduce((sum, event) => (event.kind === 'generatorStarted' ? sum - event.atMs : event.kind === 'generatorStopped' ? sum + event.atMs : sum), 0)

describe('run hours by cause', () => {
  test('a call of two hours: every set books the time from its start before the call to the end of its cooling, all of it as response', () => {
    const s = site()
    s.power.call(0, 2 * HOUR_MS)
    later(s, 6 * HOUR_MS)
    const hours = s.power.hoursOf(0)
    expect(hours.responseMs).toBe(ran(s))
    expect([hours.emergencyMs, hours.testMs, hours.violationMs]).toEqual([0, 0, 0])
    // From the call to its end and the cooling; they start a little before it and go back when the utility has held for the retransfer time.
    const each = hours.responseMs / SETS
    expect(each).toBeGreaterThanOrEqual(2 * HOUR_MS + COOLDOWN_MS)
    expect(each).toBeLessThan(2 * HOUR_MS + COOLDOWN_MS + 20 * 60_000)
    expect(s.power.standbyHours()).toMatchObject({ responseH: hours.responseMs / HOUR_MS, emergencyH: 0, testH: 0, fineUsd: 0 })
  })

  test('an outage after a call is booked apart from it, and the hours by cause sum to the hours run', () => {
    const s = site()
    s.power.call(0, 4 * HOUR_MS)
    later(s, 2 * HOUR_MS)
    const before = s.power.hoursOf(0)
    expect(before.emergencyMs).toBe(0)
    expect(before.responseMs).toBeGreaterThan(SETS * 1.5 * HOUR_MS)
    later(s, 8 * HOUR_MS)
    s.power.interruptFeed(0, s.kernel.now + 1, HOUR_MS)
    later(s, 6 * HOUR_MS)
    const after = s.power.hoursOf(0)
    expect(after.emergencyMs).toBeGreaterThanOrEqual(SETS * (HOUR_MS - 60_000))
    expect(after.emergencyMs + after.responseMs).toBe(ran(s))
  })

  test('50 h of response a year: the sets stop at the millisecond and the site draws on', () => {
    const s = site({ permit: { response: '50 h' } })
    s.power.call(0, 60 * HOUR_MS)
    later(s, 70 * HOUR_MS)
    expect(s.power.hoursOf(0).responseMs).toBe(SETS * 50 * HOUR_MS)
    expect(s.events.filter(({ kind }) => kind === 'permitReached')).toHaveLength(SETS)
    expect(s.power.view.totals.itW).toBe(20e6)
  })

  test('under the policy violate the hours beyond 50 are fined: 12 sets of 10 h and what they cool at 1,000 USD', () => {
    const s = site({ permit: { response: '50 h', policy: 'violate' } })
    s.power.call(0, 60 * HOUR_MS)
    later(s, 70 * HOUR_MS)
    const { responseMs, violationMs } = s.power.hoursOf(0)
    expect(violationMs).toBe(responseMs - SETS * 50 * HOUR_MS)
    expect(violationMs).toBeGreaterThanOrEqual(SETS * (10 * HOUR_MS + COOLDOWN_MS))
    expect(s.power.standbyHours().fineUsd).toBeCloseTo((violationMs / HOUR_MS) * 1000, 6)
  })
})

describe('rating classes at a stretch (ISO 8528: LTP 500 h a year, 300 h continuous)', () => {
  const outage = (s: Site, hours: number): void => s.power.interruptFeed(0, s.kernel.now + 1, hours * HOUR_MS)

  test('LTP: a set stops after 300 h of one outage, with 200 of its 500 h left', () => {
    const s = site({ ratingClass: 'LTP', fuel: { tank: '9000 m^3' } })
    outage(s, 310)
    later(s, 320 * HOUR_MS)
    expect(s.power.hoursOf(0).emergencyMs).toBe(SETS * 300 * HOUR_MS)
    expect(s.events.filter(({ kind }) => kind === 'permitReached')).toHaveLength(SETS)
    // Rested, they serve the next outage.
    outage(s, 20)
    later(s, 40 * HOUR_MS)
    expect(s.power.hoursOf(0).emergencyMs).toBeGreaterThan(SETS * 319 * HOUR_MS)
  })

  test('PRP runs through; ESP ends with its 200 h a year', () => {
    const prime = site({ ratingClass: 'PRP', fuel: { tank: '9000 m^3' } })
    outage(prime, 310)
    later(prime, 330 * HOUR_MS)
    expect(prime.power.hoursOf(0).emergencyMs).toBeGreaterThanOrEqual(SETS * 310 * HOUR_MS - SETS * 60_000)
    const standby = site({ ratingClass: 'ESP', fuel: { tank: '9000 m^3' } })
    outage(standby, 310)
    later(standby, 330 * HOUR_MS)
    expect(standby.power.hoursOf(0).emergencyMs).toBe(SETS * 200 * HOUR_MS)
  })
})
