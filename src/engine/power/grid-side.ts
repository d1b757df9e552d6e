/** What the utility does to the site: interruptions and sags of its feeds, calls for its interruptible power. */
import { type Curtailment, createCurtailment } from './curtailment.ts'
import { createOutages } from './outages.ts'
import type { PowerSite } from './power-site.ts'
import { createResponse } from './response.ts'
import { createSags } from './sags.ts'
import { type UtilityLoss, ride } from './utility-loss.ts'

export interface GridSide extends Pick<Curtailment, 'setDryBulb' | 'call'> {
  start(): void
  /** Drills: interrupts a feed (index in file order). */
  interruptFeed(feed: number, atMs: number, durationMs: number): void
  /** Drills: a voltage sag of a feed now, to a share of nominal voltage. */
  sagFeed(feed: number, retained: number, durationMs: number): void
}

/** Registers all of it; `changed` hears when the supply side has changed. */
export function createGridSide(p: PowerSite, loss: UtilityLoss, changed: () => void): GridSide {
  const outages = createOutages(p, changed)
  const sags = createSags(p, { ride: (block, untilMs) => ride(loss, block, untilMs) })
  const response = createResponse(p, loss)
  const curtailment = createCurtailment(p, {
    announced: beginsMs => response.announced(beginsMs),
    changed() {
      p.supply.excessWishW = 0
      changed()
      response.changed()
    },
  })
  return {
    setDryBulb: dryBulbC => curtailment.setDryBulb(dryBulbC),
    call: (contract, durationMs) => curtailment.call(contract, durationMs),
    start() {
      outages.start()
      sags.start()
      curtailment.start()
    },
    interruptFeed: (feed, atMs, durationMs) => outages.interrupt(feed, atMs, durationMs),
    sagFeed: (feed, retained, durationMs) => sags.strike(feed, retained, durationMs),
  }
}
