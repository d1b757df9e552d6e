/**
 * What of a one-line is drawn as one symbol: every component of the expanded block, equal components of the other blocks together,
 * and blocks that are built alike in one column where there is little room.
 */
import type { OneLine, OneLineNode } from '../../results/one-line.ts'

/** The share of the drawing that stands left of the blocks in the order of columns. */
export const SITE = -1

export interface DrawnNode {
  /** Id of the first member. */
  readonly id: string
  /** Indexes of the components that the symbol stands for. */
  readonly members: readonly number[]
  readonly kind: OneLineNode['kind']
  /** Index of the column, `SITE` above all columns. */
  readonly column: number
  /** Line of the drawing from the top; the site comes first, then a line for the heads of the blocks. */
  readonly rank: number
}

export interface DrawnEdge {
  /** Indexes of drawn nodes. */
  readonly from: number
  readonly to: number
  readonly role: 'normal' | 'alternate'
  /** Indexes of the edges that the line stands for. */
  readonly members: readonly number[]
}

export interface DrawnColumn {
  readonly blocks: readonly number[]
  readonly isExpanded: boolean
  /** Little room: symbols without names. */
  readonly isBrief: boolean
}

export interface DrawnGraph {
  readonly nodes: readonly DrawnNode[]
  readonly edges: readonly DrawnEdge[]
  readonly columns: readonly DrawnColumn[]
  readonly rankCount: number
  /** Rank of the heads of the blocks. */
  readonly headRank: number
  /** Drawn node of every component. */
  readonly drawnOf: Int32Array
}

/** How far blocks are condensed, from roomy to tight. */
export interface Condensing {
  readonly isBrief: boolean
  readonly mergesEqual: boolean
}
export const CONDENSINGS: readonly Condensing[] = [
  { isBrief: false, mergesEqual: false },
  { isBrief: true, mergesEqual: false },
  { isBrief: false, mergesEqual: true },
  { isBrief: true, mergesEqual: true },
]

/** Equal siblings of the expanded block are one symbol when there are more than these. */
const MOST_EQUAL = 8
/** Siblings of one kind are, equal or not, when there are more than these. */
const MOST_OF_A_KIND = 18

const distinct = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b)

/** What a block is made of, in words that do not name it; equal for blocks that are built alike. */
function makeOf(oneLine: OneLine, block: number): string {
  const place = new Map<number, number>()
  const nodes = oneLine.nodes.flatMap((node, index) => {
    if (node.block !== block) return []
    place.set(index, place.size)
    return [`${node.kind} ${node.level} ${node.units} ${node.ratedW} ${node.racks}`]
  })
  const edges = oneLine.edges.flatMap(({ from, to, role }) => (place.has(from) || place.has(to) ? [`${place.get(from) ?? `site ${from}`} ${place.get(to) ?? `site ${to}`} ${role}`] : []))
  return [...nodes, ...edges.sort()].join('\n')
}

function columnsOf(oneLine: OneLine, expanded: number | null, { isBrief, mergesEqual }: Condensing): DrawnColumn[] {
  const blocks = distinct(oneLine.nodes.flatMap(({ block }) => (block < 0 ? [] : [block])))
  const columns: { blocks: number[]; isExpanded: boolean; make: string }[] = []
  for (const block of blocks) {
    const isExpanded = block === expanded || blocks.length === 1
    const make = mergesEqual && !isExpanded ? makeOf(oneLine, block) : ''
    const same = make === '' ? undefined : columns.find(column => column.make === make)
    if (same === undefined) columns.push({ blocks: [block], isExpanded, make })
    else same.blocks.push(block)
  }
  return columns.map(column => ({ blocks: column.blocks, isExpanded: column.isExpanded, isBrief: isBrief && !column.isExpanded }))
}

/** Neighbours of every component, as a text to compare. */
function neighbourhoods(oneLine: OneLine): string[] {
  const lists = oneLine.nodes.map((): string[] => [])
  for (const { from, to, role } of oneLine.edges) {
    lists[from].push(`>${to} ${role}`)
    lists[to].push(`<${from} ${role}`)
  }
  return lists.map(list => list.sort().join())
}

