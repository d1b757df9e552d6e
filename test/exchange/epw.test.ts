import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { importWeather, weatherImporters, weatherSiteIssues } from '../../src/exchange/importers/index.ts'
import { parseEpw } from '../../src/exchange/importers/epw.ts'
import type { Imported, ImportIssue } from '../../src/exchange/import-issue.ts'
import { extremeDryBulbC } from '../../src/physics/extremes.ts'
import { humidityRatioOfVapour, saturationPressurePa, wetBulbC } from '../../src/physics/psychrometrics.ts'
import type { WeatherTable } from '../../src/scenario/inputs.ts'
import { describeWithShared } from '../fixtures.ts'

/** A year of mild weather as EPW text; `change` edits the cells of a row (0-based columns). */
function epwText(rows = 8760, change: (cells: string[], row: number) => void = () => {}): string {
  const design =
    'DESIGN CONDITIONS,1,2021 ASHRAE Handbook,,Heating,1,-4.8,-2.5,Cooling,8,10.6,38.6,28.3,Extremes,11.8,10.7,9.3,-8.1,40.3,1.9,1.8,-9.4,41.6,-10.5,42.6,-11.6,43.6,-13.0,44.9'
  const header = ['LOCATION,Testville,TX,USA,TEST,000001,32.9,-97.0,-6.0,170.7', design, 'TYPICAL', 'GROUND', 'HOLIDAYS', 'COMMENTS 1', 'COMMENTS 2', 'DATA PERIODS']
  const lines = Array.from({ length: rows }, (_, row) => {
    const day = Math.floor(row / 24)
    const first = day === 0 ? ['2021', '1', '1'] : ['2021', '6', '15']
    const cells = [...first, String((row % 24) + 1), '0', 'flags', '20.0', '9.3', '50', '99300', '0', '0', '300', '450', '0', '0', '0', '0', '0', '0', '180', '3.0']
    change(cells, row)
    return cells.join(',')
  })
  return [...header, ...lines].join('\n')
}

function imported(text: string): Imported<WeatherTable> {
  const found = parseEpw(text)
  if (!found.ok) throw new Error(JSON.stringify(found.error))
  return found.value
}

function issuesOf(text: string): readonly ImportIssue[] {
  const found = parseEpw(text)
  return found.ok ? found.value.warnings : found.error
}

const firstIssue = (change: (cells: string[], row: number) => void): ImportIssue | undefined => issuesOf(epwText(8760, change))[0]

describe('EPW reader', () => {
  test('reads header, columns and units', () => {
    const { table, warnings } = imported(epwText())
    expect(warnings).toEqual([])
    expect(table.source).toBe('EPW Testville, TX, USA (TEST, station 000001)')
    expect(table.location).toEqual({ latitudeDeg: 32.9, longitudeDeg: -97, elevationM: 170.7, utcOffsetH: -6 })
    expect(table.hours).toBe(8760)
    expect(table.dryBulbC[8759]).toBe(20)
    expect(table.dewPointC[0]).toBe(9.3)
    expect(table.relativeHumidityFraction[0]).toBe(0.5)
    expect(table.pressurePa[0]).toBe(99300)
    expect(table.solarWPerM2[0]).toBe(450)
    expect(table.windMps[0]).toBe(3)
    expect(table.design).toEqual({
      dryBulbMaxMeanC: 40.3, dryBulbMaxSdK: 1.8, dryBulbMinMeanC: -8.1, dryBulbMinSdK: 1.9, wetBulbMaxC: 28.3, source: '2021 ASHRAE Handbook',
    })
  })

  test('line endings, a byte-order mark and blank lines at the end change nothing', () => {
    const text = epwText()
    const plain = imported(text).table
    expect(imported(text.replaceAll('\n', '\r\n')).table).toEqual(plain)
    expect(imported(`\uFEFF${text}\n\n`).table).toEqual(plain)
  })

  test('a leap year has 8784 rows', () => {
    expect(imported(epwText(8784)).table.hours).toBe(8784)
  })

  test('missing dew point, humidity and pressure are computed from the rest, and said', () => {
    const { table, warnings } = imported(
      epwText(8760, (cells, row) => {
        if (row === 5) cells[7] = '99.9'
        if (row === 6) cells[8] = '999'
        if (row === 7) cells[9] = '999999'
        if (row === 8) cells[13] = '9999'
      }),
    )
    expect(warnings).toEqual([expect.objectContaining({ code: 'EPW_FILLED', severity: 'warn', line: 14, count: 3 })])
    expect(table.dewPointC[5]).toBeCloseTo(9.27, 1)
    expect(table.relativeHumidityFraction[6]).toBeCloseTo(0.5, 2)
    expect(table.pressurePa[7]).toBeCloseTo(99290, -2)
    expect(table.solarWPerM2[8]).toBeNaN()
  })

  test('is recognised by its content, and nothing else is', () => {
    expect(weatherImporters.filter(({ sniff }) => sniff('LOCATION,Testville')).map(({ id }) => id)).toEqual(['epw'])
    expect(importWeather(epwText()).ok).toBe(true)
    for (const text of ['', '\0\0\0', 'time,temperature\n0,20', 'format: 1']) {
      expect(importWeather(text)).toEqual({ ok: false, error: [expect.objectContaining({ code: 'WEATHER_FORMAT', severity: 'error' })] })
    }
  })
})

