/** All metrics, in the order of the result's series. One line a metric. */
import type { MetricDefinition } from '../metric.ts'
import { coolantTemperature } from './coolant-temperature.ts'
import { coolantLeaks } from './coolant-leaks.ts'
import { curtailedHours } from './curtailed-hours.ts'
import { curtailmentPenalty } from './curtailment-penalty.ts'
import { energisedBlocks } from './energised-blocks.ts'
import { jobInterruptions } from './job-interruptions.ts'
import { jobPreemptions } from './job-preemptions.ts'
import { jobsCompleted } from './jobs-completed.ts'
import { jobsWithdrawn } from './jobs-withdrawn.ts'
import { largestLoadDrop } from './largest-load-drop.ts'
import { leakDamage } from './leak-damage.ts'
import { loadDrops } from './load-drops.ts'
import { nodeFaults } from './node-faults.ts'
import { queueLength } from './queue-length.ts'
import { rampReserve } from './ramp-reserve.ts'
import { rampSteps } from './ramp-steps.ts'
import { runningJobs } from './running-jobs.ts'
import { servingHours } from './serving-hours.ts'
import { thermalThrottle } from './thermal-throttle.ts'
import { dewPointGuardHours } from './dew-point-guard-hours.ts'
import { thermalWarningHours } from './thermal-warning-hours.ts'
import { warrantyHours } from './warranty-hours.ts'
import { voltageSags } from './voltage-sags.ts'

export const METRICS: readonly MetricDefinition[] = [
  energisedBlocks,
  runningJobs,
  queueLength,
  jobsCompleted,
  jobsWithdrawn,
  jobInterruptions,
  jobPreemptions,
  nodeFaults,
  servingHours,
  coolantTemperature,
  thermalThrottle,
  voltageSags,
  loadDrops,
  largestLoadDrop,
  curtailedHours,
  curtailmentPenalty,
  rampSteps,
  rampReserve,
  thermalWarningHours,
  warrantyHours,
  dewPointGuardHours,
  coolantLeaks,
  leakDamage,
]
