/** What a fire does to the zones beside it: smoke closes them for hours, batteries have them isolated for days. */
import { sample } from '../../base/distribution.ts'
import { PURPOSE, uniform } from '../../base/rng.ts'
import { CLOSURES, type ZoneBook, returnZone, takeZone } from './zone-book.ts'
import { fireCode } from './zone-plan.ts'

/** Neighbours whose draws a fire numbers apart. */
const NEIGHBOURS_MAX = 1000

/** Closes a zone for a reason; a closure for the same reason that ends earlier is prolonged. */
export function closeZone(book: ZoneBook, zone: number, why: (typeof CLOSURES)[number], ms: number): void {
  const { ctx, closures, commands, plans } = book
  const row = zone * CLOSURES.length + CLOSURES.indexOf(why)
  const endMs = ctx.kernel.now + Math.max(1, Math.round(ms))
  const pending = closures.col.end[row]
  if (pending !== 0) {
    if (ctx.kernel.timeOf(pending) < endMs) ctx.kernel.reschedule(pending, endMs)
    return
  }
  closures.col.end[row] = ctx.kernel.schedule(commands.reopened, row, endMs)
  takeZone(book, zone)
  ctx.emit({ kind: 'zoneLost', zone: plans[zone].name, block: plans[zone].block, why, racks: plans[zone].racks.length })
}

/** The end of a closure. */
export function reopenZone(book: ZoneBook, row: number): void {
  const zone = Math.floor(row / CLOSURES.length)
  const { name, block } = book.plans[zone]
  book.closures.col.end[row] = 0
  returnZone(book, zone)
  book.ctx.emit({ kind: 'zoneRestored', zone: name, block, why: CLOSURES[row % CLOSURES.length] })
}

/** The neighbours of a zone that is lost to fire. */
export function spread(book: ZoneBook, zone: number): void {
  const { fire, plans, zones } = book
  const { key, neighbours, isIndoors } = plans[zone]
  const number = zones.col.fires[zone]
  const isBattery = zones.col.fire[zone] === fireCode('battery')
  neighbours.forEach(({ zone: other, distance }, index) => {
    const n = number * NEIGHBOURS_MAX + index
    const isReached = isIndoors && plans[other].isIndoors && distance === 0
    if (isReached && uniform(key, PURPOSE.class, n) < fire.smokeSpread) closeZone(book, other, 'smoke', fire.smokeClosed)
    if (isBattery && distance < fire.batterySeparation) closeZone(book, other, 'isolation', sample(fire.batteryIsolation, uniform(key, PURPOSE.component, n)))
  })
}
