// A file with two sites: one is chosen by keys, scene and figures follow, the header stays with both; and the page as axe sees it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { siteNow } from '../../src/app/site/site-now.ts'
import { replaceText, useDocument } from '../../src/app/state/document.ts'
import { useRun } from '../../src/app/state/run.ts'
import { sampleOf } from '../../src/app/state/samples.ts'
import { useView } from '../../src/app/state/view.ts'
import { violationsIn } from './axe.ts'
import { holds, type Mounted, mountApp, pick, seen, showAs } from './mount-app.tsx'

let mounted: Mounted
const SITES = 'sites:\n  east: {label: East hall}\n  west:\n    label: West hall\n    site: {location: {timezone: America/Los_Angeles}}\n    grid: {tariff: {energy: 90 USD/MWh}}\n'

beforeAll(async () => {
  mounted = await mountApp(1440, 900)
  const text = sampleOf('quickstart').text.replace(/^horizon:.*$/m, 'horizon: {start: 2027-01-01, end: 2027-12-01}').replace(/^replications:.*$/m, 'replications: 1').replace(/^grid:.*$/m, `${SITES}\ngrid:`)
  replaceText(text, 'two-halls.yaml')
  await holds(() => expect(useRun.getState().base?.runs[0]?.sites, JSON.stringify([useDocument.getState().issues.slice(0, 2), useRun.getState().activity])).toHaveLength(2))
})
afterAll(() => mounted.root.unmount())

const text = (selector: string): string => document.querySelector(selector)?.textContent ?? ''
const shownRun = () => siteNow.getState().now?.run

test('all sites at first: the first is drawn, and says so', async () => {
  await seen('.legend', /East hall: /)
  expect(shownRun()).toBe(useRun.getState().base?.runs[0].sites?.[0].result)
})

test('a site is chosen by keys: scene and figures are its own, the header and the address tell', async () => {
  await seen('.hero .figure.main', /one run/) // figures of the whole run come a moment after it; before, they are those of a part
  const hero = text('.hero .figure.main')
  const ledger = text('.charts-column')
  ;(await seen('.select[aria-label="Site to look at"]')).focus()
  await userEvent.keyboard('{Enter}')
  await seen('[role="option"]', /West hall/)
  // As many presses as it takes: the list may not have the focus yet when the first comes.
  const isThere = (): boolean => document.activeElement?.textContent === 'West hall'
  for (let presses = 0; presses < 30 && !isThere(); presses++) await userEvent.keyboard('{ArrowDown}')
  await userEvent.keyboard('{Enter}')
  await holds(() => expect(useView.getState().site).toBe('west'))
  await seen('.legend', /West hall: /)
  await holds(() => expect(shownRun()).toBe(useRun.getState().base?.runs[0].sites?.[1].result))
  await holds(() => expect(text('.charts-column')).not.toBe(ledger))
  expect(text('.hero .figure.main')).toBe(hero)
  expect(new URLSearchParams(location.search).get('site')).toBe('west')
})

test('drawings and accounts are of that site', async () => {
  await showAs('Accounts')
  await seen('.accounts', /Cost of the run/)
  const own = text('.accounts')
  await pick('Site to look at', /All sites/)
  await holds(() => expect(text('.accounts')).not.toBe(own))
  await showAs('One-line')
  await seen('.site-tools', /East hall/)
})

test('axe finds nothing', async () => {
  for (const part of ['.header', '.site-panel', '.timeline']) expect(await violationsIn(part), part).toEqual([])
})
