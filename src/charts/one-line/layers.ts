/**
 * The drawn graph in lines: every line has its symbols, and points where a longer connection passes through. Between two lines lies a
 * channel; a net is what starts at one symbol (or point) above it and runs to those below.
 */
import { type DrawnEdge, type DrawnGraph, SITE } from './graph.ts'

/** A symbol, or the point at which a net passes a line (`node` −1). */
export interface Spot {
  readonly node: number
  readonly column: number
  readonly rank: number
}

/** All that is joined in one channel. */
export interface Net {
  /** Rank above the channel. */
  readonly channel: number
  readonly role: 'normal' | 'alternate'
  /** Spots above and below. */
  readonly above: number[]
  readonly below: number[]
}

/** Where an edge runs, from its start to its end. */
export interface Leg {
  readonly net: number
  readonly from: number
  readonly to: number
}

export interface Layers {
  readonly spots: readonly Spot[]
  readonly nets: readonly Net[]
  /** By edge. */
  readonly legs: readonly (readonly Leg[])[]
  /** Spots of each rank from left to right, by column: the site first. */
  readonly rows: readonly (readonly number[])[]
}

interface Draft {
  readonly spots: Spot[]
  readonly nets: Net[]
  readonly passing: Map<string, number>
  readonly netOf: Map<string, number>
}

function passingSpot(draft: Draft, name: string, column: number, rank: number): number {
  const key = `${name} ${column} ${rank}`
  const known = draft.passing.get(key)
  if (known !== undefined) return known
  draft.passing.set(key, draft.spots.push({ node: -1, column, rank }) - 1)
  return draft.spots.length - 1
}

function netFor(draft: Draft, key: string, channel: number, role: DrawnEdge['role']): number {
  const known = draft.netOf.get(key)
  if (known !== undefined) return known
  draft.netOf.set(key, draft.nets.push({ channel, role, above: [], below: [] }) - 1)
  return draft.nets.length - 1
}

const include = (list: number[], spot: number): void => {
  if (!list.includes(spot)) list.push(spot)
}

/** Column of a point on the way: in the lines of the site above all columns, below them in that of the lower end. */
const columnAt = (rank: number, headRank: number, lower: number): number => (rank < headRank ? SITE : lower)

/** A bus bar is a line of connections itself: everything hangs on it on its own. */
function legsOf(draft: Draft, graph: DrawnGraph, index: number): Leg[] {
  const { headRank } = graph
  const edge = graph.edges[index]
  const isBus = (spot: number): boolean => graph.nodes[draft.spots[spot].node]?.kind === 'bus'
  const [start, end] = [draft.spots[edge.from], draft.spots[edge.to]]
  if (start.rank === end.rank) {
    const net = netFor(draft, `level ${index}`, start.rank, edge.role)
    draft.nets[net].above.push(edge.from, edge.to)
    return [{ net, from: edge.from, to: edge.to }]
  }
  const isDown = start.rank < end.rank
  const name = isDown ? `${edge.from} ${edge.role}` : `up ${index}`
  const [upper, lower] = isDown ? [edge.from, edge.to] : [edge.to, edge.from]
  const legs: Leg[] = []
  let at = upper
  for (let rank = draft.spots[upper].rank; rank < draft.spots[lower].rank; rank++) {
    const isLast = rank + 1 === draft.spots[lower].rank
    const next = isLast ? lower : passingSpot(draft, name, columnAt(rank + 1, headRank, draft.spots[lower].column), rank + 1)
    const net = netFor(draft, `${name} ${at}${isBus(at) ? ` ${next}` : ''}`, rank, edge.role)
    include(draft.nets[net].above, at)
    include(draft.nets[net].below, next)
    legs.push({ net, from: at, to: next })
    at = next
  }
  return isDown ? legs : legs.toReversed().map(({ net, from, to }) => ({ net, from: to, to: from }))
}

/** Mean place of the neighbours of a spot in a line; its own place when it has none there. */
function wishes(row: readonly number[], neighbours: ReadonlyMap<number, readonly number[]>, place: ReadonlyMap<number, number>): Map<number, number> {
  return new Map(
    row.map((spot, index) => {
      const known = (neighbours.get(spot) ?? []).flatMap(other => place.get(other) ?? [])
      return [spot, known.length === 0 ? index : known.reduce((sum, each) => sum + each, 0) / known.length]
    }),
  )
}

const SWEEPS = 4

/** Symbols of one kind keep the order of the one-line, A before B, in the places that they have. */
function kindsInOrder(row: number[], kindOf: (spot: number) => string): void {
  const byKind = new Map<string, number[]>()
  for (const spot of row.toSorted((a, b) => a - b)) byKind.set(kindOf(spot), [...(byKind.get(kindOf(spot)) ?? []), spot])
  row.forEach((spot, place) => {
    row[place] = byKind.get(kindOf(spot))?.shift() ?? spot
  })
}

/** Lines of one column in an order with short connections; equal wishes keep the order of the one-line. */
function ordered(rows: readonly (readonly number[])[], up: ReadonlyMap<number, readonly number[]>, down: ReadonlyMap<number, readonly number[]>, kindOf: (spot: number) => string): number[][] {
  const found = rows.map(row => [...row])
  const sort = (rank: number, other: number, neighbours: ReadonlyMap<number, readonly number[]>): void => {
    const scale = found[rank].length / Math.max(1, found[other].length)
    const wished = wishes(found[rank], neighbours, new Map(found[other].map((spot, index) => [spot, (index + 0.5) * scale - 0.5])))
    const place = new Map(found[rank].map((spot, index) => [spot, index]))
    const of = (map: ReadonlyMap<number, number>, spot: number): number => map.get(spot) ?? 0
    found[rank].sort((a, b) => of(wished, a) - of(wished, b) || of(place, a) - of(place, b))
    kindsInOrder(found[rank], kindOf)
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let rank = found.length - 2; rank >= 0; rank--) sort(rank, rank + 1, down)
    for (let rank = 1; rank < found.length; rank++) sort(rank, rank - 1, up)
  }
  return found
}

/** Spots joined with each spot across the channel above it and below it. */
export function neighboursOf(nets: readonly Net[]): { up: Map<number, number[]>; down: Map<number, number[]> } {
  const up = new Map<number, number[]>()
  const down = new Map<number, number[]>()
  const add = (map: Map<number, number[]>, spot: number, other: number): void => void map.set(spot, [...(map.get(spot) ?? []), other])
  for (const { above, below } of nets) {
    for (const upper of above) {
      for (const lower of below) {
        add(down, upper, lower)
        add(up, lower, upper)
      }
    }
  }
  return { up, down }
}

export function layersOf(graph: DrawnGraph): Layers {
  const draft: Draft = { spots: graph.nodes.map(({ column, rank }, node) => ({ node, column, rank })), nets: [], passing: new Map(), netOf: new Map() }
  const legs = graph.edges.map((_, index) => legsOf(draft, graph, index))
  const { up, down } = neighboursOf(draft.nets)
  const columns = [SITE, ...graph.columns.keys()]
  const byColumn = columns.map(column =>
    ordered(
      Array.from({ length: graph.rankCount }, (_, rank) => draft.spots.flatMap((spot, index) => (spot.column === column && spot.rank === rank ? [index] : []))),
      up,
      down,
      // Points on the way have no order among themselves.
      spot => (draft.spots[spot].node < 0 ? `point ${spot}` : graph.nodes[spot].kind),
    ),
  )
  const rows = Array.from({ length: graph.rankCount }, (_, rank) => byColumn.flatMap(column => column[rank]))
  return { spots: draft.spots, nets: draft.nets, legs, rows }
}
