/** Where the contract went: a bar a gate, each starting where the one above ended, down to what was productive. */
import { digits, percent, short } from '../analysis/number-text.ts'
import type { LedgerRow } from '../results/summary.ts'
import { GATE_LABELS } from '../scenario/buckets.ts'
import type { WaterfallData } from './chart-data.ts'
import { defineChart, type Frame } from './chart.ts'
import { LYING_FOOT, lyingAxis } from './lying-axis.ts'
import { h, type Mark } from './mark.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { GATE_COLOURS, HATCHED_GATE } from './palette.ts'
import { hatchPath } from './parts.ts'

interface Step {
  readonly gate: number
  readonly label: string
  readonly share: number
  readonly gpuHours: number
  /** Share of the contract that is left before this step. */
  readonly before: number
  /** 95 % interval of the share, where one is known. */
  readonly interval: readonly [number, number] | null
  /** Largest bucket of the gate, for the tooltip. */
  readonly largest: LedgerRow | undefined
}

const PRODUCTIVE = 10

/** The interval of a single bucket as shares; those of sums of buckets are not known. */
function intervalOf(members: readonly LedgerRow[]): readonly [number, number] | null {
  const [only] = members
  if (members.length !== 1 || only.interval === null || only.gpuHours === 0) return null
  const perHour = only.share / only.gpuHours
  return [Math.max(0, only.interval[0] * perHour), Math.min(1, only.interval[1] * perHour)]
}

/** Steps with anything in them, in waterfall order; productive last, work not yet committed just before it. */
export function waterfallSteps({ rows }: WaterfallData): Step[] {
  const losses = GATE_LABELS.filter(({ loss }) => loss !== '').map(({ gate, loss }) => ({ gate: gate as number, label: loss }))
  const order = [...losses, { gate: 0, label: 'Not yet committed' }, { gate: PRODUCTIVE, label: 'Productive' }]
  let before = 1
  const steps: Step[] = []
  for (const { gate, label } of order) {
    const members = rows.filter(row => row.gate === gate)
    const share = members.reduce((sum, row) => sum + row.share, 0)
    const gpuHours = members.reduce((sum, row) => sum + row.gpuHours, 0)
    const largest = [...members].sort((a, b) => b.gpuHours - a.gpuHours)[0]
    if (gpuHours > 0 || gate === PRODUCTIVE) steps.push({ gate, label, share, gpuHours, before, interval: intervalOf(members), largest })
    before -= share
  }
  return steps
}

const LABEL_WIDTH = 122
const SHARE_WIDTH = 58
const HOURS_WIDTH = 84
/** Below this width the accelerator-hours are left to the tooltip. */
const WIDE = 520
/** Pictures of at least this height have an axis below the bars. */
const TALL = 220
const SOURCE = 12

const shareText = (step: Step): string => (step.gpuHours > 0 && step.share < 0.0005 ? `<\u2009${percent(0.001, 1)}` : percent(step.share, 1))

function tipOf(step: Step): string {
  const most = step.largest === undefined || step.gate === PRODUCTIVE || step.gate === 0 ? '' : `; most of it: ${step.largest.label.toLowerCase()}`
  const interval = step.interval === null ? '' : `, 95 % interval ${percent(step.interval[0], 1)} to ${percent(step.interval[1], 1)}`
  return `${step.label}: ${shareText(step)} of the contract${interval}, ${digits(step.gpuHours)} accelerator-hours${most}`
}

/** The interval as a stroke with ends. */
function whisker([low, high]: readonly [number, number], left: number, width: number, middle: number, colour: string): Mark {
  const [from, to] = [left + low * width, left + high * width]
  const path = `M${from.toFixed(1)},${middle - 4}v8M${to.toFixed(1)},${middle - 4}v8M${from.toFixed(1)},${middle}H${to.toFixed(1)}`
  return h('path', { d: path, fill: 'none', stroke: colour, 'stroke-width': 1.25 })
}

/** Of the whole contract. */
const widthOf = ({ width }: Frame): number => Math.max(1, width - LABEL_WIDTH - SHARE_WIDTH - (width >= WIDE ? HOURS_WIDTH : 0))

