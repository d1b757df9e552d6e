/** What every kind of electrical equipment states about itself. */
import type { LossCurve } from '../../physics/converter-loss.ts'

/** Random failures of one unit. */
export interface Reliability {
  readonly failuresPerYear: number
  /** Mean time to repair, ms; repairs are exponential. */
  readonly repairMs: number
}

/** A kind of equipment; `Spec` is one unit's data in engine units. Frozen, without state. */
export interface PowerComponent<Spec> {
  readonly kind: string
  readonly label: string
  /** What it does, in a sentence. */
  readonly summary: string
  /** Power that `healthy` units (≥ 0) in parallel may pass on, W. */
  capacityW(spec: Spec, healthy: number): number
  /** Loss of `healthy` units (≥ 1) in parallel that share the load equally. */
  lossCurve(spec: Spec, healthy: number): LossCurve
  /** Failures of one unit, or undefined for what fails in a way of its own. */
  reliability(spec: Spec): Reliability | undefined
  /** A typical unit, for the conformance suite. */
  readonly example: Spec
}