/** A label without the letter or number that tells equal ones apart: `UPS system B`, `Racks A–C`. */
export const stemOf = (label: string): string => label.replace(/ [A-Z0-9]{1,2}([–-][A-Z0-9]{1,2})?$/, '')

/** Name of the group in which each component is drawn. */
function groupNames(oneLine: OneLine, columns: readonly DrawnColumn[]): string[] {
  const around = neighbourhoods(oneLine)
  const columnOf = new Map(columns.flatMap((column, index) => column.blocks.map(block => [block, index] as const)))
  const kindName = (node: OneLineNode): string => `${columnOf.get(node.block) ?? SITE} ${node.kind} ${node.level} ${stemOf(node.label)}`
  const equalName = (node: OneLineNode, index: number): string => `${kindName(node)} ${node.units} ${node.ratedW} ${node.racks} ${around[index]}`
  const counts = new Map<string, number>()
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1)
  oneLine.nodes.forEach((node, index) => {
    count(kindName(node))
    count(equalName(node, index))
  })
  return oneLine.nodes.map((node, index) => {
    const isWhole = node.block < 0 || columns[columnOf.get(node.block) ?? 0].isExpanded
    if (!isWhole || (counts.get(kindName(node)) ?? 0) > MOST_OF_A_KIND) return kindName(node)
    return (counts.get(equalName(node, index)) ?? 0) > MOST_EQUAL ? equalName(node, index) : `one ${index}`
  })
}

function drawnNodes(oneLine: OneLine, columns: readonly DrawnColumn[], rankOf: (node: OneLineNode) => number): { nodes: DrawnNode[]; drawnOf: Int32Array } {
  const names = groupNames(oneLine, columns)
  const columnOf = (block: number): number => columns.findIndex(column => column.blocks.includes(block))
  const groups = new Map<string, number[]>()
  names.forEach((name, index) => {
    const members = groups.get(name)
    if (members === undefined) groups.set(name, [index])
    else members.push(index)
  })
  const drawnOf = new Int32Array(oneLine.nodes.length)
  const nodes = [...groups.values()].map((members, drawn): DrawnNode => {
    for (const member of members) drawnOf[member] = drawn
    const first = oneLine.nodes[members[0]]
    return { id: first.id, members, kind: first.kind, column: first.block < 0 ? SITE : columnOf(first.block), rank: rankOf(first) }
  })
  return { nodes, drawnOf }
}

/** A line is normal when any of its members carries normally. */
function drawnEdges(oneLine: OneLine, drawnOf: Int32Array): DrawnEdge[] {
  const found = new Map<string, { from: number; to: number; role: 'normal' | 'alternate'; members: number[] }>()
  oneLine.edges.forEach((edge, index) => {
    const [from, to] = [drawnOf[edge.from], drawnOf[edge.to]]
    if (from === to) return
    const name = `${from} ${to}`
    const known = found.get(name)
    if (known === undefined) found.set(name, { from, to, role: edge.role, members: [index] })
    else {
      known.members.push(index)
      if (edge.role === 'normal') known.role = 'normal'
    }
  })
  return [...found.values()]
}

/** The graph as drawn with one block expanded, or none. */
export function drawnGraph(oneLine: OneLine, expanded: number | null, condensing: Condensing): DrawnGraph {
  const columns = columnsOf(oneLine, expanded, condensing)
  const siteLevels = distinct(oneLine.nodes.flatMap(({ block, level }) => (block < 0 ? [level] : [])))
  const blockLevels = distinct(oneLine.nodes.flatMap(({ block, level }) => (block < 0 ? [] : [level])))
  const headRank = siteLevels.length
  const rankOf = (node: OneLineNode): number => (node.block < 0 ? siteLevels.indexOf(node.level) : headRank + 1 + blockLevels.indexOf(node.level))
  const { nodes, drawnOf } = drawnNodes(oneLine, columns, rankOf)
  return { nodes, edges: drawnEdges(oneLine, drawnOf), columns, drawnOf, headRank, rankCount: headRank + (columns.length === 0 ? 0 : 1 + blockLevels.length) }
}
