/** Every rack type in the hottest and in the moistest climate: a sized site of 20 MW passes its own checks. */
import { describe, expect, test } from 'vitest'
import { daysFromCivil } from '../../src/base/civil-date.ts'
import { preflight } from '../../src/engine/preflight/preflight.ts'
import { sizeStarter } from '../../src/engine/preflight/starter-sizes.ts'
import { climateOf } from '../../src/scenario/catalog/climates.ts'
import { racks } from '../../src/scenario/catalog/racks.ts'
import { loadScenario } from '../../src/scenario/load.ts'

const START = daysFromCivil(2027, 1, 1)

describe.each(['phoenix', 'singapore'])('20 MW in %s', id => {
  test.each(Object.keys(racks.entries))('%s', model => {
    const climate = climateOf(id)
    if (climate === undefined) throw new Error(`no climate ${id}`)
    const { scenario, issues } = loadScenario(sizeStarter({ climate, model, itW: 20e6, startDay: START }).text, { file: 'scenario.yaml' })
    expect(issues).toEqual([])
    if (scenario === undefined) throw new Error('not read')
    expect(preflight(scenario, { weather: null })).toEqual([])
  })
})
