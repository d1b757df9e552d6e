import type { Page } from 'playwright-core'
import { type Look, openApp, type Opened } from './open-app.ts'
import { SHORT_SITE } from '../analysis/short-site.ts'

export { SHORT_SITE } from '../analysis/short-site.ts'

/** Opens this text as a user opens a file. */
export async function chooseShortSite(page: Page): Promise<void> {
  const input = 'input[type="file"][aria-label="Open a scenario file"]'
  await page.waitForSelector(input, { state: 'attached' })
  await page.setInputFiles(input, { name: 'site.yaml', mimeType: 'application/yaml', buffer: Buffer.from(SHORT_SITE) })
  await page.waitForSelector('h1:has-text("Ten weeks of a small hall")', { state: 'attached' })
}

/** The app with this text. */
export async function openShortSite(look: Look = {}): Promise<Opened> {
  const opened = await openApp(look)
  await chooseShortSite(opened.page)
  return opened
}
