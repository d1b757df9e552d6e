/**
 * The schedule of a site as bars over time: equipment from order to arrival, construction, commissioning, energisation and racks, block
 * by block, with the band in which each row ends, the critical path, and by when orders must be placed.
 */
import { digits } from '../analysis/number-text.ts'
import { DAY_MS } from '../base/spans.ts'
import type { ScheduleReport } from '../results/schedule.ts'
import { defineChart, type Frame } from './chart.ts'
import type { Mark } from './mark.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { groupsOf, lastStep, type PlacedSchedule, placeSchedule } from './schedule/layout.ts'
import { legend, type ScheduleMarks, scheduleMarks } from './schedule/marks.ts'
import { dateText, delayMs, isLate, itemName, spanText, STEPS } from './schedule/words.ts'

export interface ScheduleData {
  readonly report: ScheduleReport
  /** Ids of the groups whose items are shown: `site`, and blocks by their id. */
  readonly open: readonly string[]
  /** Id of the selected row. */
  readonly selected: string | null
  /** Time of the clock, ms; null for none. */
  readonly todayMs: number | null
}

function finding({ report }: ScheduleData): string {
  const late = report.items.filter(({ order }) => order !== null && isLate(order))
  const orders = late.length === 0 ? 'every order is early enough for P90' : `${digits(late.length)} order${late.length === 1 ? ' is' : 's are'} too late for P90`
  const never = report.blocks.find(block => delayMs(block) === null)
  if (never !== undefined) return `${never.label} is not ready within the horizon; ${orders}`
  const worst = report.blocks.reduce<(typeof report.blocks)[number] | undefined>((most, block) => (most === undefined || (delayMs(block) ?? 0) > (delayMs(most) ?? 0) ? block : most), undefined)
  const delay = worst === undefined ? 0 : (delayMs(worst) ?? 0)
  if (worst === undefined || delay < DAY_MS) return `All blocks are ready when promised at P50; ${orders}`
  const driver = worst.drivers.find(({ item }) => item !== worst.id) ?? worst.drivers[0]
  return `${worst.label} is ready ${spanText(delay)} late at P50${driver === undefined ? '' : `, most often for ${driver.label.toLowerCase()}`}; ${orders}`
}

const measure = ({ report: { draws, seed, runDraws } }: ScheduleData): string =>
  `Bars at P50 of ${digits(draws)} draws, seed ${seed}; at the end of a row float to the order-by date at P90. ${runDraws.procurement && runDraws.commissioning ? 'Runs draw these dates too' : 'Runs take what is not sampled as planned'}`

const GAP = { top: 8, legend: 22, foot: 16 } as const

/** Where the drawing has its rows, for what is laid over it. */
export function schedulePlaces(data: ScheduleData, frame: Frame): PlacedSchedule {
  const heading = headingOf(frame, finding(data), measure(data), { title: 2, subtitle: 3 })
  return placeSchedule(data.report, data.open, frame.width, heading.bottom + GAP.top)
}

function drawn(data: ScheduleData, frame: Frame): Mark {
  const ink = inkOf(frame)
  const heading = headingOf(frame, finding(data), measure(data), { title: 2, subtitle: 3 })
  const placed = placeSchedule(data.report, data.open, frame.width, heading.bottom + GAP.top)
  const context: ScheduleMarks = { report: data.report, ink, theme: frame.theme, selected: data.selected, todayMs: data.todayMs }
  const key = legend(context, frame.width, placed.plot.bottom + GAP.legend)
  const height = placed.plot.bottom + GAP.legend + key.height + GAP.foot
  return page({ ...frame, height: Math.max(frame.height, Math.ceil(height)) }, heading, [...scheduleMarks(context, placed), key.mark])
}

export const scheduleChart = defineChart<ScheduleData>({
  id: 'schedule',
  label: 'Schedule',
  layout: (data, frame) => (groupsOf(data.report).length === 0 ? emptyPage(frame, 'Schedule of the site', 'Nothing is built in this scenario yet') : drawn(data, frame)),
  rows: ({ report: { items, startDay, blocks } }) => ({
    columns: [
      { name: 'block', unit: '' }, { name: 'item', unit: '' }, { name: 'step', unit: '' }, { name: 'start P50', unit: '' }, { name: 'finish planned', unit: '' }, { name: 'finish P10', unit: '' }, { name: 'finish P50', unit: '' }, { name: 'finish P90', unit: '' },
      { name: 'critical in draws', unit: '1' }, { name: 'ordered', unit: '' }, { name: 'order by P50', unit: '' }, { name: 'order by P90', unit: '' }, { name: 'float P90', unit: 'days' },
    ],
    rows: items.flatMap(item => {
      const last = lastStep(item)
      const day = (ms: number | null): string | null => (ms === null ? null : dateText(startDay, ms))
      return item.steps.map(step => {
        const { kind, start, finish, criticalFraction } = step
        const order = step === last ? item.order : null
        return [
          blocks[item.block]?.label ?? 'Site', itemName(item), STEPS[kind].name, day(start.p50Ms), day(finish.plannedMs), day(finish.p10Ms), day(finish.p50Ms), day(finish.p90Ms), criticalFraction,
          order === null ? null : day(order.orderedMs), order === null ? null : day(order.orderByP50Ms), order === null ? null : day(order.orderByP90Ms), order === null ? null : Math.round(order.floatP90Ms / DAY_MS),
        ]
      })
    }),
  }),
  describe: data => (groupsOf(data.report).length === 0 ? 'Schedule of the site: nothing is built in this scenario yet.' : `${finding(data)}. ${data.report.items.length} rows in ${groupsOf(data.report).length} groups.`),
})
