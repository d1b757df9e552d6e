/** What tenants held over time, one on top of the other, and what all of them waited for. */
import { percent, short } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import { holderText } from './account-data.ts'
import type { TenantUseData } from './chart-data.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { SERIES } from './palette.ts'
import { bandPath, endLabels, linePath, steps, valueAxis, valueScale } from './parts.ts'
import { thin } from './thin.ts'
import { plotOf, timeAxis, timeScale } from './time-axis.ts'

const COLOURS = [SERIES.blue, SERIES.orange, SERIES.green, SERIES.sky, SERIES.purple, SERIES.yellow, SERIES.grey]
/** Most points of a line; more windows are averaged. */
const MOST_POINTS = 400

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)
const windowsOf = ({ waiting, tenants }: TenantUseData): number => (tenants.length === 0 ? 0 : waiting.length)

/** The largest tenants, largest first, the others as one. */
function shownTenants({ tenants }: TenantUseData): { label: string; held: Float64Array }[] {
  const sorted = [...tenants].sort((a, b) => total(b.held) - total(a.held) || (a.label < b.label ? -1 : 1))
  if (sorted.length <= COLOURS.length) return sorted
  const rest = sorted.slice(COLOURS.length - 1)
  return [...sorted.slice(0, COLOURS.length - 1), { label: `${rest.length} others`, held: rest[0].held.map((_, window) => rest.reduce((sum, { held }) => sum + held[window], 0)) }]
}

function finding(data: TenantUseData): string {
  const [largest] = shownTenants(data)
  const held = data.tenants.reduce((sum, tenant) => sum + total(tenant.held), 0)
  if (held === 0) return 'No tenant held anything'
  return `${holderText(largest.label)} held ${percent(total(largest.held) / held)} of what tenants held`
}

function waited({ tenants, waiting }: TenantUseData): string {
  const held = tenants.reduce((sum, tenant) => sum + total(tenant.held), 0)
  return held === 0 ? '' : `${percent(total(waiting) / held)} as much was waited for. `
}

function content(data: TenantUseData, frame: Frame): Mark[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const time = timeScale(data.startDay, data.endDay, plot)
  const size = Math.max(1, Math.ceil(windowsOf(data) / MOST_POINTS))
  const endX = time.x(data.startDay + windowsOf(data) * data.windowDays)
  const stairs = (values: readonly number[]): { xs: number[]; values: number[] } => steps(values.map((_, i) => time.x(data.startDay + i * size * data.windowDays)), endX, values)
  const waiting = thin(data.waiting, size)
  let below = waiting.map(() => 0)
  const layers = shownTenants(data).map(({ label, held }, at) => {
    const from = below
    below = thin(held, size).map((value, i) => from[i] + value)
    return { label, colour: COLOURS[at], from, to: below }
  })
  const highest = [...below, ...waiting].reduce((most, value) => Math.max(most, value), 1)
  const value = valueScale(0, highest, plot)
  const bands = layers.map(({ label, colour, from, to }) => {
    const [low, high] = [stairs(from), stairs(to)]
    return h('path', { d: bandPath(low.xs, low.values.map(value.y), high.values.map(value.y)), fill: colour, 'fill-opacity': 0.75, stroke: ink.paper, 'stroke-width': 0.5 }, h('title', {}, label))
  })
  const line = stairs(waiting)
  const labels = layers.map(({ label, colour, from, to }) => ({ y: value.y(((from.at(-1) ?? 0) + (to.at(-1) ?? 0)) / 2), text: label, colour }))
  return [
    valueAxis(value, plot, ink, short, 'accelerators'),
    ...bands,
    h('path', { d: linePath(line.xs, line.values.map(value.y)), fill: 'none', stroke: SERIES.vermilion, 'stroke-width': 1.5, 'stroke-dasharray': '4 2' }),
    timeAxis(time, plot, ink),
    endLabels([...labels, { y: value.y(waiting.at(-1) ?? 0), text: 'waited for', colour: SERIES.vermilion, dash: '3 2' }], plot, frame.width, ink),
  ]
}

export const tenantUse = defineChart<TenantUseData>({
  id: 'tenant-use',
  label: 'What tenants held over time',
  layout: (data, frame) => (windowsOf(data) === 0 ? emptyPage(frame, 'What tenants held over time', 'No tenant held anything yet') : alignedPage(frame, finding(data), 'Accelerators held and waited for, replication 0', content(data, frame))),
  rows: data => ({
    columns: [{ name: 'day', unit: '' }, ...data.tenants.map(({ label }) => ({ name: label, unit: 'accelerators' })), { name: 'waited for', unit: 'accelerators' }],
    rows: Array.from({ length: windowsOf(data) }, (_, window) => [formatDate(data.startDay + Math.floor(window * data.windowDays)), ...data.tenants.map(({ held }) => held[window]), data.waiting[window]]),
  }),
  describe: data => (windowsOf(data) === 0 ? 'What tenants held over time: no tenant held anything yet.' : `${finding(data)}. ${waited(data)}Accelerators held by ${data.tenants.map(({ label }) => label).join(', ')}, window by window.`),
})
