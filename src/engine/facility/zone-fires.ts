/**
 * The course of a fire. Something burns and is lost; detectors find it; a second one confirms; the air handlers of the zone stop while IT runs
 * on and heats the hall; agent is released and the power-off pressed. A single device is isolated and replaced. A fire of the zone takes all
 * members once the fire service is there; after the make-safe hold the damage is looked at and the zone comes back in stages.
 */
import { sample } from '../../base/distribution.ts'
import { PURPOSE, uniform } from '../../base/rng.ts'
import { discharge } from './zone-protection.ts'
import { NOBODY, ZONE, type ZoneBook, freeRack, freeRacks, holdRack, holdRacks, returnAssets, stepAfter, takeAssets } from './zone-book.ts'
import { replaceBurned } from './zone-loss.ts'
import { spread } from './zone-neighbours.ts'
import { FIRES, fireCode } from './zone-plan.ts'

const isOfDevice = (book: ZoneBook, zone: number): boolean => book.zones.col.fire[zone] === fireCode('incident')

/** Picks one of `count` by a draw of this fire. */
function pick(book: ZoneBook, zone: number, count: number): number {
  return Math.min(count - 1, Math.floor(uniform(book.plans[zone].key, PURPOSE.tieBreak, book.zones.col.fires[zone]) * count))
}

/** Something in a zone burns; while a fire is in work there, nothing more happens. */
export function ignite(book: ZoneBook, zone: number, hazard: number): void {
  const { ctx, zones, plans, ports } = book
  const { state, fire, fires, originAsset, originRack } = zones.col
  const { hazards, racks, detectionMs } = plans[zone]
  if (state[zone] !== ZONE.normal) return
  fires[zone] += 1
  state[zone] = ZONE.smouldering
  fire[zone] = hazard
  const { origins } = hazards[hazard]
  originAsset[zone] = origins.length > 0 ? origins[pick(book, zone, origins.length)] : NOBODY
  originRack[zone] = origins.length === 0 && racks.length > 0 ? racks[pick(book, zone, racks.length)] : NOBODY
  if (originAsset[zone] !== NOBODY) ports.assets.takeOut(originAsset[zone], 'zone')
  if (originRack[zone] !== NOBODY) holdRack(book, originRack[zone])
  ctx.emit({ kind: 'fireStarted', zone: plans[zone].name, block: plans[zone].block, fire: FIRES[hazard] })
  stepAfter(book, zone, detectionMs)
}

function detect(book: ZoneBook, zone: number): void {
  const { ctx, zones, plans, fire } = book
  zones.col.state[zone] = ZONE.alarm
  ctx.emit({ kind: 'fireAlarm', zone: plans[zone].name, block: plans[zone].block, stage: 'detected' })
  stepAfter(book, zone, fire.confirm)
}

/** The heat-up of the hall begins here: its air stands while IT runs on. */
function confirm(book: ZoneBook, zone: number): void {
  const { ctx, zones, plans, fire } = book
  const { handlers, hasInterlock, name, block } = plans[zone]
  zones.col.state[zone] = ZONE.confirmed
  ctx.emit({ kind: 'fireAlarm', zone: name, block, stage: 'confirmed' })
  if (hasInterlock) {
    zones.col.isVentilationOff[zone] = 1
    takeAssets(book, handlers)
  }
  stepAfter(book, zone, fire.release)
}

/** What the power-off takes: for a single device the button that it stands behind, else all. */
function offRange(book: ZoneBook, zone: number): { from: number; to: number } {
  const { buttons, racks } = book.plans[zone]
  if (!isOfDevice(book, zone)) return { from: 0, to: racks.length }
  const at = racks.indexOf(book.zones.col.originRack[zone])
  const button = buttons.findIndex((begin, index) => begin <= at && at < (buttons[index + 1] ?? 0))
  return button < 0 ? { from: 0, to: 0 } : { from: buttons[button], to: buttons[button + 1] }
}

function release(book: ZoneBook, zone: number): void {
  const { ctx, zones, plans, fire } = book
  const { offFrom, offTo, state } = zones.col
  state[zone] = ZONE.released
  discharge(book, zone)
  if (plans[zone].offOnFire) {
    const { from, to } = offRange(book, zone)
    offFrom[zone] = from
    offTo[zone] = to
    holdRacks(book, zone, from, to)
    ctx.emit({ kind: 'emergencyOff', zone: plans[zone].name, block: plans[zone].block, racks: to - from, onFire: true })
  }
  stepAfter(book, zone, isOfDevice(book, zone) ? fire.ventilationHold : fire.fireService - fire.release)
}

function ventilate(book: ZoneBook, zone: number): void {
  const { zones, plans } = book
  if (zones.col.isVentilationOff[zone] === 0) return
  zones.col.isVentilationOff[zone] = 0
  returnAssets(book, plans[zone].handlers)
}

function powerOn(book: ZoneBook, zone: number): void {
  const { offFrom, offTo } = book.zones.col
  freeRacks(book, zone, offFrom[zone], offTo[zone])
  offFrom[zone] = 0
  offTo[zone] = 0
}

