import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readScenario } from '../../src/cli/read-scenario.ts'
import { createSession } from '../../src/runner/session.ts'

const folder = mkdtempSync(join(tmpdir(), 'nameplate-years-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A year of one temperature as EPW text, in the standard time of `utcOffset`. */
function epw(dryBulbC: number, utcOffset: number): string {
  const header = [`LOCATION,Testville,VA,USA,TEST,000001,39.0,-77.5,${utcOffset.toFixed(1)},95.0`, 'DESIGN CONDITIONS,0', 'TYPICAL', 'GROUND', 'HOLIDAYS', 'COMMENTS 1', 'COMMENTS 2', 'DATA PERIODS']
  const rows = Array.from({ length: 8760 }, (_, row) =>
    ['2021', row < 24 ? '1' : '6', row < 24 ? '1' : '15', String((row % 24) + 1), '0', 'flags', dryBulbC.toFixed(1), (dryBulbC - 10).toFixed(1), '52', '100180', '0', '0', '300', '0', '0', '0', '0', '0', '0', '0', '180', '3.0'].join(','))
  return [...header, ...rows].join('\n')
}

const scenario = (weather: string): string => `format: 1
name: Years
horizon: {start: 2027-01-01, end: 2027-02-01}
site: {location: {latitude: 39.0, longitude: -77.5, timezone: America/New_York}, weather: ${weather}}
grid: {feeds: {street: {capacity: 3 MW, voltage: 13.8 kV, energised: 2027-01-01}}}
blocks:
  - id: hall
    ready: 2027-01-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 6}, transformers: {model: lv-2500kva, count: 2}}
    cooling: {units: {model: dry-cooler-980kw, count: 3}, trim: {model: chiller-screw, count: 1}}
    racks: [{model: gb200-nvl72, count: 15}]
`

async function read(weather: string) {
  const file = join(folder, 'site.yaml')
  writeFileSync(file, scenario(weather))
  return readScenario(file, {})
}

describe('files of several years', () => {
  test('are read in their order, hashed and handed to the engine', async () => {
    writeFileSync(join(folder, 'a.epw'), epw(20, -5))
    writeFileSync(join(folder, 'b.epw'), epw(25, -5))
    const { inputs, inputHashes, issues } = await read('{years: [b.epw, a.epw, b.epw]}')
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(Object.entries(inputs.weatherYears ?? {}).map(([name, { dryBulbC }]) => [name, dryBulbC[0]])).toEqual([['b.epw', 25], ['a.epw', 20]])
    expect(Object.keys(inputHashes)).toEqual(['b.epw', 'a.epw'])
  })

  test('TZ_MISMATCH: a file of a zone that is more than an hour away is told at its place in the list', async () => {
    writeFileSync(join(folder, 'far.epw'), epw(20, -8))
    const { issues } = await read('{years: [a.epw, far.epw]}')
    expect(issues).toContainEqual(expect.objectContaining({ code: 'TZ_MISMATCH', severity: 'error', path: 'site.weather.years[1]' }))
    expect(issues.filter(({ code }) => code === 'TZ_MISMATCH')).toHaveLength(1)
    const single = await read('{epw: far.epw}')
    expect(single.issues).toContainEqual(expect.objectContaining({ code: 'TZ_MISMATCH', path: 'site.weather.epw' }))
  })

  test('a file that is not there is told, by the host and by the session', async () => {
    const { issues } = await read('{years: [a.epw, absent.epw]}')
    expect(issues).toContainEqual(expect.objectContaining({ severity: 'error', path: 'site.weather.years[1]', message: expect.stringContaining('does not exist') }))
    const found = await createSession().prepare({ text: scenario('{years: [a.epw]}'), file: 'site.yaml', option: null, set: [] }, { weather: null })
    expect(found).toEqual([expect.objectContaining({ severity: 'error', code: 'file', path: 'site.weather.years[0]', value: 'a.epw' })])
  })
})
