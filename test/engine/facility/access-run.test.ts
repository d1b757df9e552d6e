/** Crews that must be let in: the same failures, repaired later, and a run from snapshots is the run itself. */
import { describe, expect, test } from 'vitest'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { drawsOf } from '../properties/random-site.ts'
import { DAY_MS, HOUR_MS, scenarioOf, simulate, zoneSiteText } from './zone-site.ts'

const SKILLS = 'highVoltage, lowVoltage, mechanical, controls, fire, liquid, it'
const CREWS = `crews: {teams: [{id: site, count: 4, skills: [${SKILLS}]}]}\n`
const text = (more: string): string =>
  zoneSiteText({ more }).replace('count: 2, failures: 0/year', 'count: 2, failures: 10/year').replace('chiller: 0/year', 'chiller: 60/year')

function runOf(more: string): RunResult {
  const simulation = simulate(scenarioOf(text(more)))
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

/** First outage of each label: begin and length, ms. */
function firstOutages({ incidents }: RunResult): Map<string, { atMs: number; lengthMs: number }> {
  const found = new Map<string, { atMs: number; lengthMs: number }>()
  for (const { kind, label, atMs, endMs } of incidents) if (kind === 'outage' && endMs >= 0 && !found.has(label)) found.set(label, { atMs, lengthMs: endMs - atMs })
  return found
}

describe('crews at the door', () => {
  test('the same failure is repaired later by the time of the way in', () => {
    const open = firstOutages(runOf(CREWS))
    const guarded = firstOutages(runOf(`${CREWS}security: {zones: {white: {blocks: [hall]}}, badgedAccess: 6 h}\n`))
    expect(open.size).toBeGreaterThan(1)
    const first = [...open].sort(([, a], [, b]) => a.atMs - b.atMs)[0]
    expect(guarded.get(first[0])?.atMs).toBe(first[1].atMs)
    expect(guarded.get(first[0])?.lengthMs).toBe(first[1].lengthMs + 6 * HOUR_MS)
  })

  test.each([1, 2])('a run from snapshots of seed %d is the run itself', seed => {
    const scenario = scenarioOf(text(`${CREWS}security: {zones: {white: {blocks: [hall], badged: [], escorted: [staff]}}, escorts: 1, ratio: 2}\n`))
    const straight = simulate(scenario)
    straight.run(straight.horizonMs, Infinity)
    let pieces = simulate(scenario)
    const draws = drawsOf(seed)
    for (let atMs = 0; atMs < pieces.horizonMs; ) {
      atMs = Math.min(pieces.horizonMs, atMs + draws.whole(1, 15 * DAY_MS))
      pieces.run(atMs, Infinity)
      const snapshot = pieces.snapshot()
      pieces = simulate(scenario)
      pieces.restore(snapshot)
    }
    expect(pieces.hash()).toBe(straight.hash())
  })

  test('a recording run writes down who is inside, the same from snapshots', () => {
    const scenario = scenarioOf(text(`${CREWS}security: {zones: {white: {blocks: [hall], level: 3, people: 5}}}\n`))
    const record = (): Simulation => createSimulation(scenario, { weather: null }, { seed: scenario.seed, replication: 0, record: true })
    const straight = record()
    straight.run(straight.horizonMs, Infinity)
    const { zones, logs } = straight.result()
    expect(zones).toEqual({ fire: expect.anything(), security: [{ name: 'white', level: 3, people: 5, blocks: [0] }] })
    const log = logs.find(({ id }) => id === 'securityPeople')
    const inside = [...(log?.value ?? [])]
    expect(Math.max(...inside)).toBeGreaterThan(0)
    expect(Math.max(...inside)).toBeLessThanOrEqual(5)
    expect([...(log?.atMs ?? [])].some(atMs => atMs % DAY_MS !== 0)).toBe(true)
    const first = record()
    first.run(straight.horizonMs / 2, Infinity)
    const rest = record()
    rest.restore(first.snapshot())
    rest.run(rest.horizonMs, Infinity)
    expect(rest.hash()).toBe(straight.hash())
    expect(rest.result().logs).toEqual(logs)
  })
})
