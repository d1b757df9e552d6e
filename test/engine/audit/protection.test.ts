import { describe, expect, test } from 'vitest'
import type { Contingency } from '../../../src/results/audit.ts'
import { failureOf, hallAudit, type Hall } from './hall.ts'

const HALL: Hall = { topology: '2n', modules: 8, racks: 20, transformers: 4, sets: 0 }
const gear = (sections: number): Partial<Hall> => ({ feeds: [`street: {capacity: 20 MW, voltage: 25 kV, energised: 2027-02-01}\n    lane: {capacity: 20 MW, voltage: 25 kV, energised: 2027-02-01}\n  switchgear: {scheme: main-tie-main, voltage: 25 kV, sections: ${sections}}`] })

describe('protection of the medium-voltage bus', () => {
  test('a relay that failed is felt by nobody; a fault that is not cleared takes the next section too', () => {
    const report = hallAudit({ ...HALL, ...gear(2) })
    expect(failureOf(report, 'grid/switchgear/section[0]/relay')).toMatchObject({ state: 'normal', servedFraction: 1 })
    const cleared = failureOf(report, 'grid/switchgear/section[0]')
    expect(cleared.racksLost).toBe(0)
    const spread = failureOf(report, 'grid/switchgear/section[0]/backup')
    expect(spread).toMatchObject({ state: 'down', racksLost: 20, servedFraction: 0 })
  })

  test('of four sections it takes two: two of four transformers are left', () => {
    const report = hallAudit({ ...HALL, ...gear(4) })
    const spread = failureOf(report, 'grid/switchgear/section[1]/backup')
    expect(spread.racksLost).toBe(0)
    expect(spread.servedFraction).toBeLessThanOrEqual(failureOf(report, 'grid/switchgear/section[1]').servedFraction)
  })

  test('in pairs a failed relay and a fault of its section meet, in whatever order they are removed', () => {
    const report = hallAudit({ ...HALL, ...gear(2) }, { pairs: true, maintenance: true })
    const of = (a: string, b: string): Contingency[] => report.contingencies.filter(({ failed, maintained }) => [...failed, maintained].includes(a) && [...failed, maintained].includes(b))
    const both = of('grid/switchgear/section[0]', 'grid/switchgear/section[0]/relay')
    expect(both.length).toBeGreaterThan(0)
    for (const each of both) expect(each).toMatchObject({ state: 'down', racksLost: 20 })
  })
})

describe('the UPS of pumps and fans', () => {
  const withUps = (line: string): Hall => ({ ...HALL, sets: 4, power: ['mechanicalOnUps: 0.4', line] })

  test('is unknown where the file says nothing of it, and the answer names the key', () => {
    const found = failureOf(hallAudit({ ...HALL, power: ['mechanicalOnUps: 0.4'] }), 'hall/mechanicalUps')
    expect(found.state).toBe('unknown')
    expect(found.reason).toContain('power.mechanicalUps')
  })

  test('modules that carry it with one out: normal; with a bypass even without all of them', () => {
    const report = hallAudit(withUps('mechanicalUps: {modules: 3, rated: 200 kW}'))
    expect(failureOf(report, 'hall/mechanicalUps/module[0]')).toMatchObject({ state: 'normal', count: 3 })
    expect(failureOf(report, 'hall/mechanicalUps')).toMatchObject({ state: 'normal', racksLost: 0 })
    expect(failureOf(report, 'hall/mechanicalUps').reason).toContain('bypass')
  })

  test('without a bypass pumps stand still and chips are too hot', () => {
    const report = hallAudit(withUps('mechanicalUps: {modules: 2, rated: 200 kW, bypass: false}'))
    expect(failureOf(report, 'hall/mechanicalUps')).toMatchObject({ state: 'down', racksLost: 20 })
    expect(failureOf(report, 'hall/mechanicalUps').reason).toContain('no bypass')
  })
})

test('blocks without fire zones are unknown, and the answer names the key', () => {
  const found = failureOf(hallAudit(HALL), 'hall/fireZones')
  expect(found).toMatchObject({ state: 'unknown' })
  expect(found.reason).toContain('power.fireZones')
})
