/** `npm run bench`: everything that has a budget, in one table. Benchmarks report; only tests judge. */
import { cpus } from 'node:os'
import { benchAttribution } from './attribution.bench.ts'
import { type BenchRow, printTable } from './bench.ts'
import { benchBrowser } from './browser.bench.ts'
import { benchEventQueue } from './event-queue.bench.ts'
import { benchFirstLoad } from './first-load.bench.ts'
import { benchInteractive } from './interactive.bench.ts'
import { benchLive } from './live.bench.ts'
import { benchLargeTraces } from './large-trace.bench.ts'
import { benchMerge } from './merge.bench.ts'
import { benchPowerFlow } from './power-flow.bench.ts'
import { benchScene } from './scene.bench.ts'
import { benchScheduling } from './scheduling.bench.ts'
import { benchScenarios } from './scenarios.bench.ts'
import { benchWorkers } from './workers.bench.ts'

const benches: readonly (readonly [string, () => BenchRow[] | Promise<BenchRow[]>])[] = [
  ['event queue', benchEventQueue],
  ['power flow', benchPowerFlow],
  ['scenarios', benchScenarios],
  ['scheduling', benchScheduling],
  ['workers', benchWorkers],
  ['large traces', benchLargeTraces],
  ['merge', benchMerge],
  ['attribution', benchAttribution],
  // What builds comes last: a process that has grown passes its peak memory on to those that it starts.
  ['browser', benchBrowser],
  ['interactive', benchInteractive],
  ['scene', benchScene],
  ['live', benchLive],
  ['first load', benchFirstLoad],
]

const wanted = process.argv.slice(2)
const rows: BenchRow[] = []
for (const [name, bench] of benches) {
  if (wanted.length > 0 && !wanted.some(word => name.includes(word))) continue
  console.error(`${name} …`)
  rows.push(...(await bench()))
}
console.log(`Node ${process.versions.node}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores`)
printTable(rows)
