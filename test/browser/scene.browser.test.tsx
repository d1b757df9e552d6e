// The site in three dimensions on the small scenario: how many draw calls, and that bytes decide what is seen.
import { _roots } from '@react-three/fiber'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { ITEM_STATE } from '../../src/app/site/item-states.ts'
import { KINDS } from '../../src/app/site/plan/part.ts'
import { siteNow } from '../../src/app/site/site-now.ts'
import { seek } from '../../src/app/state/clock.ts'
import { useRun } from '../../src/app/state/run.ts'
import { useView } from '../../src/app/state/view.ts'
import { holds, type Mounted, mountApp, seen } from './mount-app.tsx'

let mounted: Mounted
beforeAll(async () => {
  mounted = await mountApp(900, 700)
  await holds(() => expect(useRun.getState().base?.runs.length ?? 0).toBeGreaterThan(0))
})
afterAll(() => mounted.root.unmount())

/** Beside one call a kind: ground, gate, roofs, racks, their cells, shade on the ground, fans, steam, outlines, fence, line, marks, selection. */
const CONSTANT = 13

/** The scene once it draws pictures; its parts come a piece at a time before that. */
const rootOf = async () => {
  const canvas = (await seen('.site-view canvas', /^/)) as HTMLCanvasElement
  return holds(() => {
    const root = _roots.get(canvas)
    expect(root?.store.getState().frameloop).toBe('demand')
    return root?.store.getState() as NonNullable<typeof root> extends { store: { getState(): infer State } } ? State : never
  })
}

test('draws the site in one call a kind of equipment and a few more', async () => {
  const { gl, scene, camera } = await rootOf()
  useView.setState({ layer: 'faults', selection: { kind: 'rack', index: 0 } })
  await holds(() => expect(siteNow.getState().now?.layer.id).toBe('faults'))
  gl.shadowMap.needsUpdate = false
  gl.render(scene, camera)
  expect(gl.info.render.calls).toBeGreaterThan(5)
  expect(gl.info.render.calls).toBeLessThanOrEqual(KINDS.length + CONSTANT)
})

test('nothing has power at the start; everything has at the end', async () => {
  const states = (): number[] => [...(siteNow.getState().now?.itemStates ?? [])]
  seek(0)
  await holds(() => expect(states().filter(state => state >= ITEM_STATE.live)).toEqual([]))
  expect(states()).toContain(ITEM_STATE.planned)
  seek(Infinity)
  await holds(() => expect(states().filter(state => state < ITEM_STATE.live)).toEqual([]))
  expect(siteNow.getState().now?.rackBytes.every(byte => byte !== 0)).toBe(true)
})

test('the legend counts every rack on site', async () => {
  useView.setState({ layer: 'state' })
  await holds(() => {
    const counts = [...document.querySelectorAll('.legend-classes b')].map(element => Number(element.textContent))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(15)
  })
})

test('keys turn the camera and bring the whole site back', async () => {
  const { camera } = await rootOf()
  const before = camera.position.toArray()
  ;(await seen('.site-view [role="application"]', /^/)).focus()
  await userEvent.keyboard('{ArrowLeft}')
  expect(camera.position.toArray()).not.toEqual(before)
  await userEvent.keyboard('{Home}')
  // It flies there.
  await holds(() => camera.position.toArray().forEach((value, axis) => expect(value).toBeCloseTo(before[axis], 3)))
})
