import { describe, expect, test } from 'vitest'
import { applyOption, overlay } from '../../src/scenario/options.ts'
import { parse } from '../../src/scenario/parse.ts'
import type { Section } from '../../src/scenario/parse.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { LoadChoices } from '../../src/scenario/load.ts'
import { valueAt } from '../../src/scenario/schema/walk.ts'
import { mustLoad, SMALL } from './support/files.ts'

const DAY_MS = 86_400_000

/** SMALL with one option named `o`. */
const withOption = (body: string): string => SMALL.replace(/ {2}on-time:.*\n/u, `  o: {label: O, ${body}}\n`)
const load = (body: string, choices: LoadChoices = {}) => mustLoad(withOption(body), { option: 'o', ...choices }).scenario
const issues = (body: string, choices: LoadChoices = {}) => loadScenario(withOption(body), { option: 'o', ...choices }).issues.map(({ path, message, nearest, line }) => ({ path, message, nearest, line }))
const sets = (...pairs: [string, string][]): LoadChoices => ({ set: pairs.map(([path, value]) => ({ path, value })) })

function dataOf(text: string): Section {
  const parsed = parse(text)
  if (!parsed.ok) throw new Error('not parsed')
  return parsed.value.data
}

describe('set', () => {
  test('replaces a value, a whole section, and a value the file leaves to its default', () => {
    const scenario = load('set: {grid.feeds.street.capacity: 5 MW, faults.spares: {gpu: 3}, checkpoints.blocking: 20 s}')
    expect(scenario.grid.feeds.street.capacity).toBe(5_000_000)
    expect(scenario.faults.spares.gpu).toBe(3)
    expect(scenario.checkpoints.blocking).toBe(20_000)
  })

  test('a date may be given a slip', () => {
    const text = withOption('set: {grid.feeds.street.energised.slip: 3 days}').replace('{planned: 2027-02-01, slip: =slip}', '2027-02-01')
    expect(mustLoad(text, { option: 'o' }).scenario.grid.feeds.street.energised).toEqual({ planned: 20_850, slip: { kind: 'fixed', value: 3 * DAY_MS } })
  })

  test('without index it stands for all of an entry, with one for a single instance', () => {
    expect(load('set: {blocks.hall.cooling.units.count: 5}').blocks.map(({ cooling }) => cooling.units?.count)).toEqual([5, 5, 1])
    expect(load('set: {"blocks.hall[1].cooling.units.count": 5}').blocks.map(({ cooling }) => cooling.units?.count)).toEqual([3, 5, 1])
    expect(load('set: {"blocks.hall[1].ready": 2027-08-01}').blocks.map(({ ready }) => ready)).toEqual([20_878, 21_031, 21_062])
  })

  test('an index wins over no index, whatever the order', () => {
    const first = load('set: {"blocks.hall[1].cooling.units.count": 5, blocks.hall.cooling.units.count: 4}')
    expect(first.blocks.map(({ cooling }) => cooling.units?.count)).toEqual([4, 5, 1])
  })

  test('elements without id are addressed by their place', () => {
    expect(load('set: {"blocks.hall.racks[0].count": 2}').blocks.map(({ racks }) => racks[0].count)).toEqual([2, 2, 1])
  })

  test('expressions in options see the parameters that the option sets', () => {
    const scenario = load('set: {parameters.slip: 10 days, grid.feeds.street.energised.slip: =2 * slip, "blocks.hall[0].power.retransfer": =slip / 24}')
    expect(scenario.grid.feeds.street.energised.slip).toEqual({ kind: 'fixed', value: 20 * DAY_MS })
    expect(scenario.blocks[0].power.retransfer).toBe(36_000_000)
  })

  test('more instances can be asked for, and then changed', () => {
    const scenario = load('set: {blocks.hall.count: 3, blocks.hall.ready: 2027-03-01, "blocks.hall[2].label": Extra}')
    expect(scenario.blocks.map(({ id, label }) => [id, label])).toEqual([['hall[0]', 'Hall 1'], ['hall[1]', 'Hall 2'], ['hall[2]', 'Extra'], ['annex', 'Annex']])
  })
})

