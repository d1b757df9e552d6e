/** Exact Shapley shares of six groups of causes against as many plain runs, in the same process. */
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attribute, type Outcome } from '../../src/analysis/attribution/attribute.ts'
import { allCoalitions } from '../../src/analysis/designs/coalitions.ts'
import { runExperiment } from '../../src/cli/experiment/execute.ts'
import type { PointChoice } from '../../src/cli/experiment/point.ts'
import type { Host } from '../../src/cli/host.ts'
import type { CauseGroupId } from '../../src/scenario/idealise/cause-groups.ts'
import { smallHall } from '../cli/small-hall.ts'
import type { BenchRow } from './bench.ts'

const GROUPS: readonly CauseGroupId[] = ['substation', 'cooling', 'fabric', 'hardware', 'maintenance', 'scheduler']
const COALITIONS = 2 ** GROUPS.length
/** As many as the budget is for: planning of the points counts once, and weighs more on fewer. */
const REPLICATIONS = 50
const UNTIL = '2027-01-25'
const MOST_RATIO = 1.05

const silent: Host = { out: () => undefined, say: () => undefined, isInteractive: false, hasColour: false, columns: 80, interrupted: new AbortController().signal }

/** Seconds of a core that simulating points × replications takes, with what is made of them. */
async function secondsOf(points: readonly PointChoice[], replications: number, finish: (useful: readonly (readonly bigint[])[]) => void): Promise<number> {
  const before = process.cpuUsage()
  const useful = points.map((): bigint[] => [])
  const exit = await runExperiment(silent, { points, replications, workers: 1, until: UNTIL, cache: false, label: '', onRow: ({ point, row }) => void useful[point.index].push(BigInt(row.buckets.P ?? '0')) })
  if (exit !== 0) throw new Error(`the benchmark ended with ${exit}`)
  finish(useful)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

export async function benchAttribution(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nameplate-attribution-'))
  try {
    const file = join(folder, 'hall.yaml')
    writeFileSync(file, smallHall)
    const plain: PointChoice = { label: 'as it is', file, set: [] }
    const coalitions = allCoalitions(GROUPS.length)
    const points = coalitions.map((coalition): PointChoice => ({ ...plain, idealise: GROUPS.filter((_, cause) => (coalition & (1 << cause)) === 0) }))
    await secondsOf([plain], COALITIONS, () => undefined) // warm
    const alone = await secondsOf([plain], COALITIONS * REPLICATIONS, () => undefined)
    const shapley = await secondsOf(points, REPLICATIONS, useful => {
      const outcome = (coalition: number, replication: number): Outcome => ({ usefulMs: useful[coalitions.indexOf(coalition)][replication], cents: null })
      attribute({ groups: GROUPS, method: 'shapley', orders: null, replications: REPLICATIONS, outcome, buckets: [] })
    })
    const ratio = shapley / alone
    return [{ name: `Shapley, 6 groups × ${REPLICATIONS} replications, against ${COALITIONS * REPLICATIONS} plain runs`, value: `${shapley.toFixed(1)} s, ${alone.toFixed(1)} s of a core`, ratio: ratio.toFixed(2), budget: `≤ ${MOST_RATIO}`, pass: ratio <= MOST_RATIO }]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
