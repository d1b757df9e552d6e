import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { assembleWorld } from '../../../src/engine/assemble.ts'
import { longLeadItems } from '../../../src/engine/facility/long-lead.ts'
import { repositoryRoot } from '../../fixtures.ts'
import { SITE, scenarioOf } from '../schedule/site.ts'

const itemsOf = (text: string, edits: Readonly<Record<string, string>> = {}) => {
  const scenario = scenarioOf(text, edits)
  return longLeadItems(scenario, assembleWorld(scenario, { seed: 1, replication: 0 }))
}
const shipped = (name: string): string => readFileSync(join(repositoryRoot, 'scenarios', `${name}.yaml`), 'utf8')

describe('what a scenario has of long lead time', () => {
  const dallas = itemsOf(shipped('dallas-100mw'))

  test('Dallas: the substation, and of each block transformers, boards, sets, UPS, chillers, coolers, handlers and distribution units', () => {
    expect(dallas.filter(({ block }) => block < 0).map(({ equipment, count }) => [equipment, count])).toEqual([['hvTransformers', 3], ['hvBreakers', 4]])
    expect(dallas.filter(({ block }) => block === 2).map(({ equipment, count }) => [equipment, count])).toEqual([
      ['transformers', 14], ['switchboards', 14], ['generators', 12], ['ups', 20], ['chillers', 8], ['coolers', 6], ['airHandlers', null], ['cdus', null],
    ])
  })

  test('the bridge brings its engines', () => {
    const bridge = itemsOf(shipped('dallas-100mw'), { generation: '[{id: bridge, model: recip-4mw, count: 10, inService: 2028-10-01}]' })
    expect(bridge.find(({ equipment }) => equipment === 'engines')).toMatchObject({ id: 'generation[bridge]/engines', count: 10, owner: 0, block: -1 })
  })

  test('turbines bring step-up transformers, from 80 MW on they are heavy frames', () => {
    const plant = (rated: string) => itemsOf(SITE, { generation: `[{id: plant, model: turbine-aero-34mw, rated: ${rated}, count: 2, inService: 2029-03-01}]` }).filter(({ id }) => id.startsWith('generation')).map(({ equipment }) => equipment)
    expect(plant('34 MW')).toEqual(['turbines', 'gsuTransformers'])
    expect(plant('280 MW')).toEqual(['heavyTurbines', 'gsuTransformers'])
  })

  test('a site that stands waits for nothing', () => expect(itemsOf(shipped('virginia-20mw'))).toEqual([]))

  test('block equipment is needed at level 2, switchgear at level 3 of the first block, the rest on the day of what it belongs to', () => {
    const weeks = (id: string): number => {
      const item = itemsOf(SITE).find(each => each.id === id)
      return Math.round((item?.neededMs ?? NaN) / (7 * 86_400_000))
    }
    // From 1 January 2027: hall A ready after 130.3 weeks less the medians of levels 2 to 5 and flushing; the feed in June 2029.
    expect(weeks('grid/substation/hvTransformers')).toBe(126)
    expect(weeks('hall-a/chillers')).toBe(115)
    expect(weeks('grid/switchgear/mvSwitchgear')).toBe(121)
    expect(weeks('storage[battery]/storage')).toBe(139)
  })
})
