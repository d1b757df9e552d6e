/** What is written beside the symbols: names, ratings, and loads live | normal | failover. */
import { digits } from '../../analysis/number-text.ts'
import type { OneLine, OneLineNode } from '../../results/one-line.ts'
import { fitText, textWidth, wrapText } from '../text-width.ts'
import { type DrawnEdge, type DrawnGraph, type DrawnNode, SITE, stemOf } from './graph.ts'

/** What a component does at the time shown; null where the run does not record it. */
export interface LiveNode {
  /** Power at the output (of loads: their draw), W. */
  readonly loadW: number | null
  readonly state: 'live' | 'down' | 'isolated' | 'planned' | null
}

export interface Scale {
  readonly unit: 'MW' | 'kW'
  readonly divisor: number
}

export const KIND_WORDS: Readonly<Record<OneLineNode['kind'], { readonly name: string; readonly letter: string }>> = {
  feed: { name: 'Feed', letter: 'F' },
  transformer: { name: 'Transformer', letter: 'T' },
  switchgear: { name: 'Switchgear', letter: 'S' },
  bus: { name: 'Bus', letter: 'M' },
  generator: { name: 'Generator', letter: 'G' },
  turbine: { name: 'Turbine', letter: 'G' },
  storage: { name: 'Battery', letter: 'B' },
  solar: { name: 'Solar', letter: 'P' },
  rectifier: { name: 'Rectifier', letter: 'R' },
  ups: { name: 'UPS', letter: 'U' },
  transferSwitch: { name: 'Transfer switch', letter: 'X' },
  distribution: { name: 'Distribution', letter: 'D' },
  racks: { name: 'Racks', letter: 'L' },
  cooling: { name: 'Cooling', letter: 'C' },
}

/** From here on loads are told in megawatts. */
const MEGAWATTS_FROM = 10e6

export function scaleOf(oneLine: OneLine): Scale {
  const most = oneLine.edges.reduce((max, { normalW, failoverW }) => Math.max(max, normalW, failoverW), 0)
  return most >= MEGAWATTS_FROM ? { unit: 'MW', divisor: 1e6 } : { unit: 'kW', divisor: 1e3 }
}

export function powerText(watts: number, { unit, divisor }: Scale): string {
  const value = watts / divisor
  return digits(value, unit === 'kW' || Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 0.95 || value === 0 ? 1 : 2)
}

export interface Loads {
  readonly normalW: number
  readonly failoverW: number
}

/** Highest loads over the members of a line. */
export const edgeLoads = (oneLine: OneLine, { members }: DrawnEdge): Loads => ({
  normalW: members.reduce((max, member) => Math.max(max, oneLine.edges[member].normalW), 0),
  failoverW: members.reduce((max, member) => Math.max(max, oneLine.edges[member].failoverW), 0),
})

/**
 * Output of a component normally and at worst. Of one with a single supply it is what comes in less its losses, in failover in the
 * same ratio as normally; what several outputs carry at worst does not coincide, so their sum would be too much.
 */
export function outputOf({ edges }: OneLine, node: number): Loads {
  const sum = (list: typeof edges, key: keyof Loads): number => list.reduce((total, edge) => total + edge[key], 0)
  const worst = (list: typeof edges): number => list.reduce((max, edge) => Math.max(max, edge.failoverW), 0)
  const into = edges.filter(({ to }) => to === node)
  const out = edges.filter(({ from }) => from === node)
  if (out.length === 0) return { normalW: sum(into, 'normalW'), failoverW: Math.max(sum(into, 'normalW'), worst(into)) }
  const normalW = sum(out, 'normalW')
  if (out.length === 1) return { normalW, failoverW: out[0].failoverW }
  const intoW = sum(into, 'normalW')
  if (into.length === 0) return { normalW, failoverW: sum(out, 'failoverW') }
  if (intoW === 0) return { normalW, failoverW: Math.max(normalW, worst(out)) }
  return { normalW, failoverW: Math.max(normalW, worst(into) * (normalW / intoW)) }
}

