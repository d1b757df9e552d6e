/** Money of the grid connection beside the bill: reservations, credits for interruptible power, penalties for drawing on in a call. */
import { YEAR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { MoneyRow } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'

type Feed = Scenario['grid']['feeds'][string]

/** Steps of a feed with the times at which they came, ms; Infinity for those that never did. */
function steps(name: string, feed: Feed, run: RunResult): { interruptible: number; reservation: number; atMs: number }[] {
  const times = run.milestones.filter(milestone => milestone.name === `Feed ${name} energised`).map(({ atMs }) => atMs)
  return [feed, ...feed.steps].map(({ interruptible, reservation }, index) => ({ interruptible, reservation: reservation ?? 0, atMs: times[index] ?? Infinity }))
}

/** Rows of what the scenario has; reservations are paid in full within the horizon. */
export function gridServiceRows(scenario: Scenario, run: RunResult): MoneyRow[] {
  const feeds = Object.entries(scenario.grid.feeds).map(([name, feed]) => ({ feed, steps: steps(name, feed, run) }))
  const reservationUsd = feeds.reduce((sum, of) => sum + of.steps.reduce((paid, { reservation }) => paid + reservation, 0), 0)
  const creditUsd = feeds.reduce((sum, of) => {
    const kWYears = of.steps.reduce((held, { interruptible, atMs }) => held + (interruptible / 1000) * (Math.max(0, run.horizonMs - atMs) / YEAR_MS), 0)
    return sum + kWYears * (of.feed.curtailment?.credit ?? 0)
  }, 0)
  const penaltyUsd = (run.series.find(({ id }) => id === 'curtailmentPenalty')?.values ?? new Float64Array()).reduce((sum, usd) => sum + usd, 0)
  const rows: MoneyRow[] = [
    { id: 'gridReservation', label: 'Reservations of grid capacity', usd: reservationUsd, source: 'grid.feeds.*.reservation' },
    { id: 'curtailmentCredit', label: 'Credit for interruptible power', usd: -creditUsd, source: 'grid.feeds.*.curtailment.credit' },
    { id: 'curtailmentPenalty', label: 'Penalties for energy drawn beyond calls', usd: penaltyUsd, source: 'grid.feeds.*.curtailment.penalty' },
  ]
  return rows.filter(({ usd }) => usd !== 0)
}
