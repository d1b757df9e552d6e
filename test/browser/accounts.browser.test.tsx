// The accounts on a few months with contracts, tenants, named runs and a service: every page has its figures, and a life is told.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { useLife } from '../../src/app/state/life.ts'
import { useRun } from '../../src/app/state/run.ts'
import { type AccountPage, useView } from '../../src/app/state/view.ts'
import { accountsText } from './accounts-text.ts'
import { violationsIn } from './axe.ts'
import { holds, type Mounted, mountApp, seen, showAs } from './mount-app.tsx'

let mounted: Mounted

beforeAll(async () => {
  mounted = await mountApp(1440, 900, accountsText())
  await holds(() => expect(useRun.getState().base?.runs[0]?.tenants?.ids, JSON.stringify(useRun.getState().activity)).toEqual(['', 'frontier', 'research']))
  await showAs('Accounts')
  await seen('.accounts .efficiency-headlines')
})
afterAll(() => mounted.root.unmount())

async function open(page: string): Promise<void> {
  await userEvent.click(await seen('.accounts .segment', new RegExp(`^${page}$`)))
}

const PAGES: readonly (readonly [page: string, id: AccountPage, charts: readonly string[], row: RegExp])[] = [
  ['Money', 'money', ['profit-by-year', 'cash-flow', 'cost-stack', 'cost-by-level'], /base: reserved/],
  ['Tenants', 'tenants', ['tenant-hours', 'tenant-use'], /frontier/],
  ['Services', 'services', ['service-requests', 'serving'], /Time to first token, 95/],
  ['Runs', 'runs', ['model-runs'], /fine-tuning/],
]

test.each(PAGES)('%s has its charts and its table, and nothing sticks out', async (page, id, charts, row) => {
  await open(page)
  expect(useView.getState().account).toBe(id)
  for (const chart of charts) await seen(`[data-chart="${chart}"] svg`)
  await seen('.account-table tr', row)
  const panel = await seen('.accounts')
  expect(panel.scrollWidth).toBeLessThanOrEqual(panel.clientWidth)
  for (const dd of panel.querySelectorAll<HTMLElement>('.efficiency-headlines dd:not(.quiet)')) expect(dd.scrollWidth, dd.textContent).toBeLessThanOrEqual(dd.clientWidth)
})

test('a life is told by keys: a strip, and tables that say the same', async () => {
  await open('Life')
  const tell = await seen('.life-choice .button', /^Tell$/)
  tell.focus()
  await userEvent.keyboard('{Enter}')
  await seen('[data-chart="biography"] svg')
  await seen('.account-table caption', /stretches/)
  expect(useLife.getState().life?.kind).toBe('accelerator')
  await seen('.account-table tr', /Burn-in and acceptance/)
})

test('assistive technology finds nothing to stumble over, in either theme', async () => {
  for (const page of ['Life', 'Money', 'Tenants'] as const) {
    await open(page)
    for (const theme of ['light', 'dark'] as const) {
      useView.setState({ theme })
      await holds(() => expect(document.documentElement.dataset.theme).toBe(theme))
      expect(await violationsIn('.accounts'), `${page}, ${theme}`).toEqual([])
    }
  }
})