/** Load per rating; null without a rating, and for loads, whose highest draw is their rating. */
export function loadingOf(oneLine: OneLine, node: number): { readonly normal: number; readonly failover: number } | null {
  const { ratedW, kind } = oneLine.nodes[node]
  if (ratedW === null || ratedW <= 0 || kind === 'racks' || kind === 'cooling') return null
  const { normalW, failoverW } = outputOf(oneLine, node)
  return { normal: normalW / ratedW, failover: failoverW / ratedW }
}

/** A load above its rating by more than half a percent is told as one: as many digits as the percentage has. */
const OVER = 1.005
export const isOver = (oneLine: OneLine, node: number): boolean => (loadingOf(oneLine, node)?.failover ?? 0) >= OVER

export interface Line {
  readonly text: string
  /** The widest that it can become while the time changes. */
  readonly widest: string
  readonly style: 'name' | 'plain' | 'over'
}

/** Name of a symbol: its label, or the number of equal ones and what they share. */
export function nameOf(oneLine: OneLine, graph: DrawnGraph, { members, column, kind }: DrawnNode): string {
  if (members.length === 1) return oneLine.nodes[members[0]].label
  const blocks = graph.columns[column]?.blocks.length ?? 1
  const count = members.length % blocks === 0 ? members.length / blocks : members.length
  const stems = members.map(member => stemOf(oneLine.nodes[member].label))
  const name = stems.every(stem => stem === stems[0]) ? stems[0] : KIND_WORDS[kind].name
  return count === 1 ? name : `${count} × ${name}`
}

/** A short word for where a connection comes from. */
function tagOf(oneLine: OneLine, { members, kind }: DrawnNode): string {
  const last = oneLine.nodes[members[0]].label.split(' ').at(-1) ?? ''
  return members.length === 1 && last.length <= 2 && oneLine.nodes[members[0]].label.includes(' ') ? last : KIND_WORDS[kind].letter
}

function ratingText(oneLine: OneLine, { members }: DrawnNode, scale: Scale): string {
  const { ratedW, units } = oneLine.nodes[members[0]]
  if (ratedW === null || ratedW <= 0) return units > 1 ? `${units} units` : ''
  const each = `${powerText(ratedW / units, scale)}\u2009${scale.unit}`
  return units > 1 ? `${units} × ${each}` : each
}

const highest = (values: readonly number[]): number => values.reduce((max, value) => Math.max(max, value), 0)

function loadLines(context: WordContext, node: number): Line[] {
  const { oneLine, graph, scale, live } = context
  const drawn = graph.nodes[node]
  const into = graph.edges.filter(({ to }) => to === node)
  const own = drawn.members.map(member => outputOf(oneLine, member))
  const rows = into.length > 0 ? into.map(edge => ({ tag: into.length > 1 ? `${tagOf(oneLine, graph.nodes[edge.from])} ` : '', ...edgeLoads(oneLine, edge) })) : [{ tag: '', normalW: highest(own.map(each => each.normalW)), failoverW: highest(own.map(each => each.failoverW)) }]
  const known = live === null ? [] : drawn.members.flatMap(member => live[member]?.loadW ?? [])
  // What the run does not record has no load now; with several supplies it is told once, for all of them.
  const isRecorded = known.length > 0 && known.length === drawn.members.length
  const now = isRecorded ? powerText(highest(known), scale) : ''
  const before = isRecorded && rows.length === 1
  const lines = rows.map(({ tag, normalW, failoverW }): Line => {
    const pair = `${powerText(normalW, scale)} | ${powerText(failoverW, scale)}`
    const most = powerText(Math.max(normalW, failoverW), scale)
    return { text: `${tag}${before ? `${now} | ` : ''}${pair}`, widest: `${tag}${before ? `${most} | ` : ''}${pair}`, style: 'plain' }
  })
  const widest = `now ${powerText(rows.reduce((sum, { failoverW }) => sum + failoverW, 0), scale)}`
  return isRecorded && rows.length > 1 ? [{ text: `now ${now}`, widest, style: 'plain' }, ...lines] : lines
}

const percents = (share: number): string => digits(share * 100)

