/** The shelf: every spare part of the file in a store of its own. Who finds it empty waits for the next delivery. */
import { entityKey } from '../../base/rng.ts'
import type { SparesSection } from '../../scenario/schema/spares.ts'
import type { AssetKind } from '../../scenario/catalog/assets.ts'
import type { DomainContext } from '../ports.ts'
import { type SparesSummary, createSpares } from './spares.ts'

export interface PartSummary extends SparesSummary {
  readonly id: string
}

export interface Parts {
  /** Takes the part that the repair of a kind needs at the uniform `u`: true when nothing is waited for. */
  takeForRepair(order: number, kind: AssetKind, u: number): boolean
  /** Takes a part by its name: true when it is on the shelf, or when there is no such part. */
  take(order: number, id: string): boolean
  summary(): PartSummary[]
}

/** `arrived` hears of an order whose part has come. */
export function createParts(ctx: DomainContext, section: SparesSection, arrived: (order: number) => void): Parts {
  const { state, kernel, world, partsPool } = ctx
  const stores = section.map(({ id, stock, reorderAt, orderSize, upTo, lead, sharing }) =>
    createSpares(state, kernel, entityKey(world.root, `spares/${id}`), { stock, reorderPoint: reorderAt, orderSize, upTo, lead, sharing }, arrived, `facility.part[${id}]`, partsPool))
  return {
    takeForRepair(order, kind, u) {
      const at = section.findIndex(spare => spare.for === kind)
      return at < 0 || u >= section[at].share || stores[at].take(order)
    },
    take(order, id) {
      const at = section.findIndex(spare => spare.id === id)
      return at < 0 || stores[at].take(order)
    },
    summary: () => section.map(({ id }, at) => ({ id, ...stores[at].summary() })),
  }
}
