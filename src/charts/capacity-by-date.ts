/** Accelerators by date at each level: contracted, delivered, energised, cooled, healthy, productive. */
import { percent, short } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import type { CapacityData } from './chart-data.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { measuredLabels, measuredMarks, measuredWords, mostMeasured } from './measured.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { GATE_COLOURS } from './palette.ts'
import { endLabels, linePath, steps, valueAxis, valueScale } from './parts.ts'
import { thin } from './thin.ts'
import { plotOf, timeAxis, timeScale } from './time-axis.ts'

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

function content(data: CapacityData, frame: Frame): Mark[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const windows = data.levels.contracted.length
  const time = timeScale(data.startDay, data.endDay, plot)
  const lines = curves(data, ink.muted)
  const highest = Math.max(1, mostMeasured(data.measured), ...lines.map(({ values }) => values.reduce((max, v) => Math.max(max, v), 0)))
  const value = valueScale(0, highest, plot)
  const endX = time.x(data.startDay + windows * data.windowDays)
  const groups = Math.max(1, Math.floor((endX - plot.left) / GROUP_PIXELS))
  const size = Math.max(1, Math.ceil(windows / groups))
  const drawn = lines.map(({ name, values, colour, dash }) => {
    const thinned = thin(values, size)
    const stair = steps(thinned.map((_, i) => time.x(data.startDay + i * size * data.windowDays)), endX, thinned)
    const dashes = dash === undefined ? {} : { dash }
    const stroke = { d: linePath(stair.xs, stair.values.map(value.y)), fill: 'none', stroke: colour, 'stroke-width': name === 'productive' ? 2 : 1.5 }
    return { label: { y: value.y(thinned.at(-1) ?? 0), text: name, colour, ...dashes }, mark: h('path', dash === undefined ? stroke : { ...stroke, 'stroke-dasharray': dash }) }
  })
  return [valueAxis(value, plot, ink, short, 'accelerators'), timeAxis(time, plot, ink), ...drawn.map(({ mark }) => mark), ...measuredMarks(data.measured, time, value), endLabels([...drawn.map(({ label }) => label), ...measuredLabels(data.measured, value)], plot, frame.width, ink)]
}

function finding({ levels }: CapacityData): string {
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)
  const contract = total(levels.contracted)
  if (contract === 0) return 'Nothing is contracted yet'
  return `${percent(total(levels.byGate[2]) / contract)} of the contract was energised, ${percent(total(levels.productive) / contract)} productive`
}

export const capacityByDate = defineChart<CapacityData>({
  id: 'capacity-by-date',
  label: 'Capacity by date',
  layout(data, frame) {
    if (data.levels.contracted.length === 0) return emptyPage(frame, 'Capacity by date', 'Nothing simulated yet')
    return alignedPage(frame, finding(data), 'Accelerators at each level by date, replication 0', content(data, frame))
  },
  rows(data) {
    const lines = curves(data, '')
    return {
      columns: [{ name: 'day', unit: '' }, ...lines.map(({ name }) => ({ name, unit: 'accelerators' }))],
      rows: Array.from(data.levels.contracted, (_, i) => [formatDate(data.startDay + Math.floor(i * data.windowDays)), ...lines.map(({ values }) => values[i])]),
    }
  },
  describe: data => `${finding(data)}. Accelerators contracted, delivered, energised, cooled, healthy and productive, as steps by date.${measuredWords(data.measured)}`,
})
