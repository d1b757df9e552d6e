/** From the drawn graph to places in pixels: spots, connections, columns. Everything that is drawn is told here; nothing is drawn. */
import { textWidth } from '../text-width.ts'
import { type DrawnGraph, SITE } from './graph.ts'
import { type Layers, layersOf, neighboursOf } from './layers.ts'
import { type Extent, GAP, placeAbove, placeRows, rowWidth, straighten } from './place.ts'
import { type PinRoom, type Routes, routesOf } from './route.ts'
import { SYMBOL } from './symbols.ts'
import { type Line, lineWidth, linesOf, type WordContext } from './words.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface PlacedNode {
  readonly lines: readonly Line[]
  /** Middle of the connection, and top. */
  readonly x: number
  readonly y: number
  /** Everything that belongs to it: symbol and words. */
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
  /** Ends of the bar of a bus; of racks, the sides of their block. */
  readonly from: number
  readonly to: number
  /** Left edge of the words. */
  readonly textX: number
}

export interface PlacedColumn {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** Where the title begins, right of what comes in. */
  readonly titleX: number
  readonly title: string
}

export interface PlacedDrawing {
  readonly nodes: readonly PlacedNode[]
  /** Corners of every edge, from its start. */
  readonly paths: readonly (readonly Point[])[]
  /** Where connections of one net part. */
  readonly dots: readonly Point[]
  readonly columns: readonly PlacedColumn[]
  readonly width: number
  readonly height: number
}

export const LINE_PX = 12
/** Space between symbol and words, around words in the block of racks, beside the trunk of a column. */
const TEXT_GAP = 4
const RACK_PAD = 3
const TRUNK_PX = 9
const COLUMN_PAD = 6
const COLUMN_GAP = 10
const HEAD_PX = 18
const BAR_PX = 6
const CHANNEL = { straight: 12, edge: 9, track: 7, mostStretch: 22 } as const
const PASSING: Extent = { left: 3, right: 3 }
const TITLE_SIZE = 11

interface Measured {
  readonly lines: readonly Line[]
  readonly extent: Extent
  readonly height: number
}

function measure(context: WordContext, node: number): Measured {
  const { kind } = context.graph.nodes[node]
  const lines = linesOf(context, node)
  const text = Math.max(0, ...lines.map(lineWidth))
  const tall = lines.length * LINE_PX
  if (kind === 'racks') return { lines, extent: { left: text / 2 + RACK_PAD, right: text / 2 + RACK_PAD }, height: tall + 8 }
  const into = context.graph.edges.filter(({ to }) => to === node).length
  if (kind === 'bus') return { lines, extent: { left: SYMBOL.half + 5, right: text + 16 + Math.max(0, into - 1) * 16 }, height: tall + BAR_PX }
  return { lines, extent: { left: SYMBOL.half + 1, right: SYMBOL.half + TEXT_GAP + text }, height: Math.max(SYMBOL.height, tall) }
}

interface Across {
  readonly x: ReadonlyMap<number, number>
  readonly columns: readonly { readonly left: number; readonly right: number }[]
  readonly width: number
}

/** x of all spots: each column for itself, the columns side by side, the site above them. */
function across({ graph }: WordContext, layers: Layers, extentOf: (spot: number) => Extent, titles: readonly string[], least: number): Across {
  const relations = { ...neighboursOf(layers.nets), extentOf }
  const x = new Map<number, number>()
  const rowsOf = (column: number): number[][] => layers.rows.map(row => row.filter(spot => layers.spots[spot].column === column))
  let left = COLUMN_PAD
  const columns = graph.columns.map((_, column) => {
    const rows = rowsOf(column)
    const heads = rows[graph.headRank] ?? []
    const found = placeRows(rows.slice(graph.headRank + 1), relations)
    for (const [spot, at] of found.x) x.set(spot, left + at)
    heads.forEach((spot, i) => x.set(spot, left + (i + 0.5) * TRUNK_PX))
    const width = Math.max(found.width, heads.length * TRUNK_PX + textWidth(titles[column], TITLE_SIZE, true) + 12)
    const placed = { left, right: left + width }
    left += width + COLUMN_GAP + COLUMN_PAD
    return placed
  })
  const rows = rowsOf(SITE).slice(0, graph.headRank)
  const width = Math.max((columns.at(-1)?.right ?? 0) + COLUMN_PAD, ...rows.map(row => rowWidth(row, extentOf)), least)
  // What hangs on the site decides where its parts stand.
  for (const [spot, at] of placeAbove(rows, relations, x, width)) x.set(spot, at)
  straighten(movable(layers, graph.headRank), spot => layers.rows[layers.spots[spot].rank], x, extentOf, spot => columns[layers.spots[spot].column] ?? { left: 0, right: width })
  return { x, columns, width }
}

