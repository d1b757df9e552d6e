/**
 * Fire zones in a run. Each kind of fire strikes a zone by its own rate on its own stream; `zone-fires.ts` tells the course of one. Without
 * the section `fire` nothing is registered and nothing happens.
 */
import { YEAR_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { PURPOSE, uniform } from '../../base/rng.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext } from '../ports.ts'
import { pressSome, resetButton, workNearby } from './emergency-off.ts'
import { CLOSURES, type ZoneBook, type ZonePorts, ZONE, createZoneBook } from './zone-book.ts'
import { goOn, ignite } from './zone-fires.ts'
import { reopenZone } from './zone-neighbours.ts'
import { putIn } from './zone-loss.ts'
import { type ZonePeople, createZonePeople } from './zone-people.ts'
import { FIRES, type Fire, planZones } from './zone-plan.ts'
import { noticed, refilled } from './zone-protection.ts'

/** Its fire, then who closed it, then whether it is protected. */
export type ZoneState = keyof typeof ZONE | 'emergencyOff' | 'shut' | 'impaired'

export interface FireZones {
  /** Where people must stay out now. */
  readonly people: ZonePeople
  start(): void
  /** Drills: a fire of a kind in a zone, a millisecond from now. */
  ignite(zone: string, fire: Fire): void
  /** Hands were at work in a block; with this probability they press an unguarded button. */
  workedNearby(block: number, probability: number): void
  /** Zones and what stands in them, in the order of their codes. */
  readonly places: readonly { readonly name: string; readonly block: number; readonly racks: readonly number[]; readonly equipment: readonly string[] }[]
  /** What one should know of a zone first. */
  stateOf(zone: number): ZoneState
  /** What zones hold now, for inspectors and tests. */
  inspect(): readonly ZoneNow[]
}

export interface ZoneNow {
  readonly name: string
  readonly block: number
  /** Members: racks of the world, assets of the port. */
  readonly racks: readonly number[]
  readonly assets: readonly number[]
  readonly state: keyof typeof ZONE
  readonly isImpaired: boolean
  /** Stages of its restoration that are done, buttons that are pressed, and whether smoke or an order closes it. */
  readonly stage: number
  readonly pressed: number
  /** Members that burned and are not replaced yet. */
  readonly lost: number
  readonly isShut: boolean
}

const NAMES = Object.keys(ZONE) as (keyof typeof ZONE)[]

/** Schedules the next fire of a kind in a zone. */
function wind({ ctx, plans, hazards, commands }: ZoneBook, row: number, fromMs: number): void {
  const { perYear, key } = plans[Math.floor(row / FIRES.length)].hazards[row % FIRES.length]
  if (perYear <= 0) return
  const atMs = fromMs + roundMs(exponential(uniform(key, PURPOSE.failure, hazards.col.draws[row]++), YEAR_MS / perYear))
  if (atMs < ctx.world.horizonMs) ctx.kernel.schedule(commands.struck, row, atMs)
}

function strike(book: ZoneBook, zone: number, hazard: number, n: number): void {
  const { name, block } = book.plans[zone]
  const fire = FIRES[hazard]
  if (fire === 'preAlarm') {
    book.ctx.emit({ kind: 'fireAlarm', zone: name, block, stage: 'preAlarm' })
    book.ports.alarmed?.(block)
  } else if (fire === 'emergencyOff') pressSome(book, zone, n)
  else ignite(book, zone, hazard)
}

const pressedIn = ({ buttons, buttonBegin, plans }: ZoneBook, zone: number): number =>
  buttons.col.reset.subarray(buttonBegin[zone], buttonBegin[zone] + plans[zone].buttons.length - 1).reduce((sum, handle) => sum + (handle === 0 ? 0 : 1), 0)

const isShutNow = ({ closures }: ZoneBook, zone: number): boolean => CLOSURES.some((_, index) => closures.col.end[zone * CLOSURES.length + index] !== 0)

function stateOf(book: ZoneBook, zone: number): ZoneState {
  const { state, isImpaired } = book.zones.col
  if (state[zone] !== ZONE.normal) return NAMES[state[zone]]
  if (pressedIn(book, zone) > 0) return 'emergencyOff'
  if (isShutNow(book, zone)) return 'shut'
  return isImpaired[zone] === 1 ? 'impaired' : 'normal'
}

/** The same act, told when it is done. */
const told = ({ ports }: ZoneBook, act: (row: number) => void) => (row: number): void => {
  act(row)
  ports.changed?.()
}

function registerCommands(book: ZoneBook): void {
  const { ctx: { kernel }, commands, hazards, ports } = book
  commands.replaced = kernel.command('facility.burnedReplaced', Phase.repair, (zone, asset) => putIn(book, zone, asset))
  commands.struck = kernel.command('facility.fireStruck', Phase.facility, row => {
    strike(book, Math.floor(row / FIRES.length), row % FIRES.length, hazards.col.draws[row])
    wind(book, row, kernel.now)
    ports.changed?.()
  })
  commands.step = kernel.command('facility.fireStep', Phase.facility, told(book, zone => goOn(book, zone)))
  commands.reopened = kernel.command('facility.zoneReopened', Phase.facility, told(book, row => reopenZone(book, row)))
  commands.reset = kernel.command('facility.emergencyOffReset', Phase.facility, told(book, row => resetButton(book, row)))
  commands.refilled = kernel.command('facility.agentRefilled', Phase.facility, told(book, zone => refilled(book, zone)))
  commands.noticed = kernel.command('facility.insurerNotified', Phase.facility, zone => noticed(book, zone))
}

/** Creates the fire zones of the run; undefined where the scenario has no fires. */
export function createFireZones(ctx: DomainContext, ports: ZonePorts): FireZones | undefined {
  const { fire } = ctx.scenario
  if (fire === undefined) return undefined
  const book = createZoneBook(ctx, ports, fire, planZones(ctx, fire, ports.assets.assets))
  registerCommands(book)
  const drilled = ctx.kernel.command('facility.fireDrill', Phase.facility, told(book, row => strike(book, Math.floor(row / FIRES.length), row % FIRES.length, 0)))
  const zoneAt = (name: string): number => {
    const zone = book.plans.findIndex(plan => plan.name === name)
    if (zone < 0) throw new Error(`no fire zone ${name}`)
    return zone
  }
  return {
    start() {
      book.plans.forEach(({ bornMs }, zone) => FIRES.forEach((_, hazard) => wind(book, zone * FIRES.length + hazard, bornMs)))
    },
    ignite: (name, kind) => void ctx.kernel.schedule(drilled, zoneAt(name) * FIRES.length + FIRES.indexOf(kind), ctx.kernel.now + 1),
    workedNearby(block, probability) {
      workNearby(book, block, probability)
      ports.changed?.()
    },
    people: createZonePeople(book),
    places: book.plans.map(({ name, block, racks, assets }) => ({ name, block, racks, equipment: assets.map(asset => ports.assets.assets[asset].path) })),
    stateOf: zone => stateOf(book, zone),
    inspect: () => book.plans.map(({ name, block, racks, assets }, zone) => ({
      name, block, racks, assets, state: NAMES[book.zones.col.state[zone]], isImpaired: book.zones.col.isImpaired[zone] === 1,
      stage: book.zones.col.stage[zone], lost: book.zones.col.lost[zone],
      pressed: pressedIn(book, zone),
      isShut: isShutNow(book, zone),
    })),
  }
}
