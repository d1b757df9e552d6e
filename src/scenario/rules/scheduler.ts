/** Rules of the scheduler: preemption that can happen, and last checkpoints that have the time. */
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

/** Policies that preempt. */
const PREEMPTING: readonly Scenario['scheduler']['policy'][] = ['priority']
const seconds = (ms: number): string => `${ms / 1000} s`

export const schedulerRules: readonly Rule[] = [
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
]
