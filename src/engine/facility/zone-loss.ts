/**
 * What burned is lost: a new one comes after the lead time of its kind and is put in. Transformers are replaced by power, which knows the
 * spares on site; all else is held out until its delivery.
 */
import { sample } from '../../base/distribution.ts'
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import type { AssetKind } from '../../scenario/catalog/assets.ts'
import type { EquipmentKind } from '../../scenario/catalog/long-lead.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { Asset } from '../ports.ts'
import { plantEquipment } from './long-lead.ts'
import type { ZoneBook } from './zone-book.ts'

const ORDERED: Readonly<Partial<Record<AssetKind, EquipmentKind>>> = { upsSystem: 'ups', upsModule: 'ups', storageConverter: 'storage', standbySet: 'generators' }

/** What is ordered for an asset that burned; undefined where its restoration is all that it takes. */
function orderedFor({ generation }: Scenario, { kind, path }: Asset): EquipmentKind | undefined {
  if (kind !== 'engine') return ORDERED[kind]
  const plant = generation.find(({ id }) => path.startsWith(`generation[${id}]/`))
  return plant === undefined ? undefined : plantEquipment(plant)
}

/** The fire service is there, the zone is held as a whole: from now on what burned waits for its successor. */
export function replaceBurned(book: ZoneBook, zone: number, asset: number): void {
  const { ctx, ports, zones, commands } = book
  const { kernel, scenario } = ctx
  const of = ports.assets.assets[asset]
  if (ports.assets.destroy(asset)) {
    ports.assets.giveBack(asset, 'zone')
    return
  }
  const equipment = orderedFor(scenario, of)
  const kind = equipment === undefined ? undefined : scenario.procurement.equipment[equipment]
  const n = zones.col.fires[zone]
  const awayMs = kind === undefined ? 1 : Math.round(sample(kind.lead, uniform(entityKey(ctx.world.root, `${of.path}/replacement`), PURPOSE.leadTime, n)) + kind.installation)
  zones.col.lost[zone] += 1
  kernel.schedule(commands.replaced, zone, kernel.now + Math.max(1, awayMs), asset)
}

/** The new one stands. */
export function putIn({ ports, zones }: ZoneBook, zone: number, asset: number): void {
  zones.col.lost[zone] -= 1
  ports.assets.giveBack(asset, 'zone')
}
