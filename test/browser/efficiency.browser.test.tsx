// Efficiency in full on the small scenario: figures, charts and table of one run, taken along as files, by mouse and by keys.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { clock } from '../../src/app/state/clock.ts'
import { useRun } from '../../src/app/state/run.ts'
import { useView } from '../../src/app/state/view.ts'
import { violationsIn } from './axe.ts'
import { holds, type Mounted, mountApp, seen, showAs } from './mount-app.tsx'

let mounted: Mounted

beforeAll(async () => {
  mounted = await mountApp(1440, 900)
  await holds(() => expect(useRun.getState().base?.runs.length ?? 0, JSON.stringify(useRun.getState().activity)).toBeGreaterThan(0))
  await showAs('Efficiency')
  await seen('.efficiency-headlines', /PUE/)
})
afterAll(() => mounted.root.unmount())

/** What a press on a button hands out as a file. */
async function downloaded(button: HTMLElement): Promise<string> {
  const create = URL.createObjectURL.bind(URL)
  let blob: Blob | MediaSource | undefined
  URL.createObjectURL = given => {
    blob = given
    return create(given)
  }
  button.focus()
  await userEvent.keyboard('{Enter}')
  URL.createObjectURL = create
  return blob instanceof Blob ? blob.text() : ''
}

test('figures, charts and table tell of the same run', async () => {
  const pue = (await seen('.efficiency-headlines dd', /^1\.\d{3}/)).textContent
  await seen('.efficiency-table tr', new RegExp(`PUE of the model.*${pue.replace('.', '\\.')}`))
  for (const id of ['pue-by-year', 'pue-by-load', 'ppue-by-block', 'cooling-hours', 'pue-by-week', 'water-by-week']) await seen(`[data-chart="${id}"] svg`)
  await seen('.efficiency-table th', /Hours by economiser mode/)
})

test('every chart and the table are taken along, by keys', async () => {
  const csv = await downloaded(await seen('.efficiency > header button', /CSV/))
  expect(csv).toMatch(/PUE for a budget/)
  const chart = await seen('[data-chart="cooling-hours"]')
  const [svgButton, csvButton] = chart.querySelectorAll<HTMLElement>('.chart-tools button')
  const parsed = new DOMParser().parseFromString(await downloaded(svgButton), 'image/svg+xml')
  expect(parsed.querySelector('parsererror')).toBeNull()
  expect(await downloaded(csvButton)).toMatch(/without compressors \[h\]/)
})

test('a press in a chart over time sets the clock', async () => {
  const field = await seen('[data-chart="pue-by-week"] .crosshair-field', /^/)
  field.scrollIntoView({ block: 'center' })
  const before = clock.getState().atMs
  await userEvent.click(field)
  await holds(() => expect(clock.getState().atMs).not.toBe(before))
})

test('assistive technology finds nothing to stumble over, in either theme', async () => {
  for (const theme of ['light', 'dark'] as const) {
    useView.setState({ theme })
    await holds(() => expect(document.documentElement.dataset.theme).toBe(theme))
    expect(await violationsIn('.efficiency'), theme).toEqual([])
  }
})
