// The built app as a stranger meets it: served from a folder of a plain host, it answers without a complaint.
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { closesBrowser, openApp } from './open-app.ts'

closesBrowser()

test('the small scenario is simulated and its share stands in the header', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector(WAITS.figures)
  expect(await page.locator('.hero .figure.main .figure-value').textContent()).toMatch(/\d\u2009%/u)
  expect(complaints).toEqual([])
  await close()
})
