// The layout of cooling schematics, whatever plants they have: every part once, nothing over anything else, pipes from part to part.
import { describe, expect, test } from 'vitest'
import { coolingSchematicChart } from '../../src/charts/cooling-schematic.ts'
import { type Box, type PlacedSchematic, placeSchematic } from '../../src/charts/cooling-schematic/layout.ts'
import { temperatureColour, temperatureRange } from '../../src/charts/cooling-schematic/marks.ts'
import { textWidth } from '../../src/charts/text-width.ts'
import type { CoolingSchematic } from '../../src/results/cooling-schematic.ts'
import { sampleSchematic, schematicData, type SchematicShape } from './schematic-samples.ts'

const SHAPES: readonly SchematicShape[] = [1, 2, 3, 4].flatMap(lanes => [0, 1, 3].flatMap(machines => [true, false].map(hasWater => ({ blocks: 2, lanes, machines, hasWater, seed: lanes * 10 + machines }))))
const WIDTHS = [366, 640, 830, 1400]

const isOver = (a: Box, b: Box): boolean => Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left) > 0.5 && Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top) > 0.5

/** Pairs of parts or words of pipes that lie over each other. */
function overlaps({ parts, pipes }: PlacedSchematic): string[] {
  const boxes = [...parts.map(({ node, box }) => ({ name: `part ${node}`, box })), ...pipes.filter(({ lines }) => lines.length > 0).map(({ edge, box }) => ({ name: `words of pipe ${edge}`, box }))]
  return boxes.flatMap((a, i) => boxes.slice(i + 1).flatMap(b => (isOver(a.box, b.box) ? [`${a.name} over ${b.name}`] : [])))
}

/** Pipes that run through a part at neither of their ends. */
function strikes({ edges }: CoolingSchematic, { parts, pipes }: PlacedSchematic): string[] {
  return pipes.flatMap(({ edge, points }) =>
    parts.flatMap(({ node, box }) => {
      if (node === edges[edge].from || node === edges[edge].to) return []
      const isHit = points.slice(1).some((end, i) => isOver(box, { left: Math.min(points[i].x, end.x), top: Math.min(points[i].y, end.y), width: Math.abs(points[i].x - end.x) + 1, height: Math.abs(points[i].y - end.y) + 1 }))
      return isHit ? [`pipe ${edge} through part ${node}`] : []
    }),
  )
}

describe.each(SHAPES)('$lanes ways, $machines kinds of machines, water $hasWater', shape => {
  const schematic = sampleSchematic(shape)
  const drawings = WIDTHS.map(width => placeSchematic(schematic, 0, schematic.cases[0], width))

  test('has every part of the block and of the site once', () => {
    const wanted = schematic.nodes.flatMap(({ block }, index) => (block <= 0 ? [index] : []))
    for (const { parts } of drawings) expect(parts.map(({ node }) => node).sort((a, b) => a - b)).toEqual(wanted)
  })

  test('has nothing over anything else and nothing outside', () => {
    for (const placed of drawings) {
      expect(overlaps(placed)).toEqual([])
      expect(strikes(schematic, placed)).toEqual([])
      for (const { box } of placed.parts) {
        expect(box.left).toBeGreaterThanOrEqual(0)
        expect(box.left + box.width).toBeLessThanOrEqual(placed.width + 0.5)
        expect(box.top + box.height).toBeLessThanOrEqual(placed.height + 0.5)
      }
    }
  })

  test('has words that fit into their parts', () => {
    for (const { parts } of drawings) {
      for (const { box, lines } of parts) {
        for (const { text, value } of lines) expect(textWidth(text, 10) + textWidth(value, 10), `${text} ${value}`).toBeLessThanOrEqual(box.width - 8)
      }
    }
  })

  test('begins and ends every pipe at its parts', () => {
    for (const { parts, pipes } of drawings) {
      const boxOf = (node: number): Box => parts.find(part => part.node === node)?.box ?? { left: 0, top: 0, width: 0, height: 0 }
      for (const { edge, points } of pipes) {
        for (const [node, point] of [[schematic.edges[edge].from, points[0]], [schematic.edges[edge].to, points[points.length - 1]]] as const) {
          const { left, top, width, height } = boxOf(node)
          expect(point.x).toBeGreaterThanOrEqual(left - 0.5)
          expect(point.x).toBeLessThanOrEqual(left + width + 0.5)
          expect(point.y).toBeGreaterThanOrEqual(top - 0.5)
          expect(point.y).toBeLessThanOrEqual(top + height + 0.5)
        }
      }
    }
  })
})

test('where there is room, every state stands at the pipes; elsewhere the one that is shown', () => {
  const schematic = sampleSchematic({ blocks: 1, lanes: 2, machines: 2, hasWater: true })
  expect(placeSchematic(schematic, 0, schematic.cases[0], 830).pipes[0].lines.map(({ tag }) => tag)).toEqual(['now', 'normal', 'design'])
  expect(placeSchematic(schematic, 0, schematic.cases[2], 366).pipes[0].lines.map(({ tag }) => tag)).toEqual(['design'])
})

test('pipes are blue at the coldest and vermilion at the warmest', () => {
  const schematic = sampleSchematic({ blocks: 1, lanes: 1, machines: 1, hasWater: false })
  const range = temperatureRange(schematic)
  if (range === null) throw new Error('no temperatures')
  expect(temperatureColour(range.low, range, 'light', '')).toBe('#0072b2')
  expect(temperatureColour(range.high, range, 'light', '')).toBe('#d55e00')
  expect(temperatureColour(null, range, 'light', 'none')).toBe('none')
})

test('the title names the worst part, with its block and when', () => {
  const data = schematicData({ blocks: 2, lanes: 1, machines: 1, hasWater: false }, { shown: 'design' })
  expect(coolingSchematicChart.describe(data)).toMatch(/^Cooling holds at full load on the design day/)
  const cases = data.schematic.cases.map(each => ({ ...each, nodes: each.nodes.map((state, index) => (data.schematic.nodes[index].id === 'block[1]/way0/plant' ? { ...state, health: 'failed' as const, note: 'the heat outruns the plant at any temperature' } : state)) }))
  expect(coolingSchematicChart.describe({ ...data, schematic: { ...data.schematic, cases } })).toMatch(/^Hall 2, at full load on the design day: plant of way 1 failed, the heat outruns/)
})