/** Draws of one fire: hold and restoration. */
const draw = ({ plans, zones }: ZoneBook, zone: number, purpose: number): number => uniform(plans[zone].key, purpose, zones.col.fires[zone])

/** A single device: air moves again, the rest waits for the fire service; or the zone as a whole is lost. */
function afterRelease(book: ZoneBook, zone: number): void {
  const { ctx, zones, plans, fire } = book
  const { racks, assets, name, block } = plans[zone]
  if (isOfDevice(book, zone)) {
    ventilate(book, zone)
    zones.col.state[zone] = ZONE.safe
    stepAfter(book, zone, sample(fire.makeSafe, draw(book, zone, PURPOSE.duration)))
    return
  }
  zones.col.state[zone] = ZONE.closed
  holdRacks(book, zone, 0, racks.length)
  takeAssets(book, assets)
  // What stood before alone is now held with the others.
  releaseOrigin(book, zone)
  ventilate(book, zone)
  powerOn(book, zone)
  ctx.emit({ kind: 'zoneLost', zone: name, block, why: FIRES[zones.col.fire[zone]], racks: racks.length })
  spread(book, zone)
  stepAfter(book, zone, sample(fire.makeSafe, draw(book, zone, PURPOSE.duration)))
}

/** What burned stays lost when its zone comes back: a new one is ordered. */
function releaseOrigin(book: ZoneBook, zone: number): void {
  const { originAsset, originRack } = book.zones.col
  if (originAsset[zone] !== NOBODY) replaceBurned(book, zone, originAsset[zone])
  if (originRack[zone] !== NOBODY) freeRack(book, originRack[zone])
  originAsset[zone] = NOBODY
  originRack[zone] = NOBODY
}

/** The zone may be entered: what the power-off took of a single device's neighbours returns, and the restoration begins. */
function makeSafe(book: ZoneBook, zone: number): void {
  const { zones, fire, ctx } = book
  const { restoringMs, restoredMs, stage, state } = zones.col
  const isDevice = isOfDevice(book, zone)
  if (isDevice) powerOn(book, zone)
  const spanMs = Math.max(1, Math.round(sample(isDevice ? fire.deviceRestoration : fire.restoration, draw(book, zone, PURPOSE.repair))))
  restoringMs[zone] = spanMs
  restoredMs[zone] = ctx.kernel.now + spanMs
  stage[zone] = 0
  state[zone] = ZONE.restoring
  stepAfter(book, zone, isDevice ? spanMs : stageMs(book, zone, 1))
}

/** End of a stage after the make-safe, ms: evenly between inspection and the end. */
function stageMs({ zones, fire }: ZoneBook, zone: number, stage: number): number {
  const spanMs = zones.col.restoringMs[zone]
  const lookedMs = Math.min(fire.inspection, spanMs)
  return lookedMs + ((spanMs - lookedMs) * stage) / fire.stages
}

/** Place in the list of racks up to which they are back after a stage. */
const backUpTo = ({ plans, fire }: ZoneBook, zone: number, stage: number): number => Math.floor((plans[zone].racks.length * stage) / fire.stages)

function restore(book: ZoneBook, zone: number): void {
  const { ctx, zones, plans, fire } = book
  const { stage, state, restoredMs, restoringMs } = zones.col
  const { racks, assets, name, block } = plans[zone]
  if (isOfDevice(book, zone)) {
    releaseOrigin(book, zone)
    state[zone] = ZONE.normal
    ctx.emit({ kind: 'zoneRestored', zone: name, block, why: 'incident' })
    return
  }
  const done = stage[zone]
  stage[zone] = done + 1
  // Equipment that serves racks is there before them; a zone without racks is back when all of it is.
  const isLast = done + 1 === fire.stages
  if (racks.length > 0 ? done === 0 : isLast) returnAssets(book, assets)
  freeRacks(book, zone, backUpTo(book, zone, done), backUpTo(book, zone, done + 1))
  if (!isLast) {
    const atMs = restoredMs[zone] - restoringMs[zone] + stageMs(book, zone, done + 2)
    stepAfter(book, zone, atMs - ctx.kernel.now)
    return
  }
  state[zone] = ZONE.normal
  ctx.emit({ kind: 'zoneRestored', zone: name, block, why: FIRES[zones.col.fire[zone]] })
}

const STEPS: Readonly<Record<number, (book: ZoneBook, zone: number) => void>> = {
  [ZONE.smouldering]: detect,
  [ZONE.alarm]: confirm,
  [ZONE.confirmed]: release,
  [ZONE.released]: afterRelease,
  [ZONE.safe]: makeSafe,
  [ZONE.closed]: makeSafe,
  [ZONE.restoring]: restore,
}

/** The next step of the fire in a zone. */
export function goOn(book: ZoneBook, zone: number): void {
  book.zones.col.next[zone] = 0
  STEPS[book.zones.col.state[zone]](book, zone)
}
