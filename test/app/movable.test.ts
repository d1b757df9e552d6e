// Things of the site stand where the file puts them: a move is an edit of `site.layout`, the plan follows, and so do the cables.
import { readFileSync } from 'node:fs'
import { parse as parseYaml } from 'yaml'
import { expect, test } from 'vitest'
import { editYaml } from '../../src/app/editing/edit-yaml.ts'
import { inTheWay, isBeyondFence, shiftWords } from '../../src/app/editing/in-the-way.ts'
import { movableOf, moveEdit } from '../../src/app/editing/movable.ts'
import { planSite } from '../../src/app/site/plan/site-plan.ts'
import { rootKey, uniform } from '../../src/base/rng.ts'
import { layoutRules } from '../../src/scenario/rules/layout.ts'
import { fabricBill } from '../../src/engine/preflight/fabric-bill.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'

const CAMPUS = readFileSync('scenarios/dallas-100mw.yaml', 'utf8')

function read(text: string): Scenario {
  const { scenario, issues } = loadScenario(text)
  if (scenario === undefined) throw new Error(JSON.stringify(issues))
  return scenario
}

function moved(text: string, at: string, east: number, south: number): string {
  const edit = moveEdit(parseYaml(text), [], at, east, south)
  const result = edit === null ? undefined : editYaml(text, [edit])
  if (result?.ok !== true) throw new Error('not moved')
  return result.value
}

const scenario = read(CAMPUS)
const plan = planSite(scenario)

test('a rack moves its row, a hall its block, a machine all that its key states', () => {
  expect(movableOf(plan, scenario, { kind: 'rack', index: 0 })?.at).toBe('block[0].row[0]')
  const hall = plan.items.findIndex(({ kind, block }) => kind === 'hall' && block === 2)
  expect(movableOf(plan, scenario, { kind: 'item', index: hall })?.at).toBe('block[2]')
  const cooler = plan.items.findIndex(({ kind, block }) => kind === 'dry-cooler' && block === 1)
  expect(movableOf(plan, scenario, { kind: 'item', index: cooler })).toMatchObject({ at: 'block[1].cooling.units', label: 'Dry coolers of block[1]' })
  expect(movableOf(plan, scenario, { kind: 'job', index: 0 })).toBeNull()
  expect(movableOf(plan, scenario, null)).toBeNull()
})

