import { describe, expect, test } from 'vitest'
import { serviceRows } from '../../src/analysis/services.ts'
import { serviceLines } from '../../src/cli/serving-text.ts'
import { tableCsv } from '../../src/exchange/csv.ts'
import { servicesTable } from '../../src/exchange/exporters/services-table.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { servicesTogether } from '../../src/results/services-together.ts'
import { DAY_MS, handRun } from './runs.ts'
import { CHAT, runOf } from './runs-of-services.ts'

describe('figures of services', () => {
  const run = runOf()
  const withoutServices = handRun({ windows: [{ P: 24 }] })
  const amountOf = (item: string): number | undefined => serviceRows([run]).find(row => row.item === item)?.amount

  test('means, shares and percentiles of the run', () => {
    expect(amountOf('demand')).toBe(150)
    expect(amountOf('peakDemand')).toBe(200)
    expect(amountOf('availability')).toBe(0.9)
    expect(amountOf('sloAttainment')).toBe(0.8)
    expect(amountOf('replicas')).toBe(10)
    expect(amountOf('firstTokenP95')).toBe(250)
    expect(amountOf('perTokenP99')).toBe(60)
    expect(serviceRows([withoutServices])).toEqual([])
  })

  test('means are over the time that had demand, and nobody misses a replica before the first request', () => {
    const zero = (key: keyof typeof CHAT.windows): Float64Array => Float64Array.from([0, ...CHAT.windows[key]])
    const keys = Object.keys(CHAT.windows) as (keyof typeof CHAT.windows)[]
    const late = { ...CHAT, windows: Object.fromEntries(keys.map(key => [key, zero(key)])) as unknown as typeof CHAT.windows }
    const lateRun = { ...handRun({ windows: [{ P: 24 }, { P: 24 }, { P: 24 }] }), services: [late] }
    const amounts = (of: RunResult): number[] => serviceRows([of]).flatMap(({ item, amount }) => (['demand', 'replicas', 'idle'].includes(item) ? [amount] : []))
    expect(amounts(lateRun)).toEqual([150, 10, 0])
    expect(amounts(lateRun)).toEqual(amounts(run))
  })

  test('two sites that serve at the same time are together no more idle than one of them', () => {
    const [both] = servicesTogether([run, run]) ?? []
    expect(both.total).toMatchObject({ servingMs: 2 * DAY_MS, requests: 2 * CHAT.total.requests })
    expect(serviceRows([{ ...run, services: [both] }]).find(({ item }) => item === 'idle')?.amount).toBe(amountOf('idle'))
  })

  test('lines for the terminal leave out what is nothing', () => {
    const lines = serviceLines(serviceRows([run]))
    expect(lines[0]).toBe('  chat')
    expect(lines.every(line => line.length <= 80)).toBe(true)
    expect(lines.join('\n')).not.toContain('rollouts')
    expect(lines.join('\n')).toMatch(/Requests answered +90\.00/u)
  })

  test('a row by service and window in the table', () => {
    const [header, first, second, end] = tableCsv(servicesTable(run)).split('\r\n')
    expect(header).toContain('first token 95 % [ms]')
    expect(first.split(',').slice(0, 4)).toEqual(['chat', '0', '2027-01-01', String(100 * 86_400)])
    expect(second.split(',')[1]).toBe('1')
    expect(end).toBe('')
    expect(tableCsv(servicesTable(withoutServices)).split('\r\n')).toHaveLength(2)
  })
})
