/**
 * The electrical one-line of a site: power flows downwards, one block is drawn in full and the others condensed, every connection has
 * its load normally and in failover, and a contingency shows what failed, what it took and the path that took over.
 */
import { digits, percent } from '../analysis/number-text.ts'
import type { AuditState, Contingency } from '../results/audit.ts'
import type { OneLine } from '../results/one-line.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { effectOf } from './one-line/effect.ts'
import { CONDENSINGS, type DrawnGraph, drawnGraph, stemOf } from './one-line/graph.ts'
import { type PlacedDrawing, placeDrawing } from './one-line/layout.ts'
import { contingencyText } from './one-line/names.ts'
import { drawingMarks, overloaded } from './one-line/marks.ts'
import { type LiveNode, loadingOf, outputOf, scaleOf, type WordContext } from './one-line/words.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'

export interface OneLineData {
  readonly oneLine: OneLine
  /** Name of each block, by index. */
  readonly blockLabels: readonly string[]
  /** Block drawn in full; null for none. A single block always is. */
  readonly expanded: number | null
  readonly contingency: Contingency | null
  /** Id of the selected component. */
  readonly selected: string | null
  /** By component; null while no time is shown. */
  readonly live: readonly LiveNode[] | null
}

export const AUDIT_WORDS: Readonly<Record<AuditState, string>> = { down: 'Down', degraded: 'Degraded', savedByTransfer: 'Saved by transfer', unknown: 'Unknown', normal: 'Normal' }

const labelOf = ({ oneLine, blockLabels }: OneLineData, node: number): string => {
  const { label, block } = oneLine.nodes[node]
  return block < 0 || blockLabels.length < 2 ? label : `${label} of ${blockLabels[block] ?? `block ${block + 1}`}`
}

function finding(data: OneLineData): string {
  const { oneLine, contingency } = data
  if (contingency !== null) return `${contingencyText(oneLine, contingency, data.blockLabels)}${contingency.count > 1 ? `, or any of ${digits(contingency.count)} equal cases` : ''}: ${AUDIT_WORDS[contingency.state].toLowerCase()}, ${contingency.reason}`
  const over = overloaded(oneLine)
  if (over.length === 0) return oneLine.nodes.some((_, index) => loadingOf(oneLine, index) !== null) ? 'No component is over its rating, normally or in failover' : 'One-line of the site'
  const share = (node: number): number => loadingOf(oneLine, node)?.failover ?? 0
  const worst = over.reduce((most, node) => (share(node) > share(most) ? node : most))
  const count = over.length === 1 ? '1 component goes' : `${over.length} components go`
  return `${count} over the rating in failover: ${labelOf(data, worst)} reaches ${percent(share(worst))}`
}

const measure = ({ live }: OneLineData, { unit }: WordContext['scale']): string =>
  `Loads in ${unit}: ${live === null ? '' : 'now where recorded | '}normally | in failover; below them per rating, ▲ where over it. Dashed: carries only after a transfer. × n: highest of n equal ones`

/** Name of a column: that of its block, or of the blocks that are built alike. */
function titleOf({ blockLabels }: OneLineData, { blocks }: DrawnGraph['columns'][number]): string {
  const name = (block: number): string => blockLabels[block] ?? `Block ${block + 1}`
  if (blocks.length === 1) return name(blocks[0])
  const [first, last] = [name(blocks[0]), name(blocks[blocks.length - 1])]
  const isRow = blocks.length === blocks[blocks.length - 1] - blocks[0] + 1 && stemOf(first) === stemOf(last)
  return isRow ? `${first}–${last.slice(stemOf(last).length + 1)}` : `${blocks.length} alike`
}

interface Fitted {
  readonly context: WordContext
  readonly drawing: PlacedDrawing
}

/** The roomiest drawing that fits the width of the frame, or the tightest there is. */
function fitted(data: OneLineData, width: number, room: number): Fitted {
  const { oneLine, live } = data
  const scale = scaleOf(oneLine)
  let found: Fitted | undefined
  for (const condensing of CONDENSINGS) {
    const graph = drawnGraph(oneLine, data.expanded, condensing)
    const context: WordContext = { oneLine, graph, scale, live }
    found = { context, drawing: placeDrawing(context, graph.columns.map(column => titleOf(data, column)), 0, room) }
    if (found.drawing.width <= width) break
  }
  if (found === undefined) throw new Error('there is always a way to condense')
  return found
}

const TOP_GAP = 14
const FOOT = 18

/** The drawing in a frame that is as large as given, or larger where the site needs it. */
function drawn(data: OneLineData, frame: Frame): Mark {
  const { oneLine } = data
  const ink = inkOf(frame)
  const above = headingOf(frame, finding(data), measure(data, scaleOf(oneLine))).bottom + TOP_GAP
  const { context, drawing } = fitted(data, frame.width, frame.height - above - FOOT)
  const size: Frame = { ...frame, width: Math.max(frame.width, Math.ceil(drawing.width)), height: Math.max(frame.height, Math.ceil(above + drawing.height + FOOT)) }
  const heading = headingOf(frame, finding(data), measure(data, context.scale))
  const effect = data.contingency === null ? null : effectOf(oneLine, data.contingency)
  const marks = drawingMarks({ ...context, ink, theme: frame.theme, effect, selected: oneLine.nodes.findIndex(({ id }) => id === data.selected) }, drawing)
  const left = Math.max(0, (size.width - drawing.width) / 2)
  return page(size, heading, [h('g', { transform: `translate(${left.toFixed(1)},${above.toFixed(1)})` }, marks)])
}

export const oneLineChart = defineChart<OneLineData>({
  id: 'one-line',
  label: 'Electrical one-line',
  layout: (data, frame) => (data.oneLine.nodes.length === 0 ? emptyPage(frame, 'One-line of the site', 'Nothing electrical in this scenario yet') : drawn(data, frame)),
  rows: ({ oneLine }) => ({
    columns: [
      { name: 'from', unit: '' }, { name: 'to', unit: '' }, { name: 'role', unit: '' }, { name: 'normal load', unit: 'W' }, { name: 'failover load', unit: 'W' },
      { name: 'rating of the component fed', unit: 'W' }, { name: 'its normal output', unit: 'W' }, { name: 'its failover output', unit: 'W' },
    ],
    rows: oneLine.edges.map(({ from, to, role, normalW, failoverW }) => {
      const output = outputOf(oneLine, to)
      return [oneLine.nodes[from].id, oneLine.nodes[to].id, role, normalW, failoverW, oneLine.nodes[to].ratedW, Math.round(output.normalW), Math.round(output.failoverW)]
    }),
  }),
  describe: data => `${finding(data).replace(/\.$/, '')}. ${data.oneLine.nodes.length} components and ${data.oneLine.edges.length} connections from the utility to the racks.`,
})
