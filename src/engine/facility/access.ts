/**
 * The way of people to their work: a delay at the gate by kind of worker, then, where the zone asks for it, an escort, and room for them
 * in the zone. Escorts watch so many people at a time; who finds none waits at the door, in order of arrival.
 */
import { sample } from '../../base/distribution.ts'
import { weekday } from '../../base/civil-date.ts'
import { type EntityKey, PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { DAY_MS, HOUR_MS } from '../../base/spans.ts'
import { growTable } from '../../base/table.ts'
import { createCalendar } from '../../scenario/calendar.ts'
import type { Worker } from '../../scenario/schema/security.ts'
import type { SecuritySection } from '../../scenario/schema/security.ts'
import { isBlockNamed } from '../../scenario/zones.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import type { AccessPort, DomainContext, WorkPort } from '../ports.ts'

/** Where the people of an order are. */
const VISIT = { gone: 0, onTheWay: 1, atTheDoor: 2, inside: 3 } as const
const NO_ZONE = -1
const FIRST_VISITS = 32
const WORKDAYS = 5

const VISIT_COLUMNS = { order: 'i32', zone: 'i32', state: 'u8', escorted: 'i32', people: 'i32', arrival: 'f64', handle: 'f64' } as const

export interface AccessSummary {
  /** People that escorts can watch, and that they watch now. */
  readonly escortCapacity: number
  readonly escorted: number
  /** Orders that wait at the door, and sum of such waits that have ended, ms. */
  readonly waiting: number
  readonly waitMs: number
  /** Orders admitted so far. */
  readonly admitted: number
  /** People inside by security zone, in file order. */
  readonly inside: readonly number[]
}

export interface Access extends AccessPort {
  /** Security zones in file order. */
  readonly places: readonly { readonly name: string; readonly level: number; readonly people: number; readonly blocks: readonly number[] }[]
  /** People inside a zone now. */
  peopleIn(zone: number): number
  summary(): AccessSummary
}

interface Doors {
  readonly ctx: DomainContext
  readonly section: SecuritySection
  readonly zones: readonly SecuritySection['zones'][string][]
  /** Security zone of each block; −1 for none. */
  readonly zoneOfBlock: readonly number[]
  /** Keys of the delays: by block, the site last. */
  readonly keys: readonly EntityKey[]
  readonly visits: ReturnType<typeof createTables>['visits']
  readonly inside: ReturnType<typeof createTables>['inside']
  readonly draws: ReturnType<typeof createTables>['draws']
  readonly counts: ReturnType<typeof createTables>['counts']
  readonly calendar: ReturnType<typeof createCalendar>
  readonly work: () => WorkPort
  readonly commands: { arrived: CommandType }
}

function createTables({ state, world }: DomainContext, zoneCount: number) {
  return {
    visits: state.table('facility.visits', FIRST_VISITS, VISIT_COLUMNS),
    inside: state.table('facility.inside', zoneCount, { people: 'i32' }),
    draws: state.table('facility.accessDraws', world.blocks.count + 1, { count: 'u32' }),
    counts: state.scalars('facility.access', { escorted: 0, arrivals: 0, admitted: 0, waitMs: 0 }),
  }
}

/** The zone that protects a block most; the first of equal ones. */
function zonesOfBlocks({ scenario: { blocks } }: DomainContext, zones: readonly SecuritySection['zones'][string][]): number[] {
  return blocks.map(({ id }) => zones.reduce((best, zone, index) => {
    const isIn = zone.blocks.some(written => isBlockNamed(id, written))
    return isIn && (best === NO_ZONE || zone.level > zones[best].level) ? index : best
  }, NO_ZONE))
}

const capacityOf = ({ section }: Doors): number => section.escorts * section.ratio

/** First working hour of the next working day, ms. */
function nextBusinessMs({ ctx, calendar, section }: Doors): number {
  const { kernel, world } = ctx
  let day = Math.floor(kernel.now / DAY_MS) + 1
  while (weekday(world.startDay + day) >= WORKDAYS) day += 1
  const atMs = day * DAY_MS + section.hours.from * HOUR_MS
  return calendar.isDaylight(atMs) ? atMs - HOUR_MS : atMs
}

/** When the people stand at the door: at once for nobody's zone, after the badge or the escort's desk, after a clearance. */
function arrivalMs(d: Doors, block: number, worker: Worker): number {
  const { ctx, section, zones, zoneOfBlock, keys, draws } = d
  const row = block < 0 ? keys.length - 1 : block
  const zone = block < 0 ? NO_ZONE : zoneOfBlock[block]
  const isBadged = zone === NO_ZONE || zones[zone].badged.includes(worker)
  const isCleared = isBadged || zones[zone].escorted.includes(worker)
  const u = uniform(keys[row], PURPOSE.transfer, draws.col.count[row]++)
  const fromMs = isCleared ? ctx.kernel.now : nextBusinessMs(d)
  return fromMs + Math.max(1, Math.round(sample(isBadged ? section.badgedAccess : section.escortedAccess, u)))
}

function freeRow({ visits }: Doors): number {
  const row = visits.col.state.indexOf(VISIT.gone)
  if (row >= 0) return row
  const { capacity } = visits
  growTable(visits, capacity + 1)
  return capacity
}

function enter(d: Doors, order: number, block: number, worker: Worker, people: number): void {
  const { ctx, zones, zoneOfBlock, visits, commands } = d
  const zone = block < 0 ? NO_ZONE : zoneOfBlock[block]
  const row = freeRow(d)
  const { col } = visits
  col.order[row] = order
  col.zone[row] = zone
  col.state[row] = VISIT.onTheWay
  // A group larger than all escorts can watch takes all of them.
  col.escorted[row] = zone === NO_ZONE || zones[zone].badged.includes(worker) ? 0 : Math.min(people, Math.max(1, capacityOf(d)))
  col.people[row] = zone === NO_ZONE ? people : Math.min(people, zones[zone].people)
  col.handle[row] = ctx.kernel.schedule(commands.arrived, row, arrivalMs(d, block, worker))
}

const fits = ({ zones, inside }: Doors, zone: number, people: number): boolean => zone === NO_ZONE || inside.col.people[zone] + people <= zones[zone].people

/** Admits who stands at the door, in order of arrival, as far as escorts and room go; nobody overtakes who waits for the same. */
function admit(d: Doors): void {
  const { visits, counts, inside } = d
  const { col } = visits
  const waiting = [...col.state.keys()].filter(row => col.state[row] === VISIT.atTheDoor).sort((a, b) => col.arrival[a] - col.arrival[b])
  const isFull = new Uint8Array(d.zones.length)
  let isShort = false
  for (const row of waiting) {
    const zone = col.zone[row]
    const needsEscort = col.escorted[row] > 0
    if ((needsEscort && isShort) || (zone >= 0 && isFull[zone] === 1)) continue
    if (needsEscort && counts.escorted + col.escorted[row] > capacityOf(d)) isShort = true
    else if (!fits(d, zone, col.people[row])) isFull[zone] = 1
    else {
      col.state[row] = VISIT.inside
      counts.escorted += col.escorted[row]
      if (zone >= 0) inside.col.people[zone] += col.people[row]
      counts.admitted += 1
      counts.waitMs += d.ctx.kernel.now - col.handle[row]
      d.work().admitted(col.order[row])
    }
  }
}

/** The people of a visit are at the door; from now on its handle keeps the time. */
function arrive(d: Doors, row: number): void {
  const { col } = d.visits
  col.state[row] = VISIT.atTheDoor
  col.arrival[row] = d.counts.arrivals
  d.counts.arrivals += 1
  col.handle[row] = d.ctx.kernel.now
  admit(d)
}

function leave(d: Doors, order: number): void {
  const { visits, counts, inside, ctx } = d
  const { col } = visits
  const row = col.order.findIndex((of, at) => of === order && col.state[at] !== VISIT.gone)
  if (row < 0) return
  const before = col.state[row]
  if (before === VISIT.onTheWay) ctx.kernel.cancel(col.handle[row])
  col.state[row] = VISIT.gone
  col.handle[row] = 0
  if (before !== VISIT.inside) return
  counts.escorted -= col.escorted[row]
  if (col.zone[row] >= 0) inside.col.people[col.zone[row]] -= col.people[row]
  admit(d)
}

/** Creates the doors of the site; undefined where the scenario has no security zones. `work` is asked late. */
export function createAccess(ctx: DomainContext, work: () => WorkPort, changed: () => void = () => undefined): Access | undefined {
  const { security: section, site } = ctx.scenario
  if (section === undefined) return undefined
  const zones = Object.values(section.zones)
  const d: Doors = {
    ctx,
    section,
    zones,
    zoneOfBlock: zonesOfBlocks(ctx, zones),
    keys: [...ctx.world.blocks.path, 'site'].map(path => entityKey(ctx.world.root, `${path}/access`)),
    ...createTables(ctx, zones.length),
    calendar: createCalendar(site.location.timezone, ctx.world.startDay),
    work,
    commands: { arrived: 0 },
  }
  d.commands.arrived = ctx.kernel.command('facility.peopleArrived', Phase.repair, row => {
    arrive(d, row)
    changed()
  })
  return {
    enter: (order, block, worker, people) => enter(d, order, block, worker, people),
    leave(order) {
      leave(d, order)
      changed()
    },
    places: Object.entries(section.zones).map(([name, { level, people }], zone) => ({ name, level, people, blocks: d.zoneOfBlock.flatMap((of, block) => (of === zone ? [block] : [])) })),
    peopleIn: zone => d.inside.col.people[zone],
    summary: () => ({
      escortCapacity: capacityOf(d),
      escorted: d.counts.escorted,
      waiting: d.visits.col.state.reduce((sum, state) => sum + (state === VISIT.atTheDoor ? 1 : 0), 0),
      waitMs: d.counts.waitMs,
      admitted: d.counts.admitted,
      inside: [...d.inside.col.people],
    }),
  }
}
