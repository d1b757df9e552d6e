// The built page runs under a strict policy: all that the app does keeps to it, and what would break it does not run.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { view } from '../../.ci/screen-list.mjs'
import { closesBrowser, openApp } from './open-app.ts'

closesBrowser()

/** Collects what the page was refused, from its first line on. */
async function notesBreaches(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const breaches: string[] = []
    Object.assign(window, { breaches })
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber, sample }) => {
      breaches.push(`${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber} ${sample}`)
    })
  })
}

const breachesOf = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as { breaches: string[] }).breaches)

test('simulating, editing, menus, dialogs, 3D, drawings, files of charts and deciding keep to the policy', async () => {
  const { page, complaints, close } = await openApp({ before: notesBreaches, acceptDownloads: true })
  const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content')
  // WebAssembly alone may be compiled; script from text may not.
  expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; /u)
  expect(policy?.replace("'wasm-unsafe-eval'", '')).not.toMatch(/unsafe|https?:|\*/u)
  await page.waitForSelector(WAITS.figures)
  await page.waitForSelector('.site-view canvas')

  // The editor writes styles of its own, and so do its lists.
  await page.locator('.cm-line', { hasText: 'replications:' }).first().click()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.keyboard.type('windo')
  await page.waitForSelector('.cm-tooltip-autocomplete li')
  expect(await page.locator('.cm-gutters').evaluate(gutter => getComputedStyle(gutter).display)).toBe('flex')
  await page.keyboard.press('Escape')
  await page.locator('h1').click()
  for (let step = 0; step < 6; step++) await page.keyboard.press('Control+z')

  // A menu and dialogs, which stop the page behind them.
  await page.getByRole('combobox', { name: 'Buildout option' }).click()
  await page.keyboard.press('Escape')
  for (const key of ['Control+k', 'F1']) {
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }

  for (const [name, ready] of [['One-line', '.one-line-drawing svg'], ['Series', '.series-drawing svg'], ['Accounts', '.accounts figure svg'], ['3D', '.site-view canvas']] as const) {
    await view(page, name)
    await page.waitForSelector(ready)
  }
  const chart = page.locator('[data-chart="ledger-waterfall"]').first()
  await chart.hover()
  const svg = page.waitForEvent('download')
  await chart.getByRole('button', { name: 'SVG' }).click()
  await svg
  await chart.getByRole('button', { name: /^More forms/u }).click()
  await page.getByRole('menuitem', { name: /^PNG/u }).click()
  const png = page.waitForEvent('download')
  await page.getByRole('dialog').getByRole('button', { name: /^Save/u }).click()
  await png

  await page.keyboard.press('3')
  await page.waitForSelector('.compare-panel')
  await page.waitForSelector('.side .side-figures')
  expect(await breachesOf(page)).toEqual([])
  expect(complaints).toEqual([])
  await close()
})

test('script in the page, made from text or written into it, and addresses elsewhere are refused', async () => {
  const { page, close } = await openApp({ before: notesBreaches })
  await page.waitForSelector(WAITS.figures)
  const outcome = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'window.attacked = 1'
    document.body.append(script)
    const holder = document.createElement('div')
    holder.innerHTML = '<img src="x" onerror="window.attacked = 2"><style>h1 { color: rgb(1, 2, 3) }</style>'
    document.body.append(holder)
    const frame = document.createElement('iframe')
    frame.srcdoc = '<script>parent.attacked = 3</script>'
    document.body.append(frame)
    // Later, for what a debugger calls may make scripts from text.
    const made = await new Promise<string>(resolve =>
      setTimeout(() => {
        try {
          Reflect.construct(Function, ['return 1'])
          resolve('made')
        } catch (error) {
          resolve(error instanceof Error ? error.name : 'other')
        }
      }),
    )
    const fetched = await fetch('https://attacker.example/').then(() => 'fetched', () => 'refused')
    return { made, fetched, attacked: 'attacked' in window, colour: getComputedStyle(document.querySelector('h1') ?? document.body).color }
  })
  expect(outcome).toMatchObject({ made: 'EvalError', fetched: 'refused', attacked: false })
  expect(outcome.colour).not.toBe('rgb(1, 2, 3)')
  expect((await breachesOf(page)).map(breach => breach.split(' ')[0]).toSorted()).toEqual(expect.arrayContaining(['connect-src', 'script-src', 'script-src-elem', 'style-src-elem']))
  await close()
})
