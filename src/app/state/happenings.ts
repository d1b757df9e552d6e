/** What happened, as a list: milestones with their plan, incidents, the dates of the contract, and what change logs tell. */
import { DAY_MS } from '../../base/spans.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { formatWords } from '../format.ts'

/** Kinds that the list of events can be narrowed to. */
export const EVENT_GROUPS = [
  { id: 'milestone', label: 'Milestones' },
  { id: 'contract', label: 'Contracts' },
  { id: 'outage', label: 'Outages' },
  { id: 'fault', label: 'Faults' },
  { id: 'repair', label: 'Repairs' },
  { id: 'transfer', label: 'Transfers' },
  { id: 'shedding', label: 'Shedding' },
  { id: 'throttling', label: 'Throttling' },
  { id: 'breach', label: 'Limits reached' },
  { id: 'fibre', label: 'Fibre cuts' },
  { id: 'maintenance', label: 'Maintenance' },
  { id: 'fire', label: 'Fire' },
] as const
export type EventGroup = (typeof EVENT_GROUPS)[number]['id']

export interface Happening {
  /** Tells it apart within a run, and again in the next run where nothing about it has changed. */
  readonly key: string
  readonly atMs: number
  /** End of an incident; equal to `atMs` for what is over at once. */
  readonly endMs: number
  /** Planned time of a milestone; NaN when there is none. */
  readonly plannedMs: number
  /** What the timeline marks it as; a `detail` is only in the list. */
  readonly kind: 'milestone' | 'incident' | 'contract' | 'detail'
  readonly group: EventGroup
  readonly label: string
  /** Lane on the timeline: 0 site, 1… blocks. */
  readonly lane: number
  /** Block index, −1 for the site. */
  readonly block: number
  /** Name of the machine as the run has it, '' for none. */
  readonly machine: string
  /** Index of the rack that it is about, −1 for none. */
  readonly rack: number
}

const STEP_LABELS: Readonly<Record<string, string>> = {
  shell: 'shell complete',
  building: 'fitted out',
  level2: 'level 2 passed',
  liquidFlush: 'loops flushed',
  level3: 'level 3 passed',
  level4: 'level 4 passed',
  level5: 'level 5 passed, ready',
  Energised: 'energised',
  'cooling plant': 'cooling plant in service',
}

/** `block[0]/ups[1]/module[2]` is UPS 2 module 3 of the block, `grid/feed[temporary]` the feed temporary. */
export function placeWords(label: string): string {
  const steps = label.split('/').filter((step, index, all) => all.length === 1 || index > 0)
  return steps
    .map(step => step.replace(/\[(\d+)\]$/, (_, index: string) => ` ${Number(index) + 1}`).replace(/\[(.+)\]$/, ' $1'))
    .join(' ')
    .replace(/^ups\b/, 'UPS')
}

/** Groups of incidents by their kind; the others are faults. */
const GROUPS: Readonly<Record<string, EventGroup>> = {
  outage: 'outage', curtailment: 'shedding', loadCapped: 'shedding', racksShed: 'shedding', blockShed: 'shedding',
  loadTransferred: 'transfer', transferFailed: 'transfer', upsBypassed: 'transfer',
  permitReached: 'breach', emissionReached: 'breach', storeFull: 'breach', water: 'breach', fuelEmpty: 'breach', rolloutAborted: 'maintenance',
  deviceFire: 'fire', zoneFire: 'fire', batteryFire: 'fire', transformerFire: 'fire', fuelFire: 'fire', closedForSmoke: 'fire', isolatedByOrder: 'fire',
  smokePreAlarm: 'fire', fireAlarm: 'fire', emergencyOff: 'fire', protectionOut: 'fire', agentDischarged: 'fire', insurerNotified: 'fire',
}

function groupOf(kind: string, label: string): EventGroup {
  if (kind === 'outage' && /^wan\/|fibre|fiber/u.test(label)) return 'fibre'
  if (kind === 'outage' && /inspection|maintenance/u.test(label)) return 'maintenance'
  return GROUPS[kind] ?? 'fault'
}

/** Block whose path a label begins with; −1 for the site. */
const blockOf = (scenario: Scenario, label: string): number => scenario.blocks.findIndex(block => label.startsWith(`${block.id}/`))

