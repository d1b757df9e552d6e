/** Site and IT power by date, and below them the ratio between the two. */
import { digits } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import type { PowerData } from './chart-data.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { measuredLabels, measuredMarks, measuredWords, mostMeasured } from './measured.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { SERIES } from './palette.ts'
import { endLabels, linePath, valueAxis, valueScale } from './parts.ts'
import { thin } from './thin.ts'
import { plotOf, type Plot, timeAxis, timeScale, type TimeScale } from './time-axis.ts'

const WEEK = 7
/** Share of the plot that the ratio takes, and the least height for which it is drawn at all. */
const RATIO_SHARE = 0.26
const RATIO_FROM_HEIGHT = 110
const RATIO_GAP = 22

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

function finding(data: PowerData): string {
  const peak = data.peakW.reduce((max, value) => Math.max(max, value), 0) / 1e6
  const pue = total(data.siteKWh) / total(data.itKWh)
  return Number.isFinite(pue) ? `PUE ${digits(pue, 3)}; the site peaks at ${digits(peak, peak < 10 ? 2 : 1)} MW` : 'No IT power yet'
}

interface Weekly {
  /** Middle of each week. */
  readonly xs: readonly number[]
  readonly siteMW: readonly number[]
  readonly itMW: readonly number[]
}

function weekly(data: PowerData, time: TimeScale): Weekly {
  const size = Math.max(1, Math.round(WEEK / data.windowDays))
  const megawatts = (kWh: Float64Array): number[] => thin(kWh, size).map(mean => mean / (data.windowDays * 24) / 1000)
  const itMW = megawatts(data.itKWh)
  return { xs: itMW.map((_, i) => time.x(data.startDay + (i + 0.5) * size * data.windowDays)), siteMW: megawatts(data.siteKWh), itMW }
}

function powerMarks({ xs, siteMW, itMW }: Weekly, { measuredMW }: PowerData, time: TimeScale, frame: Frame, plot: Plot): Mark[] {
  const ink = inkOf(frame)
  const value = valueScale(0, Math.max(0.01, mostMeasured(measuredMW), ...siteMW, ...itMW), plot)
  const line = (mw: readonly number[], colour: string): Mark => h('path', { d: linePath(xs, mw.map(value.y)), fill: 'none', stroke: colour, 'stroke-width': 1.5, 'stroke-linecap': 'round' })
  const labels = [
    { y: value.y(siteMW.at(-1) ?? 0), text: 'site', colour: SERIES.blue },
    { y: value.y(itMW.at(-1) ?? 0), text: 'IT', colour: SERIES.sky },
  ]
  return [valueAxis(value, plot, ink, tick => digits(tick, value.decimals), 'MW'), line(siteMW, SERIES.blue), line(itMW, SERIES.sky), ...measuredMarks(measuredMW, time, value), endLabels([...labels, ...measuredLabels(measuredMW, value)], plot, frame.width, ink)]
}

/** PUE by week; a gap where the IT draws nothing to speak of. */
function ratioMarks({ xs, siteMW, itMW }: Weekly, { measuredPue }: PowerData, time: TimeScale, frame: Frame, plot: Plot): Mark[] {
  const ink = inkOf(frame)
  const least = Math.max(...itMW) * 0.02
  const ratios = siteMW.map((mw, i) => (itMW[i] > least ? mw / itMW[i] : NaN))
  const known = ratios.filter(Number.isFinite)
  if (known.length === 0) return []
  const value = valueScale(1, Math.max(1.1, mostMeasured(measuredPue), ...known), plot)
  return [
    valueAxis({ ...value, ticks: [value.ticks[0], value.max] }, plot, ink, tick => digits(tick, Math.max(1, value.decimals)), 'PUE'),
    h('path', { d: linePath(xs, ratios.map(value.y)), fill: 'none', stroke: SERIES.vermilion, 'stroke-width': 1.5, 'stroke-linecap': 'round' }),
    ...measuredMarks(measuredPue, time, value),
    endLabels([{ y: value.y(known[known.length - 1]), text: 'PUE', colour: SERIES.vermilion }, ...measuredLabels(measuredPue, value)], plot, frame.width, ink),
  ]
}

function content(data: PowerData, frame: Frame): Mark[] {
  const plot = plotOf(frame.width, frame.height)
  const time = timeScale(data.startDay, data.endDay, plot)
  const weeks = weekly(data, time)
  const height = plot.bottom - plot.top
  const axis = timeAxis(time, plot, inkOf(frame))
  if (height < RATIO_FROM_HEIGHT) return [...powerMarks(weeks, data, time, frame, plot), axis]
  const ratioTop = plot.bottom - height * RATIO_SHARE
  return [...powerMarks(weeks, data, time, frame, { ...plot, bottom: ratioTop - RATIO_GAP }), ...ratioMarks(weeks, data, time, frame, { ...plot, top: ratioTop }), axis]
}

export const power = defineChart<PowerData>({
  id: 'power',
  label: 'Power and PUE',
  layout(data, frame) {
    if (data.itKWh.length === 0) return emptyPage(frame, 'Power and PUE', 'Nothing simulated yet')
    return alignedPage(frame, finding(data), 'Mean power and PUE by week, replication 0', content(data, frame))
  },
  rows: data => ({
    columns: [{ name: 'day', unit: '' }, { name: 'site energy', unit: 'kWh' }, { name: 'IT energy', unit: 'kWh' }, { name: 'highest site draw', unit: 'W' }],
    rows: Array.from(data.itKWh, (it, i) => [formatDate(data.startDay + Math.floor(i * data.windowDays)), data.siteKWh[i], it, data.peakW[i]]),
  }),
  describe: data => `${finding(data)}. Mean site and IT power and their ratio by week.${measuredWords([...(data.measuredMW ?? []), ...(data.measuredPue ?? [])])}`,
})
