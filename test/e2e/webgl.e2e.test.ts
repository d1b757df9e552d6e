// A browser that has no graphics, or loses them: the plan from above, the table and the other views carry on, and the picture comes back.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { closesBrowser, openApp, PATIENCE_MS, withoutGraphics } from './open-app.ts'

closesBrowser()

const PLAN = /^Plan of the site from above/u

/** The middle of the plan is the hall. */
async function chooseOnPlan(page: Page): Promise<void> {
  await page.getByRole('img', { name: PLAN }).click()
  await page.getByRole('complementary', { name: 'Inspector' }).waitFor()
}

test('without graphics the plan stands in for the scene: it selects, and leads to the table', async () => {
  const { page, complaints, close } = await openApp({ before: async page => void (await page.addInitScript(withoutGraphics)) })
  await page.waitForSelector(WAITS.figures)
  await page.getByText('This browser does not draw in three dimensions').waitFor()
  await chooseOnPlan(page)
  expect(await page.getByRole('img', { name: PLAN }).getAttribute('aria-label')).toMatch(/is selected/u)
  await page.getByRole('button', { name: 'Show the table' }).click()
  await page.getByRole('region', { name: 'Equipment' }).waitFor()
  expect(complaints).toEqual([])
  await close()
}, PATIENCE_MS)

test('graphics that are lost leave the plan, and the scene is back with them', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  await page.waitForSelector('.site-view canvas')
  const lose = (isLost: boolean): Promise<void> =>
    page.evaluate(lost => {
      const kept = window as unknown as { extension?: WEBGL_lose_context | null }
      kept.extension ??= document.querySelector<HTMLCanvasElement>('.site-view canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')
      if (lost) kept.extension?.loseContext()
      else kept.extension?.restoreContext()
    }, isLost)
  await lose(true)
  await page.getByText('This browser has lost its graphics').waitFor()
  await chooseOnPlan(page)
  await lose(false)
  await page.getByText('This browser has lost its graphics').waitFor({ state: 'detached' })
  expect(await page.getByRole('img', { name: PLAN }).count()).toBe(0)
  await page.getByRole('application', { name: 'Site in three dimensions' }).waitFor()

  // Given up for good: another canvas takes over when the user asks for it.
  await page.evaluate(() => Object.assign(window, { extension: undefined }))
  await lose(true)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('This browser has lost its graphics').waitFor({ state: 'detached' })
  await page.getByRole('application', { name: 'Site in three dimensions' }).waitFor()
  expect(complaints.filter(text => !/context/iu.test(text))).toEqual([])
  await close()
}, PATIENCE_MS)
