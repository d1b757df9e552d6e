/** From the useful hours of one ledger to those of another: a floating bar for what the contract and each gate give or take. */
import { type BridgeStep, CONTRACT_STEP } from '../analysis/ledger-bridge.ts'
import { short } from '../analysis/number-text.ts'
import type { BridgeData } from './chart-data.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { SERIES } from './palette.ts'
import { fitText, fitWords } from './text-width.ts'
import { ticksBetween } from './value-ticks.ts'

const LABEL_WIDTH = 126
const AMOUNT_WIDTH = 112
const FOOT = 46
const AIR = 0.06

const signed = (value: number): string => (value < 0 ? `−${short(-value)}` : `+${short(value)}`)
const withHalf = ({ gpuHours, ci95 }: BridgeStep): string => `${signed(gpuHours)}${ci95 === null ? '' : ` ± ${short((ci95[1] - ci95[0]) / 2)}`}`
const isClear = ({ ci95 }: BridgeStep): boolean => ci95 !== null && (ci95[0] > 0 || ci95[1] < 0)

interface Placed {
  readonly step: BridgeStep
  readonly from: number
  readonly to: number
  readonly isTotal: boolean
}

/** Steps that are not nought, each from where the one above ended; the sum of all last. */
function placed({ bridge }: BridgeData): Placed[] {
  if (bridge === null) return []
  let at = 0
  const steps = bridge.steps.filter(({ gpuHours, ci95 }) => gpuHours !== 0 || (ci95 !== null && ci95[0] !== ci95[1])).map((step): Placed => {
    const from = at
    at += step.gpuHours
    return { step, from, to: at, isTotal: false }
  })
  return steps.length === 0 ? [] : [...steps, { step: bridge.change, from: 0, to: bridge.change.gpuHours, isTotal: true }]
}

function finding(data: BridgeData): string {
  const { base, option, bridge } = data
  const steps = placed(data)
  if (bridge === null || steps.length === 0) return `${option} against ${base}`
  const { change } = bridge
  if (change.ci95 !== null && !isClear(change)) return `${option}: no clear change of useful compute`
  const largest = steps.filter(({ isTotal }) => !isTotal).reduce((most, each) => (each.step.gpuHours * change.gpuHours > most.step.gpuHours * change.gpuHours ? each : most))
  const cause = largest.step.gate === CONTRACT_STEP ? 'the contract' : `“${largest.step.label.toLowerCase()}”`
  return `${option}: ${signed(change.gpuHours)}\u2009GPU·h useful, most of it from ${cause}`
}

interface Scale {
  readonly left: number
  readonly right: number
  readonly x: (value: number) => number
}

function rowMarks({ step, from, to, isTotal }: Placed, frame: Frame, scale: Scale, y: number, height: number): Mark {
  const ink = inkOf(frame)
  const colour = isTotal ? SERIES.green : step.gpuHours < 0 ? SERIES.orange : SERIES.blue
  const [left, right] = [scale.x(Math.min(from, to)), scale.x(Math.max(from, to))]
  const middle = y + height / 2
  const barHeight = Math.max(4, Math.min(18, height - 6))
  const weight = { 'font-weight': isTotal ? 600 : 400 }
  const ends = step.ci95 === null ? null : step.ci95.map(end => Math.max(scale.left, Math.min(scale.right, scale.x(from + end))))
  return h(
    'g', { 'font-size': 11 },
    h('title', {}, `${step.label}: ${withHalf(step)} useful accelerator-hours`),
    h('text', { x: LABEL_WIDTH - 8, y: middle + 4, 'text-anchor': 'end', fill: isTotal ? ink.text : ink.muted, ...weight }, fitText(isTotal ? 'All together' : step.label, LABEL_WIDTH - 10, 11)),
    h('rect', { x: left, y: middle - barHeight / 2, width: Math.max(1, right - left), height: barHeight, fill: colour }),
    ends === null || ends[1] - ends[0] < 1 ? null : h('path', { d: `M${ends[0].toFixed(1)},${(middle - 4).toFixed(1)}v8M${ends[1].toFixed(1)},${(middle - 4).toFixed(1)}v8M${ends[0].toFixed(1)},${middle.toFixed(1)}H${ends[1].toFixed(1)}`, stroke: ink.text, 'stroke-width': 1.25, fill: 'none' }),
    isTotal ? null : h('line', { x1: scale.x(to), x2: scale.x(to), y1: middle, y2: y + height + 6, stroke: ink.faint, 'stroke-width': 0.75 }),
    h('text', { x: frame.width, y: middle + 4, 'text-anchor': 'end', 'font-size': 10, ...weight, style: 'font-variant-numeric: tabular-nums' }, withHalf(step)),
  )
}

