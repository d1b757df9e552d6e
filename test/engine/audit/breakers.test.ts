import { describe, expect, test } from 'vitest'
import { auditOf, failureOf, hallAudit, hallText } from './hall.ts'

/** Ten racks of 100 kW on sections of 1,136 A at 415 V and 0.98: 800 kW each path. */
const SECTION_W = Math.floor(415 * Math.sqrt(3) * 0.98 * 1136)
const BUSWAY = ', current: 1136 A, oversubscribed: true'
const NO_CONTROLLER = 'capping: {controller: false}'
/** K/(x² − 1), ms. */
const tripMs = (x: number): number => 337_500 / (x * x - 1)

describe('breakers that a failure overloads', () => {
  test('Eq 5.1 holds for busway too: one path of a section lost leaves 1.0 MW on 800 kW; the controller caps ten racks by 200 kW', () => {
    const report = hallAudit({ topology: '2n', modules: 8, racks: 20, distribution: BUSWAY })
    const lost = failureOf(report, 'hall/busway[0]/path[0]')
    expect(lost).toMatchObject({ state: 'degraded', racksDegraded: 10, racksLost: 0 })
    expect(lost.servedFraction).toBeCloseTo((1e6 + SECTION_W) / 2e6, 5)
    expect(lost.timeline.map(({ atMs }) => atMs)).toEqual([0, 10_000])
    expect(lost.reason).toContain('path B of busway section 1 would carry 125.0')
    // The other side of the hall lost: both sections are overloaded.
    const side = failureOf(report, 'hall/ups[0]')
    expect(side).toMatchObject({ state: 'degraded', racksDegraded: 20 })
    expect(side.servedFraction).toBeCloseTo(SECTION_W / 1e6, 5)
    expect(report.labels.find(({ label }) => label === '2N')).toMatchObject({ isKept: false })
  })

  test('without a controller the path trips by the breaker law and its racks are lost', () => {
    const report = hallAudit({ topology: '2n', modules: 8, racks: 20, distribution: BUSWAY, power: [NO_CONTROLLER] })
    const lost = failureOf(report, 'hall/busway[0]/path[0]')
    expect(lost).toMatchObject({ state: 'down', racksLost: 10 })
    expect(lost.timeline.map(({ atMs }) => atMs)).toEqual([0, Math.round(tripMs(1e6 / SECTION_W))])
    expect(failureOf(report, 'hall/ups[1]')).toMatchObject({ state: 'down', racksLost: 20 })
  })

  test('the repaired twin: sections of 3,300 A carry their racks alone', () => {
    const report = hallAudit({ topology: '2n', modules: 8, racks: 20, distribution: ', current: 3300 A' })
    expect(failureOf(report, 'hall/busway[0]/path[0]')).toMatchObject({ state: 'savedByTransfer', servedFraction: 1 })
    expect(report.labels.every(({ isKept }) => isKept)).toBe(true)
  })

  test('a distribution unit is held like its busway', () => {
    const report = hallAudit({ topology: '2n', modules: 8, racks: 20, distribution: ', oversubscribed: true, pdu: {racks: 20, rated: 1.6 MW}' })
    const lost = failureOf(report, 'hall/pdu[0]/path[0]')
    expect(lost).toMatchObject({ state: 'degraded', racksDegraded: 20 })
    expect(lost.servedFraction).toBeCloseTo(0.8, 6)
    expect(lost.reason).toContain('path B of distribution unit 1 would carry 125.0')
  })

  test('switchboard breakers of 1,500 A: one of three transformers lost caps the hall, or trips the others without a controller', () => {
    const hall = { topology: '2n', modules: 8, racks: 20, transformers: 3 }
    const spared = failureOf(hallAudit(hall), 'hall/transformer[0]')
    expect(spared.servedFraction).toBe(1)
    const held = failureOf(hallAudit({ ...hall, power: ['switchboard: {breaker: 1500 A}'] }), 'hall/transformer[0]')
    expect(held).toMatchObject({ state: 'degraded', racksDegraded: 20 })
    expect(held.servedFraction).toBeLessThan(0.99)
    const open = failureOf(hallAudit({ ...hall, sets: 0, power: ['switchboard: {breaker: 1500 A}', NO_CONTROLLER] }), 'hall/transformer[0]')
    expect(open).toMatchObject({ state: 'down', racksLost: 20 })
    expect(open.reason).toContain('the breakers before the switchboard trip at')
  })

  test('standby sets take over when those breakers trip', () => {
    const report = hallAudit({ topology: '2n', modules: 8, racks: 20, transformers: 3, power: ['switchboard: {breaker: 1500 A}', NO_CONTROLLER] })
    const lost = failureOf(report, 'hall/transformer[0]')
    expect(lost.racksLost).toBe(0)
    expect(lost.timeline[0].what).toContain('trip at')
    expect(lost.timeline[1].atMs).toBe(lost.timeline[0].atMs)
    expect(lost.timeline.some(({ what }) => what.includes('standby sets at speed'))).toBe(true)
  })
})

describe('breakers of the infeeds', () => {
  /** Two transformers whose breakers of 40 A at 34.5 kV carry about 2.3 MW each, before a hall that draws more. */
  const site = (power: readonly string[], sets: number) =>
    auditOf(hallText({ topology: '2n', modules: 8, racks: 20, power, sets, feeds: ['line: {capacity: 20 MW, voltage: 138 kV, energised: 2027-02-01}'] }).replace('grid:\n', 'grid:\n  substation: {transformers: {model: hv-40mva, count: 2}, redundancy: 0}\n  switchgear: {sections: 1, scheme: single, breakers: {infeed: 40 A}}\n'))
  const LOST = 'grid/substation/transformer[0]'

  test('a controller holds the site to the one that is left', () => {
    const lost = failureOf(site([], 0), LOST)
    expect(lost).toMatchObject({ state: 'degraded', racksLost: 0, racksDegraded: 20 })
    expect(lost.servedFraction).toBeGreaterThan(0.8)
  })

  test('without one it trips by the breaker law, and the hall is dark when its batteries end', () => {
    const lost = failureOf(site([NO_CONTROLLER], 0), LOST)
    expect(lost).toMatchObject({ state: 'down', racksLost: 20 })
    const said = /trip at ([\d.]+).%/u.exec(lost.reason)
    const x = Number(said?.[1]) / 100
    expect(x).toBeGreaterThan(1.05)
    expect(x).toBeLessThan(1.4)
    // The text has a tenth of a per cent.
    const { atMs } = lost.timeline[0]
    expect(Math.abs(atMs / tripMs(x) - 1)).toBeLessThan(0.02)
  })

  test('with standby sets the trip is the loss of the utility', () => {
    const lost = failureOf(site([NO_CONTROLLER], 4), LOST)
    expect(lost).toMatchObject({ state: 'savedByTransfer', racksLost: 0 })
    expect(lost.timeline[0].what).toContain('infeeds trip')
  })
})
