/**
 * From the parts of one block to places in pixels. Every way of the heat is a lane that runs downwards from the racks to the air
 * outdoors; racks and outdoor air reach over all lanes. Everything that is drawn is told here; nothing is drawn.
 */
import type { CoolingSchematic, SchematicCase, SchematicEdge } from '../../results/cooling-schematic.ts'
import { textWidth } from '../text-width.ts'
import { type PartLine, partLines, type PipeLine, pipeLine } from './words.ts'

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface PlacedPart {
  readonly node: number
  readonly box: Box
  readonly lines: readonly PartLine[]
}

export interface PlacedPipe {
  readonly edge: number
  readonly medium: SchematicEdge['medium']
  /** Corners from its start. */
  readonly points: readonly { readonly x: number; readonly y: number }[]
  readonly lines: readonly PipeLine[]
  /** Room of the words. */
  readonly box: Box
  /** Right ends of the columns of heat and flow, left end of the temperatures, from the left of the words. */
  readonly columns: PipeColumns
}

export interface PipeColumns {
  readonly heat: number
  readonly temperatures: number
  readonly flow: number
  /** True where temperatures stand on a line of their own below heat and flow. */
  readonly isStacked: boolean
}

export interface PlacedSchematic {
  readonly parts: readonly PlacedPart[]
  readonly pipes: readonly PlacedPipe[]
  readonly width: number
  readonly height: number
}

export const LINE_PX = 12
export const TITLE_PX = 15
/** Pipe from the left of its lane, words right of it; water from the right of what takes it. */
const PIPE_X = 16
const MAKEUP_X = 12
const WORDS_X = 12
const GAP = { lanes: 14, words: 12, least: 16 } as const
/** Widths from which a lane has room for all states in columns, and below which the drawing grows instead. */
const WIDE_LANE = 262
const LEAST_LANE = 168
const WIDE: PipeColumns = { heat: 96, temperatures: 104, flow: 244, isStacked: false }
const TIGHT: PipeColumns = { heat: 56, temperatures: 0, flow: 132, isStacked: true }
const SIZE = 10
const NO_BOX: Box = { left: 0, top: 0, width: 0, height: 0 }

interface Grid {
  /** Nodes of the block with their lane and row; racks and outdoors have lane −1. */
  readonly cells: ReadonlyMap<number, { readonly lane: number; readonly row: number; readonly isBeside: boolean }>
  readonly laneCount: number
  readonly rowCount: number
}

/** The grid of a block: its own parts, then tank and source of water beside the pipes that pass, outdoor air at the foot. */
function gridOf({ nodes, edges }: CoolingSchematic, block: number): Grid {
  const cells = new Map<number, { lane: number; row: number; isBeside: boolean }>()
  const own = nodes.flatMap((node, index) => (node.block === block ? [index] : []))
  const reached = new Set(edges.flatMap(({ from, to }) => (nodes[from].block === block || nodes[to].block === block ? [from, to] : [])))
  for (const index of own) {
    const { lane, row, kind } = nodes[index]
    cells.set(index, { lane: kind === 'racks' ? -1 : lane, row, isBeside: kind === 'tank' })
  }
  const lastRow = Math.max(0, ...own.map(index => nodes[index].row))
  const tankLane = Math.max(-1, ...own.map(index => (nodes[index].kind === 'tank' ? nodes[index].lane : -1)))
  nodes.forEach(({ kind, block: of }, index) => {
    if (of >= 0 || !reached.has(index)) return
    cells.set(index, kind === 'outdoors' ? { lane: -1, row: lastRow + 1, isBeside: false } : { lane: tankLane + 1, row: lastRow, isBeside: true })
  })
  // Lanes that a block does not use take no room.
  const used = [...new Set([...cells.values()].map(({ lane }) => lane).filter(lane => lane >= 0))].sort((a, b) => a - b)
  for (const cell of cells.values()) if (cell.lane >= 0) cell.lane = used.indexOf(cell.lane)
  const places = [...cells.values()]
  return { cells, laneCount: 1 + Math.max(0, ...places.map(({ lane }) => lane)), rowCount: lastRow + 2 }
}

