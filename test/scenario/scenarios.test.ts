// The scenarios that ship with the project, and the texts that `init` writes from them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { load } from 'js-yaml'
import { parseDate } from '../../src/base/civil-date.ts'
import { templatesOf } from '../../src/scenario/templates.ts'
import { repositoryRoot } from '../fixtures.ts'
import { mustLoad, shipped, shippedText } from './support/files.ts'

const optionsOf = (name: (typeof shipped)[number]): string[] => Object.keys((load(shippedText(name)) as { options: object }).options)

describe.each(shipped)('%s', (name) => {
  test('loads without issues, with every option', () => {
    const text = shippedText(name)
    const base = mustLoad(text)
    expect(base.issues).toEqual([])
    const hashes = optionsOf(name).map((option) => {
      const loaded = mustLoad(text, { option })
      expect(loaded.issues, option).toEqual([])
      return loaded.hash
    })
    expect(new Set([base.hash, ...hashes]).size).toBe(hashes.length + 1)
  })

  test('names the schema in its first line', () => {
    expect(shippedText(name).split('\n')[0]).toBe('# yaml-language-server: $schema=../public/scenario.schema.json')
  })
})

test('every line of the quickstart is explained', () => {
  const lines = shippedText('quickstart.yaml').split('\n').filter((line) => line.trim() !== '')
  expect(lines.length).toBeGreaterThan(40)
  expect(lines.filter((line) => !/(^|\s)# \S/u.test(line) && !line.startsWith('#'))).toEqual([])
})

describe('dallas-100mw.yaml is site B of the specification', () => {
  const day = (text: string): number | undefined => parseDate(text)
  const { scenario } = mustLoad(shippedText('dallas-100mw.yaml'))

  test('four blocks of 25 MW, ready at months 20, 26, 32 and 38', () => {
    expect(scenario.blocks.map(({ id, ready }) => [id, ready])).toEqual([['block[0]', day('2028-09-01')], ['block[1]', day('2029-03-01')], ['block[2]', day('2029-09-01')], ['block[3]', day('2030-03-01')]])
    // 189 racks × 132 kW = 24.948 MW a block; 54,432 accelerators in all.
    expect(scenario.blocks.map(({ racks: [{ count, max }] }) => count * max)).toEqual([24_948_000, 24_948_000, 24_948_000, 24_948_000])
    expect(scenario.blocks.reduce((sum, { racks: [{ count, nodes, acceleratorsPerNode }] }) => sum + count * nodes * acceleratorsPerNode, 0)).toBe(54_432)
  })

  test('80 UPS modules, 56 block transformers, 48 gensets, 24 coolers, three substation transformers', () => {
    const total = (count: (block: (typeof scenario.blocks)[number]) => number): number => scenario.blocks.reduce((sum, block) => sum + count(block), 0)
    expect(total(({ power }) => power.ups.count)).toBe(80)
    expect(total(({ power }) => power.transformers.count)).toBe(56)
    expect(total(({ power }) => power.generators?.count ?? 0)).toBe(48)
    expect(total(({ cooling }) => cooling.units?.count ?? 0)).toBe(24)
    expect(scenario.grid.substation?.transformers).toMatchObject({ model: 'hv-90mva', count: 3 })
  })

  test('a temporary feed from month 18, the permanent one planned for month 24', () => {
    expect(scenario.grid.feeds.temporary).toMatchObject({ capacity: 30_000_000, energised: { planned: day('2028-07-01'), slip: { kind: 'fixed', value: 0 } } })
    expect(scenario.grid.feeds.permanent).toMatchObject({ capacity: 150_000_000, energised: { planned: day('2029-01-01'), slip: { kind: 'lognormal' } } })
  })

  test('the six options do what their names say', () => {
    const withOption = (option: string) => mustLoad(shippedText('dallas-100mw.yaml'), { option }).scenario
    expect(optionsOf('dallas-100mw.yaml')).toEqual(['substation-on-time', 'bridge-gas', 'fifo-scheduler', 'cooling-one-in-four-fewer', 'dry-years', 'distribution-n-plus-1'])
    expect(withOption('substation-on-time').grid.feeds.permanent.energised.slip).toEqual({ kind: 'fixed', value: 0 })
    expect(withOption('bridge-gas').generation).toMatchObject([{ id: 'bridge', model: 'recip-4mw', count: 10, rated: 4_000_000, inService: { planned: day('2028-10-01') } }])
    expect(withOption('fifo-scheduler').scheduler.policy).toBe('fifo')
    expect(withOption('cooling-one-in-four-fewer').blocks.reduce((sum, { cooling }) => sum + (cooling.units?.count ?? 0), 0)).toBe(18)
    expect(withOption('dry-years').water.sources?.length).toBeGreaterThan(0)
    expect(withOption('distribution-n-plus-1').blocks.map(({ power }) => [power.topology, power.ups.count])).toEqual(Array.from({ length: 4 }, () => ['n-plus-1', 16]))
  })
})

const templates = templatesOf({ quickstart: shippedText('quickstart.yaml'), campus: shippedText('dallas-100mw.yaml'), twoSites: readFileSync(join(repositoryRoot, 'scenarios', 'inference-fleet.yaml'), 'utf8') })

test.each(templates.map((template) => [template.id, template] as const))('the template %s stands alone and loads without issues', (_, { text, label }) => {
  expect(mustLoad(text).issues).toEqual([])
  expect(text).not.toContain('../')
  expect(label).not.toBe('')
})
