// What is let go stands at its new place until the site is drawn with it: the ghost neither goes early nor stays.
import { readFileSync } from 'node:fs'
import { beforeEach, expect, test } from 'vitest'
import { forgetLanded, land, landedShift, noteLanded, nudge, settle, useMoving } from '../../src/app/editing/drag-thing.ts'
import { movableOf } from '../../src/app/editing/movable.ts'
import { moveSelected, writeMove } from '../../src/app/editing/move-thing.ts'
import { undoText } from '../../src/app/editor/text-history.ts'
import { planSite } from '../../src/app/site/plan/site-plan.ts'
import { siteNow, type SiteNow } from '../../src/app/site/site-now.ts'
import { replaceText, useDocument } from '../../src/app/state/document.ts'
import { useView } from '../../src/app/state/view.ts'
import { loadScenario } from '../../src/scenario/load.ts'

const TEXT = readFileSync('scenarios/quickstart.yaml', 'utf8')
const { scenario } = loadScenario(TEXT)
if (scenario === undefined) throw new Error('the small scenario is sound')
const plan = planSite(scenario)
const cooler = plan.items.findIndex(({ kind }) => kind === 'dry-cooler')
const found = movableOf(plan, scenario, { kind: 'item', index: cooler })
if (found === null) throw new Error('coolers can be moved')
const coolers = found

/** How far the coolers are shown from where the plan has them. */
const shown = (): readonly number[] => {
  const { east, south } = landedShift(coolers, plan)
  return [east, south]
}

beforeEach(() => {
  replaceText(TEXT, 'quickstart.yaml')
  useMoving.setState({ moving: null, landed: null })
  siteNow.setState({ now: { site: '', plan, scenario } as SiteNow })
  useView.setState({ selection: { kind: 'item', index: cooler } })
})

test('moves that follow each other before the site is drawn add up, in the picture as in the text', () => {
  moveSelected(0, 30)
  moveSelected(0, 10)
  expect(shown()).toEqual([0, 40])
  expect(useDocument.getState().text).toContain('south: 40 m')
})

test('a plan of its own ends it; the next move counts from there', () => {
  moveSelected(0, 30)
  const next = planSite(loadScenario(useDocument.getState().text).scenario ?? scenario)
  siteNow.setState({ now: { site: '', plan: next, scenario } as SiteNow })
  expect(landedShift(coolers, next)).toEqual({ east: 0, south: 0 })
  expect(next.items[cooler].z - plan.items[cooler].z).toBeCloseTo(30, 6)
})

test('what cannot stand there goes back at once, and the text stays', () => {
  const hall = plan.items.find(({ kind }) => kind === 'hall')
  const onto = { east: Math.round((hall?.x ?? 0) - plan.items[cooler].x), south: Math.round((hall?.z ?? 0) - plan.items[cooler].z) }
  land(coolers, onto)
  expect(shown()).toEqual([onto.east, onto.south])
  writeMove(coolers, onto)
  expect(shown()).toEqual([0, 0])
  expect(useDocument.getState().text).toBe(TEXT)
  expect(useDocument.getState().notice).toMatch(/stays: it would stand/u)
})

test('undo before the site is drawn takes it back', () => {
  moveSelected(0, 30)
  forgetLanded(useDocument.getState().text)
  expect(shown()).toEqual([0, 30])
  undoText()
  expect(useDocument.getState().text).toBe(TEXT)
  forgetLanded(useDocument.getState().text)
  expect(shown()).toEqual([0, 0])
})

test('a ghost that is let go stands still until its place is written', () => {
  nudge(coolers, 0, 30)
  settle()
  expect([useMoving.getState().moving, ...shown()]).toEqual([null, 0, 30])
  // Another text that comes before is not its own.
  forgetLanded('format: 1')
  expect(shown()).toEqual([0, 30])
  noteLanded(TEXT)
  forgetLanded(TEXT)
  expect(shown()).toEqual([0, 30])
})
