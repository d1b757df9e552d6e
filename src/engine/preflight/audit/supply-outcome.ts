/** The supply side with something out: what live sources deliver at the site bus, which blocks that covers, and how the others go on. */
import { dieselDerate } from '../../../physics/generator.ts'
import { rideThroughMs } from '../../../physics/ups-ride-through.ts'
import { eachCovered, substationOutW } from '../../power/commitment.ts'
import { components } from '../../power/components/index.ts'
import { plantCapacityW } from '../../power/plant-plan.ts'
import { standbyReadyMs } from '../../power/utility-loss.ts'
import type { AuditSite } from './audit-site.ts'
import type { Outage } from './outage.ts'

export interface SiteSupply {
  readonly feedsW: number
  /** Part of it that comes through the substation. */
  readonly substationW: number
  readonly plantsW: readonly number[]
  readonly totalW: number
  /** Blocks whose design power is covered. */
  readonly isCovered: readonly boolean[]
}

/** Breakers of the infeeds: held to their ratings by a controller, carrying what comes, or open. */
export type Infeeds = 'held' | 'free' | 'open'

/** Everything that the file plans is there, but what is out. */
export function siteSupply({ plan, isEnergised, ambientC, transformerAllowed }: AuditSite, outage: Outage, infeeds: Infeeds): SiteSupply {
  const feedW = plan.feeds.map(({ steps }, feed) => (outage.feeds[feed] === 1 || outage.isRehearsal ? 0 : steps.reduce((sum, { capacityW }) => sum + capacityW, 0)))
  const sum = (viaSubstation: boolean): number => plan.feeds.reduce((total, feed, index) => (feed.viaSubstation === viaSubstation ? total + feedW[index] : total), 0)
  const substationW = infeeds === 'open' ? 0 : substationOutW(plan, sum(true), (plan.substation?.count ?? 0) - outage.substation, transformerAllowed.substation, infeeds === 'held')
  const feedsW = substationW + sum(false)
  const plantsW = plan.plants.map((plant, index) => (outage.isRehearsal ? 0 : plantCapacityW(plant, Math.max(0, plant.count - outage.plants[index]), ambientC)))
  const isCovered = plan.blocks.map(() => false)
  eachCovered(plan, { feedsW, plantsW }, false, block => isEnergised[block], (block, covered) => {
    isCovered[block] = covered && plan.blocks[block].transformerCount > (outage.blocks.get(block)?.transformers ?? 0)
  })
  return { feedsW, substationW, plantsW, totalW: plantsW.reduce((total, w) => total + w, feedsW), isCovered }
}

/** How a block lives on without a utility that covers it. */
export interface Island {
  /** Sets that run, and what they may deliver on a hot day, W. */
  readonly sets: number
  readonly limitW: number
  /** From the loss of the utility until the sets carry the block, and until the first battery is empty, ms. */
  readonly readyMs: number
  readonly rideMs: number
  /** Engines at speed, and sets in parallel on the bus, ms. */
  readonly atSpeedMs: number
  readonly parallelMs: number
}

/** Standby sets and batteries of a block under the load of its systems, W at their outputs. */
export function islandOf({ plan, ambientC }: AuditSite, block: number, setsOut: number, systemW: Float64Array, ratedW: Float64Array): Island {
  const of = plan.blocks[block]
  const { battery, standby } = of
  // Each system carries its load from its own strings; the most loaded one ends first.
  const rides = Array.from(systemW, (w, system) => (w > 0 ? rideThroughMs({ ...battery, ratedW: ratedW[system] }, w) : Infinity))
  const rideMs = Math.min(...rides)
  const sets = Math.max(0, (standby?.count ?? 0) - setsOut)
  if (standby === undefined || sets === 0) return { sets: 0, limitW: 0, readyMs: Infinity, rideMs, atSpeedMs: Infinity, parallelMs: Infinity }
  const countedW = Math.min(standby.spec.countedW, standby.spec.ratedW * dieselDerate(ambientC, plan.elevationM))
  return {
    sets,
    limitW: components.generator.capacityW({ ...standby.spec, countedW }, sets),
    readyMs: standbyReadyMs(of),
    rideMs,
    atSpeedMs: standby.startMs,
    parallelMs: standby.startMs + standby.synchroniseMs,
  }
}