type Draft = Omit<Happening, 'key' | 'lane'>

/** Numbers those that would have one key, in order of time. */
function keyed(drafts: readonly Draft[], scenario: Scenario): Happening[] {
  const seen = new Map<string, number>()
  return drafts.map(draft => {
    const owner = draft.block < 0 ? 'site' : (scenario.blocks[draft.block]?.id ?? String(draft.block))
    const name = `${draft.group}/${encodeURIComponent(owner)}/${encodeURIComponent(draft.machine === '' ? draft.label : draft.machine)}`
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return { ...draft, lane: draft.block + 1, key: nth === 1 ? name : `${name}/${nth}` }
  })
}

function milestoneDrafts(scenario: Scenario, run: RunResult | null, nameOf: (block: number) => string): Draft[] {
  const none = { machine: '', rack: -1 }
  const contract = scenario.blocks.map(({ ready, label }, block): Draft => {
    const atMs = (ready - scenario.horizon.start) * DAY_MS
    return { ...none, atMs, endMs: atMs, plannedMs: NaN, kind: 'contract', group: 'contract', label: `${label}: contract begins`, block }
  })
  const milestones = (run?.milestones ?? []).map(({ atMs, plannedMs, name, block }): Draft => ({
    ...none, atMs, endMs: atMs, plannedMs: plannedMs >= 0 ? plannedMs : NaN, kind: 'milestone', group: 'milestone', label: `${nameOf(block)}${STEP_LABELS[name] ?? name}`, block,
  }))
  return [...contract, ...milestones]
}

/** What goes on lasts until the end of what is simulated. */
const knownUntilMs = ({ horizonMs, ledger }: RunResult): number => Math.min(horizonMs, ledger.windowCount * ledger.windowMs)

function incidentDrafts(scenario: Scenario, run: RunResult | null, nameOf: (block: number) => string): Draft[] {
  return (run?.incidents ?? []).map(({ atMs, endMs, kind, label, block: stated }): Draft => {
    const block = stated >= 0 ? stated : blockOf(scenario, label)
    const what = kind === 'outage' ? 'out' : formatWords(kind).toLowerCase()
    return { atMs, endMs: endMs < 0 ? Math.max(atMs, run === null ? 0 : knownUntilMs(run)) : endMs, plannedMs: NaN, kind: 'incident', group: groupOf(kind, label), label: `${nameOf(block)}${placeWords(label)}, ${what}`, block, machine: label, rack: -1 }
  })
}

/** Everything, in order of time. */
export function happenings(scenario: Scenario, run: RunResult | null): Happening[] {
  const nameOf = (block: number): string => (block >= 0 ? `${scenario.blocks[block]?.label ?? `Block ${block + 1}`}: ` : '')
  const drafts = [...milestoneDrafts(scenario, run, nameOf), ...incidentDrafts(scenario, run, nameOf)]
  return keyed(drafts.filter(({ atMs }) => atMs >= 0).sort((a, b) => a.atMs - b.atMs || a.block - b.block || (a.label < b.label ? -1 : 1)), scenario)
}

/** The next happening after a time, or the last one before it; undefined when there is none. */
export function neighbour(all: readonly Happening[], atMs: number, direction: 1 | -1): Happening | undefined {
  return direction === 1 ? all.find(happening => happening.atMs > atMs) : all.findLast(happening => happening.atMs < atMs)
}

/** Whether an event is left by words (all of them, in any order) and kinds. */
export function matches({ label, group }: Pick<Happening, 'label' | 'group'>, words: readonly string[], hidden: ReadonlySet<EventGroup>): boolean {
  if (hidden.has(group)) return false
  const text = label.toLowerCase()
  return words.every(word => text.includes(word))
}

/** How many there are of each kind. */
export const countsOf = (all: readonly Happening[]): Readonly<Record<EventGroup, number>> => {
  const counts = Object.fromEntries(EVENT_GROUPS.map(({ id }) => [id, 0])) as Record<EventGroup, number>
  for (const { group } of all) counts[group] += 1
  return counts
}

/** Index of the first event after a time. */
export function firstAfter(all: readonly Pick<Happening, 'atMs'>[], atMs: number): number {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (all[middle].atMs <= atMs) low = middle + 1
    else high = middle
  }
  return low
}
