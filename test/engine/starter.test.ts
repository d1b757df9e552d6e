import { describe, expect, test } from 'vitest'
import { daysFromCivil } from '../../src/base/civil-date.ts'
import { preflight } from '../../src/engine/preflight/preflight.ts'
import { sizeStarter, starterSite } from '../../src/engine/preflight/starter-sizes.ts'
import { CLIMATES, climateOf } from '../../src/scenario/catalog/climates.ts'
import { racks } from '../../src/scenario/catalog/racks.ts'
import { findZone } from '../../src/scenario/catalog/zones.ts'
import { loadScenario } from '../../src/scenario/load.ts'

const START = daysFromCivil(2027, 1, 1)
const SIZES_W = [2e6, 20e6, 100e6]

function sized(climate: string, itW: number, model = 'gb200-nvl72'): ReturnType<typeof sizeStarter> {
  const found = climateOf(climate)
  if (found === undefined) throw new Error(`no climate ${climate}`)
  return sizeStarter({ climate: found, model, itW, startDay: START })
}

/** Issues and findings of a text as `validate` would tell them, of the base and of an option. */
function problemsOf(text: string): string[] {
  return [undefined, 'feeds-late'].flatMap(option => {
    const { scenario, issues } = loadScenario(text, { file: 'scenario.yaml', option })
    const told = issues.map(({ code, path, message }) => `${code} ${path} ${message}`)
    return scenario === undefined ? told : [...told, ...preflight(scenario, { weather: null }).map(({ code, path, message }) => `${code} ${path.join('.')} ${message}`)]
  })
}

describe('a sized site passes its own checks', () => {
  for (const { id } of CLIMATES) {
    test.each(SIZES_W)(`${id}, %d W`, itW => {
      const { text, site, left } = sized(id, itW)
      expect(left).toEqual([])
      expect(problemsOf(text)).toEqual([])
      // Whole racks, at most what was asked for and less than a rack a block below it.
      const nameplateW = site.blocks * site.racksPerBlock * site.rack.max
      expect(nameplateW).toBeLessThanOrEqual(itW)
      expect(nameplateW).toBeGreaterThan(itW - site.blocks * site.rack.max)
    })
  }

  // The hottest climate and the moistest, by turns; each model meets both in the slow comparisons.
  test.each(Object.keys(racks.entries).map((model, index) => [model, ['phoenix', 'singapore'][index % 2]]))('20 MW of %s in %s', (model, climate) => {
    expect(problemsOf(sized(climate, 20e6, model).text)).toEqual([])
  })

  test('500 MW are buildings of 100 MW', () => {
    const { text, site } = sized('dallas', 500e6)
    expect([site.blocks, site.racksPerBlock]).toEqual([5, 757])
    expect(problemsOf(text)).toEqual([])
  })
})

describe('counts follow the place', () => {
  test('a hotter yard needs machines for hotter air, more cooling power and a larger connection', () => {
    const phoenix = sized('phoenix', 100e6).sizes
    const dublin = sized('dublin', 100e6).sizes
    expect(phoenix.ambientMaxC).toBeGreaterThan(50)
    expect(dublin.ambientMaxC).toBe(0)
    expect(phoenix.mechanicalPercent).toBeGreaterThan(dublin.mechanicalPercent)
    expect(phoenix.feedMw).toBeGreaterThanOrEqual(dublin.feedMw)
  })

  test('one less of the standby sets or of each UPS system fails the checks', () => {
    const { text, sizes } = sized('dallas', 20e6)
    for (const [what, count, step] of [['generators', sizes.generators, 1], ['ups', sizes.upsModules, 4]] as const) {
      const fewer = text.replace(new RegExp(`(${what}: \\{model: [^,]+, count: )${count}`, 'u'), `$1${count - step}`)
      expect(fewer).not.toBe(text)
      expect(problemsOf(fewer).length, what).toBeGreaterThan(0)
    }
  })

  test('power below one rack leaves none, and every climate has a zone that the product knows', () => {
    const [climate] = CLIMATES
    expect(starterSite({ climate, model: 'gb200-nvl72', itW: 1e5, startDay: START }).racksPerBlock).toBe(0)
    for (const { id, timezone, location } of CLIMATES) expect(findZone(timezone)?.standardOffsetMin, id).toBe(location.utcOffsetH * 60)
  })
})
