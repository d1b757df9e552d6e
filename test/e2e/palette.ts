import type { Page } from 'playwright-core'

/** Runs a command from the palette, by the keyboard. */
export async function runCommand(page: Page, label: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.waitForSelector('.palette-input')
  await page.keyboard.type(label)
  await page.locator('.palette-item[data-selected="true"]', { hasText: label }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForSelector('.palette', { state: 'detached' })
}
