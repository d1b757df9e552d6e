/** What it costs to watch zones whose protection is out. */
import { HOUR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { MoneyRow } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'

/** A row where some zone was without protection: its hours at the price of the watch. */
export function fireWatchRows({ fire }: Scenario, { incidents, horizonMs }: RunResult): MoneyRow[] {
  if (fire === undefined) return []
  const ms = incidents.reduce((sum, { kind, atMs, endMs }) => (kind === 'protectionOut' ? sum + (endMs < 0 ? horizonMs : endMs) - atMs : sum), 0)
  return ms === 0 ? [] : [{ id: 'fireWatch', label: 'Fire watch', usd: (ms / HOUR_MS) * fire.fireWatch, source: 'fire.fireWatch' }]
}
