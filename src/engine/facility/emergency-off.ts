/** Emergency power-off: one press takes the racks of its button until somebody resets it. */
import { PURPOSE, uniform } from '../../base/rng.ts'
import { type ZoneBook, freeRacks, holdRacks } from './zone-book.ts'

/** Presses a button; pressed again before its reset it does nothing. */
export function pressButton(book: ZoneBook, zone: number, button: number): void {
  const { ctx, plans, buttons, buttonBegin, commands, fire } = book
  const { buttons: begin, name, block } = plans[zone]
  const row = buttonBegin[zone] + button
  if (buttons.col.reset[row] !== 0) return
  buttons.col.reset[row] = ctx.kernel.schedule(commands.reset, row, ctx.kernel.now + Math.max(1, fire.emergencyOffReset))
  holdRacks(book, zone, begin[button], begin[button + 1])
  ctx.emit({ kind: 'emergencyOff', zone: name, block, racks: begin[button + 1] - begin[button], onFire: false })
}

/** Some button of the zone is pressed by mistake; `n` numbers the presses. */
export function pressSome(book: ZoneBook, zone: number, n: number): void {
  const { buttons, key } = book.plans[zone]
  const count = buttons.length - 1
  if (count > 0) pressButton(book, zone, Math.min(count - 1, Math.floor(uniform(key, PURPOSE.routing, n) * count)))
}

/** Draws of presses by rate and by work nearby are numbered apart. */
const WORK_DRAWS = 1_000_000_000

/** Hands were at work in a block: each of its zones with unguarded buttons has one pressed with this probability. */
export function workNearby(book: ZoneBook, ofBlock: number, probability: number): void {
  book.plans.forEach(({ block, isGuarded, key }, zone) => {
    if (block !== ofBlock || isGuarded) return
    const n = book.zones.col.works[zone]++
    if (uniform(key, PURPOSE.mistake, n) < probability) pressSome(book, zone, WORK_DRAWS + n)
  })
}

/** Racks of a button have power again. */
export function resetButton(book: ZoneBook, row: number): void {
  const { plans, buttons, buttonBegin, ctx } = book
  let zone = buttonBegin.length - 1
  while (buttonBegin[zone] > row) zone -= 1
  const { buttons: begin, name, block } = plans[zone]
  const button = row - buttonBegin[zone]
  buttons.col.reset[row] = 0
  freeRacks(book, zone, begin[button], begin[button + 1])
  ctx.emit({ kind: 'emergencyOffReset', zone: name, block })
}
