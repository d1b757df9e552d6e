/** Accelerators by date at each level: contracted, delivered, energised, cooled, healthy, productive. */
import type { CapacityLevels } from '../analysis/capacity.ts'
import { formatDate } from '../base/civil-date.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { GATE_COLOURS } from './palette.ts'
import { emptyPage, endLabels, inkOf, linePath, page, percent, short, steps, valueAxis, valueScale } from './parts.ts'
import { plotOf, timeAxis, timeScale } from './time-axis.ts'

export interface CapacityData {
  readonly startDay: number
  readonly windowDays: number
  readonly levels: CapacityLevels
}

interface Curve {
  readonly name: string
  readonly values: Float64Array
  readonly colour: string
  readonly dash?: string
}

function curves({ levels }: CapacityData, muted: string): Curve[] {
  return [
    { name: 'contracted', values: levels.contracted, colour: muted, dash: '2 3' },
    { name: 'delivered', values: levels.byGate[1], colour: GATE_COLOURS[1] },
    { name: 'energised', values: levels.byGate[2], colour: GATE_COLOURS[2] },
    { name: 'cooled', values: levels.byGate[3], colour: GATE_COLOURS[3] },
    { name: 'healthy', values: levels.byGate[5], colour: GATE_COLOURS[5] },
    { name: 'productive', values: levels.productive, colour: GATE_COLOURS[10] },
  ]
}

const GROUP_PIXELS = 1.5

/** Means over groups of windows, so that no pixel holds more than one step. */
export function thin(values: Float64Array, groups: number): number[] {
  const size = Math.max(1, Math.ceil(values.length / groups))
  const out: number[] = []
  for (let begin = 0; begin < values.length; begin += size) {
    const part = values.subarray(begin, begin + size)
    out.push(part.reduce((sum, value) => sum + value, 0) / part.length)
  }
  return out
}

function content(data: CapacityData, frame: Frame): Mark[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const windows = data.levels.contracted.length
  const time = timeScale(data.startDay, data.startDay + windows * data.windowDays, plot)
  const lines = curves(data, ink.muted)
  const value = valueScale(0, Math.max(1, ...lines.map(({ values }) => values.reduce((max, v) => Math.max(max, v), 0))), plot)
  const groups = Math.floor((plot.right - plot.left) / GROUP_PIXELS)
  const size = Math.max(1, Math.ceil(windows / groups))
  const drawn = lines.map(({ name, values, colour, dash }) => {
    const thinned = thin(values, groups)
    const stair = steps(thinned.map((_, i) => time.x(data.startDay + i * size * data.windowDays)), plot.right, thinned)
    const path = linePath(stair.xs, stair.values.map(value.y))
    return { label: { y: value.y(thinned.at(-1) ?? 0), text: name, colour }, mark: h('path', { d: path, fill: 'none', stroke: colour, 'stroke-width': name === 'productive' ? 2 : 1.5, ...(dash === undefined ? {} : { 'stroke-dasharray': dash }) }) }
  })
  return [valueAxis(value, plot, ink, short), timeAxis(time, plot, ink), ...drawn.map(({ mark }) => mark), endLabels(drawn.map(({ label }) => label), plot)]
}

function finding({ levels }: CapacityData): string {
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)
  const contract = total(levels.contracted)
  if (contract === 0) return 'Nothing is contracted within the horizon'
  return `${percent(total(levels.byGate[2]) / contract)} of the contract was energised, ${percent(total(levels.productive) / contract)} productive`
}

export const capacityByDate = defineChart<CapacityData>({
  id: 'capacity-by-date',
  label: 'Capacity by date',
  layout(data, frame) {
    if (data.levels.contracted.length === 0) return emptyPage(frame, 'Capacity by date', 'Nothing simulated yet')
    return page(frame, finding(data), 'Accelerators at each level, replication 0', ...content(data, frame))
  },
  rows(data) {
    const lines = curves(data, '')
    return {
      columns: [{ name: 'day', unit: '' }, ...lines.map(({ name }) => ({ name, unit: 'accelerators' }))],
      rows: Array.from(data.levels.contracted, (_, i) => [formatDate(data.startDay + Math.floor(i * data.windowDays)), ...lines.map(({ values }) => values[i])]),
    }
  },
  describe: data => `${finding(data)}, as steps by date.`,
})