describe('EPW checks', () => {
  test('EPW_HEADER and EPW_ROWS', () => {
    expect(issuesOf('LOCATION,x')[0]).toMatchObject({ code: 'EPW_HEADER', line: 1 })
    expect(issuesOf(epwText(8759))[0]).toMatchObject({ code: 'EPW_ROWS', severity: 'error' })
    expect(issuesOf(epwText(8759))[0].message).toContain('8759')
  })

  test('EPW_ORDER', () => {
    expect(firstIssue((cells, row) => void (row === 100 && (cells[3] = '9')))).toMatchObject({ code: 'EPW_ORDER', line: 109 })
    expect(firstIssue((cells) => void (cells[1] = '4'))).toMatchObject({ code: 'EPW_ORDER', line: 9 })
  })

  test.each([
    ['dry bulb too high', 6, '61'],
    ['dry bulb missing', 6, '99.9'],
    ['dry bulb no number', 6, 'warm'],
    ['humidity negative', 8, '-1'],
    ['humidity above 110 %', 8, '111'],
    ['pressure far from the elevation', 9, '94000'],
    ['pressure out of all bounds', 9, '30000'],
  ])('EPW_RANGE: %s', (_name, column, cell) => {
    const issues = issuesOf(epwText(8760, (cells, row) => void (row === 10 && (cells[column] = cell))))
    expect(issues).toContainEqual(expect.objectContaining({ code: 'EPW_RANGE', severity: 'error', line: 19, count: 1 }))
  })

  test('EPW_DEW', () => {
    const issues = issuesOf(epwText(8760, (cells, row) => void (row >= 20 && row < 23 && (cells[7] = '20.2'))))
    expect(issues).toContainEqual(expect.objectContaining({ code: 'EPW_DEW', severity: 'error', line: 29, count: 3 }))
  })

  test('EPW_RH_DEW: a warning up to a tenth of the hours, an error above', () => {
    const spoil = (until: number) => epwText(8760, (cells, row) => void (row < until && (cells[8] = '40')))
    expect(issuesOf(spoil(876))).toEqual([expect.objectContaining({ code: 'EPW_RH_DEW', severity: 'warn', count: 876, line: 9 })])
    expect(parseEpw(spoil(877)).ok).toBe(false)
  })

  test('TZ_MISMATCH: more than an hour from the time of the site', () => {
    const { table } = imported(epwText())
    expect(weatherSiteIssues(table, -6)).toEqual([])
    expect(weatherSiteIssues(table, -5)).toEqual([])
    expect(weatherSiteIssues(table, 1)).toEqual([expect.objectContaining({ code: 'TZ_MISMATCH', severity: 'error', message: 'the record is in UTC−6, the site in UTC+1' })])
  })

  test('EPW_WB_EXTREME: warned, and clipped to the record plus 1 K', () => {
    const text = epwText(8760, (cells, row) => {
      if (row === 4000) cells.splice(6, 3, '38.0', '30.0', '63')
    })
    const { table, warnings } = imported(text)
    expect(warnings).toEqual([expect.objectContaining({ code: 'EPW_WB_EXTREME', severity: 'warn', line: 4009, count: 1 })])
    const ratio = humidityRatioOfVapour(saturationPressurePa(table.dewPointC[4000]), table.pressurePa[4000])
    expect(wetBulbC(38, ratio, table.pressurePa[4000])).toBeCloseTo(29.3, 6)
    expect(table.dewPointC[4001]).toBe(9.3)
  })
})

