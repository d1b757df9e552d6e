/** What engines and turbines have in common. */
import type { Reliability } from './component.ts'

export interface EngineSpec extends Reliability {
  /** Continuous output at the site's elevation, W. */
  readonly ratedW: number
  /** Efficiency at full load, lower heating value, 0–1. */
  readonly efficiency: number
  /** Lowest stable load per rating. */
  readonly loadFractionMin: number
}
