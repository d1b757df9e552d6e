/** The jobs that took most of the site: a hatched bar while each waited for its first start, a full one from there to its end. */
import { digits } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import type { GanttJob, JobGanttData } from './operation-shapes.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { SERIES } from './palette.ts'
import { hatchPath } from './parts.ts'
import { fitText, textWidth } from './text-width.ts'
import { type Plot, timeAxis, timeScale } from './time-axis.ts'

const LABEL = 'Jobs over time'
const COLOURS = [SERIES.blue, SERIES.green, SERIES.orange, SERIES.purple, SERIES.sky, SERIES.vermilion, SERIES.grey] as const
const ROW = { least: 11, most: 22, gap: 2 } as const
const MARGIN = { share: 0.3, most: 150, right: 58, foot: 44 } as const
const SIZE = 10

const colourOf = (entry: number): string => COLOURS[entry % COLOURS.length]

function finding({ jobs, count, shownHours, allHours }: JobGanttData): string {
  const longest = jobs.reduce<GanttJob | undefined>((most, job) => ((job.startDay ?? job.submitDay) - job.submitDay > (most === undefined ? -1 : (most.startDay ?? most.submitDay) - most.submitDay) ? job : most), undefined)
  const share = allHours > 0 ? `${digits((100 * shownHours) / allHours)}\u2009% of their time` : 'none of which ran'
  const wait = longest === undefined || longest.startDay === null ? 0 : longest.startDay - longest.submitDay
  return `The ${digits(jobs.length)} largest of ${digits(count)} jobs take ${share}; ${wait * 24 < 1 ? 'none of them waits an hour' : `${longest?.label ?? ''} waits ${digits(wait, 1)} days`}`
}

const tipOf = ({ label, accelerators, submitDay, startDay, endDay, outcome, interruptions }: GanttJob): string =>
  `${label}, ${digits(accelerators)} accelerators: submitted ${formatDate(Math.floor(submitDay))}${startDay === null ? ', never ran' : `, started ${formatDate(Math.floor(startDay))}`}${endDay === null ? '' : `, ended ${formatDate(Math.floor(endDay))}`}; ${outcome.toLowerCase()}${interruptions === 0 ? '' : `; interrupted ${digits(interruptions)} times`}`

function jobMarks(job: GanttJob, data: JobGanttData, y: number, height: number, plot: Plot, frame: Frame): Mark {
  const ink = inkOf(frame)
  const { x } = timeScale(data.startDay, data.endDay, plot)
  const colour = colourOf(job.entry)
  const end = job.endDay ?? data.reachedDay
  const [from, start, to] = [x(job.submitDay), x(job.startDay ?? end), x(end)]
  const baseline = y + height / 2 + 3.5
  return h(
    'g', { 'data-job': job.job },
    h('title', {}, tipOf(job)),
    h('text', { x: plot.left - 8, y: baseline, 'text-anchor': 'end', fill: ink.muted }, fitText(job.label, plot.left - 8, SIZE)),
    start - from < 0.5 ? null : h('path', { d: hatchPath(from, y, start - from, height, 4), stroke: colour, 'stroke-width': 0.8 }),
    job.startDay === null ? null : h('rect', { x: start, y, width: Math.max(1, to - start), height, fill: colour, ...(job.endDay === null ? { 'fill-opacity': 0.6 } : {}) }),
    h('text', { x: frame.width, y: baseline, 'text-anchor': 'end', fill: ink.text, style: 'font-variant-numeric: tabular-nums' }, digits(job.accelerators)),
  )
}

