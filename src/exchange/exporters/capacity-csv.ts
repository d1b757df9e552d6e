/** Capacity of every block at the end of the run as CSV: the ladder from design to use, what each resource allows, and what is stranded. */
import { blockPlaceable } from '../../results/capacity.ts'
import type { RunResult } from '../../results/run-result.ts'
import { writeCsv } from '../csv.ts'

const NAMES = ['design', 'installed', 'commissioned', 'energised', 'available', 'usable', 'committed', 'used', 'space', 'power', 'cooling', 'placeable', 'stranded space', 'stranded power', 'stranded cooling', 'stranded by imbalance of pairs']

export function capacityCsv(run: RunResult): string {
  const columns = [{ name: 'block', unit: '' }, ...NAMES.map(name => ({ name, unit: 'W' })), { name: 'binds', unit: '' }]
  return writeCsv(columns, run.capacity.map(capacity => {
    const { placeableW, binds, stranded } = blockPlaceable(capacity)
    const strandedOf = (wanted: string): number | null => stranded.find(({ id }) => id === wanted)?.w ?? null
    return [
      capacity.block, capacity.designW, capacity.installedW, capacity.commissionedW, capacity.energisedW, capacity.availableW, capacity.usableW, capacity.committedW, capacity.usedW,
      capacity.spaceW, capacity.powerW, capacity.coolingW, placeableW, strandedOf('space'), strandedOf('power'), strandedOf('cooling'), capacity.imbalanceW, binds,
    ]
  }))
}
