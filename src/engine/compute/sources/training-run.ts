import { defineJobSource } from '../source.ts'

export const trainingRun = defineJobSource({
  id: 'training-run',
  label: 'One training run',
  summary: 'A single synchronous job of a stated size and work; planned interruptions stop it at its next checkpoint.',
  create(entry, site) {
    return {
      next(cursor, job) {
        if (cursor.ordinal > 0 || entry.after >= site.horizonMs) return false
        cursor.ordinal = 1
        job.submitMs = entry.after
        job.accelerators = entry.accelerators
        job.workMs = entry.work
        // Restarts must not make it overrun what its users asked for.
        job.requestedMs = 2 * entry.work
        job.commFraction = entry.communication
        job.deferrable = false
        job.fails = false
        job.cancels = false
        return true
      },
    }
  },
})
