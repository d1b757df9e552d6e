/** What a contingency does to one block: racks lost or capped, cooling, time, and what binds. */
import type { AuditState, AuditStep } from '../../../results/audit.ts'
import type { AuditSite } from './audit-site.ts'
import { type ChainOutcome, NO_TOLL, type Toll, tollOf } from './chain-outcome.ts'
import { countOut } from './cooling-outcome.ts'
import { mechanicalLeft } from './mechanical-parts.ts'
import type { BlockOutage } from './outage.ts'
import type { BlockGrant, BlockSource } from './site-flow.ts'
import type { Island } from './supply-outcome.ts'
import { countText, degreesText, milliseconds, percentText, powerText } from './words.ts'

/**
 * A single loss counts as survived when it cuts at most this share of the load. Racks come in whole units and nameplates are rounded, so
 * balanced pairs of a site sized to the last kilowatt miss by half a per cent.
 */
const SURVIVED_FRACTION = 0.99

export interface BlockOutcome {
  readonly state: AuditState
  readonly reason: string
  readonly lost: Toll
  readonly degraded: Toll
  readonly servedFraction: number
  readonly steps: readonly AuditStep[]
  readonly chain: ChainOutcome
  readonly source: BlockSource
  readonly grant: BlockGrant
  /** The block whose UPS carries its racks, and what it carries for others at its output, W. */
  readonly onReserve?: number
  readonly carriedW?: number
}

export interface BlockCircumstances {
  readonly site: AuditSite
  readonly block: number
  readonly chain: ChainOutcome
  readonly source: BlockSource
  readonly island: Island | undefined
  readonly isCovered: boolean
  readonly out: BlockOutage
  readonly transformersUp: number
  /** Breakers before its switchboard that opened under their load. */
  readonly trip: AuditStep | undefined
  readonly grant: BlockGrant
  /** Supply left at the site bus, W, and whether anything of the block itself is out. */
  readonly supplyW: number
  readonly isOwn: boolean
}

/** One way in which a block suffers: racks that stop, racks that give up power, in words. */
interface Harm {
  readonly lost: Toll
  readonly degraded: Toll
  readonly servedFraction: number
  readonly words: string
  readonly steps: readonly AuditStep[]
}


const allOf = ({ site, block }: BlockCircumstances): Toll => tollOf(site.racks[block])

/** The racks of `a` that are not in `b`. */
function minus(a: Toll, b: Toll): Toll {
  const racks = Math.max(0, a.racks - b.racks)
  return racks === 0 ? NO_TOLL : { racks, accelerators: Math.max(0, a.accelerators - b.accelerators), pairs: a.pairs, w: Math.max(0, a.w - b.w) }
}

const worse = (a: Toll, b: Toll): Toll => (b.racks > a.racks ? b : a)

/** Racks opened from the end of the list until the floors of the rest fit. */
function openedOf(kept: Toll, grantedW: number, floorW: number): Toll {
  if (floorW <= 0 || grantedW >= floorW) return NO_TOLL
  const share = 1 - grantedW / floorW
  return { racks: Math.ceil(kept.racks * share), accelerators: Math.ceil(kept.accelerators * share), pairs: kept.pairs, w: Math.round(kept.w * share) }
}

function chainHarm(c: BlockCircumstances): Harm {
  const { chain, site, block } = c
  const askedW = site.world.blocks.itMaxW[block]
  const servedFraction = askedW === 0 ? 1 : Math.min(1, chain.maxW / askedW)
  const isFelt = servedFraction < SURVIVED_FRACTION
  return { lost: chain.lost, degraded: isFelt ? chain.capped : NO_TOLL, servedFraction, words: chain.binds, steps: chain.steps }
}

function bindsUpstream({ source, site, block, transformersUp, isCovered, grant }: BlockCircumstances): string {
  const plan = site.plan.blocks[block]
  if (source.from === 'island') return `the standby sets deliver ${powerText(source.limitW)} of ${powerText(plan.designW)}`
  if (!isCovered || grant.isSupplyShort) return 'the supply left at the site bus is less than the blocks draw'
  const allowed = site.transformerAllowed.blocks[block]
  const heat = allowed < 1 ? `, each at ${percentText(allowed)} of its rating in the heat of the design day,` : ''
  return `${countText(transformersUp, 'block transformer')}${heat} cannot carry ${powerText(plan.designW)}`
}

