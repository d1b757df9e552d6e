/** The placed one-line as marks: connections first, symbols and words over them, what a contingency does on top. */
import type { OneLine } from '../../results/one-line.ts'
import { h, type Mark } from '../mark.ts'
import { type Ink, SERIES } from '../palette.ts'
import { hatchPath } from '../parts.ts'
import type { Effect, Fate } from './effect.ts'
import type { DrawnGraph } from './graph.ts'
import { LINE_PX, type PlacedColumn, type PlacedDrawing, type PlacedNode, type Point } from './layout.ts'
import { STROKE, SYMBOL, symbolMark } from './symbols.ts'
import { isOver, type Line, LINE_SIZE, lineWidth, NAME_SIZE, type Scale, sentenceOf, type WordContext } from './words.ts'

export interface MarkContext extends WordContext {
  readonly ink: Ink
  readonly theme: 'light' | 'dark'
  readonly effect: Effect | null
  /** Index of the selected component; −1 for none. */
  readonly selected: number
}

/** Vermilion and blue of the palette, dark or light enough to be read on the paper. */
const LOUD: Readonly<Record<'light' | 'dark', { readonly bad: string; readonly good: string }>> = {
  light: { bad: '#b84e00', good: SERIES.blue },
  dark: { bad: '#f07c2b', good: SERIES.sky },
}
const FATE_WORDS: Readonly<Record<Fate, string>> = { failed: 'failed', part: 'one failed', maintained: 'serviced', lost: 'lost', degraded: 'cut back' }
const STATE_WORDS = { live: '', down: 'down', isolated: 'isolated', planned: 'planned' } as const
const SEVERITY: readonly Fate[] = ['failed', 'lost', 'part', 'degraded', 'maintained']

