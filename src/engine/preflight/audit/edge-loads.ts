/** Load of every edge of the one-line in a contingency, and the highest one over all of them. */
import { components } from '../../power/components/index.ts'
import { integerInputW } from '../../../physics/converter-loss.ts'
import { NO_SYSTEM } from '../../power/redundancy.ts'
import type { OneLineEdge } from '../../../results/one-line.ts'
import type { AuditSite } from './audit-site.ts'
import type { BlockOutcome } from './block-outcome.ts'
import { type Graph, GEAR_ID, type Link, SITE_BUS_ID, SUBSTATION_ID, blockFeedId, blockIds } from './one-line-graph.ts'
import type { SiteSupply } from './supply-outcome.ts'

export interface EdgeLoads {
  /** Takes note of one state of the site: outcomes of the blocks that differ from the healthy ones. */
  note(outcomes: ReadonlyMap<number, BlockOutcome>, supply: SiteSupply, feedsOut: Uint8Array): void
  edges(): OneLineEdge[]
}

/** Loads below the site bus of one block by edge, `from>to` → W. */
function blockLoads(site: AuditSite, block: number, { chain, source, grant, onReserve, carriedW = 0 }: BlockOutcome): Map<string, number> {
  const plan = site.plan.blocks[block]
  const ids = blockIds(plan.path)
  const loads = new Map<string, number>()
  const set = (from: string, to: string, w: number): void => void loads.set(`${from}>${to}`, Math.round(w))
  const served = chain.maxW === 0 || source.from === 'nothing' ? 0 : grant.itW / chain.maxW
  set(blockFeedId(site.plan), ids.transformer, grant.transformerInW)
  set(ids.transformer, ids.bus, source.from === 'utility' ? grant.busW : 0)
  set(ids.generator, ids.bus, source.from === 'island' ? grant.busW : 0)
  chain.systemW.forEach((systemW, system) => {
    const outW = Math.round(systemW * served)
    const isUp = chain.ratedW[system] > 0
    set(ids.bus, ids.system(system), isUp ? integerInputW(components.ups.lossCurve({ ...plan.ups, ratedW: chain.ratedW[system] }, 1), outW) : 0)
    set(ids.system(system), ids.busway(system), outW)
    set(ids.system(system), ids.pdu(system), outW)
    set(ids.pdu(system), ids.busway(system), outW)
  })
  chain.cordW.forEach(({ first, second }, pair) => {
    const at = plan.pairs[pair]
    const fed = at.hasSwitch === true ? ids.switch(pair) : ids.racks(pair)
    set(ids.busway(at.first), fed, first * served)
    if (at.second !== NO_SYSTEM) set(ids.busway(at.second), fed, second * served)
    if (at.hasSwitch === true) set(fed, ids.racks(pair), (first + second) * served)
  })
  if (onReserve !== undefined) set(blockIds(site.plan.blocks[onReserve].path).system(0), plan.pdu === undefined ? ids.busway(0) : ids.pdu(0), grant.itW * chain.buswayGain)
  if (carriedW > 0) set(ids.bus, ids.system(0), integerInputW(components.ups.lossCurve({ ...plan.ups, ratedW: chain.ratedW[0] }, 1), Math.round(carriedW)))
  set(ids.mechanicalUps, ids.pumps, grant.mechanicalOnUpsW)
  set(ids.bus, ids.mechanicalUps, integerInputW(components.ups.lossCurve(plan.mechanicalUps, 1), grant.mechanicalOnUpsW))
  set(ids.bus, ids.cooling, grant.mechanicalW - grant.mechanicalOnUpsW)
  return loads
}

/** Feeds carry the load before plants do, each group by capacity. */
function siteLoads(site: AuditSite, supply: SiteSupply, demandW: number, feedsOut: Uint8Array): Map<string, number> {
  const { plan } = site
  const loads = new Map<string, number>()
  const fromFeedsW = Math.min(demandW, supply.feedsW)
  const capacityW = plan.feeds.map(({ steps }, feed) => (feedsOut[feed] === 1 ? 0 : steps.reduce((sum, step) => sum + step.capacityW, 0)))
  const directW = plan.feeds.reduce((sum, { viaSubstation }, feed) => (viaSubstation ? sum : sum + capacityW[feed]), 0)
  const highW = capacityW.reduce((sum, w) => sum + w, 0) - directW
  const throughW = supply.feedsW === 0 ? 0 : fromFeedsW * ((supply.feedsW - directW) / supply.feedsW)
  loads.set(`${SUBSTATION_ID}>${SITE_BUS_ID}`, Math.round(throughW))
  loads.set(`${SITE_BUS_ID}>${GEAR_ID}`, demandW)
  plan.feeds.forEach(({ path, viaSubstation }, feed) => {
    const [groupW, ofW] = viaSubstation ? [highW, throughW] : [directW, fromFeedsW - throughW]
    loads.set(`${path}>${viaSubstation ? SUBSTATION_ID : SITE_BUS_ID}`, groupW === 0 ? 0 : Math.round(ofW * (capacityW[feed] / groupW)))
  })
  const plantsW = supply.plantsW.reduce((sum, w) => sum + w, 0)
  plan.plants.forEach(({ path }, plant) => loads.set(`${path}/engine[0]>${SITE_BUS_ID}`, plantsW === 0 ? 0 : Math.round((demandW - fromFeedsW) * (supply.plantsW[plant] / plantsW))))
  return loads
}

const keyOf = ({ from, to }: Link): string => `${from}>${to}`

/** Starts from the healthy site. */
export function createEdgeLoads(site: AuditSite, graph: Graph, healthy: ReadonlyMap<number, BlockOutcome>, supply: SiteSupply): EdgeLoads {
  const index = new Map(graph.links.map((link, at) => [keyOf(link), at]))
  const demandOf = (outcome: BlockOutcome): number => outcome.grant.transformerInW
  const healthyDemandW = [...healthy.values()].reduce((sum, outcome) => sum + demandOf(outcome), 0)
  const normalW = new Float64Array(graph.links.length)
  const write = (loads: Map<string, number>, act: (at: number, w: number) => void): void => {
    for (const [key, w] of loads) {
      const at = index.get(key)
      if (at !== undefined) act(at, w)
    }
  }
  write(siteLoads(site, supply, healthyDemandW, new Uint8Array(site.plan.feeds.length)), (at, w) => (normalW[at] = w))
  for (const [block, outcome] of healthy) write(blockLoads(site, block, outcome), (at, w) => (normalW[at] = w))
  const highestW = normalW.slice()
  return {
    note(outcomes, now, feedsOut) {
      let demandW = healthyDemandW
      for (const [block, outcome] of outcomes) {
        const before = healthy.get(block)
        demandW += demandOf(outcome) - (before === undefined ? 0 : demandOf(before))
        write(blockLoads(site, block, outcome), (at, w) => (highestW[at] = Math.max(highestW[at], w)))
      }
      write(siteLoads(site, now, demandW, feedsOut), (at, w) => (highestW[at] = Math.max(highestW[at], w)))
    },
    edges: () => graph.links.map(({ from, to, role }, at) => ({ from: graph.indexOf.get(from) ?? -1, to: graph.indexOf.get(to) ?? -1, role, normalW: normalW[at], failoverW: highestW[at] })),
  }
}
