/** The links of a chain of events: what each took beside those before it, when, where, and the run that shows all of it. */
import { average } from '../../analysis/estimate.ts'
import { type ChainQuestion, setOf } from '../../analysis/studies/chain-search.ts'
import type { StudyPoint } from '../../analysis/studies/laboratory.ts'
import { placeOf, rackTimes, type Span, spanOf, windowsOf } from '../../analysis/why/loss.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { RunResult } from '../../results/run-result.ts'
import { BUCKETS } from '../../scenario/buckets.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { ChainLink, Premortem } from './protocol.ts'
import type { Workers } from './workers.ts'

/** Block of every rack in the engine's order: places of the lots of a block, those of later lots that take the place of others left out. */
function blocksOfRacks({ blocks }: Scenario, racks: number): Int32Array {
  const blockOf = blocks.flatMap(({ racks: lots }, block) => lots.filter(({ replaces }) => replaces === undefined).flatMap(({ count }) => new Array<number>(count).fill(block)))
  return blockOf.length === racks ? Int32Array.from(blockOf) : new Int32Array(0)
}

/** The bucket that grew most from one run to the next, with its growth by window. */
function grown(before: RunResult, after: RunResult): { readonly code: string; readonly gate: number; readonly span: Span } | null {
  let best: { code: string; gate: number; sum: number; values: Float64Array } | null = null
  for (const { code, gate } of BUCKETS) {
    if (gate === 0 || gate === 10) continue
    const own = windowsOf([before], new Set([code]))
    const values = windowsOf([after], new Set([code])).map((value, window) => Math.max(0, value - (own[window] ?? 0)))
    const sum = values.reduce((all, value) => all + value, 0)
    if (sum > 0 && (best === null || sum > best.sum)) best = { code, gate, sum, values }
  }
  const span = best === null ? null : spanOf(best.values, after.ledger.windowMs)
  return best === null || span === null ? null : { code: best.code, gate: best.gate, span }
}

/** Links with what they took; the run with all of them is recorded for the scene where that is wanted. */
export async function linksOf({ option, set, events, replications, scenario }: ChainQuestion, chain: readonly number[], workers: Workers, isRecorded: boolean): Promise<Pick<Premortem, 'chain' | 'run'>> {
  const points = [...chain.keys(), chain.length].map((length): StudyPoint => ({ label: 'link', option, set: [...set, ...setOf(chain.slice(0, length), events)] }))
  const rows = await workers.simulate(points, replications, '')
  const runs = await workers.runFirst(points, index => isRecorded && index === chain.length)
  const useful = rows.map(own => average(own.map(({ figures }) => figures.productiveGpuHours)))
  const last = runs[chain.length]
  const blockOfRack = blocksOfRacks(scenario, last.logs.find(({ id }) => id === 'rackBucket')?.entities ?? 0)
  const readyMs = (rack: number): number => ((scenario.blocks[blockOfRack[rack]]?.ready ?? scenario.horizon.start) - scenario.horizon.start) * DAY_MS
  const links = chain.map((index, at): ChainLink => {
    const { path, value, words, probability } = events[index]
    const change = grown(runs[at], runs[at + 1])
    return {
      path, value, words, probability, tookGpuHours: useful[at] - useful[at + 1], bucket: change?.code ?? null, span: change?.span ?? null,
      place: change === null || blockOfRack.length === 0 ? null : placeOf(rackTimes(last, change.gate, new Set([change.code]), readyMs), blockOfRack),
    }
  })
  return { chain: links, run: isRecorded && chain.length > 0 ? last : null }
}
