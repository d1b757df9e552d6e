// The layout of one-lines: everything is there once, nothing lies over anything else, and a contingency marks what it should.
import { describe, expect, test } from 'vitest'
import { oneLineChart } from '../../src/charts/one-line.ts'
import { effectOf } from '../../src/charts/one-line/effect.ts'
import { CONDENSINGS, type Condensing, drawnGraph, stemOf } from '../../src/charts/one-line/graph.ts'
import { type PlacedDrawing, placeDrawing } from '../../src/charts/one-line/layout.ts'
import { componentText, contingencyText } from '../../src/charts/one-line/names.ts'
import { placed } from '../../src/charts/one-line/place.ts'
import { type LiveNode, loadingOf, outputOf, scaleOf, type WordContext } from '../../src/charts/one-line/words.ts'
import type { Mark } from '../../src/charts/mark.ts'
import type { OneLine } from '../../src/results/one-line.ts'
import { campus, contingency, FOUR_TO_MAKE_THREE, oneLineData, randomOneLine } from './one-line-samples.ts'

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1)
const EXPANDED = [null, 0, 1]

function drawingOf(oneLine: OneLine, expanded: number | null, condensing: Condensing): { context: WordContext; drawing: PlacedDrawing } {
  const graph = drawnGraph(oneLine, expanded, condensing)
  const context: WordContext = { oneLine, graph, scale: scaleOf(oneLine), live: null }
  return { context, drawing: placeDrawing(context, graph.columns.map((_, index) => `Hall ${index + 1}`), 0, 600) }
}

const everyDrawing = (oneLine: OneLine): { context: WordContext; drawing: PlacedDrawing }[] => EXPANDED.flatMap(expanded => CONDENSINGS.map(condensing => drawingOf(oneLine, expanded, condensing)))

/** Pairs of components whose symbols or words lie over each other. */
function overlaps({ nodes }: PlacedDrawing): string[] {
  const boxes = nodes.map(({ box }) => box)
  return boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b, more) => (Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left) > 0.5 && Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top) > 0.5 ? [`${i} over ${i + 1 + more}`] : [])),
  )
}

/** Connections that run through a symbol at neither of their ends. */
function strikes({ context, drawing }: { context: WordContext; drawing: PlacedDrawing }): string[] {
  return drawing.paths.flatMap((path, edge) => {
    const { from, to } = context.graph.edges[edge]
    return drawing.nodes.flatMap(({ x, y }, node) => {
      if (node === from || node === to || context.graph.nodes[node].kind === 'bus') return []
      const box = { left: x - 11, right: x + 11, top: y + 1, bottom: y + 27 }
      const isHit = path.slice(1).some((end, i) => Math.max(Math.min(path[i].x, end.x), box.left) < Math.min(Math.max(path[i].x, end.x), box.right) + 0.01 && Math.max(Math.min(path[i].y, end.y), box.top) < Math.min(Math.max(path[i].y, end.y), box.bottom) + 0.01)
      return isHit ? [`edge ${edge} through node ${node}`] : []
    })
  })
}

