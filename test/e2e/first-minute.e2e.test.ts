// The first minute: a campus that is simulated at once, a tour of three steps that ends in a decision, the gallery of scenarios, and help.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { closesBrowser, openApp } from './open-app.ts'

closesBrowser()

test('the tour goes from what the campus delivers over what the late substation costs to whether the gas bridge is worth it', async () => {
  const { page, complaints, close } = await openApp({ address: '' })
  await page.waitForSelector(WAITS.figures)
  await page.getByRole('button', { name: 'Take the tour' }).click()
  const tour = page.getByRole('region', { name: 'Tour' })
  await tour.getByRole('heading', { name: 'What does this campus really deliver?' }).waitFor()
  await page.waitForSelector('.watch-room')
  await tour.getByText(/^\d[\d.]*\u2009% of what is contracted becomes useful compute .* Most of the rest: .+, \d[\d.]*\u2009%\.$/u).waitFor()

  await tour.getByRole('button', { name: 'Next' }).click()
  await tour.getByRole('heading', { name: 'What does the late substation cost?' }).waitFor()
  await page.waitForSelector('.compare-panel .side[aria-label="Substation on time"] .side-figures')
  // The cost of the delay as an amount with its interval.
  await tour.getByText(/^Cost of delay: .*USD \(.*\)\.$/u).waitFor()
  const delay = await tour.locator('.tour-answer').innerText()
  expect(delay).toMatch(/Substation on time/u)

  await tour.getByRole('button', { name: 'Next' }).click()
  await tour.getByRole('heading', { name: 'Is the gas bridge worth it?' }).waitFor()
  await tour.getByText(/^(?:It pays|It does not pay|More replications have to decide)/u).waitFor()
  const bridge = await tour.locator('.tour-answer').innerText()
  expect(bridge).toMatch(/Total cost: .*USD.*Cost per useful GPU-hour: .*USD/su)
  expect(bridge).not.toBe(delay)

  // The answer is the user's: the line of the bridge, in the text.
  await tour.getByRole('button', { name: 'Change it in the text' }).click()
  await tour.waitFor({ state: 'detached' })
  await page.waitForSelector('.cm-activeLine:has-text("bridge-gas")')
  // It is offered once.
  await page.reload()
  await page.waitForSelector(WAITS.figures)
  expect(await page.getByRole('button', { name: 'Take the tour' }).count()).toBe(0)
  expect(complaints).toEqual([])
  await close()
})

test('every shipped scenario is a card of the gallery and opens without a problem in its text', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  const names = readdirSync('scenarios').filter(file => file.endsWith('.yaml')).map(file => /^name: *['"]?([^#\n]+?)['"]? *(?:#.*)?$/mu.exec(readFileSync(`scenarios/${file}`, 'utf8'))?.[1] ?? file)
  for (const name of [...names.filter(each => !each.startsWith('Quickstart')), ...names.filter(each => each.startsWith('Quickstart'))]) {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('menuitem', { name: 'All scenarios that come with the app' }).click()
    await page.getByRole('dialog', { name: 'Scenarios' }).getByRole('article').filter({ has: page.getByRole('heading', { name }) }).getByRole('button').click()
    await page.waitForFunction(wanted => document.querySelector('h1')?.textContent === wanted, name)
    expect(await page.locator('.problems li.error').count()).toBe(0)
  }
  await page.waitForSelector(WAITS.figures)
  expect(complaints).toEqual([])
  await close()
})

test('help is found by words, says unit, range, default and source, and leads to the line of the file', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  await page.keyboard.press('F1')
  const help = page.getByRole('dialog', { name: 'Help' })
  await help.getByRole('searchbox').fill('technicians')
  const entry = help.getByRole('listitem').filter({ hasText: 'faults.technicians' }).first()
  await entry.waitFor()
  expect(await entry.innerText()).toMatch(/default/iu)
  await help.getByRole('searchbox').fill('goodput of nothing at all')
  await help.getByText('Nothing has all of these words.').waitFor()
  await help.getByRole('searchbox').fill('feeds capacity')
  await help.getByRole('listitem').filter({ hasText: 'grid.feeds.NAME.capacity' }).first().waitFor()
  // Keys that the file writes lead to their line.
  await help.getByRole('searchbox').fill('technicians')
  await entry.getByRole('button', { name: /^line \d+$/u }).click()
  await help.waitFor({ state: 'detached' })
  await page.waitForSelector('.cm-activeLine:has-text("technicians")')
  expect(complaints).toEqual([])
  await close()
})
