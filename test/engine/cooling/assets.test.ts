import { describe, expect, test } from 'vitest'
import { CAMPUS_IT_W, createYard, weatherOf, type Yard } from './yard.ts'

const HOUR_MS = 3_600_000

function yard(failures = false): Yard {
  const built = createYard({ failures, horizonMs: 4000 * 24 * HOUR_MS, cooling: { plant: 'dry-adiabatic', supply: '36 degC', units: { model: 'dry-cooler-2930kw', count: 3 } } })
  built.setWeather(weatherOf(25, 15))
  built.setLoad(CAMPUS_IT_W)
  built.run(1000)
  return built
}

const rowsOf = ({ cooling }: Yard, kind: string): number[] => cooling.assets.assets.flatMap((asset, row) => (asset.kind === kind ? [row] : []))
const causes = ({ gates }: Yard): string[] => [...(gates.held.get('block[0]') ?? [])]

describe('assets of cooling', () => {
  test('coolers that are all taken out by plan shut the block down for maintenance, not for a fault', () => {
    const y = yard()
    for (const row of rowsOf(y, 'cooler')) y.cooling.assets.takeOut(row, 'work')
    y.run(24 * HOUR_MS)
    expect(causes(y)).toEqual(['maintenance'])
  })

  test('a zone takes them under its own name, and the block returns when they do', () => {
    const y = yard()
    for (const row of rowsOf(y, 'cooler')) y.cooling.assets.takeOut(row, 'zone')
    y.run(24 * HOUR_MS)
    expect(causes(y)).toEqual(['zone'])
    for (const row of rowsOf(y, 'cooler')) y.cooling.assets.giveBack(row, 'zone')
    y.run(96 * HOUR_MS)
    expect(causes(y)).toEqual([])
  })

  test('out for two reasons: back with the last; counted once in its block', () => {
    const y = yard()
    const [row] = rowsOf(y, 'cdu')
    y.cooling.assets.takeOut(row, 'work')
    y.cooling.assets.takeOut(row, 'zone')
    y.cooling.assets.giveBack(row, 'work')
    expect(y.cooling.assets.isUp(row)).toBe(false)
    y.cooling.assets.giveBack(row, 'zone')
    expect(y.cooling.assets.isUp(row)).toBe(true)
    expect(() => y.cooling.assets.giveBack(row, 'zone')).toThrow('not taken')
  })

  test('machines that are taken and given back for years leave the counts at what has failed', () => {
    const y = yard(true)
    const { assets } = y.cooling
    for (let step = 0; step < 300; step++) {
      y.run(y.kernel.now + 5 * 24 * HOUR_MS)
      const row = (step * 7) % assets.assets.length
      assets.takeOut(row, step % 2 === 0 ? 'work' : 'zone')
      y.run(y.kernel.now + 30 * HOUR_MS)
      assets.giveBack(row, step % 2 === 0 ? 'work' : 'zone')
    }
    const down = (kind: string): number => rowsOf(y, kind).filter(row => !assets.isUp(row)).length
    const entry = y.state.entries.get('cooling.block')
    if (entry?.kind !== 'table') throw new Error('no blocks')
    expect(entry.table.col.cdusOut[0]).toBe(down('cdu'))
    expect(entry.table.col.handlersOut[0]).toBe(down('airHandler'))
    expect(entry.table.col.airChillersOut[0]).toBe(down('airChiller'))
    expect(entry.table.col.fansOut[0]).toBe(down('cooler'))
    expect(entry.table.col.coilsOut[0]).toBe(0)
  })
})
