/** The outcome of one failure of a part alone. */
import { type EdgeLoads } from './edge-loads.ts'
import { nothingOut } from './outage.ts'
import type { Evaluator, Outcome } from './outcome.ts'
import type { Part } from './parts.ts'

/** What a single failure of a part came to. */
export interface Judged {
  readonly part: Part
  readonly outcome: Outcome
}

const NOBODY = { racksLost: 0, acceleratorsLost: 0, lostW: 0, racksDegraded: 0, acceleratorsDegraded: 0, lost: [], degraded: [], timeline: [] } as const

/** A standby set that fails is felt only when it is called: it counts by what it takes from the loss of the utility. */
function standbyOutcome(evaluator: Evaluator, part: Part, found: Outcome): Outcome {
  if (found.state !== 'savedByTransfer') return { ...found, reason: `when the utility is lost, ${found.reason}` }
  const { standby } = evaluator.site.plan.blocks[part.block]
  return { ...found, state: 'normal', reason: `stands by; of ${standby?.count ?? 0} sets the others carry the block when the utility is lost`, timeline: [] }
}

/** Removes the part; `loads` takes note of what flows then. */
export function judge(evaluator: Evaluator, part: Part, loads?: EdgeLoads): Judged {
  const outage = nothingOut(evaluator.site.plan)
  part.remove(outage, 0)
  const found = evaluator.evaluate(outage)
  loads?.note(evaluator.touched(), evaluator.supply(), outage.feeds)
  if (part.unknown !== undefined) return { part, outcome: { ...found, ...NOBODY, state: 'unknown', reason: part.unknown } }
  return { part, outcome: part.kind === 'set' ? standbyOutcome(evaluator, part, found) : found }
}
