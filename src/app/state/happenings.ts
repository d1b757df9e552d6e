/** What deserves a mark on the timeline: milestones with their plan, incidents, and the two dates of the contract. */
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { formatWords } from '../format.ts'

export interface Happening {
  readonly atMs: number
  /** End of an incident; equal to `atMs` for what is over at once. */
  readonly endMs: number
  /** Planned time of a milestone; NaN when there is none. */
  readonly plannedMs: number
  readonly kind: 'milestone' | 'incident' | 'contract'
  readonly label: string
  /** Lane on the timeline: 0 site, 1… blocks. */
  readonly lane: number
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

const DAY_MS = 86_400_000

/** `block[0]/ups[1]/module[2]` is UPS 2 module 3 of the block, `grid/feed[temporary]` the feed temporary. */
export function placeWords(label: string): string {
  const steps = label.split('/').filter((step, index, all) => all.length === 1 || index > 0)
  return steps
    .map(step => step.replace(/\[(\d+)\]$/, (_, index: string) => ` ${Number(index) + 1}`).replace(/\[(.+)\]$/, ' $1'))
    .join(' ')
    .replace(/^ups\b/, 'UPS')
}

/** Block whose path a label begins with; −1 for the site. */
const blockOf = (scenario: Scenario, label: string): number => scenario.blocks.findIndex(block => label.startsWith(`${block.id}/`))

export function happenings(scenario: Scenario, run: RunResult | null): Happening[] {
  const nameOf = (block: number): string => (block >= 0 ? `${scenario.blocks[block]?.label ?? `Block ${block + 1}`}: ` : '')
  const contract: Happening[] = scenario.blocks.map((block, index) => {
    const atMs = (block.ready - scenario.horizon.start) * DAY_MS
    return { atMs, endMs: atMs, plannedMs: NaN, kind: 'contract', label: `${block.label}: contract begins`, lane: index + 1 }
  })
  const milestones = (run?.milestones ?? []).map(({ atMs, plannedMs, name, block }): Happening => ({
    atMs,
    endMs: atMs,
    plannedMs: plannedMs >= 0 ? plannedMs : NaN,
    kind: 'milestone',
    label: `${nameOf(block)}${STEP_LABELS[name] ?? name}`,
    lane: block + 1,
  }))
  const incidents = (run?.incidents ?? []).map(({ atMs, endMs, kind, label, block }): Happening => {
    const owner = block >= 0 ? block : blockOf(scenario, label)
    const what = kind === 'outage' ? 'out' : formatWords(kind).toLowerCase()
    return { atMs, endMs: endMs < 0 ? run?.horizonMs ?? atMs : endMs, plannedMs: NaN, kind: 'incident', label: `${nameOf(owner)}${placeWords(label)}, ${what}`, lane: owner + 1 }
  })
  return [...contract, ...milestones, ...incidents].filter(({ atMs }) => atMs >= 0).sort((a, b) => a.atMs - b.atMs || a.lane - b.lane || (a.label < b.label ? -1 : 1))
}

/** The next happening after a time, or the last one before it; undefined when there is none. */
export function neighbour(all: readonly Happening[], atMs: number, direction: 1 | -1): Happening | undefined {
  return direction === 1 ? all.find(happening => happening.atMs > atMs) : all.findLast(happening => happening.atMs < atMs)
}
