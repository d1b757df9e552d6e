import { assert } from '../../../base/assert.ts'
import { valueAt } from '../../../base/packed-column.ts'
import { pow } from '../../../base/exact-math.ts'
import { entityKey } from '../../../base/rng.ts'
import { TRACE_END } from '../../../scenario/inputs.ts'
import { replayOf } from '../replay.ts'
import { defineJobSource, type Followers, type JobDraft } from '../source.ts'
import { traceKey } from '../../../scenario/trace-key.ts'

export const trace = defineJobSource({
  id: 'trace',
  label: 'Trace of jobs',
  summary: 'Replays a recorded trace, by its times or by the pauses of its users, with users copied where the site is larger; the queue of the trace is ignored, its run times are nominal work on the recorded machine.',
  create(entry, site) {
    const rows = site.traces[traceKey(entry)]
    assert(rows !== undefined, 'the trace was not handed to the engine', { file: entry.file })
    const slower = pow(entry.peakRatio, -entry.speedExponent)
    const scaled = (ms: number): number => Math.max(1, Math.round(ms * slower))
    const replay = replayOf(rows, entry, entityKey(site.root, `workload.${entry.id}`), site.acceleratorCount)
    const fill = (ordinal: number, job: JobDraft): void => {
      const row = replay.row(ordinal)
      job.ordinal = ordinal
      job.accelerators = Math.max(1, Math.ceil(valueAt(rows.processors, row) * entry.acceleratorsPerProcessor - 1e-9))
      job.workMs = scaled(valueAt(rows.runMs, row))
      job.requestedMs = Math.max(scaled(valueAt(rows.requestedMs, row)), job.workMs)
      job.commFraction = entry.communication
      job.deferrable = entry.deferrable
      const end = rows.ends === undefined ? TRACE_END.completed : valueAt(rows.ends, row)
      job.fails = end === TRACE_END.failed || end === TRACE_END.nodeFailed
      job.cancels = end === TRACE_END.cancelled
    }
    const { links } = rows
    const followers: Followers | undefined = links === undefined ? undefined : {
      after(ordinal, endMs, _isDone, follow) {
        for (const child of replay.children(ordinal)) {
          const thinkMs = links.thinkMs[replay.row(child)]
          follow(child, Number.isNaN(thinkMs) ? Math.max(endMs, replay.submitMs(child) + entry.after) : endMs + Math.round(thinkMs))
        }
      },
      parentsOf: replay.parents,
      fill: (ordinal, _atMs, job) => fill(ordinal, job),
      drawnBy: replay.user,
    }
    return {
      ...(followers === undefined ? {} : { followers }),
      next(cursor, job) {
        while (cursor.ordinal < replay.length) {
          const ordinal = replay.at(cursor.ordinal)
          cursor.ordinal += 1
          if (replay.parents(ordinal) > 0) continue
          job.submitMs = replay.submitMs(ordinal) + entry.after
          if (job.submitMs >= site.horizonMs) return false
          fill(ordinal, job)
          return true
        }
        return false
      },
    }
  },
})