/** Ends of connections that are the only ones at both ends: the lower one follows the upper, from the top. */
function movable({ nets, spots }: Layers, headRank: number): [number, number][] {
  const [entries, exits] = [new Int32Array(spots.length), new Int32Array(spots.length)]
  for (const { above, below } of nets) {
    for (const spot of above) exits[spot] += 1
    for (const spot of below) entries[spot] += 1
  }
  const pairs = nets.flatMap(({ above, below }): [number, number][] => (above.length === 1 && below.length === 1 && exits[above[0]] === 1 && entries[below[0]] === 1 && spots[below[0]].rank !== headRank ? [[below[0], above[0]]] : []))
  return pairs.sort(([a], [b]) => spots[a].rank - spots[b].rank || a - b)
}

/** How far a bar may reach: to its neighbours in the line, half way to another bar, or to the sides of its column. */
function barLimits({ graph }: WordContext, layers: Layers, spot: number, { x, columns, width }: Across, extentOf: (spot: number) => Extent): readonly [number, number] {
  const { column, rank } = layers.spots[spot]
  const row = layers.rows[rank].filter(other => layers.spots[other].column === column)
  const place = row.indexOf(spot)
  const [before, after] = [row[place - 1], row[place + 1]]
  const sides = column === SITE ? { left: 0, right: width } : columns[column]
  const at = (other: number): number => x.get(other) ?? 0
  const isBar = (other: number): boolean => graph.nodes[layers.spots[other].node]?.kind === 'bus'
  const between = (left: number, right: number): number => (at(left) + extentOf(left).right + at(right) - extentOf(right).left) / 2
  const low = before === undefined ? sides.left : isBar(before) ? between(before, spot) + GAP / 2 : at(before) + extentOf(before).right + GAP
  const high = after === undefined ? sides.right : isBar(after) ? between(spot, after) - GAP / 2 : at(after) - extentOf(after).left - GAP
  return [low, high]
}

function roomOf(context: WordContext, layers: Layers, places: Across, measured: readonly Measured[], extentOf: (spot: number) => Extent): PinRoom[] {
  return layers.spots.map(({ node }, spot): PinRoom => {
    const x = places.x.get(spot) ?? 0
    if (node < 0) return { x, isBar: false, above: [x, x], below: [x, x] }
    const { kind } = context.graph.nodes[node]
    if (kind === 'bus') {
      const [low, high] = barLimits(context, layers, spot, places, extentOf)
      const text = Math.max(0, ...measured[node].lines.map(lineWidth))
      return { x, isBar: true, above: [low + 4, Math.max(low + 4, high - text - 8)], below: [low + 4, high - 4] }
    }
    const half = kind === 'racks' ? measured[node].extent.left - 4 : SYMBOL.half - 4
    return { x, isBar: false, above: [x - half, x + half], below: [x - half, x + half] }
  })
}

interface Lines {
  readonly top: readonly number[]
  readonly bottom: readonly number[]
  readonly height: number
}

/** y of the lines: as high as their symbols, with room for the tracks between them, stretched a little to fill the frame. */
function down(graph: DrawnGraph, layers: Layers, measured: readonly Measured[], { tracks }: Routes, room: number): Lines {
  const heights = Array.from({ length: graph.rankCount }, (_, rank) => (rank === graph.headRank ? HEAD_PX : Math.max(4, ...layers.rows[rank].flatMap(spot => (layers.spots[spot].node < 0 ? [] : [measured[layers.spots[spot].node].height])))))
  const gaps = tracks.map((count, channel) => (channel === graph.rankCount - 1 && count === 0 ? 0 : channel === graph.headRank - 1 && count === 0 ? CHANNEL.edge : count === 0 ? CHANNEL.straight : 2 * CHANNEL.edge + (count - 1) * CHANNEL.track))
  const natural = [...heights, ...gaps].reduce((sum, each) => sum + each, 0)
  const stretch = Math.min(CHANNEL.mostStretch, Math.max(0, (room - natural) / Math.max(1, graph.rankCount - 1)))
  const top: number[] = []
  const bottom: number[] = []
  let y = 0
  heights.forEach((height, rank) => {
    top.push(y)
    bottom.push(y + height)
    y += height + gaps[rank] + (rank === graph.rankCount - 1 ? 0 : stretch)
  })
  return { top, bottom, height: y }
}

