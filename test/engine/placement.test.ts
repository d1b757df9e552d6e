import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { daysFromCivil } from '../../src/base/civil-date.ts'
import { placeRacks } from '../../src/engine/preflight/placement.ts'
import { preflight } from '../../src/engine/preflight/preflight.ts'
import type { PlacementReport, PlaceResource } from '../../src/results/placement.ts'
import { capexShare, type CapexLine, CAPEX_USD_PER_W } from '../../src/scenario/catalog/capex.ts'
import { loadScenario } from '../../src/scenario/load.ts'

const shipped = (name: string): string => readFileSync(new URL(`../../scenarios/${name}.yaml`, import.meta.url), 'utf8')
const QUICKSTART = shipped('quickstart')

/** The quickstart with a feed that never binds. */
const ROOMY: readonly { path: string; value: string }[] = [{ path: 'grid.feeds.street.capacity', value: '9 MW' }]

function place(text: string, model: string, count: number, set: readonly { path: string; value: string }[] = ROOMY): PlacementReport {
  const { scenario, issues } = loadScenario(text, { file: 'scenario.yaml', set })
  if (scenario === undefined) throw new Error(issues.map(({ message }) => message).join())
  return placeRacks(scenario, { weather: null }, { model, count })
}

/** The same with more of everything in the hall. */
const LARGE: readonly { path: string; value: string }[] = [
  ...ROOMY,
  ...[['power.ups', '16'], ['power.transformers', '8'], ['power.generators', '10'], ['cooling.units', '9'], ['cooling.air.chillers', '6']].map(([key, value]) => ({ path: `blocks.hall.${key}.count`, value })),
]

/** Codes that the checks tell when the hall of the quickstart has so many racks more. */
function codesWith(more: number, set: readonly { path: string; value: string }[]): Set<string> {
  const { scenario, issues } = loadScenario(QUICKSTART, { file: 'scenario.yaml', set: [...set, { path: 'blocks.hall.racks[0].count', value: String(15 + more) }] })
  return new Set([...issues.map(({ code }) => code), ...(scenario === undefined ? [] : preflight(scenario, { weather: null }).map(({ code }) => code))])
}

const building = (more: string): string => QUICKSTART.replace('  weather: {climate', `  buildings: [{id: main, gross: 2000 m^2, ${more}}]\n  weather: {climate`).replace('    label: Hall 1', '    building: main\n    label: Hall 1')

describe('what binds', () => {
  test('space: 60 m² of floor at 0.6 m by 2.7 m are 37 places, 15 of them taken', () => {
    const { positions } = place(building('whiteSpace: 60 m^2'), 'gb200-nvl72', 100)
    expect(positions[0].rooms.space).toBe(Math.floor(60 / (0.6 * 2.7)) - 15)
    expect(positions[0].firstPlace).toBe(16)
  })

  test('floor load: 3,629 kg on 1.62 m² are 2,241 kg/m²', () => {
    expect(place(building('whiteSpace: 900 m^2, floorLoad: 2240 kg/m^2'), 'frontier', 10).positions[0].rooms.weight).toBe(0)
    expect(place(building('whiteSpace: 900 m^2, floorLoad: 2241 kg/m^2'), 'frontier', 10).positions[0].rooms.weight).toBe(null)
  })

  test('rack power: a hall for 140 kW takes no racks of 600 kW', () => {
    const [position] = place(building('whiteSpace: 900 m^2, rackPowerMax: 140 kW'), 'kyber-nvl576', 1).positions
    expect([position.racks, position.rooms.density]).toEqual([0, 0])
  })

  test('network: two tiers of switches with 64 ports reach 2,048 NICs, 1,080 of them are there; on rails only nodes count', () => {
    const fabric = (kind: string, radix: string): readonly { path: string; value: string }[] => [...ROOMY, { path: 'fabric.kind', value: kind }, { path: 'fabric.radix', value: radix }]
    const room = (kind: string, radix: string): number | null => place(QUICKSTART, 'gb200-nvl72', 100, fabric(kind, radix)).positions[0].rooms.network
    expect(room('leaf-spine', '64')).toBe(Math.floor((2048 - 15 * 72) / 72))
    expect(room('rail-fat-tree', '16')).toBe(Math.floor((16 ** 3 / 4 - 15 * 18) / 18))
  })

  test('UPS modules: six of 0.5 MW carry 22 racks of 132 kW healthy and 18 with one out, less what the busway loses', () => {
    const { rooms } = place(QUICKSTART, 'gb200-nvl72', 100, [...ROOMY, { path: 'blocks.hall.power.transformers.count', value: '8' }, { path: 'blocks.hall.power.generators.count', value: '10' }]).positions[0]
    expect([rooms.power, rooms.failover]).toEqual([22 - 15, 18 - 15])
  })

  test.each<[PlaceResource, readonly { path: string; value: string }[], readonly string[]]>([
    ['failover', ROOMY, ['redundancy', 'single-failure', 'utility-loss', 'UPS_RIDE']],
    ['cooling', LARGE.filter(({ path }) => !path.includes('cooling')), ['W_CLASS', 'design-day']],
  ])('%s: as many racks as it says pass the checks, one more does not', (resource, set, codes) => {
    const room = place(QUICKSTART, 'gb200-nvl72', 200, set).positions[0].rooms[resource]
    if (room === null) throw new Error('nothing binds')
    expect(codes.some(code => codesWith(room, set).has(code)), `${room} more`).toBe(false)
    expect(codes.some(code => codesWith(room + 1, set).has(code)), `${room + 1} more`).toBe(true)
  })

  test('four to make three: a single loss leaves nothing on any pair of a full block, healthy systems would take more', () => {
    const { positions, placed } = place(shipped('dallas-100mw'), 'gb200-nvl72', 200, [])
    expect(placed).toEqual([])
    expect(new Set(positions.map(({ feeds }) => feeds))).toEqual(new Set(['A+B', 'A+C', 'A+D', 'B+C', 'B+D', 'C+D']))
    for (const { rooms, binds, racks } of positions) {
      expect([racks, rooms.failover, binds]).toEqual([0, 0, 'failover'])
      expect(rooms.power).toBeGreaterThan(0)
    }
  })
})

