// An edit while one looks on: what is shown is marked at once, the answer comes in parts, narrows, and everything can be ended.
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { closesBrowser, openApp } from './open-app.ts'

closesBrowser()

test('a keystroke marks what is shown as old; a first answer comes, then bands that narrow, with progress and the way to end it', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.all)
  // Everything that the header says from now on, in order.
  await page.evaluate(() => {
    const said: string[] = []
    Object.assign(window, { said })
    const note = (): void => {
      const hero = document.querySelector('.hero')
      const text = `${hero?.classList.contains('stale') === true ? 'old' : 'new'} ${hero?.querySelector('.figure-interval')?.textContent ?? ''} ${document.querySelector('.run-status')?.textContent ?? ''}`
      if (said.at(-1) !== text) said.push(text)
    }
    addEventListener('keydown', () => queueMicrotask(note), { capture: true })
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  })
  await page.locator('.cm-line', { hasText: /^seed: 1/u }).click()
  await page.keyboard.press('Home')
  for (let step = 0; step < 'seed: 1'.length; step++) await page.keyboard.press('ArrowRight')
  await page.keyboard.type('7')
  await page.waitForSelector('.hero.stale')
  await page.waitForSelector('.hero:not(.stale)')
  await page.waitForSelector(WAITS.all)
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said)
  const first = said.findIndex(text => text.startsWith('old'))
  const fresh = said.findIndex((text, at) => at > first && text.startsWith('new'))
  expect(first).toBeGreaterThanOrEqual(0)
  expect(fresh).toBeGreaterThan(first)
  // The first answer is of a part of one run; the last has an interval.
  expect(said[fresh]).toMatch(/so far|one run/u)
  expect(said.some(text => /Simulating \d+\u2009%/u.test(text))).toBe(true)
  expect(said.at(-1)).toMatch(/\d replications/u)
  expect(complaints).toEqual([])
  await close()
})

test('a text of the same meaning is not run again, and one that is wrong leaves the old answer marked', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.all)
  await page.locator('.cm-line', { hasText: /^seed: 1/u }).click()
  await page.keyboard.press('End')
  await page.keyboard.type(' again')
  await page.waitForSelector('.hero.stale')
  await page.waitForSelector('.hero:not(.stale)')
  expect(await page.locator('.run-status').textContent()).toMatch(/replications/u)
  await page.keyboard.press('Enter')
  await page.keyboard.type('seed: two')
  await page.waitForSelector('.problems li.error')
  expect(await page.locator('.hero.stale').count()).toBe(1)
  expect(complaints).toEqual([])
  await close()
})

test('cancel ends the run at once; what is there stays, and it can go on', async () => {
  const { page, complaints, close } = await openApp({ address: '?scenario=dallas-100mw' })
  await page.waitForSelector(WAITS.figures)
  await page.getByRole('button', { name: 'Cancel' }).first().click()
  await page.waitForSelector('.run-status:has-text("Cancelled")')
  expect(await page.locator('.hero .figure.main .figure-value').textContent()).toMatch(/\d/u)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.waitForSelector('.run-status [role="progressbar"]')
  await page.getByRole('button', { name: 'Cancel' }).first().click()
  await page.waitForSelector('.run-status:has-text("Cancelled")')
  expect(complaints).toEqual([])
  await close()
})
