/** Ramp limits at the point of connection: how far the draw runs ahead of what the utility allows, and the storage that would reconcile it. */
import { MINUTE_MS } from '../../base/spans.ts'
import { rampEnergyWh } from '../../physics/ramp-storage.ts'
import type { PowerSite } from './power-site.ts'

/** Ramp limit of the live feeds together, W/min; Infinity where one of them has none, 0 where none is live. */
function siteRampWPerMin(p: PowerSite): number {
  const { energisedW, interruptions } = p.feeds.col
  let sum = 0
  for (let feed = 0; feed < p.plan.feeds.length; feed++) if (energisedW[feed] > 0 && interruptions[feed] === 0) sum += p.plan.feeds[feed].rampWPerMin
  return sum
}

/**
 * Follows the draw after a settle. What is ahead of the ramp shrinks at the ramp's pace; more of it than a minute's ramp counts as a step
 * that the utility does not allow (loads are told at most once a minute). A lost utility ends all reckoning.
 */
export function followRamp(p: PowerSite): void {
  const { ramp, totals } = p
  const { now } = p.ctx.kernel
  const limit = siteRampWPerMin(p)
  const stepW = totals.gridW - ramp.gridW
  const spanMs = now - ramp.atMs
  ramp.gridW = totals.gridW
  ramp.atMs = now
  if (limit === Infinity || limit === 0) {
    ramp.aheadW = 0
    return
  }
  const caughtW = (limit / MINUTE_MS) * spanMs
  ramp.aheadW = Math.sign(ramp.aheadW) * Math.max(0, Math.abs(ramp.aheadW) - caughtW) + stepW
  const w = Math.abs(ramp.aheadW)
  if (stepW !== 0 && w > limit) p.ctx.emit({ kind: 'rampExceeded', w, reserveWh: rampEnergyWh(w, limit) })
}
