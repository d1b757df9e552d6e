/** State of fire zones, and how their racks and equipment are held back and given back: each by as many reasons as there are. */
import { assert } from '../../base/assert.ts'
import type { FireSection } from '../../scenario/schema/fire.ts'
import type { CommandType } from '../kernel/kernel.ts'
import type { AssetPort, DomainContext, GatePort } from '../ports.ts'
import type { ZonePlan } from './zone-plan.ts'

/** Course of a fire in a zone. */
export const ZONE = { normal: 0, smouldering: 1, alarm: 2, confirmed: 3, released: 4, safe: 5, closed: 6, restoring: 7 } as const
/** What closes a zone that does not burn itself. */
export const CLOSURES = ['smoke', 'isolation'] as const
export const NOBODY = -1

const ZONE_COLUMNS = {
  state: 'u8',
  /** Code of the fire in work, its number, and the command that goes on with it (0 none). */
  fire: 'u8', fires: 'u32', next: 'f64',
  /** Assets that burned and wait for their successors. What burned first: an asset, or a rack; −1 for neither. Racks that the power-off took, as places in the zone's list. */
  lost: 'i32', originAsset: 'i32', originRack: 'i32', offFrom: 'i32', offTo: 'i32',
  isVentilationOff: 'u8',
  /** End of the restoration in work and its stages that are done. */
  restoredMs: 'f64', restoringMs: 'f64', stage: 'u8',
  /** Full banks, refills so far, whether protection is out, since when, and the notice to the insurer (0 none). */
  banks: 'u8', discharges: 'u32', isImpaired: 'u8', notice: 'f64',
  /** Works beside its unguarded buttons so far. */
  works: 'u32',
  /** Racks held because protection is out. */
  limited: 'i32',
} as const

export interface ZonePorts {
  readonly gates: Pick<GatePort, 'closeRack' | 'openRack'>
  readonly assets: AssetPort
  /** A pre-alarm in a block, −1 for the site: somebody looks. */
  readonly alarmed?: (block: number) => void
  /** Told after whatever may have changed the state of a zone. */
  readonly changed?: () => void
}

export interface ZoneBook {
  readonly ctx: DomainContext
  readonly ports: ZonePorts
  readonly fire: FireSection
  readonly plans: readonly ZonePlan[]
  readonly zones: ReturnType<typeof createTables>['zones']
  /** Row zone × kinds of fires: draws so far. */
  readonly hazards: ReturnType<typeof createTables>['hazards']
  /** Row zone × closures: the pending end (0: not closed). */
  readonly closures: ReturnType<typeof createTables>['closures']
  /** Row zone × buttons: the pending reset (0: not pressed). */
  readonly buttons: ReturnType<typeof createTables>['buttons']
  /** First row of each zone in `buttons`. */
  readonly buttonBegin: readonly number[]
  readonly racks: ReturnType<typeof createTables>['racks']
  readonly commands: Record<'struck' | 'step' | 'reopened' | 'reset' | 'refilled' | 'noticed' | 'replaced', CommandType>
}

function createTables({ state, world }: DomainContext, plans: readonly ZonePlan[], buttonCount: number) {
  return {
    zones: state.table('facility.zones', plans.length, ZONE_COLUMNS),
    hazards: state.table('facility.zoneHazards', plans.reduce((sum, { hazards }) => sum + hazards.length, 0), { draws: 'u32' }),
    closures: state.table('facility.zoneClosures', plans.length * CLOSURES.length, { end: 'f64' }),
    buttons: state.table('facility.zoneButtons', buttonCount, { reset: 'f64' }),
    racks: state.table('facility.zoneRacks', world.racks.count, { holds: 'u8' }),
  }
}

export function createZoneBook(ctx: DomainContext, ports: ZonePorts, fire: FireSection, plans: readonly ZonePlan[]): ZoneBook {
  const buttonBegin: number[] = []
  let buttonCount = 0
  for (const { buttons } of plans) {
    buttonBegin.push(buttonCount)
    buttonCount += buttons.length - 1
  }
  const tables = createTables(ctx, plans, buttonCount)
  plans.forEach(({ banks }, zone) => {
    tables.zones.col.banks[zone] = banks
  })
  tables.zones.col.originAsset.fill(NOBODY)
  tables.zones.col.originRack.fill(NOBODY)
  return { ctx, ports, fire, plans, ...tables, buttonBegin, commands: { struck: 0, step: 0, reopened: 0, reset: 0, refilled: 0, noticed: 0, replaced: 0 } }
}

/** One more reason to keep a rack out; the first closes its gate. */
export function holdRack({ racks, ports }: ZoneBook, rack: number): void {
  racks.col.holds[rack] += 1
  if (racks.col.holds[rack] === 1) ports.gates.closeRack(rack, 'zone')
}

/** One reason less; the last opens the gate. */
export function freeRack({ racks, ports }: ZoneBook, rack: number): void {
  assert(racks.col.holds[rack] > 0, 'a zone gives back a rack that it does not hold', { rack })
  racks.col.holds[rack] -= 1
  if (racks.col.holds[rack] === 0) ports.gates.openRack(rack, 'zone')
}

/** Racks of a zone from place `from` to before `to` in its list. */
export function holdRacks(book: ZoneBook, zone: number, from: number, to: number): void {
  for (let at = from; at < to; at++) holdRack(book, book.plans[zone].racks[at])
}

export function freeRacks(book: ZoneBook, zone: number, from: number, to: number): void {
  for (let at = from; at < to; at++) freeRack(book, book.plans[zone].racks[at])
}

export function takeAssets({ ports }: ZoneBook, assets: readonly number[]): void {
  for (const asset of assets) ports.assets.takeOut(asset, 'zone')
}

export function returnAssets({ ports }: ZoneBook, assets: readonly number[]): void {
  for (const asset of assets) ports.assets.giveBack(asset, 'zone')
}

/** All members of a zone go. Racks first, so that equipment that stops feeds nobody any more. */
export function takeZone(book: ZoneBook, zone: number): void {
  const { racks, assets } = book.plans[zone]
  holdRacks(book, zone, 0, racks.length)
  takeAssets(book, assets)
}

/** All members of a zone are given back, racks last. */
export function returnZone(book: ZoneBook, zone: number): void {
  const { racks, assets } = book.plans[zone]
  returnAssets(book, assets)
  freeRacks(book, zone, 0, racks.length)
}

/** Schedules the next step of a fire's course. */
export function stepAfter({ zones, ctx, commands }: ZoneBook, zone: number, ms: number): void {
  zones.col.next[zone] = ctx.kernel.schedule(commands.step, zone, ctx.kernel.now + Math.max(1, Math.round(ms)))
}
