/**
 * Jobs as bars: by job, each on the first lane that is free, or by rack, as the change log tells it. What falls on one pixel of a lane becomes
 * one bar, so that a picture has no more bars than there is room for, however many jobs there are.
 */
import type { JobLog } from '../../results/job-log.ts'
import type { ChangeLog } from '../../results/run-result.ts'

export type GanttMode = 'job' | 'rack'

/** What a run tells of its jobs. */
export interface GanttSource {
  readonly jobs: Pick<JobLog, 'job' | 'entry' | 'submitMs' | 'startMs' | 'endMs'>
  readonly racks: Pick<ChangeLog, 'entities' | 'atMs' | 'entity' | 'value'>
  /** End of what is simulated. */
  readonly untilMs: number
}

/** Bars by lane, in order of time within each. */
interface Lanes {
  /** Bars of lane l are `begin[l]` … `begin[l + 1] − 1`. */
  readonly begin: Int32Array
  readonly fromMs: Float64Array
  readonly toMs: Float64Array
  /** Job number. */
  readonly job: Int32Array
}

export interface Gantt {
  readonly untilMs: number
  readonly job: Lanes
  readonly rack: Lanes
  /** Times at which the number of waiting jobs changes, ascending, and the number from then on. */
  readonly queueMs: Float64Array
  readonly queue: Int32Array
  /** Workload entry by job number. */
  readonly entryOf: ReadonlyMap<number, number>
}

export interface GanttQuestion {
  readonly mode: GanttMode
  readonly fromMs: number
  readonly toMs: number
  readonly width: number
  readonly firstLane: number
  readonly lanes: number
}

/** Several jobs on one pixel. */
export const SEVERAL = -2

export interface GanttPicture {
  readonly question: GanttQuestion
  readonly laneCount: number
  /** Lane, first and last pixel of each bar. */
  readonly lane: Int32Array
  readonly x0: Float32Array
  readonly x1: Float32Array
  /** Job number, or SEVERAL. */
  readonly job: Int32Array
  /** Workload entry of the job, −1 where it is not known. */
  readonly entry: Int32Array
  /** Most jobs that wait on each pixel. */
  readonly waiting: Float32Array
  readonly mostWaiting: number
}

interface Bar {
  readonly lane: number
  readonly fromMs: number
  readonly toMs: number
  readonly job: number
}

function lanesOf(bars: readonly Bar[], laneCount: number): Lanes {
  const begin = new Int32Array(laneCount + 1)
  for (const { lane } of bars) begin[lane + 1] += 1
  for (let lane = 0; lane < laneCount; lane++) begin[lane + 1] += begin[lane]
  const next = begin.slice()
  const lanes = { begin, fromMs: new Float64Array(bars.length), toMs: new Float64Array(bars.length), job: new Int32Array(bars.length) }
  for (const { lane, fromMs, toMs, job } of bars) {
    const at = next[lane]++
    lanes.fromMs[at] = fromMs
    lanes.toMs[at] = toMs
    lanes.job[at] = job
  }
  return lanes
}

/** A heap of lanes by when they are free; ties go to the upper lane. */
function createFreeLanes() {
  const heap: { readonly atMs: number; readonly lane: number }[] = []
  const isBefore = (a: number, b: number): boolean => heap[a].atMs < heap[b].atMs || (heap[a].atMs === heap[b].atMs && heap[a].lane < heap[b].lane)
  const swap = (a: number, b: number): void => {
    const kept = heap[a]
    heap[a] = heap[b]
    heap[b] = kept
  }
  return {
    first: () => heap[0],
    push(atMs: number, lane: number): void {
      heap.push({ atMs, lane })
      for (let at = heap.length - 1; at > 0 && isBefore(at, (at - 1) >> 1); at = (at - 1) >> 1) swap(at, (at - 1) >> 1)
    },
    pop(): void {
      swap(0, heap.length - 1)
      heap.pop()
      for (let at = 0; ; ) {
        const [left, right] = [2 * at + 1, 2 * at + 2]
        let least = at
        if (left < heap.length && isBefore(left, least)) least = left
        if (right < heap.length && isBefore(right, least)) least = right
        if (least === at) return
        swap(at, least)
        at = least
      }
    },
  }
}

function jobLanes({ jobs, untilMs }: GanttSource): Lanes {
  const order = Array.from(jobs.job, (_, row) => row).filter(row => jobs.startMs[row] >= 0).sort((a, b) => jobs.startMs[a] - jobs.startMs[b] || a - b)
  const free = createFreeLanes()
  const bars: Bar[] = []
  let laneCount = 0
  for (const row of order) {
    const [fromMs, toMs] = [jobs.startMs[row], jobs.endMs[row] < 0 ? untilMs : jobs.endMs[row]]
    const first = free.first()
    const lane = first !== undefined && first.atMs <= fromMs ? first.lane : laneCount++
    if (first?.lane === lane) free.pop()
    bars.push({ lane, fromMs, toMs, job: jobs.job[row] })
    free.push(toMs, lane)
  }
  return lanesOf(bars, laneCount)
}

