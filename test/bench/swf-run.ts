/** A recorded trace under a policy in a process of its own, everything included: reading, scheduling, exit. Prints a line of JSON. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { importTrace } from '../../src/exchange/importers/index.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, TRACE } from '../engine/compute/rig.ts'

/** What such a process measured. */
export interface SwfRun {
  readonly jobs: number
  readonly meanWaitS: number
  /** Processor time of the whole process, compiler and collector threads included. */
  readonly cpuSeconds: number
  readonly peakMB: number
}

const MACHINE = { racksPerBlock: 25, nodesPerRack: 4, acceleratorsPerNode: 1, racksPerLeaf: 25, horizonMs: 100_000 * 3_600_000, windowMs: 86_400_000 }

function measure(file: string, policy: string): SwfRun {
  const imported = importTrace(gunzipSync(readFileSync(file)).toString('utf8'))
  if (!imported.ok) throw new Error(JSON.stringify(imported.error))
  const rows = imported.value.table
  const { compute, kernel, openAll } = rig({ world: MACHINE, workload: TRACE, traces: { rows }, scheduler: { ...PLAIN_SCHEDULER, policy }, checkpoints: NO_CHECKPOINTS })
  openAll()
  compute.start()
  kernel.run(MACHINE.horizonMs, Infinity)
  const { user, system } = process.cpuUsage()
  return { jobs: compute.counts().jobsCompleted, meanWaitS: compute.counts().waitMsMean / 1000, cpuSeconds: (user + system) / 1e6, peakMB: process.resourceUsage().maxRSS / 1024 }
}

const [, , file, policy] = process.argv
if (file !== undefined && policy !== undefined) console.log(JSON.stringify(measure(file, policy)))
