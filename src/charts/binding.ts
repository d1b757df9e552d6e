/** What binds by date: the share of the contract that each gate takes, stacked by month. */
import { percent } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import { GATE_LABELS } from '../scenario/buckets.ts'
import type { BindingData, BindingPeriod } from './chart-data.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { GATE_COLOURS, HATCHED_GATE } from './palette.ts'
import { endLabels, hatchPath, valueAxis, valueScale, type ValueScale } from './parts.ts'
import { plotOf, timeAxis, timeScale } from './time-axis.ts'

/** Stacked from the bottom: productive, not yet committed, then the losses from the last gate up to the first. */
const ORDER = [10, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1]
/** Parts below this share get no label. */
const LABELLED_SHARE = 0.03

const nameOf = (gate: number): string => (gate === 0 ? 'Not yet committed' : gate === 10 ? 'Productive' : (GATE_LABELS.find(label => label.gate === gate)?.loss ?? ''))

const isContracted = ({ shares }: BindingPeriod): boolean => shares.some(share => share > 0)

/** The gate that takes most in a period; 10 when nothing is lost. */
export function bindingGate(period: BindingPeriod): number {
  let best = 10
  for (let gate = 1; gate <= 9; gate++) if (period.shares[gate] > (best === 10 ? 0 : period.shares[best])) best = gate
  return best
}

function finding({ periods }: BindingData): string {
  const contracted = periods.filter(isContracted)
  if (contracted.length === 0) return 'Nothing is contracted yet'
  const counted = new Array<number>(11).fill(0)
  for (const period of contracted) counted[bindingGate(period)] += 1
  const worst = counted.slice(1, 10).reduce((best, months, i) => (months > counted[best] ? i + 1 : best), 1)
  return counted[worst] === 0 ? 'Nothing is lost at any gate' : `“${nameOf(worst)}” takes most in ${counted[worst]} of ${contracted.length} months`
}

interface Part {
  readonly gate: number
  readonly from: number
  readonly to: number
}

/** Parts of one bar from the bottom up. */
function partsOf({ shares }: BindingPeriod): Part[] {
  let below = 0
  const parts: Part[] = []
  for (const gate of ORDER) {
    if (shares[gate] > 0) parts.push({ gate, from: below, to: below + shares[gate] })
    below += shares[gate]
  }
  return parts
}

/** A part of a bar; idle time is hatched. */
function partMark(period: BindingPeriod, { gate, from, to }: Part, x: number, width: number, value: ValueScale): Mark {
  const box = { x, y: value.y(to), width, height: Math.max(0, value.y(from) - value.y(to)) }
  const tip = h('title', {}, `${formatDate(period.fromDay).slice(0, 7)}: ${nameOf(gate)} ${percent(to - from, 1)}`)
  const fill = GATE_COLOURS[gate]
  if (gate !== HATCHED_GATE) return h('rect', { ...box, fill }, tip)
  return h('g', {}, tip, h('rect', { ...box, fill, 'fill-opacity': 0.35 }), h('path', { d: hatchPath(box.x, box.y, box.width, box.height), stroke: fill, fill: 'none' }))
}

function content(data: BindingData, frame: Frame): Mark[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const time = timeScale(data.startDay, data.endDay, plot)
  const value = valueScale(0, 1, plot, true)
  const bars = data.periods.map(period => {
    const x = time.x(period.fromDay)
    const width = Math.max(0.5, time.x(period.toDay) - x - 0.4)
    return h('g', {}, partsOf(period).map(part => partMark(period, part, x, width, value)))
  })
  const last = data.periods.findLast(isContracted)
  const labels = (last === undefined ? [] : partsOf(last)).filter(({ from, to }) => to - from >= LABELLED_SHARE).map(({ gate, from, to }) => ({ y: value.y((from + to) / 2), text: nameOf(gate), colour: GATE_COLOURS[gate] }))
  return [valueAxis(value, plot, ink, tick => percent(tick), 'share of the contract'), timeAxis(time, plot, ink), ...bars, endLabels(labels, plot, frame.width, ink)]
}

export const binding = defineChart<BindingData>({
  id: 'binding',
  label: 'What binds when',
  layout(data, frame) {
    if (data.periods.length === 0) return emptyPage(frame, 'What binds when', 'Nothing simulated yet')
    return alignedPage(frame, finding(data), 'Share of the contract by gate and month, replication 0', content(data, frame))
  },
  rows: ({ periods }) => ({
    columns: [{ name: 'from', unit: '' }, { name: 'binding', unit: '' }, ...ORDER.map(gate => ({ name: nameOf(gate), unit: '1' }))],
    rows: periods.map(period => [formatDate(period.fromDay), nameOf(bindingGate(period)), ...ORDER.map(gate => period.shares[gate])]),
  }),
  describe: data => `${finding(data)}. Share of the contract by gate, month by month.`,
})
