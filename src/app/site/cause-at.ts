/**
 * What took most at a time: the bucket of the ledger, and the one thing that happened behind it. Where several things could be behind it, or
 * nothing that is written down, the bucket alone is the answer, and says so.
 */
import type { RunResult } from '../../results/run-result.ts'
import { formatPercent } from '../format.ts'
import type { Happening } from '../state/happenings.ts'
import type { Selection } from '../state/view.ts'

/** Days around the time that count: a point of a chart by week stands for as much. */
const AROUND_MS = 3.5 * 86_400_000
const PRODUCTIVE_GATE = 10

export interface Took {
  readonly code: string
  readonly label: string
  /** Of the contract of the days around the time. */
  readonly share: number
}

/** The bucket that took most of the contract around a time; null where nothing was contracted or nothing taken. */
export function tookMost({ ledger }: RunResult, atMs: number): Took | null {
  const { buckets, acceleratorMs, contractedMs, windowMs, windowCount } = ledger
  const [from, to] = [Math.max(0, Math.floor((atMs - AROUND_MS) / windowMs)), Math.min(windowCount, Math.ceil((atMs + AROUND_MS) / windowMs))]
  const sums = new Float64Array(buckets.length)
  let contracted = 0
  for (let window = from; window < to; window++) {
    contracted += contractedMs[window]
    for (let bucket = 0; bucket < buckets.length; bucket++) sums[bucket] += acceleratorMs[window * buckets.length + bucket]
  }
  let most = -1
  buckets.forEach(({ gate }, bucket) => {
    if (gate !== PRODUCTIVE_GATE && gate !== 0 && sums[bucket] > (most < 0 ? 0 : sums[most])) most = bucket
  })
  return most < 0 || contracted <= 0 ? null : { code: buckets[most].code, label: buckets[most].label, share: sums[most] / contracted }
}

interface Rule {
  readonly code: RegExp
  /** Incidents that can be behind it, by machine. */
  readonly machine: RegExp | null
  /** Milestones that end it, by name. */
  readonly awaits: RegExp | null
}

const ANY_MACHINE = /./u

/** The first that fits counts. */
const RULES: readonly Rule[] = [
  { code: /^L2\.grid/u, machine: /^grid\/|utility|^drill\//u, awaits: /energised|in service/iu },
  { code: /^L2\.building/u, machine: null, awaits: /shell|fitted out|level|loops/iu },
  { code: /^L2\.commissioning/u, machine: null, awaits: /level|loops|fitted out/iu },
  { code: /^L2\.curtail/u, machine: /curtailment/u, awaits: null },
  { code: /^L2\.zone/u, machine: ANY_MACHINE, awaits: null },
  { code: /^L2\.|^L7\.power|^L9\.powerThrottle/u, machine: /\/(?:ups|transformer|generator|switchgear|busway)|feed\[|utility|standby|^drill\//u, awaits: null },
  { code: /^L3\.plantDelay/u, machine: null, awaits: /cooling plant|level/iu },
  { code: /^L3\.|^L7\.thermal|^L9\.thermalThrottle/u, machine: /cooler|chiller|pump|distribution|handler|water|leak|tower|plantFault|^drill\//u, awaits: null },
  { code: /^L4\.wan/u, machine: /^wan\/|fibre/u, awaits: null },
]

/** How long an event and the days around a time have in common; a moment counts as one ms. */
const common = ({ atMs, endMs }: Happening, fromMs: number, toMs: number): number => Math.max(0, Math.min(Math.max(endMs, atMs + 1), toMs) - Math.max(atMs, fromMs))

/** An event that lasted so many times as long as the next one stands alone. */
const CLEARLY = 2
/** Share of the days around a time from which on an interruption counts as long. */
const LONG_SHARE = 0.125

/** The one event that can be behind a bucket around a time, or how many there are. */
export function eventBehind(events: readonly Happening[], code: string, atMs: number): { readonly event: Happening | null; readonly candidates: number } {
  const rule = RULES.find(each => each.code.test(code))
  if (rule === undefined) return { event: null, candidates: 0 }
  const [fromMs, toMs] = [atMs - AROUND_MS, atMs + AROUND_MS]
  const { machine, awaits } = rule
  const near = machine === null ? [] : events.filter(each => each.kind === 'incident' && machine.test(each.machine) && common(each, fromMs, toMs) > 0).sort((a, b) => common(b, fromMs, toMs) - common(a, fromMs, toMs) || a.atMs - b.atMs)
  // What is still to come ends the wait: the next milestone of its kind. Interruptions of hours are not behind a week that waits for one.
  const next = awaits === null ? undefined : events.find(each => each.kind === 'milestone' && awaits.test(each.label) && each.atMs >= atMs - AROUND_MS)
  if (next !== undefined && near.every(each => common(each, fromMs, toMs) < (toMs - fromMs) * LONG_SHARE)) return { event: next, candidates: 1 }
  if (near.length === 1 || (near.length > 1 && common(near[0], fromMs, toMs) >= CLEARLY * common(near[1], fromMs, toMs))) return { event: near[0], candidates: near.length }
  return { event: null, candidates: near.length }
}

/** Buckets with anything in them, of each run. */
const filled = new WeakMap<RunResult, ReadonlySet<string>>()

function filledBuckets(run: RunResult): ReadonlySet<string> {
  const known = filled.get(run)
  if (known !== undefined) return known
  const { buckets, acceleratorMs } = run.ledger
  const found = new Set<string>()
  for (let at = 0; at < acceleratorMs.length; at++) if (acceleratorMs[at] > 0) found.add(buckets[at % buckets.length].code)
  filled.set(run, found)
  return found
}

/** The buckets of a run that an event can be behind: what a press on a dip asks, the other way round. */
export function bucketsBehind(run: RunResult, { kind, machine, label }: Happening): string[] {
  const rules = RULES.filter(rule => (kind === 'milestone' ? rule.awaits?.test(label) : kind === 'incident' && rule.machine !== ANY_MACHINE && rule.machine?.test(machine)) === true)
  return [...filledBuckets(run)].filter(code => rules.some(rule => rule.code.test(code)))
}

export interface CauseAt {
  readonly selection: Selection
  readonly words: string
}

/** What to select for a point of a chart, and why. */
export function causeAt(run: RunResult, events: readonly Happening[], atMs: number): CauseAt | null {
  const took = tookMost(run, atMs)
  if (took === null) return null
  const share = `${took.label} took most, ${formatPercent(took.share)} of the contract of that week`
  const { event, candidates } = eventBehind(events, took.code, atMs)
  if (event === null) return { selection: { kind: 'bucket', code: took.code }, words: `${share}. ${candidates > 1 ? `${candidates} events overlap there; no single one stands out.` : 'No single event is behind it.'}` }
  const behind = event.kind === 'milestone' ? (event.atMs >= atMs ? `It waited for: ${event.label}.` : `It ended with: ${event.label}.`) : `Behind it: ${event.label}.`
  return { selection: { kind: event.kind === 'milestone' ? 'milestone' : 'event', key: event.key }, words: `${share}. ${behind}` }
}
