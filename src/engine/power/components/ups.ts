import { CONVERTER_FITS, type ConverterFit, converterCurve } from '../../../physics/converter-loss.ts'
import type { PowerComponent, Reliability } from '../component.ts'

export interface UpsSpec extends Reliability {
  /** Rated output of a module, W. */
  readonly ratedW: number
  readonly fit: ConverterFit
}

/** UPS modules in parallel; a block's systems of unequal load are composed in `ups-bank.ts`. */
export const ups: PowerComponent<UpsSpec> = {
  kind: 'ups',
  label: 'UPS',
  summary: 'Carries its load from a battery from the instant the utility is lost until generators serve.',
  capacityW: (spec, healthy) => spec.ratedW * healthy,
  lossCurve: (spec, healthy) => converterCurve(spec.ratedW * healthy, spec.fit),
  reliability: spec => spec,
  example: { ratedW: 1.667e6, fit: CONVERTER_FITS.upsDoubleConversion, failuresPerYear: 0.035, repairMs: 28_800_000 },
}
