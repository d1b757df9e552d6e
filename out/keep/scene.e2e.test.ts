// The site as a user sees it: layers with their legend and their table, the camera by keys and kept views, and a browser whose graphics go and come.
import { chromium, type Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { launchOptions } from '../../.ci/browser.mjs'
import { closesBrowser, complaintsOf, openApp, PATIENCE_MS } from './open-app.ts'

closesBrowser()

async function choose(page: Page, label: string, choice: string): Promise<void> {
  await page.click(`.select[aria-label="${label}"]`)
  await page.click(`.menu-item:has-text("${choice}")`)
}

const LAYERS = ['Power', 'Load, normal', 'Load, failover', 'Temperature', 'Cooling', 'Network load', 'Jobs', 'Faults', 'Age', 'Fire zones', 'Security zones', 'Stranded resource', 'State']

/** Draw calls so far; an idle scene adds none. */
async function countDraws(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counted = globalThis as unknown as { draws: number }
    counted.draws = 0
    const { drawElements } = WebGL2RenderingContext.prototype
    WebGL2RenderingContext.prototype.drawElements = function draw(...given: Parameters<typeof drawElements>): void {
      counted.draws += 1
      drawElements.apply(this, given)
    }
  })
}

const draws = (page: Page): Promise<number> => page.evaluate(() => (globalThis as unknown as { draws: number }).draws)
const ruler = (page: Page): Promise<string> => page.locator('.site-ruler span').innerText()

test('every layer has a legend and a table, an idle scene draws nothing, and kept views bring the camera back', async () => {
  const { page, complaints, close } = await openApp()
  await countDraws(page)
  await page.reload()
  await page.waitForSelector(WAITS.all)
  await page.waitForSelector('.site-label:has-text("Hall")')
  const racks = await page.locator('.legend-classes b').allTextContents()
  expect(racks.reduce((sum, count) => sum + Number(count), 0)).toBe(15)

  for (const layer of LAYERS) {
    await choose(page, 'Colour the site by', layer)
    await page.waitForSelector(`.legend[aria-label="Legend: ${layer}"]`)
    expect(await page.locator('.legend > p').first().innerText()).toMatch(/\w{3}/u)
  }
  // Nothing moves: nothing is drawn.
  await page.waitForTimeout(1500)
  const before = await draws(page)
  expect(before).toBeGreaterThan(0)
  await page.waitForTimeout(1200)
  expect(await draws(page)).toBe(before)

  const scene = page.locator('.site-view [role="application"]')
  await scene.focus()
  const whole = await ruler(page)
  for (let press = 0; press < 14; press++) await page.keyboard.press('+')
  await expect.poll(() => ruler(page), { timeout: PATIENCE_MS }).not.toBe(whole)
  const near = await ruler(page)
  await page.click('.site-tools .button:has-text("View")')
  await page.click('.menu-item:has-text("Keep this view")')
  await scene.focus()
  await page.keyboard.press('Home')
  await expect.poll(() => ruler(page), { timeout: PATIENCE_MS }).toBe(whole)
  await page.keyboard.press('1')
  await expect.poll(() => ruler(page), { timeout: PATIENCE_MS }).toBe(near)

  await page.click('.site-tools .button:has-text("View")')
  await page.click('.menu-item:has-text("Pipes by temperature")')
  await page.waitForSelector('.legend .overlay:has-text("Pipes")')
  await choose(page, 'Colour the site by', 'Load, failover')
  await page.click('.site-tools .segment:text-is("Table")')
  await page.waitForSelector('.site-table th:has-text("Load, failover")')
  expect(complaints).toEqual([])
  await close()
})

test('graphics that are lost leave the plan and a plain word, and the scene when they come back', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  await page.waitForSelector('.site-label:has-text("Hall")')
  await page.evaluate(() => {
    const found = document.querySelector<HTMLCanvasElement>('.site-view canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')
    Object.assign(globalThis, { lost: found })
    found?.loseContext()
  })
  await page.waitForSelector('.without-scene:has-text("has lost its graphics")')
  const plan = page.locator('.without-scene canvas')
  await plan.waitFor()
  const box = await plan.boundingBox()
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2)
  await page.waitForSelector('.legend[aria-label="Legend: State"]')
  await page.evaluate(() => (globalThis as unknown as { lost: WEBGL_lose_context }).lost.restoreContext())
  await page.waitForSelector('.without-scene', { state: 'detached' })
  await page.locator('.site-view [role="application"]').focus()
  const whole = await ruler(page)
  for (let press = 0; press < 14; press++) await page.keyboard.press('+')
  await expect.poll(() => ruler(page), { timeout: PATIENCE_MS }).not.toBe(whole)
  expect(complaints).toEqual([])
  await close()
})

test('a browser without WebGL shows the plan with a plain word, and everything else', async () => {
  const options = await launchOptions()
  const bare = await chromium.launch({ ...options, args: [...(options.args ?? []).filter(arg => !/swiftshader|gpu-blocklist|use-gl/u.test(arg)), '--disable-gpu', '--disable-3d-apis', '--disable-webgl', '--disable-webgl2'] })
  try {
    const page = await (await bare.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    const complaints = complaintsOf(page)
    await page.goto(`${inject('appUrl')}?scenario=quickstart`)
    await page.waitForSelector(WAITS.figures)
    await page.waitForSelector('.without-scene:has-text("does not draw in three dimensions")')
    const box = await page.locator('.flat-plan canvas').boundingBox()
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2)
    await choose(page, 'Colour the site by', 'Temperature')
    await page.waitForSelector('.legend[aria-label="Legend: Temperature"]')
    await page.click('.without-scene .button:has-text("Show the table")')
    await page.waitForSelector('.site-table tbody tr')
    expect(complaints).toEqual([])
  } finally {
    await bare.close()
  }
})