/** What the flow cuts upstream of the UPS: sets, transformers, supply. */
function flowHarm(c: BlockCircumstances): Harm {
  const { chain, grant, source, site, block } = c
  const plan = site.plan.blocks[block]
  const kept = minus(allOf(c), chain.lost)
  if (source.from === 'nothing') return { lost: allOf(c), degraded: NO_TOLL, servedFraction: 0, words: nothingWords(c), steps: [] }
  const servedIt = chain.maxW === 0 ? 1 : grant.itW / chain.maxW
  const mechanicalW = site.mechanicalW[block]
  const askedW = mechanicalLeft(plan, c.out) === 'none' ? mechanicalW - Math.min(plan.mechanicalOnUpsW, mechanicalW) : mechanicalW
  const servedMechanical = askedW === 0 ? 1 : grant.mechanicalW / askedW
  const servedFraction = Math.min(servedIt, servedMechanical)
  if (servedFraction >= SURVIVED_FRACTION) return { lost: NO_TOLL, degraded: NO_TOLL, servedFraction, words: '', steps: [] }
  const opened = openedOf(kept, grant.itW, chain.floorW)
  if (servedIt >= SURVIVED_FRACTION) {
    return { lost: NO_TOLL, degraded: kept, servedFraction, words: `${bindsUpstream(c)}: cooling gets ${percentText(servedMechanical)} of its power`, steps: [] }
  }
  const step = { atMs: c.island?.readyMs ?? 0, what: `loads are shed from class 5 to 2: racks keep ${percentText(servedIt)} of their maximum` }
  return { lost: opened, degraded: minus(kept, opened), servedFraction, words: `${bindsUpstream(c)}: racks keep ${percentText(servedIt)}`, steps: servedIt < 1 ? [step] : [] }
}

/** A battery that lasts no longer than a power supply holds up is none. */
const INSTANT_MS = 20

function nothingWords({ site, block, out, island, trip }: BlockCircumstances): string {
  const { standby, transformerCount } = site.plan.blocks[block]
  const ride = island === undefined || island.rideMs === Infinity || island.rideMs < INSTANT_MS ? '' : `; the UPS batteries end after ${milliseconds(island.rideMs)}`
  if (trip !== undefined) return `${trip.what} after ${milliseconds(trip.atMs)}, before anything sheds load${ride}`
  if (out.transformers >= transformerCount) return `no block transformer is left${ride}`
  return standby === undefined ? `no source is left and the block has no standby sets${ride}` : `no source is left and no standby set runs${ride}`
}

/** Battery against the start of the sets. */
function rideHarm(c: BlockCircumstances): Harm | undefined {
  const { island } = c
  if (island === undefined || island.sets === 0 || island.rideMs >= island.readyMs) return undefined
  const words = `UPS batteries last ${milliseconds(island.rideMs)}, the standby sets carry the block after ${milliseconds(island.readyMs)}`
  return { lost: allOf(c), degraded: NO_TOLL, servedFraction: 0, words, steps: [{ atMs: Math.round(island.rideMs), what: 'UPS batteries are empty: racks lose power' }] }
}

function coolingHarm(c: BlockCircumstances): Harm | undefined {
  const { site, block, out } = c
  if (countOut(out) === 0 || out.itShare === 0) return undefined
  const lasting = site.cooling.lasting(block, out)
  if (lasting === undefined) return undefined
  if (lasting.shutsDown) return { lost: allOf(c), degraded: NO_TOLL, servedFraction: 0, words: `on the design day coolant would reach ${degreesText(lasting.coolantC)} and inlets ${degreesText(lasting.inletAirC)}: racks shut down`, steps: [] }
  if (lasting.throttle < 1) return { lost: NO_TOLL, degraded: allOf(c), servedFraction: lasting.throttle, words: `on the design day coolant at ${degreesText(lasting.coolantC)} throttles racks to ${percentText(lasting.throttle)}`, steps: [] }
  return undefined
}

