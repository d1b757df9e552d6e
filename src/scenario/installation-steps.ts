/** What the crews of a block do with a rack, step by step: all at once, or placing, power, liquid and cabling each by people of its own. */
import { DAY_MS } from '../base/spans.ts'
import type { FacilitySection } from './schema/facility.ts'

export interface InstallationStep {
  /** Racks of a block that are in it at the same time. */
  readonly slots: number
  readonly durationMs: number
  /** Racks that are cooled by air alone pass it by. */
  readonly isForLiquid: boolean
}

/** Steps in order; one where the file does not tell them apart. */
export function installationSteps({ crews, racksPerDay, duration, steps }: FacilitySection['installation']): readonly InstallationStep[] {
  if (steps === undefined) return [{ slots: Math.max(1, Math.round((crews * racksPerDay * duration) / DAY_MS)), durationMs: duration, isForLiquid: false }]
  return (['placing', 'power', 'liquid', 'cabling'] as const).map(name => ({ slots: steps[name].atOnce, durationMs: steps[name].duration, isForLiquid: name === 'liquid' }))
}

/** A rack that waits for installation. */
export interface WaitingRack {
  readonly atMs: number
  readonly hasLiquid: boolean
}

/**
 * When each of these racks is installed, in their order, which is that of their times. Every step takes them in the order in which they come
 * to it; `firstMs` is the earliest begin of all.
 */
export function installedMs(steps: readonly InstallationStep[], racks: readonly WaitingRack[], firstMs = 0): number[] {
  const atMs = racks.map(rack => Math.max(rack.atMs, firstMs))
  for (const { slots, durationMs, isForLiquid } of steps) {
    const coming = racks.flatMap(({ hasLiquid }, rack) => (isForLiquid && !hasLiquid ? [] : [rack])).sort((a, b) => atMs[a] - atMs[b] || a - b)
    const finished: number[] = []
    for (const rack of coming) {
      const freeMs = finished.length < slots ? 0 : finished[finished.length - slots]
      atMs[rack] = Math.max(atMs[rack], freeMs) + durationMs
      finished.push(atMs[rack])
    }
  }
  return atMs
}
