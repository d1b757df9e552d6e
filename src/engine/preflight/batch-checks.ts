/** Batch entries before a run: figures of a class that fit together, jobs that fit on the site, as many as the entry allows. */
import type { BatchEntry } from '../../scenario/schema/workload.ts'
import { classOf, shapeOf } from '../compute/batch-jobs.ts'
import { shapeProblem } from '../compute/job-shape.ts'
import { contractOf, standardHour } from '../compute/source-site.ts'
import { batchRate } from '../compute/sources/batch.ts'
import type { World } from '../ports.ts'
import type { Finding } from './finding.ts'
import { beside, mostFor } from './sampler-checks.ts'

/** Figures that the entry states stand at their own line, those of its class at the class. */
function shapeFindings(entry: BatchEntry, path: Finding['path']): Finding[] {
  const problem = shapeProblem(classOf(entry))
  if (problem === undefined) return []
  const { key, message, allowed } = problem
  return [{ severity: 'error', code: 'job-class', path: [...path, entry[key] === undefined ? 'class' : key], message: entry[key] === undefined ? `${key}: ${message}` : message, allowed }]
}

function sizeFindings(entry: BatchEntry, world: World, path: Finding['path']): Finding[] {
  const { smallest, largest } = classOf(entry)
  const most = mostFor(entry.samplers, world)
  if (smallest > most) return [{ severity: 'error', code: 'job-size', path: [...path, entry.smallest === undefined ? 'class' : 'smallest'], message: `no job fits on the site${beside(entry.samplers)}`, value: `${smallest}`, allowed: `at most ${most}` }]
  if (entry.largest === undefined || largest <= most) return []
  return [{ severity: 'error', code: 'job-size', path: [...path, 'largest'], message: `does not fit on the site${beside(entry.samplers)}`, value: `${largest}`, allowed: `at most ${most}` }]
}

/** Expected jobs over the horizon. */
function countFindings(entry: BatchEntry, world: World, path: Finding['path']): Finding[] {
  const site = { root: world.root, horizonMs: world.horizonMs, startDay: world.startDay, contract: contractOf(world), localHour: standardHour }
  const { arrays, chain, users } = entry.arrivals
  if (entry.dependsOn.length > 0) return []
  const { total } = batchRate(entry, site, shapeOf(entry).meanUseMs)
  // A user who thinks so often has a run between two thoughts.
  const expected = users === undefined ? total * arrays * chain : (users.count * total) / (1 + (total * classOf(entry).median) / world.horizonMs)
  if (expected <= entry.jobs) return []
  return [{ severity: 'error', code: 'job-count', path: [...path, 'arrivals'], message: `would give about ${Math.round(expected)} jobs over the horizon`, value: String(Math.round(expected)), allowed: `at most ${entry.jobs}; fewer arrivals, larger jobs, or more in ${entry.id}.jobs` }]
}

export function batchFindings(entry: BatchEntry, world: World, path: Finding['path']): Finding[] {
  const wrong = [...shapeFindings(entry, path), ...sizeFindings(entry, world, path)]
  return wrong.length > 0 ? wrong : countFindings(entry, world, path)
}