/** Hours, extremes and counts of the dry bulb are exact; headers' twenty-year dry bulb to the printed tenth. */
const STATIONS = [
  ['USA_VA_Leesburg.Exec_TMYx', 13.78, -12.0, 37.0, 5264, 7771, 39.3, 10.26],
  ['USA_TX_Dallas-Fort.Worth_TMYx', 19.81, -3.9, 40.0, 3647, 6345, 43.7, 14.6],
  ['USA_AZ_Phoenix-Sky.Harbor_TMYx', 24.67, 0.4, 45.6, 2506, 4808, 48.4, 13.27],
  ['USA_GA_Atlanta-Hartsfield-Jackson_TMYx', 17.21, -11.7, 35.0, 4371, 7452, undefined, 13.18],
  ['USA_IL_Chicago-OHare.Intl.AP.725300_TMY3', 9.99, -22.8, 35.0, 6150, 8238, undefined, 6.88],
  ['USA_CA_San.Francisco.Intl.AP.724940_TMY3', 13.79, 2.2, 32.8, 7579, 8723, undefined, 10.87],
  ['USA_CO_Denver.Intl.AP.725650_TMY3', 10.88, -19.4, 40.0, 6298, 8029, undefined, 5.12],
  ['USA_NY_New.York-J.F.Kennedy.Intl.AP.744860_TMY3', 12.55, -13.9, 36.7, 5762, 8284, undefined, 9.26],
] as const

describeWithShared('published weather files', 'data/weather', (folder) => {
  const read = (name: string) => imported(gunzipSync(readFileSync(join(folder, `${name}.epw.gz`))).toString('latin1'))

  test.each(STATIONS)('%s: mean, extremes and hour counts', (name, meanC, minC, maxC, below18, below27, t20C, wetBulbMeanC) => {
    const { table } = read(name)
    const hours = [...table.dryBulbC]
    expect(hours.reduce((sum, value) => sum + value, 0) / hours.length).toBeCloseTo(meanC, 2)
    expect(Math.min(...hours)).toBe(minC)
    expect(Math.max(...hours)).toBe(maxC)
    expect(hours.filter((value) => value < 18)).toHaveLength(below18)
    expect(hours.filter((value) => value < 27)).toHaveLength(below27)
    const { design } = table
    if (design === undefined) throw new Error('no design conditions')
    if (t20C !== undefined) expect(extremeDryBulbC(design.dryBulbMaxMeanC, design.dryBulbMaxSdK, 20)).toBeCloseTo(t20C, 1)
    // The published wet-bulb means come from a sea-level fit, so half a kelvin is the agreement to ask for.
    const wetBulbs = hours.map((dryBulb, hour) => {
      const ratio = humidityRatioOfVapour(saturationPressurePa(table.dewPointC[hour]), table.pressurePa[hour])
      return wetBulbC(dryBulb, ratio, table.pressurePa[hour])
    })
    expect(Math.abs(wetBulbs.reduce((sum, value) => sum + value, 0) / hours.length - wetBulbMeanC)).toBeLessThan(0.5)
    expect(Math.max(...wetBulbs)).toBeLessThanOrEqual(design.wetBulbMaxC + 1 + 1e-6)
  })

  test('every file is read', () => {
    const files = readdirSync(folder).filter(name => name.endsWith('.epw.gz'))
    expect(files.length).toBeGreaterThan(STATIONS.length)
    for (const name of files) expect([8760, 8784], name).toContain(read(name.slice(0, -'.epw.gz'.length)).table.hours)
  })

  test('Phoenix is flagged: 253 hours of disagreeing humidity, and a night above the record wet bulb', () => {
    const { table, warnings } = read('USA_AZ_Phoenix-Sky.Harbor_TMYx')
    expect(warnings.map(({ code }) => code)).toEqual(['EPW_RH_DEW', 'EPW_WB_EXTREME'])
    expect(warnings[0]).toMatchObject({ severity: 'warn', count: 253 })
    expect(warnings[1].severity).toBe('warn')
    // 10 July 23 h: 32.95 °C by the dew point of the file (32.96 by its humidity) against a record of 27.5.
    expect(warnings[1].message).toContain('32.95')
    expect(table.design?.wetBulbMaxC).toBe(27.5)
    const row = (31 + 28 + 31 + 30 + 31 + 30 + 9) * 24 + 22
    const ratio = humidityRatioOfVapour(saturationPressurePa(table.dewPointC[row]), table.pressurePa[row])
    expect(wetBulbC(table.dryBulbC[row], ratio, table.pressurePa[row])).toBeCloseTo(28.5, 6)
  })

  test('2009 headers state the record wet bulb in their last section', () => {
    expect(read('USA_CO_Denver.Intl.AP.725650_TMY3').table.design).toMatchObject({ wetBulbMaxC: 20.7, dryBulbMaxMeanC: 37.1, dryBulbMaxSdK: 1.3 })
  })
})
