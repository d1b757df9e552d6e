// The site in three dimensions as a user works with it: layers and their legend, selection by keyboard, flights and kept views, roofs, what is out, and no frames while nothing happens.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { closesBrowser, openApp, type Opened, PATIENCE_MS } from './open-app.ts'

closesBrowser()

/** A feed of the small scenario is out from here for seven seconds: its seed says so. */
const DARK_MS = 15_894_325_167
const SCENE = 'Site in three dimensions'

const addressAt = (ms: number): string => `?scenario=quickstart#scenario=quickstart&room=watch&view=scene&at=${ms}`

/** Counts what the page draws, from before its first frame. Pictures hide what stands over the drawing by a style, which the policy of the page would refuse. */
async function openScene(atMs: number): Promise<Opened> {
  const before = async (page: Page): Promise<void> =>
    void (await page.addInitScript(() => {
      const counted = { draws: 0 }
      Object.assign(window, { counted })
      const { drawElements } = WebGL2RenderingContext.prototype
      WebGL2RenderingContext.prototype.drawElements = function (...all) {
        counted.draws += 1
        return drawElements.apply(this, all)
      }
    }))
  const opened = await openApp({ width: 900, height: 640, address: addressAt(atMs), reducedMotion: 'reduce', bypassCSP: true, before })
  const { page } = opened
  await page.waitForSelector(WAITS.figures)
  await page.getByRole('application', { name: SCENE }).waitFor()
  await isSettled(page)
  return opened
}

/** Waits until thirty frames of the page have come and gone without a picture. */
async function isSettled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => new Promise<boolean>(resolve => {
      const { counted } = window as unknown as { counted: { draws: number } }
      const before = counted.draws
      let frames = 0
      const next = (): void => {
        frames += 1
        if (frames < 30) requestAnimationFrame(next)
        else resolve(before > 0 && counted.draws === before)
      }
      requestAnimationFrame(next)
    }),
  )
}

/** The picture of the scene alone, without labels over it. */
async function picture(page: Page): Promise<Buffer> {
  await isSettled(page)
  return page.locator('.site-view canvas').screenshot({ style: '.site-labels, .out-strip, .site-ruler, .site-tools, .frame-site, .inspector, .legend { visibility: hidden !important }' })
}

const status = (page: Page): Promise<string | null> => page.getByRole('status', { name: 'Out of service now' }).textContent()

async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('combobox', { name: menu }).click()
  await page.getByRole('option', { name: item, exact: true }).click()
}

/** One line of the menu of the scene. */
async function view(page: Page, item: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'View', exact: true }).click()
  await page.locator('.scene-menu [role^="menuitem"]', { hasText: item }).click()
}

test('a layer has a legend with unit, range and count, and colours the picture; a rack is chosen in the table by keyboard and flown to', async () => {
  const { page, complaints, close } = await openScene(400 * 86_400_000)
  const plain = await picture(page)
  await choose(page, 'Colour the site by', 'Temperature')
  const legend = page.getByRole('group', { name: 'Legend: Temperature' })
  expect(await legend.textContent()).toMatch(/Coolant supply.*15 of 15 racks on site.*\d\u2009°C/su)
  const coloured = await picture(page)
  expect(coloured.equals(plain)).toBe(false)

  await choose(page, 'Show the site as', 'Table')
  const row = page.getByRole('region', { name: 'Racks by row' }).getByRole('button', { name: 'Hall 1' }).first()
  await row.focus()
  await page.keyboard.press('Enter')
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.waitFor()
  expect(await inspector.textContent()).toMatch(/Rack|rack/u)
  await choose(page, 'Show the site as', '3D')
  await page.getByRole('application', { name: SCENE }).focus()
  await page.keyboard.press('Home')
  const whole = await picture(page)
  await page.keyboard.press('f')
  const near = await picture(page)
  expect(near.equals(whole)).toBe(false)
  // The camera stands nearer: the bar on the ground is of fewer metres.
  expect(await page.locator('.site-ruler').textContent()).toMatch(/^[125]\u2009m$/u)
  await page.keyboard.press('Escape')
  expect(complaints).toEqual([])
  await close()
}, PATIENCE_MS)

test('the camera turns, looks from above, goes back to a kept view, and roofs open: each by keyboard or menu', async () => {
  const { page, complaints, close } = await openScene(400 * 86_400_000)
  const scene = page.getByRole('application', { name: SCENE })
  const start = await picture(page)
  await scene.focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('+')
  const turned = await picture(page)
  expect(turned.equals(start)).toBe(false)
  await view(page, 'Keep this view')
  await scene.focus()
  await page.keyboard.press('p')
  const above = await picture(page)
  expect(above.equals(turned)).toBe(false)
  await view(page, /^View 1/u)
  const kept = await picture(page)
  expect(kept.equals(above)).toBe(false)
  await view(page, 'All open')
  expect((await picture(page)).equals(kept)).toBe(false)
  await view(page, 'All closed')
  await view(page, 'Bus ducts')
  expect(await page.getByRole('group', { name: 'Legend: State' }).textContent()).toContain('Bus ducts: load per rating')
  expect(complaints).toEqual([])
  await close()
}, PATIENCE_MS)

test('what is out stands beside the drawing in words and in the drawing as a mark and as the way that took over', async () => {
  const { page, complaints, close } = await openScene(DARK_MS - 86_400_000)
  expect(await status(page)).toBe('')
  // All events of the first run are known.
  await page.waitForSelector(WAITS.replications)
  const before = await picture(page)
  await page.getByRole('slider', { name: /^Time/u }).focus()
  // The next event is the outage itself.
  await page.keyboard.press('.')
  await expect.poll(() => status(page), { timeout: PATIENCE_MS }).toMatch(/Out: Feed street.*Hall 1 has lost its utility and runs on its standby generators/su)
  await page.locator('.site-label.failure:visible', { hasText: 'Feed street' }).waitFor()
  const during = await picture(page)
  expect(during.equals(before)).toBe(false)
  // A day on it is over.
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => status(page), { timeout: PATIENCE_MS }).toBe('')
  expect(complaints).toEqual([])
  await close()
}, PATIENCE_MS)
