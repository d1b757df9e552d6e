import { describe, expect, test } from 'vitest'
import { formatDate } from '../../../src/base/civil-date.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { createSimulation } from '../../../src/engine/simulation.ts'
import { FOREVER, makeSite, type SiteSpec } from '../faults/site.ts'
import { drawn, finishOf, networkOf, scenarioOf, SITE } from '../schedule/site.ts'
import { DAY_MS } from '../world.ts'

const START_DAY = 20_819
const onDay = (day: number): string => formatDate(START_DAY + day)

/** Four racks are placed from day 70 on, one a day, and burnt in within three days; the block has power from the start. */
const hall = (fabric?: object): SiteSpec => ({
  world: { racksPerBlock: 4, nodesPerRack: 2, contractMs: [60 * DAY_MS], horizonMs: 120 * DAY_MS },
  racks: [{ count: 4, ordered: onDay(0), delivered: { lead: '70 days' } }],
  facility: { installation: { crews: 1, racksPerDay: 1, receiving: '0 days' }, burnIn: { deadOnArrival: 0 } },
  ...(fabric === undefined ? {} : { fabric }),
})

function acceptedOn(spec: SiteSpec): number[] {
  const site = makeSite(spec)
  site.facility.blockEnergised(0)
  site.facility.start()
  site.kernel.run(120 * DAY_MS, FOREVER)
  return site.events.flatMap(({ atMs, event }) => (event.kind === 'rackAccepted' ? [atMs / DAY_MS] : []))
}

describe('a network that comes later than its racks', () => {
  test('holds burn-in up: what was placed before waits, what comes after does not', () => {
    expect(acceptedOn(hall())).toEqual([74, 75, 76, 77])
    expect(acceptedOn(hall({ delivered: onDay(72) }))).toEqual([75, 75, 76, 77])
    expect(acceptedOn(hall({ delivered: onDay(90) }))).toEqual([93, 93, 93, 93])
    expect(acceptedOn(hall({ delivered: { planned: onDay(40), slip: '50 days' } }))).toEqual([93, 93, 93, 93])
    expect(acceptedOn(hall({ delivered: onDay(40) }))).toEqual([74, 75, 76, 77])
  })

  test('a restored run equals the straight one', () => {
    const run = (untilDay: number, from?: ReturnType<typeof snapshotState>) => {
      const site = makeSite(hall({ delivered: onDay(90) }))
      site.facility.blockEnergised(0)
      site.facility.start()
      if (from !== undefined) restoreState(site.state, from)
      site.kernel.run(untilDay * DAY_MS, FOREVER)
      return site.state
    }
    expect(hashState(run(120, snapshotState(run(80))))).toBe(hashState(run(120)))
  })

  test('its time is `L4.fabricDelay` in the ledger, to the ms, also of racks that stand there from the start', () => {
    const scenario = scenarioOf(`format: 1
name: Late network
horizon: {start: 2027-01-01, end: 2027-02-01}
replications: 1
site: {location: {latitude: 35, longitude: -97, timezone: America/Chicago}, weather: {climate: dallas}}
grid: {feeds: {main: {capacity: 3 MW, voltage: 25 kV, energised: 2027-01-01, outages: {scale: 0}}}}
blocks:
  - id: hall
    ready: 2027-01-01
    fabric: {delivered: {planned: 2027-01-04, slip: 7 days}}
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 3}, transformers: {model: lv-2500kva}, generators: {model: diesel-2mw, count: 2}}
    cooling: {units: {model: dry-cooler-980kw, count: 3}}
    racks: [{model: gb200-nvl72, count: 2}]
faults: {preset: none}
`)
    const simulation = createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: false })
    simulation.run(simulation.horizonMs, Infinity)
    const { ledger } = simulation.result()
    const at = ledger.buckets.findIndex(({ code }) => code === 'L4.fabricDelay')
    let delayed = 0
    let all = 0
    ledger.acceleratorMs.forEach((ms, cell) => {
      all += ms
      if (cell % ledger.buckets.length === at) delayed += ms
    })
    expect(delayed).toBe(144 * 10 * DAY_MS)
    expect(all).toBe(144 * 31 * DAY_MS)
  })

  test('the schedule knows it', () => {
    const net = networkOf(scenarioOf(SITE.replace('  - id: hall-b\n', '  - id: hall-b\n    fabric: {delivered: 2031-06-01}\n')))
    const times = drawn(net, 1, 0)
    const thereMs = finishOf(net, times, 'hall-b/fabric')
    expect(thereMs).toBe(1612 * DAY_MS)
    expect(finishOf(net, times, 'hall-b/lot[0]/burnIn')).toBe(thereMs + 3 * DAY_MS)
    expect(finishOf(net, times, 'hall-b/ready')).toBe(thereMs)
  })
})
