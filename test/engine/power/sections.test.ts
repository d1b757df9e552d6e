import { describe, expect, test } from 'vitest'
import { transformerOfPeakEfficiency } from '../../../src/physics/transformer.ts'
import { engineCatalog, standbyCatalog } from '../../../src/scenario/catalog/generators.ts'
import { transformerCatalog } from '../../../src/scenario/catalog/transformers.ts'
import { upsCatalog } from '../../../src/scenario/catalog/ups.ts'
import { blockPowerSection } from '../../../src/scenario/schema/block-power.ts'
import { type Catalog, catalogRow } from '../../../src/scenario/schema/fields.ts'
import { generationSection } from '../../../src/scenario/schema/generation.ts'
import { gridSection } from '../../../src/scenario/schema/grid.ts'

const CATALOGS: readonly Catalog[] = [upsCatalog, transformerCatalog, standbyCatalog, engineCatalog]

describe('catalogs', () => {
  test.each(CATALOGS.flatMap(of => Object.keys(of.entries).map(model => ({ kind: of.kind, model, of }))))('$kind $model reads', ({ of, model }) => {
    const row = catalogRow(of, model)
    for (const field of Object.keys(of.fields)) expect(row, field).toHaveProperty(field)
  })

  test.each([['hv-40mva', 40e6, 0.9972], ['hv-90mva', 90e6, 0.9976], ['hv-100mva', 100e6, 0.9977]] as const)('losses of %s follow from its peak efficiency at 45 %', (model, ratedVa, efficiency) => {
    const row = catalogRow(transformerCatalog, model)
    const { noLoadLossW, loadLossW } = transformerOfPeakEfficiency(ratedVa, efficiency, 0.45)
    expect(row.rated).toBe(ratedVa)
    expect((row.noLoadLoss ?? 0) / noLoadLossW).toBeCloseTo(1, 3)
    expect((row.loadLoss ?? 0) / loadLossW).toBeCloseTo(1, 3)
  })
})

describe('sections', () => {
  test('a feed with steps and a slip', () => {
    const grid = gridSection.parse({
      feeds: { main: { capacity: '100 MW', energised: '2029-01-01', steps: [{ capacity: '50 MW', energised: { planned: '2030-01-01', slip: '90 days' } }] } },
    })
    expect(grid.feeds.main.capacity).toBe(100e6)
    expect(grid.feeds.main.voltage).toBe(138_000)
    expect(grid.feeds.main.steps[0]).toMatchObject({ capacity: 50e6, energised: { slip: { kind: 'fixed', value: 90 * 86_400_000 } } })
    expect(grid.substation).toBeUndefined()
    expect(grid.carbon).toBe(347)
  })

  test.each([
    ['a capacity without dimension', { feeds: { main: { capacity: 100, energised: '2029-01-01' } } }],
    ['a capacity in the wrong dimension', { feeds: { main: { capacity: '100 MWh', energised: '2029-01-01' } } }],
    ['a negative capacity', { feeds: { main: { capacity: '-5 MW', energised: '2029-01-01' } } }],
    ['a P90 below the P50', { feeds: { main: { capacity: '5 MW', energised: { planned: '2029-01-01', slip: { p50: '9 months', p90: '6 months' } } } } }],
    ['an unknown key', { feeds: { main: { capacity: '5 MW', energised: '2029-01-01', capcity: '5 MW' } } }],
    ['a negative rate', { feeds: { main: { capacity: '5 MW', energised: '2029-01-01', outages: { ordinary: { rate: '-1/year' } } } } }],
    ['a common mode beyond one', { commonMode: 1.5 }],
  ])('%s is refused', (_, input) => {
    expect(gridSection.safeParse(input).success).toBe(false)
  })

  test('generation and block power: unknown models and topologies are refused', () => {
    expect(generationSection.safeParse([{ id: 'a', model: 'recip-5mw', count: 1, inService: '2028-01-01' }]).success).toBe(false)
    expect(generationSection.parse([])).toEqual([])
    const chain = { ups: { model: 'ups-500kw', count: 6 }, transformers: { model: 'lv-3mva', count: 2 } }
    expect(blockPowerSection.parse(chain).topology).toBe('4-to-make-3')
    expect(blockPowerSection.safeParse({ ...chain, topology: '4-to-make-2' }).success).toBe(false)
    expect(blockPowerSection.safeParse({ transformers: chain.transformers }).success).toBe(false)
    expect(blockPowerSection.parse({ ...chain, ups: { model: 'ups-500kw', count: 6, rated: '400 kW' } }).ups.rated).toBe(400_000)
  })
})
