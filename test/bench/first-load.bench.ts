/** What the browser loads before it shows anything. The build holds the budget; this is its line in the table. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../.ci/ensure.mjs'
import { BUDGET_KB, firstLoad, totalKb } from '../../.ci/first-load.mjs'
import { type BenchRow, printTable } from './bench.ts'

export function benchFirstLoad(): BenchRow[] {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) return [{ name: 'first load, gzip', value: 'the build failed', budget: `≤ ${BUDGET_KB} kB`, pass: false }]
  const sizes = firstLoad()
  const total = totalKb(sizes)
  return [{ name: `first load, gzip, ${sizes.size} files before the 3D chunk`, value: `${total.toFixed(0)} kB`, budget: `≤ ${BUDGET_KB} kB`, pass: total <= BUDGET_KB }]
}

if (process.argv[1]?.endsWith('first-load.bench.ts')) {
  printTable(benchFirstLoad())
  for (const [file, size] of firstLoad()) console.log(`  ${file}: ${(size / 1000).toFixed(1)} kB`)
}
