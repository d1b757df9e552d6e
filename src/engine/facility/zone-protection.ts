/** Agent of a zone: discharged once a bank, refilled after weeks; without a full bank the protection is out, which is watched, limited and told. */
import { sample } from '../../base/distribution.ts'
import { PURPOSE, uniform } from '../../base/rng.ts'
import { roundMs } from '../../base/variates.ts'
import { type ZoneBook, freeRacks, holdRacks } from './zone-book.ts'

/** Agent or water is released into a zone. Water comes back with the restoration, agent after its refill. */
export function discharge(book: ZoneBook, zone: number): void {
  const { ctx, plans, zones, commands } = book
  const { name, block, banks: full, key, refill } = plans[zone]
  const { banks, discharges } = zones.col
  if (full === 0 || banks[zone] === 0) return
  banks[zone] -= 1
  const refillMs = roundMs(sample(refill, uniform(key, PURPOSE.leadTime, discharges[zone])))
  ctx.kernel.schedule(commands.refilled, zone, ctx.kernel.now + refillMs, discharges[zone])
  discharges[zone] += 1
  ctx.emit({ kind: 'agentDischarged', zone: name, block, left: banks[zone] })
  if (banks[zone] === 0) impair(book, zone)
}

function impair(book: ZoneBook, zone: number): void {
  const { ctx, plans, zones, fire, commands } = book
  const { name, block, racks, racksWhileImpaired } = plans[zone]
  const { isImpaired, notice, limited } = zones.col
  isImpaired[zone] = 1
  limited[zone] = racks.length - racksWhileImpaired
  holdRacks(book, zone, racksWhileImpaired, racks.length)
  notice[zone] = ctx.kernel.schedule(commands.noticed, zone, ctx.kernel.now + Math.max(1, fire.insurerNotice))
  ctx.emit({ kind: 'protectionLost', zone: name, block })
}

/** A bank is full again. */
export function refilled(book: ZoneBook, zone: number): void {
  const { ctx, plans, zones } = book
  const { name, block, racks } = plans[zone]
  const { banks, isImpaired, notice, limited } = zones.col
  banks[zone] += 1
  if (isImpaired[zone] === 0) return
  isImpaired[zone] = 0
  if (notice[zone] !== 0) ctx.kernel.cancel(notice[zone])
  notice[zone] = 0
  freeRacks(book, zone, racks.length - limited[zone], racks.length)
  limited[zone] = 0
  ctx.emit({ kind: 'protectionRestored', zone: name, block })
}

/** Protection has been out for so long that the insurer is told. */
export function noticed({ ctx, plans, zones }: ZoneBook, zone: number): void {
  zones.col.notice[zone] = 0
  ctx.emit({ kind: 'insurerNotified', zone: plans[zone].name, block: plans[zone].block })
}
