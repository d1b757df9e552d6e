import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { blockDelayUsd } from '../../../src/analysis/cost-of-delay.ts'
import { idleUsd, orderRows } from '../../../src/analysis/order-by.ts'
import { formatDate, parseDate } from '../../../src/base/civil-date.ts'
import { rootKey } from '../../../src/base/rng.ts'
import { deliveryOf, leadQuantiles, longLeadItems } from '../../../src/engine/facility/long-lead.ts'
import { assembleWorld } from '../../../src/engine/assemble.ts'
import { MONTH_MS, scheduleReport } from '../../../src/engine/preflight/schedule/schedule.ts'
import { quantileOf } from '../../../src/base/distribution.ts'
import type { ScheduleReport } from '../../../src/results/schedule.ts'
import { repositoryRoot } from '../../fixtures.ts'
import { SITE, scenarioOf } from './site.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const WEEK_MS = 7 * DAY_MS

const itemOf = (report: ScheduleReport, id: string) => {
  const found = report.items.find(item => item.id === id)
  if (found === undefined) throw new Error(`no item ${id}`)
  return found
}

describe('§12.B: four blocks of 25 MW ready in months 20, 26, 32, 38, the substation in month 24', () => {
  const start = parseDate('2027-01-01') ?? 0
  const month = (months: number): string => formatDate(start + Math.round((months * 365.25) / 12))
  const text = readFileSync(join(repositoryRoot, 'scenarios', 'dallas-100mw.yaml'), 'utf8')
  const edits = {
    ...Object.fromEntries([20, 26, 32, 38].map((months, block) => [`blocks.block[${block}].ready`, month(months)])),
    'grid.feeds.temporary.energised': month(18),
    'grid.feeds.permanent.energised.planned': month(24),
    // Ready is what the specification calls ready for power: level 5 does not wait for it.
    'facility.commissioning.loadTestNeedsPower': 'false',
  }
  const scenario = scenarioOf(text, edits)
  const { cases } = scheduleReport(scenario, { draws: 2 })
  /** Difference from the wanted value as a share of it. */
  const off = (value: number, wanted: number): number => Math.abs(value / wanted - 1)

  test('no slip idles nothing', () => expect(cases[0].idleMegawattMonths).toBe(0))

  test('P50 of the slip, month 30: block 2 idles 4 months, 100 MW·months, 18.4 M USD of rent', () => {
    expect(off(cases[1].idleMegawattMonths, 100)).toBeLessThan(0.02)
    expect(off(idleUsd(scenario, cases[1].idleMegawattMonths) / 1e6, 18.4)).toBeLessThan(0.02)
    expect(off(cases[1].blockMonths[1], 4)).toBeLessThan(0.02)
  })

  test('P90 of the slip, month 42: 16 + 10 + 4 months, 750 MW·months, 138.0 M USD', () => {
    expect(off(cases[2].idleMegawattMonths, 750)).toBeLessThan(0.02)
    expect(off(idleUsd(scenario, cases[2].idleMegawattMonths) / 1e6, 138.0)).toBeLessThan(0.02)
    ;[16, 10, 4].forEach((months, n) => expect(off(cases[2].blockMonths[n + 1], months)).toBeLessThan(0.02))
  })

  test('ten gas engines carry block 2: only blocks 3 and 4 idle, and the bridge pays back after 5.7 block-months', () => {
    const bridged = scenarioOf(text, { ...edits, generation: `[{id: bridge, model: recip-4mw, count: 10, inService: ${month(21)}}]` })
    expect(off(scheduleReport(bridged, { draws: 2 }).cases[2].idleMegawattMonths, 350)).toBeLessThan(0.02)
    // 80 M USD at W10.1's 14.08 M USD for each month of a block.
    const money = { ...scenario.money, discountRate: 0.1 }
    const perMonth = blockDelayUsd({ money }, { itKW: 25_000, accelerators: 17_500, months: 6 }) / 6
    expect(80e6 / perMonth).toBeCloseTo(5.7, 1)
  })
})

/** One hall, everything fixed but for what a test makes uncertain; the standby sets take longest by far. */
const FIXED: Readonly<Record<string, string>> = {
  'blocks.hall-b.ready': '2032-12-01',
  'grid.feeds.main.energised': '2027-02-01',
  'procurement.factoryTest.failure': '0',
  'procurement.damage.probability': '0',
  ...Object.fromEntries(['shell', 'fitOut', 'liquidFlush'].map(step => [`facility.commissioning.${step}`, '10 weeks'])),
  ...Object.fromEntries([2, 3, 4, 5].map(level => [`facility.commissioning.level${level}`, '{duration: 2 weeks, failure: 0}'])),
  ...Object.fromEntries(['hvTransformers', 'hvBreakers', 'mvSwitchgear', 'transformers', 'switchboards', 'ups', 'chillers', 'coolers', 'airHandlers', 'cdus', 'engines', 'storage'].map(kind => [`procurement.equipment.${kind}.lead`, '10 weeks'])),
  'blocks.hall-a.racks[0].delivered.lead': '10 weeks',
}