const partHeight = (lines: readonly PartLine[]): number => TITLE_PX + lines.reduce((sum, { share }) => sum + LINE_PX + (share === null ? 0 : 4), 0) + 5

/** Lines of a part broken so that they fit; words that do not fit beside their figure leave it a line of its own. */
function fitted(lines: readonly PartLine[], width: number): PartLine[] {
  return lines.flatMap((line): PartLine[] => {
    const text = textWidth(line.text, SIZE) + (line.value === '' ? 0 : textWidth(line.value, SIZE) + 8)
    if (text <= width) return [line]
    if (line.value !== '') return [{ ...line, value: '', share: null }, { ...line, text: '' }]
    const at = breakOf(line.text, width)
    return at < 0 ? [line] : [{ ...line, text: line.text.slice(0, at).trimEnd().replace(/ ·$/, '') }, ...fitted([{ ...line, text: line.text.slice(at).trimStart().replace(/^· /, '') }], width)]
  })
}

/** Last space before which the text fits; −1 for none. */
function breakOf(text: string, width: number): number {
  for (let at = text.lastIndexOf(' '); at > 0; at = text.lastIndexOf(' ', at - 1)) if (textWidth(text.slice(0, at), SIZE) <= width) return at
  return -1
}

interface PipeContext {
  readonly plan: Plan
  readonly rows: Rows
  readonly boxes: ReadonlyMap<number, Box>
  readonly edge: number
  readonly lines: readonly PipeLine[]
}

interface Rows {
  readonly top: readonly number[]
  readonly bottom: readonly number[]
}

interface Plan {
  readonly schematic: CoolingSchematic
  readonly grid: Grid
  readonly laneWidth: number
  readonly width: number
  readonly columns: PipeColumns
  /** States that are written at the pipes. */
  readonly cases: readonly SchematicCase[]
}

const laneLeft = ({ laneWidth }: Plan, lane: number): number => Math.max(0, lane) * (laneWidth + GAP.lanes)

function boxWidth(plan: Plan, { lane, isBeside }: { readonly lane: number; readonly isBeside: boolean }): number {
  if (lane < 0) return plan.width
  return isBeside ? plan.laneWidth - PIPE_X - WORDS_X : plan.laneWidth
}

/** Height of the words at a pipe. */
const wordsHeight = ({ cases, columns }: Plan): number => cases.length * (columns.isStacked ? 2 : 1) * LINE_PX + GAP.words

/** Whether words stand in the gap below a row: where heat leaves a part of it. */
function hasWords({ grid, schematic }: Plan, row: number): boolean {
  return schematic.edges.some(({ from, medium }) => medium !== 'makeup' && grid.cells.get(from)?.row === row)
}

function rowsOf(plan: Plan, heights: ReadonlyMap<number, number>): Rows {
  const top: number[] = []
  const bottom: number[] = []
  let y = 0
  for (let row = 0; row < plan.grid.rowCount; row++) {
    const members = [...plan.grid.cells].filter(([, cell]) => cell.row === row)
    const height = Math.max(0, ...members.map(([node]) => heights.get(node) ?? 0))
    top.push(y)
    bottom.push(y + height)
    const gap = hasWords(plan, row) ? Math.max(GAP.least, wordsHeight(plan)) : GAP.least
    y += height + (members.length === 0 || row === plan.grid.rowCount - 1 ? 0 : gap)
  }
  return { top, bottom }
}

/** How far the words of a pipe reach: heat alone needs no room for temperatures and flow. */
const wordsWidth = ({ columns }: Plan, medium: PlacedPipe['medium']): number => (medium === 'heat' ? columns.heat : columns.flow)

