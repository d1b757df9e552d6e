/** The placed schematic as marks: pipes coloured by temperature first, then the words beside them, then the parts. */
import type { CoolingSchematic, SchematicCase, SchematicHealth } from '../../results/cooling-schematic.ts'
import { h, type Mark } from '../mark.ts'
import { type Ink, SERIES } from '../palette.ts'
import { hatchPath } from '../parts.ts'
import { LINE_PX, type PlacedPart, type PlacedPipe, type PlacedSchematic, TITLE_PX } from './layout.ts'
import { degrees, HEALTH_WORDS, partSentence } from './words.ts'

export interface SchematicMarks {
  readonly schematic: CoolingSchematic
  readonly shown: SchematicCase
  readonly ink: Ink
  readonly theme: 'light' | 'dark'
  /** Id of the selected part. */
  readonly selected: string | null
  /** Name of the block, '' where there is only one. */
  readonly blockLabel: string
}

/** Vermilion and blue of the palette, dark or light enough to be read on the paper. */
export const LOUD: Readonly<Record<'light' | 'dark', { readonly bad: string; readonly good: string }>> = {
  light: { bad: '#b84e00', good: SERIES.blue },
  dark: { bad: '#f07c2b', good: SERIES.sky },
}
const SIZE = { title: 11, line: 10 } as const
/** Lines stand closer where the way goes across, in the little room above a part. */
const ACROSS = 0.5
const TABULAR = 'font-variant-numeric: tabular-nums'

/** Ends and middle of the scale of temperatures, as red, green, blue. */
const COLD = [0, 114, 178] as const
const WARM = [213, 94, 0] as const
const MIDDLE: Readonly<Record<'light' | 'dark', readonly [number, number, number]>> = { light: [200, 206, 212], dark: [96, 108, 120] }

export interface Range {
  readonly low: number
  readonly high: number
}

/** Coldest and warmest temperature of all pipes at full load, so that colours stay while time goes on; null without any. */
export function temperatureRange({ cases }: CoolingSchematic): Range | null {
  const steady = cases.filter(({ id }) => id !== 'now')
  const all = (steady.length > 0 ? steady : cases).flatMap(({ edges }) => edges.flatMap(({ supplyC, returnC }) => [supplyC, returnC].filter(value => value !== null)))
  if (all.length === 0) return null
  const low = all.reduce((least, value) => Math.min(least, value), Infinity)
  return { low, high: Math.max(low + 1, all.reduce((most, value) => Math.max(most, value), -Infinity)) }
}

export function temperatureColour(celsius: number | null, range: Range | null, theme: 'light' | 'dark', none: string): string {
  if (celsius === null || range === null) return none
  const share = Math.min(1, Math.max(0, (celsius - range.low) / (range.high - range.low)))
  const [from, to, at] = share < 0.5 ? [COLD, MIDDLE[theme], share * 2] : [MIDDLE[theme], WARM, share * 2 - 1]
  const hex = (index: 0 | 1 | 2): string => Math.round(from[index] + (to[index] - from[index]) * at).toString(16).padStart(2, '0')
  return `#${hex(0)}${hex(1)}${hex(2)}`
}