describe('order-by dates', () => {
  const lead = '{pert: [40 weeks, 72 weeks, 110 weeks]}'
  const scenario = scenarioOf(SITE, { ...FIXED, 'procurement.equipment.generators.lead': lead, 'procurement.orders': '[{id: sets, equipment: generators, for: [hall-a], ordered: 2027-10-01}]' })
  const report = scheduleReport(scenario, { draws: 60 })
  const { order } = itemOf(report, 'hall-a/generators')
  const distribution = scenario.procurement.equipment.generators.lead
  if (order === null) throw new Error('no order')

  test('are the day of need less the quantiles of the lead time', () => {
    // Levels 2 to 5 and the flushing before the ready date.
    const neededMs = ((parseDate('2029-07-01') ?? 0) - report.startDay) * DAY_MS - 4 * 2 * WEEK_MS - 10 * WEEK_MS
    expect(order.neededMs).toBe(neededMs)
    expect(order.isStated).toBe(true)
    expect(Math.abs(neededMs - quantileOf(distribution, 0.5) - order.orderByP50Ms)).toBeLessThan(DAY_MS)
    expect(Math.abs(neededMs - quantileOf(distribution, 0.9) - order.orderByP90Ms)).toBeLessThan(2 * DAY_MS)
    expect(order.floatP50Ms).toBe(order.orderByP50Ms - order.orderedMs)
    expect(order.floatP90Ms).toBeLessThan(order.floatP50Ms)
  })

  test('an order without day is counted back: its float at P50 is what failed tests and damage cost, here nothing', () => {
    const other = itemOf(report, 'hall-a/ups').order
    expect(other?.isStated).toBe(false)
    expect(other?.floatP50Ms).toBe(0)
    expect(other?.floatP90Ms).toBe(0)
  })

  test('a month later of what always sets the date delays its block by a month, and costs Eq 10.1 and its accelerator-hours', () => {
    const late = scenarioOf(SITE, { ...FIXED, 'procurement.equipment.generators.lead': '72 weeks', 'procurement.orders': '[{id: sets, equipment: generators, for: [hall-a], ordered: 2028-06-01}]', 'money.discountRate': '0' })
    const of = scheduleReport(late, { draws: 3 })
    const found = itemOf(of, 'hall-a/generators')
    const later = found.order?.monthLater
    const accelerators = 12 * 72
    expect(later?.blockMonths[0]).toBeCloseTo(1, 9)
    expect(later?.blockMonths[1]).toBe(0)
    expect(later?.acceleratorHours).toBeCloseTo((accelerators * MONTH_MS) / HOUR_MS, 3)
    expect(later?.megawattMonths).toBeCloseTo(12 * 0.132, 6)
    expect(of.blocks[0].drivers).toEqual([{ item: 'hall-a/generators', label: 'Standby sets', fraction: 1 }])
    expect(found.steps.every(step => step.isCritical && step.criticalFraction === 1)).toBe(true)
    expect(of.blocks[0].criticalPath[0]).toBe('hall-a/generators/order')
    // With no interest a month is the rent of 12 racks of 132 kW.
    const row = orderRows(late, of).find(({ item }) => item.id === found.id)
    expect(row?.monthLaterUsd).toBeCloseTo(12 * 132 * 184.06, 2)
  })

  test('a month later of what never matters costs nothing', () => {
    const { monthLater } = itemOf(report, 'storage[battery]/storage').order ?? {}
    expect(monthLater?.acceleratorHours).toBe(0)
  })

  test('rows come most urgent first', () => {
    const dates = orderRows(scenario, report).map(row => row.order.orderByP50Ms)
    expect(dates).toEqual(dates.toSorted((a, b) => a - b))
  })
})

describe('lead times with factory tests and damage', () => {
  const scenario = scenarioOf(SITE)
  const world = assembleWorld(scenario, { seed: 1, replication: 0 })
  const item = longLeadItems(scenario, world).find(({ id }) => id === 'hall-a/chillers')
  if (item === undefined) throw new Error('no chillers')
  const draws = 4000
  const ways = Array.from({ length: draws }, (_, n) => deliveryOf(item, scenario.procurement, rootKey(1, n)))

  test('quantiles of the way are those of many deliveries (seed 1)', () => {
    const sorted = ways.map(({ orderedMs, availableMs }) => availableMs - orderedMs).sort((a, b) => a - b)
    const [p50, p90] = leadQuantiles(item, scenario.procurement, [0.5, 0.9])
    // Three standard errors of a share of 4000 draws.
    expect(Math.abs(sorted.filter(ms => ms <= p50).length / draws - 0.5)).toBeLessThan(3 * Math.sqrt(0.25 / draws))
    expect(Math.abs(sorted.filter(ms => ms <= p90).length / draws - 0.9)).toBeLessThan(3 * Math.sqrt(0.09 / draws))
  })

  test('5 % of first factory tests fail and add three weeks; 1 % is damaged', () => {
    const repeats = ways.map(({ builtMs, passedMs }) => Math.round((passedMs - builtMs - WEEK_MS) / (3 * WEEK_MS)))
    const failed = repeats.filter(count => count > 0).length / draws
    expect(Math.abs(failed - 0.05), `${failed}`).toBeLessThan(3 * Math.sqrt((0.05 * 0.95) / draws))
    const damaged = ways.filter(({ passedMs, arrivedMs }) => arrivedMs - passedMs > 2 * WEEK_MS).length / draws
    expect(Math.abs(damaged - 0.01), `${damaged}`).toBeLessThan(3 * Math.sqrt((0.01 * 0.99) / draws))
  })

  test('what the plan needs before the start stands; what has an order does not', () => {
    const standing = scenarioOf(SITE, { 'grid.feeds.main.energised': '2027-01-01' })
    const ids = (of: typeof scenario): string[] => longLeadItems(of, assembleWorld(of, { seed: 1, replication: 0 })).map(({ id }) => id)
    expect(ids(scenario)).toContain('grid/substation/hvTransformers')
    expect(ids(standing)).not.toContain('grid/substation/hvTransformers')
    expect(ids(scenarioOf(SITE, { 'grid.feeds.main.energised': '2027-01-01', 'procurement.orders': '[{id: xf, equipment: hvTransformers, ordered: 2025-01-01}]' }))).toContain('grid/substation/hvTransformers')
  })
})
