/**
 * Health of UPS batteries: they age with time and room temperature and are replaced at the end of life; strings open unnoticed, until a
 * test or a discharge finds them.
 */
import { DAY_MS, YEAR_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { pow } from '../../base/exact-math.ts'
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { batteryHealth } from '../../physics/battery-ageing.ts'
import { rideThroughMs } from '../../physics/ups-ride-through.ts'
import { Phase } from '../kernel/kernel.ts'
import type { PowerSite } from './power-site.ts'

/** How long the batteries of a block, as they are now, carry `loadW` (> 0) from full, ms; at least one. */
export function rideNowMs(p: PowerSite, block: number, loadW: number): number {
  const { battery, batteryCare } = p.plan.blocks[block]
  const { bornMs, openStrings } = p.batteries.col
  // By whole days, so that a discharge keeps its rate while its load does.
  const ageMs = Math.floor((p.ctx.kernel.now - bornMs[block]) / DAY_MS) * DAY_MS
  const health = batteryHealth(ageMs / batteryCare.lifeMs)
  // With k of n strings open the rest is a battery of (n − k) / n of the rating.
  const whole = 1 - openStrings[block] / batteryCare.strings
  return Math.max(1, rideThroughMs(battery, loadW, health, batteryCare.coldFactor) * (whole > 0 ? pow(whole, battery.exponent) : 0))
}

/** A discharge has shown which strings are open; they are mended. */
export function showStrings(p: PowerSite, block: number): void {
  p.batteries.col.openStrings[block] = 0
}

/** Registers the commands; the answer starts the clocks of a block whose batteries begin to float. */
export function createBatteries(p: PowerSite): (block: number) => void {
  const { kernel, world } = p.ctx
  const { bornMs, openStrings, opened, isRunning } = p.batteries.col
  const keys = p.plan.blocks.map(({ path }) => entityKey(world.root, `${path}/ups/battery`))
  const replaced = kernel.command('power.batteriesReplaced', Phase.repair, block => {
    bornMs[block] = kernel.now
    openStrings[block] = 0
    kernel.schedule(replaced, block, kernel.now + p.plan.blocks[block].batteryCare.lifeMs)
  })
  const tested = kernel.command('power.batteriesTested', Phase.repair, block => {
    openStrings[block] = 0
    kernel.schedule(tested, block, kernel.now + p.plan.blocks[block].batteryCare.testMs)
  })
  const stringOpened = kernel.command('power.stringOpened', Phase.fault, block => {
    openStrings[block] = Math.min(p.plan.blocks[block].batteryCare.strings, openStrings[block] + 1)
    waitForString(block)
  })
  const waitForString = (block: number): void => {
    const { strings, openPerYear } = p.plan.blocks[block].batteryCare
    if (strings * openPerYear === 0) return
    const gapMs = exponential(uniform(keys[block], PURPOSE.failure, opened[block]++), YEAR_MS / (strings * openPerYear))
    kernel.schedule(stringOpened, block, kernel.now + roundMs(gapMs))
  }
  return block => {
    if (isRunning[block] === 1) return
    isRunning[block] = 1
    const { lifeMs, lifeUsed, testMs } = p.plan.blocks[block].batteryCare
    bornMs[block] = kernel.now - Math.round(lifeMs * lifeUsed)
    kernel.schedule(replaced, block, bornMs[block] + lifeMs)
    kernel.schedule(tested, block, kernel.now + testMs)
    waitForString(block)
  }
}
