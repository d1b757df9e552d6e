import { describe, expect, test } from 'vitest'
import { explain, factsText } from '../../src/scenario/explain.ts'
import type { Explanation } from '../../src/scenario/explain.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { LoadChoices } from '../../src/scenario/load.ts'
import { SMALL } from './support/files.ts'

function explained(path: string, choices: LoadChoices = {}, text = SMALL): Explanation {
  const { document } = loadScenario(text, choices)
  const found = document && explain(document, path)
  if (!found?.ok) throw new Error(`${path} is not explained`)
  return found.value
}
const lineOf = (piece: string): number => SMALL.slice(0, SMALL.indexOf(piece)).split('\n').length

describe('where a value comes from', () => {
  test('the file, with its line', () => {
    expect(explained('grid.feeds.street.capacity')).toMatchObject({ written: '3 MW', value: 3_000_000, unit: 'W', from: 'file', source: 'scenario file', allowed: '0 W to 20 GW', line: lineOf('capacity:'), column: 14 })
  })

  test('a default, with its source', () => {
    expect(explained('faults.triage')).toMatchObject({ written: '30 minutes', value: 1_800_000, unit: 'ms', from: 'default', source: 'engineering default', confidence: 'medium' })
    expect(explained('faults.triage').line).toBeUndefined()
  })

  test('a catalog, unless the file overrides it', () => {
    const vendor = explained('blocks.hall.racks[0].max')
    expect(vendor).toMatchObject({ written: '132 kW', value: 132_000, from: 'catalog', confidence: 'medium' })
    expect(vendor.source).toMatch(/NVL72/u)
    const text = SMALL.replace('count: 4, delivered', 'count: 4, max: 120 kW, delivered')
    expect(explained('blocks.hall.racks[0].max', {}, text)).toMatchObject({ written: '120 kW', from: 'file' })
    expect(explained('blocks.hall.cooling.air.chillers.model')).toMatchObject({ from: 'default' })
    expect(explained('blocks.hall.cooling.air.chillers.heat')).toMatchObject({ from: 'catalog' })
  })

  test('an expression', () => {
    expect(explained('grid.feeds.street.energised.slip')).toMatchObject({ written: '6 months', value: { kind: 'fixed', value: 182.625 * 86_400_000 }, from: 'expression', expression: '=slip', line: lineOf('=slip') })
  })

  test('an option and a --set', () => {
    expect(explained('grid.feeds.street.energised.slip', { option: 'on-time' })).toMatchObject({ written: '0 days', from: 'option', source: 'option on-time', line: lineOf('on-time') })
    expect(explained('faults.technicians', { set: [{ path: 'faults.technicians', value: '9' }] })).toMatchObject({ value: 9, from: 'set', source: '--set faults.technicians=9' })
  })

  test('nothing: an optional value that nobody states', () => {
    const climate = explained('site.weather.epw')
    expect(climate).toMatchObject({ from: 'none', source: 'not stated' })
    expect(climate.written).toBeUndefined()
  })

  test('one instance, or the first of an entry', () => {
    const set = [{ path: 'blocks.hall[1].cooling.supply', value: '30 degC' }]
    expect(explained('blocks.hall[1].cooling.supply', { set })).toMatchObject({ value: 30, from: 'set' })
    expect(explained('blocks.hall[0].cooling.supply', { set })).toMatchObject({ value: 36, from: 'default' })
    expect(explained('blocks.hall.cooling.supply', { set })).toMatchObject({ value: 36, from: 'default' })
    expect(explained('blocks.hall[1].ready')).toMatchObject({ written: '2027-06-01', from: 'file', line: lineOf('2027-06-01'), column: 25 })
    expect(explained('blocks.hall.count')).toMatchObject({ written: 2, value: 2, from: 'file' })
    expect(explained('blocks.annex.racks[0].count')).toMatchObject({ value: 1, from: 'file' })
  })
})

describe('sections', () => {
  test('list what stands below, stated or not', () => {
    const { children, value } = explained('faults.spares')
    expect(value).toBeUndefined()
    expect(children.map(({ path, from }) => [path, from])).toEqual([['faults.spares.gpu', 'default'], ['faults.spares.orderSize', 'default'], ['faults.spares.lead', 'default'], ['faults.spares.sharing', 'none'], ['faults.spares.parts', 'default']])
    expect(explained('').children.map(({ path }) => path)).toEqual(expect.arrayContaining(['format', 'grid', 'money', 'workload']))
    expect(explained('workload').children.map(({ path }) => path)).toEqual(['workload.training', 'workload.chat'])
    expect(explained('workload.chat').children.map(({ path }) => path)).toContain('workload.chat.peak')
    expect(explained('workload.chat').children.map(({ path }) => path)).not.toContain('workload.chat.load')
    expect(explained('blocks').children.map(({ path }) => path)).toEqual(['blocks.hall[0]', 'blocks.hall[1]', 'blocks.annex'])
  })

  test('in one line each', () => {
    expect(factsText(explained('grid.feeds.street.capacity'))).toBe('3 MW (file, line 10)')
    expect(factsText(explained('site.weather.epw'))).toBe('not stated (none)')
  })

  test('every listed path can be explained in turn', () => {
    const { document } = loadScenario(SMALL)
    if (!document) throw new Error('no document')
    let count = 0
    const visit = (path: string, depth: number): void => {
      const found = explain(document, path)
      if (!found.ok) throw new Error(`${path}: ${found.error.message}`)
      count += 1
      if (depth < 5) for (const child of found.value.children) visit(child.path, depth + 1)
    }
    visit('', 0)
    expect(count).toBeGreaterThan(400)
  })
})

test('an unknown path names the nearest', () => {
  const { document } = loadScenario(SMALL)
  const found = document && explain(document, 'faults.tecnicians')
  expect(found).toMatchObject({ ok: false, error: { nearest: 'faults.technicians' } })
})

test('an invalid scenario can be explained as far as it goes', () => {
  const loaded = loadScenario(SMALL.replace('3 MW', '3 kg'))
  expect(loaded.scenario).toBeUndefined()
  const found = loaded.document && explain(loaded.document, 'grid.feeds.street.capacity')
  expect(found).toMatchObject({ ok: true, value: { written: '3 kg', from: 'file' } })
})
