import { describe, expect, test } from 'vitest'
import { type Hall, failureOf, findingsOf, hallAudit, hallText } from './hall.ts'

/** 1.0 MW on each of two systems of 2.0 MW. Sets at speed 11.5 s, in parallel 15 s later, walked in 20 s later: 46.5 s. */
const HALL: Hall = { topology: '2n', modules: 8, racks: 20, sets: 4 }
const withBattery = (rideThrough: string): Hall => ({ ...HALL, ups: `, rideThrough: ${rideThrough}` })
const utility = (hall: Hall) => failureOf(hallAudit(hall), 'grid/feed[street]')

describe('batteries against the start of the sets', () => {
  test('300 s at rating are 621 s at half of it, 300 · 2^1.05; the sets carry the hall after 46.5 s', () => {
    const lost = utility(HALL)
    expect(lost).toMatchObject({ state: 'savedByTransfer', racksLost: 0 })
    expect(lost.timeline.map(({ atMs }) => atMs)).toEqual([0, 11_500, 26_500, 46_500])
    expect(lost.timeline[3].what).toContain('10\u2009min')
  })

  test('20 s at rating are 41.4 s: dark before the sets carry it, and an error that names the least', () => {
    const lost = utility(withBattery('20 s'))
    expect(lost).toMatchObject({ state: 'down', racksLost: 20 })
    // 20 · 2^1.05 = 41.41 s.
    expect(lost.timeline.find(({ what }) => what.includes('empty'))?.atMs).toBeCloseTo(41_411, -1)
    expect(findingsOf(hallText(withBattery('20 s'))).filter(({ severity }) => severity === 'waivable')).toMatchObject([{ code: 'UPS_RIDE', value: '33 s', allowed: expect.stringContaining('at least 47 s') }])
  })

  test('30 s at rating are 62.1 s new and 49.7 s at 80 % health: they suffice, but with less than 20 % to spare', () => {
    expect(utility(withBattery('30 s')).state).toBe('savedByTransfer')
    expect(findingsOf(hallText(withBattery('30 s')))).toMatchObject([{ severity: 'warn', code: 'utility-loss', value: '50 s', allowed: 'at least 56 s' }])
    expect(findingsOf(hallText(withBattery('35 s')))).toEqual([])
  })

  test('the most loaded system ends first: with one of two out, 20 racks on 2.0 MW last 300 s', () => {
    const report = hallAudit(HALL, { pairs: false, maintenance: true })
    const found = report.contingencies.find(({ failed, maintained }) => failed[0] === 'grid/feed[street]' && maintained === 'hall/ups[0]')
    // 300 s are enough: no worse than the feed alone, so it is only counted.
    expect(found).toBeUndefined()
    const short = hallAudit(withBattery('40 s'), { pairs: false, maintenance: true }).contingencies.find(({ failed, maintained }) => failed[0] === 'grid/feed[street]' && maintained === 'hall/ups[0]')
    expect(short).toMatchObject({ state: 'down', racksLost: 20 })
    expect(short?.timeline.find(({ what }) => what.includes('empty'))?.atMs).toBe(40_000)
  })
})

describe('standby sets', () => {
  test('two of 1.9 MW carry 2.0 MW of racks with cooling and losses; with one the racks keep what is left', () => {
    const report = hallAudit({ ...HALL, sets: 2 })
    expect(failureOf(report, 'grid/feed[street]').state).toBe('savedByTransfer')
    const alone = failureOf(report, 'hall/generator[1]')
    expect(alone).toMatchObject({ state: 'degraded', racksDegraded: 20, count: 2 })
    expect(alone.servedFraction).toBeLessThan(0.9)
    expect(alone.timeline.some(({ what }) => what.includes('shed from class 5 to 2'))).toBe(true)
    expect(failureOf(hallAudit({ ...HALL, sets: 3 }), 'hall/generator[0]')).toMatchObject({ state: 'normal' })
  })
})

describe('temperatures until cooling is back', () => {
  test('pumps without UPS: chips at 1.2 kW shut down within 20 s, W7.14 with throttling', () => {
    const lost = utility({ ...HALL, power: ['mechanicalOnUps: 0'] })
    const shutDown = lost.timeline.find(({ what }) => what.includes('shut down'))
    expect(lost.state).toBe('down')
    // Throttle after 6.6 s, then half the power for the rest of 20 K: 6.6 + 20 K ÷ 1.06 K/s at most.
    expect(shutDown?.atMs).toBeGreaterThan(6600)
    expect(shutDown?.atMs).toBeLessThan(26_000)
  })

  test('without design extremes the model says that it does not know', () => {
    const report = hallAudit({ ...HALL, weather: 'climate: dallas' })
    expect(failureOf(report, 'hall/cooling/cooler[0]').state).toBe('normal')
    expect(failureOf(report, 'hall/mechanicalUps')).toMatchObject({ state: 'unknown', racksLost: 0 })
    expect(failureOf(report, 'hall/fireZones')).toMatchObject({ state: 'unknown' })
  })
})
