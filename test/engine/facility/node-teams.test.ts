/** Technicians of nodes as teams with shifts: who comes when, how many at once, shared with the crews of power, kept out of closed zones. */
import { describe, expect, test } from 'vitest'
import { rootKey } from '../../../src/base/rng.ts'
import { createTechnicians } from '../../../src/engine/facility/crew.ts'
import { teamPool } from '../../../src/engine/facility/node-teams.ts'
import { createTeams, rotaOf } from '../../../src/engine/facility/teams.ts'
import { createKernel, Phase } from '../../../src/engine/kernel/kernel.ts'
import { createState } from '../../../src/engine/kernel/state.ts'
import type { DomainContext } from '../../../src/engine/ports.ts'
import { createCalendar } from '../../../src/scenario/calendar.ts'
import { nodeTechnicians } from '../../../src/scenario/crew-teams.ts'
import { crewsSection } from '../../../src/scenario/schema/crews.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { HOUR_MS } from '../world.ts'
import { scenarioOf, simulate, zoneSiteText } from './zone-site.ts'

/** Friday 1 January 2027, local standard midnight. */
const START_DAY = 20_819
const MONDAY_7H = 79

/** A crew whose repairs take so many hours each; `served` says which entity began when, h. */
function crewOf(teams: readonly object[], hours: number, isBarred?: (entity: number) => boolean) {
  const crews = crewsSection.parse({ teams })
  if (crews?.teams === undefined) throw new Error('no teams')
  const state = createState()
  const kernel = createKernel(state)
  const pool = createTeams(state, kernel, crews.teams, rotaOf(crews, kernel, createCalendar('America/Chicago', START_DAY)))
  const served: [number, number][] = []
  const people = new Map<number, number>()
  let freed = 0
  const done = kernel.command('test.done', Phase.repair, entity => crew.release(people.get(entity) ?? 1, entity))
  const site = { pool: teamPool({ world: { root: rootKey(1, 0) } } as DomainContext, 2, () => pool, () => void (freed += 1)), entities: 64, isBarred }
  const crew = createTechnicians(state, kernel, site, entity => {
    served.push([entity, kernel.now / HOUR_MS])
    kernel.schedule(done, entity, kernel.now + hours * HOUR_MS)
  })
  const ask = (entity: number, count = 1, priority = 0): void => {
    people.set(entity, count)
    crew.request(entity, priority, count)
  }
  return { state, kernel, crew, pool, served, ask, freed: () => freed, until: (h: number) => kernel.run(h * HOUR_MS, 1e6) }
}

const DAYS = { id: 'nodes', count: 2, skills: ['it'], works: 'days' }

describe('shifts of technicians', () => {
  test('a team by day repairs from Monday to Friday: what fails on Friday night waits until Monday at seven', () => {
    const { ask, until, served, crew } = crewOf([DAYS], 3)
    until(20)
    ask(1)
    ask(2)
    ask(3)
    until(100)
    expect(served).toEqual([[1, MONDAY_7H], [2, MONDAY_7H], [3, MONDAY_7H + 3]])
    expect(crew.summary()).toMatchObject({ technicians: 2, busy: 0, requests: 3, delayed: 3, busyMs: 9 * HOUR_MS, waitMs: (3 * (MONDAY_7H - 20) + 3) * HOUR_MS })
  })

  test('a repair that takes two people waits for both, and those behind it with it', () => {
    const { ask, until, served } = crewOf([{ ...DAYS, works: 'shifts' }], 5)
    ask(1)
    ask(2, 2)
    ask(3)
    until(30)
    expect(served).toEqual([[1, 0], [2, 5], [3, 10]])
  })

  test('a second team takes what the first cannot; a contractor only what no own team can do', () => {
    const { ask, until, served } = crewOf([{ id: 'one', count: 1, skills: ['it'] }, { id: 'two', count: 2, skills: ['it', 'liquid'] }, { id: 'vendor', count: 4, skills: ['it'], works: 'call-out', callOut: '6 h' }], 2)
    ask(1)
    ask(2, 2)
    ask(3)
    ask(4, 3)
    until(40)
    expect(served).toEqual([[1, 0], [2, 0], [3, 2], [4, 8]])
  })

  test('people are shared: who works on power is not there for nodes until told', () => {
    const { ask, until, served, pool, crew, freed } = crewOf([{ ...DAYS, works: 'shifts' }], 1)
    pool.take(0, 2, 0)
    ask(1)
    until(5)
    expect(served).toEqual([])
    pool.release(0, 2)
    crew.changed()
    until(9)
    expect([served, freed()]).toEqual([[[1, 5]], 1])
  })

  test('a closed rack waits aside, others go on; it takes its place again when it is open', () => {
    const closed = new Set([1])
    const { ask, until, served, crew } = crewOf([{ ...DAYS, count: 1, works: 'shifts' }], 4, entity => closed.has(entity))
    ask(1, 1, 9)
    ask(2)
    ask(3)
    until(6)
    expect([served, crew.summary().waiting]).toEqual([[[2, 0], [3, 4]], 1])
    closed.clear()
    crew.changed()
    until(20)
    expect(served.at(-1)).toEqual([1, 8])
  })

  test('people for nodes: teams with the skill, by their hours, else the technicians of the file', () => {
    const faults = { technicians: 7 } as Scenario['faults']
    const crews = crewsSection.parse({ teams: [{ ...DAYS, count: 4 }, { id: 'site', count: 3, skills: ['it'] }, { id: 'power', skills: ['lowVoltage'] }] })
    expect(nodeTechnicians({ faults, crews })).toEqual({ most: 4, mean: 3 + (4 * 60) / 168 })
    expect(nodeTechnicians({ faults, crews: undefined })).toEqual({ most: 7, mean: 7 })
  })
})

describe('in a run', () => {
  const text = zoneSiteText({ more: 'crews: {teams: [{id: day, count: 2, skills: [it], works: days}, {id: site, count: 3, skills: [highVoltage, lowVoltage, mechanical, controls, liquid]}]}' }).replace('faults: {preset: none}', 'faults: {preset: rsc-1, rateFactor: 3.5}')

  test('nodes are repaired by day, and a restore equals the straight run', () => {
    const scenario = scenarioOf(text)
    const straight = simulate(scenario)
    straight.run(straight.horizonMs, Infinity)
    const other = simulate(scenario)
    other.run(20 * 24 * HOUR_MS, Infinity)
    const snapshot = other.snapshot()
    other.run(40 * 24 * HOUR_MS, Infinity)
    other.restore(snapshot)
    other.run(other.horizonMs, Infinity)
    expect(other.hash()).toBe(straight.hash())
    const team = straight.result().work?.teams.find(({ id }) => id === 'day')
    expect(team?.jobs).toBeGreaterThan(10)
  })

  test('nobody repairs nodes in a closed zone', () => {
    const simulation = simulate(scenarioOf(text.replace('works: days', 'works: shifts').replace('fire: {rates', 'fire: {makeSafe: 20 days, smokeSpread: 0, rates')))
    simulation.run(20 * 24 * HOUR_MS, Infinity)
    simulation.fireZones?.ignite('hall/north', 'zone')
    simulation.run(21 * 24 * HOUR_MS, Infinity)
    expect(simulation.fireZones?.people.isRackClosed(0)).toBe(true)
    expect(simulation.fireZones?.people.isRackClosed(5)).toBe(false)
    simulation.run(50 * 24 * HOUR_MS, Infinity)
    expect(simulation.fireZones?.people.isRackClosed(0)).toBe(false)
  })
})
