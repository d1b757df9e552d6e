/** The redundancy audit: the one-line of a scenario, every component removed one by one, and the labels of the file held to the outcome. */
import { AUDIT_STATES, type AuditChoices, type AuditReport, type AuditState, type Contingency } from '../../../results/audit.ts'
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import { assembleWorld } from '../../assemble.ts'
import { type EngineInputs, weatherOf } from '../../weather.ts'
import { auditSite } from './audit-site.ts'
import { type Combination, maintenanceOf, pairsOf } from './combinations.ts'
import { createEdgeLoads } from './edge-loads.ts'
import { fireExposure } from './fire-exposure.ts'
import { type Judged, judge } from './judge.ts'
import { labelChecks } from './labels.ts'
import { type Graph, oneLineGraph } from './one-line-graph.ts'
import { createEvaluator } from './outcome.ts'
import { partsOf } from './parts.ts'

function contingency({ part, outcome }: Judged, graph: Graph): Contingency {
  return {
    failed: [part.paths[0]],
    maintained: null,
    count: part.paths.length,
    alike: part.paths.slice(1),
    nodes: part.nodes.flatMap(id => graph.indexOf.get(id) ?? []),
    ...outcome,
    path: part.place,
  }
}

/** A pair, or a failure (the second) while the first is out for maintenance. */
function combined({ first, second, choice, outcome }: Combination, graph: Graph, isMaintenance: boolean): Contingency {
  const [one, other] = [first.paths[choice.first], second.paths[choice.second]]
  return {
    failed: isMaintenance ? [other] : [one, other],
    maintained: isMaintenance ? one : null,
    count: choice.count,
    alike: [],
    nodes: [...new Set([...second.nodes, ...first.nodes])].flatMap(id => graph.indexOf.get(id) ?? []),
    ...outcome,
    path: isMaintenance ? second.place : first.place,
  }
}

/** Worst first, then by what is lost, then by path. */
function compare(a: Contingency, b: Contingency): number {
  const byState = AUDIT_STATES.indexOf(a.state) - AUDIT_STATES.indexOf(b.state)
  const byToll = b.acceleratorsLost - a.acceleratorsLost || b.acceleratorsDegraded - a.acceleratorsDegraded
  const [left, right] = [a, b].map(({ failed, maintained }) => `${failed.join()} ${maintained ?? ''}`)
  return byState || byToll || (left < right ? -1 : left > right ? 1 : 0)
}

function countsOf(contingencies: readonly Contingency[]): Record<AuditState, number> {
  const counts: Record<AuditState, number> = { down: 0, degraded: 0, savedByTransfer: 0, unknown: 0, normal: 0 }
  for (const { state, count } of contingencies) counts[state] += count
  return counts
}

/** Audits a statically valid scenario. */
export function redundancyAudit(scenario: Scenario, inputs: EngineInputs, choices: AuditChoices): AuditReport {
  const world = assembleWorld(scenario, { seed: scenario.seed, replication: 0 })
  const site = auditSite(scenario, world, weatherOf(scenario, world.root, inputs).designDay)
  const evaluator = createEvaluator(site)
  const graph = oneLineGraph(site)
  const loads = createEdgeLoads(site, graph, new Map(site.plan.blocks.map((_, block) => [block, evaluator.healthy(block)])), evaluator.supply())
  const parts = partsOf(site)
  const judged = parts.map(part => judge(evaluator, part, loads))
  const singles = judged.map(each => contingency(each, graph))
  const pairs = choices.pairs ? pairsOf(evaluator, parts) : undefined
  const maintenance = choices.maintenance ? maintenanceOf(evaluator, parts) : undefined
  const contingencies = [...singles, ...(pairs?.told ?? []).map(each => combined(each, graph, false)), ...(maintenance?.told ?? []).map(each => combined(each, graph, true))].sort(compare)
  const counts = countsOf(singles)
  for (const state of AUDIT_STATES) counts[state] += (pairs?.counts[state] ?? 0) + (maintenance?.counts[state] ?? 0)
  const fire = fireExposure(site, judged)
  return { oneLine: { nodes: graph.nodes, edges: loads.edges() }, contingencies, labels: labelChecks(evaluator, judged), ...(fire === undefined ? {} : { fire }), counts }
}
