import { describe, expect, test } from 'vitest'
import { editYaml } from '../../src/app/editing/edit-yaml.ts'
import { branchChoices, injectionWords } from '../../src/app/state/branch-choices.ts'
import { addFuture, type Change, deleteFuture, type Future, futureKey, keepFuture, momentText, optionEdit, readFutures, renameFuture, useFutures, whyNoOption } from '../../src/app/state/futures.ts'
import { linesOf } from '../../src/app/reader/lines.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { DAY_MS, handRun, scenarioText, shippedScenario } from './scenarios.ts'

const people: Change = { words: '9 technicians', set: { path: 'faults.technicians', value: '9' } }
const rack: Change = { words: 'Rack 3 fails', injection: { kind: 'rack', rack: 2 } }
const START = 20_820 // 2027-01-02

const made = (changes: readonly Change[], more: Partial<Future> = {}): Future => ({ id: '1', name: 'More people', of: 'key', option: null, atMs: 100.5 * DAY_MS, startDay: START - 1, changes, isKept: false, ...more })

describe('futures', () => {
  test('are added under a name of their own, renamed, kept and deleted', () => {
    const { id: _id, isKept: _kept, ...first } = made([people])
    const [a, b] = [addFuture(first), addFuture(first)]
    expect([a.name, b.name]).toEqual(['More people', 'More people (2)'])
    renameFuture(b.id, '  Fewer people ')
    renameFuture(b.id, ' ')
    keepFuture(b.id, true)
    deleteFuture(a.id)
    expect(useFutures.getState().all.map(({ name, isKept }) => [name, isKept])).toEqual([['Fewer people', true]])
    deleteFuture(b.id)
  })

  test('of one meaning share their runs, whatever they are called', () => {
    expect(futureKey(made([people], { name: 'a' }))).toBe(futureKey(made([people], { name: 'b', id: '7', isKept: true })))
    expect(futureKey(made([people]))).not.toBe(futureKey(made([people], { atMs: 1 })))
    expect(futureKey(made([people]))).not.toBe(futureKey(made([people, rack])))
  })

  test('come back from what the browser kept; anything else there is as good as nothing', () => {
    expect(readFutures(JSON.stringify([made([people, rack])]))).toEqual([made([people, rack], { isKept: true })])
    for (const bad of ['', '{}', 'null', '[1]', '{"__proto__": []}', JSON.stringify([{ ...made([]), changes: [] }]), JSON.stringify([made([{ words: 'x', injection: { kind: 'constructor' } } as unknown as Change])]), JSON.stringify([{ ...made([people]), atMs: -1 }])]) expect(readFutures(bad), bad).toEqual([])
  })

  test('tell their moment', () => {
    expect(momentText(20_820, 7.5 * 3_600_000)).toBe('2 Jan 2027, 07:30')
  })
})

describe('a future in the file', () => {
  test('is an option from the first midnight on, and the file holds with it', () => {
    const text = scenarioText('quickstart')
    expect(whyNoOption(made([people]))).toBeUndefined()
    const { id, edit } = optionEdit(made([people]), ['more-people'])
    expect(id).toBe('more-people-2')
    const edited = editYaml(text, [edit])
    const written = edited.ok ? edited.value : ''
    // Comments stay.
    expect(written.split('\n').filter(line => line.includes('#'))).toEqual(text.split('\n').filter(line => line.includes('#')))
    const loaded = loadScenario(written, { option: id })
    expect(loaded.issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(loaded.scenario?.faults.technicians).toBe(9)
    expect(loaded.scenario?.contingent?.condition.text).toBe('from 2027-04-12')
  })

  test('is refused in words where a file cannot say it', () => {
    expect(whyNoOption(made([rack]))).toMatch(/what fails/u)
    expect(whyNoOption(made([people], { option: 'other' }))).toMatch(/leaves an option/u)
    expect(whyNoOption(made([{ words: '', set: { path: 'scheduler.policy', value: 'fifo' } }]))).toMatch(/cannot change/u)
    expect(whyNoOption(made([{ words: '', set: { path: 'grid.feeds.street.energised.planned', value: '2027-08-01' } }]))).toBeUndefined()
  })
})

describe('what can be changed at a moment', () => {
  const quickstart = shippedScenario('quickstart')
  const machine = (id: string, kind: string, block = 0) => ({ id, kind, block, rating: 1, model: 'm' })
  const run = handRun([{}], { equipment: [machine('hall/transformer[0]', 'block-transformer'), machine('hall/transformer[1]', 'block-transformer'), machine('hall/cooling/chiller[0]', 'airChiller'), machine('hall/cooling/chiller[1]', 'airChiller'), machine('hall/busway[0]/path[0]', 'busway'), machine('grid/feed[street]', 'feed', -1)] })
  const choices = branchChoices(quickstart, run, linesOf(scenarioText('quickstart')), 10 * DAY_MS)

  test('is equipment by block and kind, racks, feeds and machines that can have others beside them', () => {
    expect(choices.groups.map(({ label, members }) => [label, members.length])).toEqual([['Hall 1: transformer', 2], ['Hall 1: chiller', 2]])
    expect(choices.groups[1].members[1]).toEqual({ path: 'hall/cooling/chiller[1]', label: 'Chiller 2' })
    expect([choices.rackCount, choices.feeds, choices.technicians]).toEqual([15, ['street'], 2])
    expect(choices.machines).toEqual([{ id: '0 airChiller', label: 'Hall 1: chiller', block: 0, machine: 'airChiller' }])
    expect(choices.policies).toEqual(['fifo'])
  })

  test('and dates that are still to come, where the file writes them', () => {
    expect(choices.dates.map(({ path }) => path)).toEqual(['grid.feeds.street.energised.planned', 'blocks.hall.ready'])
    // The feed may still slip behind its date, the hall cannot.
    expect(branchChoices(quickstart, run, linesOf(scenarioText('quickstart')), 300 * DAY_MS).dates.map(({ path }) => path)).toEqual(['grid.feeds.street.energised.planned'])
  })

  test('reads as words', () => {
    expect(injectionWords({ kind: 'outage', path: 'x', durationMs: 7_200_000 }, 'Hall 1 transformer 2')).toBe('Hall 1 transformer 2 out of service for 2 h')
    expect(injectionWords({ kind: 'machine', block: 0, machine: 'airChiller', count: 2 }, 'Hall 1: chiller')).toBe('2 more chiller at Hall 1')
  })
})
