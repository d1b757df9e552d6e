/** Sankey drawings: nodes in columns, links as wide as what flows. Placed by d3-sankey without its relaxation, whose powers differ between hosts; columns and order come from the data. */
import { sankey } from 'd3-sankey'
import type { Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { type Heading, inkOf, page } from './page.ts'
import { hatchPath } from './parts.ts'
import { fitText } from './text-width.ts'

export interface FlowNode {
  readonly id: string
  readonly label: string
  /** From the left, 0 first. */
  readonly column: number
  readonly colour: string
  /** What cannot be told apart stands hatched. */
  readonly isHatched?: boolean
}

export interface FlowLink {
  readonly from: string
  readonly to: string
  /** Mean, lowest and highest replication, in the unit of the chart. */
  readonly amount: number
  readonly low: number
  readonly high: number
}

export interface FlowData {
  /** From top to bottom within each column. */
  readonly nodes: readonly FlowNode[]
  readonly links: readonly FlowLink[]
  readonly replications: number
}

/** Ids of the nodes that findings speak of. */
export const FLOW = { site: 'site', it: 'it', heat: 'heat', vapour: 'vapour', grid: 'grid' } as const

const NODE = { width: 12, gap: 14 } as const
const SIZE = 11
const FOOT = 20
const TOP = 12
/** Room beside the last column for its names, as a share of the width. */
const NAMES = { share: 0.3, most: 170 } as const

interface Placed {
  readonly node: FlowNode
  readonly x0: number
  readonly x1: number
  readonly y0: number
  readonly y1: number
  readonly amount: number
}

interface Band {
  readonly link: FlowLink
  readonly colour: string
  readonly fromX: number
  readonly toX: number
  readonly fromY: number
  readonly toY: number
  readonly width: number
}

/** Links that carry something, and the nodes that they touch. */
export function flowing({ nodes, links, replications }: FlowData): FlowData {
  const most = links.reduce((high, { amount }) => Math.max(high, amount), 0)
  const kept = links.filter(({ amount }) => amount > most * 1e-6)
  return { replications, links: kept, nodes: nodes.filter(({ id }) => kept.some(({ from, to }) => from === id || to === id)) }
}

function placed({ nodes, links }: FlowData, width: number, top: number, bottom: number): { readonly nodes: Placed[]; readonly bands: Band[] } {
  const right = Math.max(60, width - Math.min(NAMES.most, width * NAMES.share))
  const most = nodes.reduce((high, { column }) => Math.max(high, nodes.filter(node => node.column === column).length), 1)
  const gap = Math.max(2, Math.min(NODE.gap * 1.6, (bottom - top) / most / 1.6))
  const layout = sankey<FlowNode & { at: number }, { amount: number; link: FlowLink }>()
    .nodeId(node => node.id)
    .nodeAlign(node => node.column)
    .nodeSort((a, b) => a.at - b.at)
    .nodeWidth(NODE.width)
    .nodePadding(gap)
    .iterations(0)
    .extent([[0, top], [right, Math.max(top + 10, bottom)]])
  const graph = layout({ nodes: nodes.map((node, at) => ({ ...node, at })), links: links.map(link => ({ source: link.from, target: link.to, value: link.amount, amount: link.amount, link })) })
  const of = (end: unknown): Placed => {
    const { x0 = 0, x1 = 0, y0 = 0, y1 = 0, value = 0, ...node } = end as FlowNode & { x0?: number; x1?: number; y0?: number; y1?: number; value?: number }
    return { node, x0, x1, y0, y1, amount: value }
  }
  return {
    nodes: graph.nodes.map(of),
    bands: graph.links.map(({ source, target, y0 = 0, y1 = 0, width: own = 0, link }) => ({ link, colour: of(target).node.column === 1 ? of(source).node.colour : of(target).node.colour, fromX: of(source).x1, toX: of(target).x0, fromY: y0, toY: y1, width: own })),
  }
}

function bandMark({ link, colour, fromX, toX, fromY, toY, width }: Band, nameOf: (id: string) => string, amountText: (amount: number) => string, replications: number): Mark {
  const middle = (fromX + toX) / 2
  const half = Math.max(0.3, width / 2)
  const edge = (side: number): string => `${fromX.toFixed(1)},${(fromY + side * half).toFixed(1)}C${middle.toFixed(1)},${(fromY + side * half).toFixed(1)} ${middle.toFixed(1)},${(toY + side * half).toFixed(1)} ${toX.toFixed(1)},${(toY + side * half).toFixed(1)}`
  const back = `${toX.toFixed(1)},${(toY + half).toFixed(1)}C${middle.toFixed(1)},${(toY + half).toFixed(1)} ${middle.toFixed(1)},${(fromY + half).toFixed(1)} ${fromX.toFixed(1)},${(fromY + half).toFixed(1)}`
  const spread = replications > 1 ? ` (${amountText(link.low)} to ${amountText(link.high)})` : ''
  return h('path', { d: `M${edge(-1)}L${back}Z`, fill: colour, 'fill-opacity': 0.4 }, h('title', {}, `${nameOf(link.from)} to ${nameOf(link.to)}: ${amountText(link.amount)}${spread}`))
}

/** Names that would stand over each other move down; those that find no room are left to the tips and the table. */
function nameMarks(nodes: readonly Placed[], lastX: number, frame: Frame, bottom: number, amountText: (amount: number) => string): Mark[] {
  const ink = inkOf(frame)
  const columns = [...new Set(nodes.map(({ x0 }) => x0))].sort((a, b) => a - b)
  return columns.flatMap((x, at) => {
    const next = columns[at + 1] ?? frame.width
    const isLast = x >= lastX
    const room = (isLast ? frame.width : next) - x - NODE.width - 10
    let free = -Infinity
    return nodes.filter(({ x0 }) => x0 === x).sort((a, b) => a.y0 - b.y0).flatMap(({ node, x1, y0, y1, amount }) => {
      const y = Math.max(free, (y0 + y1) / 2 + 4)
      if (y > bottom + 10 || room < 24) return []
      free = y + SIZE + 2
      return [h('text', { x: x1 + 5, y, fill: ink.text }, fitText(`${node.label} ${amountText(amount)}`, room, SIZE))]
    })
  })
}

export function flowPage(frame: Frame, heading: Heading, data: FlowData, amountText: (amount: number) => string): Mark {
  const ink = inkOf(frame)
  const top = heading.bottom + TOP
  const bottom = Math.max(top + 20, frame.height - FOOT)
  const { nodes, bands } = placed(data, frame.width, top, bottom)
  const nameOf = (id: string): string => data.nodes.find(node => node.id === id)?.label ?? id
  const lastX = nodes.reduce((most, { x0 }) => Math.max(most, x0), 0)
  const boxes = nodes.flatMap(({ node, x0, y0, y1 }) => [
    h('rect', { x: x0, y: y0, width: NODE.width, height: Math.max(1, y1 - y0), fill: node.colour, ...(node.isHatched === true ? { 'fill-opacity': 0.3 } : {}) }),
    ...(node.isHatched === true ? [h('path', { d: hatchPath(x0, y0, NODE.width, y1 - y0, 4), stroke: ink.text, 'stroke-width': 0.8 })] : []),
  ])
  return page(frame, heading, [...bands.map(band => bandMark(band, nameOf, amountText, data.replications)), ...boxes, h('g', { 'font-size': SIZE }, nameMarks(nodes, lastX, frame, bottom, amountText))])
}