describe('add', () => {
  test('appends elements to lists, present or not, and new keys to sections', () => {
    const scenario = load('add: {generation: [{id: bridge, model: recip-4mw, count: 2, inService: 2027-01-01}], workload: [{id: more, source: training-mix}], grid.feeds: {second: {capacity: 1 MW, energised: 2027-01-01}}, faults: {technicians: 9}}')
    expect(scenario.generation.map(({ id, count }) => [id, count])).toEqual([['bridge', 2]])
    expect(scenario.workload.map(({ id }) => id)).toEqual(['training', 'chat', 'more'])
    expect(Object.keys(scenario.grid.feeds)).toEqual(['street', 'second'])
    expect(scenario.faults.technicians).toBe(9)
  })

  test('to one instance', () => {
    const scenario = load('add: {"blocks.hall[0].racks": [{model: gb200-nvl72, count: 2, delivered: {lead: 1 week}}]}')
    expect(scenario.blocks.map(({ racks }) => racks.length)).toEqual([2, 1, 1])
  })

  test.each([
    ['a value', 'add: {name: x}', 'names a single value'],
    ['a key that is there', 'add: {grid.feeds: {street: {}}}', "adds 'street', which is already there"],
    ['no list to a list', 'add: {workload: {id: x}}', 'adds to a list'],
    ['a list to a section', 'add: {grid.feeds: [1]}', 'adds to a section'],
  ])('refuses to add %s', (_, body, message) => {
    expect(issues(body)[0].message).toContain(message)
  })
})

describe('remove', () => {
  test('leaves out elements by id, keys and optional parts; the rest keeps its streams and lines', () => {
    const scenario = load('remove: [workload.training, blocks.annex]')
    expect(scenario.workload.map(({ id }) => id)).toEqual(['chat'])
    expect(scenario.blocks.map(({ id }) => id)).toEqual(['hall[0]', 'hall[1]'])
  })

  test('an issue behind a removed element stands at its own line', () => {
    const text = withOption('remove: [workload.training]').replace('{id: chat, source: inference}', '{id: chat, source: inference, peak: 3 W}')
    const [issue] = loadScenario(text, { option: 'o' }).issues
    expect(issue).toMatchObject({ path: 'workload.chat.peak', line: text.split('\n').findIndex((line) => line.includes('id: chat')) + 1 })
  })

  test('an edit of one instance survives the removal of an entry before it', () => {
    const text = withOption('set: {"blocks.hall[1].label": Kept}, remove: [blocks.annex]').replace(/( {2}- id: hall[\s\S]*?)( {2}- id: annex[\s\S]*?)(?=workload:)/u, '$2$1')
    expect(mustLoad(text, { option: 'o' }).scenario.blocks.map(({ label }) => label)).toEqual(['Hall 1', 'Kept'])
  })

  test.each([
    ['an element without id', 'remove: ["blocks.hall.racks[0]"]', 'without id'],
    ['what is not stated', 'remove: [generation]', 'names nothing that the scenario states'],
    ['an instance', 'remove: ["blocks.hall[1]"]', 'names a whole instance'],
  ])('refuses to remove %s', (_, body, message) => {
    expect(issues(body)[0].message).toContain(message)
  })
})

