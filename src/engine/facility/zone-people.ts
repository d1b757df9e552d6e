/**
 * Where fire and emergency power-off keep people out: a zone from the confirmation of a fire until it is made safe, while smoke or an order
 * closes it, and while a button that stands for all of it is pressed; racks also while their own button is pressed.
 */
import { CLOSURES, type ZoneBook, ZONE } from './zone-book.ts'

export interface ZonePeople {
  isAssetClosed(asset: number): boolean
  isRackClosed(rack: number): boolean
  /** Whether another zone or rack than at the last call keeps people out. */
  hasChanged(): boolean
}

const NOT_SAFE: readonly number[] = [ZONE.confirmed, ZONE.released, ZONE.safe, ZONE.closed]

/** A zone in which a member stands, and its place among the racks there. */
interface Place {
  readonly zone: number
  readonly at: number
}

function placesOf(book: ZoneBook, of: 'racks' | 'assets'): ReadonlyMap<number, readonly Place[]> {
  const places = new Map<number, Place[]>()
  book.plans.forEach((plan, zone) => plan[of].forEach((member, at) => {
    const known = places.get(member)
    if (known === undefined) places.set(member, [{ zone, at }])
    else known.push({ zone, at })
  }))
  return places
}

/** Whether people must stay out of a zone as a whole. */
export function isZoneClosed({ zones, closures, buttons, buttonBegin, plans }: ZoneBook, zone: number): boolean {
  if (NOT_SAFE.includes(zones.col.state[zone])) return true
  if (CLOSURES.some((_, index) => closures.col.end[zone * CLOSURES.length + index] !== 0)) return true
  const begin = plans[zone].buttons
  return begin.length === 2 && buttons.col.reset[buttonBegin[zone]] !== 0
}

function isButtonPressed({ buttons, buttonBegin, plans }: ZoneBook, { zone, at }: Place): boolean {
  const begin = plans[zone].buttons
  let button = begin.length - 2
  while (button > 0 && begin[button] > at) button -= 1
  return button >= 0 && buttons.col.reset[buttonBegin[zone] + button] !== 0
}

export function createZonePeople(book: ZoneBook): ZonePeople {
  const racks = placesOf(book, 'racks')
  const assets = placesOf(book, 'assets')
  const { col } = book.ctx.state.table('facility.zonePeople', book.plans.length, { closed: 'u8', pressed: 'i32' })
  const isClosed = ({ zone }: Place): boolean => isZoneClosed(book, zone)
  return {
    isAssetClosed: asset => assets.get(asset)?.some(isClosed) === true,
    isRackClosed: rack => racks.get(rack)?.some(place => isClosed(place) || isButtonPressed(book, place)) === true,
    hasChanged() {
      let hasChanged = false
      book.plans.forEach(({ buttons }, zone) => {
        const closed = isZoneClosed(book, zone) ? 1 : 0
        const begin = book.buttonBegin[zone]
        const pressed = book.buttons.col.reset.subarray(begin, begin + buttons.length - 1).reduce((sum, handle) => sum + (handle === 0 ? 0 : 1), 0)
        hasChanged ||= closed !== col.closed[zone] || pressed !== col.pressed[zone]
        col.closed[zone] = closed
        col.pressed[zone] = pressed
      })
      return hasChanged
    },
  }
}
