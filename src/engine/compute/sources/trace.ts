import { assert } from '../../../base/assert.ts'
import { defineJobSource } from '../source.ts'

export const trace = defineJobSource({
  id: 'trace',
  label: 'Trace of jobs',
  summary: 'Replays the submissions of a recorded trace; the queue of the trace is ignored, its run times are nominal work.',
  create(entry, site) {
    const rows = site.traces[entry.file]
    assert(rows !== undefined, 'the trace was not handed to the engine', { file: entry.file })
    return {
      next(cursor, job) {
        if (cursor.ordinal >= rows.submitMs.length) return false
        const row = cursor.ordinal
        cursor.ordinal += 1
        if (rows.submitMs[row] >= site.horizonMs) return false
        job.submitMs = rows.submitMs[row]
        job.accelerators = Math.max(1, Math.ceil(rows.processors[row] * entry.acceleratorsPerProcessor - 1e-9))
        job.workMs = rows.runMs[row]
        job.requestedMs = Math.max(rows.requestedMs[row], rows.runMs[row])
        job.commFraction = entry.communication
        job.deferrable = entry.deferrable
        job.fails = false
        job.cancels = false
        return true
      },
    }
  },
})
