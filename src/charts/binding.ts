/** What binds by date: the share of the contract that each gate takes, stacked by month. */
import { formatDate } from '../base/civil-date.ts'
import { GATE_LABELS } from '../scenario/buckets.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { GATE_COLOURS } from './palette.ts'
import { emptyPage, endLabels, inkOf, page, percent, valueAxis, valueScale } from './parts.ts'
import { plotOf, timeAxis, timeScale } from './time-axis.ts'

export interface BindingPeriod {
  readonly fromDay: number
  readonly toDay: number
  /** Share of the contract by gate (index = gate 0–10); sums to 1 where anything is contracted. */
  readonly shares: readonly number[]
}

export interface BindingData {
  readonly startDay: number
  readonly endDay: number
  readonly periods: readonly BindingPeriod[]
}

/** Stacked from the bottom: productive, not yet committed, then the losses from the last gate up to the first. */
const ORDER = [10, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1]

const nameOf = (gate: number): string => (gate === 0 ? 'Not yet committed' : gate === 10 ? 'Productive' : (GATE_LABELS.find(label => label.gate === gate)?.loss ?? ''))

/** The gate that takes most in a period; 10 when nothing is lost. */
export function bindingGate(period: BindingPeriod): number {
  let best = 10
  for (let gate = 1; gate <= 9; gate++) if (period.shares[gate] > (best === 10 ? 0 : period.shares[best])) best = gate
  return best
}

function finding({ periods }: BindingData): string {
  const counted = new Array<number>(11).fill(0)
  for (const period of periods) if (period.shares.some(share => share > 0)) counted[bindingGate(period)] += period.toDay - period.fromDay
  const worst = counted.slice(1, 10).reduce((best, days, i) => (days > counted[best] ? i + 1 : best), 1)
  return counted[worst] === 0 ? 'Nothing is lost at any gate' : `“${nameOf(worst)}” binds longest: ${Math.round(counted[worst] / 30.4375)} months`
}

function content(data: BindingData, frame: Frame): Mark[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const time = timeScale(data.startDay, data.endDay, plot)
  const value = valueScale(0, 1, plot, true)
  const bars = data.periods.map(({ fromDay, toDay, shares }) => {
    let below = 0
    const parts = ORDER.filter(gate => shares[gate] > 0).map(gate => {
      const [from, to] = [below, below + shares[gate]]
      below = to
      return h('rect', { x: time.x(fromDay), y: value.y(to), width: Math.max(0.5, time.x(toDay) - time.x(fromDay) - 0.4), height: Math.max(0, value.y(from) - value.y(to)), fill: GATE_COLOURS[gate] }, h('title', {}, `${formatDate(fromDay)}: ${nameOf(gate)} ${percent(shares[gate], 1)}`))
    })
    return h('g', {}, parts)
  })
  return [valueAxis(value, plot, ink, tick => percent(tick)), timeAxis(time, plot, ink), ...bars, labelsOf(data, plot, value.y)]
}

/** Labels of the gates that matter in the last contracted period, at the middle of their part. */
function labelsOf(data: BindingData, plot: ReturnType<typeof plotOf>, y: (value: number) => number): Mark {
  const last = data.periods.findLast(({ shares }) => shares.some(share => share > 0))
  if (last === undefined) return h('g', {})
  let below = 0
  const labels = ORDER.map(gate => {
    const middle = below + last.shares[gate] / 2
    below += last.shares[gate]
    return { gate, y: y(middle), share: last.shares[gate] }
  }).filter(({ share }) => share > 0.03)
  return endLabels(labels.map(({ gate, y: at }) => ({ y: at, text: nameOf(gate), colour: GATE_COLOURS[gate] })), plot)
}

export const binding = defineChart<BindingData>({
  id: 'binding',
  label: 'What binds when',
  layout(data, frame) {
    if (data.periods.length === 0) return emptyPage(frame, 'What binds when', 'Nothing simulated yet')
    return page(frame, finding(data), 'Share of the contract by gate and month, replication 0', ...content(data, frame))
  },
  rows: ({ periods }) => ({
    columns: [{ name: 'from', unit: '' }, { name: 'binding', unit: '' }, ...ORDER.map(gate => ({ name: nameOf(gate), unit: '1' }))],
    rows: periods.map(period => [formatDate(period.fromDay), nameOf(bindingGate(period)), ...ORDER.map(gate => period.shares[gate])]),
  }),
  describe: data => `${finding(data)}. Share of the contract by gate, month by month.`,
})
