/** Rules of inference services: replicas, tokens, measured tables. What needs the racks is checked before a run. */
import { servedModel } from '../catalog/models.ts'
import type { Scenario } from '../schema/scenario.ts'
import type { InferenceEntry } from '../schema/workload.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type At = { readonly entry: InferenceEntry; readonly path: Finding['path'] }

const services = ({ workload }: Pick<Scenario, 'workload'>): At[] => workload.flatMap((entry, index) => (entry.source === 'inference' ? [{ entry, path: ['workload', index] }] : []))

function rangeFindings({ entry, path }: At): Finding[] {
  const pairs = [{ at: path, ...entry }, ...(entry.disaggregated === undefined ? [] : [{ at: [...path, 'disaggregated'], ...entry.disaggregated }])]
  return pairs.flatMap(({ at, minimum, maximum }) => (minimum <= maximum ? [] : [{ path: [...at, 'minimum'], message: 'is above the most replicas', value: `${minimum}`, allowed: `at most ${maximum}` }]))
}

function tokenFindings({ entry, path }: At): Finding[] {
  const model = servedModel(entry.model)
  const prompt = (entry.promptTokens ?? model.promptTokens) + (entry.retrieval?.tokens ?? 0)
  const output = entry.outputTokens ?? model.outputTokens
  if (prompt + output <= model.contextWindow) return []
  const key = entry.promptTokens !== undefined && entry.promptTokens >= output ? ['promptTokens'] : entry.outputTokens !== undefined ? ['outputTokens'] : ['retrieval', 'tokens']
  return [{ path: [...path, ...key], message: `make requests longer than the context of ${entry.model}`, value: `${Math.ceil(prompt + output)} tokens with prompt and answer`, allowed: `at most ${model.contextWindow} together` }]
}

function orderFindings({ entry, path }: At): Finding[] {
  const { measured } = entry
  if (measured === undefined) return []
  if (measured.length === 0) return [{ path: [...path, 'measured'], message: 'has no row', value: '0 rows', allowed: 'at least one row, or no `measured`' }]
  return measured.flatMap(({ batch }, i) => (i === 0 || batch > measured[i - 1].batch ? [] : [{ path: [...path, 'measured', i, 'batch'], message: 'is not above that of the row before', value: `${batch}`, allowed: `more than ${measured[i - 1].batch}` }]))
}

/** A trace says when requests come; what says otherwise cannot stand beside it. */
function requestFindings({ entry, path }: At): Finding[] {
  if (entry.requests === undefined) return []
  const at = (key: string, message: string, allowed: string): Finding[] => [{ path: [...path, key], message, allowed }]
  if (entry.sessions !== undefined) return at('sessions', 'are stated beside a trace of requests, which do not wait for each other', 'either sessions or a trace')
  return entry.origins.length === 0 ? [] : at('origins', 'are stated beside a trace of requests, whose times are those of one place', 'no origins beside a trace')
}

export const servingRules: readonly Rule[] = [
  rule('replica-range', 'error', ['workload'], scenario => services(scenario).flatMap(rangeFindings)),
  rule('service-tokens', 'error', ['workload'], scenario => services(scenario).flatMap(tokenFindings)),
  rule('service-requests', 'error', ['workload'], scenario => services(scenario).flatMap(requestFindings)),
  rule('measured-order', 'error', ['workload'], scenario => services(scenario).flatMap(orderFindings)),
]