function placeNode(context: WordContext, layers: Layers, node: number, measured: Measured, room: PinRoom, routes: Routes, lines: Lines): PlacedNode {
  const { kind } = context.graph.nodes[node]
  const { x } = room
  const y = lines.top[layers.spots[node].rank]
  const text = Math.max(0, ...measured.lines.map(lineWidth))
  if (kind === 'racks') {
    const { left } = measured.extent
    return { lines: measured.lines, x, y, from: x - left, to: x + left, textX: x, box: { left: x - left, top: y, width: 2 * left, height: measured.height } }
  }
  if (kind !== 'bus') return { lines: measured.lines, x, y, from: x - SYMBOL.half, to: x + SYMBOL.half, textX: x + SYMBOL.half + TEXT_GAP, box: { left: x - SYMBOL.half, top: y, width: 2 * SYMBOL.half + TEXT_GAP + text, height: measured.height } }
  const above = layers.nets.flatMap((net, index) => (net.below.includes(node) ? [routes.pinX(index, node)] : []))
  const below = layers.nets.flatMap((net, index) => (net.above.includes(node) ? [routes.pinX(index, node)] : []))
  const from = Math.min(x - SYMBOL.half, ...above, ...below) - 4
  const textX = above.length === 0 ? from + 4 : Math.max(...above) + 6
  const to = Math.max(textX + text, ...above.map(each => each + 4), ...below.map(each => each + 4))
  return { lines: measured.lines, x, y, from, to, textX, box: { left: from, top: y, width: to - from, height: measured.height } }
}

/** y at which connections leave a spot below and enter it above. */
function endsOf(context: WordContext, layers: Layers, nodes: readonly PlacedNode[], lines: Lines) {
  return (spot: number): { readonly enter: number; readonly leave: number } => {
    const { node, rank } = layers.spots[spot]
    if (node < 0) return { enter: lines.top[rank], leave: lines.bottom[rank] }
    const { y, box } = nodes[node]
    const { kind } = context.graph.nodes[node]
    if (kind === 'bus') return { enter: y + box.height - BAR_PX / 2, leave: y + box.height - BAR_PX / 2 }
    return { enter: y, leave: y + (kind === 'racks' ? box.height : SYMBOL.height) }
  }
}

/** Connections as corners, and the dots where they part. */
function connections(context: WordContext, layers: Layers, routes: Routes, nodes: readonly PlacedNode[], lines: Lines): { paths: Point[][]; dots: Point[] } {
  const ends = endsOf(context, layers, nodes, lines)
  const trackY = (net: number): number => {
    const { channel } = layers.nets[net]
    const [from, to] = [lines.bottom[channel], lines.top[channel + 1] ?? lines.height]
    const count = routes.tracks[channel]
    const first = (from + to) / 2 - ((count - 1) * CHANNEL.track) / 2
    return first + routes.trackOf[net] * CHANNEL.track
  }
  const paths = layers.legs.map(legs =>
    legs.flatMap(({ net, from, to }): Point[] => {
      const [x1, x2] = [routes.pinX(net, from), routes.pinX(net, to)]
      const isAbove = (spot: number): boolean => layers.nets[net].above.includes(spot)
      const start = { x: x1, y: isAbove(from) ? ends(from).leave : ends(from).enter }
      const end = { x: x2, y: isAbove(to) ? ends(to).leave : ends(to).enter }
      return routes.trackOf[net] < 0 ? [start, end] : [start, { x: x1, y: trackY(net) }, { x: x2, y: trackY(net) }, end]
    }),
  )
  const dots = layers.nets.flatMap(({ above, below }, net) => {
    if (routes.trackOf[net] < 0) return []
    const xs = [...above, ...below].map(spot => routes.pinX(net, spot))
    const [low, high] = [Math.min(...xs), Math.max(...xs)]
    return xs.filter((x, i) => (x > low ? 1 : 0) + (x < high ? 1 : 0) + xs.filter(other => other === x).length >= 3 && xs.indexOf(x) === i).map(x => ({ x, y: trackY(net) }))
  })
  return { paths, dots }
}

/** Places everything for a frame of at least `least` width and `room` height. */
export function placeDrawing(context: WordContext, titles: readonly string[], least: number, room: number): PlacedDrawing {
  const { graph } = context
  const layers = layersOf(graph)
  const measured = graph.nodes.map((_, node) => measure(context, node))
  const extentOf = (spot: number): Extent => (layers.spots[spot].node < 0 ? PASSING : measured[layers.spots[spot].node].extent)
  const places = across(context, layers, extentOf, titles, least)
  const rooms = roomOf(context, layers, places, measured, extentOf)
  const routes = routesOf(layers, graph.rankCount, spot => rooms[spot])
  const lines = down(graph, layers, measured, routes, room)
  const nodes = graph.nodes.map((_, node) => placeNode(context, layers, node, measured[node], rooms[node], routes, lines))
  const { paths, dots } = connections(context, layers, routes, nodes, lines)
  const columns = graph.columns.map((_, column): PlacedColumn => {
    const { left, right } = places.columns[column]
    const heads = (layers.rows[graph.headRank] ?? []).filter(spot => layers.spots[spot].column === column).length
    return { left: left - COLUMN_PAD, right: right + COLUMN_PAD, top: lines.top[graph.headRank], bottom: lines.height + COLUMN_PAD, titleX: left + heads * TRUNK_PX + 2, title: titles[column] }
  })
  return { nodes, paths, dots, columns, width: places.width, height: lines.height + (columns.length === 0 ? 0 : COLUMN_PAD) }
}