/** Pumps and fans that lost their UPS and have no bypass stand still until it is mended. */
function pumpHarm(c: BlockCircumstances): Harm | undefined {
  const { site, block, out, source } = c
  const plan = site.plan.blocks[block]
  if (source.from === 'nothing' || mechanicalLeft(plan, out) !== 'none') return undefined
  const mechanicalW = site.mechanicalW[block]
  const onUpsW = mechanicalW - Math.min(plan.mechanicalOnUpsW, mechanicalW)
  const ride = site.cooling.ride(block, { onUpsW, hasCoolantPumps: false, backMs: Infinity }, out)
  const what = 'the UPS of pumps and fans cannot carry them and has no bypass'
  if (ride === undefined) return undefined
  if (ride.shutdownMs !== undefined) {
    return { lost: allOf(c), degraded: NO_TOLL, servedFraction: 0, words: `${what}: racks are too hot and shut down after ${milliseconds(ride.shutdownMs)}`, steps: [{ atMs: ride.shutdownMs, what: `racks shut down: coolant ${degreesText(ride.coolantC)}, inlet air ${degreesText(ride.inletAirC)}` }] }
  }
  return ride.throttleMs === undefined ? undefined : { lost: NO_TOLL, degraded: allOf(c), servedFraction: ride.throttleMin, words: `${what}: racks throttle to ${percentText(ride.throttleMin)}`, steps: [] }
}

/** Temperatures while cooling waits for the sets. */
function rideOutHarm(c: BlockCircumstances): Harm | undefined {
  const { site, block, source, island, out } = c
  const plan = site.plan.blocks[block]
  const left = mechanicalLeft(plan, out)
  if (source.from !== 'island' || island === undefined || left === 'none') return undefined
  const design = site.designs[block]
  const mechanicalW = site.mechanicalW[block]
  const onUpsW = left === 'modules' ? Math.min(plan.mechanicalOnUpsW, mechanicalW) : 0
  const hasCoolantPumps = onUpsW >= design.liquid.technologyPumpW
  const ride = site.cooling.ride(block, { onUpsW, hasCoolantPumps, backMs: island.readyMs }, out)
  if (ride === undefined) return undefined
  const what = hasCoolantPumps ? `cooling has ${powerText(onUpsW)} on its UPS` : 'the pumps of the technology loop are not on a UPS'
  if (ride.shutdownMs !== undefined) {
    const words = `${what}: racks are too hot and shut down ${milliseconds(ride.shutdownMs)} after the loss, cooling has power again after ${milliseconds(island.readyMs)}`
    return { lost: allOf(c), degraded: NO_TOLL, servedFraction: 0, words, steps: [{ atMs: ride.shutdownMs, what: `racks shut down: coolant ${degreesText(ride.coolantC)}, inlet air ${degreesText(ride.inletAirC)}` }] }
  }
  if (ride.throttleMs === undefined) return undefined
  const words = `${what}: coolant reaches ${degreesText(ride.coolantC)} and racks throttle to ${percentText(ride.throttleMin)} ${milliseconds(ride.throttleMs)} after the loss`
  return { lost: NO_TOLL, degraded: allOf(c), servedFraction: ride.throttleMin, words, steps: [{ atMs: ride.throttleMs, what: `racks throttle, to ${percentText(ride.throttleMin)} at the deepest` }] }
}

/** Start chain of the standby sets, told once the block needs them. */
function transferSteps({ island, isCovered, source }: BlockCircumstances): AuditStep[] {
  if (isCovered || island === undefined) return []
  const first = { atMs: 0, what: source.from === 'utility' ? 'the supply no longer covers the block' : 'utility lost: UPS on battery, cooling that is not on UPS stops' }
  if (island.sets === 0) return source.from === 'utility' ? [first] : [first, ...(island.rideMs < Infinity ? [{ atMs: Math.round(island.rideMs), what: 'UPS batteries are empty: racks lose power' }] : [])]
  return [
    first,
    { atMs: island.atSpeedMs, what: `${island.sets} standby sets at speed` },
    { atMs: island.parallelMs, what: 'sets in parallel on the bus' },
    { atMs: island.readyMs, what: `UPS walked in and cooling back; the batteries would have lasted ${milliseconds(island.rideMs)}` },
  ]
}