describe.each(SEEDS)('a random one-line, seed %i', seed => {
  const oneLine = randomOneLine(seed)
  const drawings = everyDrawing(oneLine)

  test('has every component in one symbol and every connection in one line', () => {
    for (const { context: { graph }, drawing } of drawings) {
      expect(graph.nodes.flatMap(({ members }) => members).sort((a, b) => a - b)).toEqual([...oneLine.nodes.keys()])
      const inside = oneLine.edges.flatMap(({ from, to }, index) => (graph.drawnOf[from] === graph.drawnOf[to] ? [index] : []))
      expect([...graph.edges.flatMap(({ members }) => members), ...inside].sort((a, b) => a - b)).toEqual([...oneLine.edges.keys()])
      expect(drawing.paths.filter(path => path.length < 2)).toEqual([])
    }
  })

  test('has nothing over anything else and everything within the drawing', () => {
    for (const each of drawings) {
      const { drawing } = each
      expect(overlaps(drawing)).toEqual([])
      expect(strikes(each)).toEqual([])
      const corners = [...drawing.nodes.flatMap(({ box }) => [box.left, box.left + box.width]), ...drawing.paths.flat().map(({ x }) => x)]
      expect(Math.min(...corners)).toBeGreaterThanOrEqual(-0.5)
      expect(Math.max(...corners)).toBeLessThanOrEqual(drawing.width + 0.5)
    }
  })

  test('begins and ends every connection at its components', () => {
    for (const { context, drawing } of drawings) {
      context.graph.edges.forEach(({ from, to }, edge) => {
        const path = drawing.paths[edge]
        for (const [node, point] of [[from, path[0]], [to, path[path.length - 1]]] as const) {
          const place = drawing.nodes[node]
          expect(point.x).toBeGreaterThanOrEqual(place.from - 0.5)
          expect(point.x).toBeLessThanOrEqual(place.to + 0.5)
          expect(point.y).toBeGreaterThanOrEqual(place.y - 0.5)
          expect(point.y).toBeLessThanOrEqual(place.y + Math.max(28, place.box.height) + 0.5)
        }
      })
    }
  })

  test('is the same drawing every time', () => {
    const draw = (): Mark => oneLineChart.layout(oneLineData(oneLine), { width: 900, height: 500, theme: 'light', source: '' })
    expect(draw()).toEqual(draw())
  })
})

test('the checks themselves see what lies over each other', () => {
  const { context, drawing } = drawingOf(campus(FOUR_TO_MAKE_THREE), 0, CONDENSINGS[0])
  const moved = { ...drawing, nodes: drawing.nodes.map((node, index) => (index === 1 ? drawing.nodes[0] : node)) }
  expect(overlaps(moved)).toEqual(['0 over 1'])
  const ups = context.graph.nodes.findIndex(({ kind }) => kind === 'ups')
  const { x, y } = drawing.nodes[ups]
  const struck = { ...drawing, paths: drawing.paths.map((path, index) => (index === 0 ? [{ x: x - 40, y: y + 10 }, { x: x + 40, y: y + 10 }] : path)) }
  expect(strikes({ context, drawing: struck })).toEqual([`edge 0 through node ${ups}`])
})

describe('room', () => {
  const widthOf = (oneLine: OneLine, width: number): number => Number(oneLineChart.layout(oneLineData(oneLine), { width, height: 600, theme: 'light', source: '' }).attributes.width)

  test('four blocks of 4-to-make-3 fit beside text and list on 1440 px, and eight of 100 MW do', () => {
    expect(widthOf(campus(FOUR_TO_MAKE_THREE), 800)).toBe(800)
    expect(widthOf(campus({ ...FOUR_TO_MAKE_THREE, blocks: 8, itW: 100e6 }), 800)).toBe(800)
  })

  test('blocks that are alike share a column where there is little room, others never do', () => {
    const oneLine = campus(FOUR_TO_MAKE_THREE)
    const tight = drawnGraph(oneLine, 0, CONDENSINGS[3])
    expect(tight.columns.map(({ blocks }) => blocks)).toEqual([[0], [1, 2, 3]])
    const other = { ...oneLine, nodes: oneLine.nodes.map(node => (node.id === 'block[2]/ups[0]' ? { ...node, ratedW: 1 } : node)) }
    expect(drawnGraph(other, 0, CONDENSINGS[3]).columns.map(({ blocks }) => blocks)).toEqual([[0], [1, 3], [2]])
  })

  test('equal siblings are condensed when there are many', () => {
    const site = campus({ ...FOUR_TO_MAKE_THREE, blocks: 1 })
    const bus = site.nodes.findIndex(({ id }) => id === 'block[0]/bus')
    const pumps = Array.from({ length: 9 }, (_, index) => ({ ...site.nodes[bus], id: `block[0]/pump[${index}]`, kind: 'cooling' as const, label: `Pump ${index + 1}`, level: 5 }))
    const edges = pumps.map((_, index) => ({ from: bus, to: site.nodes.length + index, role: 'normal' as const, normalW: 1000, failoverW: 1000 }))
    const { graph } = drawingOf({ nodes: [...site.nodes, ...pumps], edges: [...site.edges, ...edges] }, 0, CONDENSINGS[0]).context
    expect(graph.nodes.filter(({ id }) => id.startsWith('block[0]/pump')).map(({ members }) => members.length)).toEqual([9])
  })

  test('names without their letter', () => {
    expect(['UPS system B', 'Racks A–C', 'Block transformers', 'UPS of pumps'].map(stemOf)).toEqual(['UPS system', 'Racks', 'Block transformers', 'UPS of pumps'])
  })
})

