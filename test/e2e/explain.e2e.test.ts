// Why a figure is what it is: the card of a bucket with cause, time, place and line; the panels of questions; the life of a rack; and what is left out.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { closesBrowser, showAs } from './open-app.ts'
import { openShortSite } from './short-site.ts'

closesBrowser()

/** Asks the question that stands there and waits for its last answer. */
async function workOut(page: Page, ask: string): Promise<void> {
  const panel = page.locator('.explain-panel')
  await panel.getByRole('button', { name: ask, exact: true }).first().click()
  await panel.getByRole('button', { name: 'Work it out again' }).first().waitFor()
}

const choose = (page: Page, topic: string): Promise<void> => page.locator('.explain-topics').getByRole('button', { name: topic, exact: true }).click()

test('a bucket of the ledger says what it is, why, when and where, and a press goes to its line', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  // Its line is text, whatever of the document is shown now, and in whichever room.
  await page.click('.text-pages .segment:text-is("Form")')
  await page.click('h1')
  await page.keyboard.press('2')
  // By the keyboard: the bar of what was not energised.
  await page.getByRole('button', { name: 'Why: not energised' }).focus()
  const card = page.getByRole('dialog', { name: /^Why: / })
  await card.waitFor()
  await page.keyboard.press('Enter')
  // The gate is the sum of its buckets; the late feed is one of them.
  await card.locator('.why-drivers .link').first().click()
  await page.getByRole('dialog', { name: /grid|feed/iu }).waitFor()
  const facts = await card.locator('.why-facts').textContent()
  expect(facts).toMatch(/Cause.+When.+20\d\d/u)
  const line = card.locator('.why-facts .link').last()
  const named = /^(.+), line (\d+)$/u.exec((await line.textContent()) ?? '')
  expect(named).not.toBeNull()
  await line.click()
  // The editor shows that line.
  await page.locator('.cm-lineNumbers .cm-gutterElement', { hasText: new RegExp(`^${named?.[2]}$`, 'u') }).waitFor()
  expect(complaints).toEqual([])
  await close()
})

test('each question is answered beside the site', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  await page.getByRole('tab', { name: 'Explain' }).click()
  const panel = page.locator('.explain-panel')

  await choose(page, 'Value of fixing')
  await workOut(page, 'Work it out')
  expect(await panel.locator('table tbody tr').count()).toBeGreaterThan(2)

  await choose(page, 'Which input matters')
  await workOut(page, 'Work it out')
  expect(await panel.locator('[data-chart="tornado"] figcaption').textContent()).toMatch(/grid\.feeds\.street\.energised\.slip/u)

  await choose(page, 'How many I need')
  await panel.getByRole('spinbutton', { name: 'Most that is tried' }).fill('3')
  await panel.getByRole('spinbutton', { name: 'Most that is tried' }).press('Enter')
  await workOut(page, 'Search')
  expect(await panel.locator('table tbody tr').count()).toBeGreaterThan(0)
  expect(complaints).toEqual([])
  await close()
})

test('until when each option pays is told day by day, and what the file leaves to defaults with its source', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  await page.getByRole('tab', { name: 'Explain' }).click()
  const panel = page.locator('.explain-panel')

  await choose(page, 'Assumptions')
  await panel.getByRole('searchbox', { name: 'Search the assumptions' }).fill('transformer')
  expect(await panel.locator('.assumptions li').first().textContent()).toMatch(/(?:Default|Catalog): /u)

  await choose(page, 'Decide by when')
  await workOut(page, 'Work it out')
  expect(await panel.locator('[data-chart="decision-calendar"] figcaption').textContent()).toMatch(/Feed on time/u)
  expect(complaints).toEqual([])
  await close()
})

test('a chain of events that misses a target is found, and replayed on the site', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  const planned = await page.locator('.hero .figure.main .figure-value').textContent()
  await page.getByRole('tab', { name: 'Explain' }).click()
  await choose(page, 'What may go wrong')
  // A little above what the plan gives is missed by the late feed alone.
  const value = Number.parseFloat((planned ?? '').replace(',', '.'))
  await page.getByRole('textbox', { name: 'What is expected of it' }).fill(`mean >= ${((value - 5) / 100).toFixed(2)}`)
  await workOut(page, 'Look for it')
  const chain = page.locator('.explain-panel .chain li')
  await chain.first().waitFor()
  expect(await chain.first().textContent()).toMatch(/feed|slip|street/iu)
  await page.getByRole('button', { name: 'Replay on the site' }).click()
  await page.locator('.explain-panel .chain li[aria-current="step"]').waitFor()
  await page.getByRole('button', { name: 'Back to the plan' }).click()
  await expect.poll(() => page.locator('.hero .figure.main .figure-value').textContent()).toBe(planned)
  expect(complaints).toEqual([])
  await close()
})

test('a rack tells its life, and what is left out stands beside what it touches', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  await showAs(page, 'Racks')
  await page.locator('.rack-front').first().click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('button', { name: /life/iu }).click()
  await page.locator('[data-chart="biography"] figcaption').waitFor({ state: 'attached' })
  expect(await page.locator('[data-chart="biography"] figcaption').textContent()).toMatch(/\d.%\s?of the contract of this accelerator was useful/u)
  for (const view of ['Cooling', 'Schedule'] as const) {
    await showAs(page, view)
    const left = page.locator('.one-line > .not-modelled')
    await left.locator('summary').click()
    expect(await left.locator('li').count()).toBeGreaterThan(3)
  }
  expect(complaints).toEqual([])
  await close()
})

test('in the Decide room and on a phone the same questions stand below', async () => {
  const { page, complaints, close } = await openShortSite()
  await page.waitForSelector(WAITS.all)
  await page.keyboard.press('3')
  const fold = page.getByRole('region', { name: 'Explain', exact: true })
  await fold.getByRole('button', { name: 'Explain', exact: true }).click()
  await choose(page, 'Value of fixing')
  await workOut(page, 'Work it out')
  expect(await fold.locator('table tbody tr').count()).toBeGreaterThan(2)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('tab', { name: 'Ledger' }).click()
  // The answer is still there.
  await fold.locator('table tbody tr').first().waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  expect(complaints).toEqual([])
  await close()
})
