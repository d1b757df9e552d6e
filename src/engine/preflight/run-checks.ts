/** Dates of named runs that no luck could keep: the arithmetic of the best case, before anything fails or waits. */
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS } from '../../base/spans.ts'
import { flopOf } from '../../scenario/run-plan.ts'
import { gangSize, samplerPace } from '../../scenario/gang-sizes.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { TrainingRunEntry } from '../../scenario/schema/workload.ts'
import { planOf } from '../compute/named-runs.ts'
import { contractOf } from '../compute/source-site.ts'
import type { World } from '../ports.ts'
import type { Finding } from './finding.ts'

const days = (ms: number): string => `${Number((ms / DAY_MS).toFixed(1))} days`

/** First time at which so many accelerators are contracted; Infinity for never. */
const roomMs = (world: World, accelerators: number): number => contractOf(world).find(step => step.accelerators >= accelerators)?.fromMs ?? Infinity

/** What a run takes at full speed, ms: its gangs go on in step where it has two. */
const leastMs = (run: TrainingRunEntry, world: World): number => planOf(run, world).workMs / (run.samplers === undefined ? 1 : samplerPace(run.samplers))

/** The earliest end of a run, after those that it waits for; NaN while it is worked out, for circles. */
function earliestMs(runs: readonly TrainingRunEntry[], world: World, run: TrainingRunEntry, known: Map<string, number>): number {
  const before = known.get(run.id)
  if (before !== undefined) return before
  known.set(run.id, Number.NaN)
  const plan = planOf(run, world)
  const freed = run.dependsOn.flatMap(id => runs.filter(other => other.id === id)).map(other => earliestMs(runs, world, other, known))
  const end = Math.max(plan.submitMs, roomMs(world, run.accelerators * gangSize(run.samplers)), ...freed) + leastMs(run, world)
  known.set(run.id, end)
  return end
}

/** `6 × 15e12 tokens × 70e9 parameters = 6.3e24 operations at 40 % of …` */
function sizeText(run: TrainingRunEntry, world: World): string {
  const flop = flopOf(run)
  const workMs = leastMs(run, world)
  if (flop === undefined) return `its work of ${days(workMs)}`
  const peak = world.rackTypes[world.lots.type[0]].peakFlops
  return `${flop.toPrecision(3)} operations on ${run.accelerators} accelerators at ${Math.round(run.utilisation * 100)} % of ${Math.round(peak / 1e12)} Tflop/s, ${days(workMs)},`
}

export function deadlineFindings(scenario: Scenario, world: World): Finding[] {
  const runs = scenario.workload.flatMap(entry => (entry.source === 'training-run' ? [entry] : []))
  if (world.lots.count === 0) return []
  const known = new Map<string, number>()
  return scenario.workload.flatMap((entry, index): Finding[] => {
    if (entry.source !== 'training-run' || entry.deadline === undefined) return []
    const { deadlineMs } = planOf(entry, world)
    const workMs = leastMs(entry, world)
    const endMs = earliestMs(runs, world, entry, known)
    if (endMs === Infinity || Number.isNaN(endMs) || endMs <= deadlineMs) return []
    const begin = formatDate(world.startDay + Math.floor((endMs - workMs) / DAY_MS))
    const end = formatDate(world.startDay + Math.floor(endMs / DAY_MS))
    return [{ severity: 'warn', code: 'run-deadline', path: ['workload', index, 'deadline'], message: `cannot be met: ${sizeText(entry, world)} from ${begin} on end ${end} at the earliest, without any wait or fault`, value: formatDate(entry.deadline), allowed: `from ${end} on, an earlier start, more accelerators or a smaller run` }]
  })
}
