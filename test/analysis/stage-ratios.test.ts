import { expect, test } from 'vitest'
import { stageRatios } from '../../src/analysis/stage-ratios.ts'
import { handRun } from './runs.ts'
import { oneRack } from './site.ts'
import { waterfallDay } from './waterfall-day.ts'

const of = (stage: string, rows: ReturnType<typeof stageRatios>): number => rows.find(row => row.stage === stage)?.ratio ?? Number.NaN

test('T9.3: each level over the one before; their product is productive of contracted times the model’s share', () => {
  const rows = stageRatios(oneRack(), waterfallDay())
  expect(of('delivered', rows)).toBeCloseTo((3456 - 144) / 3456, 9)
  expect(of('allocatable', rows)).toBeCloseTo(3012 / 3084, 9)
  expect(of('allocated', rows)).toBeCloseTo(1536 / 3012, 9)
  expect(of('running', rows)).toBeCloseTo(1472 / 1536, 9)
  expect(of('productive', rows)).toBeCloseTo(1257.14 / 1472, 4)
  expect(of('effective', rows)).toBeCloseTo(515.43 / 3456, 4)
  expect(rows.slice(0, -1).reduce((product, { ratio }) => product * (ratio ?? 1), 1)).toBeCloseTo(of('effective', rows), 12)
})

test('a level that nothing reached has no share of the next', () => {
  const rows = stageRatios(oneRack(), handRun({ windows: [{ 'L1.supplier': 100 }] }))
  expect(rows.map(({ ratio }) => ratio).slice(0, 2)).toEqual([0, null])
})