/** Water that is used up comes from the side, or from below at the right of what takes it. */
function makeupPipe({ plan, boxes, edge, lines }: PipeContext): PlacedPipe {
  const { from, to, medium } = plan.schematic.edges[edge]
  const [start, end] = [boxes.get(from) ?? NO_BOX, boxes.get(to) ?? NO_BOX]
  const { columns } = plan
  if (start.top < end.top + end.height) {
    const y = start.top + start.height / 2
    const points = start.left > end.left ? [{ x: start.left, y }, { x: end.left + end.width, y }] : [{ x: start.left + start.width, y }, { x: end.left, y }]
    return { edge, medium, points, lines: [], box: { ...NO_BOX, left: points[1].x, top: y }, columns }
  }
  const x = end.left + end.width - MAKEUP_X
  const leaves = Math.min(start.left + start.width - MAKEUP_X, x)
  const isStraight = start.left + 8 <= x && x <= start.left + start.width - 8
  const trackY = start.top - 3
  const points = isStraight ? [{ x, y: start.top }, { x, y: end.top + end.height }] : [{ x: leaves, y: start.top }, { x: leaves, y: trackY }, { x, y: trackY }, { x, y: end.top + end.height }]
  const width = Math.max(0, ...lines.map(({ flow }) => textWidth(flow, SIZE)))
  return { edge, medium, points, lines, box: { left: x - 6 - width, top: end.top + end.height + GAP.words / 2 + 1, width, height: lines.length * LINE_PX }, columns }
}

/** The way of one pipe of heat: down its lane, through a track where it changes lanes. */
function heatPipe({ plan, rows, boxes, edge, lines }: PipeContext): PlacedPipe {
  const { from, to, medium } = plan.schematic.edges[edge]
  const [start, end] = [boxes.get(from) ?? NO_BOX, boxes.get(to) ?? NO_BOX]
  const [first, last] = [plan.grid.cells.get(from), plan.grid.cells.get(to)]
  const lane = Math.max(0, first === undefined || first.lane < 0 ? (last?.lane ?? 0) : first.lane)
  const x = laneLeft(plan, lane) + PIPE_X
  const endX = last === undefined || last.lane < 0 || last.lane === lane ? x : laneLeft(plan, last.lane) + PIPE_X + 20
  const trackY = end.top - 3
  const points = endX === x ? [{ x, y: start.top + start.height }, { x, y: end.top }] : [{ x, y: start.top + start.height }, { x, y: trackY }, { x: endX, y: trackY }, { x: endX, y: end.top }]
  const top = rows.bottom[first?.row ?? 0] + GAP.words / 2 + 1
  return { edge, medium, points, lines, box: { left: x + WORDS_X, top, width: wordsWidth(plan, medium), height: wordsHeight(plan) - GAP.words }, columns: plan.columns }
}

/** Places the parts and pipes of a block for a frame of `width`; wider where its lanes need more. */
export function placeSchematic(schematic: CoolingSchematic, block: number, shown: SchematicCase, width: number): PlacedSchematic {
  const grid = gridOf(schematic, block)
  const available = (width - (grid.laneCount - 1) * GAP.lanes) / grid.laneCount
  const laneWidth = Math.max(LEAST_LANE, Math.min(360, available))
  const isWide = laneWidth >= WIDE_LANE + PIPE_X + WORDS_X
  const plan: Plan = {
    schematic, grid, laneWidth, width: grid.laneCount * laneWidth + (grid.laneCount - 1) * GAP.lanes,
    columns: isWide ? WIDE : TIGHT, cases: isWide ? schematic.cases : [shown],
  }
  const lines = new Map([...grid.cells].map(([node, cell]) => [node, fitted(partLines(schematic, node, shown.nodes[node]), boxWidth(plan, cell) - 14)]))
  const rows = rowsOf(plan, new Map([...lines].map(([node, own]) => [node, partHeight(own)])))
  const boxes = new Map<number, Box>()
  const parts = [...grid.cells].map(([node, cell]): PlacedPart => {
    const own = lines.get(node) ?? []
    const offset = cell.isBeside ? PIPE_X + WORDS_X : 0
    const box = { left: laneLeft(plan, cell.lane) + offset, top: rows.top[cell.row], width: boxWidth(plan, cell), height: partHeight(own) }
    boxes.set(node, box)
    return { node, box, lines: own }
  })
  const pipes = schematic.edges.flatMap(({ from, to, medium }, edge): PlacedPipe[] => {
    if (!boxes.has(from) || !boxes.has(to)) return []
    const context = { plan, rows, boxes, edge, lines: plan.cases.map(each => pipeLine(each, edge)) }
    return [medium === 'makeup' ? makeupPipe(context) : heatPipe(context)]
  })
  return {
    parts,
    pipes,
    width: plan.width,
    height: rows.bottom[grid.rowCount - 1],
  }
}
