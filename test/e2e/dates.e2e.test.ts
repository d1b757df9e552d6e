// Dates of the plan are dragged on the drawing of the schedule, by mouse and by keys; each is one step of the history.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { closesBrowser, openApp } from './open-app.ts'

closesBrowser()

const dayOf = (page: Page, label: string): Promise<string | null> => page.getByRole('slider', { name: `Day of ${label}`, exact: true }).first().getAttribute('aria-valuetext')
const inText = (page: Page, piece: string): Promise<unknown> => page.waitForFunction(text => document.querySelector('.cm-content')?.textContent.includes(text) === true, piece)

test('a milestone is dragged by mouse with a ghost on the way, moved by keys, and undone', async () => {
  const { page, complaints, close } = await openApp({ address: '?scenario=dallas-100mw' })
  await page.waitForSelector('.cm-line')
  await page.keyboard.press('Control+k')
  await page.waitForSelector('.palette-input')
  await page.keyboard.type('show the site as: schedule')
  await page.click('.palette-item:has-text("Schedule")')
  const label = 'Block[0] ready'
  const handle = page.getByRole('slider', { name: `Day of ${label}`, exact: true }).first()
  await handle.waitFor()
  const before = await dayOf(page, label)
  const box = await handle.boundingBox()
  if (box === null) throw new Error('the handle has no place')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 30, y, { steps: 4 })
  const ghost = await page.locator('.schedule-ghost').innerText()
  expect(ghost).toMatch(/^\d{4}-\d{2}-\d{2}$/u)
  expect(ghost > (before ?? '')).toBe(true)
  await page.mouse.up()
  await inText(page, ghost)
  expect(await page.locator('.schedule-ghost').count()).toBe(0)
  await page.click('h1')
  await page.keyboard.press('Control+z')
  await page.waitForFunction(text => document.querySelector('.cm-content')?.textContent.includes(text) === false, ghost)
  expect(await dayOf(page, label)).toBe(before)

  const street = 'Feed temporary energised'
  await page.getByRole('button', { name: 'Open all', exact: true }).first().click()
  const other = page.getByRole('slider', { name: `Day of ${street}`, exact: true }).first()
  expect(await dayOf(page, street)).toBe('2028-07-01')
  await other.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await inText(page, 'energised: 2028-07-08')
  await page.keyboard.press('Control+z')
  await inText(page, 'energised: 2028-07-01')
  expect(complaints).toEqual([])
  await close()
})
