import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cableLengthM, fabricBill } from '../../../src/engine/preflight/fabric-bill.ts'
import { floorPlan } from '../../../src/scenario/floor-plan.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import { repositoryRoot } from '../../fixtures.ts'

const base = readFileSync(join(repositoryRoot, 'test', 'samples', 'fabric-rails', 'pass.yaml'), 'utf8')

/** The sample hall with other racks and another network. */
function scenarioOf(count: number, fabric: string) {
  const text = base.replace(/^fabric: .*$/mu, `fabric: ${fabric}`).replace('model: gb200-nvl72, count: 12', `model: gb200-nvl72, nodes: 8, acceleratorsPerNode: 4, scaleUpSize: 32, count: ${count}`)
  const loaded = loadScenario(text, {})
  // What else is wrong with so many racks in a small hall does not matter here.
  if (loaded.scenario === undefined) throw new Error(JSON.stringify(loaded.issues.filter(({ severity }) => severity === 'error').slice(0, 3)))
  return loaded.scenario
}

const linksOf = (bill: ReturnType<typeof fabricBill>): number[] => bill.tiers.map(({ links }) => links)

describe('bill of materials', () => {
  test.each([
    [16, 16, 8, 0],
    [32, 32, 16, 0],
    [64, 64, 32, 0],
    [128, 128, 128, 64],
  ])('T2.1 in a block of %i racks of 32: %i leaf, %i spine, %i core, as many cables a tier as NICs', (racks, leaf, spine, core) => {
    const bill = fabricBill(scenarioOf(racks, '{kind: fat-tree}'))
    expect(bill.switches).toEqual({ leaf, spine, core })
    expect(linksOf(bill)).toEqual(core === 0 ? [racks * 32, racks * 32] : [racks * 32, racks * 32, racks * 32])
    for (const { links, cables } of bill.tiers) expect(cables.reduce((sum, cable) => sum + cable.count, 0)).toBe(links)
  })

  test('T2.2 a unit of 256 accelerators: 256 NIC modules, 128 twin-port leaf modules, 256 fibres', () => {
    const [tier] = fabricBill(scenarioOf(8, '{kind: fat-tree}')).tiers
    expect([tier.modulesBelow, tier.modulesAbove, tier.links]).toEqual([256, 128, 256])
  })

  test('lengths: tray + 2 × 3 m, a tenth more, rounded up to what is sold; copper up to 3 m, multimode to 50 m, DR to 500 m', () => {
    const rule = { drop: 3, slack: 0.1 }
    expect([0, 3, 10, 40, 200].map(tray => cableLengthM(tray, rule))).toEqual([7, 10, 20, 75, 300])
    expect(cableLengthM(0, rule, true)).toBe(3)
    const [inRack] = fabricBill(scenarioOf(8, '{kind: fat-tree, leaf: {racks: 1}}')).tiers
    expect(inRack).toMatchObject({ modulesBelow: 0, modulesAbove: 0, cables: [{ medium: 'copper', lengthM: 3, count: 256 }] })
  })

  test('cables follow the floor: each rack by its own way along the rows to the middle of its group', () => {
    const scenario = scenarioOf(8, '{kind: fat-tree}')
    const { x, z } = floorPlan(scenario.blocks[0])
    const middle = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length
    const expected = new Map<number, number>()
    x.forEach((at, rack) => {
      const length = cableLengthM(Math.abs(at - middle(x)) + Math.abs(z[rack] - middle(z)), scenario.fabric)
      expected.set(length, (expected.get(length) ?? 0) + 32)
    })
    const [tier] = fabricBill(scenario).tiers
    expect(new Map(tier.cables.map(({ lengthM, count }) => [lengthM, count]))).toEqual(expected)
    expect(tier.cables.every(({ medium }) => medium === 'multimode')).toBe(true)
  })

  test('two planes double switches and links; a dragonfly has routers and links between groups only', () => {
    const one = fabricBill(scenarioOf(32, '{kind: rail-fat-tree}'))
    const two = fabricBill(scenarioOf(32, '{kind: dual-plane}'))
    expect(linksOf(two)).toEqual(linksOf(one).map(links => links * 2))
    expect(two.switches).toEqual({ leaf: 64, spine: 32, core: 0 })
    const direct = fabricBill(scenarioOf(32, '{kind: dragonfly, radix: 64, leaf: {racks: 16}}'))
    expect(direct.tiers.map(({ id, links }) => [id, links])).toEqual([['node-leaf', 1024], ['group', 992], ['global', 512]])
    expect(direct.switches).toEqual({ leaf: 64, spine: 0, core: 0 })
  })

  test('money is switches, modules and cables', () => {
    const { usd } = fabricBill(scenarioOf(16, '{kind: fat-tree}'))
    expect(usd.total).toBe(usd.switches + usd.modules + usd.cables)
    expect(usd.switches).toBe(24 * 64 * 600)
  })
})
