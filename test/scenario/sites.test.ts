import { describe, expect, test } from 'vitest'
import { explain } from '../../src/scenario/explain.ts'
import { type LoadChoices, type Loaded, loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { TWO_SITES } from './support/two-sites.ts'

const load = (text: string, choices: LoadChoices = {}): Loaded => loadScenario(text, { file: 'two.yaml', ...choices })
const set = (...edits: string[]): LoadChoices => ({ set: edits.map(edit => ({ path: edit.slice(0, edit.indexOf('=')), value: edit.slice(edit.indexOf('=') + 1) })) })
const told = ({ issues }: Loaded): string[] => issues.map(({ line, code, path }) => `${line} ${code} ${path}`)
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length

function siteOf(loaded: Loaded, id: string): Scenario {
  const site = loaded.scenario?.sites?.find(each => each.id === id)
  if (site === undefined) throw new Error(told(loaded).join('\n'))
  return site.scenario
}

describe('a site is the top of the file with its own part over it', () => {
  const loaded = load(TWO_SITES)
  test('it loads without a word, each site whole', () => {
    expect(told(loaded)).toEqual([])
    expect(loaded.scenario?.sites?.map(({ id, label }) => `${id} ${label}`)).toEqual(['east Ashburn', 'west West'])
    expect(loaded.scenario?.blocks).toEqual(siteOf(loaded, 'east').blocks)
  })
  test('maps merge key by key, lists replace lists', () => {
    expect(siteOf(loaded, 'east').grid.feeds.street.capacity).toBe(3_000_000)
    expect(siteOf(loaded, 'west').grid.feeds.street).toMatchObject({ capacity: 3_200_000, voltage: 13_800 })
    expect(siteOf(loaded, 'east').blocks).toHaveLength(2)
    expect(siteOf(loaded, 'west').blocks.map(({ id }) => id)).toEqual(['hall[0]', 'hall[1]'])
    expect(siteOf(load(TWO_SITES.replace('    grid: {feeds', '    fabric: {kind: fat-tree}\n    grid: {feeds')), 'west').fabric).toMatchObject({ kind: 'fat-tree', leaf: { racks: 5 } })
  })
  test('a file with one site is what it was', () => {
    const one = load(TWO_SITES.replace(/^sites:[\s\S]*?^workload:/mu, 'site: {location: {latitude: 39, longitude: -77}, weather: {climate: ashburn}}\nworkload:').replace(/^options:[\s\S]*/mu, ''))
    expect(told(one)).toEqual([])
    expect(one.scenario?.sites).toBeUndefined()
  })
})

describe('paths lead into sites', () => {
  test('--set on the top reaches every site that does not say otherwise', () => {
    const loaded = load(TWO_SITES, set('grid.feeds.street.capacity=5 MW', 'sites.west.grid.tariff.demand=9 USD/kW/month'))
    expect(['east', 'west'].map(id => siteOf(loaded, id).grid.feeds.street.capacity)).toEqual([5_000_000, 3_200_000])
    expect(siteOf(loaded, 'west').grid.tariff.demand).toBe(9)
    expect(siteOf(loaded, 'east').grid.tariff.demand).toBe(14)
  })
  test('an element of a list that the site shares becomes its own', () => {
    const loaded = load(TWO_SITES, set('sites.west.blocks.hall[1].cooling.supply=34 degC'))
    expect(siteOf(loaded, 'west').blocks.map(({ cooling }) => cooling.supply)).toEqual([36, 34])
    expect(siteOf(loaded, 'east').blocks.map(({ cooling }) => cooling.supply)).toEqual([36, 36])
    const wrong = load(TWO_SITES, set('sites.west.blocks.hall.cooling.supplyy=34 degC'))
    expect(wrong.issues.map(({ code, nearest }) => `${code} ${nearest}`)).toEqual(['path sites.west.blocks.hall.cooling.supply'])
    // What was not changed still stands at the top.
    const broken = load(TWO_SITES.replace('supply: 36 degC', 'supply: 36 K'), set('sites.west.blocks.hall[1].label=Second'))
    expect(new Set(broken.issues.map(({ line }) => line))).toEqual(new Set([lineOf(TWO_SITES, 'supply: 36')]))
  })
  test('options and expressions work in sites', () => {
    const loaded = load(TWO_SITES, { option: 'bigger-west' })
    expect(siteOf(loaded, 'west').grid.feeds.street.capacity).toBe(4_000_000)
    expect(siteOf(loaded, 'west').grid.tariff.energy).toBe(50)
    expect(told(load(TWO_SITES.replace('sites.west.grid.feeds.street.capacity: 4 MW', 'sites.wst.grid.feeds.street.capacity: 4 MW')))).toEqual([`${lineOf(TWO_SITES, '    set:')} path options.bigger-west.set.sites.wst.grid.feeds.street.capacity`])
  })
  test('explain tells where a value of a site stands', () => {
    const { document } = load(TWO_SITES)
    const of = (path: string) => (document === undefined ? undefined : explain(document, path))
    expect(of('sites.west.grid.feeds.street.capacity')).toMatchObject({ ok: true, value: { value: 3_200_000, from: 'file', line: lineOf(TWO_SITES, '    grid: {feeds') } })
    expect(of('sites.west.grid.feeds.street.voltage')).toMatchObject({ ok: true, value: { value: 13_800, from: 'file', line: lineOf(TWO_SITES, '    street:') } })
    expect(of('sites.east.blocks.hall[1].cooling.supply')).toMatchObject({ ok: true, value: { value: 36, line: lineOf(TWO_SITES, 'supply: 36') } })
    expect(of('sites.east.grid.tariff.energy')).toMatchObject({ ok: true, value: { from: 'default' } })
  })
  test('meaning alone makes the hash', () => {
    expect(load(TWO_SITES).hash).toBe(load(`# words\n${TWO_SITES}`).hash)
    expect(load(TWO_SITES, set('sites.west.grid.feeds.street.voltage=15 kV')).hash).not.toBe(load(TWO_SITES).hash)
  })
})

describe('refused at load', () => {
  const changed = (...pairs: [string, string][]): Loaded => load(pairs.reduce((text, [from, to]) => text.replace(from, to), TWO_SITES))
  test('twelve problems in two sites at once, each at its line', () => {
    const text = [
      ['capacity: 3 MW', 'capacity: 3 MWh'], ['count: 6}', 'count: 0.5}'], ['diesel-2mw', 'diesel-2mwx'], ['leaf: {racks: 5}', 'leaf: {rocks: 5}'],
      ['latitude: 39.0', 'latitude: 139.0'], ['America/New_York', 'America/New_Yorc'], ['climate: phoenix', 'climate: phonix'], ['    grid: {feeds', '    seed: 3\n    gird: {}\n    grid: {feeds'],
      ['capacity: 3.2 MW', 'capacity: 3.2 MWh'], ['between: [east, west]', 'between: [east, wset]'], ['load: 0.6', 'load: 0.6, sites: [west, nroth]'], ['energy: =cheap', 'energy: =chep'],
    ].reduce((all, [from, to]) => all.replace(from, to), TWO_SITES)
    const issues = told(load(text))
    const at = (part: string, rest: string): string => `${lineOf(text, part)} ${rest}`
    expect(issues).toEqual([
      at('3 MWh', 'dimension grid.feeds.street.capacity'), at('count: 0.5', 'type blocks.hall.power.ups.count'), at('diesel-2mwx', 'choice blocks.hall.power.generators.model'), at('rocks', 'unknown-key fabric.leaf.rocks'),
      at('139.0', 'range sites.east.site.location.latitude'), at('New_Yorc', 'choice sites.east.site.location.timezone'), at('phonix', 'choice sites.west.site.weather.climate'),
      at('seed: 3', 'site-key sites.west.seed'), at('gird', 'unknown-key sites.west.gird'), at('3.2 MWh', 'dimension sites.west.grid.feeds.street.capacity'), at('=chep', 'expression sites.west.grid.tariff.energy'),
      at('wset', 'unknown-site wan.links[0].between[1]'), at('nroth', 'unknown-site workload.training.sites[1]'),
    ])
  })
  test.each([
    ['a tenant whose sites are not those of the entry', [['load: 0.6', 'load: 0.6, tenants: {lab: 1}, sites: [west]'], ['workload:', 'tenants: {lab: {sites: [east]}}\nworkload:']], 'no-allowed-site'],
    ['work at sites that no link joins', [['between: [east, west]', 'between: [east, north]'], ['  west:\n', '  north: {site: {location: {latitude: 45, longitude: -90}, weather: {climate: chicago}}}\n  west:\n']], 'no-route'],
    ['a link from a site to itself', [['between: [east, west]', 'between: [east, east]']], 'link-ends'],
    ['a drill of a site that is not there', [['wan:\n', 'wan:\n  drills: [{id: d, site: nowhere, from: 2027-09-01}]\n']], 'unknown-site'],
  ] as const)('%s', (_, pairs, code) => {
    expect(changed(...(pairs as unknown as [string, string][])).issues.map(issue => issue.code)).toContain(code)
  })
  test('sites of work in a file that has one', () => {
    expect(told(load(TWO_SITES.replace(/^sites:[\s\S]*?^workload:/mu, 'site: {location: {latitude: 39, longitude: -77}, weather: {climate: ashburn}}\nworkload:').replace('load: 0.6', 'load: 0.6, sites: [east]')))[0]).toContain('unknown-site workload.training.sites[0]')
  })
  test('something that is no map of sites', () => {
    for (const sites of ['[east, west]', '{}', '3']) expect(load(TWO_SITES.replace(/^sites:[\s\S]*?^wan:/mu, `sites: ${sites}\nwan:`)).issues.some(({ path }) => path === 'sites')).toBe(true)
    expect(told(load(TWO_SITES.replace(/^ {2}west:[\s\S]*?^wan:/mu, '  west: none\nwan:')))).toContainEqual(expect.stringMatching(/ type sites\.west$/u))
  })
})
