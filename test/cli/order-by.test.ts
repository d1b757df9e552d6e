import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ScheduleReport } from '../../src/results/schedule.ts'
import { repositoryRoot } from '../fixtures.ts'
import { nameplate } from './nameplate.ts'

const quickstart = join(repositoryRoot, 'scenarios', 'quickstart.yaml')

describe('order-by', () => {
  test('tells dates, what sets them and the price of a month in 80 columns', async () => {
    const { code, stdout } = await nameplate(['order-by', quickstart, '--draws', '20'])
    expect(code).toBe(0)
    expect(stdout).toContain('Hall 1, promised for 2027-07-01')
    expect(stdout).toContain('Sets the date')
    expect(stdout).toMatch(/Standby sets +\d/)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('JSON has the report and the price of each item; CSV a row an item', async () => {
    const json = JSON.parse((await nameplate(['order-by', quickstart, '--draws', '20', '--format', 'json'])).stdout) as ScheduleReport & { orders: { item: string; monthLaterUsd: number }[] }
    expect(json.draws).toBe(20)
    const ordered = json.items.filter(({ order }) => order !== null)
    expect(json.orders.map(({ item }) => item).sort()).toEqual(ordered.map(({ id }) => id).sort())
    for (const { monthLaterUsd } of json.orders) expect(monthLaterUsd).toBeGreaterThanOrEqual(0)
    const csv = (await nameplate(['order-by', quickstart, '--draws', '20', '--format', 'csv'])).stdout
    expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + ordered.length)
  })

  test('simulates an item a month later', async () => {
    const quick = ['transformers', 'switchboards', 'generators', 'chillers', 'coolers', 'airHandlers', 'cdus'].map(kind => `procurement.equipment.${kind}.lead=4 weeks`)
    const edits = ['horizon.end=2028-03-01', 'procurement.equipment.ups.lead=80 weeks', 'grid.feeds.street.energised=2027-06-01', ...quick].flatMap(edit => ['--set', edit])
    const { code, stdout } = await nameplate(['order-by', quickstart, '--draws', '5', '--simulate', 'hall/ups', '--replications', '2', '--format', 'json', ...edits])
    expect(code).toBe(0)
    const { item, compared } = JSON.parse(stdout) as { item: string; compared: { differences: { key: string; difference: number }[] }[] }
    expect(item).toBe('hall/ups')
    const difference = (key: string): number => compared[0].differences.find(each => each.key === key)?.difference ?? NaN
    expect(difference('delayUsd')).toBeGreaterThan(0)
    expect(difference('productiveGpuHours')).toBeLessThan(0)
  })

  test('wrong words end with 2, wrong scenarios with 3', async () => {
    const unknown = await nameplate(['order-by', quickstart, '--draws', '2', '--simulate', 'hall/chiller'])
    expect(unknown.code).toBe(2)
    expect(unknown.stderr).toContain("did you mean 'hall/chillers'?")
    expect((await nameplate(['order-by', quickstart, '--draws', 'many'])).code).toBe(2)
    expect((await nameplate(['order-by', quickstart, '--simulate', 'hall/ups', '--format', 'csv'])).code).toBe(2)
    expect((await nameplate(['order-by', '-'], { input: 'format: 1\nname: x\n' })).code).toBe(3)
  })
})