/** A line `shift` beside the way; where the way goes across, it is shifted up or down so that two lines do not cross. */
function pathText(points: readonly { readonly x: number; readonly y: number }[], shift: number): string {
  const side = points[points.length - 1].x < points[0].x ? 1 : -1
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${(x + shift).toFixed(1)},${(i === 0 || i === points.length - 1 ? y : y + side * shift * ACROSS).toFixed(1)}`).join('')
}

/** A small triangle with its point at a place: 1 down, −1 up. */
const arrow = (x: number, y: number, direction: 1 | -1, colour: string): Mark => h('path', { d: `M${x.toFixed(1)} ${y.toFixed(1)}l-3.5 ${-6 * direction}h7z`, fill: colour, stroke: 'none' })

function pipeMarks({ schematic, shown, ink, theme }: SchematicMarks, { edge, medium, points }: PlacedPipe, range: Range | null): Mark {
  const { supplyC, returnC, heatW } = shown.edges[edge]
  const { from, to } = schematic.edges[edge]
  const end = points[points.length - 1]
  const id = { 'data-edge': `${schematic.nodes[from].id} ${schematic.nodes[to].id}`, class: 'pipe' }
  if (medium === 'makeup') {
    const isUp = end.y < points[0].y
    return h('g', id, h('path', { d: pathText(points, 0), fill: 'none', stroke: LOUD[theme].good, 'stroke-width': 1.5, 'stroke-dasharray': '4 3' }), isUp ? arrow(end.x, end.y, -1, LOUD[theme].good) : null)
  }
  if (medium === 'heat') {
    const colour = heatW !== null && heatW > 0 ? ink.muted : ink.line
    return h('g', id, h('path', { d: pathText(points, 0), fill: 'none', stroke: colour, 'stroke-width': 1.5 }), arrow(end.x, end.y, 1, colour))
  }
  const [warm, cold] = [temperatureColour(returnC, range, theme, ink.faint), temperatureColour(supplyC, range, theme, ink.faint)]
  return h(
    'g',
    id,
    h('path', { d: pathText(points, -3), fill: 'none', stroke: cold, 'stroke-width': 3 }),
    h('path', { d: pathText(points, 3), fill: 'none', stroke: warm, 'stroke-width': 3 }),
    arrow(points[0].x - 3, points[0].y, -1, cold),
    arrow(end.x + 3, end.y, 1, warm),
  )
}

interface Word {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'end'
}

function pipeWords({ shown, ink, schematic }: SchematicMarks, { lines, box, columns, medium }: PlacedPipe): Mark[] {
  const many = lines.length > 1
  return lines.flatMap(({ tag, heat, temperatures, flow }, row) => {
    const isShown = schematic.cases[row]?.id === shown.id || !many
    const y = box.top + (row * (columns.isStacked ? 2 : 1) + 1) * LINE_PX - 3
    const words: Word[] = medium === 'makeup'
      ? [{ text: flow, x: box.left + box.width, y: box.top + (row + 1) * LINE_PX - 3, anchor: 'end' }]
      : [
          ...(many ? [{ text: tag, x: box.left, y, anchor: 'start' as const }] : []),
          { text: heat, x: box.left + columns.heat, y, anchor: 'end' },
          { text: temperatures, x: box.left + columns.temperatures, y: y + (columns.isStacked ? LINE_PX : 0), anchor: 'start' },
          { text: flow, x: box.left + columns.flow, y, anchor: 'end' },
        ]
    return words.filter(({ text }) => text !== '').map(({ text, x, y: at, anchor }) => h('text', { x: x.toFixed(1), y: at.toFixed(1), 'text-anchor': anchor, fill: isShown ? ink.text : ink.muted, ...(isShown && many ? { 'font-weight': 600 } : {}) }, text))
  })
}

const STROKES: Readonly<Record<SchematicHealth, (ink: Ink, bad: string) => Readonly<Record<string, string | number>>>> = {
  normal: ink => ({ stroke: ink.faint, 'stroke-width': 1 }),
  off: ink => ({ stroke: ink.faint, 'stroke-width': 1, 'stroke-dasharray': '3 3' }),
  reduced: (_, bad) => ({ stroke: bad, 'stroke-width': 1.5 }),
  failed: (_, bad) => ({ stroke: bad, 'stroke-width': 2.5 }),
}

/** Triangle and cross: reduced and failed, told by shape and not by colour alone. */
function healthMark(health: SchematicHealth, x: number, y: number, colour: string): Mark | null {
  if (health === 'reduced') return h('path', { d: `M${x} ${y - 4.5}l5 9h-10z`, fill: colour })
  if (health === 'failed') return h('path', { d: `M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8`, stroke: colour, 'stroke-width': 2.5, 'stroke-linecap': 'round' })
  return null
}

function partMarks(context: SchematicMarks, { node, box, lines }: PlacedPart): Mark {
  const { schematic, shown, ink, theme, selected, blockLabel } = context
  const { id, label } = schematic.nodes[node]
  const { health } = shown.nodes[node]
  const { bad, good } = LOUD[theme]
  const { left, top, width, height } = box
  const isSelected = id === selected
  let y = top + TITLE_PX
  const rows = lines.flatMap(({ text, value, share, isLoud }) => {
    y += LINE_PX
    const at = y - 3
    const marks: (Mark | null)[] = [
      h('text', { x: left + 7, y: at.toFixed(1), fill: isLoud ? bad : ink.muted, ...(isLoud ? { 'font-weight': 600 } : {}) }, text),
      value === '' ? null : h('text', { x: (left + width - 7).toFixed(1), y: at.toFixed(1), 'text-anchor': 'end', fill: ink.text }, value),
    ]
    if (share !== null) {
      const track = width - 14
      marks.push(h('rect', { x: left + 7, y: (at + 3).toFixed(1), width: track.toFixed(1), height: 2, fill: ink.line }), h('rect', { x: left + 7, y: (at + 3).toFixed(1), width: (track * Math.min(1, Math.max(0, share))).toFixed(1), height: 2, fill: ink.muted }))
      y += 4
    }
    return marks.filter(mark => mark !== null)
  })
  return h(
    'g',
    { 'data-node': id, class: 'node' },
    h('title', {}, partSentence(schematic, node, schematic.nodes[node].block < 0 ? '' : blockLabel)),
    h('rect', { x: left, y: top, width: width.toFixed(1), height, rx: 4, fill: ink.paper, ...STROKES[health](ink, bad) }),
    health === 'failed' ? h('path', { d: hatchPath(left + 1, top + 1, width - 2, TITLE_PX, 5), stroke: bad, 'stroke-opacity': 0.35, fill: 'none' }) : null,
    isSelected ? h('rect', { x: left - 2, y: top - 2, width: (width + 4).toFixed(1), height: height + 4, rx: 6, fill: good, 'fill-opacity': 0.14, stroke: good, 'stroke-width': 1.5 }) : null,
    h('text', { x: left + 7, y: top + 12, 'font-size': SIZE.title, 'font-weight': 600, fill: health === 'off' ? ink.muted : ink.text }, health === 'off' ? `${label}, ${HEALTH_WORDS.off}` : label),
    healthMark(health, left + width - 11, top + 8, bad),
    rows,
  )
}

/** A scale of temperatures with its ends in words. */
export function temperatureLegend(range: Range, theme: 'light' | 'dark', ink: Ink, y: number): Mark {
  const steps = 24
  const [from, width] = [58, 96]
  const cells = Array.from({ length: steps }, (_, i) => h('rect', { x: (from + (i * width) / steps).toFixed(1), y: y - 8, width: (width / steps + 0.3).toFixed(1), height: 8, fill: temperatureColour(range.low + ((i + 0.5) / steps) * (range.high - range.low), range, theme, ink.faint) }))
  return h('g', { class: 'legend', 'font-size': SIZE.line, fill: ink.muted }, h('text', { x: from - 6, y, 'text-anchor': 'end' }, `${degrees(range.low)}\u2009°C`), cells, h('text', { x: from + width + 6, y }, `${degrees(range.high)}\u2009°C in the pipes`))
}

export function schematicMarks(context: SchematicMarks, placed: PlacedSchematic): Mark[] {
  const range = temperatureRange(context.schematic)
  return [
    h('g', { class: 'pipes' }, placed.pipes.map(pipe => pipeMarks(context, pipe, range))),
    h('g', { class: 'words', 'font-size': SIZE.line, style: TABULAR }, placed.pipes.flatMap(pipe => pipeWords(context, pipe))),
    h('g', { class: 'parts', 'font-size': SIZE.line, style: TABULAR }, placed.parts.map(part => partMarks(context, part))),
  ]
}
