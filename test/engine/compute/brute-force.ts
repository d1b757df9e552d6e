/** Policies by their definitions, in the plainest way: every list is walked, every second counted. One pass a second, after its ends and submissions. */

/** Times in whole seconds; jobs in order of submission. */
export type Row = readonly [submitS: number, nodes: number, runS: number, requestedS: number]

export interface Job {
  readonly index: number
  readonly submitS: number
  readonly nodes: number
  readonly runS: number
  readonly requestedS: number
  startS: number
  reservedS: number
}

export interface Moment {
  readonly nowS: number
  readonly running: readonly Job[]
  /** In queue order. */
  readonly waiting: readonly Job[]
  /** Whether a job ended before its estimate now. */
  readonly someEarly: boolean
  free(): number
  start(job: Job): void
  /** Has another pass then. */
  wakeAt(atS: number): void
}

type Decide = (moment: Moment) => void
/** Order of the queue, made anew for every pass. */
type Order = (nowS: number, jobs: readonly Job[]) => (a: Job, b: Job) => number

/** Start times by job, in seconds. */
export function bruteForce(nodes: number, rows: readonly Row[], decide: Decide, order: Order = () => (a, b) => a.index - b.index): number[] {
  const jobs = rows.map(([submitS, size, runS, requestedS], index): Job => ({ index, submitS, nodes: size, runS, requestedS, startS: -1, reservedS: -1 }))
  const times = new Set(rows.map(([submitS]) => submitS))
  let running: Job[] = []
  let waiting: Job[] = []
  for (let nowS = -1; ; ) {
    const next = Math.min(...[...times].filter(time => time > nowS))
    if (!Number.isFinite(next)) return jobs.map(({ startS }) => startS)
    nowS = next
    const ended = running.filter(job => job.startS + job.runS === nowS)
    running = running.filter(job => !ended.includes(job))
    waiting = [...waiting, ...jobs.filter(({ submitS }) => submitS === nowS)].toSorted(order(next, jobs))
    decide({
      nowS,
      get running() {
        return running
      },
      get waiting() {
        return waiting
      },
      someEarly: ended.some(job => job.runS < job.requestedS),
      wakeAt: atS => void times.add(atS),
      free: () => nodes - running.reduce((sum, job) => sum + job.nodes, 0),
      start(job) {
        job.startS = nowS
        running.push(job)
        times.add(nowS + job.runS)
        waiting = waiting.filter(other => other !== job)
      },
    })
  }
}

function startInOrder(moment: Moment): void {
  while (moment.waiting.length > 0 && moment.waiting[0].nodes <= moment.free()) moment.start(moment.waiting[0])
}

/** Free nodes for every second from now on, by the estimates of running jobs and what is reserved. */
function profileOf(moment: Moment, reserved: readonly Job[]): Int32Array {
  const spans = [...moment.running.map(job => [moment.nowS, job.startS + job.requestedS, job.nodes] as const), ...reserved.map(job => [job.reservedS, job.reservedS + job.requestedS, job.nodes] as const)]
  const lastS = Math.max(moment.nowS, ...spans.map(([, endS]) => endS))
  const total = moment.free() + moment.running.reduce((sum, job) => sum + job.nodes, 0)
  const free = new Int32Array(lastS - moment.nowS + 1).fill(total)
  for (const [fromS, endS, size] of spans) for (let s = fromS; s < endS; s++) free[s - moment.nowS] -= size
  return free
}

/** First second from now at which `size` nodes are free for so long. */
function firstHole(free: Int32Array, size: number, lengthS: number): number {
  let from = 0
  for (let s = 0; s < from + lengthS && s < free.length; s++) if (free[s] < size) from = s + 1
  return from
}

/** EASY with some reservations: one for each of the first jobs that cannot start. */
export const easy = (reservations: number): Decide => moment => {
  startInOrder(moment)
  const reserved: Job[] = []
  for (const job of moment.waiting) {
    const hole = firstHole(profileOf(moment, reserved), job.nodes, job.requestedS)
    if (hole === 0) moment.start(job)
    else if (reserved.length < reservations) {
      job.reservedS = moment.nowS + hole
      reserved.push(job)
    }
  }
}

export const conservative: Decide = moment => {
  const { nowS } = moment
  const old = moment.waiting.filter(job => job.reservedS >= 0)
  const moved = moment.waiting.filter(job => job.reservedS < 0 || moment.someEarly)
  for (const job of moved) {
    const others = [...old, ...moved.filter(other => other.reservedS >= 0)].filter((other, at, all) => other !== job && all.indexOf(other) === at)
    job.reservedS = nowS + firstHole(profileOf(moment, others), job.nodes, job.requestedS)
    moment.wakeAt(job.reservedS)
  }
  for (const job of moment.waiting) if (job.reservedS === nowS) moment.start(job)
}

export const fifo: Decide = startInOrder

/** EASY with one reservation by its usual definition: shadow time and spare nodes. */
export const easyByShadow: Decide = moment => {
  startInOrder(moment)
  if (moment.waiting.length === 0) return
  const { nowS } = moment
  const need = moment.waiting[0].nodes
  const endOf = (job: Job): number => job.startS + job.requestedS
  let freed = moment.free()
  let shadowS = nowS
  for (const job of moment.running.toSorted((a, b) => endOf(a) - endOf(b))) {
    if (freed >= need) break
    freed += job.nodes
    shadowS = endOf(job)
  }
  let spare = moment.free() + moment.running.filter(job => endOf(job) <= shadowS).reduce((sum, job) => sum + job.nodes, 0) - need
  for (const job of moment.waiting.slice(1)) {
    const inTime = nowS + job.requestedS <= shadowS
    if (job.nodes > moment.free() || (!inTime && job.nodes > spare)) continue
    if (!inTime) spare -= job.nodes
    moment.start(job)
  }
}
