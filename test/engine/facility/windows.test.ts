/** Planned work in a whole run: what an IT window takes from the contract, to the accelerator-millisecond. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSimulation } from '../../../src/engine/simulation.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { formatIssue } from '../../../src/scenario/issue.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import { repositoryRoot } from '../../fixtures.ts'

const HOUR_MS = 3_600_000
const RACK_ACCELERATORS = 72

/** The passing sample of a small hall with nothing that fails, four racks behind one path of busway, and a plan for its joints. */
function runWith(itWindow: boolean): RunResult {
  const base = readFileSync(join(repositoryRoot, 'test', 'samples', 'TANK_DAY', 'pass.yaml'), 'utf8')
  const text = `${base}
crews: {mistakes: {routine: 0, switching: 0}}
maintenance:
  standard: false
  itWindow: ${itWindow}
  plans:
    - {id: joints, for: busway, interval: 60 days, duration: 4 h, switching: true}
`
  const set = { 'blocks.hall.power.distribution.section': '1', 'blocks.hall.power.distribution.failures': '0/year', 'blocks.hall.power.ups.failures': '0/year', 'blocks.hall.power.ups.systemFailures': '0/year', 'grid.feeds.street.outages.scale': '0' }
  const { scenario, issues } = loadScenario(text, { file: 'hall', set: Object.entries(set).map(([path, value]) => ({ path, value })) })
  if (scenario === undefined) throw new Error(issues.map(formatIssue).join('\n'))
  const simulation = createSimulation(scenario, { weather: null }, { seed: 5, replication: 0, record: false })
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

function bookedMs({ ledger }: RunResult, codes: readonly string[]): number {
  let sum = 0
  ledger.acceleratorMs.forEach((ms, at) => {
    if (codes.includes(ledger.buckets[at % ledger.buckets.length].code)) sum += ms
  })
  return sum
}

describe('joints of a single path of busway', () => {
  test('with a window, each rack is drained for the four hours of work, booked as planned and to nobody else', () => {
    const run = runWith(true)
    const windows = run.work?.maintenance?.itWindows ?? 0
    expect(windows).toBeGreaterThan(4)
    // Whoever works on the last day of the run is cut off by it.
    const full = windows * 4 * HOUR_MS * RACK_ACCELERATORS
    expect(bookedMs(run, ['L2.plannedElec', 'L6.maint'])).toBe(full)
    expect(bookedMs(run, ['L2.siteElec', 'L5.human', 'L5.noReturn'])).toBe(0)
  })

  test('without one, nothing is taken out and the work becomes overdue', () => {
    const run = runWith(false)
    expect(bookedMs(run, ['L2.plannedElec', 'L6.maint'])).toBe(0)
    expect(run.work?.maintenance).toMatchObject({ done: 0, itWindows: 0, overdue: 4 })
    expect(run.work?.maintenance?.notMaintainable).toBe(4)
  })
})
