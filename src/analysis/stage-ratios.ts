/**
 * How much of each level of the waterfall reaches the next one: delivered of contracted, energised of delivered, and so on to productive of
 * running, then the arithmetic of the model of that. Their product is effective utilisation. Source: model specification, utilisation accounting §9.2.
 */
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import { GATE_LABELS } from '../scenario/buckets.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'

export interface StageRatio extends Uncertain {
  readonly stage: string
  readonly label: string
  /** null where nothing reached the level before. */
  readonly ratio: number | null
}

/** Accelerator-ms left after gates 0…9; the last is productive, and what is not committed yet. */
function levelsOf({ buckets, acceleratorMs, windowCount }: RunResult['ledger']): number[] {
  const lost = new Array<number>(11).fill(0)
  for (let window = 0; window < windowCount; window++) buckets.forEach(({ gate }, bucket) => (lost[gate === 0 ? 10 : gate] += acceleratorMs[window * buckets.length + bucket]))
  const levels = [lost.reduce((sum, ms) => sum + ms, 0)]
  for (let gate = 1; gate <= 9; gate++) levels.push(levels[gate - 1] - lost[gate])
  return levels
}

const over = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

export function stageRatios({ ledger: { modelFlopUse } }: Pick<Scenario, 'ledger'>, { ledger }: RunResult): StageRatio[] {
  const levels = levelsOf(ledger)
  const named = GATE_LABELS.filter(({ gate }) => gate <= 8)
  const stages = named.map(({ gate, level }): StageRatio => ({ stage: level, label: `${level} of ${gate === 1 ? 'contracted' : named[gate - 2].level}`, ratio: over(levels[gate], levels[gate - 1]) }))
  return [
    ...stages,
    { stage: 'productive', label: 'productive of running', ratio: over(levels[9], levels[8]) },
    { stage: 'modelFlops', label: 'arithmetic of the model of productive (MFU)', ratio: modelFlopUse },
    { stage: 'effective', label: 'effective utilisation, their product', ratio: levels[0] > 0 ? (levels[9] / levels[0]) * modelFlopUse : null },
  ]
}
