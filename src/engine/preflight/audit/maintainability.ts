/** Concurrent maintainability: which assets can be taken out at full load on the design day without loss, each alone. */
import type { DesignDay } from '../../../scenario/inputs.ts'
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import type { World } from '../../ports.ts'
import { auditSite } from './audit-site.ts'
import { nothingOut } from './outage.ts'
import { createEvaluator, isWorse } from './outcome.ts'
import { partsOf } from './parts.ts'

/**
 * Paths of the assets that are not concurrently maintainable. Equal components share one evaluation. What the audit does not know (no design
 * day) is taken as maintainable: redundancy is counted all the same when work begins.
 */
export function notMaintainable(scenario: Scenario, world: World, weather: DesignDay | undefined): ReadonlySet<string> {
  const evaluator = createEvaluator(auditSite(scenario, world, weather))
  const found = new Set<string>()
  for (const part of partsOf(evaluator.site)) {
    if (!part.isMaintained || part.unknown !== undefined) continue
    const outage = nothingOut(evaluator.site.plan)
    part.remove(outage, 0)
    // Work is done while the utility is there; standby parts are not called by it.
    outage.isRehearsal = false
    evaluator.evaluate(outage)
    const isFelt = [...evaluator.touched()].some(([block, outcome]) => isWorse(outcome, evaluator.healthy(block)))
    if (isFelt) for (const path of part.paths) found.add(path)
  }
  return found
}
