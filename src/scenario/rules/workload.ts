/** Rules of workload entries that need nothing but the file. */
import { formatDate } from '../../base/civil-date.ts'
import { nearestName } from '../nearest.ts'
import type { Scenario } from '../schema/scenario.ts'
import { type BatchEntry, elasticOf, samplersOf, type TrainingRunEntry } from '../schema/workload.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Workload = Scenario['workload']
type Runs = readonly { readonly run: TrainingRunEntry; readonly index: number }[]

const runsOf = (workload: Workload): Runs => workload.flatMap((entry, index) => (entry.source === 'training-run' ? [{ run: entry, index }] : []))

/** What waits for other entries. */
type Dependent = Pick<TrainingRunEntry, 'id' | 'dependsOn' | 'sites'>

/** Whether an entry waits for itself in the end. */
function waitsForItself(entries: readonly Dependent[], id: string): boolean {
  const seen = new Set<string>()
  const waiting = [id]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const before of entries.find(each => each.id === at)?.dependsOn ?? []) {
      if (before === id) return true
      if (!seen.has(before)) waiting.push(before)
      seen.add(before)
    }
  }
  return false
}

/** Sizes of a speed table go up, speeds do not fall, and it says something for every size that a job may have. */
function speedFindings(workload: Workload): Finding[] {
  return workload.flatMap((entry, index): Finding[] => {
    const elastic = entry.source === 'inference' ? undefined : entry.elastic
    if (elastic?.speeds === undefined) return []
    const { speeds, min, max } = elastic
    const path = ['workload', index, 'elastic', 'speeds']
    const wrong = speeds.findIndex(({ size, speed }, at) => at > 0 && (size <= speeds[at - 1].size || speed < speeds[at - 1].speed))
    if (wrong > 0) return [{ path: [...path, wrong], message: 'does not follow from the row before', value: `size ${speeds[wrong].size}, speed ${speeds[wrong].speed}`, allowed: 'larger sizes, and no less speed, row by row' }]
    const [least, most] = [speeds[0].size, speeds[speeds.length - 1].size]
    if (least <= min && most >= max) return []
    return [{ path, message: 'does not tell the speed of every size that a job may have', value: `sizes from ${least} to ${most}`, allowed: `from at most ${min} to at least ${max}, which are min and max` }]
  })
}

/** What jobs cannot have beside nodes that generate for them. */
function samplerFindings(workload: Workload): Finding[] {
  return workload.flatMap((entry, index): Finding[] => {
    if (samplersOf(entry) === undefined || entry.source === 'inference' || entry.source === 'trace') return []
    const at = (key: string, value: string | undefined, message: string, allowed: string): Finding => ({ path: ['workload', index, key], message, ...(value === undefined ? {} : { value }), allowed })
    return [
      ...(entry.generates > 0 ? [at('generates', String(entry.generates), 'is stated beside `samplers`: either the same nodes generate and train in turn, or others generate', '0, or no `samplers`; how much there is to generate is `samplers.effort`')] : []),
      ...(entry.spares > 0 ? [at('spares', String(entry.spares), 'is stated beside `samplers`: a job of two gangs keeps no spares', '0, or no `samplers`')] : []),
      ...(elasticOf(entry) === undefined ? [] : [at(entry.elastic === undefined ? 'class' : 'elastic', entry.source === 'batch' && entry.elastic === undefined ? entry.class : undefined, 'makes jobs change their size, which a job of two gangs cannot', 'jobs of fixed size, or no `samplers`')]),
    ]
  })
}

function orderFindings(workload: Workload): Finding[] {
  const runs = runsOf(workload)
  return orderOf(runs.map(({ run, index }) => ({ entry: run, index })), 'training run')
}

/** Findings about what entries of one kind wait for. */
function orderOf(entries: readonly { readonly entry: Dependent; readonly index: number }[], kind: string): Finding[] {
  const all = entries.map(({ entry }) => entry)
  const ids = all.map(({ id }) => id)
  return entries.flatMap(({ entry, index }) => entry.dependsOn.flatMap((before, at): Finding[] => {
    const path = ['workload', index, 'dependsOn', at]
    const other = all.find(({ id }) => id === before)
    if (other === undefined) return [{ path, message: `is no ${kind}`, value: before, allowed: ids.filter(id => id !== entry.id).join(', ') || `a ${kind}; there is no other`, nearest: nearestName(before, ids) }]
    if (waitsForItself(all, entry.id)) return [{ path, message: `makes the ${kind} wait for itself`, value: before, allowed: 'an order without circles' }]
    if (other.sites.join() !== entry.sites.join()) return [{ path, message: 'may run at other sites; what waits for each other stays together', value: before, allowed: 'the same `sites` for both' }]
    return []
  }))
}

const batchOf = (workload: Workload): { readonly entry: BatchEntry; readonly index: number }[] => workload.flatMap((entry, index) => (entry.source === 'batch' ? [{ entry, index }] : []))

/** What cannot be stated beside each other about when jobs come. */
function arrivalFindings({ arrivals, dependsOn }: BatchEntry, index: number): Finding[] {
  const { rate, load, users, arrays, chain, process } = arrivals
  const at = (key: string, value: string, message: string, allowed: string): Finding[] => [{ path: ['workload', index, 'arrivals', key], message, value, allowed }]
  if (rate !== undefined && load !== undefined) return at('load', String(load), 'is stated beside a rate: one of them follows from the other', 'either a rate or a load')
  const stated = [...(rate === undefined ? [] : ['rate']), ...(load === undefined ? [] : ['load'])][0]
  const shaped = [...(arrays > 1 ? ['arrays'] : []), ...(chain > 1 ? ['chain'] : []), ...(process === 'poisson' ? [] : ['process'])][0]
  if (users !== undefined && stated !== undefined) return at(stated, String(arrivals[stated === 'rate' ? 'rate' : 'load']), 'is stated beside users: how often they submit follows from how long they think and wait', 'either users, or a rate or load')
  if (users !== undefined && shaped !== undefined) return at(shaped, '', 'is stated beside users, who submit one job at a time', 'users without arrays, chain and process')
  if (arrays > 1 && chain > 1) return at('chain', String(chain), 'is stated beside arrays', 'either arrays or chains')
  const own = stated ?? shaped ?? (users === undefined ? undefined : 'users')
  if (dependsOn.length > 0 && own !== undefined) return at(own, '', 'is stated for jobs that come when others are done', 'no arrivals beside `dependsOn`')
  return []
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
  rule('elastic-speeds', 'error', ['workload'], ({ workload }) => speedFindings(workload)),
  rule('samplers', 'error', ['workload'], ({ workload }) => samplerFindings(workload)),
  rule('run-order', 'error', ['workload'], ({ workload }) => orderFindings(workload)),
  rule('run-size', 'error', ['workload'], ({ workload }) => sizeFindings(workload)),
  rule('run-dates', 'error', ['workload', 'horizon'], dateFindings),
  rule('job-order', 'error', ['workload'], ({ workload }) => orderOf(batchOf(workload), 'batch entry')),
  rule('arrivals', 'error', ['workload'], ({ workload }) => batchOf(workload).flatMap(({ entry, index }) => arrivalFindings(entry, index))),
]