const pathText = (points: readonly Point[]): string => points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)},${y.toFixed(1)}`).join('')

/** The worst that a symbol's members suffer. */
function fateOf({ effect, graph }: MarkContext, node: number): Fate | undefined {
  const fates = graph.nodes[node].members.flatMap(member => effect?.fates.get(member) ?? [])
  return SEVERITY.find(fate => fates.includes(fate))
}

const isCalm = (fate: Fate | undefined): boolean => fate === undefined
const liveWord = ({ live, graph }: MarkContext, node: number): string => {
  const states = live === null ? [] : graph.nodes[node].members.map(member => live[member]?.state ?? null)
  const found = (['down', 'isolated', 'planned'] as const).find(state => states.includes(state))
  if (found === undefined) return ''
  const count = states.filter(state => state === found).length
  return count === states.length ? STATE_WORDS[found] : `${count} ${STATE_WORDS[found]}`
}

function edgeMarks(context: MarkContext, drawing: PlacedDrawing): Mark[] {
  const { graph, ink, theme, effect } = context
  const { good } = LOUD[theme]
  const isTaken = (edge: number): boolean => graph.edges[edge].members.some(member => effect?.takeover.has(member) === true)
  const order = [...graph.edges.keys()].sort((a, b) => Number(isTaken(a)) - Number(isTaken(b)) || a - b)
  const lines = order.map(index => {
    const { role, from, to } = graph.edges[index]
    const isLoud = isTaken(index)
    return h('path', {
      d: pathText(drawing.paths[index]),
      'data-edge': `${graph.nodes[from].id} ${graph.nodes[to].id}`,
      stroke: isLoud ? good : effect === null ? ink.muted : ink.faint,
      'stroke-width': isLoud ? 3 : STROKE,
      ...(role === 'alternate' ? { 'stroke-dasharray': '4 3' } : {}),
    })
  })
  return [h('g', { class: 'edges', fill: 'none', 'stroke-linejoin': 'round' }, lines), h('g', { class: 'dots', fill: effect === null ? ink.muted : ink.faint }, drawing.dots.map(({ x, y }) => h('circle', { cx: x.toFixed(1), cy: y.toFixed(1), r: 2.2 })))]
}

function columnMark(context: MarkContext, { left, right, top, bottom, titleX, title }: PlacedColumn, index: number): Mark {
  const { ink, graph } = context
  const { blocks, isExpanded } = graph.columns[index]
  return h(
    'g',
    { 'data-blocks': blocks.join(' '), class: isExpanded ? 'column expanded' : 'column' },
    h('title', {}, isExpanded ? `${title}, drawn in full` : `${title}, condensed: press to draw in full`),
    h('rect', { x: left, y: top, width: right - left, height: bottom - top, rx: 4, fill: ink.line, 'fill-opacity': isExpanded ? 0.14 : 0.3, stroke: ink.line, 'stroke-width': 0.75 }),
    h('text', { x: titleX, y: top + 13, 'font-size': 11, 'font-weight': 600, fill: ink.text }, title),
  )
}

/** The second line gives way to what has become of the component. */
function withWord(lines: readonly Line[], word: string, isLoud: boolean): Line[] {
  if (word === '') return [...lines]
  const at = Math.min(lines.length - 1, lines.filter(({ style }) => style === 'name').length)
  return lines.map((line, i) => (i === at ? { text: word, widest: line.widest, style: isLoud ? 'over' : 'name' } : line))
}

/** Words over a hatch stand on paper. */
const onPaper = (ink: Ink) => ({ stroke: ink.paper, 'stroke-width': 3, 'stroke-linejoin': 'round', 'paint-order': 'stroke' })

function lineMark(context: MarkContext, line: Line, x: number, y: number, anchor: 'start' | 'middle', isDim: boolean, isHatched: boolean): Mark[] {
  const { ink, theme } = context
  const { bad } = LOUD[theme]
  const isOverLine = line.style === 'over'
  const fill = isOverLine ? bad : isDim ? ink.muted : line.style === 'name' ? ink.text : ink.muted
  const size = line.style === 'name' ? NAME_SIZE : LINE_SIZE
  return [h('text', { x: x.toFixed(1), y: y.toFixed(1), 'text-anchor': anchor, 'font-size': size, fill, ...(line.style === 'plain' ? {} : { 'font-weight': 600 }), ...(isHatched ? onPaper(ink) : {}), style: 'font-variant-numeric: tabular-nums' }, line.text)]
}

/** A triangle with its point up: over the rating. */
const overMark = (x: number, y: number, colour: string): Mark => h('path', { d: `M${x.toFixed(1)} ${y.toFixed(1)}l5 8.5h-10z`, fill: colour })

function fateMarks(context: MarkContext, placed: PlacedNode, fate: Fate | undefined): Mark[] {
  if (isCalm(fate)) return []
  const { theme } = context
  const { bad, good } = LOUD[theme]
  const { from, to, y } = placed
  const bottom = y + (placed.textX === placed.x ? placed.box.height : SYMBOL.height)
  if (fate === 'lost' || fate === 'degraded') {
    const gap = fate === 'lost' ? 4 : 9
    return [h('path', { d: hatchPath(from, y, to - from, bottom - y, gap), stroke: bad, 'stroke-width': 1, 'stroke-opacity': 0.55, fill: 'none' }), h('rect', { x: from, y, width: to - from, height: bottom - y, fill: 'none', stroke: bad, 'stroke-width': fate === 'lost' ? 2 : 1.25 })]
  }
  if (fate === 'maintained') return [h('rect', { x: from - 3, y: y - 1, width: to - from + 6, height: bottom - y + 2, rx: 3, fill: 'none', stroke: good, 'stroke-width': 1.5, 'stroke-dasharray': '3 2' })]
  const reach = fate === 'part' ? 0.25 : 0
  const inset = (to - from) * reach
  return [h('path', { d: `M${(from + inset).toFixed(1)} ${(y + 2).toFixed(1)}L${(to - inset).toFixed(1)} ${(bottom - 2).toFixed(1)}M${(to - inset).toFixed(1)} ${(y + 2).toFixed(1)}L${(from + inset).toFixed(1)} ${(bottom - 2).toFixed(1)}`, stroke: bad, 'stroke-width': 2.5, 'stroke-linecap': 'round', fill: 'none' })]
}

function shapeMarks(context: MarkContext, placed: PlacedNode, node: number, colour: string): Mark[] {
  const { graph, ink } = context
  const { kind } = graph.nodes[node]
  const { x, y, box, from, to } = placed
  if (kind === 'bus') return [h('line', { x1: from, x2: to, y1: y + box.height - 3, y2: y + box.height - 3, stroke: colour, 'stroke-width': 3.5 })]
  if (kind === 'racks') return [h('rect', { x: from, y, width: to - from, height: box.height, rx: 2, fill: ink.paper, stroke: colour, 'stroke-width': STROKE })]
  return [symbolMark(kind, x, y, ink, colour)]
}

function nodeMark(context: MarkContext, placed: PlacedNode, node: number): Mark {
  const { oneLine, graph, ink, theme, effect, scale } = context
  const { kind, id, members } = graph.nodes[node]
  const fate = fateOf(context, node)
  const gone = liveWord(context, node)
  const isOverloaded = members.some(member => isOver(oneLine, member))
  const isDim = effect !== null && isCalm(fate)
  const colour = gone !== '' || isDim ? ink.muted : ink.text
  const { bad, good } = LOUD[theme]
  const lines = withWord(placed.lines, fate === undefined ? gone : FATE_WORDS[fate], fate !== undefined)
  const isRack = kind === 'racks'
  const first = placed.y + (isRack ? 14 : 9)
  const isSelected = members.includes(context.selected)
  const { left, top, width, height } = placed.box
  return h(
    'g',
    { 'data-node': id, class: 'node' },
    h('title', {}, sentenceOf(oneLine, graph, node, scale)),
    h('rect', { x: left - 3, y: top - 2, width: width + 6, height: Math.max(height, 28) + 4, rx: 4, fill: isSelected ? good : ink.paper, 'fill-opacity': isSelected ? 0.16 : 0, stroke: isSelected ? good : 'none', 'stroke-width': 1.5 }),
    shapeMarks(context, placed, node, colour),
    fateMarks(context, placed, fate),
    isOverloaded && !isRack && kind !== 'bus' ? overMark(placed.x - 14, placed.y + 1, bad) : null,
    lines.flatMap((line, i) => lineMark(context, line, placed.textX, first + i * LINE_PX, isRack ? 'middle' : 'start', isDim, isRack && !isCalm(fate))),
  )
}

export function drawingMarks(context: MarkContext, drawing: PlacedDrawing): Mark[] {
  return [
    ...drawing.columns.map((column, index) => columnMark(context, column, index)),
    ...edgeMarks(context, drawing),
    ...drawing.nodes.map((placed, node) => nodeMark(context, placed, node)),
  ]
}

export const overloaded = (oneLine: OneLine): number[] => oneLine.nodes.flatMap((_, index) => (isOver(oneLine, index) ? [index] : []))

/** Words that fit beside the symbols are as wide as the widest of them. */
export const widthOf = (lines: readonly Line[]): number => Math.max(0, ...lines.map(lineWidth))
export type { DrawnGraph, Scale }
