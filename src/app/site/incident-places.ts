/**
 * Where on the site an outage is: at its machine, where the run names one; else amid the machines of its kind in the block, at the hall, or
 * where the line comes in. A lost utility is no place of its own: the load that goes over shows it.
 */
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { placeWords } from '../state/happenings.ts'
import { itemsById } from './item-states.ts'
import type { Vector } from './pick.ts'
import type { ItemKind } from './plan/part.ts'
import type { SiteItem, SitePlan } from './plan/site-plan.ts'

export interface IncidentPlace {
  readonly fromMs: number
  /** Infinity while it lasts beyond the run. */
  readonly toMs: number
  /** What is out, for a mark at its place; and with the block, for a sentence. */
  readonly text: string
  readonly words: string
  /** A little above what it is about. */
  readonly at: Vector
}

/** Kinds of machines that labels without a number are about; the first that fits counts. */
const KINDS: readonly (readonly [label: RegExp, kind: ItemKind])[] = [
  [/cooler (?:fan|coil)/u, 'dry-cooler'], [/tower/u, 'cooling-tower'], [/chill/u, 'chiller'], [/distribution unit/u, 'distribution-unit'], [/^grid\/switchgear/u, 'switchgear'], [/^grid\//u, 'line-gantry'],
]

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Above the middle of some pieces. */
function above(members: readonly SiteItem[]): Vector {
  const mean = (of: (item: SiteItem) => number): number => members.reduce((sum, item) => sum + of(item), 0) / Math.max(1, members.length)
  return [mean(({ x }) => x), Math.max(0, ...members.map(({ height }) => height)) + 0.4, mean(({ z }) => z)]
}

/** What a label stands for: its machine, those of its kind, its hall; for the site what the line comes in by, or all halls. */
function membersOf(plan: SitePlan, label: string, block: number, machine: number | undefined): readonly SiteItem[] {
  if (machine !== undefined) return [plan.items[machine]]
  const kind = KINDS.find(([pattern]) => pattern.test(label))?.[1]
  const own = plan.items.filter(item => item.kind === kind && item.block === block)
  if (own.length > 0) return own
  return plan.items.filter(item => item.kind === 'hall' && (block < 0 || item.block === block))
}

interface Site {
  readonly scenario: Scenario
  readonly plan: SitePlan
  readonly run: RunResult | null
}

const known = new WeakMap<RunResult, { readonly plan: SitePlan; readonly places: readonly IncidentPlace[] }>()

/** Places of all outages of a run that last, in its order; worked out once. */
export function incidentPlaces({ scenario, plan, run }: Site): readonly IncidentPlace[] {
  if (run === null) return []
  const found = known.get(run)
  if (found?.plan === plan) return found.places
  const byId = itemsById(plan.items, run)
  const places = run.incidents.flatMap(({ kind, label, block, atMs, endMs }): IncidentPlace[] => {
    if (kind !== 'outage' || endMs === atMs || label.endsWith('/utility')) return []
    const machine = byId.get(label)
    const text = machine === undefined ? sentence(placeWords(label)) : plan.items[machine].label
    const where = scenario.blocks[block]?.label
    return [{ fromMs: atMs, toMs: endMs < 0 ? Infinity : endMs, text, words: where === undefined ? text : `${text}, ${where}`, at: above(membersOf(plan, label, block, machine)) }]
  })
  known.set(run, { plan, places })
  return places
}

/** Those that last at a time. */
export const placesAt = (places: readonly IncidentPlace[], atMs: number): IncidentPlace[] => places.filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
