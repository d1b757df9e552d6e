/** Rules of the scheduler: how far backfill looks, preemption that can happen, last checkpoints that have the time, and jobs that fill no node. */
import { HOUR_MS } from '../../base/spans.ts'
import { jobClass } from '../catalog/job-classes.ts'
import { POLICY_FACTS, POLICY_IDS } from '../schema/policies.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

const PREEMPTING = POLICY_IDS.filter(id => POLICY_FACTS[id].preempts === true)
const hours = (ms: number): string => `${Number((ms / HOUR_MS).toFixed(1))} h`

/** The longest request that an entry may make, ms; 0 where the file does not say. */
function longestRequest(entry: Scenario['workload'][number]): number {
  if (entry.source === 'training-mix') return entry.longest * (1 + entry.overestimate)
  return entry.source === 'training-run' && entry.flop === undefined && entry.tokens === undefined ? entry.work : 0
}

/** The smallest job that an entry may have, accelerators; Infinity where the file does not say. */
function smallestJob(entry: Scenario['workload'][number]): number {
  if (entry.source === 'training-mix') return entry.smallest
  if (entry.source === 'training-run') return entry.accelerators
  return entry.source === 'batch' ? (entry.smallest ?? jobClass(entry.class).smallest) : Infinity
}

const seconds = (ms: number): string => `${ms / 1000} s`

export const schedulerRules: readonly Rule[] = [
  rule('backfill-window', 'warn', ['scheduler', 'workload'], ({ scheduler: { policy, backfill }, workload }): Finding[] => {
    const longestMs = Math.max(0, ...workload.map(longestRequest))
    if (backfill.window === undefined || POLICY_FACTS[policy].fillsGaps !== true || backfill.window >= longestMs) return []
    return [{ path: ['scheduler', 'backfill', 'window'], message: 'is shorter than the longest request: a large job that waits for the end of a long one is promised nothing, and may starve', value: hours(backfill.window), allowed: `at least ${hours(longestMs)}` }]
  }),
  rule('preemption-policy', 'warn', ['scheduler'], ({ scheduler: { policy, preemption } }): Finding[] =>
    preemption.mode === 'off' || PREEMPTING.includes(policy)
      ? []
      : [{ path: ['scheduler', 'preemption', 'mode'], message: `has no effect: ${policy} never preempts`, value: preemption.mode, allowed: `off, or the policy ${PREEMPTING.join(', ')}` }],
  ),
  rule('preemption-grace', 'warn', ['scheduler', 'checkpoints'], ({ scheduler: { preemption }, checkpoints }): Finding[] => {
    const neededMs = checkpoints.blocking + (checkpoints.mode === 'blocking' ? 0 : checkpoints.flush)
    if (preemption.mode === 'off' || !preemption.save || preemption.grace >= neededMs) return []
    return [{ path: ['scheduler', 'preemption', 'grace'], message: 'is too short for the last checkpoint that it should give time for', value: seconds(preemption.grace), allowed: `at least ${seconds(neededMs)}` }]
  }),
  rule('whole-nodes', 'warn', ['scheduler', 'workload', 'blocks'], ({ scheduler, workload, blocks }): Finding[] => {
    const node = blocks.flatMap(({ racks }) => racks).reduce((least, { acceleratorsPerNode }) => Math.min(least, acceleratorsPerNode), Infinity)
    if (scheduler.sharing || node === Infinity) return []
    return workload.flatMap((entry, index): Finding[] =>
      smallestJob(entry) >= node
        ? []
        : [{ path: ['workload', index], message: 'has jobs that are smaller than a node: each gets a whole one, all of which counts as useful work and draws its power', value: `${smallestJob(entry)} of ${node} accelerators`, allowed: `scheduler.sharing: true, or jobs of at least ${node} accelerators` }],
    )
  }),
]
