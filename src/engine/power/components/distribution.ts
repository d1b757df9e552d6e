import { CONVERTER_FITS, converterCurve } from '../../../physics/converter-loss.ts'
import type { PowerComponent, Reliability } from '../component.ts'

export interface DistributionSpec extends Reliability {
  /** Rating of one path of all busway (or of all distribution units) of a block, W. */
  readonly ratedW: number
  /** Loss of one path at no load, per load, and its further loss at its rating, per rating. */
  readonly noLoadFraction: number
  readonly linearFraction: number
  readonly lossFraction: number
}

/** Busway and cable, with resistive loss only, and distribution units with a transformer. `healthy` counts paths; two paths share the load and lose half as much. */
export const distribution: PowerComponent<DistributionSpec> = {
  kind: 'distribution',
  label: 'Busway',
  summary: 'Brings power from the UPS systems to the racks over one or two paths.',
  capacityW: (spec, healthy) => spec.ratedW * healthy,
  lossCurve: (spec, healthy) => converterCurve(spec.ratedW * healthy, { a0: spec.noLoadFraction, a1: spec.linearFraction, a2: spec.lossFraction }),
  reliability: spec => spec,
  example: { ratedW: 1.65e6, noLoadFraction: 0, linearFraction: 0, lossFraction: CONVERTER_FITS.busway.a2, failuresPerYear: 0.005, repairMs: 28_800_000 },
}