function savedWords(c: BlockCircumstances): string {
  const { island, chain, source } = c
  if (source.from === 'island' && island !== undefined) return `${island.sets} standby sets carry it after ${milliseconds(island.readyMs)}, the batteries would last ${milliseconds(island.rideMs)}`
  const loading = Math.max(...Array.from(chain.systemW, (w, system) => (w === 0 ? 0 : w / chain.ratedW[system])))
  return `racks change over to their other cord; the systems left carry at most ${percentText(loading)} of their rating`
}

function normalWords({ site, block, out, transformersUp, chain, supplyW, isOwn }: BlockCircumstances): string {
  if (!isOwn) return `the ${powerText(supplyW)} of supply left cover the blocks`
  const plan = site.plan.blocks[block]
  const lasting = site.cooling.lasting(block, out)
  if (countOut(out) > 0 && lasting !== undefined) return `the machines left hold coolant at ${degreesText(lasting.coolantC)} and inlets at ${degreesText(lasting.inletAirC)} on the design day`
  if (out.mechanicalModules > 0) return mechanicalLeft(plan, out) === 'modules' ? 'the modules left carry pumps and fans' : 'pumps and fans run on the bypass of their UPS, without a battery behind them'
  if (transformersUp < plan.transformerCount) return `${transformersUp} of ${plan.transformerCount} block transformers carry it`
  const loading = Math.max(...Array.from(chain.systemW, (w, system) => (w === 0 ? 0 : w / chain.ratedW[system])))
  return `the modules left carry ${percentText(loading)} of their rating`
}

const inTime = (steps: readonly AuditStep[]): AuditStep[] => steps.map((step, index) => ({ step, index })).sort((a, b) => a.step.atMs - b.step.atMs || a.index - b.index).map(({ step }) => step)

/** Judges a block from its circumstances. */
export function blockOutcome(c: BlockCircumstances): BlockOutcome {
  const { site, block, chain, source, grant, isCovered } = c
  const rest = { chain, source, grant }
  if (!site.isEnergised[block]) {
    return { ...rest, state: 'unknown', reason: 'the block is never energised: no firm power is left for it', lost: NO_TOLL, degraded: NO_TOLL, servedFraction: 0, steps: [] }
  }
  const harms: readonly [Harm, ...Harm[]] = [chainHarm(c), ...[flowHarm(c), rideHarm(c), rideOutHarm(c), pumpHarm(c), coolingHarm(c)].filter(harm => harm !== undefined)]
  const lost = harms.reduce((sum, harm) => worse(sum, harm.lost), NO_TOLL)
  const degraded = minus(harms.reduce((sum, harm) => worse(sum, harm.degraded), NO_TOLL), allOf(c).racks === lost.racks ? lost : NO_TOLL)
  const servedFraction = Math.min(...harms.map(harm => harm.servedFraction))
  // Batteries and sets follow the loss of the utility, be it at once or when breakers trip.
  const lostMs = c.trip?.atMs ?? 0
  const [ofChain, ...later] = harms
  const after = [...transferSteps(c), ...later.flatMap(harm => harm.steps)].map(step => ({ ...step, atMs: step.atMs + lostMs }))
  const steps = inTime([...(c.trip === undefined ? [] : [c.trip]), ...ofChain.steps, ...after])
  const binding = harms.filter(harm => harm.lost.racks > 0 || harm.degraded.racks > 0).sort((a, b) => b.lost.racks - a.lost.racks || a.servedFraction - b.servedFraction)
  const base = { ...rest, lost, degraded, servedFraction, steps }
  if (lost.racks > 0) return { ...base, state: 'down', reason: binding[0].words }
  if (degraded.racks > 0) return { ...base, state: 'degraded', reason: binding[0].words }
  const isTransferred = chain.hasMoved || !isCovered
  if (source.from === 'island' && site.cooling.lasting(block, c.out) === undefined) {
    return { ...base, state: 'unknown', reason: `${savedWords(c)}, but the weather states no design extremes: temperatures until then are not known` }
  }
  return isTransferred ? { ...base, state: 'savedByTransfer', reason: savedWords(c) } : { ...base, state: 'normal', reason: normalWords(c) }
}
