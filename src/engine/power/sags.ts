/**
 * Voltage sags: too short to interrupt anybody, long enough for every UPS to go to its battery and, when deep, for contactors and drives
 * without UPS to drop. The grid sees the load of the UPS vanish until they trust it again.
 */
import { sample } from '../../base/distribution.ts'
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { Phase } from '../kernel/kernel.ts'
import { UNLIMITED_W } from './flow.ts'
import { NODE, nodeOf } from './network.ts'
import { LONGEST_MS } from './outages.ts'
import { MODE, type PowerSite } from './power-site.ts'

export interface SagListener {
  /** The UPS of a block live on their batteries until a time at least; true if they did not before. */
  ride(block: number, untilMs: number): boolean
}

export interface Sags {
  start(): void
  /** A sag of one feed now, to a share of nominal voltage, for a time: processes, drills and tests. `ordinal` numbers it in its stream. */
  strike(feed: number, retained: number, durationMs: number, ordinal?: number): void
}

/** What is left in a sag, as a share of nominal voltage: least, the limit between deep and shallow ones, most; engineering default. */
const LEAST = 0.3
export const DEEP_SAG = 0.7
const MOST = 0.9

/** Retained voltage at probability u: uniform within deep (below 0.7) and within shallow sags, with the stated share of deep ones. */
export function retainedVoltage(deepFraction: number, u: number): number {
  if (u < deepFraction) return LEAST + (DEEP_SAG - LEAST) * (u / deepFraction)
  return DEEP_SAG + (MOST - DEEP_SAG) * ((u - deepFraction) / (1 - deepFraction))
}

/** Load that the UPS of a block take from the mains, W as of the last settle. */
const upsLoadW = (p: PowerSite, block: number): number => p.flow.inW(nodeOf(block, NODE.ups)) + p.flow.inW(nodeOf(block, NODE.mechanicalUps))

/** Registers state and commands. */
export function createSags(p: PowerSite, listener: SagListener): Sags {
  const { kernel, state, world, emit } = p.ctx
  const { sags, feeds, blocks, sagResponse: response } = p.plan
  const keys = sags.map(({ path }) => entityKey(world.root, path))
  const dropKeys = sags.map(({ path }) => blocks.map(block => entityKey(world.root, `${path}/${block.path}`)))
  const processes = state.table('power.sags', sags.length, { arrivals: 'u32' })
  const { restart } = p.sagged.col
  const restarted = kernel.command('power.mechanicalRestarted', Phase.repair, block => {
    restart[block] = 0
    setMechanical(p, block, true)
  })
  const isLive = (feed: number): boolean => p.feeds.col.energisedW[feed] > 0 && p.feeds.col.interruptions[feed] === 0
  const strike = (process: number, feed: number, retained: number, durationMs: number, ordinal: number): void => {
    const rideMs = durationMs + response.retransfer
    const isDeep = retained < response.dropBelow && durationMs > response.dropAfter
    let lostW = 0
    for (let block = 0; block < blocks.length; block++) {
      if (p.blocks.col.mode[block] !== MODE.utility) continue
      const loadW = upsLoadW(p, block)
      if (listener.ride(block, kernel.now + rideMs)) lostW += loadW
      if (!isDeep || uniform(dropKeys[process][block], PURPOSE.trip, ordinal) >= response.dropShare) continue
      const backMs = kernel.now + durationMs + response.restart
      if (restart[block] === 0) {
        restart[block] = kernel.schedule(restarted, block, backMs)
        setMechanical(p, block, false)
      } else if (kernel.timeOf(restart[block]) < backMs) kernel.reschedule(restart[block], backMs)
    }
    emit({ kind: 'feedSagged', feed: feeds[feed].path, retained, durationMs, isAllowed: isAllowed(feed, retained, durationMs) })
    if (lostW > 0) emit({ kind: 'loadDropped', w: lostW, durationMs: rideMs })
  }
  /** Whether the site may drop load in such a sag: no point of the feed's curve asks it to stay. */
  const isAllowed = (feed: number, retained: number, durationMs: number): boolean =>
    !feeds[feed].rideThrough.some(point => retained >= point.retained && durationMs <= point.duration)
  const began = kernel.command('power.sagBegan', Phase.fault, process => {
    const { arrivals } = processes.col
    const { scopes, duration, deepFraction } = sags[process]
    const ordinal = arrivals[process]
    arrivals[process] += 1
    next(process)
    const mark = uniform(keys[process], PURPOSE.class, ordinal)
    const struck = scopes.find(({ upTo }) => mark < upTo)?.feeds.find(feed => isLive(feed))
    if (struck === undefined) return
    const durationMs = roundMs(sample(duration, uniform(keys[process], PURPOSE.duration, ordinal)))
    strike(process, struck, retainedVoltage(deepFraction, uniform(keys[process], PURPOSE.size, ordinal)), durationMs, ordinal)
  })
  const next = (process: number): void => {
    const gapMs = exponential(uniform(keys[process], PURPOSE.outage, processes.col.arrivals[process]), sags[process].meanGapMs)
    if (gapMs < LONGEST_MS) kernel.schedule(began, process, kernel.now + roundMs(gapMs))
  }
  return { start: () => sags.forEach((_, process) => next(process)), strike: (feed, retained, durationMs, ordinal = 0) => isLive(feed) && strike(feed, feed, retained, durationMs, ordinal) }
}

/** Cooling without UPS drops, or is back. */
function setMechanical(p: PowerSite, block: number, isOn: boolean): void {
  p.flow.setCap(nodeOf(block, NODE.mechanical), isOn ? UNLIMITED_W : 0)
  p.ports.requestSettle(block)
}
