/** Rules of workload entries that need nothing but the file. */
import { formatDate } from '../../base/civil-date.ts'
import { nearestName } from '../nearest.ts'
import type { Scenario } from '../schema/scenario.ts'
import type { TrainingRunEntry } from '../schema/workload.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Workload = Scenario['workload']
type Runs = readonly { readonly run: TrainingRunEntry; readonly index: number }[]

const runsOf = (workload: Workload): Runs => workload.flatMap((entry, index) => (entry.source === 'training-run' ? [{ run: entry, index }] : []))

/** Whether a run waits for itself in the end. */
function waitsForItself(runs: Runs, id: string): boolean {
  const seen = new Set<string>()
  const waiting = [id]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const before of runs.find(({ run }) => run.id === at)?.run.dependsOn ?? []) {
      if (before === id) return true
      if (!seen.has(before)) waiting.push(before)
      seen.add(before)
    }
  }
  return false
}

function orderFindings(workload: Workload): Finding[] {
  const runs = runsOf(workload)
  const ids = runs.map(({ run }) => run.id)
  return runs.flatMap(({ run, index }) => run.dependsOn.flatMap((before, at): Finding[] => {
    const path = ['workload', index, 'dependsOn', at]
    const other = runs.find(each => each.run.id === before)?.run
    if (other === undefined) return [{ path, message: 'is no training run', value: before, allowed: ids.filter(id => id !== run.id).join(', ') || 'a training run; there is no other', nearest: nearestName(before, ids) }]
    if (waitsForItself(runs, run.id)) return [{ path, message: 'makes the run wait for itself', value: before, allowed: 'an order without circles' }]
    if (other.sites.join() !== run.sites.join()) return [{ path, message: 'may run at other sites; runs that wait for each other stay together', value: before, allowed: 'the same `sites` for both' }]
    return []
  }))
}

function sizeFindings(workload: Workload): Finding[] {
  return runsOf(workload).flatMap(({ run, index }): Finding[] => {
    if (run.flop !== undefined && run.tokens !== undefined) return [{ path: ['workload', index, 'tokens'], message: 'is stated beside a size in operations: one of them follows from the other', value: String(run.tokens), allowed: 'either flop, or tokens and parameters' }]
    if (run.tokens !== undefined && run.parameters === undefined) return [{ path: ['workload', index, 'tokens'], message: 'is no size without parameters', value: String(run.tokens), allowed: 'tokens together with parameters' }]
    return []
  })
}

function dateFindings({ workload, horizon }: Pick<Scenario, 'workload' | 'horizon'>): Finding[] {
  return runsOf(workload).flatMap(({ run, index }): Finding[] => {
    const start = run.start ?? horizon.start
    if (run.start !== undefined && (run.start < horizon.start || run.start >= horizon.end)) return [{ path: ['workload', index, 'start'], message: 'is outside of the horizon', value: formatDate(run.start), allowed: `from ${formatDate(horizon.start)}, before ${formatDate(horizon.end)}` }]
    if (run.deadline !== undefined && run.deadline < start) return [{ path: ['workload', index, 'deadline'], message: 'is before the run is submitted', value: formatDate(run.deadline), allowed: `from ${formatDate(start)} on` }]
    return []
  })
}

export const workloadRules: readonly Rule[] = [
  rule('run-order', 'error', ['workload'], ({ workload }) => orderFindings(workload)),
  rule('run-size', 'error', ['workload'], ({ workload }) => sizeFindings(workload)),
  rule('run-dates', 'error', ['workload', 'horizon'], dateFindings),
  rule('arrivals', 'error', ['workload'], ({ workload }) =>
    workload.flatMap((entry, index): Finding[] => {
      if (entry.source !== 'batch' || entry.arrivals.rate === undefined || entry.arrivals.load === undefined) return []
      return [{ path: ['workload', index, 'arrivals', 'load'], message: 'is stated beside a rate: one of them follows from the other', value: String(entry.arrivals.load), allowed: 'either a rate or a load' }]
    }),
  ),
]
