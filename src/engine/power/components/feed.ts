import { LOSSLESS } from '../../../physics/converter-loss.ts'
import type { PowerComponent } from '../component.ts'

export interface FeedSpec {
  /** Energised firm capacity at the meter, W. */
  readonly capacityW: number
}

/** A utility feed. Its interruptions are processes of their own, because one event may take several feeds. */
export const feed: PowerComponent<FeedSpec> = {
  kind: 'feed',
  label: 'Utility feed',
  summary: 'Brings firm power to the substation or to the site bus; metered here.',
  capacityW: (spec, healthy) => spec.capacityW * Math.min(1, healthy),
  lossCurve: () => LOSSLESS,
  reliability: () => undefined,
  example: { capacityW: 150e6 },
}
