/** Load-duration curve: for how much of the time the site and its IT draw at least so much. */
import { digits, percent } from '../analysis/number-text.ts'
import { defineChart, type Frame } from './chart.ts'
import { lyingAxis, LYING_FOOT } from './lying-axis.ts'
import { h, type Mark } from './mark.ts'
import type { LoadDurationData } from './operation-shapes.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { SERIES } from './palette.ts'
import { bandPath, endLabels, linePath, valueAxis, valueScale } from './parts.ts'
import { type Plot, TIME_MARGIN } from './time-axis.ts'

const LABEL = 'Load-duration curve'
const decimalsFor = (mw: number): number => (mw < 10 ? 2 : mw < 100 ? 1 : 0)
const megawatts = (mw: number): string => `${digits(mw, decimalsFor(mw))}\u2009MW`
const isEmpty = ({ points }: LoadDurationData): boolean => points.every(({ siteMW }) => !(siteMW[2] > 0))

function finding({ points }: LoadDurationData): string {
  const peak = points[0].siteMW[1]
  const tenth = points.reduce((near, point) => (Math.abs(point.share - 0.1) < Math.abs(near.share - 0.1) ? point : near), points[0])
  const mean = points.reduce((sum, { siteMW }) => sum + siteMW[1], 0) / points.length
  return `The site draws ${megawatts(tenth.siteMW[1])} or more in a tenth of the time; load factor ${percent(peak > 0 ? mean / peak : 0)}`
}

const measure = ({ replications, spanH }: LoadDurationData): string => `Mean draw of ${digits(spanH, Number.isInteger(spanH) ? 0 : 2)} h, sorted, from contract start on, ${replications > 1 ? `median and range of ${replications} runs` : 'one replication'}`

function content(data: LoadDurationData, frame: Frame, top: number): (Mark | null)[] {
  const ink = inkOf(frame)
  const { left, right } = TIME_MARGIN
  const plot: Plot = { left, right: Math.max(left + 1, frame.width - right), top, bottom: Math.max(top + 1, frame.height - LYING_FOOT) }
  const axis = lyingAxis(0, 100, 'share of the time, %', plot, ink, (value, decimals) => digits(value, decimals))
  const value = valueScale(0, data.points.reduce((most, { siteMW }) => Math.max(most, siteMW[2]), 0), plot)
  const xs = data.points.map(({ share }) => axis.x(share * 100))
  const curve = (of: 'siteMW' | 'itMW', colour: string): (Mark | null)[] => {
    const ys = (at: 0 | 1 | 2): number[] => data.points.map(point => value.y(point[of][at]))
    return [
      data.replications > 1 ? h('path', { d: bandPath(xs, ys(0), ys(2)), fill: colour, 'fill-opacity': 0.2 }) : null,
      h('path', { d: linePath(xs, ys(1)), fill: 'none', stroke: colour, 'stroke-width': 1.75, 'stroke-linejoin': 'round' }),
    ]
  }
  const last = data.points[data.points.length - 1]
  return [
    valueAxis(value, plot, ink, tick => digits(tick, value.decimals), 'MW'), axis.mark, ...curve('siteMW', SERIES.blue), ...curve('itMW', SERIES.green),
    endLabels([{ y: value.y(last.siteMW[1]), text: 'site', colour: SERIES.blue }, { y: value.y(last.itMW[1]), text: 'IT', colour: SERIES.green }], plot, frame.width, ink),
  ]
}

export const loadDuration = defineChart<LoadDurationData>({
  id: 'load-duration',
  label: LABEL,
  layout(data, frame) {
    if (isEmpty(data)) return emptyPage(frame, LABEL, 'Nothing draws power yet: the curve begins with the first contracted window')
    const heading = headingOf(frame, finding(data), measure(data))
    return page(frame, heading, content(data, frame, heading.bottom + 20))
  },
  rows: ({ points }) => ({
    columns: [{ name: 'share of the time', unit: '1' }, ...['site', 'IT'].flatMap(name => ['lowest run', 'median', 'highest run'].map(which => ({ name: `${name}, ${which}`, unit: 'MW' })))],
    rows: points.map(({ share, siteMW, itMW }) => [share, ...siteMW, ...itMW]),
  }),
  describe: data => (isEmpty(data) ? `${LABEL}: nothing draws power yet.` : `${finding(data)}. The highest draw is ${megawatts(data.points[0].siteMW[1])}, the lowest ${megawatts(data.points[data.points.length - 1].siteMW[1])}.`),
})
