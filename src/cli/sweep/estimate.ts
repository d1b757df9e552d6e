/** What a sweep will take, from its plan and one run of its first point. */
import { toLine } from '../../results/plain-text.ts'
import { FIRST_LOOK } from '../../analysis/statistics/stopping.ts'
import { availableParallelism } from 'node:os'
import { runExperiment } from '../experiment/execute.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import type { RunFlags } from '../run-flags.ts'
import type { SweepPoint } from './plan.ts'
import type { SweepPlan } from './shard-file.ts'

export interface Planned {
  readonly points: readonly SweepPoint[]
  readonly plan: SweepPlan
  /** Points of this shard. */
  readonly own: readonly number[]
  readonly flags: RunFlags
}

const MOST_SHOWN = 12
const BYTES_PER_MB = 1_048_576

function timeText(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

/** Prints the points, the runs, and what a run of the first point says about time and memory. */
export async function estimateText(host: Host, { points, plan, own, flags }: Planned): Promise<ExitCode> {
  const each = plan.replications ?? FIRST_LOOK
  const runs = own.length * each
  const shown = own.slice(0, MOST_SHOWN).map(index => `  ${String(index).padStart(6)}  ${plan.axes.map(({ path }, axis) => `${path}=${points[index].values[axis]}`).join('  ')}`)
  const lines = [`${plan.points} points, ${own.length} of them here, ${plan.replications === null ? `at least ${each}` : each} replications each: ${runs} runs`, ...shown, ...(own.length > MOST_SHOWN ? [`  … and ${own.length - MOST_SHOWN} more`] : [])]
  let rowBytes = 0
  const begun = performance.now()
  const exit = own.length === 0 ? EXIT.pass : await runExperiment(host, { ...flags, halfWidth: [], replications: 1, workers: 1, cache: false, points, chosen: own.slice(0, 1), label: 'timing', onRow: ({ row }) => void (rowBytes = toLine(row).length) })
  if (exit !== EXIT.pass) return exit
  const seconds = (performance.now() - begun) / 1000
  const workers = Math.min(runs, flags.workers ?? availableParallelism())
  const runMB = process.memoryUsage.rss() / BYTES_PER_MB
  host.out(`${lines.join('\n')}\none run of point ${own[0] ?? 0}: ${seconds.toFixed(2)} s; all with ${workers} workers: about ${timeText((seconds * runs) / Math.max(1, workers))}\nmemory: about ${Math.ceil(runMB + workers * runMB + (3 * rowBytes * runs) / BYTES_PER_MB)} MB, of it ${Math.ceil((3 * rowBytes * runs) / BYTES_PER_MB)} MB for the records\n`)
  return EXIT.pass
}