describe('places', () => {
  test('are the wishes where they can be, and the mean of those that meet', () => {
    const extents = [10, 10, 10].map(each => ({ left: each, right: each }))
    expect(placed([0, 100, 200], extents, [1, 1, 1])).toEqual([0, 100, 200])
    expect(placed([50, 50, 200], extents, [1, 1, 1])).toEqual([37, 63, 200])
    expect(placed([50, 50], extents.slice(1), [3, 1])).toEqual([43.5, 69.5])
  })
})

describe('loads', () => {
  const oneLine = campus(FOUR_TO_MAKE_THREE)
  const at = (id: string): number => oneLine.nodes.findIndex(node => node.id === id)

  test('4-to-make-3 at its limit: three quarters normally, all of the rating with one system lost', () => {
    const loading = loadingOf(oneLine, at('block[1]/ups[2]'))
    expect(loading?.normal).toBeCloseTo(0.75, 6)
    expect(loading?.failover).toBeCloseTo(1, 6)
  })

  test('racks draw the same whichever system carries them', () => {
    expect(outputOf(oneLine, at('block[0]/racks[0]'))).toEqual({ normalW: 4_166_666, failoverW: 4_166_667 })
  })

  test('over the rating is said by word and shape, with the worst in the title', () => {
    const over = campus({ ...FOUR_TO_MAKE_THREE, failoverLoading: 1.12 })
    const drawing = oneLineChart.layout(oneLineData(over), { width: 1400, height: 700, theme: 'light', source: '' })
    const words = texts(drawing)
    expect(words.filter(word => word.endsWith('112\u2009% over')).length).toBeGreaterThanOrEqual(4)
    expect(oneLineChart.describe(oneLineData(over))).toContain('16 components go over the rating in failover: UPS system A of Hall 1 reaches 112')
    expect(marksOf(drawing).filter(({ attributes }) => String(attributes.d).endsWith('l5 8.5h-10z')).length).toBeGreaterThanOrEqual(4)
  })

  test('live, only what the run records has a load now', () => {
    const live = oneLine.nodes.map((_, index): LiveNode => (index === at('block[0]/ups[0]') ? { loadW: 5e6, state: 'live' } : { loadW: null, state: index === at('block[0]/ups[1]') ? 'down' : null }))
    const words = texts(oneLineChart.layout(oneLineData(oneLine, { live }), { width: 1400, height: 700, theme: 'light', source: '' }))
    expect(words).toContain('5.0 | 6.5 | 8.7')
    expect(words).toContain('6.5 | 8.7')
    expect(words).not.toContain('– | 6.5 | 8.7')
    const racks = oneLine.nodes.map((_, index): LiveNode => ({ loadW: index === at('block[0]/racks[0]') ? 3.1e6 : null, state: null }))
    expect(texts(oneLineChart.layout(oneLineData(oneLine, { live: racks }), { width: 1400, height: 700, theme: 'light', source: '' }))).toContain('now 3.1')
    expect(words).toContain('down')
  })
})

function texts(mark: Mark): string[] {
  return mark.tag === 'text' ? [mark.children.filter(child => typeof child === 'string').join('')] : mark.children.flatMap(child => (typeof child === 'string' ? [] : texts(child)))
}

const marksOf = (mark: Mark): Mark[] => [mark, ...mark.children.flatMap(child => (typeof child === 'string' ? [] : marksOf(child)))]

