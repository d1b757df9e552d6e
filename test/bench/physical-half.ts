import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The 1 GW campus of the shipped scenario over ten years with little else than its physical half: a couple of hundred jobs that run for
 * about a year keep its load steady, and neither nodes nor the network fail: both belong to the other half.
 */
export function physicalHalf(): string {
  const shipped = readFileSync(join(import.meta.dirname, '..', '..', 'scenarios', 'phoenix-1gw.yaml'), 'utf8')
  const changes: readonly (readonly [RegExp, string])[] = [
    [/end: \d{4}-\d{2}-\d{2}\}/u, 'end: 2037-01-01}'],
    [/workload:\n(?: {2}- .*\n)+/u, 'workload:\n  - {id: training, source: training-mix, load: 0.95, smallest: 4096, largest: 8192, median: 365 days, jobs: 200}\n'],
    [/rateFactor: [\d.]+/u, 'rateFactor: 0'],
    [/^fabric: \{/mu, 'fabric: {failures: {link: 0/year, optic: 0/year, leafSwitch: 0/year, upperSwitch: 0/year}, flaps: {rate: 0/year}, '],
  ]
  return changes.reduce((text, [from, to]) => {
    if (!from.test(text)) throw new Error(`phoenix-1gw.yaml has nothing like ${from.source}`)
    return text.replace(from, to)
  }, shipped)
}
