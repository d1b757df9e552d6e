/** Inputs that are not drawn one by one: lead times of lots that one supplier makes together. */
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { Factor } from './factors.ts'

/** Two or more factors that are drawn together, by path; undefined where all are independent. */
export function correlatedFactors(factors: readonly Factor[], { blocks }: Pick<Scenario, 'blocks'>): string[] | undefined {
  const bySupplier = new Map<string, Set<string>>()
  for (const { id, racks } of blocks) {
    const entry = id.replace(/\[\d+\]$/u, '')
    for (const { delivered: { supplier, correlation } } of racks) {
      if (supplier === undefined || correlation === 0) continue
      const names = bySupplier.get(supplier) ?? new Set<string>()
      for (const { path } of factors) if (path.startsWith(`blocks.${entry}`) && path.endsWith('.delivered.lead')) names.add(path)
      bySupplier.set(supplier, names)
    }
  }
  return [...bySupplier.values()].map(names => [...names].sort()).find(names => names.length > 1)
}
