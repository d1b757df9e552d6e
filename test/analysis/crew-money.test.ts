import { describe, expect, test } from 'vitest'
import { crewRows, hourlyUsd } from '../../src/analysis/crew-money.ts'
import { costRows } from '../../src/analysis/money.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { handRun, HOUR_MS } from './runs.ts'
import { oneRack } from './site.ts'

const HOURS = 168 * 52
/** A year of 52 weeks whose contract runs from the start. */
const run = (teams: readonly object[] = []): RunResult => ({ ...handRun({ windowMs: 6 * HOUR_MS, windows: [{ P: 6 }] }), contractStartMs: 0, horizonMs: HOURS * HOUR_MS, work: { teams } }) as unknown as RunResult
const CREWS = (teams: string, more = '') => oneRack({ crews: `{teams: [${teams}]${more}}` })
const POWER = 'skills: [highVoltage, lowVoltage, mechanical, controls, liquid]'
const cost = (scenario: ReturnType<typeof oneRack>, result: RunResult): Record<string, number> => Object.fromEntries(crewRows(scenario, result).map(({ id, usd }) => [id, usd]))

describe('what crews cost', () => {
  test('an hour costs what the best paid skill of a team does: 130,000 USD over 1,690 h is 77 USD', () => {
    const { crews } = CREWS(`{id: site, ${POWER}}`)
    if (crews?.teams === undefined) throw new Error('no crews')
    expect(hourlyUsd(crews.teams[0], crews.pay)).toBe(95)
    expect(Math.round(130_000 / 1690)).toBe(crews.pay.wages.mechanical)
  })

  test('a team round the clock: 60 of 168 hours are by day, the others cost a tenth more', () => {
    const { 'crew.site': usd } = cost(CREWS(`{id: site, count: 3, wage: 80 USD/h, ${POWER}}`), run())
    expect(usd).toBeCloseTo(3 * 80 * 52 * (60 + 108 * 1.1), 6)
  })

  test('a team by day, and its overtime at half as much again', () => {
    const { 'crew.site': usd } = cost(CREWS(`{id: site, count: 4, works: days, wage: 80 USD/h, ${POWER}}`), run([{ id: 'site', overtimeMs: 100 * HOUR_MS }]))
    expect(usd).toBeCloseTo(4 * 80 * 52 * 60 + 100 * 80 * 1.5, 6)
  })

  test('contractors: a fee for each person and call, hours of way and work at 1.8 times the wage', () => {
    const { 'crew.vendor': usd } = cost(CREWS(`{id: vendor, works: call-out, wage: 100 USD/h, ${POWER}}`), run([{ id: 'vendor', sent: 12, busyMs: 90 * HOUR_MS, overtimeMs: 0 }]))
    expect(usd).toBeCloseTo(12 * 500 + 90 * 100 * 1.8, 6)
  })

  test('technicians of nodes have a row of their own until a team is trained for nodes', () => {
    expect(Object.keys(cost(CREWS(`{id: site, ${POWER}}`), run()))).toEqual(['crew.site', 'technicians'])
    expect(Object.keys(cost(CREWS(`{id: site, ${POWER}}, {id: nodes, skills: [it], works: days}`), run()))).toEqual(['crew.site', 'crew.nodes'])
  })

  test('they stand in place of the staff by megawatt, which a file without crews has', () => {
    const ids = (scenario: ReturnType<typeof oneRack>): string[] => costRows(scenario, run()).map(({ id }) => id)
    expect(ids(oneRack({}))).toContain('staff')
    expect(ids(CREWS(`{id: site, ${POWER}}`))).not.toContain('staff')
    expect(crewRows(oneRack({}), run())).toEqual([])
  })
})
