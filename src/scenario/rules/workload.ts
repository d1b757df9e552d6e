/** Rules of workload entries that need nothing but the file. */
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

export const workloadRules: readonly Rule[] = [
  rule('arrivals', 'error', ['workload'], ({ workload }) =>
    workload.flatMap((entry, index): Finding[] => {
      if (entry.source !== 'batch' || entry.arrivals.rate === undefined || entry.arrivals.load === undefined) return []
      return [{ path: ['workload', index, 'arrivals', 'load'], message: 'is stated beside a rate: one of them follows from the other', value: String(entry.arrivals.load), allowed: 'either a rate or a load' }]
    }),
  ),
]
