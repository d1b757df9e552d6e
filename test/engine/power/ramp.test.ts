/** Ramp limits at the point of connection. */
import { expect, test } from 'vitest'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter, loadAll, quietPower } from './site.ts'

const T0 = 10 * DAY_MS

function make(ramp: string | undefined): Site {
  const main = { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES, ...(ramp === undefined ? {} : { ramp }) }
  const site = createPowerSiteUnderTest({ grid: { feeds: { main } }, power: quietPower() })
  loadAll(site, 10e6, 4e6, 1e6)
  site.kernel.run(T0, 1e9)
  return site
}

function drawTo(site: Site, itW: number, atMs: number): number {
  site.kernel.run(atMs, 1e9)
  const before = site.power.view.totals.gridW
  site.power.setItLoad(0, 4, itW, 4e6)
  site.power.settle()
  return site.power.view.totals.gridW - before
}

const exceeded = (site: Site): { w: number; reserveWh: number }[] => site.events.flatMap(event => (event.kind === 'rampExceeded' && event.atMs > T0 ? [event] : []))

test('a step beyond a minute of ramp is told with the storage that would take it: ½ ΔP² / r', () => {
  const site = make('2 MW/min')
  const stepW = drawTo(site, 16e6, T0 + 1000)
  expect(exceeded(site).map(({ w }) => w)).toEqual([stepW])
  // 6.2 MW at 2 MW/min: 3.1 min, 0.16 MWh.
  expect(exceeded(site)[0].reserveWh).toBeCloseTo((0.5 * stepW * (stepW / 2e6)) / 60, 6)
})

test('steps add up while the grid has not caught up, and not after it has', () => {
  const site = make('2 MW/min')
  const first = drawTo(site, 11.5e6, T0 + 1000)
  expect(exceeded(site)).toEqual([])
  const second = drawTo(site, 13e6, T0 + 31_000)
  expect(exceeded(site).map(({ w }) => w)).toEqual([expect.closeTo(first - 1e6 + second, 3)])
  drawTo(site, 14.5e6, T0 + 600_000)
  expect(exceeded(site)).toHaveLength(1)
})

test('without a limit nothing is told', () => {
  const site = make(undefined)
  drawTo(site, 20e6, T0 + 1000)
  expect(exceeded(site)).toEqual([])
})