describe('paths that lead nowhere', () => {
  test.each([
    ['grid.feeds.streat.capacity', 'grid.feeds.street.capacity'],
    ['grd.feeds.street.capacity', 'grid.feeds.street.capacity'],
    ['blocks.hall.coolng.units.count', 'blocks.hall.cooling.units.count'],
    ['blocks.hal[1].label', 'blocks.hall[1].label'],
    ['blocks.hall[2].label', 'blocks.hall.label'],
    ['workload.trainig.load', 'workload.training.load'],
    ['workload.training.laod', 'workload.training.load'],
    ['workload[0].load', 'workload.training.load'],
    ['faults.tecnicians', 'faults.technicians'],
  ])('%s: did you mean %s', (path, nearest) => {
    const [issue, ...others] = issues(`set: {"${path}": 1}`)
    expect(others).toEqual([])
    expect(issue).toMatchObject({ path: `options.o.set.${path}`, nearest, line: withOption('').split('\n').findIndex((line) => line.startsWith('  o:')) + 1 })
  })

  test.each(['', '.', 'grid..feeds', 'grid.feeds[0', 'a'.repeat(500), 'blocks.annex[0].label', 'format', 'options.o.label', '__proto__.x', 'constructor', 'name.x'])('%s', (path) => {
    expect(issues(`set: {${JSON.stringify(path)}: 1}`).length).toBeGreaterThan(0)
  })

  test('an option that does not exist names the nearest', () => {
    const [issue] = loadScenario(SMALL, { option: 'on-tme' }).issues
    expect(issue).toMatchObject({ code: 'unknown-option', allowed: 'on-time', nearest: 'on-time' })
    expect(loadScenario(SMALL, { option: 'constructor' }).scenario).toBeUndefined()
  })
})

describe('order: file, option, --set, then expressions', () => {
  test('a --set wins over the option and the file', () => {
    expect(mustLoad(SMALL, { option: 'on-time' }).scenario.grid.feeds.street.energised.slip).toEqual({ kind: 'fixed', value: 0 })
    expect(mustLoad(SMALL, { option: 'on-time', ...sets(['grid.feeds.street.energised.slip', '=slip / 6']) }).scenario.grid.feeds.street.energised.slip).toEqual({ kind: 'fixed', value: 30.4375 * DAY_MS })
    expect(mustLoad(SMALL, sets(['seed', '7'], ['seed', '8'])).scenario.seed).toBe(8)
  })

  test('a --set that is wrong says which', () => {
    const loaded = loadScenario(SMALL, { file: 'small.yaml', ...sets(['seed', '-1'], ['faults.technicans', '3'], ['name', '[1']) })
    expect(loaded.scenario).toBeUndefined()
    expect(loaded.issues.map(({ file, path }) => [file, path])).toEqual([
      ['--set faults.technicans=3', 'faults.technicans'],
      ['--set name=[1', 'name'],
      ['--set seed=-1', 'seed'],
    ])
  })

  test('nothing of the original data is changed', () => {
    const data = dataOf(withOption('set: {grid.feeds.street.capacity: 5 MW}, add: {workload: [{id: x, source: trace, file: a}]}, remove: [blocks.annex]'))
    const before = JSON.stringify(data)
    const overlaid = applyOption(data, 'o')
    expect(overlaid.issues).toEqual([])
    expect(valueAt(overlaid.data, ['grid', 'feeds', 'street', 'capacity'])).toBe('5 MW')
    expect(JSON.stringify(data)).toBe(before)
    expect(overlay(data, {}).data).toEqual(data)
  })
})

test('a file is valid when all of its options are', () => {
  const loaded = loadScenario(withOption('set: {grid.feeds.street.capacity: 5 kg, faults.tecnicians: 1}'))
  expect(loaded.scenario).toBeUndefined()
  expect(loaded.issues.map(({ code }) => code).sort()).toEqual(['dimension', 'path'])
  expect(loaded.issues.find(({ code }) => code === 'dimension')?.message).toContain('with option o: ')
})

test('whoever runs one text alone is told nothing of the options that are not applied, and all of the one that is', () => {
  const text = withOption('set: {grid.feeds.street.capacity: 5 kg}')
  const alone = loadScenario(text, { isAlone: true })
  expect(alone.issues).toEqual([])
  expect(alone.scenario?.options).toHaveProperty('o')
  expect(loadScenario(text, { option: 'o', isAlone: true }).issues.map(({ code }) => code)).toEqual(['dimension'])
})
