import { assert } from '../../../base/assert.ts'
import { pow } from '../../../base/exact-math.ts'
import { TRACE_END } from '../../../scenario/inputs.ts'
import { traceKey } from '../../../scenario/schema/trace.ts'
import { defineJobSource } from '../source.ts'

export const trace = defineJobSource({
  id: 'trace',
  label: 'Trace of jobs',
  summary: 'Replays the submissions of a recorded trace; the queue of the trace is ignored, its run times are nominal work on the recorded machine.',
  create(entry, site) {
    const rows = site.traces[traceKey(entry)]
    assert(rows !== undefined, 'the trace was not handed to the engine', { file: entry.file })
    const slower = pow(entry.peakRatio, -entry.speedExponent)
    const scaled = (ms: number): number => Math.max(1, Math.round(ms * slower))
    return {
      next(cursor, job) {
        if (cursor.ordinal >= rows.submitMs.length) return false
        const row = cursor.ordinal
        cursor.ordinal += 1
        const submitMs = rows.submitMs[row] + entry.after
        if (submitMs >= site.horizonMs) return false
        job.submitMs = submitMs
        job.accelerators = Math.max(1, Math.ceil(rows.processors[row] * entry.acceleratorsPerProcessor - 1e-9))
        job.workMs = scaled(rows.runMs[row])
        job.requestedMs = Math.max(scaled(rows.requestedMs[row]), job.workMs)
        job.commFraction = entry.communication
        job.deferrable = entry.deferrable
        job.fails = rows.ends?.[row] === TRACE_END.failed || rows.ends?.[row] === TRACE_END.nodeFailed
        job.cancels = rows.ends?.[row] === TRACE_END.cancelled
        return true
      },
    }
  },
})
