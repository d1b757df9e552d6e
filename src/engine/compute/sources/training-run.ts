import { runPlan } from '../../../scenario/run-plan.ts'
import { defineJobSource } from '../source.ts'

export const trainingRun = defineJobSource({
  id: 'training-run',
  label: 'One training run',
  summary: 'A single synchronous job of a stated size and work; planned interruptions stop it at its next checkpoint.',
  create(entry, site) {
    const { submitMs, workMs } = runPlan(entry, site.startDay, site.rackType?.peakFlops ?? 1e15)
    return {
      next(cursor, job) {
        if (cursor.ordinal > 0 || submitMs >= site.horizonMs) return false
        cursor.ordinal = 1
        job.submitMs = submitMs
        job.accelerators = entry.accelerators
        job.workMs = workMs
        // Restarts must not make it overrun what its users asked for.
        job.requestedMs = 2 * workMs
        job.commFraction = entry.communication
        job.deferrable = false
        job.fails = false
        job.cancels = false
        return true
      },
    }
  },
})
