/**
 * Heat that chips still give to moving coolant after a thermal shutdown: what they held above it decays with the time constant of their
 * capacity behind the resistance of the plates. It goes in four stages of one time constant, each with the heat of its mean, the last with
 * all that is left, so that the sum is that of the exponential.
 */
import { exp } from '../../base/exact-math.ts'
import type { BlockDesign } from './block-design.ts'
import type { BlockTable } from './block-state.ts'

const STAGES = 4
/** Mean heat of each stage as a share of the heat before the shutdown. */
const STAGE_SHARES = Array.from({ length: STAGES }, (_, stage) => exp(-stage) - (stage === STAGES - 1 ? 0 : exp(-stage - 1)))

/** Time constant of chips on their plates, ms: capacity of all of them over their conductance to the coolant. */
export function chipTimeMs({ liquid, limits: { plate } }: BlockDesign): number {
  return liquid.heatW === 0 ? 0 : Math.round((1000 * liquid.chipsJPerK * plate.resistanceKPerW * plate.chipW) / liquid.heatW)
}

const stageOf = ({ col }: BlockTable, design: BlockDesign, nowMs: number): number => Math.floor((nowMs - col.chipsSinceMs[design.block]) / chipTimeMs(design))

/** From a shutdown on chips give off what they held at `heatW`, which they had until now. */
export function startDecay({ col }: BlockTable, design: BlockDesign, heatW: number, nowMs: number): void {
  col.chipsW[design.block] = chipTimeMs(design) > 0 ? heatW : 0
  col.chipsSinceMs[design.block] = nowMs
}

/** Heat from chips that were shut down, W. */
export function decayW(table: BlockTable, design: BlockDesign, nowMs: number): number {
  const heatW = table.col.chipsW[design.block]
  return heatW === 0 ? 0 : heatW * (STAGE_SHARES[stageOf(table, design, nowMs)] ?? 0)
}

/** Until the next stage, ms; Infinity when all is gone. */
export function nextDecayMs(table: BlockTable, design: BlockDesign, nowMs: number): number {
  const { chipsW, chipsSinceMs } = table.col
  if (chipsW[design.block] === 0) return Infinity
  const stage = stageOf(table, design, nowMs)
  return stage >= STAGES ? Infinity : chipsSinceMs[design.block] + (stage + 1) * chipTimeMs(design) - nowMs
}