function rackLanes({ racks, untilMs }: GanttSource): Lanes {
  const open = new Int32Array(racks.entities).fill(-1)
  const since = new Float64Array(racks.entities)
  const bars: Bar[] = []
  const close = (lane: number, toMs: number): void => {
    if (open[lane] >= 0 && toMs > since[lane]) bars.push({ lane, fromMs: since[lane], toMs, job: open[lane] })
  }
  for (let row = 0; row < racks.atMs.length; row++) {
    const lane = racks.entity[row]
    close(lane, racks.atMs[row])
    open[lane] = racks.value[row]
    since[lane] = racks.atMs[row]
  }
  for (let lane = 0; lane < racks.entities; lane++) close(lane, untilMs)
  return lanesOf(bars, racks.entities)
}

/** How many wait for their first start at any time. */
function queueOf({ jobs }: GanttSource): Pick<Gantt, 'queueMs' | 'queue'> {
  const changes: { readonly atMs: number; readonly by: number }[] = []
  for (let row = 0; row < jobs.job.length; row++) {
    changes.push({ atMs: jobs.submitMs[row], by: 1 })
    const left = jobs.startMs[row] >= 0 ? jobs.startMs[row] : jobs.endMs[row]
    if (left >= 0) changes.push({ atMs: left, by: -1 })
  }
  changes.sort((a, b) => a.atMs - b.atMs || b.by - a.by)
  let waiting = 0
  return { queueMs: Float64Array.from(changes, ({ atMs }) => atMs), queue: Int32Array.from(changes, ({ by }) => (waiting += by)) }
}

export function createGantt(source: GanttSource): Gantt {
  const { jobs } = source
  return { untilMs: source.untilMs, job: jobLanes(source), rack: rackLanes(source), ...queueOf(source), entryOf: new Map(Array.from(jobs.job, (job, row) => [job, jobs.entry[row]])) }
}

/** First index from `low` on whose value is not below; values ascend. */
function firstAtLeast(values: Float64Array, value: number, low: number, high: number): number {
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

/** The most that wait on each pixel. */
function waitingOn({ queueMs, queue }: Gantt, { fromMs, toMs, width }: GanttQuestion): Float32Array {
  const columns = new Float32Array(Math.max(1, Math.ceil(width)))
  const perPx = (toMs - fromMs) / columns.length
  let at = firstAtLeast(queueMs, fromMs, 0, queueMs.length)
  let now = at === 0 ? 0 : queue[at - 1]
  for (let px = 0; px < columns.length; px++) {
    let most = now
    for (; at < queueMs.length && queueMs[at] < fromMs + (px + 1) * perPx; at++) {
      now = queue[at]
      most = Math.max(most, now)
    }
    columns[px] = most
  }
  return columns
}

/** What is seen of so many lanes in a stretch of time. */
export function picture(gantt: Gantt, question: GanttQuestion): GanttPicture {
  const { mode, fromMs, toMs, width, firstLane, lanes: count } = question
  const lanes = gantt[mode]
  const laneCount = lanes.begin.length - 1
  const pxPerMs = width / Math.max(1, toMs - fromMs)
  const found: { lane: number; x0: number; x1: number; job: number }[] = []
  for (let lane = firstLane; lane < Math.min(laneCount, firstLane + count); lane++) {
    const [begin, end] = [lanes.begin[lane], lanes.begin[lane + 1]]
    let last: { lane: number; x0: number; x1: number; job: number } | undefined
    for (let at = firstAtLeast(lanes.toMs, fromMs, begin, end); at < end && lanes.fromMs[at] <= toMs; at++) {
      const [x0, x1] = [Math.max(0, (lanes.fromMs[at] - fromMs) * pxPerMs), Math.min(width, (lanes.toMs[at] - fromMs) * pxPerMs)]
      if (last !== undefined && x1 - last.x0 < 1) {
        last.x1 = x1
        last.job = SEVERAL
      } else {
        last = { lane, x0, x1, job: lanes.job[at] }
        found.push(last)
      }
    }
  }
  const waiting = waitingOn(gantt, question)
  return {
    question, laneCount,
    lane: Int32Array.from(found, bar => bar.lane), x0: Float32Array.from(found, bar => bar.x0), x1: Float32Array.from(found, bar => bar.x1), job: Int32Array.from(found, bar => bar.job),
    entry: Int32Array.from(found, bar => gantt.entryOf.get(bar.job) ?? -1), waiting, mostWaiting: waiting.reduce((most, value) => Math.max(most, value), 0),
  }
}
