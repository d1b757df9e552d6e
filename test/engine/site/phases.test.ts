import { describe, expect, test } from 'vitest'
import { daysFromCivil, parseDate } from '../../../src/base/civil-date.ts'
import { createSimulation } from '../../../src/engine/simulation.ts'
import { mustLoad } from '../../scenario/support/files.ts'

const DAY_MS = 86_400_000
const START = daysFromCivil(2027, 1, 1)
const dayOf = (date: string): number => (parseDate(date) ?? NaN) - START

/** Two blocks of one rack, promised for mid 2029; construction by plan takes 94 weeks (shell 44, fit-out 30, levels and flushing about 20). */
function site(land: string, second = '', ready = '[2029-06-01, 2029-06-01]') {
  return mustLoad(`format: 1
name: Phases
horizon: {start: 2027-01-01, end: 2032-01-01}
site:
  location: {latitude: 32.9, longitude: -97.0}
  weather: {climate: dallas}
${land}grid:
  feeds:
    street: {capacity: 4 MW, voltage: 13.8 kV, energised: 2027-01-01, outages: {scale: 0}}
blocks:
  - id: hall
    count: 2
    ready: ${ready}
${second}    power: {topology: n, ups: {model: ups-500kw, count: 1}, transformers: {model: lv-2500kva, count: 1}}
    cooling: {units: {model: dry-cooler-980kw, count: 1}}
    racks: [{model: gb200-nvl72, count: 1}]
faults: {preset: none}
`).scenario
}

/** Day on which each block passed its last level, and the milestones of the site. */
function run(land: string, second = '', ready?: string) {
  const scenario = site(land, second, ready)
  const simulation = createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: false })
  simulation.run(simulation.horizonMs, Infinity)
  const result = simulation.result()
  const { milestones } = result
  const dayWhen = (name: string, block: number) => milestones.find(each => each.name === name && each.block === block)?.atMs
  const building = result.ledger.buckets.findIndex(({ code }) => code === 'L2.building')
  let buildingDays = 0
  for (let window = 0; window < result.ledger.windowCount; window++) buildingDays += result.ledger.acceleratorMs[window * result.ledger.buckets.length + building] / DAY_MS / 72
  return {
    commissioned: [0, 1].map(block => (dayWhen('level5', block) ?? NaN) / DAY_MS),
    shells: [0, 1].map(block => (dayWhen('shell', block) ?? NaN) / DAY_MS),
    site: milestones.filter(({ block, name }) => block === -1 && !name.startsWith('Feed')).map(({ name, atMs, plannedMs }) => [name, atMs / DAY_MS, plannedMs / DAY_MS]),
    buildingDays,
  }
}

const PROMISED = dayOf('2029-06-01')
const free = run('')
/** By the plan, from the first day of the shell to the last level. */
const shellDays = (free.commissioned[0] - free.shells[0])

describe('what releases the construction of a block', () => {
  test('nothing: it is commissioned on the day that was promised', () => {
    expect(free.commissioned).toEqual([PROMISED, PROMISED])
    expect(free.site).toEqual([])
    expect(free.buildingDays).toBe(0)
  })

  test('a notice to proceed that is early enough changes nothing but the timeline', () => {
    const early = run('  phases: [{id: first, noticeToProceed: 2027-02-01}]\n', '    phase: first\n')
    expect(early.commissioned).toEqual(free.commissioned)
    expect(early.site).toEqual([['Phase first: notice to proceed', dayOf('2027-02-01'), dayOf('2027-02-01')]])
  })

  test('a late one shifts the block of its phase by as many days as it is late, and the loss is the building', () => {
    const planStart = free.shells[0] - 44 * 7 // near the median of the shell, 44.4 weeks
    const late = run('  phases: [{id: first, noticeToProceed: 2028-06-01}, {id: second}]\n', '    phase: [first, second]\n')
    const shift = late.commissioned[0] - PROMISED
    expect(Math.abs(shift - (dayOf('2028-06-01') - planStart))).toBeLessThan(7)
    expect(late.commissioned[1]).toBe(PROMISED)
    expect(late.shells[0] - free.shells[0]).toBeCloseTo(shift, 6)
    expect(late.buildingDays).toBeGreaterThan(0)
  })

  test('zoning holds all blocks; a slip is drawn', () => {
    const zoned = run('  parcel: {area: 5000 m^2, zoned: {planned: 2028-06-01, slip: 100 days}}\n')
    const named = run('  phases: [{id: first, noticeToProceed: 2028-06-01}]\n', '    phase: first\n')
    expect(zoned.site).toEqual([['Zoning', dayOf('2028-06-01') + 100, dayOf('2028-06-01')]])
    zoned.commissioned.forEach((day, block) => expect(day - named.commissioned[block]).toBeCloseTo(100, 6))
  })

  test('a gate holds fit-out or commissioning alone', () => {
    const permit = (holds: string) => run(`  phases: [{id: first, gates: [{id: permit, holds: ${holds}, reached: 2029-03-01}]}]\n`, '    phase: first\n')
    const [fitOut, commissioning] = [permit('fit-out'), permit('commissioning')]
    expect(fitOut.shells).toEqual(free.shells)
    expect(commissioning.shells).toEqual(free.shells)
    // Levels 2 to 5 follow the gate; fit-out comes before them.
    expect(fitOut.commissioned[0]).toBeGreaterThan(commissioning.commissioned[0] + 20 * 7)
    expect(commissioning.commissioned[0]).toBeGreaterThan(dayOf('2029-03-01'))
    expect(commissioning.site).toEqual([['Phase first: permit', dayOf('2029-03-01'), dayOf('2029-03-01')]])
  })

  test('a phase after another begins when all of its blocks are commissioned', () => {
    const chained = run('  phases: [{id: first}, {id: second, after: [first]}]\n', '    phase: [first, second]\n')
    expect(chained.commissioned[0]).toBe(PROMISED)
    const wholeDays = chained.commissioned[1] - chained.commissioned[0]
    // The whole way, from the shell to level 5: 94 weeks by the medians.
    expect(wholeDays / 7).toBeGreaterThan(85)
    expect(wholeDays / 7).toBeLessThan(105)
    expect(wholeDays - shellDays).toBeGreaterThan(40 * 7)
  })

  test('the order of the file does not matter: the first block may wait for the second', () => {
    const backwards = run('  phases: [{id: first}, {id: second, after: [first]}]\n', '    phase: [second, first]\n')
    expect(backwards.commissioned[1]).toBe(PROMISED)
    expect(backwards.commissioned[0]).toBeGreaterThan(PROMISED + 85 * 7)
  })

  test('after a phase that stands at the start nothing is waited for', () => {
    expect(run('  phases: [{id: first}, {id: second, after: [first]}]\n', '    phase: [first, second]\n', '[2027-01-01, 2029-06-01]').commissioned[1]).toBe(PROMISED)
  })

  test('restored in the middle, the run ends like the straight one', () => {
    const scenario = site('  phases: [{id: first, noticeToProceed: 2027-12-01}, {id: second, after: [first]}]\n', '    phase: [first, second]\n')
    const make = () => createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: false })
    const straight = make()
    straight.run(straight.horizonMs, Infinity)
    const half = make()
    half.run(700 * DAY_MS, Infinity)
    const other = make()
    other.restore(half.snapshot())
    other.run(other.horizonMs, Infinity)
    expect(other.hash()).toBe(straight.hash())
  })
})
