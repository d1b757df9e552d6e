// A host without https: browsers give the page neither locks nor random names nor the clipboard. It simulates, edits and keeps the text all the same, and says what is missing.
import { chromium } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { launchOptions } from '../../.ci/browser.mjs'
import { runCommand } from './palette.ts'
import { complaintsOf, PATIENCE_MS, withoutGraphics } from './open-app.ts'

test('the page starts, simulates, keeps what is typed over a reload, and shows what it may not copy', async () => {
  const options = await launchOptions()
  const browser = await chromium.launch({ ...options, args: [...options.args, '--host-resolver-rules=MAP nameplate.test 127.0.0.1'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.setDefaultTimeout(PATIENCE_MS)
    await page.addInitScript(withoutGraphics)
    const complaints = complaintsOf(page)
    await page.goto(`${inject('appUrl').replace('127.0.0.1', 'nameplate.test')}?scenario=quickstart`)
    await page.waitForSelector('.cm-line')
    expect(await page.evaluate(() => [isSecureContext, 'locks' in navigator, 'clipboard' in navigator, 'randomUUID' in crypto])).toEqual([false, false, false, false])
    await page.getByText('This page came over plain http.').waitFor()
    await page.locator('.cm-line').first().click()
    await page.keyboard.press('End')
    await page.keyboard.type(' # typed over http')
    await page.waitForSelector('.saved-state:text-is("Saved on this machine")')
    await page.reload()
    await page.waitForFunction(() => document.querySelector('.cm-content')?.textContent.includes('# typed over http') === true)
    await page.waitForSelector('.hero .figure.main .figure-value:not(:text-is("–"))')
    expect(await page.getByText('This page came over plain http.').count()).toBe(0)
    await runCommand(page, 'Copy as command line')
    await page.getByText('Take it from here: npx nameplate run').waitFor()
    expect(complaints.filter(complaint => !complaint.startsWith('failed:'))).toEqual([])
  } finally {
    await browser.close()
  }
})