function stepMarks(frame: Frame, step: Step, y: number, rowHeight: number): Mark {
  const ink = inkOf(frame)
  const isWide = frame.width >= WIDE
  const width = widthOf(frame)
  const isProductive = step.gate === PRODUCTIVE
  const from = LABEL_WIDTH + (isProductive ? 0 : Math.max(0, step.before - step.share)) * width
  const barHeight = Math.max(4, Math.min(18, rowHeight - 6))
  const barWidth = Math.max(step.share * width, step.gpuHours > 0 ? 1 : 0)
  const colour = GATE_COLOURS[step.gate]
  const isHatched = step.gate === HATCHED_GATE
  const baseline = y + barHeight / 2 + 4
  const weight = { 'font-weight': isProductive ? 600 : 400, style: 'font-variant-numeric: tabular-nums' }
  return h(
    'g',
    { class: 'step', 'data-gate': step.gate },
    h('title', {}, tipOf(step)),
    h('text', { x: LABEL_WIDTH - 8, y: baseline, 'text-anchor': 'end', fill: isProductive ? ink.text : ink.muted, 'font-weight': weight['font-weight'] }, step.label),
    h('rect', { x: LABEL_WIDTH, y, width, height: barHeight, fill: ink.line, 'fill-opacity': 0.35 }),
    h('rect', { x: from, y, width: barWidth, height: barHeight, fill: colour, ...(isHatched ? { 'fill-opacity': 0.35 } : {}) }),
    isHatched ? h('path', { d: hatchPath(from, y, barWidth, barHeight), stroke: colour, 'stroke-width': 1.25, fill: 'none' }) : null,
    isProductive ? null : h('line', { x1: from, x2: from, y1: y, y2: y + rowHeight, stroke: ink.faint, 'stroke-width': 0.75 }),
    isProductive && step.interval !== null ? whisker(step.interval, LABEL_WIDTH, width, y + barHeight / 2, ink.text) : null,
    h('text', { x: LABEL_WIDTH + width + SHARE_WIDTH, y: baseline, 'text-anchor': 'end', ...weight }, shareText(step)),
    isWide ? h('text', { x: frame.width, y: baseline, 'text-anchor': 'end', fill: ink.muted, ...weight }, `${short(step.gpuHours)}\u2009GPU·h`) : null,
  )
}

const productive = (steps: readonly Step[]): Step | undefined => steps.find(({ gate }) => gate === PRODUCTIVE)

function finding(data: WaterfallData): string {
  const steps = waterfallSteps(data)
  const worst = steps.filter(({ gate }) => gate >= 1 && gate <= 9).sort((a, b) => b.share - a.share)[0]
  const became = `${percent(productive(steps)?.share ?? 0, 1)} of the contract became useful compute`
  return worst === undefined ? became : `${became}; “${worst.label.toLowerCase()}” took most`
}

function measure(steps: readonly Step[]): string {
  const contract = short(steps.reduce((sum, { gpuHours }) => sum + gpuHours, 0))
  const hasInterval = (productive(steps)?.interval ?? null) !== null
  return `Share of ${contract} contracted GPU-hours by gate${hasInterval ? '; stroke: 95 % interval' : ''}`
}

export const ledgerWaterfall = defineChart<WaterfallData>({
  id: 'ledger-waterfall',
  label: 'Where the contract went',
  layout(data, frame) {
    const steps = waterfallSteps(data)
    if (data.rows.length === 0) return emptyPage(frame, 'Where the contract went', 'Nothing simulated yet')
    const heading = headingOf(frame, finding(data), measure(steps))
    const top = heading.bottom + 10
    const isTall = frame.height >= TALL
    const rowHeight = Math.max(8, Math.min(30, (frame.height - top - (isTall ? LYING_FOOT : SOURCE)) / steps.length))
    const bottom = top + steps.length * rowHeight
    const axis = isTall ? lyingAxis(0, 1, 'share of the contract', { left: LABEL_WIDTH, right: LABEL_WIDTH + widthOf(frame), top, bottom }, inkOf(frame), tick => percent(tick)).mark : null
    return page(frame, heading, [axis, ...steps.map((step, index) => stepMarks(frame, step, top + index * rowHeight, rowHeight))])
  },
  rows: ({ rows }) => ({
    columns: [{ name: 'bucket', unit: '' }, { name: 'label', unit: '' }, { name: 'share', unit: '1' }, { name: 'accelerator-hours', unit: 'h' }, { name: 'replication 0', unit: 'accelerator-ms' }],
    rows: rows.map(row => [row.bucket, row.label, row.share, row.gpuHours, row.acceleratorMs]),
  }),
  describe: data => (data.rows.length === 0 ? 'Nothing simulated yet.' : `${finding(data)}. ${waterfallSteps(data).map(step => `${step.label} ${shareText(step)}`).join(', ')}.`),
})
