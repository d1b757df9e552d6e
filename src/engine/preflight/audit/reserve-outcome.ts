/** Blocks that lost the output of their own UPS and hang on a reserve that several share: what it carries, and what falls with it. */
import { breakerTripMs } from '../../../physics/breaker-trip.ts'
import { integerInputW } from '../../../physics/converter-loss.ts'
import type { AuditStep } from '../../../results/audit.ts'
import { components } from '../../power/components/index.ts'
import type { AuditSite } from './audit-site.ts'
import type { BlockOutcome } from './block-outcome.ts'
import { NO_TOLL, tollOf } from './chain-outcome.ts'
import { nothingOut, outOf } from './outage.ts'
import { milliseconds, percentText, powerText } from './words.ts'

/** A loss counts as survived when it cuts at most this share of the load, as for the block's own systems. */
const SURVIVED_FRACTION = 0.99

/** What the audit knows of a reserve in a contingency. */
interface Reserve {
  readonly catcher: number
  readonly name: string
  /** Rating that its UPS has left, and what its transformers or sets allow, W at the output. */
  readonly ratedW: number
  readonly limitW: number
}

/** Nothing of its own feeds the racks of a block any more. */
const hasLostOutput = ({ chain, source }: BlockOutcome): boolean => source.from === 'nothing' || chain.ratedW.every(w => w === 0)

function reserveOf(site: AuditSite, catcher: number, of: BlockOutcome): Reserve {
  const { transformer, transformerCount, ups, path } = site.plan.blocks[catcher]
  const ratedW = of.source.from === 'nothing' || !site.isEnergised[catcher] ? 0 : of.chain.ratedW.reduce((sum, w) => sum + w, 0)
  const upstreamW = of.source.from === 'island' ? of.source.limitW : Math.floor(components.transformer.capacityW(transformer, transformerCount) * site.transformerAllowed.blocks[catcher])
  // What the UPS loses at its rating is drawn upstream of it.
  const lossW = ratedW === 0 ? 0 : integerInputW(components.ups.lossCurve({ ...ups, ratedW }, 1), ratedW) - ratedW
  return { catcher, name: path, ratedW, limitW: Math.max(0, Math.min(ratedW, upstreamW - lossW)) }
}

const outW = (site: AuditSite, block: number, { chain }: BlockOutcome): number => tollOf(site.racks[block]).w * chain.buswayGain

/** Racks on a reserve whose block has no power left at all run without cooling. */
function tooHot(site: AuditSite, block: number, { source }: BlockOutcome): string | undefined {
  if (source.from !== 'nothing') return undefined
  const ride = site.cooling.ride(block, { onUpsW: 0, hasCoolantPumps: false, backMs: Infinity }, outOf(site.plan, nothingOut(site.plan), block))
  return ride?.shutdownMs === undefined ? undefined : `their cooling has no power: racks are too hot and shut down ${milliseconds(ride.shutdownMs)} later`
}

/** The outcome of one block on the reserve when all that fell on it ask for `askedW`. */
function caught(site: AuditSite, block: number, of: BlockOutcome, reserve: Reserve, askedW: number): BlockOutcome {
  const all = tollOf(site.racks[block])
  const loading = askedW / reserve.ratedW
  const moved: AuditStep = { atMs: 0, what: `racks move over to the reserve ${reserve.name}` }
  const down = (reason: string, ...steps: AuditStep[]): BlockOutcome => ({ ...of, state: 'down', reason, lost: all, degraded: NO_TOLL, servedFraction: 0, steps: [moved, ...steps] })
  const hot = tooHot(site, block, of)
  if (hot !== undefined) return down(`the reserve ${reserve.name} carries the racks, but ${hot}`)
  const tripMs = breakerTripMs(loading, 0)
  const controllerMs = site.controllerMs[reserve.catcher]
  if (tripMs < controllerMs) return down(`the reserve ${reserve.name} trips at ${percentText(loading)} of its rating after ${milliseconds(tripMs)}, before anything sheds load`, { atMs: Math.round(tripMs), what: `the reserve ${reserve.name} trips` })
  const servedFraction = Math.min(1, reserve.limitW / askedW)
  const grant = { ...of.grant, itW: Math.round(all.w * servedFraction) }
  const base = { ...of, grant, lost: NO_TOLL, servedFraction }
  if (servedFraction >= SURVIVED_FRACTION) return { ...base, state: 'savedByTransfer', reason: `racks move over to the reserve ${reserve.name}, which carries ${percentText(loading)} of its rating`, degraded: NO_TOLL, steps: [moved] }
  const step = { atMs: Number.isFinite(controllerMs) ? controllerMs : 0, what: `racks are capped by ${powerText(askedW - reserve.limitW)} in all` }
  return { ...base, state: 'degraded', reason: `the reserve ${reserve.name} would carry ${percentText(loading)} of its rating: racks keep ${percentText(servedFraction)}`, degraded: all, steps: [moved, step] }
}

/** What the reserve carries then, on top of what it draws by itself. */
function loaded(site: AuditSite, catcher: number, of: BlockOutcome, carriedW: number, ratedW: number): BlockOutcome {
  const { ups, transformer, transformerCount } = site.plan.blocks[catcher]
  const busW = of.grant.busW + integerInputW(components.ups.lossCurve({ ...ups, ratedW }, 1), Math.round(carriedW))
  const transformerInW = of.source.from === 'utility' ? integerInputW(components.transformer.lossCurve(transformer, transformerCount), busW) : 0
  return { ...of, carriedW, grant: { ...of.grant, busW, transformerInW } }
}

/** Moves the blocks of a contingency that lost their output to their reserve; `healthy` gives the outcome of a reserve that was not touched. */
export function withReserves(site: AuditSite, found: ReadonlyMap<number, BlockOutcome>, healthy: (block: number) => BlockOutcome): Map<number, BlockOutcome> {
  const outcomes = new Map(found)
  site.plan.blocks.forEach(({ catches }, catcher) => {
    if (catches === undefined) return
    const fallen = catches.members.filter(member => site.isEnergised[member] && found.has(member) && hasLostOutput(found.get(member) ?? healthy(member)))
    if (fallen.length === 0) return
    const of = found.get(catcher) ?? healthy(catcher)
    const reserve = reserveOf(site, catcher, of)
    if (reserve.ratedW === 0) return
    const taken = catches.isInhibited ? fallen.slice(0, catches.atOnce) : fallen
    const askedW = taken.reduce((sum, member) => sum + outW(site, member, found.get(member) ?? healthy(member)), 0)
    for (const member of taken) outcomes.set(member, { ...caught(site, member, found.get(member) ?? healthy(member), reserve, askedW), onReserve: catcher })
    for (const member of fallen.slice(taken.length)) {
      const own = found.get(member) ?? healthy(member)
      outcomes.set(member, { ...own, reason: `${own.reason}, and the reserve ${reserve.name} is taken` })
    }
    outcomes.set(catcher, loaded(site, catcher, of, Math.min(askedW, reserve.limitW), reserve.ratedW))
  })
  return outcomes
}
