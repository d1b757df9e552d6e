/** The chain of a block of which some racks are gone by themselves: the others share what is left of it. */
import { type AuditSite, groupsOf } from './audit-site.ts'
import { type ChainOutcome, type Toll, chainOutcome, tollOf } from './chain-outcome.ts'
import type { BlockOutage } from './outage.ts'
import { countText } from './words.ts'

const plus = (a: Toll, b: Toll): Toll => ({
  racks: a.racks + b.racks,
  accelerators: a.accelerators + b.accelerators,
  pairs: [...new Set([...a.pairs, ...b.pairs])].sort((x, y) => x - y),
  w: a.w + b.w,
})

/** Racks of a block that are out by themselves. */
function burnedToll(site: AuditSite, block: number, { racks }: BlockOutage): Toll {
  const { rackBegin, rackEnd } = site.plan.blocks[block]
  const others = new Set<number>()
  for (let index = 0; index < rackEnd - rackBegin; index++) if (!racks.has(index)) others.add(index)
  return tollOf(groupsOf(site.plan, site.world, block, others))
}

/** Outcome of the chain with the racks of `out` gone; they count as lost. Also says what share of the IT power is left. */
export function chainWithout(site: AuditSite, block: number, out: BlockOutage): ChainOutcome {
  const plan = site.plan.blocks[block]
  if (out.racks.size === 0) return chainOutcome(plan, site.racks[block], out, site.controllerMs[block])
  const burned = burnedToll(site, block, out)
  const kept = groupsOf(site.plan, site.world, block, out.racks)
  const chain = chainOutcome(plan, kept, out, site.controllerMs[block])
  const all = tollOf(site.racks[block])
  out.itShare = all.w === 0 ? 1 : Math.max(0, 1 - burned.w / all.w)
  const takes = `it takes ${countText(burned.racks, 'rack')}`
  return {
    ...chain,
    lost: plus(chain.lost, burned),
    binds: chain.binds === '' ? takes : `${takes}; ${chain.binds}`,
    steps: [{ atMs: 0, what: `${countText(burned.racks, 'rack is', 'racks are')} lost` }, ...chain.steps],
  }
}
