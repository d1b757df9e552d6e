/** Books of two sites, and of both together, as integers: random work, laws, links and drills. */
import { expect, test } from 'vitest'
import { createSimulation } from '../../../src/engine/simulation.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { sitesWanSection } from '../../../src/scenario/schema/wan.ts'
import { campus } from './campus.ts'

const SEEDS = [1, 2, 3, 4, 5]

/** Small numbers from a seed, the same every time. */
function dice(seed: number): (sides: number) => number {
  let state = seed * 2_654_435_761
  return sides => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

function randomRun(seed: number): RunResult {
  const roll = dice(seed)
  const pick = <T>(...of: readonly T[]): T => of[roll(of.length)]
  const sites = pick('', ', sites: [east]', ', sites: [west, east]')
  const workload = `[{id: chat, source: inference, model: chat-70b, peak: ${200 + roll(900)} request/s${sites}}, {id: mix, source: training-mix, load: 0.${2 + roll(7)}, largest: 128, route: ${pick('data', 'most-free', 'cheapest', 'preferred')}, tenants: {lab: 0.6, school: 0.4}, data: {size: ${1 + roll(400)} TB, at: west, keep: ${pick('true', 'false')}, wait: ${pick('queue', 'nodes')}}}]`
  const tenants = `{lab: {quota: ${300 + roll(1500)}, commitments: [{accelerators: ${100 + roll(900)}}]}, school: {sites: [${pick('east', 'west', 'east, west')}]}}`
  const links = [{ between: ['east', 'west'], routes: 1 + roll(2), bandwidth: `${4 + roll(400)} Gb/s`, cuts: `${roll(400)} 1/year`, cutRepair: '3 hours' }]
  const drills = [{ id: 'd', site: pick('east', 'west'), loses: pick('power', 'network'), from: '2027-08-03', duration: `${5 + roll(40)} h` }]
  const text = { 'horizon.end': '2027-08-07', tenants, wan: JSON.stringify({ links }), sites: '{east: {}, west: {}}' }
  const scenario = { ...campus({ workload, set: text }), wan: sitesWanSection.parse({ links, drills }) }
  const simulation = createSimulation(scenario, { weather: null }, { seed, replication: 0, record: false })
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const sum = (values: ArrayLike<number>): bigint => Array.from(values).reduce((all, value) => all + BigInt(value), 0n)
const big = (values: readonly string[]): bigint => values.reduce((all, value) => all + BigInt(value), 0n)

test.each(SEEDS)('ledger, energy, meters, masks and tenants of both sites add up to the unit: seed %i', seed => {
  const run = randomRun(seed)
  const each = (run.sites ?? []).map(({ result }) => result)
  expect(each).toHaveLength(2)
  for (const { ledger } of [...each, run]) {
    const width = ledger.buckets.length
    ledger.contractedMs.forEach((ms, window) => expect(sum(ledger.acceleratorMs.subarray(window * width, (window + 1) * width))).toBe(BigInt(ms)))
  }
  run.ledger.acceleratorMs.forEach((ms, cell) => expect(ms).toBe(each.reduce((all, { ledger }) => all + ledger.acceleratorMs[cell], 0)))
  run.ledger.maskMs.forEach((ms, mask) => expect(BigInt(ms)).toBe(big(each.map(({ ledger }) => ledger.maskMs[mask]))))
  for (const key of ['gridWms', 'generationWms', 'itWms', 'mechanicalWms', 'lossWms', 'fuelWms', 'busbarWms'] as const) expect(BigInt(run.energy[key])).toBe(big(each.map(({ energy }) => energy[key])))
  // What the meters of the months read is what was drawn from the grid.
  for (const { metering, energy } of [...each, run]) expect(big(metering.months.flatMap(({ energyWms }) => energyWms))).toBe(BigInt(energy.gridWms))
  for (const { tenants, ledger } of [...each, run]) {
    const held = sum(ledger.acceleratorMs.filter((_, cell) => [0, 8, 9, 10].includes(ledger.buckets[cell % ledger.buckets.length].gate)))
    expect(sum(tenants?.allocatedMs ?? [])).toBe(held)
    tenants?.committedMs.forEach((ms, cell) => expect(tenants.deliveredMs[cell]).toBeLessThanOrEqual(ms))
  }
  for (const key of ['jobsQueued', 'jobsStarted', 'jobsCompleted'] as const) expect(run.counts[key]).toBe(each.reduce((all, { counts }) => all + counts[key], 0))
})
