/** Workload checks before a run: objectives that a model can meet on these racks, jobs that the plan can hold, traces that were read. */
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { servedModel } from '../../scenario/catalog/models.ts'
import type { TrainingMixEntry, WorkloadEntry } from '../../scenario/schema/workload.ts'
import { asSeen } from '../compute/request-demand.ts'
import { laterGenerations } from '../compute/serving-generations.ts'
import { serviceProblem } from '../compute/sources/inference.ts'
import type { World } from '../ports.ts'
import type { EngineInputs } from '../weather.ts'
import { batchFindings } from './batch-checks.ts'
import { deadlineFindings } from './run-checks.ts'
import type { Finding } from './finding.ts'
import { placementFindings } from './placement-checks.ts'
import { beside, mostFor } from './sampler-checks.ts'
import { tenantFindings } from './tenant-checks.ts'
import { windowFindings } from './window-checks.ts'
import { requestsKey, traceKey } from '../../scenario/trace-key.ts'

function mixFindings(entry: TrainingMixEntry, world: World, path: Finding['path']): Finding[] {
  if (entry.smallest > entry.largest) {
    return [{ severity: 'error', code: 'job-size', path: [...path, 'smallest'], message: 'is above the largest job', value: `${entry.smallest}`, allowed: `at most ${entry.largest}` }]
  }
  const most = mostFor(entry.samplers, world)
  if (entry.smallest <= most) return []
  return [{ severity: 'error', code: 'job-size', path: [...path, 'smallest'], message: `no job fits on the site${beside(entry.samplers)}`, value: `${entry.smallest}`, allowed: `at most ${most}` }]
}

function entryFindings(entry: WorkloadEntry, world: World, inputs: EngineInputs, path: Finding['path']): Finding[] {
  if (entry.source === 'training-mix') return mixFindings(entry, world, path)
  if (entry.source === 'training-run') {
    const most = mostFor(entry.samplers, world)
    if (entry.accelerators <= most) return []
    return [{ severity: 'error', code: 'job-size', path: [...path, 'accelerators'], message: `does not fit on the site${beside(entry.samplers)}`, value: `${entry.accelerators}`, allowed: `at most ${most}` }]
  }
  if (entry.source === 'trace') {
    const isRead = inputs.traces?.[traceKey(entry)] !== undefined
    return isRead ? [] : [{ severity: 'error', code: 'file', path: [...path, 'file'], message: 'names a file that was not read', value: entry.file }]
  }
  if (entry.source === 'batch') return batchFindings(entry, world, path)
  const demand = entry.requests === undefined ? undefined : inputs.requests?.[requestsKey(entry.requests)]
  if (entry.requests !== undefined && demand === undefined) return [{ severity: 'error', code: 'file', path: [...path, 'requests', 'file'], message: 'names a file that was not read', value: entry.requests.file }]
  const longest = demand === undefined ? 0 : demand.promptCounts.length - 1
  const { contextWindow } = servedModel(entry.model)
  if (longest > contextWindow) return [{ severity: 'error', code: 'service-tokens', path: [...path, 'requests', 'file'], message: `has prompts longer than the context of ${entry.model}`, value: `${longest} tokens`, allowed: `at most ${contextWindow}` }]
  const seen = asSeen(entry, inputs.requests ?? {})
  // Services are sized anew for racks that follow the first ones.
  const types = world.lots.count === 0 ? [] : [world.lots.type[0], ...laterGenerations(world).map(({ type }) => type)]
  const type = types.find(each => serviceProblem(seen, world.rackTypes[each]) !== undefined)
  const problem = type === undefined ? undefined : serviceProblem(seen, world.rackTypes[type])
  if (problem === undefined) return []
  return [{ severity: 'error', code: problem.code, path: [...path, problem.key], message: problem.message, value: problem.key === 'model' ? entry.model : `${entry[problem.key]} ms`, allowed: problem.allowed }]
}

export function workloadFindings(scenario: Scenario, world: World, inputs: EngineInputs): Finding[] {
  return [...deadlineFindings(scenario, world), ...scenario.workload.flatMap((entry, index) => entryFindings(entry, world, inputs, ['workload', index])), ...placementFindings(scenario, world, inputs), ...windowFindings(scenario, world), ...tenantFindings(scenario, world)]
}
