/** Converters inside the racks of a block, between their input and the busbar of the electronics. They count as IT. */
import { affineConverterCurve, converterCurve } from '../../physics/converter-loss.ts'
import { type ConverterStage, stagesInputW, stagesOutputW } from '../../physics/converter-stages.ts'
import { catalogRow } from '../../scenario/schema/fields.ts'
import { rackStageCatalog } from '../../scenario/catalog/rack-stages.ts'
import type { BlockPowerSection, DistributionKind } from '../../scenario/schema/block-power.ts'

type StageSection = NonNullable<BlockPowerSection['rackStages']>[number]

/** Shelf of a rack when none is stated. */
const SHELF = { ac: 'psu-5500w', dc: 'dc-converter-6kw' } as const

const inputOf = (kind: DistributionKind): 'ac' | 'dc' => (kind === 'dc-800' ? 'dc' : 'ac')

function stage(of: StageSection): ConverterStage {
  const own = converterCurve(of.rated, { a0: of.noLoadLoss, a1: of.linearLoss, a2: of.quadraticLoss })
  const affine = affineConverterCurve(of.offset, of.efficiency)
  return {
    units: of.count,
    ratedW: of.rated,
    sharing: of.sharing === 'all' ? 'all' : 'asNeeded',
    besideW: of.beside,
    unit: { constantW: own.constantW + affine.constantW, linear: own.linear + affine.linear, quadraticPerW: own.quadraticPerW },
  }
}

/** One shelf of as many units as a rack's highest draw asks for, and one more. */
function usualShelf(kind: DistributionKind, peakW: number): ConverterStage {
  const { rated, noLoadLoss, linearLoss, quadraticLoss } = catalogRow(rackStageCatalog, SHELF[inputOf(kind)]) as StageSection
  return {
    units: Math.max(1, Math.ceil(peakW / rated)) + 1,
    ratedW: rated,
    sharing: 'all',
    besideW: 0,
    unit: converterCurve(rated, { a0: noLoadLoss, a1: linearLoss, a2: quadraticLoss }),
  }
}

/** Stages of one rack whose highest draw is `peakW`. */
export function rackStagesOf(power: Pick<BlockPowerSection, 'rackStages' | 'distribution'>, peakW: number): ConverterStage[] {
  return power.rackStages?.map(stage) ?? [usualShelf(power.distribution.kind, peakW)]
}

/**
 * What a rack draws at its input, W, if its electronics draw what they would behind the usual AC shelf at an input of `acW`. The watts of
 * rack models are stated for that shelf.
 */
export function rackInputW(power: Pick<BlockPowerSection, 'rackStages' | 'distribution'>, peakW: number, acW: number): number {
  if (inputOf(power.distribution.kind) === 'ac') return acW
  return Math.round(stagesInputW(rackStagesOf(power, peakW), stagesOutputW([usualShelf('ac-415', peakW)], acW)))
}
