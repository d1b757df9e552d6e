import { describe, expect, test } from 'vitest'
import { fitPose } from '../../src/app/site/camera-fit.ts'
import { distanceTo, pick } from '../../src/app/site/pick.ts'
import { isSamePlan } from '../../src/app/site/plan/same-plan.ts'
import { planSite, type SitePlan } from '../../src/app/site/plan/site-plan.ts'
import { sunDirection } from '../../src/app/site/sun.ts'
import { daysFromCivil } from '../../src/base/civil-date.ts'
import { shippedScenario } from './scenarios.ts'

interface Footprint {
  readonly x: number
  readonly z: number
  readonly width: number
  readonly depth: number
}

const overlap = (a: Footprint, b: Footprint): boolean => Math.abs(a.x - b.x) < (a.width + b.width) / 2 - 1e-6 && Math.abs(a.z - b.z) < (a.depth + b.depth) / 2 - 1e-6
const isInside = (a: Footprint, b: Footprint): boolean => Math.abs(a.x - b.x) <= (b.width - a.width) / 2 + 1e-6 && Math.abs(a.z - b.z) <= (b.depth - a.depth) / 2 + 1e-6

const plans: [string, SitePlan, number][] = (
  [['quickstart', undefined], ['dallas-100mw', undefined], ['dallas-100mw', 'bridge-gas'], ['frontier', undefined], ['virginia-20mw', undefined], ['phoenix-1gw', undefined]] as const
).map(([id, option]) => {
  const scenario = shippedScenario(id, option)
  return [`${id} ${option ?? ''}`, planSite(scenario), scenario.blocks.reduce((sum, block) => sum + block.racks.reduce((racks, lot) => racks + lot.count, 0), 0)]
})

describe.each(plans)('the plan of %s', (_, plan, rackCount) => {
  test('has every rack of the scenario, in rows that cover them once and in order', () => {
    expect(plan.racks).toHaveLength(rackCount)
    expect(plan.rows.flatMap(row => Array.from({ length: row.end - row.begin }, (_, index) => row.begin + index))).toEqual(plan.racks.map((_, index) => index))
  })

  test('keeps racks apart, and each in the hall of its block', () => {
    const halls = plan.items.filter(item => item.kind === 'hall')
    plan.racks.forEach((rack, index) => {
      const hall = halls.find(item => item.block === rack.block)
      expect(hall !== undefined && isInside(rack, hall), `rack ${index}`).toBe(true)
      const clash = plan.racks.findIndex((other, at) => at > index && other.block === rack.block && overlap(rack, other))
      expect(clash, `rack ${index}`).toBe(-1)
    })
  })

  test('keeps equipment apart and inside the fence', () => {
    const indoors = new Set(['ups', 'distribution-unit'])
    const land = { x: 0, z: 0, width: plan.land.halfX * 2, depth: plan.land.halfZ * 2 }
    const outdoors = plan.items.filter(item => !indoors.has(item.kind))
    outdoors.forEach((item, index) => {
      expect(isInside(item, land), item.label).toBe(true)
      const clash = outdoors.slice(index + 1).find(other => overlap(item, other))
      expect(clash?.label, item.label).toBeUndefined()
    })
  })

  test('gives every item its own number', () => {
    expect(plan.items.map(item => item.index)).toEqual(plan.items.map((_, index) => index))
  })

  test('is seen whole by the camera', () => {
    const { halfX, halfZ } = plan.land
    const corners = [-1, 1].flatMap(x => [-1, 1].map(z => [x * halfX, 0, z * halfZ] as const))
    const { position, target } = fitPose(corners, [0, 0, 0], { azimuth: 2.5, elevation: 0.7 }, 0.5, 1.3, 0)
    const back = position.map((value, axis) => value - target[axis])
    const length = Math.hypot(...back)
    for (const corner of corners) {
      const from = corner.map((value, axis) => value - position[axis])
      const depth = -from.reduce((sum, value, axis) => sum + value * (back[axis] / length), 0)
      const across = Math.sqrt(from.reduce((sum, value) => sum + value * value, 0) - depth * depth)
      expect(depth).toBeGreaterThan(0)
      expect(across / depth).toBeLessThanOrEqual(Math.tan(0.25) * Math.hypot(1, 1.3) + 1e-9)
    }
  })
})

describe('pointing', () => {
  const [, plan] = plans[0]
  const down = (x: number, z: number) => pick(plan, () => true, [x, 100, z], [0, -1, 0])

  test('straight down on a rack finds it, unless it is not on site', () => {
    const [rack] = plan.racks
    expect(down(rack.x, rack.z)).toEqual({ kind: 'rack', index: 0 })
    const without = pick(plan, index => index !== 0, [rack.x, 100, rack.z], [0, -1, 0])
    expect(without?.kind).toBe('item')
  })

  test('beside everything finds nothing', () => {
    expect(down(plan.land.halfX + 100, 0)).toBeNull()
  })

  test('distance is measured to the near face', () => {
    const box = { x: 0, z: 0, width: 2, height: 3, depth: 2 }
    expect(distanceTo(box, [0, 10, 0], [0, -1, 0])).toBe(7)
    expect(distanceTo(box, [-5, 1, 0], [1, 0, 0])).toBe(4)
    expect(distanceTo(box, [-5, 4, 0], [1, 0, 0])).toBe(Infinity)
  })
})

test('the morning sun stands in the east, higher in June than in December, as a unit vector', () => {
  const june = sunDirection(32.9, daysFromCivil(2029, 6, 21))
  const december = sunDirection(32.9, daysFromCivil(2029, 12, 21))
  expect(june[0]).toBeGreaterThan(0)
  expect(june[1]).toBeGreaterThan(december[1])
  for (const direction of [june, december]) expect(Math.hypot(...direction)).toBeCloseTo(1, 9)
})

test('an edit that moves nothing gives the same plan, one that adds a rack or a machine another', () => {
  const quickstart = shippedScenario('quickstart')
  const [block, ...others] = quickstart.blocks
  const [lot, ...lots] = block.racks
  const plan = planSite(quickstart)
  expect(isSamePlan(plan, planSite({ ...quickstart, seed: quickstart.seed + 1, name: 'Another name' }))).toBe(true)
  expect(isSamePlan(plan, planSite({ ...quickstart, blocks: [{ ...block, racks: [{ ...lot, count: lot.count + 1 }, ...lots] }, ...others] }))).toBe(false)
})
