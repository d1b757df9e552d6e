/** The shelf of spare parts of nodes: accelerators always, other parts where the scenario stocks them; what it does not stock is at hand. */
import { entityKey } from '../../base/rng.ts'
import { NODE_PART_IDS, type PartId } from '../../scenario/catalog/fault-classes.ts'
import type { FaultsSection } from '../../scenario/schema/faults.ts'
import type { DomainContext } from '../ports.ts'
import { createSpares, type Spares } from './spares.ts'

export interface NodeParts {
  readonly gpus: Spares
  /** Takes a part: true if one was there, else the unit waits and `arrived(unit)` follows. */
  take(unit: number, part: PartId): boolean
}

/** Creates the stores; `arrived(unit)` hands a part to the unit that waited longest. */
export function createNodeParts({ state, kernel, world, partsPool }: DomainContext, spares: FaultsSection['spares'], arrived: (unit: number) => void): NodeParts {
  const { gpu, orderSize, lead, parts, sharing } = spares
  const gpus = createSpares(state, kernel, entityKey(world.root, 'spares/gpu'), { stock: gpu, reorderPoint: gpu - orderSize, orderSize, lead, sharing }, arrived, 'facility', partsPool)
  const stores = new Map<PartId, Spares>([['gpu', gpus]])
  for (const id of NODE_PART_IDS) {
    const stocked = parts[id]
    if (stocked === undefined) continue
    const config = { stock: stocked.stock, reorderPoint: stocked.reorderAt, orderSize: stocked.orderSize, lead: stocked.lead, sharing }
    stores.set(id, createSpares(state, kernel, entityKey(world.root, `spares/${id}`), config, arrived, `facility.node[${id}]`, partsPool))
  }
  return { gpus, take: (unit, part) => stores.get(part)?.take(unit) ?? true }
}
