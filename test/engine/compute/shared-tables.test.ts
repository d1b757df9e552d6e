import { expect, test } from 'vitest'
import { rootKey } from '../../../src/base/rng.ts'
import { createServices } from '../../../src/engine/compute/inference.ts'
import { inference } from '../../../src/engine/compute/sources/inference.ts'
import type { ServiceSpec, SourceSite } from '../../../src/engine/compute/inference-definition.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import { powerSection } from '../../../src/scenario/schema/power.ts'
import { type InferenceEntry, workloadSection } from '../../../src/scenario/schema/workload.ts'
import { DAY_MS } from '../world.ts'

const [chat] = workloadSection.parse([{ id: 'chat', source: 'inference', peak: '300 request/s' }]) as InferenceEntry[]
const site: SourceSite = {
  root: rootKey(1, 0), horizonMs: DAY_MS, startDay: 0, localHour: () => 12, contract: [], acceleratorCount: 800, atom: 8,
  rackType: rackType('hgx-h100-air-4'), phases: powerSection.parse({}).phases, traces: {}, takeovers: [],
}
const serviceOf = (spec: ServiceSpec) => {
  const { list: [{ times }], pools: [pool] } = createServices([{ spec, index: 0 }])
  return { times, mostPerS: pool.mostPerS(10) }
}

test('replications of a file share what is worked out of a service', () => {
  const first = inference.describe(chat, site)
  const next = inference.describe(chat, { ...site, root: rootKey(1, 7) })
  expect(next.pools[0]).toBe(first.pools[0])
  expect(serviceOf(next)).toEqual(serviceOf(first))
  expect(serviceOf(next).times).toBe(serviceOf(first).times)
})

test('another entry, rack or objective has its own', () => {
  const spec = inference.describe(chat, site)
  expect(inference.describe({ ...chat }, site).pools[0]).not.toBe(spec.pools[0])
  // A replica of 4 accelerators takes a node of 8 or two of 2.
  expect([spec, inference.describe(chat, { ...site, atom: 2 })].map(({ pools }) => pools[0].nodes)).toEqual([1, 2])
  expect(inference.describe(chat, { ...site, rackType: rackType('gb200-nvl72') }).pools[0].residenceS).toBeLessThan(spec.pools[0].residenceS)
  const { mostPerS } = serviceOf(spec)
  expect(serviceOf({ ...spec, missedFraction: 0.5 }).mostPerS).toBeGreaterThan(mostPerS)
  expect(serviceOf(spec).mostPerS).toBe(mostPerS)
})