test('a moved block takes everything of it along, others stay; nothing else of the file changes', () => {
  const text = moved(CAMPUS, 'block[2]', 30, -4)
  expect(text).toContain('layout: [{at: "block[2]", east: 30 m, south: -4 m}]')
  expect(text.match(/^#.*/gmu)).toEqual(CAMPUS.match(/^#.*/gmu))
  const after = planSite(read(text))
  plan.items.forEach((item, index) => {
    const by = item.block === 2 ? [30, -4] : [0, 0]
    expect([after.items[index].x - item.x, after.items[index].z - item.z].map(Math.round), item.label).toEqual(by)
  })
  plan.racks.forEach((rack, index) => expect(Math.round(after.racks[index].x - rack.x)).toBe(rack.block === 2 ? 30 : 0))
  expect(after.land.halfX).toBe(plan.land.halfX + 30)
})

test('moves add up, and what is back in its place is no longer stated', () => {
  const once = moved(CAMPUS, 'block[1].row[0]', 2, 1)
  const twice = moved(once, 'block[1].row[0]', 1, 0)
  expect(twice).toContain('{at: "block[1].row[0]", east: 3 m, south: 1 m}')
  const both = moved(twice, 'block[0]', 5, 0)
  expect(read(both).site.layout).toHaveLength(2)
  expect(moved(moved(both, 'block[0]', -5, 0), 'block[1].row[0]', -3, -1)).not.toContain('layout')
  expect(moveEdit({ site: { layout: [{ at: 'x', east: '=a' }] } }, [], 'x', 1, 0)).toBeNull()
})

test('cables follow: a block that stands farther out needs longer ones; without a layout nothing differs', () => {
  const far = fabricBill(read(moved(CAMPUS, 'block[0]', -200, 0)))
  const near = fabricBill(scenario)
  expect(far.usd.cables).toBeGreaterThan(near.usd.cables)
  expect(fabricBill(read(moved(moved(CAMPUS, 'block[0]', 7, 0), 'block[0]', -7, 0)))).toEqual(near)
})

test('what stands in the way is told: other rows, the wall of the hall, neighbours; a free place is free', () => {
  const row = movableOf(plan, scenario, { kind: 'rack', index: 0 })
  const hall = plan.items.find(({ kind, block }) => kind === 'hall' && block === 0)
  const cooler = plan.items.find(({ kind, block }) => kind === 'dry-cooler' && block === 0)
  const block = movableOf(plan, scenario, hall === undefined ? null : { kind: 'item', index: hall.index })
  const coolers = movableOf(plan, scenario, cooler === undefined ? null : { kind: 'item', index: cooler.index })
  if (row === null || block === null || coolers === null || hall === undefined) throw new Error('the campus has a hall with rows and coolers')
  for (const each of [row, block, coolers]) expect(inTheWay(plan, each, { east: 0, south: 0 })).toBe('')
  const [first, second] = plan.rows.filter(each => each.block === 0)
  const pitch = plan.racks[second.begin].z - plan.racks[first.begin].z
  expect(inTheWay(plan, row, { east: 0, south: pitch })).toBe('on row 2')
  expect(inTheWay(plan, row, { east: hall.width, south: 0 })).toBe('outside its hall')
  expect(inTheWay(plan, coolers, { east: hall.x - (cooler?.x ?? 0), south: hall.z - (cooler?.z ?? 0) })).not.toBe('')
  const neighbour = plan.items.find(each => each.kind === 'hall' && each.block === 1)
  expect(inTheWay(plan, block, { east: (neighbour?.x ?? 0) - hall.x, south: (neighbour?.z ?? 0) - hall.z })).toMatch(/^on /u)
  const away = { east: -2 * plan.land.halfX, south: 0 }
  expect([inTheWay(plan, block, away), isBeyondFence(plan, block, away), isBeyondFence(plan, block, { east: 0, south: 0 })]).toEqual(['', true, false])
})

test('a shift is told by compass', () => {
  expect(shiftWords({ east: 12, south: -4 })).toBe('12\u2009m east, 4\u2009m north')
  expect(shiftWords({ east: 0, south: 0 })).toBe('')
})

test('the validator refuses the rows that dragging refuses: outside of the hall, or on another row', () => {
  const { find } = layoutRules.find(({ code }) => code === 'layout-overlap') ?? { find: () => [] }
  const { blocks, site } = scenario
  let [refused, taken] = [0, 0]
  for (let n = 0; n < 400; n++) {
    const random = (purpose: number): number => uniform(rootKey(n, 3), 1, purpose)
    const rack = Math.floor(random(0) * plan.racks.length)
    const movable = movableOf(plan, scenario, { kind: 'rack', index: rack })
    if (movable === null) throw new Error('no row')
    const shift = { east: Math.round(random(1) * 40 - 20), south: Math.round(random(2) * 12 - 6) }
    const told = find({ blocks, site: { ...site, layout: [{ at: movable.at, ...shift }] } })
    const blocked = inTheWay(plan, movable, shift)
    // Units at the ends of rows and in the galleries are in the way too; the file's rows know nothing of them.
    if (!/^(?:outside|on row)/u.test(blocked) && blocked !== '') continue
    expect(told.length, `${movable.at} ${shift.east} m east, ${shift.south} m south: ${blocked}`).toBe(blocked === '' ? 0 : 1)
    if (blocked === '') taken += 1
    else refused += 1
  }
  expect(Math.min(refused, taken)).toBeGreaterThan(20)
})