describe('a contingency', () => {
  const oneLine = campus(FOUR_TO_MAKE_THREE)
  const at = (id: string): number => oneLine.nodes.findIndex(node => node.id === id)
  const idsOf = (edges: Iterable<number>): string[] => [...edges].map(edge => `${oneLine.nodes[oneLine.edges[edge].from].id} → ${oneLine.nodes[oneLine.edges[edge].to].id}`).sort()

  test('that loses a system marks it and the paths of its partners', () => {
    const { fates, takeover } = effectOf(oneLine, contingency(oneLine, ['block[0]/ups[1]']))
    expect([...fates]).toEqual([[at('block[0]/ups[1]'), 'failed']])
    expect(idsOf(takeover)).toEqual([
      'block[0]/bus → block[0]/ups[0]', 'block[0]/bus → block[0]/ups[2]', 'block[0]/bus → block[0]/ups[3]',
      'block[0]/ups[0] → block[0]/racks[0]', 'block[0]/ups[2] → block[0]/racks[3]', 'block[0]/ups[3] → block[0]/racks[4]',
    ])
  })

  test('that takes one of several units leaves the component standing', () => {
    const { fates, takeover } = effectOf(oneLine, contingency(oneLine, ['block[0]/ups[1]/module[3]']))
    expect([...fates]).toEqual([[at('block[0]/ups[1]'), 'part']])
    expect(takeover.size).toBe(0)
  })

  test('that takes the utility hands over to the standby sets of every block', () => {
    const lost = contingency(oneLine, ['grid/feed[permanent]', 'grid/feed[temporary]'])
    const sets = idsOf(effectOf(oneLine, lost).takeover).filter(id => id.includes('generator'))
    expect(sets).toEqual([0, 1, 2, 3].map(block => `block[${block}]/generator[0] → block[${block}]/bus`))
  })

  test('with no way round takes the racks that the audit counts', () => {
    const single = campus({ blocks: 2, systems: 2, itW: 2e6 })
    const bus = single.nodes.findIndex(({ id }) => id === 'block[1]/bus')
    const { fates } = effectOf(single, contingency(single, ['block[1]/bus'], { state: 'down', racksLost: 192 }))
    expect([...fates].map(([index, fate]) => `${single.nodes[index].id} ${fate}`)).toEqual(['block[1]/racks[0] lost', 'block[1]/bus failed'])
    expect(single.nodes[bus].block).toBe(1)
  })

  test('marks what the audit names', () => {
    const { fates } = effectOf(oneLine, contingency(oneLine, ['block[0]/ups[1]'], { lost: ['block[0]/racks[1]'], degraded: ['block[0]/racks[0]'] }))
    expect(fates.get(at('block[0]/racks[1]'))).toBe('lost')
    expect(fates.get(at('block[0]/racks[0]'))).toBe('degraded')
  })

  test('has a name that people use', () => {
    const labels = ['Hall 1', 'Hall 2', 'Hall 3', 'Hall 4']
    const name = (path: string): string => componentText(oneLine, path, labels)
    expect(name('block[1]/ups[1]')).toBe('UPS system B, Hall 2')
    expect(name('block[1]/ups[1]/module[3]')).toBe('Module 4 of UPS system B, Hall 2')
    expect(name('grid/feed[permanent]')).toBe('Feed permanent')
    expect(name('grid/substation/transformer[0]')).toBe('Substation transformer 1')
    expect(name('block[2]/transformer[0]')).toBe('Transformer 1, Hall 3')
    expect(contingencyText(oneLine, contingency(oneLine, ['block[1]/generator[0]'], { maintained: 'block[1]/ups[0]' }), labels)).toBe('Generator 1 while UPS system A is serviced, Hall 2')
    expect(contingencyText(oneLine, contingency(oneLine, ['block[1]/generator[0]', 'grid/substation/transformer[0]']), labels)).toBe('Generator 1, Hall 2 and substation transformer 1')
  })
})