function content(steps: readonly Placed[], frame: Frame, top: number): Mark[] {
  const ink = inkOf(frame)
  const ends = steps.flatMap(({ from, to }) => [from, to])
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)]
  const span = Math.max(1e-9, most - least)
  const [low, high] = [least - AIR * span, most + AIR * span]
  const left = LABEL_WIDTH
  const right = Math.max(left + 20, frame.width - AMOUNT_WIDTH)
  const scale: Scale = { left, right, x: value => left + ((value - low) / (high - low)) * (right - left) }
  const height = Math.max(8, Math.min(30, (frame.height - FOOT - top) / steps.length))
  const foot = top + steps.length * height
  const ticks = ticksBetween(low, high, Math.max(2, Math.floor((right - left) / 70)))
  return [
    h('g', { 'font-size': 10 }, ticks.at.flatMap(tick => [
      h('line', { x1: scale.x(tick), x2: scale.x(tick), y1: top, y2: foot, stroke: ink.line, 'stroke-width': tick === 0 ? 1 : 0.5 }),
      h('text', { x: scale.x(tick), y: foot + 13, 'text-anchor': 'middle', fill: ink.muted }, tick === 0 ? '0' : signed(tick)),
    ])),
    ...steps.map((step, at) => rowMarks(step, frame, scale, top + at * height, height)),
    h('text', { class: 'axis-title', x: (left + right) / 2, y: foot + 27, 'text-anchor': 'middle', 'font-size': 10, fill: ink.muted }, fitWords(['change of useful accelerator-hours, GPU·h', 'change, GPU·h', 'GPU·h'], right - left, 10)),
  ]
}

export const ledgerBridgeChart = defineChart<BridgeData>({
  id: 'ledger-bridge',
  label: 'From one ledger to another',
  layout(data, frame) {
    const { base, option, bridge } = data
    const steps = placed(data)
    if (bridge === null || steps.length === 0) return emptyPage(frame, finding(data), bridge === null ? 'Not both sides are simulated yet' : 'Nothing differs between the two ledgers')
    const interval = bridge.replications > 1 ? `; stroke: 95 % of ${bridge.replications} pairs` : '; one pair of runs'
    const heading = headingOf(frame, finding(data), `From ${base} (${short(bridge.base)}\u2009GPU·h useful) to ${option} (${short(bridge.option)}), by gate${interval}`)
    return page(frame, heading, content(steps, frame, heading.bottom + 10))
  },
  rows: ({ bridge }) => ({
    columns: [{ name: 'gate', unit: '' }, { name: 'step', unit: '' }, ...['change', 'low', 'high'].map(name => ({ name, unit: 'GPU·h' }))],
    rows: bridge === null ? [] : [...bridge.steps, bridge.change].map(({ gate, label, gpuHours, ci95 }) => [gate === CONTRACT_STEP ? '' : `L${gate}`, label, gpuHours, ci95?.[0] ?? null, ci95?.[1] ?? null]),
  }),
  describe: data => `${finding(data)}. ${placed(data).map(({ step }) => `${step.label} ${withHalf(step)}`).join(', ') || 'Nothing differs'}.`,
})
