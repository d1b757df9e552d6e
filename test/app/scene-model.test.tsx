// The model of the scene without a renderer: every buffer is whole, bytes follow the site, and parts of the page around it say what it shows.
import { renderToString } from 'react-dom/server'
import { DoubleSide, PerspectiveCamera } from 'three'
import { expect, test } from 'vitest'
import { Legend } from '../../src/app/panels/legend.tsx'
import { WithoutScene } from '../../src/app/panels/scene-boundary.tsx'
import SceneMenu from '../../src/app/panels/scene-menu.tsx'
import { SiteTable } from '../../src/app/panels/site-table.tsx'
import { labelsOf } from '../../src/app/scene/labels.ts'
import { createServices } from '../../src/app/scene/services-model.ts'
import { createSiteModel } from '../../src/app/scene/site-model.ts'
import { BYTES_EACH, OF_ITEM } from '../../src/app/scene/state-texture.ts'
import { SCENE_THEMES } from '../../src/app/scene/themes.ts'
import { ITEM_STATE, itemTimes, writeItemStates } from '../../src/app/site/item-states.ts'
import { layersOf, writeRackBytes } from '../../src/app/site/layers.ts'
import { planSite } from '../../src/app/site/plan/site-plan.ts'
import { createSiteReplay } from '../../src/app/site/replay.ts'
import { siteNow, type SiteNow } from '../../src/app/site/site-now.ts'
import { OVERLAYS, useView } from '../../src/app/state/view.ts'
import { handRun, shippedScenario } from './scenarios.ts'

function siteOf(id: string): SiteNow {
  const scenario = shippedScenario(id)
  const plan = planSite(scenario)
  const run = handRun([{}, {}], { milestones: scenario.blocks.flatMap((_, block) => ['shell', 'building', 'Energised'].map(name => ({ atMs: 0, plannedMs: 0, name, block }))) })
  const layers = layersOf({ scenario, plan, run, placement: null })
  const times = itemTimes(plan.items, scenario, run)
  const itemStates = new Uint8Array(plan.items.length)
  writeItemStates(times, 0, itemStates)
  const blockOfRack = Int32Array.from(plan.racks, rack => rack.block)
  const replay = createSiteReplay(run, plan.racks.length, scenario.blocks.length)
  const rackBytes = new Uint8Array(plan.racks.length)
  writeRackBytes(layers.state, replay.state, blockOfRack, rackBytes)
  return { site: '', siteLabel: '', scenario, plan, run, replay, times, blockOfRack, layers, layer: layers.state, rackBytes, itemStates, atMs: 0, itemBytes: new Uint8Array(plan.items.length), placement: null, version: 1 }
}

test.each(['quickstart', 'virginia-20mw'])('the model of %s has whole buffers and takes over what stands', id => {
  const now = siteOf(id)
  for (const theme of Object.values(SCENE_THEMES)) {
    const model = createSiteModel(now.plan, theme)
    for (const { id: name, geometry } of [...model.meshes, ...model.lines, model.marks]) {
      const { count } = geometry.getAttribute('position')
      expect([...geometry.getAttribute('position').array].every(Number.isFinite), name).toBe(true)
      for (const attribute of Object.values(geometry.attributes)) expect(attribute.count, name).toBe(count)
      expect([...(geometry.getIndex()?.array ?? [])].every(vertex => vertex < count), name).toBe(true)
    }
    expect(model.show(now, false)).toBe(true)
    expect(model.show(now, true)).toBe(false)
    expect(model.motion.step(16, true)).toBe(false)
    model.dispose()
  }
})

test('what throws shadows throws them from both sides: boxes have no underside that would stop the sun', () => {
  const { meshes } = createSiteModel(siteOf('quickstart').plan, SCENE_THEMES.light)
  const casting = meshes.filter(({ casts }) => casts !== null)
  expect(casting.map(({ id }) => id)).toEqual(expect.arrayContaining(['gate', 'hall', 'standby-generator', 'dry-cooler', 'roofs', 'racks']))
  for (const { id, material } of casting) expect(material.shadowSide, id).toBe(DoubleSide)
})

test('what is built while time moves rises into its place', () => {
  const now = siteOf('quickstart')
  const model = createSiteModel(now.plan, SCENE_THEMES.light)
  model.show({ ...now, itemStates: new Uint8Array(now.plan.items.length) }, false)
  expect(now.itemStates.some(state => state !== ITEM_STATE.planned)).toBe(true)
  expect(model.show(now, true)).toBe(true)
  expect(model.motion.isBuilding).toBe(true)
  for (let frame = 0; frame < 100 && model.motion.step(16, true); frame++);
  expect(model.motion.isBuilding).toBe(false)
})

test('a hall opens for a camera that is near and closes behind it', () => {
  const { plan } = siteOf('quickstart')
  const { openness, motion } = createSiteModel(plan, SCENE_THEMES.light)
  const hall = plan.items.find(({ kind }) => kind === 'hall')
  const seen: boolean[] = []
  const camera = new PerspectiveCamera(26)
  for (const height of [2000, 20, 2000]) {
    camera.position.set(hall?.x ?? 0, height, hall?.z ?? 0)
    openness.look(camera, 800, null, 'auto', (item, isOpen) => {
      seen.push(isOpen)
      motion.open(item, isOpen, false)
    })
  }
  expect(seen).toEqual([false, true, false])
})

test('labels name halls and groups, and pipes, ducts and trays have bytes', () => {
  const now = siteOf('virginia-20mw')
  const labels = labelsOf(now)
  for (const { key, text, kind, note } of labels) {
    if (kind !== 'failure') expect(text, key).not.toBe('')
    expect(() => note(now), key).not.toThrow()
  }
  expect(new Set(labels.map(({ key }) => key)).size).toBe(labels.length)
  expect(labels.some(({ text }) => /× cooling-tower cell/u.test(text))).toBe(true)
  const services = createServices(now.plan)
  expect(() => services.show(now)).not.toThrow()
  expect(services.meshes.map(({ overlay }) => overlay).sort()).toEqual([...OVERLAYS].sort())
  expect(OF_ITEM.turn).toBeLessThan(BYTES_EACH)
})

test('legend, table and plan say what the scene shows', () => {
  siteNow.setState({ now: siteOf('quickstart') })
  useView.setState({ overlays: OVERLAYS })
  expect(renderToString(<Legend />)).toContain('Racks by what holds them back')
  expect(renderToString(<SiteTable />)).toContain('Equipment')
  expect(renderToString(<SceneMenu />)).toContain('View')
  expect(renderToString(<WithoutScene word="No picture." />)).toContain('No picture.')
  useView.setState({ overlays: [] })
  siteNow.setState({ now: null })
})
