/** Fire zones with racks, rooms and yards in the audit: what one fire takes at once, and what fires cost in a year. */
import { describe, expect, test } from 'vitest'
import type { AuditReport } from '../../../src/results/audit.ts'
import { contingencyText } from '../../../src/charts/one-line/names.ts'
import { fireLines } from '../../../src/cli/fire-text.ts'
import { auditOf, failureOf, findingsOf, hallText } from './hall.ts'

/** 15 racks of 100 kW on three systems, two of which are enough, in separate rooms. */
const hall = (zones: readonly string[], more = ''): string =>
  `${hallText({ topology: '3-to-make-2', modules: 9, racks: 15, power: ['fireZones:', ...zones.map(zone => `  ${zone}`)] })}${more}`

const ROOMS = ['a: {ups: [1]}', 'b: {ups: [2]}', 'c: {ups: [3]}']
const isKept = ({ labels }: AuditReport, label: string): boolean | undefined => labels.find(each => each.label === label)?.isKept

describe('a zone with racks', () => {
  const report = auditOf(hall([...ROOMS, 'white: {racks: [1-5]}', 'rest: {racks: [6-15], cooling: {handler: all}}']))

  test('loses its racks and no other', () => {
    expect(failureOf(report, 'hall/fireZones/white')).toMatchObject({ state: 'down', racksLost: 5, acceleratorsLost: 5 * 72, lostW: 500_000 })
    expect(failureOf(report, 'hall/fireZones/white').reason).toMatch(/it takes 5 racks/)
  })

  test('breaks no label by racks that burn in it', () => {
    expect(isKept(report, '3 to make 2')).toBe(true)
  })

  test('that takes all air handlers too takes the racks beyond its walls with them', () => {
    expect(failureOf(report, 'hall/fireZones/rest')).toMatchObject({ state: 'down', racksLost: 15 })
  })
})

test('a room with the batteries of two systems takes both', () => {
  const report = auditOf(hall(['a: {ups: [1], batteries: [3]}', 'b: {ups: [2], batteries: [1, 2]}', 'c: {ups: [3]}']))
  expect(failureOf(report, 'hall/fireZones/b')).toMatchObject({ state: 'down', racksLost: expect.any(Number) as number })
  expect(failureOf(report, 'hall/fireZones/c').state).toBe('savedByTransfer')
})

test('half of the racks gone leave half of the heat: half of the air handlers are enough for it', () => {
  const zones = ['a: {ups: [1]}', 'b: {ups: [2]}', 'c: {ups: [3]}', 'white: {racks: [1-8], cooling: {handler: [1]}}']
  expect(failureOf(auditOf(hall(zones)), 'hall/fireZones/white')).toMatchObject({ racksLost: 8, racksDegraded: 0 })
})

test('buildings that share a fire zone are lost together, with all racks of their blocks', () => {
  const building = (id: string, zone: string): string => `{id: ${id}, gross: 4000 m^2, whiteSpace: 3000 m^2, fireZone: ${zone}}`
  const text = hall(ROOMS).replace('weather: {climate: dallas}}', `weather: {climate: dallas}, buildings: [${building('east', 'one')}, ${building('west', 'one')}]}`).replace('  - id: hall\n', '  - id: hall\n    building: west\n')
  const report = auditOf(text)
  expect(failureOf(report, 'site/fireZones/one')).toMatchObject({ state: 'down', racksLost: 15, lostW: 1_500_000 })
  expect(report.fire?.largestW).toBe(1_500_000)
  expect(isKept(report, '3 to make 2')).toBe(true)
})

test('failures of zones are called by the names of the file', () => {
  const report = auditOf(hall([...ROOMS, 'white: {racks: all}'], 'insurance: {units: {campus: {zones: [hall/a, hall/b]}}}\n'))
  const words = (path: string): string => contingencyText(report.oneLine, failureOf(report, path), ['Hall'])
  expect(words('hall/fireZones/white')).toBe('Fire in zone white')
  expect(words('hall/fireZones/a')).toBe('Fire in zone a')
  expect(words('insurance/campus')).toBe('Insurance unit campus')
})

describe('insurance units', () => {
  const one = 'insurance: {units: {campus: {zones: [hall/a, hall/b], value: 80 MUSD, interruption: 500 kUSD/day}}'

  test('redundancy inside one unit counts as N', () => {
    const report = auditOf(hall(ROOMS, `${one}}\n`))
    expect(failureOf(report, 'insurance/campus')).toMatchObject({ state: 'down' })
    expect(isKept(report, '3 to make 2')).toBe(false)
    expect(findingsOf(hall(ROOMS, `${one}}\n`)).map(({ code }) => code)).toContain('redundancy')
  })

  test('with mflCredit it counts as written', () => {
    expect(isKept(auditOf(hall(ROOMS, `${one}, mflCredit: true}\n`)), '3 to make 2')).toBe(true)
  })
})

describe('exposure', () => {
  const zones = [...ROOMS, 'white: {racks: all, cooling: {handler: all, cdu: all}}', 'yard: {transformers: all, generators: all, cooling: {chiller: all, cooler: all, trim: all}}']
  const { fire } = auditOf(hall(zones, 'fire: {restoration: 240 h}\ninsurance: {units: {one: {zones: [hall/white], interruption: 1 MUSD/day}}}\n'))

  test('the largest loss at once is the hall, or what all of it hangs on', () => {
    expect(fire?.largestW).toBe(1_500_000)
    expect(fire?.zones.find(({ zone }) => zone === 'hall/white')).toMatchObject({ racksLost: 15, acceleratorsLost: 1080, lostW: 1_500_000, firesPerYear: 5e-4 })
    // Four transformers and four sets stand in the yard; batteries are in no zone.
    expect(fire?.zones.find(({ zone }) => zone === 'hall/yard')?.firesPerYear).toBeCloseTo(4 * 1e-3 + 4 * 5e-4, 12)
    expect(fire?.zones.find(({ zone }) => zone === 'hall/a')).toMatchObject({ lostW: 0, firesPerYear: 0 })
  })

  test('the mean year is Σ rate × power × (hold + restoration): W8.1 for one hall and its yard', () => {
    expect((fire?.year?.meanWh ?? 0) / 1e6).toBeCloseTo((5e-4 + 6e-3) * 1.5 * (15.26 + 240), 2)
    expect(fire?.year?.p999Wh).toBeGreaterThan(1.5e6 * 240)
    expect(fire?.units[0].interruption).toBeCloseTo(1e6 * ((15.26 + 240) / 24), -4)
  })

  test('is told in plain words, and not at all without zones', () => {
    const paint = { strong: (text: string) => text, dim: (text: string) => text, good: (text: string) => text }
    if (fire === undefined) throw new Error('no exposure')
    const lines = fireLines(fire, paint)
    expect(lines[0]).toBe('Fire: at most 1.50 MW lost at once')
    expect(lines.join('\n')).toMatch(/hall\/white +1\.50 MW +15 racks +once in 2.000 years/)
    expect(lines.join('\n')).toMatch(/A year of fires: 2\.49 MWh in the mean/)
    expect(auditOf(hallText({ topology: '3-to-make-2', modules: 9, racks: 15 })).fire).toBeUndefined()
  })
})
