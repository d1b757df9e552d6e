/** Where the contract went: a bar a gate, each starting where the one above ended, down to what was productive. */
import type { LedgerRow } from '../results/summary.ts'
import { GATE_LABELS } from '../scenario/buckets.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { GATE_COLOURS } from './palette.ts'
import { digits, emptyPage, inkOf, page, percent } from './parts.ts'

export interface WaterfallData {
  /** All buckets of the ledger in waterfall order. */
  readonly rows: readonly LedgerRow[]
}

interface Step {
  readonly gate: number
  readonly label: string
  readonly share: number
  readonly gpuHours: number
  /** Share of the contract that is left before this step. */
  readonly before: number
  /** Largest bucket of the gate, for the tooltip. */
  readonly largest: LedgerRow | undefined
}

/** Steps with anything in them, in waterfall order; productive last, work not yet committed just before it. */
export function waterfallSteps({ rows }: WaterfallData): Step[] {
  const losses = GATE_LABELS.filter(({ loss }) => loss !== '').map(({ gate, loss }) => ({ gate: gate as number, label: loss }))
  const order = [...losses, { gate: 0, label: 'Not yet committed' }, { gate: 10, label: 'Productive' }]
  let before = 1
  const steps: Step[] = []
  for (const { gate, label } of order) {
    const members = rows.filter(row => row.gate === gate)
    const share = members.reduce((sum, row) => sum + row.share, 0)
    const gpuHours = members.reduce((sum, row) => sum + row.gpuHours, 0)
    const largest = [...members].sort((a, b) => b.gpuHours - a.gpuHours)[0]
    if (gpuHours > 0 || gate === 10) steps.push({ gate, label, share, gpuHours, before, largest })
    before -= share
  }
  return steps
}

const LABEL_WIDTH = 128
const VALUE_WIDTH = 58
const TOP = 40

function stepMarks(frame: Frame, step: Step, index: number, rowHeight: number): Mark {
  const ink = inkOf(frame)
  const left = LABEL_WIDTH
  const width = Math.max(1, frame.width - LABEL_WIDTH - VALUE_WIDTH)
  const isProductive = step.gate === 10
  const from = isProductive ? 0 : step.before - step.share
  const y = TOP + index * rowHeight
  const barHeight = Math.min(18, rowHeight - 6)
  const tip = `${step.label}: ${percent(step.share, 1)} of the contract, ${digits(step.gpuHours)} GPU-hours${step.largest === undefined || isProductive ? '' : `; most: ${step.largest.label}`}`
  return h(
    'g',
    { class: 'step', 'data-gate': step.gate },
    h('title', {}, tip),
    h('text', { x: left - 8, y: y + barHeight / 2 + 4, 'text-anchor': 'end', fill: isProductive ? ink.text : ink.muted, 'font-weight': isProductive ? 600 : 400 }, step.label),
    h('rect', { x: left, y, width, height: barHeight, fill: ink.line, 'fill-opacity': 0.35 }),
    h('rect', { x: left + from * width, y, width: Math.max(step.share * width, step.gpuHours > 0 ? 1 : 0), height: barHeight, fill: GATE_COLOURS[step.gate] }),
    isProductive ? null : h('line', { x1: left + from * width, x2: left + from * width, y1: y, y2: y + rowHeight, stroke: ink.faint, 'stroke-width': 0.75 }),
    h('text', { x: frame.width, y: y + barHeight / 2 + 4, 'text-anchor': 'end', 'font-weight': isProductive ? 600 : 400, style: 'font-variant-numeric: tabular-nums' }, percent(step.share, 1)),
  )
}

const productive = (steps: readonly Step[]): number => steps.find(({ gate }) => gate === 10)?.share ?? 0

function finding(data: WaterfallData): string {
  const steps = waterfallSteps(data)
  const worst = steps.filter(({ gate }) => gate >= 1 && gate <= 9).sort((a, b) => b.share - a.share)[0]
  const became = `${percent(productive(steps), 1)} of the contract became useful compute`
  return worst === undefined ? became : `${became}; “${worst.label.toLowerCase()}” took most`
}

export const ledgerWaterfall = defineChart<WaterfallData>({
  id: 'ledger-waterfall',
  label: 'Where the contract went',
  layout(data, frame) {
    const steps = waterfallSteps(data)
    if (data.rows.length === 0) return emptyPage(frame, 'Where the contract went', 'Nothing simulated yet')
    const rowHeight = Math.min(30, (frame.height - TOP - 16) / steps.length)
    const subtitle = 'Share of contracted accelerator-hours lost at each gate, mean over replications'
    return page(frame, finding(data), subtitle, steps.map((step, index) => stepMarks(frame, step, index, rowHeight)))
  },
  rows: ({ rows }) => ({
    columns: [{ name: 'bucket', unit: '' }, { name: 'label', unit: '' }, { name: 'share', unit: '1' }, { name: 'GPU-hours', unit: 'h' }, { name: 'accelerator-ms of replication 0', unit: 'ms' }],
    rows: rows.map(row => [row.bucket, row.label, row.share, row.gpuHours, row.acceleratorMs]),
  }),
  describe: data => `${finding(data)}. ${waterfallSteps(data).map(({ label, share }) => `${label} ${percent(share, 1)}`).join(', ')}.`,
})
