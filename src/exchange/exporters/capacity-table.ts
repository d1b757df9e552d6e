/** Capacity of every block at the end of the run as a table: the ladder from design to use, what each resource allows, and what is stranded. */
import { blockPlaceable } from '../../results/capacity.ts'
import type { RunResult } from '../../results/run-result.ts'
import { column, type Table } from '../table.ts'

const NAMES = ['design', 'installed', 'commissioned', 'energised', 'available', 'usable', 'committed', 'used', 'space', 'power', 'cooling', 'placeable', 'stranded space', 'stranded power', 'stranded cooling', 'stranded by imbalance of pairs']

export function capacityTable(run: RunResult): Table {
  const columns = [column('block', '', 'integer'), ...NAMES.map(name => column(name, 'W', 'number')), column('binds')]
  const rows = run.capacity.map(capacity => {
    const { placeableW, binds, stranded } = blockPlaceable(capacity)
    const strandedOf = (wanted: string): number | null => stranded.find(({ id }) => id === wanted)?.w ?? null
    return [
      capacity.block, capacity.designW, capacity.installedW, capacity.commissionedW, capacity.energisedW, capacity.availableW, capacity.usableW, capacity.committedW, capacity.usedW,
      capacity.spaceW, capacity.powerW, capacity.coolingW, placeableW, strandedOf('space'), strandedOf('power'), strandedOf('cooling'), capacity.imbalanceW, binds,
    ]
  })
  return { columns, rows }
}
