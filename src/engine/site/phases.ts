/** When the land and its phases release the construction of each block: zoning, notices to proceed, gating milestones, other phases. */
import { type Distribution, sample } from '../../base/distribution.ts'
import { type EntityKey, entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { Release, World } from '../ports.ts'

/** A day that is reached once, for the timeline. */
export interface SiteMilestone {
  readonly name: string
  readonly plannedMs: number
  readonly atMs: number
}

export interface PhasePlan {
  /** By block. */
  readonly releases: readonly Release[]
  /** Those of this run, in the order of the file. */
  readonly milestones: readonly SiteMilestone[]
}

interface Dated {
  readonly planned: number
  readonly slip: Distribution
}

function reached(name: string, { planned, slip }: Dated, startDay: number, key: EntityKey): SiteMilestone {
  const plannedMs = (planned - startDay) * DAY_MS
  return { name, plannedMs, atMs: plannedMs + Math.round(sample(slip, uniform(key, PURPOSE.slip, 0))) }
}

type Phase = Scenario['site']['phases'][number]

interface PhaseDates {
  readonly notice: SiteMilestone | undefined
  readonly gates: readonly (SiteMilestone & { readonly holds: Phase['gates'][number]['holds'] })[]
}

function phaseDates(phase: Phase, world: World): PhaseDates {
  const path = `site/phase[${phase.id}]`
  const at = (name: string, dated: Dated, stream: string): SiteMilestone => reached(`Phase ${phase.id}: ${name}`, dated, world.startDay, entityKey(world.root, `${path}/${stream}`))
  return {
    notice: phase.noticeToProceed === undefined ? undefined : at('notice to proceed', phase.noticeToProceed, 'notice'),
    gates: phase.gates.map(({ id, holds, reached: dated }) => ({ ...at(id, dated, `gate[${id}]`), holds })),
  }
}

/** Latest of what holds a step; −Infinity when nothing does. */
const latest = (times: readonly (number | undefined)[]): number => times.reduce<number>((last, time) => Math.max(last, time ?? -Infinity), -Infinity)

/** Reads the phases of a scenario; a pure function of scenario and streams. */
export function planPhases(scenario: Scenario, world: World): PhasePlan {
  const { parcel, phases } = scenario.site
  const zoning = parcel?.zoned === undefined ? undefined : reached('Zoning', parcel.zoned, world.startDay, entityKey(world.root, 'site/zoning'))
  const dates = phases.map(phase => phaseDates(phase, world))
  const blocksOf = (phase: string): number[] => scenario.blocks.flatMap((block, index) => (block.phase === phase ? [index] : []))
  const releases = scenario.blocks.map((block): Release => {
    const index = phases.findIndex(({ id }) => id === block.phase)
    const own = index < 0 ? undefined : dates[index]
    const held = (step: Phase['gates'][number]['holds']): number[] => (own?.gates ?? []).filter(({ holds }) => holds === step).map(({ atMs }) => atMs)
    return {
      constructionMs: latest([zoning?.atMs, own?.notice?.atMs, ...held('construction')]),
      fitOutMs: latest(held('fit-out')),
      commissioningMs: latest(held('commissioning')),
      after: index < 0 ? [] : phases[index].after.flatMap(blocksOf),
    }
  })
  const ofPhases = dates.flatMap(({ notice, gates }) => [...(notice === undefined ? [] : [notice]), ...gates.map(({ name, plannedMs, atMs }) => ({ name, plannedMs, atMs }))])
  return { releases, milestones: zoning === undefined ? ofPhases : [zoning, ...ofPhases] }
}