function shareLine({ oneLine, graph }: WordContext, node: number): Line[] {
  const shares = graph.nodes[node].members.flatMap(member => loadingOf(oneLine, member) ?? [])
  if (shares.length === 0) return []
  const isOverloaded = graph.nodes[node].members.some(member => isOver(oneLine, member))
  const text = `${percents(highest(shares.map(({ normal }) => normal)))} | ${percents(highest(shares.map(({ failover }) => failover)))}\u2009%${isOverloaded ? ' over' : ''}`
  return [{ text, widest: text, style: isOverloaded ? 'over' : 'plain' }]
}

export interface WordContext {
  readonly oneLine: OneLine
  readonly graph: DrawnGraph
  readonly scale: Scale
  readonly live: readonly LiveNode[] | null
}

/** Widest names in blocks and above them, px; longer ones end with an ellipsis and are told in full on hover. */
const NAME_PX = { block: 104, site: 150, load: 60 } as const
const plain = (text: string): Line => ({ text, widest: text, style: 'plain' })

function briefLines(context: WordContext, node: number): Line[] {
  const { oneLine, graph } = context
  const { members, kind, column } = graph.nodes[node]
  const blocks = graph.columns[column]?.blocks.length ?? 1
  const units = members.reduce((sum, member) => sum + oneLine.nodes[member].units, 0) / blocks
  const racks = members.reduce((sum, member) => sum + oneLine.nodes[member].racks, 0) / blocks
  const worst = highest(members.map(member => loadingOf(oneLine, member)?.failover ?? 0))
  const isOverloaded = members.some(member => isOver(oneLine, member))
  const share: Line[] = worst === 0 ? [] : [{ text: `${percents(worst)}\u2009%`, widest: '188\u2009%', style: isOverloaded ? 'over' : 'plain' }]
  if (kind === 'racks') return [plain(digits(racks)), plain('racks')]
  return [...(units > 1 && Number.isInteger(units) ? [plain(`× ${units}`)] : []), ...share]
}

/** Lines beside a symbol, the name first. */
export function linesOf(context: WordContext, node: number): Line[] {
  const { oneLine, graph, scale } = context
  const drawn = graph.nodes[node]
  if (graph.columns[drawn.column]?.isBrief) return briefLines(context, node)
  const words = nameOf(oneLine, graph, drawn)
  const names = drawn.kind === 'cooling' ? wrapText(words, NAME_PX.load, NAME_SIZE, 2, true) : [fitText(words, drawn.column === SITE ? NAME_PX.site : NAME_PX.block, NAME_SIZE, true)]
  const name = names.map((text): Line => ({ ...plain(text), style: 'name' }))
  const racks = drawn.members.reduce((sum, member) => sum + oneLine.nodes[member].racks, 0) / (graph.columns[drawn.column]?.blocks.length ?? 1)
  const size = drawn.kind === 'racks' ? `${digits(racks)} rack${racks === 1 ? '' : 's'}` : drawn.kind === 'cooling' ? '' : ratingText(oneLine, drawn, scale)
  return [...name, ...(size === '' ? [] : [plain(size)]), ...loadLines(context, node), ...shareLine(context, node)]
}

export const NAME_SIZE = 10.5
export const LINE_SIZE = 10
export const lineWidth = ({ widest, style }: Line): number => textWidth(widest, style === 'name' ? NAME_SIZE : LINE_SIZE, style !== 'plain') + 2

/** A symbol in full, for hovering and for readers of the screen. */
export function sentenceOf(oneLine: OneLine, graph: DrawnGraph, node: number, scale: Scale): string {
  const drawn = graph.nodes[node]
  const rating = drawn.kind === 'racks' ? '' : ratingText(oneLine, drawn, scale)
  const into = graph.edges.filter(({ to }) => to === node).map(edge => {
    const { normalW, failoverW } = edgeLoads(oneLine, edge)
    return `from ${nameOf(oneLine, graph, graph.nodes[edge.from])}${edge.role === 'alternate' ? ' (alternate)' : ''} ${powerText(normalW, scale)}, failover ${powerText(failoverW, scale)}\u2009${scale.unit}`
  })
  const share = shareLine({ oneLine, graph, scale, live: null }, node).map(({ text }) => `${text} of the rating`)
  return [nameOf(oneLine, graph, drawn), ...(rating === '' ? [] : [rating]), ...share, ...into].join('\n')
}
