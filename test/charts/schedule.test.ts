// The layout of schedules: a row an item of every open group, bars within the plot and in the order of time, nothing over anything else.
import { describe, expect, test } from 'vitest'
import { scheduleChart } from '../../src/charts/schedule.ts'
import { groupsOf, placeSchedule } from '../../src/charts/schedule/layout.ts'
import type { Mark } from '../../src/charts/mark.ts'
import { sampleSchedule, scheduleData } from './schedule-samples.ts'

const SHAPES = [{ blocks: 1, equipment: 0, seed: 1 }, { blocks: 2, equipment: 5, seed: 2 }, { blocks: 8, equipment: 9, seed: 3 }, { blocks: 3, equipment: 4, seed: 4, never: 0.4 }]
const WIDTHS = [366, 640, 1200]

describe.each(SHAPES)('$blocks blocks, $equipment kinds of equipment', shape => {
  const report = sampleSchedule(shape)
  const placed = WIDTHS.map(width => placeSchedule(report, groupsOf(report), width, 40))

  test('has a row for every group and item, one below the other', () => {
    for (const { rows } of placed) {
      expect(rows).toHaveLength(groupsOf(report).length + report.items.length)
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
      rows.slice(1).forEach(({ top }, index) => expect(top).toBe(rows[index].top + rows[index].height))
    }
  })

  test('has bars, bands and signs within the plot and within their row', () => {
    for (const { rows, plot, x } of placed) {
      for (const { bars, band, middle, top, height, item } of rows) {
        expect(middle - 7).toBeGreaterThanOrEqual(top)
        expect(middle + 7).toBeLessThanOrEqual(top + height)
        const xs = [...bars.flatMap(({ from, to }) => [from, to]), ...(band === null ? [] : [band.from, band.to]), ...(item?.order == null ? [] : [x(item.order.orderedMs), x(item.order.orderByP90Ms)])]
        for (const at of xs) {
          expect(at).toBeGreaterThanOrEqual(plot.left - 0.5)
          expect(at).toBeLessThanOrEqual(plot.right + 0.5)
        }
        for (const { from, to } of bars) expect(to).toBeGreaterThanOrEqual(from - 0.001)
      }
    }
  })

  test('closed groups have no items', () => {
    const { rows } = placeSchedule(report, [], 800, 0)
    expect(rows.map(({ id }) => id)).toEqual(groupsOf(report))
    expect(placeSchedule(report, [report.blocks[0].id], 800, 0).rows.filter(({ kind }) => kind === 'item').every(({ group }) => group === report.blocks[0].id)).toBe(true)
  })
})

test('a day is where the axis says, to the day', () => {
  const report = sampleSchedule(SHAPES[1])
  const { x, fromDay, toDay, plot } = placeSchedule(report, [], 900, 0)
  const middle = (fromDay + toDay) / 2
  expect(x((middle - report.startDay) * 86_400_000)).toBeCloseTo((plot.left + plot.right) / 2, 6)
})

test('the critical path goes on from row to row, and bars on it are underlined', () => {
  const data = scheduleData(SHAPES[1])
  expect(placeSchedule(data.report, data.open, 900, 0).links.length).toBeGreaterThanOrEqual(2)
  const texts = (mark: Mark): string[] => mark.children.flatMap(child => (typeof child === 'string' ? [child] : texts(child)))
  expect(texts(scheduleChart.layout(data, { width: 900, height: 0, theme: 'light', source: '' })).join('\n')).toContain('on the critical path')
})

test('the title names the block that is latest, what most often makes it so, and orders that are too late', () => {
  const data = scheduleData({ blocks: 2, equipment: 3, seed: 2 })
  const late = data.report.items.filter(({ order }) => order !== null && order.floatP90Ms < 0).length
  expect(scheduleChart.describe(data)).toMatch(new RegExp(`^Hall [12] is ready .* late at P50, most often for machines of kind 1; ${late} orders? (is|are) too late for P90`))
})
