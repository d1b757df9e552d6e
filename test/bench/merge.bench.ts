/** Merge of the shards of a sweep. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Row } from '../../src/analysis/reduce.ts'
import { mergeShards } from '../../src/cli/sweep/merge.ts'
import { shardName, type SweepPlan, writeSweepFile } from '../../src/cli/sweep/shard-file.ts'
import { FIGURE_TEXTS } from '../../src/analysis/figure-text.ts'
import { toLine } from '../../src/results/plain-text.ts'
import { BUCKETS } from '../../src/scenario/buckets.ts'
import type { BenchRow } from './bench.ts'

const SHARDS = 1000
const REPLICATIONS = 4
const MONTHS = 60

/** A record as long as one of five years. */
function rowOf(point: number, replication: number): Row {
  const series = Array.from({ length: MONTHS }, (_, month) => (point + month) / 7)
  const months = { firstYear: 2027, firstMonth: 1, contracted: series, allocatable: series, productive: series, itMW: series, lost: Array.from({ length: 9 }, () => series) }
  const figures = Object.fromEntries(Object.keys(FIGURE_TEXTS).map((key, at) => [key, (point + at) / 13])) as unknown as Row['figures']
  const buckets = Object.fromEntries(BUCKETS.slice(0, 30).map(({ code }, at) => [code, String(1e12 + point * at)]))
  return { point, replication, seed: 1, resultHash: '0123456789abcdef', installedAccelerators: 72, contractedMs: '1000000000000', checks: [], buckets, figures, months }
}

export async function benchMerge(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'nameplate-merge-'))
  try {
    const levels = { kind: 'range', from: 1, to: 9, unit: '', steps: SHARDS, isLog: false } as const
    const plan: SweepPlan = { format: 1, engine: 'bench', scenario: 'bench', scenarioHash: 'bench', inputHashes: {}, axes: [{ path: 'faults.technicians', levels }], design: 'grid', designSeed: 1, points: SHARDS, option: null, set: [], seed: 1, replications: REPLICATIONS, goals: [], mostReplications: 200, until: null }
    for (let index = 0; index < SHARDS; index++) {
      const shard = { index, count: SHARDS }
      const rows = Array.from({ length: REPLICATIONS }, (_, replication) => ({ row: rowOf(index, replication), label: `point ${index}`, values: ['1'] }))
      await writeSweepFile(join(folder, shardName(shard, 'parquet')), toLine(plan), shard, rows)
    }
    const begun = performance.now()
    const before = process.cpuUsage()
    const merged = await mergeShards(folder)
    const seconds = (performance.now() - begun) / 1000
    const { user, system } = process.cpuUsage(before)
    if (!merged.ok) throw new Error(merged.problems.join('\n'))
    return [{ name: `merge of ${SHARDS} shards, ${SHARDS * REPLICATIONS} replications`, value: `${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of a core`, budget: '≤ 10 s', pass: seconds <= 10 }]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
