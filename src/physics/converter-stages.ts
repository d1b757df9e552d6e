/**
 * Converters in a row, each of equal units in parallel: rectifiers, DC-to-DC converters and power shelves between the input of a rack and
 * the busbar of its electronics. Listed from the input inwards. Real numbers; the integer books of the power flow stop at the rack.
 */
import { sqrt } from '../base/exact-math.ts'
import { type LossCurve, inputW, outputW } from './converter-loss.ts'

/** One stage. */
export interface ConverterStage {
  /** Units in parallel. */
  readonly units: number
  /** Loss of one unit over its own output. */
  readonly unit: LossCurve
  /** Rated output of one unit, W. */
  readonly ratedW: number
  /** `all` units share the load equally, or only `asNeeded`: as few as lose least, the others asleep without loss. */
  readonly sharing: 'all' | 'asNeeded'
  /** Further load at the output of this stage, beside the next one, W: switches in a chassis. */
  readonly besideW: number
}

/**
 * Units that work at an output of `outW`. With sharing as needed the loss n·c + q·out²/n is least at n = out·√(q/c); with no quadratic
 * loss that is as few as the rating allows (ExaDigiT/RAPS: one rectifier per 13.67 kW of load).
 */
export function unitsAtWork(stage: ConverterStage, outW: number): number {
  if (stage.sharing === 'all') return stage.units
  const { constantW, quadraticPerW } = stage.unit
  const least = Math.min(stage.units, Math.max(1, Math.ceil(outW / stage.ratedW)))
  const best = constantW > 0 ? outW * sqrt(quadraticPerW / constantW) : stage.units
  const below = Math.min(stage.units, Math.max(least, Math.floor(best)))
  const above = Math.min(stage.units, below + 1)
  return bankLossW(stage.unit, above, outW) < bankLossW(stage.unit, below, outW) ? above : below
}

const bankLossW = (unit: LossCurve, units: number, outW: number): number => units * unit.constantW + unit.linear * outW + (unit.quadraticPerW * outW * outW) / units

/** Loss of `units` equal units that share the load, over their common output. */
export function bankCurve(unit: LossCurve, units: number): LossCurve {
  return { constantW: unit.constantW * units, linear: unit.linear, quadraticPerW: unit.quadraticPerW / units }
}

/** Input of the first stage, W, for `busbarW` at the output of the last. */
export function stagesInputW(stages: readonly ConverterStage[], busbarW: number): number {
  let w = busbarW
  for (let i = stages.length - 1; i >= 0; i--) {
    const outW = w + stages[i].besideW
    w = inputW(bankCurve(stages[i].unit, unitsAtWork(stages[i], outW)), outW)
  }
  return w
}

/** Output of one stage, W, at an input of `inW`: the working units are those that the output itself asks for. */
function stageOutputW(stage: ConverterStage, inW: number): number {
  const outOf = (units: number): number => outputW(bankCurve(stage.unit, units), inW)
  if (stage.sharing === 'all') return outOf(stage.units)
  let units = stage.units
  let outW = outOf(units)
  // Fewer units lose less, which lets through more, which may ask for one more; the largest consistent count is reached from above.
  for (let i = 0; i < stage.units; i++) {
    const asked = unitsAtWork(stage, outW)
    if (asked >= units) break
    units = asked
    outW = outOf(units)
  }
  return outW
}

/** Power at the busbar behind the last stage, W, of an input of `inW`; 0 when the input does not even cover losses and what hangs beside. */
export function stagesOutputW(stages: readonly ConverterStage[], inW: number): number {
  let w = inW
  for (const stage of stages) w = stageOutputW(stage, w) - stage.besideW
  return w > 0 ? w : 0
}
