/**
 * Start of the chillers of a block: a delay, not more often than their windings bear, then up to full capacity. The ramp goes in four
 * equal stages, each at the capacity of its middle, so that the heat taken over a ramp is that of a straight one.
 */
import { HOUR_MS } from '../../base/spans.ts'
import type { BlockCoolingSection } from '../../scenario/schema/block-cooling.ts'
import type { BlockTable } from './block-state.ts'

type Restart = BlockCoolingSection['restart']

const STAGES = 4

/** Columns of the latest starts, newest first; as many as an hour may have at most. */
export const START_COLUMNS = ['startedA', 'startedB', 'startedC', 'startedD'] as const

/** Instant at which chillers that lost power start when pumps may run from `nowMs` on, ms. */
export function startMs({ col }: BlockTable, block: number, { pumps, chillers, controlsOnUps, startsPerHour }: Restart, nowMs: number): number {
  const delayMs = Math.round(controlsOnUps ? chillers / 2 : chillers)
  const oldestMs = col[START_COLUMNS[startsPerHour - 1]][block]
  return Math.max(nowMs + Math.max(pumps, delayMs), oldestMs + HOUR_MS)
}

/** Remembers a start. */
export function recordStart({ col }: BlockTable, block: number, nowMs: number): void {
  for (let index = START_COLUMNS.length - 1; index > 0; index--) col[START_COLUMNS[index]][block] = col[START_COLUMNS[index - 1]][block]
  col[START_COLUMNS[0]][block] = nowMs
}

/** Share of their capacity that chillers have `nowMs`, when they start (or started) at `startedMs`; 0 stands for long ago. */
export function capacityShare(startedMs: number, { ramp }: Restart, nowMs: number): number {
  if (nowMs < startedMs) return 0
  if (startedMs === 0 || nowMs >= startedMs + ramp) return 1
  return (Math.floor(((nowMs - startedMs) * STAGES) / ramp) + 0.5) / STAGES
}

/** Until chillers start or reach the next stage, ms; Infinity when they run. */
export function nextStageMs(startedMs: number, { ramp }: Restart, nowMs: number): number {
  if (nowMs < startedMs) return startedMs - nowMs
  if (startedMs === 0 || nowMs >= startedMs + ramp) return Infinity
  const stage = Math.floor(((nowMs - startedMs) * STAGES) / ramp) + 1
  return startedMs + (ramp * stage) / STAGES - nowMs
}
