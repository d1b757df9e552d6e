/** What the browser loads before it shows anything: the page with all scripts and styles that it names or that they import. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type BenchRow, printTable } from './bench.ts'

const root = join(import.meta.dirname, '..', '..')
const built = join(root, 'dist', 'app')
const BUDGET_KB = 350

/** Files that a file pulls in without waiting: tags of the page, static imports of a script. */
function pulledIn(file: string, text: string): string[] {
  const found = file.endsWith('.html')
    ? [...text.matchAll(/<(?:script[^>]* src|link[^>]* href)="([^"]+\.(?:js|css))"/g)]
    : [...text.matchAll(/(?:^|[;}\n])\s*(?:import|export)\s*(?:[\w*{}\s,$]+?\s*from\s*)?"(\.{1,2}\/[^"]+\.js)"/g)]
  return found.map(([, target]) => posix.normalize(posix.join(dirname(file), target)))
}

function filesOfFirstLoad(): Map<string, number> {
  const sizes = new Map<string, number>()
  const open = ['index.html']
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (sizes.has(file)) continue
    const bytes = readFileSync(join(built, file))
    sizes.set(file, gzipSync(bytes, { level: 9 }).length)
    if (/\.(html|js)$/.test(file)) open.push(...pulledIn(file, bytes.toString('utf8')))
  }
  return sizes
}

export function benchFirstLoad(): BenchRow[] {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) return [{ name: 'first load, gzip', value: 'the build failed', budget: `≤ ${BUDGET_KB} kB`, pass: false }]
  const sizes = filesOfFirstLoad()
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0) / 1000
  return [{ name: `first load, gzip, ${sizes.size} files before the 3D chunk`, value: `${total.toFixed(0)} kB`, budget: `≤ ${BUDGET_KB} kB`, pass: total <= BUDGET_KB }]
}

if (process.argv[1]?.endsWith('first-load.bench.ts')) {
  printTable(benchFirstLoad())
  for (const [file, size] of filesOfFirstLoad()) console.log(`  ${file}: ${(size / 1000).toFixed(1)} kB`)
}
