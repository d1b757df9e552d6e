import { type TransformerRating, TRANSFORMER_3000_KVA, transformerCurve } from '../../../physics/transformer.ts'
import type { PowerComponent, Reliability } from '../component.ts'

export interface TransformerSpec extends Reliability {
  readonly rating: TransformerRating
  /** Power factor of what it carries, in (0.5, 1]. */
  readonly powerFactor: number
}

/** Transformers in parallel: no-load loss of each energised one, load loss with the square of the shared load. */
export const transformer: PowerComponent<TransformerSpec> = {
  kind: 'transformer',
  label: 'Transformer',
  summary: 'Steps the voltage down; in the substation from the grid, in a block to the level of the UPS systems.',
  capacityW: (spec, healthy) => Math.floor(spec.rating.ratedVa * spec.powerFactor * healthy),
  lossCurve(spec, healthy) {
    const { ratedVa, noLoadLossW, loadLossW } = spec.rating
    const bank = { ratedVa: ratedVa * healthy, noLoadLossW: noLoadLossW * healthy, loadLossW: loadLossW * healthy }
    return transformerCurve(bank, spec.powerFactor)
  },
  reliability: spec => spec,
  example: { rating: TRANSFORMER_3000_KVA, powerFactor: 0.98, failuresPerYear: 0.006, repairMs: 172_800_000 },
}
