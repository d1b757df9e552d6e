/**
 * Several sites on one kernel: each runs in its own standard time, from its own midnight on, the easternmost first. Between them are the
 * links, and the router that sends work; nothing else passes from one site to the other.
 */
import { runTogether } from '../results/together.ts'
import { sitesWanSection } from '../scenario/schema/wan.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { behindMsOf, type NamedSite } from '../scenario/sites.ts'
import { assembleWorld, runRoot } from './assemble.ts'
import type { EngineEvent } from './events.ts'
import { createRootKernel, type Kernel, Phase } from './kernel/kernel.ts'
import { shareKernel, siteOfEntity } from './kernel/shared-kernel.ts'
import { createState, hashState, type State, stateUnder } from './kernel/state.ts'
import { createRouter, type RoutedSite } from './router.ts'
import { controls, type RunOptions, type Simulation } from './simulation.ts'
import { createSiteLinks, type LinksPorts } from './site-links.ts'
import { createSiteTransfers, type SiteTransfers } from './site-transfers.ts'
import { createSharedParts } from './shared-parts.ts'
import { createTenantsOfSites } from './tenants-of-sites.ts'
import { type EngineInputs, inputsOfSite } from './weather.ts'
import { type WiredSite, wireSite } from './wire-site.ts'

/** After something that may take or give capacity, how long until services are routed anew: what follows from it has settled by then, ms. */
const LOOK_MS = 1000
/** Share of a site's nodes by which what is open must have changed. */
const NOTABLE = 0.05

/** What may take capacity away at once, or give it back. */
const CAPACITY_EVENTS: ReadonlySet<EngineEvent['kind']> = new Set(['outageStarted', 'outageEnded', 'blockShed', 'blockEnergised', 'zoneLost', 'zoneRestored', 'racksShed'])

/** Blocks of a lost site are closed as by fire or flood. */
function setLost({ ground, gates, emit }: WiredSite, drill: string, isLost: boolean): void {
  for (let block = 0; block < ground.ctx.world.blocks.count; block++) {
    if (isLost) gates.closeBlock(block, 'zone')
    else gates.openBlock(block, 'zone')
  }
  emit({ kind: isLost ? 'outageStarted' : 'outageEnded', what: drill, block: -1 })
}

/** Looks at the sites once after anything that may matter, however much happens at a time; `isSure` where services must be routed anew in any case. */
function createLook(kernel: Kernel, state: State, sites: readonly RoutedSite[], reroute: () => void): (isSure: boolean) => void {
  const pending = state.scalars('router.look', { isDue: 0, isSure: 0 })
  const seen = state.table('router.seen', sites.length, { openNodes: 'f64' })
  const look = kernel.command('router.look', Phase.control, () => {
    let isNotable = pending.isSure === 1
    pending.isDue = 0
    pending.isSure = 0
    sites.forEach(({ live, world }, index) => {
      const { openNodes } = live().compute.jobs
      if (Math.abs(openNodes - seen.col.openNodes[index]) < NOTABLE * world.nodes.count) return
      seen.col.openNodes[index] = openNodes
      isNotable = true
    })
    if (isNotable) reroute()
  })
  return isSure => {
    if (isSure) pending.isSure = 1
    if (pending.isDue === 1) return
    pending.isDue = 1
    kernel.schedule(look, 0, kernel.now + LOOK_MS)
  }
}

/** What links do to the sites. */
function linksPorts(sites: readonly NamedSite[], wired: readonly WiredSite[], of: Pick<LinksPorts, 'behindMs' | 'startDay' | 'horizonMs' | 'changed' | 'capacityChanged'>): LinksPorts {
  return {
    ...of,
    ids: sites.map(({ id }) => id),
    places: sites.map(({ scenario }) => scenario.site.location),
    setLost: (site, drill, isLost) => setLost(wired[site], drill, isLost),
    setCut([a, b], what, isCut) {
      for (const end of a === b ? [a] : [a, b]) wired[end].emit({ kind: isCut ? 'outageStarted' : 'outageEnded', what, block: -1 })
    },
  }
}

export function severalSites(scenario: Scenario, sites: readonly NamedSite[], inputs: EngineInputs, options: RunOptions): Simulation {
  const state = createState()
  const kernel = createRootKernel(state)
  const behindMs = behindMsOf(sites)
  const wired: WiredSite[] = []
  // Registered first, so that it comes before everything else of its millisecond.
  const begin = kernel.command('sites.begin', Phase.facility, site => wired[site].start())
  const worlds = sites.map(site => assembleWorld(site.scenario, options, site.id))
  const { horizonMs, startDay } = worlds[0]
  const faces = shareKernel(kernel, state, behindMs, horizonMs)
  const root = runRoot(options)
  const routed = sites.map((site, index): RoutedSite => ({ site, world: worlds[index], behindMs: behindMs[index], clock: faces[index], live: () => wired[index] }))
  // Hosts tell the time of the westernmost site, where everything is later: by then all others have come as far.
  const lastMs = behindMs.reduce((most, behind) => Math.max(most, behind), 0)
  const wan = scenario.wan ?? sitesWanSection.parse({})
  const ids = sites.map(({ id }) => id)
  const links = createSiteLinks(wan, root, kernel, state, linksPorts(sites, wired, { behindMs, startDay, horizonMs: horizonMs + lastMs, changed: () => look(true), capacityChanged: () => transfers.linksChanged() }))
  const transfers: SiteTransfers = createSiteTransfers(wan, ids, links, state, (to, from) => wired[to].compute.regionShareChanged(sites[to].scenario.fabric.wan.regions.length + from))
  const router = createRouter(scenario, root, routed, { links, transfers }, state)
  const tenants = createTenantsOfSites(scenario, ids, sites.map((_, index) => () => wired[index].compute), kernel, state)
  const partsPools = createSharedParts(sites.length)
  const look = createLook(kernel, state, routed, () => router.reroute())
  sites.forEach((site, index) => {
    const prefix = `${site.id}/`
    wired.push(wireSite({
      scenario: site.scenario, inputs: inputsOfSite(site.scenario, inputs), options, world: worlds[index], kernel: faces[index],
      state: stateUnder(state, prefix), stateHash: () => hashState(state, prefix), routing: { ...router.ports[index], tenants: tenants?.[index] }, siteId: site.id, siteIds: ids, siteData: transfers.port(index), partsPool: partsPools[index],
      hear: event => void (CAPACITY_EVENTS.has(event.kind) && look(false)),
    }))
    kernel.schedule(begin, index, behindMs[index])
  })
  links.start()
  return {
    ...controls(kernel, state, horizonMs),
    nowMs: () => Math.max(0, kernel.now - lastMs),
    run: (untilMs, maxEvents) => kernel.run(Math.min(untilMs, horizonMs) + lastMs, maxEvents),
    assets: wired[0].assets,
    fireZones: wired[0].fireZones,
    grounds: wired.map(({ ground }) => ground),
    hands: wired.map(({ hands }) => hands),
    trace: () => kernel.trace().map(({ atMs, name, entity }) => `${atMs} ms ${sites[siteOfEntity(entity).site]?.id ?? ''} ${name} ${siteOfEntity(entity).entity}`),
    result: () => runTogether(sites.map(({ id, label }, index) => ({ id, label, result: wired[index].result() })), hashState(state)),
  }
}
