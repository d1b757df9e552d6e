// A user drags: dates on the schedule, halls and rows over the plan and in three dimensions. Each gesture is one step of the history; undone, the file is the same to the byte.
import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { planSite } from '../../src/app/site/plan/site-plan.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { closesBrowser, openApp, savedFile, showAs } from './open-app.ts'

closesBrowser()

const SMALL = readFileSync('scenarios/quickstart.yaml', 'utf8')

const told = (page: Page, piece: string): Promise<unknown> => page.waitForSelector(`.problems-summary:has-text("${piece}")`)

async function middleOf(locator: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('it has no place on the page')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Presses and moves, and does not let go yet. */
async function hold(page: Page, from: { readonly x: number; readonly y: number }, right: number, down: number): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + right / 2, from.y + down / 2, { steps: 3 })
  await page.mouse.move(from.x + right, from.y + down, { steps: 3 })
}

/** Undo of the document, not of a box of text. */
async function undo(page: Page, steps = 1): Promise<void> {
  await page.click('h1')
  for (let step = 0; step < steps; step++) await page.keyboard.press('Control+z')
}

test('a milestone is dragged with its slip kept, Escape leaves it, keys move it, and undo brings the file back to the byte', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  await showAs(page, 'Schedule')
  const handle = page.getByRole('slider', { name: 'Day of Feed street energised', exact: true })
  await handle.waitFor()
  const at = await middleOf(handle)
  await hold(page, at, 60, 0)
  expect(await page.locator('.schedule-ghost').innerText()).toMatch(/^2027-\d\d-\d\d · .* later/u)
  await page.keyboard.press('Escape')
  expect(await page.locator('.schedule-ghost').count()).toBe(0)
  await page.mouse.up()
  expect(await savedFile(page)).toBe(SMALL)

  await hold(page, at, 60, 0)
  const day = (await page.locator('.schedule-ghost').innerText()).slice(0, 10)
  expect(day > '2027-06-01').toBe(true)
  await page.mouse.up()
  await told(page, `Feed street energised: ${day}`)
  expect(await savedFile(page)).toBe(SMALL.replace('planned: 2027-06-01', `planned: ${day}`))
  await undo(page)
  expect(await savedFile(page)).toBe(SMALL)

  const ready = page.getByRole('slider', { name: 'Day of Hall ready', exact: true })
  await ready.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  expect(await ready.getAttribute('aria-valuetext')).toBe('2027-07-09, 8 days later')
  await page.keyboard.press('Enter')
  await told(page, 'Hall ready: 2027-07-09')
  expect(await savedFile(page)).toBe(SMALL.replace('ready: 2027-07-01', 'ready: 2027-07-09'))
  await undo(page)
  expect(await savedFile(page)).toBe(SMALL)
  expect(complaints).toEqual([])
  await close()
})

const { scenario } = loadScenario(SMALL)
if (scenario === undefined) throw new Error('the small scenario cannot be read')
const plan = planSite(scenario)

const thePlan = (page: Page): Locator => page.getByRole('img', { name: /^Plan of the site from above/u })

/** Where the plan from above shows a place of the site, and how many pixels a metre has. */
async function onPlan(page: Page, { x, z }: { readonly x: number; readonly z: number }): Promise<{ readonly x: number; readonly y: number; readonly scale: number }> {
  const box = await thePlan(page).boundingBox()
  if (box === null) throw new Error('there is no plan')
  const scale = Math.min(box.width / (2 * plan.land.halfX), box.height / (2 * plan.land.halfZ)) * 0.94
  return { x: box.x + box.width / 2 + x * scale, y: box.y + box.height / 2 + z * scale, scale }
}

test('coolers are dragged over the plan by whole metres, not onto other things, and by keys; undone, nothing is left', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  await showAs(page, 'From above')
  await thePlan(page).waitFor()
  const cooler = plan.items.find(({ kind }) => kind === 'dry-cooler')
  const hall = plan.items.find(({ kind }) => kind === 'hall')
  if (cooler === undefined || hall === undefined) throw new Error('the small site has no coolers')
  const at = await onPlan(page, cooler)

  // Onto the hall: told while one drags, and refused.
  const inHall = await onPlan(page, hall)
  await hold(page, at, inHall.x - at.x, inHall.y - at.y)
  await page.locator('.move-words:has-text("would stand on")').waitFor()
  await page.mouse.up()
  await told(page, 'stays: it would stand on')
  expect(await savedFile(page)).toBe(SMALL)

  // Away from the hall.
  const south = Math.sign(cooler.z - hall.z) * 6
  await hold(page, at, 0, south * at.scale)
  expect(await page.locator('.move-words').innerText()).toContain(`6\u2009m ${south > 0 ? 'south' : 'north'}`)
  await page.mouse.up()
  await told(page, 'moved 6')
  expect(await savedFile(page)).toContain(`layout: [{at: hall.cooling.units, east: 0 m, south: ${south} m}]`)
  await undo(page)
  expect(await savedFile(page)).toBe(SMALL)

  await page.mouse.click(inHall.x, inHall.y)
  const handle = page.getByRole('button', { name: 'Move Block hall', exact: true })
  await handle.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Enter')
  await told(page, 'Block hall moved 11')
  expect(await savedFile(page)).toContain('layout: [{at: hall, east: 11 m, south: 0 m}]')
  await undo(page)
  expect(await savedFile(page)).toBe(SMALL)
  expect(complaints).toEqual([])
  await close()
})

test('in three dimensions the handle of the selection is dragged while the camera stays; beside it the camera turns and nothing moves', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  await showAs(page, 'From above')
  await thePlan(page).waitFor()
  const hall = plan.items.find(({ kind }) => kind === 'hall')
  if (hall === undefined) throw new Error('the small site has no hall')
  const at = await onPlan(page, hall)
  await page.mouse.click(at.x, at.y)
  await showAs(page, '3D')
  const handle = page.getByRole('button', { name: 'Move Block hall', exact: true })
  await handle.waitFor()
  const before = await middleOf(handle)
  await hold(page, before, 120, -30)
  await page.keyboard.press('Escape')
  await page.mouse.up()
  expect(await middleOf(handle)).toEqual(before)
  expect(await savedFile(page)).toBe(SMALL)

  await hold(page, before, 120, -30)
  const words = await page.locator('.move-words').innerText()
  const [, east = '0', way] = /^(\d+)\u2009m (east|west)/u.exec(words) ?? []
  const [, south = '0', down] = /(\d+)\u2009m (south|north)/u.exec(words) ?? []
  expect(Number(east) + Number(south)).toBeGreaterThan(0)
  await page.mouse.up()
  await told(page, 'Block hall moved')
  const signed = (metres: string, isBack: boolean): string => (metres === '0' ? '0' : `${isBack ? '-' : ''}${metres}`)
  expect(await savedFile(page)).toContain(`layout: [{at: hall, east: ${signed(east, way === 'west')} m, south: ${signed(south, down === 'north')} m}]`)
  await undo(page)
  expect(await savedFile(page)).toBe(SMALL)

  // Beside the handle the camera turns.
  const scene = await page.locator('.site-view').boundingBox()
  if (scene === null) throw new Error('there is no scene')
  await hold(page, { x: scene.x + scene.width * 0.15, y: scene.y + scene.height / 2 }, 120, 0)
  await page.mouse.up()
  await page.waitForFunction(({ x, y }) => {
    const box = document.querySelector('.move-handle')?.getBoundingClientRect()
    return box !== undefined && Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y) > 3
  }, before)
  expect(await savedFile(page)).toBe(SMALL)
  expect(complaints).toEqual([])
  await close()
})
