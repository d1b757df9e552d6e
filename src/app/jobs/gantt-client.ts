/** Asks the worker that lays out jobs; only the last question is answered, and one is under way at a time. */
import type { RunResult } from '../../results/run-result.ts'
import type { GanttPicture, GanttQuestion } from './gantt-layout.ts'
import type { GanttRequest } from './gantt-worker.ts'

export interface GanttClient {
  show(run: RunResult): void
  ask(question: GanttQuestion): void
  close(): void
}

const NO_ROWS = new Float64Array(0)
const NO_VALUES = new Int32Array(0)

export function createGanttClient(onPicture: (picture: GanttPicture) => void): GanttClient {
  const worker = new Worker(new URL('./gantt-worker.ts', import.meta.url), { type: 'module' })
  const send = (request: GanttRequest): void => worker.postMessage(request)
  let under = 0
  let next: GanttQuestion | null = null
  let id = 0
  const go = (): void => {
    if (next === null || under !== 0) return
    under = ++id
    send({ kind: 'ask', id: under, question: next })
    next = null
  }
  worker.addEventListener('message', ({ data }: MessageEvent<{ readonly id: number; readonly picture: GanttPicture }>) => {
    if (data.id === under) under = 0
    onPicture(data.picture)
    go()
  })
  return {
    show(run) {
      const log = run.logs.find(each => each.id === 'rackJob')
      const { jobLog } = run
      if (jobLog === undefined) return
      const { job, entry, submitMs, startMs, endMs } = jobLog
      const racks = log === undefined ? { entities: 0, atMs: NO_ROWS, entity: NO_VALUES, value: NO_VALUES } : { entities: log.entities, atMs: log.atMs, entity: log.entity, value: log.value }
      send({ kind: 'source', source: { jobs: { job, entry, submitMs, startMs, endMs }, racks, untilMs: run.ledger.windowCount * run.ledger.windowMs } })
    },
    ask(question) {
      next = question
      go()
    },
    close: () => worker.terminate(),
  }
}
