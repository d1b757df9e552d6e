import { expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { FAULT_CLASSES } from '../../../src/scenario/catalog/fault-classes.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FOREVER, makeSite, type Site } from './site.ts'

const NVL72 = rackType('gb200-nvl72')
/** Faulty accelerators alone, never cured by triage; five hours of hands-on repair. */
const faults = {
  classes: Object.fromEntries(FAULT_CLASSES.map(row => [row.id, row.id === 'faulty-gpu' ? { autoFix: 0 } : { weight: 0 }])),
  repair: '5 hours', requalification: '4 hours', technicians: 2, rackRepairs: {}, timeBetweenFaults: '200 days',
}

function site(given: object = {}): Site {
  const built = makeSite({ world: { racksPerBlock: 1, nodesPerRack: 18, acceleratorsPerNode: 4, horizonMs: 400 * DAY_MS, rackTypes: [NVL72] }, faults: { ...faults, ...given } })
  built.expose(true)
  built.faults.start()
  return built
}

/** Runs until technicians lay hands on a node; that time. */
function runToRepair(built: Site): number {
  while (!built.gates.calls.some(({ cause }) => cause === 'repair')) built.kernel.run(400 * DAY_MS, 1)
  return built.kernel.now
}

test('hands-on repair of one node takes its NVL72 out of work while it lasts, and two people', () => {
  const built = site()
  const began = runToRepair(built)
  expect(built.facility.crew()).toMatchObject({ busy: 2, requests: 1 })
  built.kernel.run(began + 5 * HOUR_MS, FOREVER)
  expect(built.gates.calls.filter(({ call }) => call.endsWith('Rack')).map(({ atMs, call, cause }) => [atMs, call, cause])).toEqual([[began, 'closeRack', 'repair'], [began + 5 * HOUR_MS, 'openRack', 'repair']])
  expect(built.facility.crew().busyMs).toBe(10 * HOUR_MS)
})

test('two nodes at once close the rack once, and it opens when both are done', () => {
  const built = site({ technicians: 4, timeBetweenFaults: '20 days', repair: '30 hours' })
  built.kernel.run(200 * DAY_MS, FOREVER)
  const racks = built.gates.calls.filter(({ call }) => call.endsWith('Rack'))
  expect(racks.length).toBeGreaterThan(10)
  expect(racks.length / 2).toBeLessThan(built.gates.calls.filter(({ call, cause }) => call === 'closeNode' && cause === 'repair').length)
  racks.forEach(({ call }, n) => expect(call).toBe(n % 2 === 0 ? 'closeRack' : 'openRack'))
})

test('without it, and in racks of servers that stand alone, the others work on', () => {
  const without = site({ rackRepairs: undefined })
  without.kernel.run(runToRepair(without) + DAY_MS, FOREVER)
  const servers = makeSite({ world: { racksPerBlock: 1, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 400 * DAY_MS, rackTypes: [rackType('hgx-h100-air-4')] }, faults })
  servers.expose(true)
  servers.faults.start()
  servers.kernel.run(runToRepair(servers) + DAY_MS, FOREVER)
  expect([...without.gates.calls, ...servers.gates.calls].filter(({ call }) => call.endsWith('Rack'))).toEqual([])
  expect(without.facility.crew().busyMs).toBe(5 * HOUR_MS)
})

test('a kind of fault has hands-on times of its own', () => {
  const built = site({ rackRepairs: undefined, classes: { ...faults.classes, 'faulty-gpu': { autoFix: 0, repair: '7 hours' } } })
  built.kernel.run(runToRepair(built) + DAY_MS, FOREVER)
  expect(built.facility.crew().busyMs).toBe(7 * HOUR_MS)
})

test('restored while a rack is down it ends like the straight run, to the bit', () => {
  const straight = site()
  const began = runToRepair(straight)
  const saved = snapshotState(straight.state)
  straight.kernel.run(began + 100 * DAY_MS, FOREVER)
  const other = site()
  restoreState(other.state, saved)
  other.kernel.run(began + 100 * DAY_MS, FOREVER)
  expect(hashState(other.state)).toBe(hashState(straight.state))
})