describe('phases', () => {
  // Two halls of the quickstart; the first stands alone until the second comes with 3 MW more.
  const TWO = QUICKSTART.replace('  - id: hall # ', '  - id: hall\n    count: 2 # ').replace('ready: 2027-07-01', 'ready: [2027-07-01, 2028-07-01]')
  const feeds = (second: string): readonly { path: string; value: string }[] => [
    ...LARGE,
    { path: 'grid.feeds.street.capacity', value: '4.5 MW' },
    { path: 'grid.feeds.street.steps', value: `[{capacity: ${second}, energised: 2028-06-01}]` },
  ]
  const roomOn = (report: PlacementReport, day: number): number => report.byPhase.filter(phase => phase.day <= day).at(-1)?.racks ?? 0

  test('nothing before a block is there; what a later block needs is left to it', () => {
    const early = daysFromCivil(2027, 6, 1)
    const alone = daysFromCivil(2027, 12, 1)
    const scarce = place(TWO, 'gb200-nvl72', 12, feeds('0.5 MW'))
    expect(roomOn(scarce, early)).toBe(0)
    // 5 MW in all carry two halls of about 2.4 MW: the 4.5 MW of the first year are not free.
    const free = place(TWO, 'gb200-nvl72', 12, feeds('9 MW'))
    expect(roomOn(scarce, alone)).toBeLessThan(roomOn(free, alone))
    for (const { phases } of free.positions) for (const [index, phase] of phases.entries()) if (index > 0) expect(phase.day).toBeGreaterThan(phases[index - 1].day)
  })
})

describe('unlocks', () => {
  test('the budget lines add up to the total of the facility, 11.62 USD/W', () => {
    const shares = (Object.keys(CAPEX_USD_PER_W) as CapexLine[]).reduce((sum, line) => sum + capexShare(line), 0)
    expect(shares).toBeCloseTo(1, 12)
    expect(Object.values(CAPEX_USD_PER_W).reduce<number>((sum, usd) => sum + usd, 0) * 1.15).toBeCloseTo(11.62, 1)
  })

  test('supply that ends after four racks: interconnect is 0.60 of 10.10 USD/W, for six racks of 132 kW', () => {
    const { unlocks, placed } = place(QUICKSTART, 'gb200-nvl72', 10, LARGE.filter(({ path }) => !path.startsWith('grid')))
    const racks = placed[0].racks
    expect(unlocks[0].resources).toEqual(['supply'])
    expect(unlocks[0].itW).toBe((10 - racks) * 132_000)
    expect(unlocks[0].usd).toBeCloseTo((0.6 / 10.1) * 11.62 * unlocks[0].itW, -1)
    expect(unlocks[0].wPerMillionUsd).toBeCloseTo(1e6 / ((0.6 / 10.1) * 11.62), -1)
  })
})

describe('a plan with room', () => {
  test('positions come best first and the whole plan takes no more than its parts', () => {
    const set = [{ path: 'blocks.block[1].racks[0].count', value: '150' }, { path: 'blocks.block[3].racks[0].count', value: '170' }]
    const { positions, placed } = place(shipped('dallas-100mw'), 'gb200-nvl72', 60, set)
    expect(positions.map(({ racks }) => racks)).toEqual(positions.map(({ racks }) => racks).sort((a, b) => b - a))
    expect(positions[0].block).toBe(1)
    const total = placed.reduce((sum, { racks }) => sum + racks, 0)
    expect(total).toBeGreaterThan(0)
    expect(total).toBeLessThanOrEqual(60)
    expect(placed.map(({ block }) => block)).toEqual([1, 3])
  })
})
