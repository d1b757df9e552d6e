/** Loads that went over to another supply: when, for how long, what took over, by which way, and that in words. */
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { placeWords } from '../state/happenings.ts'
import { itemsById } from './item-states.ts'
import { type Takeover, takeoverWays, type Way } from './plan/takeover.ts'
import type { SitePlan } from './plan/site-plan.ts'

export interface Transfer {
  readonly atMs: number
  /** Infinity while it lasts beyond the run. */
  readonly endMs: number
  readonly block: number
  readonly takeover: Takeover
  readonly words: string
  readonly ways: readonly Way[]
}

interface Site {
  readonly scenario: Scenario
  readonly plan: SitePlan
  readonly run: RunResult
}

const UTILITY = /\/utility$/u

/** A block without its utility is carried by its sets, or by its batteries as long as they last. */
function ofUtility({ scenario, plan, run }: Site): Transfer[] {
  return run.incidents.flatMap(({ atMs, endMs, kind, label, block }): Transfer[] => {
    const own = scenario.blocks[block]
    if (kind !== 'outage' || own === undefined || !UTILITY.test(label)) return []
    const takeover = own.power.generators === undefined ? 'batteries' : 'sets'
    const words = `${own.label} has lost its utility and runs on its ${takeover === 'sets' ? 'standby generators' : 'batteries'}`
    return [{ atMs, endMs: endMs < 0 ? Infinity : endMs, block, takeover, words, ways: takeoverWays(plan, block, takeover) }]
  })
}

/** A system that fails leaves its load to the others until it is back. */
function ofSystems({ scenario, plan, run }: Site): Transfer[] {
  const byId = itemsById(plan.items, run)
  return run.incidents.flatMap(({ atMs, kind, label, block }): Transfer[] => {
    const own = scenario.blocks[block]
    if (kind !== 'loadTransferred' || own === undefined) return []
    const outage = run.incidents.find(each => each.kind === 'outage' && each.atMs <= atMs && (each.endMs < 0 || each.endMs > atMs) && each.label.startsWith(label))
    const item = byId.get(label) ?? byId.get(outage?.label ?? '') ?? byId.get(`${label}/module[0]`)
    const words = `${own.label}: the load of ${placeWords(label)} has gone over to the other feeds`
    return [{ atMs, endMs: outage === undefined ? atMs : outage.endMs < 0 ? Infinity : outage.endMs, block, takeover: 'feeds', words, ways: takeoverWays(plan, block, 'feeds', item === undefined ? undefined : plan.items[item]) }]
  })
}

const known = new WeakMap<RunResult, { readonly plan: SitePlan; readonly transfers: readonly Transfer[] }>()

/** All transfers of a run in order of time; worked out once. */
export function transfersOf({ scenario, plan, run }: { readonly scenario: Scenario; readonly plan: SitePlan; readonly run: RunResult | null }): readonly Transfer[] {
  if (run === null) return []
  const found = known.get(run)
  if (found?.plan === plan) return found.transfers
  const site: Site = { scenario, plan, run }
  const transfers = [...ofUtility(site), ...ofSystems(site)].sort((a, b) => a.atMs - b.atMs || a.block - b.block)
  known.set(run, { plan, transfers })
  return transfers
}

/** Those that last at a time. */
export const transfersAt = (transfers: readonly Transfer[], atMs: number): Transfer[] => transfers.filter(transfer => transfer.atMs <= atMs && atMs < transfer.endMs)
