import { describe, expect, test } from 'vitest'
import { type PowerAudit, powerAudit } from '../../../src/engine/power/audit.ts'
import { powerInventory } from '../../../src/engine/power/inventory.ts'
import { DAY_MS, type TinyWorld, tinyWorld } from '../world.ts'
import { QUIET_OUTAGES, type SiteText, dateAfter, electricalScenario, quietPower } from './site.ts'

const CAMPUS = { blocks: 4, racksPerBlock: 189, nodesPerRack: 1, rackMaxW: 132_000 }
const DIESELS = { model: 'diesel-3mw', count: 12 }
const GRID = {
  feeds: {
    temporary: { capacity: '30 MW', voltage: '25 kV', energised: dateAfter(500), outages: QUIET_OUTAGES },
    permanent: { capacity: '150 MW', voltage: '138 kV', energised: { planned: dateAfter(700), slip: { p50: '6 months', p90: '18 months' } }, outages: QUIET_OUTAGES },
  },
  substation: { transformers: { model: 'hv-90mva', count: 3 }, redundancy: 1 },
}

function auditOf(text: Partial<SiteText>, shape: TinyWorld = CAMPUS): PowerAudit {
  const world = tinyWorld({ ...shape, ...text.world })
  return powerAudit(electricalScenario({ grid: GRID, power: quietPower({ generators: DIESELS }), ...text }, world), world)
}

describe('design power', () => {
  test('a block of 189 racks needs 28.9 MW within 1 %, and the campus 115.6 MW within 2 %', () => {
    const audit = auditOf({})
    expect(Math.abs(audit.pathToPower(0).designW / 28.9e6 - 1)).toBeLessThan(0.01)
    const sumW = audit.plan.blocks.reduce((sum, block) => sum + block.designW, 0)
    expect(Math.abs(sumW / 115.6e6 - 1)).toBeLessThan(0.02)
  })

  test('what cooling says and a stated design power go first', () => {
    const world = tinyWorld(CAMPUS)
    const scenario = electricalScenario({ grid: GRID, power: quietPower() }, world)
    const cool = powerAudit(scenario, world, () => 1e6).pathToPower(0).designW
    expect(powerAudit(scenario, world).pathToPower(0).designW - cool).toBeGreaterThan(1.8e6)
    expect(auditOf({ power: quietPower({ designPower: '31 MW' }) }).pathToPower(0).designW).toBe(31e6)
  })
})

describe('path to power', () => {
  test('planned and slipped dates of energisation, block by block', () => {
    const audit = auditOf({})
    const [first, ...rest] = audit.energisationMs()
    expect(first).toBe(500 * DAY_MS)
    expect(rest).toEqual([700, 700, 700].map(day => day * DAY_MS))
    const slipped = audit.energisationMs(0.5)
    expect(slipped[0]).toBe(500 * DAY_MS)
    // Six months of 365.25/12 days, to the rounding of the lognormal's logarithm.
    expect(Math.abs(slipped[1] / DAY_MS - 700 - 6 * (365.25 / 12))).toBeLessThan(0.001)
  })

  test('a block that no supply will ever cover', () => {
    const grid = { feeds: { temporary: GRID.feeds.temporary } }
    const audit = auditOf({ grid })
    expect(audit.pathToPower(0).plannedMs).toBe(500 * DAY_MS)
    expect(audit.pathToPower(1)).toMatchObject({ plannedMs: Infinity })
    expect(audit.pathToPower(1).firmW).toBeLessThan(audit.pathToPower(1).designW)
    expect(auditOf({ grid: { feeds: {} } }).pathToPower(0)).toMatchObject({ plannedMs: Infinity, firmW: 0 })
  })
})

test('the inventory names every piece of equipment once', () => {
  const world = tinyWorld({ ...CAMPUS, blocks: 2 })
  const items = powerInventory(electricalScenario({ grid: GRID, generation: [{ id: 'bridge', model: 'recip-4mw', count: 10, inService: dateAfter(3) }], power: quietPower({ generators: DIESELS }) }, world), world)
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
  const count = (kind: string): number => items.filter(item => item.kind === kind).length
  expect(['feed', 'substation-transformer', 'gas-engine', 'block-transformer', 'ups-module', 'standby-set', 'busway'].map(count)).toEqual([2, 3, 10, 28, 40, 24, 2 * 19 * 2])
  expect(items.find(({ id }) => id === 'block[1]/ups[3]/module[4]')).toEqual({ id: 'block[1]/ups[3]/module[4]', kind: 'ups-module', block: 1, rating: 1_667_000, model: 'ups-1667kw' })
  expect(items.every(({ rating }) => rating > 0)).toBe(true)
})
