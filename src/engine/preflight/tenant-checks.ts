/** Quotas before a run: a workload whose smallest job no tenant may ever run would wait for ever. */
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { World } from '../ports.ts'
import type { Finding } from './finding.ts'

/** Lowest quota of a tenant and those above it. */
function quotaOf(tenants: Scenario['tenants'], name: string): number {
  let least = Infinity
  const seen = new Set<string>()
  for (let at: string | undefined = name; at !== undefined && Object.hasOwn(tenants, at) && !seen.has(at); at = tenants[at].parent) {
    seen.add(at)
    least = Math.min(least, tenants[at].quota ?? Infinity)
  }
  return least
}

export function tenantFindings({ tenants, workload }: Scenario, world: World): Finding[] {
  const atom = world.nodes.accelerators.reduce((least, count) => Math.min(least, count), Infinity)
  if (!Number.isFinite(atom)) return []
  return workload.flatMap((entry, index): Finding[] => {
    if (entry.source !== 'training-mix') return []
    const needed = Math.ceil(entry.smallest / atom) * atom
    return Object.keys(entry.tenants).flatMap((name): Finding[] => {
      const quota = quotaOf(tenants, name)
      if (quota >= needed) return []
      const allowed = `jobs of at most ${Math.floor(quota / atom) * atom} accelerators, or a quota of at least ${needed}`
      return [{ severity: 'error', code: 'quota-size', path: ['workload', index, 'tenants', name], message: `may hold ${quota} accelerators, and the smallest job takes ${needed} in whole nodes`, value: `${entry.smallest}`, allowed }]
    })
  })
}
