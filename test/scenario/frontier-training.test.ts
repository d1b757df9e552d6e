// The scenario of the Llama 3 run says what was published, and nothing about it is doubtful.
import { expect, test } from 'vitest'
import { preflight } from '../../src/engine/preflight/preflight.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { mustLoad, shippedText } from './support/files.ts'

const TEXT = shippedText('frontier-training-54d.yaml')
const { scenario } = mustLoad(TEXT, {})

test('no issue and no finding, warnings included', () => {
  expect(loadScenario(TEXT, { file: 'frontier-training-54d.yaml' }).issues).toEqual([])
  expect(preflight(scenario, { weather: null })).toEqual([])
})

test.each(Object.keys(scenario.options))('option %s is valid', option => {
  const loaded = mustLoad(TEXT, { option })
  expect(preflight(loaded.scenario, { weather: null }).filter(({ severity }) => severity === 'error')).toEqual([])
})

test('54 days, one run of 16,384 accelerators with 47 planned stops, 2,048 nodes of eight and 32 to spare', () => {
  expect(scenario.horizon.end - scenario.horizon.start).toBe(54)
  expect(scenario.workload).toMatchObject([{ source: 'training-run', accelerators: 16_384, work: 54 * 86_400_000, plannedStops: 47 }])
  const nodes = scenario.blocks.reduce((sum, { racks }) => sum + racks.reduce((all, { count, nodes: perRack }) => all + count * perRack, 0), 0)
  expect(nodes).toBe(2048 + 32)
  expect(scenario.blocks[0].racks[0].acceleratorsPerNode).toBe(8)
  expect(scenario.faults).toMatchObject({ preset: 'llama-3', network: 'node', rateFactor: 1 })
})