/** What colours and hatching mean, on as many lines as it takes. */
function keyMarks({ entries, jobs }: JobGanttData, top: number, frame: Frame): { readonly marks: Mark[]; readonly bottom: number } {
  const ink = inkOf(frame)
  const used = entries.flatMap((label, entry) => (jobs.some(job => job.entry === entry) ? [{ label, colour: colourOf(entry), isHatched: false }] : []))
  let [x, y] = [0, top]
  const marks = [...used, { label: 'waiting', colour: ink.muted, isHatched: true }].flatMap(({ label, colour, isHatched }) => {
    const text = fitText(label, frame.width - 20, SIZE)
    const own = 14 + textWidth(text, SIZE)
    if (x > 0 && x + own > frame.width) [x, y] = [0, y + 15]
    const left = x
    x += own + 12
    return [isHatched ? h('path', { d: hatchPath(left, y, 10, 10, 3), stroke: colour, 'stroke-width': 0.8 }) : h('rect', { x: left, y, width: 10, height: 10, fill: colour }), h('text', { x: left + 14, y: y + 9, 'font-size': SIZE, fill: ink.muted }, text)]
  })
  return { marks, bottom: y + 18 }
}

function drawn(data: JobGanttData, frame: Frame): Mark {
  const ink = inkOf(frame)
  const heading = headingOf(frame, finding(data), 'From submission to the end, by accelerators times time; at the right accelerators, replication 0. Waits after interruptions are not drawn')
  const key = keyMarks(data, heading.bottom + 8, frame)
  const left = Math.min(MARGIN.most, frame.width * MARGIN.share)
  const top = key.bottom + 4
  const bottom = Math.max(top + ROW.least, frame.height - MARGIN.foot)
  const fit = Math.max(1, Math.floor((bottom - top) / ROW.least))
  // The data is largest first in what it keeps: leave out the smallest, keep the order of submission.
  const shown = data.jobs.length <= fit ? data.jobs : data.jobs.toSorted((a, b) => sizeOf(b, data) - sizeOf(a, data) || a.job - b.job).slice(0, fit).toSorted((a, b) => a.submitDay - b.submitDay || a.job - b.job)
  const height = Math.min(ROW.most, (bottom - top) / shown.length)
  const plot: Plot = { left, right: Math.max(left + 1, frame.width - MARGIN.right), top, bottom: top + shown.length * height }
  const hidden = data.count - shown.length
  return page(frame, heading, [
    ...key.marks,
    h('g', { 'font-size': SIZE }, shown.map((job, at) => jobMarks(job, data, top + at * height, Math.max(1, height - ROW.gap), plot, frame))),
    timeAxis(timeScale(data.startDay, data.endDay, plot), plot, ink),
    hidden === 0 ? null : h('text', { x: 0, y: plot.bottom + 16, 'font-size': SIZE, fill: ink.muted }, fitText(`and ${digits(hidden)} more`, left - 4, SIZE)),
  ])
}

/** Accelerator-days from the first start to the end. */
const sizeOf = ({ accelerators, startDay, endDay }: GanttJob, { reachedDay }: JobGanttData): number => (startDay === null ? 0 : accelerators * ((endDay ?? reachedDay) - startDay))

export const jobGantt = defineChart<JobGanttData>({
  id: 'job-gantt',
  label: LABEL,
  layout(data, frame) {
    if (!data.isRecorded) return emptyPage(frame, LABEL, 'Jobs are written down one by one by runs that record: the first replication in the app, chart and run --record on the command line')
    return data.jobs.length === 0 ? emptyPage(frame, LABEL, 'No job was submitted yet; an entry of workload with a source of jobs brings some') : drawn(data, frame)
  },
  rows: ({ jobs, entries }) => ({
    columns: ['job', 'entry', 'accelerators', 'submitted', 'started', 'ended', 'outcome', 'interruptions'].map(name => ({ name, unit: '' })),
    rows: jobs.map(({ label, entry, accelerators, submitDay, startDay, endDay, outcome, interruptions }) => {
      const date = (day: number | null): string | null => (day === null ? null : formatDate(Math.floor(day)))
      return [label, entries[entry] ?? '', accelerators, date(submitDay), date(startDay), date(endDay), outcome, interruptions]
    }),
  }),
  describe: data => (data.jobs.length === 0 ? `${LABEL}: ${data.isRecorded ? 'no job was submitted yet' : 'not recorded'}.` : `${finding(data)}.`),
})
